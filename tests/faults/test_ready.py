"""/readyz with real servers that are killed and silenced: it names what is down, within a second."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests import servers

NOTICED_WITHIN = 60.0  # seconds: the heartbeat has to be late first, and worker and scheduler to connect again


class Site:
    """PostgreSQL of its own (it is silenced here), RabbitMQ, web, worker and scheduler."""

    def __init__(self, running: ExitStack) -> None:
        self.database = running.enter_context(servers.PostgreSQL())
        self.broker = running.enter_context(servers.RabbitMQ())
        options = {"database_url": self.database.create("ready"), "broker_url": self.broker.url}
        servers.manage("migrate", database_url=options["database_url"])
        self.options = options
        self.web = running.enter_context(servers.Web(**options))
        self.worker = running.enter_context(servers.Worker(**options))
        running.enter_context(servers.Beat(**options))
        self.ask()  # the first answer of a process imports what it needs, which is not what is timed here

    def ask(self) -> tuple[int, dict[str, Any]]:
        try:
            with urllib.request.urlopen(f"{self.web.url}/readyz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ready(self) -> tuple[int, dict[str, Any]]:
        started = time.monotonic()
        told = self.ask()
        assert time.monotonic() - started < 1
        return told

    def until(self, status: int, down: list[str]) -> None:
        def said() -> bool:
            code, body = self.ready()
            return (code, body["down"]) == (status, down)

        servers.until(said, within=NOTICED_WITHIN, what=f"{status}, down: {down}", every=0.25)


@pytest.fixture
def site() -> Iterator[Site]:
    with ExitStack() as running:
        yield Site(running)


def test_it_names_what_is_down_and_takes_it_back(site: Site) -> None:
    site.until(503, ["release"])
    servers.manage("load_catalogue", database_url=site.options["database_url"])
    site.until(200, [])
    site.worker.kill()
    site.until(200, ["broker", "workers"])
    site.worker.start()
    site.until(200, [])
    site.broker.kill()
    site.until(200, ["broker", "workers"])
    site.broker.start()
    site.until(200, [])
    site.database.pause()  # the kernel takes connections, nobody answers
    for _ in range(3):
        status, body = site.ready()
        assert (status, body["down"]) == (503, ["database"])
    site.database.resume()
    site.until(200, [])
    site.database.kill()
    site.until(503, ["database"])
    site.database.start()
    site.until(200, [])
