"""Settings of the tests: what they change, and why. Everything else is as in a real run."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "tests-only-" + "x" * 50)
os.environ.setdefault("STATE_DIR", tempfile.mkdtemp(prefix="rolewise-tests-"))

from careers.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; tests make many accounts
ALIKE_SECONDS = 0
SITE_URL = "http://testserver"  # what the test client calls itself
EMAIL_BACKEND = MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"  # tests read the mails
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in a real run: an in-memory database is one connection shared by every thread of live_server.
    DATABASES["default"]["TEST"] = {"NAME": str(STATE_DIR / "test.sqlite3")}  # noqa: F405
# Tests look at what a page is drawn from. Those of what is kept ask for a cache themselves.
CACHES["kept"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}  # noqa: F405
