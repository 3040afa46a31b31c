"""The heartbeat: it tells a page, without asking the broker, that work is being done."""

import datetime

from django.utils import timezone

from matching.scores.models import Heartbeat

EVERY = datetime.timedelta(seconds=5)  # a sweep a second need not write a row a second
LATE = datetime.timedelta(seconds=20)  # older than this, something between scheduler and worker is down


def is_late(*, at: datetime.datetime) -> bool:
    """Say whether no worker has reported lately, or ever."""
    latest = Heartbeat.objects.latest_at()
    return latest is None or at - latest > LATE


def beat(*, at: datetime.datetime | None = None) -> None:
    """Say that a worker runs; writes at most every few seconds."""
    at = at or timezone.now()
    latest = Heartbeat.objects.latest_at()
    if latest is None or not latest <= at < latest + EVERY:
        Heartbeat.objects.update_or_create(pk=1, defaults={"at": at})
