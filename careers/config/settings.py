"""Settings, read from the environment (and from .env next to manage.py).

ENVIRONMENT is `embedded` (the default: one machine, nothing to set up, `make run`) or `production`, which refuses to
start without its secrets, with DEBUG, or with `*` among its hosts. `.env.example` lists every variable.
"""

import contextlib
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from careers.config import broker, variables
from careers.config.folders import fault_of_folder
from careers.config.variables import env, needed, switch, whole_number

BASE_DIR = Path(__file__).resolve().parents[2]
environ.Env.read_env(BASE_DIR / ".env")

ENVIRONMENT = env("ENVIRONMENT", default="embedded")
if ENVIRONMENT not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"ENVIRONMENT is {ENVIRONMENT!r}; it must be 'embedded' or 'production'.")
PRODUCTION = ENVIRONMENT == "production"

# What the embedded default keeps on this machine: database, broker data, secret key, demo passwords.
STATE_DIR = Path(env("STATE_DIR", default=str(BASE_DIR / "var")))


def _embedded_secret() -> str:
    """The key of the embedded default: made on this machine at the first start, readable by its owner only."""
    path = STATE_DIR / "secret_key"
    if path.exists() and len(path.read_text()) < 50:  # the disk was full, or somebody emptied it
        path.unlink()
    if not path.exists():
        fresh = STATE_DIR / f"secret_key.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            path.hardlink_to(fresh)  # atomic: of two first starts at once, one key wins
        fresh.unlink()
    return path.read_text()


DEBUG = switch("DEBUG", False)
try:
    if not PRODUCTION:
        STATE_DIR.mkdir(parents=True, exist_ok=True)
    SECRET_KEY = needed("SECRET_KEY") if PRODUCTION else env("SECRET_KEY", default="") or _embedded_secret()
except OSError as error:
    raise ImproperlyConfigured(fault_of_folder(error)) from error
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = variables.origins("CSRF_TRUSTED_ORIGINS")
BEHIND_PROXY = switch("BEHIND_PROXY", False)  # only behind a proxy that sets X-Forwarded-Proto itself

SITE_URL = variables.site_url("SITE_URL", hosts=ALLOWED_HOSTS, production=PRODUCTION)

if PRODUCTION:
    if DEBUG:
        raise ImproperlyConfigured("Production does not run with DEBUG. Unset it.")
    if len(SECRET_KEY) < 50 or SECRET_KEY.startswith("django-insecure-"):
        raise ImproperlyConfigured("Production needs a SECRET_KEY of at least 50 random characters.")
    if not ALLOWED_HOSTS or any("*" in host for host in ALLOWED_HOSTS):
        raise ImproperlyConfigured("Production needs ALLOWED_HOSTS: the host names it serves, without '*'.")

INSTALLED_APPS = [
    "careers.apps.CareersConfig",
    "matching.apps.MatchingConfig",
    "careers.config.admin.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "careers.web.site.SiteAddressMiddleware",
    "careers.web.middleware.NoBodyForHeadMiddleware",
    # What follows adds headers, and stands before the files and the probes so that these have them too.
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "careers.web.middleware.HeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "careers.web.middleware.CompressedPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "careers.web.middleware.ProbesMiddleware",
    "careers.accounts.gone.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "careers.accounts.gone.GoneMiddleware",  # it sees an exception after allauth, to which some are answers
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "careers.accounts.known_browsers.KnownBrowserMiddleware",
    "careers.web.limiting.LimitsMiddleware",
    "careers.accounts.alike.SameTimeMiddleware",
    "careers.profile.middleware.TriedMiddleware",
    "careers.profile.middleware.PersonalPagesMiddleware",
    "careers.web.races.SecondTryMiddleware",
    "careers.web.middleware.NoReleaseMiddleware",
]

ROOT_URLCONF = "careers.config.urls"
WSGI_APPLICATION = "careers.config.wsgi.application"
ASGI_APPLICATION = "careers.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "careers.web.templates.Templates",
        "NAME": "django",  # the name that template_partials looks for
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "careers.web.context_processors.release",
            ],
            # Every template writes numbers in the same way, so none needs to load these.
            "builtins": [
                "django.contrib.humanize.templatetags.humanize",
                "careers.templatetags.addresses",
                "careers.templatetags.once",
                "careers.templatetags.own",
                "careers.templatetags.words",
                "matching.templatetags.bands",
            ],
        },
    }
]

# Database. The SQLite options are measured: with WAL and IMMEDIATE, writers wait for each other instead of failing.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON; "
        "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=27103364; "
        "PRAGMA cache_size=-20000; PRAGMA secure_delete=ON;"  # what is deleted is overwritten
    ),
}
_POSTGRESQL_OPTIONS = {
    "options": "-c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000",
    # A server that has silently gone is given up, not waited for.
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
}

if PRODUCTION:
    needed("DATABASE_URL")
_file = f"sqlite:///{STATE_DIR / 'rolewise.sqlite3'}"
DATABASES = {"default": variables.database("DATABASE_URL", default=_file, production=PRODUCTION)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    DATABASES["default"]["CONN_MAX_AGE"] = None  # on a full disk a file that is open can be read, and not opened
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(_POSTGRESQL_OPTIONS)
    DATABASES["default"]["CONN_MAX_AGE"] = whole_number("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits count in the cache: several web processes need a shared one to count together.
# `kept` is the same cache, for pages that were drawn: whatever is lost there is drawn again.
if PRODUCTION:
    needed("CACHE_URL")
CACHES = {
    name: variables.cache("CACHE_URL", default="locmemcache://", production=PRODUCTION) for name in ("default", "kept")
}
CACHES["kept"] |= {"KEY_PREFIX": "kept"} if CACHES["kept"].get("LOCATION") else {"LOCATION": "kept"}
for _name, _guarded in (("default", "CountingCache"), ("kept", "DrawnCache")):
    if CACHES[_name]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":  # given up early, and stood in for
        CACHES[_name]["BACKEND"] = f"careers.web.caches.{_guarded}"
        CACHES[_name].setdefault("OPTIONS", {}).update({"socket_connect_timeout": 0.2, "socket_timeout": 0.2})

if "locmem" in CACHES["default"]["BACKEND"]:  # Django's own 300 entries would throw counts out
    CACHES["default"].setdefault("OPTIONS", {}).setdefault("MAX_ENTRIES", 100_000)

# Accounts: the e-mail address is the log-in.
AUTH_USER_MODEL = "careers.User"
# One of them: with two, a wrong password is hashed twice.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "careers.accounts.passwords.UserAttributeSimilarityValidator"},
    {"NAME": "careers.accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "careers.accounts.passwords.CommonPasswordValidator"},
    {"NAME": "careers.accounts.passwords.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "matches"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "careers.accounts.adapter.AccountAdapter"
ACCOUNT_SIGNUP_REDIRECT_URL = "profile:page"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a new password or factor is told to the address, in case it was somebody else
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The one stated difference of the embedded default: with no mail server, it does not insist on a confirmed address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if PRODUCTION else "optional"
# Never "strict": with a unique e-mail address it ends in a 500 when somebody signs up twice.
ACCOUNT_PREVENT_ENUMERATION = True
ALIKE_SECONDS = 0.5  # twice a log-in; answers that could tell who has an account come after it
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_FORMS = {
    "login": "careers.accounts.forms.LoginForm",
    "signup": "careers.accounts.forms.SignupForm",
    "reset_password": "careers.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "careers.accounts.forms.ResetPasswordKeyForm",
    "change_password": "careers.accounts.forms.ChangePasswordForm",
    "set_password": "careers.accounts.forms.SetPasswordForm",
    "reauthenticate": "careers.accounts.forms.ReauthenticateForm",
    "add_email": "careers.accounts.forms.AddEmailForm",
}
MFA_ADAPTER = "careers.accounts.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "careers.accounts.forms.AuthenticateForm",
    "reauthenticate": "careers.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "careers.accounts.forms.ActivateTOTPForm",
}
MFA_TOTP_ISSUER = "Rolewise"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # allows for slow typing and for a clock that is half a minute off

# The limits themselves are one table, careers/web/limits.py; those of allauth and of DRF are off.
RATE_LIMITS = switch("RATE_LIMITS", PRODUCTION)
NUM_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("NUM_PROXIES", 1 if BEHIND_PROXY else 0)
ACCOUNT_RATE_LIMITS = False

if PRODUCTION:
    needed("EMAIL_URL")
_mail = variables.mail("EMAIL_URL", default="consolemail://", production=PRODUCTION)
vars().update(_mail)
# A mail becomes a row in the transaction of whoever sends it, and the workers send the row by the transport.
MAIL_TRANSPORT = _mail["EMAIL_BACKEND"]
EMAIL_BACKEND = "careers.mail.outbox.Outbox"
EMAIL_TIMEOUT = 10  # for each step of a conversation with the server; only workers have any
PRIVACY_CONTACT = env("PRIVACY_CONTACT", default="")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Rolewise <rolewise@localhost>")

# Celery. The broker may be lost at any time: the database knows what is left to do, the sweep finds it again.
if PRODUCTION:
    needed("CELERY_BROKER_URL")
CELERY_BROKER_URL, CELERY_BROKER_TRANSPORT_OPTIONS = broker.url_and_options(
    variables.broker_url("CELERY_BROKER_URL", default=f"filesystem://{STATE_DIR / 'broker'}", production=PRODUCTION)
)
CELERY_TASK_QUEUES = broker.queues()
CELERY_TASK_DEFAULT_QUEUE = broker.WORK
CELERY_BEAT_SCHEDULER = "careers.config.celery.SweepScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_BEAT_SCHEDULE = {
    "sweep": {
        "task": "matching.tasks.sweep",
        "schedule": 1.0,
        "options": {"queue": broker.SWEEP, "expires": broker.SWEEP_EXPIRES, "confirm_timeout": 2, "retry": False},
    },
    "forget": {"task": "matching.tasks.forget", "schedule": crontab(minute=17)},
}
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5}
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_REDIRECT_STDOUTS = False  # the embedded default shows mails there
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_HEARTBEAT = 10  # a silent broker is noticed; without it py-amqp waits for ever
CELERY_ACCEPT_CONTENT = ["json"]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default="") or BASE_DIR / "staticfiles")
STATICFILES_DIRS: list[Path] = []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION  # no collectstatic step on the embedded default
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False  # our files are for our pages

# Security headers.
SESSION_ENGINE = "careers.accounts.sessions"
MESSAGE_STORAGE = "careers.web.messages.Messages"  # not a cookie: some messages name an address
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "careers.accounts.views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Whoever looks after the process asks by its address, with plain HTTP.
PROBES: tuple[str, ...] = ("/healthz", "/readyz")
METRICS_TOKEN = variables.token("METRICS_TOKEN")
METRICS_DIR = Path(env("METRICS_DIR", default="") or STATE_DIR / "metrics")
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "careers.web.counted.CountedMiddleware")
    PROBES += ("/metrics",)
SECURE_REDIRECT_EXEMPT = [rf"^{path[1:]}$" for path in PROBES]
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_HANDLERS = ["careers.web.uploads.InMemory"]  # a stranger's file never touches a disk
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = switch("SECURE_SSL_REDIRECT", True)
    SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
    # Browsers remember these, so they are raised in steps (README). The last two also speak for other hosts than ours:
    # what the operator chooses there is not a fault.
    SECURE_HSTS_SECONDS = whole_number("SECURE_HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = switch("SECURE_HSTS_INCLUDE_SUBDOMAINS", False)
    SECURE_HSTS_PRELOAD = switch("SECURE_HSTS_PRELOAD", False)
    SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "careers.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["careers.api.parsers.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["careers.api.writing.JSON"],
    "DEFAULT_PAGINATION_CLASS": "careers.api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["careers.api.throttling.Limited"],
    "NUM_PROXIES": NUM_PROXIES,
    "EXCEPTION_HANDLER": "careers.api.errors.handle",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rolewise",
    "DESCRIPTION": (BASE_DIR / "careers/api/about.md").read_text(),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0},
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "careers.api.answers.say_answers",
        "careers.api.answers.say_limits",
        "careers.api.answers.say_in_short",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "careers.web.logs.WithoutAddresses",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Anybody can ask for another host; whoever forgot one of theirs still has to find it in the log.
    "filters": {"in_one_line": {"()": "careers.web.logs.InOneLine"}},
    "loggers": {
        "django.security.DisallowedHost": {"filters": ["in_one_line"]},
        # At each start it warns that our exchanges hold no tasks until a time. There are none.
        "kombu.transport.native_delayed_delivery": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": variables.log_level("LOG_LEVEL", "INFO" if PRODUCTION else "WARNING")},
}
