"""The sweep: every second, what is stale is found by a query and handed to the workers as ids.

The broker may lose every message: the lease runs out, and the next sweep finds the same rows again.
"""

import datetime
import logging
from collections.abc import Callable, Iterator, Sequence

from django.db.models import F
from django.utils import timezone

from careers import releases
from matching.models import Score

logger = logging.getLogger(__name__)

# Profiles a message, by how often they were handed out before: one that breaks its worker ends up alone.
SLICES = (100, 10, 1)
MOST = 2_000  # profiles a sweep
LEASE = datetime.timedelta(seconds=20)  # longer than a slice takes; then somebody else may have it


def sweep(*, publish: Callable[[list[int]], object], at: datetime.datetime | None = None) -> int:
    """Hand out what is stale and free; returns how many profiles. `publish` sends one slice of ids.

    Reading takes no write lock, so that a sweep that finds nothing disturbs nobody.
    """
    at = at or timezone.now()
    handed = 0
    for ids in _slices(_stale(at)):
        _lease(ids, at)
        try:
            publish(ids)
        except Exception:  # whatever the client raises: the rows stay stale, the next sweep tries again
            logger.warning("The broker took no work; %d profiles wait for the next sweep.", len(ids), exc_info=True)
            _give_back(ids)
            break
        handed += len(ids)
    return handed


def _slices(stale: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    for attempts, size in enumerate(SLICES):
        last = attempts == len(SLICES) - 1
        ids = [profile for profile, tried in stale if tried == attempts or (last and tried > attempts)]
        yield from (ids[start : start + size] for start in range(0, len(ids), size))


def _stale(at: datetime.datetime) -> list[tuple[int, int]]:
    """(profile, attempts so far): those behind their own version first, then those behind the release."""
    free = Score.objects.free(at)
    try:
        number = releases.current().number
    except releases.NoRelease:
        return []
    behind = list(free.behind_profile().order_by("profile_id").values_list("profile_id", "attempts")[:MOST])
    if len(behind) < MOST:
        older = free.behind_release(number).order_by("release_number", "profile_id")
        behind += older.values_list("profile_id", "attempts")[: MOST - len(behind)]
    return list(dict.fromkeys(behind))


def _lease(ids: Sequence[int], at: datetime.datetime) -> None:
    Score.objects.filter(profile_id__in=ids).update(leased_until=at + LEASE, attempts=F("attempts") + 1)


def _give_back(ids: Sequence[int]) -> None:
    Score.objects.filter(profile_id__in=ids, attempts__gt=0).update(leased_until=None, attempts=F("attempts") - 1)
