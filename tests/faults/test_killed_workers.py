"""R1: workers on two hosts score everybody again while they are killed: nobody is lost, nothing is recorded twice.

At its own speed the rescore of ten thousand people takes a second, too short to be killed twenty times, so the workers
of these tests are slowed down. The judge is SQL and the reference engine.
"""

import random
import time
from typing import Any

import pytest

from tests import figures
from tests.faults import oracle
from tests.faults.conftest import FULL, Crowd
from tests.faults.hosts import Hosts, inside, words

pytestmark = pytest.mark.figure

# Of a block a worker takes three seconds, of everybody four children a bit more than a minute.
BLOCK, PAUSE, LEASE = (100, 0.03, 20) if FULL else (20, 0.01, 2)
SLOW = words(people=BLOCK, pause=PAUSE, lease=LEASE)
WITHIN = 300.0 if FULL else 30.0


def kills(number: int, dice: random.Random) -> list[str]:
    """Half of them children, a quarter each parents alone and whole hosts, in any order."""
    found = ["child"] * (number // 2) + ["parent"] * (number // 4) + ["host"] * (number // 4)
    dice.shuffle(found)
    return found


def rescore(url: str, broker: Any, people: int, killed: list[str], dice: random.Random) -> float:
    """The seconds in which everybody is scored again, while workers are killed in the first three quarters of it."""
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=broker.url, sabotage=SLOW) as hosts:
        started = time.monotonic()
        for turn, what in enumerate(killed):
            hosts.until_left(people * (1 - 0.75 * turn / len(killed)), within=WITHIN)
            hosts.kill(what, dice)
            hosts.revive()
        assert hosts.settle(within=WITHIN), "it took too long"
        return time.monotonic() - started


def test_workers_that_are_killed_lose_nobody(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people, times = size(400, 10_000), size(4, 20)
    dice = random.Random(1)
    url = crowd(people)
    seconds = rescore(url, messenger, people, kills(times, dice), dice)
    found = oracle.judge(url)
    tell(f"R1 {times} kills: lost, doubled, stale", "0, 0, 0", f"{found.lost}, {found.doubled}, {found.stale}", people)
    tell("R1 the scores and those of the reference", "equal", found.same, people)
    assert not found.wrong
    assert found.same == "equal"
    if FULL:
        quiet = rescore(crowd(people), messenger, people, [], dice)
        tell("R1 seconds, undisturbed", "-", f"{quiet:.1f}", people)
        tell(f"R1 seconds with {times} kills, in undisturbed runs", "<= 2", f"{seconds / quiet:.2f}", people)
        assert seconds <= 2 * quiet


@pytest.mark.slow
def test_a_host_that_never_comes_back_is_finished_for(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people = size(400, 2_000)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=SLOW) as hosts:
        hosts.until_left(people * 0.7, within=WITHIN)
        hosts.lose(hosts.workers[0])
        assert hosts.settle(within=WITHIN)
    found = oracle.judge(url)
    tell("R1 one of two hosts dies for good: wrong", "0", found.wrong, people)
    assert not found.wrong


@pytest.mark.slow
def test_the_twin_that_begins_nothing_again_loses_people(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    """With no block begun again or handed out again, what a killed worker had is lost: the check goes red."""
    people, dice = size(400, 2_000), random.Random(1)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=f"{SLOW} once unreturned") as hosts:
        for turn in range(4):
            hosts.until_left(people * (1 - 0.15 * turn), within=WITHIN)
            hosts.kill("host", dice)
            hosts.revive()
        assert hosts.settle(within=3 * LEASE) is None
    found = oracle.judge(url)
    tell("R1 twin, nothing is begun again: lost", "> 0", found.lost, people)
    assert found.lost > 0
