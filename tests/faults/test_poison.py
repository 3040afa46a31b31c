"""R9: somebody whose profile kills whichever worker computes it is set apart; everybody else is recorded."""

from pathlib import Path
from typing import Any

import pytest

from matching.scores.models import MAX_ATTEMPTS
from tests import figures, servers
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, inside, words
from tests.faults.test_broker import Person

pytestmark = [pytest.mark.figure, pytest.mark.slow]

LEASE = 3
CUTS = 3  # a block of a thousand, of 63, of 4, of 1: each but the last is tried twice
OTHERS = """SELECT count(*) FROM matching_score s WHERE profile_id <> {poison} AND
            (profile_version < wanted_version OR release_number < (SELECT max(number) FROM careers_release))"""


def others_behind(url: str, poison: int) -> int:
    return int(oracle.ask(url, OTHERS.format(poison=poison))[0][0])


def attempts(url: str, poison: int) -> int:
    return int(oracle.ask(url, f"SELECT attempts FROM matching_score WHERE profile_id = {poison}")[0][0])


def test_a_profile_that_kills_its_worker_is_set_apart(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell, tmp_path: Path
) -> None:
    people, log = size(100, 999), tmp_path / "log"
    url = crowd(people)
    urls = {"database_url": url, "broker_url": messenger.url}
    with servers.Web(**urls) as web:
        somebody = Person(web.url)
        somebody.sign_up("poison@example.org")
        somebody.save(1)
        poison = oracle.ask(url, "SELECT max(id) FROM careers_profile")[0][0]
        inside("edit", 1, people, 5, database_url=url)
        with Hosts(**urls, sabotage=words(poison=poison, lease=LEASE, log=log)) as hosts:
            _until_set_apart(hosts, poison)
            tell("R9 a save that kills its worker: begun", f"<= {MAX_ATTEMPTS}", attempts(url, poison), people + 1)
            tell("R9 the others, not recorded", "0", others_behind(url, poison), people)
            assert others_behind(url, poison) == 0
            assert "could not be written down" in somebody.get("/history/")
            inside("publish", 2, database_url=url)
            _until_set_apart(hosts, poison)
        assert others_behind(url, poison) == 0
        assert "could not be written down" in somebody.get("/history/")
    begun = sum(first <= poison <= last for first, last in _blocks(log))
    most = 2 * CUTS + MAX_ATTEMPTS
    tell("R9 a block that kills its worker: begun", f"<= {most}", begun, people + 1)
    assert 0 < begun <= most
    found = oracle.judge(url)
    assert (found.lost, found.doubled, found.stale) == (1, 0, 0)


def _until_set_apart(hosts: Hosts, poison: int) -> None:
    servers.until(
        lambda: attempts(hosts.database_url, poison) >= MAX_ATTEMPTS and not others_behind(hosts.database_url, poison),
        within=40 * LEASE,
        what="the one to be set apart and the others to be recorded",
    )


def _blocks(log: Path) -> list[tuple[int, int]]:
    return [(int(first), int(last)) for first, last in (line.split("-") for line in log.read_text().split())]


def test_the_twin_that_counts_nothing_never_finishes(crowd: Crowd, messenger: Any, tell: figures.Tell) -> None:
    """A worker that dies has counted nothing, so its block is tried for ever: the check above has to go red."""
    people, poison = 100, 7
    url = crowd(people)
    inside("publish", 2, database_url=url)
    sabotage = words(poison=poison, lease=1, uncounted="")
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage) as hosts:
        assert hosts.settle(within=40) is None
    left = others_behind(url, poison)
    tell("R9 twin, attempts are not counted: the others, not recorded", "> 0", left, people)
    assert left
