"""The Celery application and its scheduler."""

import contextlib
import os
import sys
from typing import Any

from celery import Celery, signals
from celery.beat import ScheduleEntry, Scheduler, SchedulingError

from careers.config import broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings")

app = Celery("rolewise")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.worker_init.connect
def warm_up(**_: object) -> None:
    """Warm up before the first worker is forked; Django is set up by now."""
    from careers.config import starting, warming

    fault = starting.fault_of_counting()
    if fault:
        sys.exit(fault)
    warming.workers()


class SweepScheduler(Scheduler):
    """Beat without a schedule file, which lets nothing pile up on brokers whose queues cannot expire messages.

    RabbitMQ drops expired sweeps itself; on Redis and in folders they would wait for a worker for ever, so a sweep is
    sent only if none is waiting.
    """

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **kwargs: Any) -> Any:
        if self._one_is_waiting(entry.options.get("queue", broker.WORK)):
            return self.reserve(entry) if advance else None
        try:
            return super().apply_async(entry, producer=producer, advance=advance, **kwargs)
        except SchedulingError:
            self._forget_connection()
            raise

    def _forget_connection(self) -> None:
        """Connect again for the next sweep: sweeps are not retried, so a broken connection would be kept for ever."""
        with contextlib.suppress(Exception):  # it is broken: closing it may fail in any way
            self.connection.release()
        for kept in ("producer", "connection"):
            self.__dict__.pop(kept, None)

    def _one_is_waiting(self, queue: str) -> bool:
        with self.app.connection_for_write() as connection:
            if connection.transport.driver_type == "amqp":
                return False
            return bool(connection.default_channel._size(queue))
