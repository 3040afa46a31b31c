import os

from django.core.wsgi import get_wsgi_application

from careers.config import refusals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings")
application = get_wsgi_application()
refusals.in_json()
