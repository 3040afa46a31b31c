"""R4: a process is killed at the worst moments: just before and after a commit, of a save and of a block."""

import http.client
import urllib.error
from pathlib import Path
from typing import Any

import pytest

from tests import figures, servers
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, Web, inside, tokens, words
from tests.faults.test_broker import Person

pytestmark = pytest.mark.figure

POINTS = ("begun", "written", "committed")
PEOPLE = 200


def test_a_worker_killed_at_any_point_loses_nobody(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell, tmp_path: Path
) -> None:
    """After it took up a block, after it wrote and before it commits, after it committed and before it says so."""
    people, times = size(200, 4_000), size(1, 100)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    deaths = " ".join(f"die={point}:{tokens(tmp_path / point, times)}" for point in POINTS)
    sabotage = f"{words(people=10, lease=2)} {deaths}"
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage) as hosts:
        assert hosts.settle(within=300)
    assert not [token for point in POINTS for token in (tmp_path / point).iterdir()], "nobody died of these"
    found = oracle.judge(url)
    tell(f"R4 worker killed at 3 points, {times} each: lost, doubled, stale", "0", found.wrong, people)
    assert not found.wrong
    assert found.same == "equal"


def after_20_seconds(crowd: Crowd, messenger: Any, sabotage: str) -> tuple[float | None, oracle.Found]:
    """The seconds in which everybody was scored again (None: not within 20), and what was recorded."""
    url = crowd(PEOPLE)
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage) as hosts:
        seconds = hosts.settle(within=20)
    return seconds, oracle.judge(url)


@pytest.mark.slow
def test_the_twin_whose_blocks_are_done_too_early_loses_people(
    crowd: Crowd, messenger: Any, tell: figures.Tell, tmp_path: Path
) -> None:
    deaths = f"done_early die=written:{tokens(tmp_path / 'deaths', 3)}"
    seconds, found = after_20_seconds(crowd, messenger, f"{words(people=10, lease=2)} {deaths}")
    tell("R4 twin, a block is done before its scores are committed: lost", "> 0", found.lost, PEOPLE)
    assert seconds is None
    assert found.lost


@pytest.mark.slow
@pytest.mark.parametrize("sabotage", ["", "unreturned"], ids=["product", "twin"])
def test_what_a_killed_worker_gives_back_waits_for_no_lease(
    crowd: Crowd, messenger: Any, tell: figures.Tell, tmp_path: Path, sabotage: str
) -> None:
    deaths = f"{sabotage} die=written:{tokens(tmp_path / 'deaths', 1)}"
    seconds, found = after_20_seconds(crowd, messenger, f"{words(people=10, lease=40)} {deaths}")
    behind = "> 0" if sabotage else "0"
    tell(f"R4 worker killed, {'twin, ' if sabotage else ''}half a lease later: behind", behind, found.lost, PEOPLE)
    assert (seconds is None) == bool(sabotage)
    assert bool(found.wrong) == bool(sabotage)


def saved(person: Person, level: int) -> bool:
    """Whether a save was acknowledged."""
    try:
        person.post("/profile/claim/", skill="python", level=level)
    except (ConnectionError, http.client.HTTPException, urllib.error.URLError):
        return False
    return True


def save_and_die(url: str, web: Web, times: int) -> list[int]:
    """Save so many times with a server that dies each time; the versions of the profile after each."""
    person, versions = Person(web.url), []
    person.sign_up("killed@example.org")
    for turn in range(times):
        assert not saved(person, 1 + turn % 5), "nobody was killed"
        versions.append(oracle.ask(url, "SELECT coalesce(max(version), 0) FROM careers_profile")[0][0])
    return versions


@pytest.mark.slow
@pytest.mark.parametrize("point", ["saving", "saved"])
def test_a_web_server_killed_around_a_commit_leaves_all_or_nothing(
    postgresql: servers.PostgreSQL,
    loaded: str,
    messenger: Any,
    size: figures.Size,
    tell: figures.Tell,
    tmp_path: Path,
    point: str,
) -> None:
    times = size(2, 100)
    url = postgresql.create(f"points_{point}", like=loaded)
    urls = {"database_url": url, "broker_url": messenger.url}
    with Web(**urls, env={"SABOTAGE": f"die={point}:{tokens(tmp_path / point, times)}"}) as web:
        versions = save_and_die(url, web, times)
        assert versions == ([0] * times if point == "saving" else list(range(1, times + 1)))
        with Hosts(**urls) as hosts:
            assert hosts.settle(within=60)
    found, scores = oracle.judge(url), oracle.ask(url, "SELECT count(*) FROM matching_score")[0][0]
    words_of = {"saving": "before a commit: saves that left something", "saved": "after a commit: saves not scored"}
    wrong = found.wrong + (scores if point == "saving" else 0)
    tell(f"R4 web killed {words_of[point]}", "0", wrong, times)
    assert not wrong


@pytest.mark.slow
def test_the_twin_that_wants_scores_after_the_commit_forgets_one(
    postgresql: servers.PostgreSQL, loaded: str, messenger: Any, tell: figures.Tell, tmp_path: Path
) -> None:
    url = postgresql.create("points_twin", like=loaded)
    urls = {"database_url": url, "broker_url": messenger.url}
    with Web(**urls, env={"SABOTAGE": f"want_later die=saved:{tokens(tmp_path / 'deaths', 1)}"}) as web:
        save_and_die(url, web, 1)
        with Hosts(**urls) as hosts:
            assert hosts.settle(within=15) is None
    lost = oracle.judge(url).lost
    tell("R4 twin, the score is wanted after the commit: saves not scored", "> 0", lost, 1)
    assert lost
