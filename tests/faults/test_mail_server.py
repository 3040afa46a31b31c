"""The mail server may be away for minutes: all sign-ups succeed, and each mail arrives once it is back, and only once.

Everything here is real: production's settings, PostgreSQL, RabbitMQ, Redis, web server, worker, scheduler, and a mail
server of the test's own. The oracle is what that mail server took.
"""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

import pytest

from tests import servers, smtp

PASSWORD = "a long enough password"
CSRF = "x" * 32
ARRIVES_WITHIN = 120.0  # seconds after the server is back: the longest pause, and a lease


class Site:
    """The whole of production, with limits off: two hundred people come from one address here."""

    def __init__(self, running: ExitStack, mails: smtp.MailServer, database: servers.PostgreSQL, static: Path) -> None:
        broker, cache = running.enter_context(servers.RabbitMQ()), running.enter_context(servers.Redis())
        self.url = database.create(f"mails_{mails.port}")
        servers.manage("migrate", database_url=self.url)
        servers.manage("load_catalogue", database_url=self.url)
        self.options: dict[str, Any] = {
            "database_url": self.url,
            "broker_url": broker.url,
            "env": {
                "ENVIRONMENT": "production",
                "SECRET_KEY": "abcdefghij" * 6,
                "ALLOWED_HOSTS": "127.0.0.1",
                "SITE_URL": "https://127.0.0.1",
                "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}",
                "DEFAULT_FROM_EMAIL": "Rolewise <mail@rolewise.example>",
                "CACHE_URL": cache.url,
                "RATE_LIMITS": "false",
                "SECURE_SSL_REDIRECT": "false",
                "STATIC_ROOT": str(static),  # not the clone's, in which other tests would find them
            },
        }
        collect_static_files(self.options)
        self.web = running.enter_context(servers.Web(**self.options))
        self.worker = running.enter_context(servers.Worker(**self.options))
        running.enter_context(servers.Beat(**self.options))

    def ready(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.web.url}/readyz", timeout=10) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))

    def signs_up(self, number: int) -> float:
        """Send the form of somebody new, as a browser does; the seconds until the answer, which sends them on."""
        fields = urlencode({"email": address(number), "password1": PASSWORD})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"__Host-csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.web.port, timeout=60)
        started = time.monotonic()
        connection.request("POST", "/accounts/signup/", fields, headers)
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.headers["Location"]) == (302, "/accounts/confirm-email/")
        return time.monotonic() - started


def collect_static_files(options: dict[str, Any]) -> None:
    """Production's pages need them."""
    env = servers.environment(
        database_url=options["database_url"], broker_url=options["broker_url"], state=servers.ROOT, **options["env"]
    )
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, env={**os.environ, **env}, cwd=servers.ROOT, check=True)


def address(number: int) -> str:
    return f"new-{number}@example.org"


@pytest.fixture
def mails() -> Iterator[smtp.MailServer]:
    with smtp.MailServer() as server:
        yield server


@pytest.fixture
def site(mails: smtp.MailServer, postgresql: servers.PostgreSQL, tmp_path: Path) -> Iterator[Site]:
    with ExitStack() as running:
        yield Site(running, mails, postgresql, tmp_path)


@pytest.mark.parametrize(
    ("people", "outage"), [(20, 20.0), pytest.param(200, 300.0, marks=pytest.mark.slow)], ids=["short", "five minutes"]
)
def test_everybody_signs_up_and_each_mail_arrives_once(
    site: Site, mails: smtp.MailServer, people: int, outage: float
) -> None:
    usual = max(site.signs_up(people + number) for number in range(5))
    signing_up: list[Future[float]] = []
    began = time.monotonic()
    away = threading.Timer(outage * 0.05, mails.kill)  # among the first of them
    away.start()
    with ThreadPoolExecutor(4) as browsers:
        for number in range(people):
            due = began + outage * number / people  # spread over all of the outage
            time.sleep(max(0.0, due - time.monotonic()))
            signing_up.append(browsers.submit(site.signs_up, number))
    away.join()
    time.sleep(max(0.0, began + outage * 1.05 - time.monotonic()))
    seconds = [one.result() for one in signing_up]  # raises if one of them did not succeed
    assert "mail" in site.ready()["down"]
    before = len(mails.taken)
    assert before < 5 + people / 2  # it was away
    back = time.monotonic()
    mails.start()
    wanted = sorted(address(number) for number in range(people + 5))
    servers.until(lambda: sorted(set(mails.addresses)) == wanted, within=ARRIVES_WITHIN, what="every mail", every=0.5)
    arrived = time.monotonic() - back
    time.sleep(5)  # for any that would come twice
    assert sorted(mails.addresses) == wanted
    assert len({message["Message-ID"] for message in mails.taken}) == people + 5
    servers.until(lambda: "mail" not in site.ready()["down"], within=10, what="readyz")
    print(
        f"{people} sign-ups in {outage:g} s: slowest {max(seconds):.2f} s, median {median(seconds):.2f} s "
        f"(slowest of five before: {usual:.2f} s); {before} mails before the outage, the last {arrived:.0f} s after it"
    )
    assert median(seconds) < 2 * usual + 0.5  # as long as it always takes, which is up to the machine: it is hashing


@pytest.mark.slow
def test_workers_killed_while_they_send_lose_nothing(site: Site, mails: smtp.MailServer) -> None:
    """A kill may double the one mail in hand, with the same Message-ID; never another."""
    mails.kill()
    for number in range(12):
        site.signs_up(number)
    mails.start()
    for _ in range(3):
        seen = len(mails.taken)
        servers.until(partial(_goes_on, mails, seen), within=150, what="a mail")
        site.worker.kill()
        site.worker.start()
    servers.until(lambda: len(set(mails.addresses)) == 12, within=ARRIVES_WITHIN * 2, what="every mail", every=0.5)
    assert len({message["Message-ID"] for message in mails.taken}) == 12
    assert len(mails.taken) <= 12 + 3


def _goes_on(mails: smtp.MailServer, seen: int) -> bool:
    return len(mails.taken) > seen or len(set(mails.addresses)) == 12
