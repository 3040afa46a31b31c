"""/metrics, for Prometheus: what waits, what was done again, how long tasks take. Only loaded if METRICS_TOKEN is set.

The database knows what waits, so any process may tell it. What processes count for themselves (requests, tasks, what
was sent again) is in files that those of one machine share, as prometheus_client keeps them; each machine tells its
own. No label names a person, an address or a browser.
"""

import contextlib
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from celery import signals
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.connection import Connection
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from matching.scores.figures import figures
from matching.scores.sweeping import sent_again

WITHIN = 0.2  # seconds for asking the broker; it is left out if that is not enough

TASKS = Histogram("rolewise_task_seconds", "Time that tasks take in the workers.", ["task", "state"])
AGAIN = Counter("rolewise_sent_again", "Rows handed to workers again because a lease ran out.", ["what"])

# One question at a time: if the broker hangs, the next ones are dropped and do not pile up.
_asking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="metrics")
_began: dict[str, float] = {}  # by task id, in the process that runs it


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell everything, to whoever sends the token."""
    sent = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(sent, f"Bearer {settings.METRICS_TOKEN}".encode()):
        words = "Send the token: Authorization: Bearer METRICS_TOKEN.\n"
        return HttpResponse(words, "text/plain", 401, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), CONTENT_TYPE_LATEST)


class Waiting(Collector):
    """What database and broker know at the moment; what does not answer is left out."""

    def collect(self) -> Iterator[Metric]:
        with contextlib.suppress(DatabaseError):
            now = figures(at=timezone.now())
            yield _gauge("release", "Number of the current release.", now.release)
            yield _gauge(
                "stale_seconds", "Age of the oldest change or release that a score has not seen.", now.stale_seconds
            )
            yield _gauge("people_handed_out", "People whom workers have in hand.", now.people_handed_out)
            yield _gauge("blocks_open", "Blocks of people still to be scored on the release.", now.blocks_open)
            yield _gauge("blocks_done", "Blocks of people scored on the release.", now.blocks_done)
            yield _gauge("outlooks_stale", "Outlooks of people seen lately that are behind.", now.outlooks_stale)
            yield _gauge("mails_waiting", "Mails that wait to be sent.", now.mails_waiting)
            yield _gauge("mails_oldest_seconds", "Age of the oldest mail that waits.", now.mails_oldest_seconds)
            yield _gauge("documents_waiting", "CVs that wait to be read.", now.documents_waiting)
            yield _gauge("documents_oldest_seconds", "Age of the oldest CV that waits.", now.documents_oldest_seconds)
        depths = GaugeMetricFamily("rolewise_queue_messages", "Messages that wait in the broker.", labels=["queue"])
        for queue, depth in queue_depths().items():
            depths.add_metric([queue], depth)
        yield depths


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"rolewise_{name}", words, value=value)


def queue_depths() -> dict[str, int]:
    """{queue: messages that wait}; nothing if the broker does not say so in time."""
    asked = _asking.submit(_queue_depths)
    try:
        return asked.result(timeout=WITHIN)
    except Exception:  # whatever the client raises, and that it took too long
        asked.cancel()
        return {}


def _queue_depths() -> dict[str, int]:
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    by_amqp = settings.CELERY_BROKER_URL.startswith("amqp")
    if by_amqp:
        options = {**options, "read_timeout": WITHIN}
    with Connection(settings.CELERY_BROKER_URL, transport_options=options, connect_timeout=WITHIN) as connection:
        connection.connect()  # once; without this a channel tries for ever
        channel = connection.channel()
        if by_amqp:
            return {name: channel.queue_declare(name, passive=True).message_count for name in names}
        return {name: channel._size(name) for name in names}


@signals.task_prerun.connect
def _begin(task_id: str, **_: Any) -> None:
    _began[task_id] = time.perf_counter()


@signals.task_postrun.connect
def _end(task_id: str, task: Any, state: str | None = None, **_: Any) -> None:
    TASKS.labels(task.name, state or "UNKNOWN").observe(time.perf_counter() - _began.pop(task_id))


def _count(sender: type, rows: int, **_: Any) -> None:
    AGAIN.labels(sender.__name__.lower()).inc(rows)


sent_again.connect(_count)
