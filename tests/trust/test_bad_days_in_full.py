"""Each helper service on each kind of bad day: every address, form and call, against production as it runs.

Only `make trust` collects this: it takes minutes, and needs PostgreSQL. See test_bad_days.py for the quick form.
"""

import http.client
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client

from careers.models import User
from tests import flushing, people, servers, smtp
from tests.faults.test_mail_server import collect_static_files
from tests.trust.bad_days import BAD_DAYS, service
from tests.trust.test_bad_days import MAY_BE_DOWN, SERVICES, Sent, requests

flushing.install()

WANTED = 1.0  # seconds that an answer may take, on a machine with nothing else to do; the table tells the slowest
BUSY = 10.0  # times that, on one that does other things: hashing a password is up to the machine
DAYS = [("nothing", "well"), *itertools.product(SERVICES, BAD_DAYS)]
CSRF = "x" * 32
HASHED = PBKDF2PasswordHasher().encode(people.PASSWORD, "salt of a test")

_clients = itertools.count(1)  # each request comes from an address of its own, so that no limit stands in the way


class Site:
    """Production with one service on a bad day; the database is the test's own."""

    def __init__(self, running: ExitStack, database_url: str, bad: str, port: int, static: Path) -> None:
        ports = {
            "cache": lambda: running.enter_context(servers.Redis()).port,
            "mail": lambda: running.enter_context(smtp.MailServer()).port,
            "broker": servers.free_port,  # no request asks it
        }
        ports[bad] = lambda: port
        options: dict[str, Any] = {
            "database_url": database_url,
            "broker_url": f"amqp://app:secret@127.0.0.1:{ports['broker']()}//",
            "env": {
                "ENVIRONMENT": "production",
                "SECRET_KEY": settings.SECRET_KEY,
                "ALLOWED_HOSTS": "127.0.0.1",
                "SITE_URL": "https://127.0.0.1",
                "EMAIL_URL": f"smtp://127.0.0.1:{ports['mail']()}",
                "CACHE_URL": f"redis://127.0.0.1:{ports['cache']()}/0",
                "BEHIND_PROXY": "true",
                "NUM_PROXIES": "1",
                "SECURE_SSL_REDIRECT": "false",
                "STATIC_ROOT": str(static),
            },
        }
        if not any(static.iterdir()):
            collect_static_files(options)
        self.web = running.enter_context(servers.Web(**options))

    def ask(self, sent: Sent, session: str) -> tuple[int, float]:
        """The status of the answer, and the seconds that it took."""
        cookies = f"__Host-csrftoken={CSRF}" + (f"; __Host-sessionid={session}" if session else "")
        number = next(_clients)
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": CSRF,
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
            "Content-Type": "application/json" if sent.json else "application/x-www-form-urlencoded",
        }
        body = json.dumps(sent.body) if sent.json else urlencode(sent.body or {}, doseq=True)
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=30)
        started = time.monotonic()
        connection.request(sent.method.upper(), sent.path, None if sent.method == "get" else body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, time.monotonic() - started


def session() -> str:
    """The session of somebody who has just signed in; whatever became of them in the request before."""
    user = User.objects.filter(email="a@example.org").first() or people.person()
    User.objects.filter(pk=user.pk).update(password=HASHED)
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def answers(site: Site) -> Iterator[tuple[Sent, int, float]]:
    for sent in requests():
        for who in ("", session()):
            yield sent, *site.ask(sent, who)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of all days."""
    return tmp_path_factory.mktemp("static")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("bad", "day"), DAYS)
def test_every_answer_comes_within_a_second(
    bad: str, day: str, database_url: str, tell: Callable[..., None], static: Path
) -> None:
    people.publish()
    with ExitStack() as running:
        server = running.enter_context(service(day if bad in SERVICES else "refused"))
        site = Site(running, database_url, bad, server.port, static)
        site.ask(Sent("home", "get"), "")  # the first answer of a process imports what it needs
        seen = list(answers(site))
        asked = server.visitors
    failed = [(sent, status) for sent, status, _ in seen if status >= 500 and sent.name not in MAY_BE_DOWN]
    sent, _, slowest = max(seen, key=lambda one: one[2])
    tell(f"{bad} {day}: 5xx", "0", len(failed), len(seen))
    tell(f"{bad} {day}: slowest ({sent.method} {sent.name})", f"< {WANTED:g} s", f"{slowest:.2f} s", len(seen))
    assert failed == []
    assert slowest < WANTED * BUSY
    if bad != "cache":
        assert asked == 0
