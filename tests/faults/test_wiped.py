"""R3 and R6: the broker forgets everything in the middle of a rescore, or goes away again and again."""

import random
import time
from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection

from careers.config import broker as ours
from tests import figures, servers
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, inside, words

pytestmark = [pytest.mark.figure, pytest.mark.slow]

SLOW = words(people=100, pause=0.01)
AFTER_WIPE, AFTER_RESTARTS = 120.0, 15.0  # seconds


@pytest.fixture(params=["rabbitmq", "redis"])
def broker(request: pytest.FixtureRequest) -> Iterator[Any]:
    with servers.RabbitMQ() if request.param == "rabbitmq" else servers.Redis() as server:
        yield server


def delete_all(broker: Any) -> None:
    """Every queue or key goes, under the eyes of those who use it."""
    with Connection(broker.url) as connection:
        channel = connection.channel()
        if broker.name == "redis":
            channel.client.flushall()
            return
        for queue in ours.queues():
            channel.queue_delete(queue.name)


def begin_again(broker: Any) -> None:
    """The broker is killed, and starts with nothing."""
    broker.kill()
    broker.wipe()
    broker.start()


def test_a_broker_that_forgets_everything_loses_nobody(
    crowd: Crowd, broker: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people, wipes = size(1_000, 10_000), size(2, 5)
    url = crowd(people)
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=broker.url, sabotage=SLOW) as hosts:
        for turn in range(wipes):
            hosts.until_left(people * (1 - 0.8 * turn / wipes), within=AFTER_WIPE)
            (begin_again if turn % 2 else delete_all)(broker)
        seconds = hosts.settle(within=AFTER_WIPE)
        assert seconds, f"{oracle.behind(url)} are left"
    found = oracle.judge(url)
    tell(f"R3 {broker.name} wiped {wipes} times: lost, doubled, stale", "0", found.wrong, people)
    tell(f"R3 {broker.name}: done after the last time, s", f"<= {AFTER_WIPE:g}", f"{seconds:.1f}", people)
    assert not found.wrong
    assert found.same == "equal"


def test_the_twin_whose_leases_never_run_out_loses_people(crowd: Crowd, messenger: Any, tell: figures.Tell) -> None:
    """What was lost with the broker is not handed out again: the check above has to go red."""
    people = 1_000
    url = crowd(people)
    inside("publish", 2, database_url=url)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=f"{SLOW} once") as hosts:
        hosts.until_left(people * 0.9, within=60)
        begin_again(messenger)
        assert hosts.settle(within=40) is None
    found = oracle.judge(url)
    tell("R3 twin, leases never run out: lost", "> 0", found.lost, people)
    assert found.lost


def restart_often(broker: Any, times: int) -> None:
    dice = random.Random(1)
    for _ in range(times):
        broker.kill()
        broker.start()
        time.sleep(dice.uniform(1, 3))


def test_a_worker_hears_a_broker_that_was_restarted_often(
    crowd: Crowd, broker: Any, size: figures.Size, tell: figures.Tell
) -> None:
    people, times = size(50, 1_000), size(3, 20)
    url = crowd(people)
    with Hosts(database_url=url, broker_url=broker.url) as hosts:
        before = [worker.pid for worker in hosts.workers]
        restart_often(broker, times)
        hosts.revive()
        again = sum(worker.pid not in before for worker in hosts.workers)
        inside("edit", 1, 5, 5, database_url=url)
        seconds = hosts.settle(within=60)
        assert seconds
    tell(f"R6 {broker.name} restarted {times} times: a task is done after, s", "<= 15", f"{seconds:.1f}", times)
    tell(f"R6 {broker.name}: workers that had to be started again", "-", again, times)
    assert seconds <= AFTER_RESTARTS
    assert not oracle.judge(url).wrong


def test_the_twin_that_does_not_look_for_its_broker_is_deaf(crowd: Crowd, messenger: Any, tell: figures.Tell) -> None:
    url = crowd(50)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage="no_reconnecting") as hosts:
        restart_often(messenger, 2)
        inside("edit", 1, 5, 5, database_url=url)
        assert hosts.settle(within=AFTER_RESTARTS, reviving=False) is None
    left = oracle.behind(url)
    tell("R6 twin, a lost broker is not looked for: not recorded after 15 s", "> 0", left, 5)
    assert left
