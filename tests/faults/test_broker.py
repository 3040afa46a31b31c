"""The broker may be lost at any time: saves never wait for it, and nothing is left unrecorded once it is back.

Everything here is real: web server, worker, scheduler, PostgreSQL, and a broker of the test's own that is killed or
silenced. The oracle is SQL on the database.
"""

import http.cookiejar
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from kombu import Connection

from tests import servers

SAVES = 50
SLOWEST = 1.0  # seconds a save may take
RECORDED_WITHIN = 60.0  # seconds after the broker is back
PASSWORD = "a long enough password"


class Person:
    """Somebody at a browser, as far as forms go."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> str:
        with self.opener.open(self.site + path, timeout=30) as answer:
            return answer.read().decode()

    def post(self, path: str, **fields: Any) -> float:
        """Send a form; returns the seconds it took. Raises on every answer that is an error."""
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        started = time.monotonic()
        with self.opener.open(self.site + path, body, timeout=30) as answer:
            answer.read()
        return time.monotonic() - started

    def sign_up(self, email: str) -> None:
        self.get("/accounts/signup/")
        self.post("/accounts/signup/", email=email, password1=PASSWORD)

    def save(self, times: int) -> list[float]:
        """Change one level after another; the seconds that each took."""
        page = self.get("/profile/?q=python")
        assert re.search(r'name="skill" value="python"', page)
        return [self.post("/profile/claim/", skill="python", level=1 + turn % 5) for turn in range(times)]


class Site:
    """The database, the web server and what is told of them by SQL."""

    def __init__(self, database_url: str, web: servers.Web) -> None:
        self.database_url = database_url
        self.web = web

    def ask(self, question: str) -> int:
        with psycopg.connect(self.database_url) as connection:
            row = connection.execute(question).fetchone()  # type: ignore[call-overload]
        return int(row[0])

    @property
    def version(self) -> int:
        return self.ask("SELECT max(version) FROM careers_profile")

    @property
    def recorded(self) -> bool:
        """Whether every score is at its profile's version and the current release."""
        behind = self.ask(
            """SELECT count(*) FROM careers_profile p LEFT JOIN matching_score s ON s.profile_id = p.id
               WHERE p.version > 0 AND (s.profile_version IS NULL OR s.profile_version < p.version
                     OR s.release_number < (SELECT max(number) FROM careers_release))"""
        )
        return behind == 0

    @property
    def lines(self) -> int:
        return self.ask("SELECT count(*) FROM matching_historyline")

    def until_recorded(self, may_end: servers.Worker | None = None) -> None:
        """Wait for it; meanwhile the worker that `may_end` is started again once, as any supervisor does."""
        ended: list[str] = []

        def recorded() -> bool:
            if may_end and not may_end.running and not ended:
                ended.append(may_end.said())
                print(f"The worker ended and is started again:\n{ended[0][-2000:]}")
                may_end.start()
            return self.recorded

        servers.until(recorded, within=RECORDED_WITHIN, what="every score to be recorded", every=0.25)


@pytest.fixture(params=["rabbitmq", "redis"])
def broker(request: pytest.FixtureRequest) -> Iterator[Any]:
    with servers.RabbitMQ() if request.param == "rabbitmq" else servers.Redis() as server:
        yield server


@pytest.fixture(scope="session")  # a process runs modules in turns: one of the module would be made again
def loaded(postgresql: servers.PostgreSQL) -> str:
    """The name of a database with the catalogue, to copy."""
    url = postgresql.create("loaded")
    servers.manage("migrate", database_url=url)
    servers.manage("load_catalogue", database_url=url)
    return "loaded"


@pytest.fixture
def site(postgresql: servers.PostgreSQL, loaded: str, broker: Any, request: pytest.FixtureRequest) -> Iterator[Site]:
    url = postgresql.create(f"faults_{abs(hash(request.node.name)):x}", like=loaded)
    with servers.Web(database_url=url, broker_url=broker.url) as web:
        yield Site(url, web)


@pytest.fixture
def worker(site: Site, broker: Any) -> Iterator[servers.Worker]:
    """A worker, with a scheduler beside it."""
    with (
        servers.Worker(database_url=site.database_url, broker_url=broker.url) as worker,
        servers.Beat(database_url=site.database_url, broker_url=broker.url),
    ):
        yield worker


def may_end(broker: Any, worker: servers.Worker) -> servers.Worker | None:
    """On Redis a worker that loses its broker with a message in hand may end in kombu 5.7.0 (careers/README.md)."""
    return worker if broker.name == "redis" else None


def test_a_broker_that_is_down_holds_up_nobody(site: Site, broker: Any, worker: servers.Worker) -> None:
    person = Person(site.web.url)
    person.sign_up("down@example.org")
    broker.kill()
    seconds = person.save(SAVES)
    assert len(seconds) == SAVES
    assert max(seconds) < SLOWEST
    assert site.version == SAVES
    assert not site.recorded
    broker.start()
    site.until_recorded(may_end(broker, worker))


def test_a_silent_broker_holds_up_nobody(site: Site, broker: Any, worker: servers.Worker) -> None:
    person = Person(site.web.url)
    person.sign_up("silent@example.org")
    person.save(1)
    site.until_recorded()
    broker.pause()
    time.sleep(3)  # worker and scheduler are in the middle of talking to it
    seconds = person.save(SAVES)
    assert max(seconds) < SLOWEST
    assert site.version == 1 + SAVES - 1  # the first of the fifty repeats what was saved before
    time.sleep(25)  # longer than a heartbeat: they have noticed, and try again
    assert not site.recorded
    broker.resume()
    site.until_recorded(may_end(broker, worker))


def test_history_comes_from_the_workers(site: Site, broker: Any) -> None:
    """With the workers off it stands still; the same saves are told once they run."""
    person = Person(site.web.url)
    person.sign_up("history@example.org")
    person.save(1)
    time.sleep(5)
    assert site.lines == 0
    assert "Python" not in person.get("/history/")
    with (
        servers.Worker(database_url=site.database_url, broker_url=broker.url),
        servers.Beat(database_url=site.database_url, broker_url=broker.url),
    ):
        site.until_recorded()
    assert site.lines > 0
    assert "Python" in person.get("/history/")


def test_nothing_piles_up_without_a_worker(site: Site, broker: Any) -> None:
    with servers.Beat(database_url=site.database_url, broker_url=broker.url):
        time.sleep(12)
        assert _waiting(broker) <= 3


def _waiting(broker: Any) -> int:
    """Messages in the sweep's queue, asked of the broker itself."""
    with Connection(broker.url) as connection:
        channel = connection.channel()
        if broker.name == "rabbitmq":
            return channel.queue_declare("sweep", passive=True).message_count
        return channel.client.llen("sweep")


def test_a_killed_worker_loses_nothing(site: Site, broker: Any) -> None:
    person = Person(site.web.url)
    person.sign_up("killed@example.org")
    options = {"database_url": site.database_url, "broker_url": broker.url}
    with servers.Beat(**options):
        for _ in range(3):
            with servers.Worker(**options) as worker:
                person.save(5)
                worker.kill()
        with servers.Worker(**options):
            site.until_recorded()
    doubled = site.ask(
        """SELECT count(*) FROM (SELECT 1 FROM matching_historyline
           GROUP BY profile_id, role, version_after, release_after HAVING count(*) > 1) AS twice"""
    )
    assert doubled == 0
