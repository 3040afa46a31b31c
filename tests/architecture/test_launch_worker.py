"""The real worker and scheduler on PostgreSQL and RabbitMQ: what is stale is scored, by them and only by them."""

from collections.abc import Callable

import pytest
from kombu import Connection

from careers.config import broker
from matching import tasks
from matching.models import Record, Score
from tests import flushing, people, servers

flushing.install()
pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]

Start = Callable[..., servers.Process]


def scored() -> bool:
    return Score.objects.filter(profile_version=1, release_number=1).exists()


@pytest.fixture
def stale() -> None:
    people.publish()
    people.person_with({"python": 3})
    assert not scored()


def test_the_scheduler_and_a_worker_score_what_is_stale(stale: None, start_worker: Start, start_beat: Start) -> None:
    start_worker()
    start_beat()
    servers.until(scored, within=20, what="the score")
    assert Record.objects.exists()


def test_without_a_worker_nothing_is_scored(stale: None, start_beat: Start, rabbitmq_url: str) -> None:
    beat = start_beat()
    with Connection(rabbitmq_url) as asked:
        [queue] = [queue for queue in broker.queues() if queue.name == broker.SWEEP]
        sweep = queue(asked.default_channel)
        sweep.declare()
        servers.until(lambda: sweep.queue_declare(passive=True).message_count, what="a sweep that nobody takes")
    assert beat.running
    assert not scored()


def test_a_task_sent_by_hand_reaches_the_worker(stale: None, start_worker: Start, rabbitmq_url: str) -> None:
    start_worker()
    from careers.config.celery import app

    with app.connection_for_write(url=rabbitmq_url) as connection:
        tasks.score_profiles.apply_async([[Score.objects.get().pk]], connection=connection)
        servers.until(scored, within=20, what="the score")
        Score.objects.update(release_number=0, profile_version=0)
        tasks.sweep.apply_async(connection=connection, queue="sweep")
        servers.until(scored, within=20, what="the score again")
