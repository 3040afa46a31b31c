"""Production refuses to start without its secrets, with what is unsafe, and with what it cannot read: by name."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[3]

SOUND = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "abcdefghij" * 6,
    "DATABASE_URL": "postgres://app@127.0.0.1/app",
    "CELERY_BROKER_URL": "amqp://app:secret@127.0.0.1//",
    "CACHE_URL": "redis://127.0.0.1:6379/9",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "ALLOWED_HOSTS": "rolewise.example",
    "SITE_URL": "https://rolewise.example",
}


# Every variable that is not free text, with values that it refuses.
REFUSED = {
    "ENVIRONMENT": ["prod"],
    "SECRET_KEY": [None, "short", "django-insecure-" + "abcdefghij" * 6],
    "ALLOWED_HOSTS": [None, "*", "rolewise.example,*"],
    "DATABASE_URL": [None, "nonsense", "foo://", "sqlite:///var/rolewise.sqlite3", "sqlite://:memory:",
                     "postgres://app@127.0.0.1:port/app"],
    "CELERY_BROKER_URL": [None, "foo://", "nonsense", "filesystem:///tmp", "memory://", "amqp://guest:guest@127.0.0.1//",
                          "amqp://127.0.0.1//", "amqp://app@127.0.0.1//", "amqp://app:guest@127.0.0.1//",
                          "amqps://gu%65st:secret@127.0.0.1//", "amqp://app:secret@127.0.0.1:port//"],
    "CACHE_URL": [None, "nonsense", "locmemcache://", "dummycache://", "filecache:///tmp/x", "dbcache://x", "foo://x",
                  "redis://127.0.0.1:port/1"],
    "EMAIL_URL": [None, "nonsense", "foo://127.0.0.1", "consolemail://", "memorymail://", "dummymail://",
                  "smtp://127.0.0.1:port"],
    "SITE_URL": [None, "rolewise.example", "https://rolewise.example/app", "https://somebody@rolewise.example",
                 "https://elsewhere.example", "javascript://rolewise.example"],
    "RATE_LIMITS": ["maybe"],
    "NUM_PROXIES": ["x", "-1", "1.5", "²"],
    "CSRF_TRUSTED_ORIGINS": ["rolewise.example"],
    "BEHIND_PROXY": ["ture"],
    "SECURE_SSL_REDIRECT": ["no way"],
    "SECURE_HSTS_SECONDS": ["year"],
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": ["x"],
    "SECURE_HSTS_PRELOAD": ["x"],
    "CONN_MAX_AGE": ["x"],
    "METRICS_TOKEN": ["short", "x" * 19, "with blanks " * 3],
    "LOG_LEVEL": ["LOUD", "info"],
    "DEBUG": ["true", "maybe"],
}  # fmt: skip
FREE = {"DEFAULT_FROM_EMAIL", "METRICS_DIR", "PRIVACY_CONTACT", "STATE_DIR", "STATIC_ROOT"}
ELSEWHERE = {"PORT", "WEB_CONCURRENCY"}  # the launcher's, whose tests are in tests/faults, and gunicorn's own


def read(monkeypatch: pytest.MonkeyPatch, **changes: str | None) -> dict[str, Any]:
    """The settings under a sound production with these changes, read in this process."""
    for name in (*REFUSED, *FREE, *ELSEWHERE):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**SOUND, **changes}.items():
        if value is not None:
            monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "careers/config/settings.py"))


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in REFUSED.items() for value in values])
def test_a_wrong_value_is_told_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str | None
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(monkeypatch, **{name: value})
    words = str(refused.value)
    assert name in words
    assert "secret" not in words.replace("secrets", "")  # the password of a URL


def test_each_variable_is_told_in_the_example_and_has_a_row_here() -> None:
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert example == REFUSED.keys() | FREE | ELSEWHERE
    sources = "".join((ROOT / "careers/config" / f"{name}.py").read_text() for name in ("settings", "launch"))
    asked = set(re.findall(r'(?:env|env\.list|needed|switch|whole_number|variables\.\w+)\("([A-Z_]+)"', sources))
    assert asked == REFUSED.keys() | FREE
    assert asked | ELSEWHERE == example


def test_what_the_example_suggests_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """As somebody fills it in: each line without its #, with a key and a host of one's own."""
    lines = re.findall(r"^#?([A-Z_]+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    filled = dict(lines) | {"ENVIRONMENT": "production", "SECRET_KEY": SOUND["SECRET_KEY"]}
    found = read(monkeypatch, **filled)
    assert found["DATABASES"]["default"]["NAME"] == "rolewise"


def test_a_sound_production(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch)
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_NAME"] == "__Host-sessionid"
    assert (found["SECURE_SSL_REDIRECT"], found["SECURE_HSTS_SECONDS"]) == (True, 31_536_000)


def test_mail_and_cache_are_what_no_request_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    found = read(monkeypatch)
    assert found["EMAIL_BACKEND"] == "careers.mail.outbox.Outbox"
    assert found["MAIL_TRANSPORT"] == "django.core.mail.backends.smtp.EmailBackend"
    assert found["EMAIL_TIMEOUT"] == 10
    for name, kind in (("default", "CountingCache"), ("kept", "DrawnCache")):
        assert found["CACHES"][name]["BACKEND"] == f"careers.web.caches.{kind}"
        assert found["CACHES"][name]["OPTIONS"] == {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}


def test_a_folder_for_mails_is_where_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, EMAIL_URL="filemail:///some/folder")["EMAIL_FILE_PATH"] == "/some/folder"


def test_hsts_is_raised_in_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    def stage(**changes: str) -> tuple[int, bool, bool]:
        found = read(monkeypatch, **changes)
        names = ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD")
        return found[names[0]], found[names[1]], found[names[2]]

    assert stage(SECURE_HSTS_SECONDS="3600") == (3600, False, False)
    assert stage() == (31_536_000, False, False)
    assert stage(SECURE_HSTS_INCLUDE_SUBDOMAINS="true") == (31_536_000, True, False)
    assert stage(SECURE_HSTS_INCLUDE_SUBDOMAINS="true", SECURE_HSTS_PRELOAD="yes") == (31_536_000, True, True)


@pytest.mark.parametrize(
    ("changes", "proxies", "believed"),
    [
        ({}, 0, None),
        ({"BEHIND_PROXY": "true"}, 1, ("HTTP_X_FORWARDED_PROTO", "https")),
        ({"BEHIND_PROXY": "true", "NUM_PROXIES": "2"}, 2, ("HTTP_X_FORWARDED_PROTO", "https")),
    ],
)
def test_one_variable_says_that_there_is_a_proxy(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], proxies: int, believed: tuple[str, str] | None
) -> None:
    found = read(monkeypatch, **changes)
    assert found["REST_FRAMEWORK"]["NUM_PROXIES"] == found["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies
    assert found.get("SECURE_PROXY_SSL_HEADER") == believed


def test_limits_are_on_in_production_and_off_elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And allauth's own are off in both: the one table holds theirs as well."""
    production = read(monkeypatch)
    assert (production["RATE_LIMITS"], production["ACCOUNT_RATE_LIMITS"]) == (True, False)
    embedded = read(monkeypatch, **dict.fromkeys(SOUND), STATE_DIR=str(tmp_path))
    assert (embedded["RATE_LIMITS"], embedded["ACCOUNT_RATE_LIMITS"]) == (False, False)


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    wanted = {"PATH": os.environ["PATH"], **SOUND, **changes}
    return subprocess.run(
        [sys.executable, *command],
        env={name: value for name, value in wanted.items() if value is not None},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.thorough
@pytest.mark.parametrize("stage", ["", "3600"])
def test_deployment_checks_hold(stage: str) -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", SECURE_HSTS_SECONDS=stage or None)
    assert checked.returncode == 0, checked.stderr


@pytest.mark.thorough
@pytest.mark.parametrize(
    "command", [("manage.py", "migrate"), ("manage.py", "load_catalogue"), ("-m", "gunicorn", "--bind", "127.0.0.1:0")]
)
def test_every_start_ends_in_the_words_alone(command: tuple[str, ...]) -> None:
    refused = run(*command, NUM_PROXIES="x")
    assert refused.returncode == 1
    assert refused.stderr == "NUM_PROXIES is 'x'; it must be a whole number, such as 0.\n"


@pytest.mark.thorough
def test_commands_before_migrate_or_without_a_database_end_in_words(tmp_path: Path) -> None:
    embedded = dict.fromkeys(SOUND) | {"STATE_DIR": str(tmp_path)}
    early = run("manage.py", "load_catalogue", **embedded)
    assert early.returncode == 1
    assert early.stderr.endswith("Prepare it first: .venv/bin/python manage.py migrate\n")
    assert "Traceback" not in early.stderr
    down = run("manage.py", "load_catalogue", DATABASE_URL="postgres://app@127.0.0.1:1/app")
    assert down.returncode == 1
    assert down.stderr.startswith("The database does not answer. Is it running, and is DATABASE_URL right?\n")
    assert "Traceback" not in down.stderr


@pytest.mark.thorough
def test_the_web_server_without_collected_files_ends_in_words(tmp_path: Path) -> None:
    """The folder of a clone that never ran collectstatic."""
    code = (
        "import sys; from pathlib import Path; from django.conf import settings; "
        f"settings.STATIC_ROOT = Path({str(tmp_path)!r}); import careers.config.wsgi"
    )
    refused = run("-c", code, DJANGO_SETTINGS_MODULE="careers.config.settings")
    assert refused.returncode == 1
    assert "Collect them first: .venv/bin/python manage.py collectstatic --noinput" in refused.stderr
    assert "Traceback" not in refused.stderr
