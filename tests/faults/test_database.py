"""R5: the database is restarted without a goodbye while people save and everybody is scored again."""

import http.client
import os
import signal
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, NamedTuple

import pytest

from tests import figures, servers
from tests.faults import oracle
from tests.faults.hosts import Hosts, inside, words
from tests.faults.test_broker import Person

pytestmark = [pytest.mark.figure, pytest.mark.slow]

AGAIN_WITHIN = 10.0  # seconds after the database is back
LEVELS = 5


class Saver(NamedTuple):
    """Somebody who changes one level again and again, and notes when it was acknowledged, and what was tried since."""

    email: str
    person: Person
    acknowledged: list[float]
    raised: list[int]  # the levels acknowledged that cannot have stood there before, so that the version rose
    refused: list[int]  # the status of each answer that was an error
    possible: set[int]  # the levels that may stand there: the one last acknowledged, and those tried since

    def run(self, over: threading.Event) -> None:
        turn = 0
        while not over.is_set():
            turn += 1
            level = 1 + turn % LEVELS
            new = level not in self.possible
            self.possible.add(level)
            try:
                self.person.post("/profile/claim/", skill="python", level=level)
            except (OSError, http.client.HTTPException) as error:
                if isinstance(error, urllib.error.HTTPError):
                    self.refused.append(error.code)
                time.sleep(0.1)
            else:
                self.acknowledged.append(time.monotonic())
                self.raised.extend([level] * new)
                self.possible.clear()
                self.possible.add(level)


@contextmanager
def savers(site: str, number: int) -> Iterator[list[Saver]]:
    """So many people who save all the time, until the block ends."""
    found = [Saver(f"saver{n}@example.org", Person(site), [], [], [], {0}) for n in range(number)]
    over = threading.Event()
    for one in found:
        one.person.sign_up(one.email)
    threads = [threading.Thread(target=one.run, args=[over]) for one in found]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        over.set()
        for thread in threads:
            thread.join()


def lost_saves(url: str, people: list[Saver]) -> int:
    """Acknowledged saves that the database does not know: each left its level and, if that was new, raised the version.

    One that says what a save without an answer had said before changes nothing, if that one was kept after all.
    """
    found = {
        email: (version, level)
        for email, version, level in oracle.ask(
            url,
            """SELECT u.email, p.version, c.level FROM careers_user u JOIN careers_profile p ON p.user_id = u.id
               LEFT JOIN careers_claim c ON c.profile_id = p.id""",
        )
    }
    lost = 0
    for one in people:
        version, level = found.get(one.email, (0, None))
        lost += max(len(one.raised) - version, int((level or 0) not in one.possible), 0)
    return lost


def acknowledged(people: list[Saver]) -> int:
    return sum(len(one.acknowledged) for one in people)


def made(database: servers.PostgreSQL, people: int) -> str:
    url = database.create("crowd")
    servers.manage("migrate", database_url=url)
    inside("make", people, database_url=url)
    inside("publish", 2, database_url=url)
    return url


def restart(database: servers.PostgreSQL, url: str, people: list[Saver]) -> float:
    """Crash it and start it; the seconds until a save is acknowledged and, after that, one is recorded."""
    database.crash()
    time.sleep(1)
    database.start()
    started = time.monotonic()
    servers.until(lambda: any(one.acknowledged[-1] > started for one in people), what="a save", within=60)
    [(now,)] = oracle.ask(url, "SELECT now()::text")
    recorded = f"SELECT count(*) FROM matching_score WHERE scored_at > '{now}'"
    servers.until(lambda: oracle.ask(url, recorded)[0][0], what="a record", within=60)
    return time.monotonic() - started


def test_a_database_that_restarts_loses_no_save_and_nobody(
    messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people, times = size(200, 10_000), size(1, 5)
    with servers.PostgreSQL(safe=True) as database:
        url = made(database, people)
        urls = {"database_url": url, "broker_url": messenger.url}
        with servers.Web(**urls) as web, Hosts(**urls, sabotage=words(people=100, pause=0.01)) as hosts:
            before = [web.pid, *(worker.pid for worker in hosts.workers)]
            with savers(web.url, 4) as saving:
                time.sleep(2)
                seconds = []
                for _ in range(times):
                    seconds.append(restart(database, url, saving))
                    time.sleep(1)
            assert hosts.settle(within=120, reviving=False)
            assert [web.pid, *(worker.pid for worker in hosts.workers)] == before
            assert all(worker.running for worker in hosts.workers)
        lost, found = lost_saves(url, saving), oracle.judge(url)
        refused = [status for one in saving for status in one.refused]
        others = sum(status != HTTPStatus.SERVICE_UNAVAILABLE for status in refused)
    tell("R5 saves refused meanwhile, not told as 503", "0", others, len(refused))
    tell(f"R5 {times} database restarts: acknowledged saves lost", "0", lost, acknowledged(saving))
    tell("R5 lost, doubled, stale", "0", found.wrong, people)
    tell("R5 saved and recorded again after, s at most", "<= 10", f"{max(seconds):.1f}", times)
    assert not lost
    assert not found.wrong
    assert refused
    assert not others
    assert max(seconds) <= AGAIN_WITHIN


def test_the_twin_that_commits_later_loses_saves(messenger: Any, tell: figures.Tell) -> None:
    """If the database acknowledged a save before it wrote it, a crash would take it: the check has to go red.

    Its log writer is stopped, so that it does not happen to be quick enough.
    """
    with servers.PostgreSQL(safe=True, options={"synchronous_commit": "off"}) as database:
        url = made(database, 10)
        with servers.Web(database_url=url, broker_url=messenger.url) as web:
            [(writer,)] = oracle.ask(url, "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'")
            with savers(web.url, 4) as saving:
                os.kill(writer, signal.SIGSTOP)
                time.sleep(3)
                database.crash()
            database.start()
        lost = lost_saves(url, saving)
    tell("R5 twin, commits are written later: acknowledged saves lost", "> 0", lost, acknowledged(saving))
    assert lost
