"""How gunicorn serves the site; it reads this file by itself, but not .env."""

import os
import sys

import environ

_here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, _here)

from careers.config.variables import ImproperlyConfigured, whole_number  # noqa: E402

environ.Env.read_env(os.path.join(_here, ".env"))
try:
    workers = whole_number("WEB_CONCURRENCY", 2)
except ImproperlyConfigured as error:
    sys.exit(str(error))

wsgi_app = "careers.config.wsgi:application"
worker_class = "gthread"
threads = 4
preload_app = True  # processes share what they have loaded, and a setting that is wrong is told once
control_socket_disable = True

# Nobody is believed here: Django alone decides, by BEHIND_PROXY and NUM_PROXIES, whether what a proxy says counts.
forwarded_allow_ips = ""


def when_ready(server: object) -> None:
    """Warm up before the first web process is forked."""
    from careers.config import warming

    warming.web()
