"""Everything at once, without a kill: releases, saves and a departure in the middle, two schedulers, wrong clocks."""

from typing import Any

import pytest

from tests import figures
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, inside, words

pytestmark = [pytest.mark.figure, pytest.mark.slow]


def test_a_busy_day_ends_with_everybody_on_the_latest_release(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    """Of a rescore a fifth is done when the next release comes, and another; meanwhile some save and one leaves."""
    people = size(300, 10_000)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    sabotage = words(people=100, pause=0.01)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage, beats=2) as hosts:
        hosts.until_left(people * 0.8, within=120)
        inside("edit", people - 50, people - 1, 5, database_url=url)
        inside("publish", 3, database_url=url)
        inside("leave", people, database_url=url)
        inside("publish", 4, database_url=url)
        inside("edit", people - 20, people - 1, 4, database_url=url)
        assert hosts.settle(within=120)
    found = oracle.judge(url)
    left = oracle.ask(url, f"SELECT count(*) FROM matching_record WHERE profile_id = {people}")[0][0]
    open_blocks = oracle.ask(url, "SELECT count(*) FROM matching_block WHERE done_at IS NULL")[0][0]
    tell("2 releases, 70 saves, 1 leaves, 2 schedulers: lost, doubled, stale", "0", found.wrong, people)
    assert (found.wrong, left, open_blocks) == (0, 0, 0)
    assert found.same == "equal"


@pytest.mark.parametrize("hours", [1, -1])
def test_a_host_whose_clock_is_wrong_holds_up_nobody(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell, hours: int
) -> None:
    """One host thinks that it is an hour later, or earlier, and dies in the middle of it."""
    people = size(200, 2_000)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    right = words(people=20, pause=0.01)
    sabotage = (f"{right} clock={hours}", right)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage) as hosts:
        hosts.until_left(people * 0.6, within=60)
        hosts.lose(hosts.workers[0])
        seconds = hosts.settle(within=120)
        print(hosts.workers[1].said()[-3000:])
    found = oracle.judge(url)
    shown = f"{seconds:.1f}" if seconds else "never"
    tell(f"a host {hours:+d} h off that dies: recorded after, s", "<= 120", shown, people)
    tell(f"a host {hours:+d} h off: lost, doubled, stale", "0", found.wrong, people)
    assert seconds
    assert not found.wrong
