"""What every web process and every worker needs, loaded once by the process that starts them, before it forks.

They share its memory then, and the first page of each is as quick as the others. Nothing here has to work: without a
database or a release each process loads by itself what it is asked for, or says what is wrong. No connection is left
open, because two processes would read from one.
"""

import contextlib
import gc
import logging
from collections.abc import Iterator
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, connections
from django.template.loader import get_template

from careers.catalogue import releases
from matching import inputs

logger = logging.getLogger(__name__)

PAGES = ("/", "/roles/", "/skills/", "/try/")  # those that visitors see first; drawing them loads all that pages need


def workers() -> None:
    """Load the release, then fork."""
    with _before_fork():
        _load_release()


def web() -> None:
    """Load the release and the templates, draw the first pages, then fork."""
    with _before_fork():
        _load_release()
        for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
            get_template(path.relative_to(settings.BASE_DIR / "templates").as_posix())
        for page in PAGES:
            _draw(page)


@contextlib.contextmanager
def _before_fork() -> Iterator[None]:
    """Do without what is not there, close every connection, and keep the collector from copying what is shared."""
    try:
        yield
    except (DatabaseError, releases.NoRelease) as missing:
        logger.info("There is nothing to warm up with: %s", missing)
    except Exception:  # one page that is broken must not keep the others from being served
        logger.exception("Warming up did not work; each process loads by itself what it needs.")
    finally:
        connections.close_all()
        for name in settings.CACHES:
            with contextlib.suppress(AttributeError):  # this one was not used
                del caches[name]
        gc.collect()
        gc.freeze()


def _load_release() -> None:
    release = releases.current()
    inputs.compiled(release)
    inputs.study(release)
    _ = release.search


def _draw(page: str) -> None:
    from careers.config.wsgi import application

    site = urlsplit(settings.SITE_URL)
    environ = {
        "PATH_INFO": page,
        "HTTP_HOST": site.netloc,
        "HTTP_X_FORWARDED_PROTO": site.scheme,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
    }
    setup_testing_defaults(environ)  # what else WSGI asks for
    application.get_response(WSGIRequest(environ)).close()
