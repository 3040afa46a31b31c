"""R7: every message comes three times, shuffled, with earlier ones among them, while people change what they hold."""

from typing import Any

import pytest

from tests import figures, servers
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, inside, words

pytestmark = pytest.mark.figure

EDITED = 30  # people who change something in the middle of their block


def rescore_in_disorder(url: str, broker: Any, *, people: int, twin: str = "", within: float) -> bool:
    """Publish, and edit the first people after their block was read and before it is written; whether all is done."""
    inside("publish", 2, database_url=url)
    sabotage = f"{words(people=people, pause=4 / people, thrice='')} {twin}"
    with Hosts(database_url=url, broker_url=broker.url, sabotage=sabotage) as hosts:
        begun = "SELECT count(*) FROM matching_block WHERE attempts > 0 AND first <= 30"
        servers.until(lambda: oracle.ask(url, begun)[0][0], what="the block of the first people to begin")
        inside("edit", 1, EDITED, 5, database_url=url)
        return hosts.settle(within=within) is not None


def test_messages_in_disorder_end_as_in_order(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people = size(200, 10_000)
    url = crowd(people)
    assert rescore_in_disorder(url, messenger, people=size(200, 1_000), within=120)
    found = oracle.judge(url)
    tell("R7 each message 3 times, shuffled: lost, doubled, stale", "0", found.wrong, people)
    tell("R7 the scores and those in order, once", "equal", found.same, people)
    assert not found.wrong
    assert found.same == "equal"


@pytest.mark.slow
def test_the_twin_that_writes_over_anything_goes_wrong(crowd: Crowd, messenger: Any, tell: figures.Tell) -> None:
    """A block that read an older profile writes it over a newer one: the check above has to go red."""
    people = 200
    url = crowd(people)
    rescore_in_disorder(url, messenger, people=people, twin="unfenced", within=30)
    found = oracle.judge(url)
    tell("R7 twin, scores are written over anything: wrong", "> 0", found.wrong, people)
    assert found.wrong
