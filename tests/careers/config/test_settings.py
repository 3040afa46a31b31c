"""Production refuses to start without its secrets, with DEBUG, or with '*' as a host."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.thorough

SOUND = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "abcdefghij" * 6,
    "DATABASE_URL": "postgres://app@127.0.0.1/app",
    "CELERY_BROKER_URL": "amqp://app@127.0.0.1//",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "ALLOWED_HOSTS": "rolewise.example",
    "SITE_URL": "https://rolewise.example",
}


def start(show: str = "DEBUG", **changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {**SOUND, **changes}
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "careers.config.settings",
        **{name: value for name, value in wanted.items() if value is not None},
    }
    return subprocess.run(
        [
            sys.executable,
            "-c",
            f"import django; django.setup(); from django.conf import settings; print(settings.{show})",
        ],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_sound_production_starts() -> None:
    started = start()
    assert started.returncode == 0, started.stderr
    assert started.stdout == "False\n"


def test_limits_are_on_in_production_and_off_elsewhere() -> None:
    """And allauth's own are off in both: the one table holds theirs as well."""
    show = "RATE_LIMITS, settings.ACCOUNT_RATE_LIMITS"
    assert start(show).stdout == "True False\n"
    embedded = start(show, ENVIRONMENT="embedded", DATABASE_URL=None, EMAIL_URL=None)
    assert embedded.stdout == "False False\n"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "DATABASE_URL", "CELERY_BROKER_URL", "EMAIL_URL", "ALLOWED_HOSTS", "SITE_URL"]
)
def test_a_missing_secret_is_named(name: str) -> None:
    refused = start(**{name: None})
    assert refused.returncode != 0
    assert name in refused.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "true"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "rolewise.example,*"),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 6),
        ("ENVIRONMENT", "prod"),
        ("SITE_URL", "rolewise.example"),
        ("SITE_URL", "https://rolewise.example/app"),
        ("SITE_URL", "https://somebody@rolewise.example"),
        ("SITE_URL", "https://elsewhere.example"),
        ("SITE_URL", "javascript://rolewise.example"),
    ],
)
def test_an_unsafe_setting_is_named(name: str, value: str) -> None:
    refused = start(**{name: value})
    assert refused.returncode != 0
    assert name in refused.stderr.splitlines()[-1]


def test_deployment_checks_hold() -> None:
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **SOUND, "CACHE_URL": "rediscache://127.0.0.1:6379/9"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
