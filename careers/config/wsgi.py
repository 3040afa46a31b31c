"""The site for web servers that speak WSGI."""

import os

from django.core.wsgi import get_wsgi_application

from careers.config import starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings")
starting.or_leave()
application = get_wsgi_application()
