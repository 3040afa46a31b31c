"""The sweep: every second, what is stale is found by a query and handed to the workers as ids.

The broker may lose every message: the lease runs out, and the next sweep finds the same rows again.
"""

import datetime
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from careers import releases
from matching.models import Outlook, Score
from matching.querysets import RecordedQuerySet

logger = logging.getLogger(__name__)

# Profiles a message, by how often they were handed out before: one that breaks its worker ends up alone.
SLICES = (100, 10, 1)
OUTLOOK_SLICES = (10, 1)  # a plan takes a worker much longer than a score
SEEN_LATELY = datetime.timedelta(days=30)
MOST = 2_000  # profiles a sweep
LEASE = datetime.timedelta(seconds=20)  # longer than a slice takes; then somebody else may have it


def sweep(*, publish: Callable[[list[int]], object], at: datetime.datetime | None = None) -> int:
    """Hand out what is stale and free; returns how many profiles. `publish` sends one slice of ids.

    Reading takes no write lock, so that a sweep that finds nothing disturbs nobody.
    """
    at = at or timezone.now()
    stale = _stale(Score.objects.free(at), ["profile_id"], ["release_number", "profile_id"])
    return _hand_out(Score.objects.all(), stale, SLICES, publish, at)


def sweep_outlooks(*, publish: Callable[[list[int]], object], at: datetime.datetime | None = None) -> int:
    """The same for outlooks, of people seen lately only, the last seen first."""
    at = at or timezone.now()
    free = Outlook.objects.free(at).seen_since(at.date() - SEEN_LATELY)
    order = ["-seen_on", "profile_id"]
    return _hand_out(Outlook.objects.all(), _stale(free, order, order), OUTLOOK_SLICES, publish, at)


def _hand_out(
    rows: RecordedQuerySet[Any],
    stale: Sequence[tuple[int, int]],
    sizes: Sequence[int],
    publish: Callable[[list[int]], object],
    at: datetime.datetime,
) -> int:
    handed = 0
    for ids in _slices(stale, sizes):
        _lease(rows, ids, at)
        try:
            publish(ids)
        except Exception:  # whatever the client raises: the rows stay stale, the next sweep tries again
            logger.warning("The broker took no work; %d profiles wait for the next sweep.", len(ids), exc_info=True)
            _give_back(rows, ids)
            break
        handed += len(ids)
    return handed


def _slices(stale: Sequence[tuple[int, int]], sizes: Sequence[int]) -> Iterator[list[int]]:
    for attempts, size in enumerate(sizes):
        last = attempts == len(sizes) - 1
        ids = [profile for profile, tried in stale if tried == attempts or (last and tried > attempts)]
        yield from (ids[start : start + size] for start in range(0, len(ids), size))


def _stale(free: RecordedQuerySet[Any], by_profile: Sequence[str], by_release: Sequence[str]) -> list[tuple[int, int]]:
    """(profile, attempts so far): those behind their own version first, then those behind the release."""
    try:
        number = releases.current().number
    except releases.NoRelease:
        return []
    behind = list(free.behind_profile().order_by(*by_profile).values_list("profile_id", "attempts")[:MOST])
    if len(behind) < MOST:
        older = free.behind_release(number).order_by(*by_release)
        behind += older.values_list("profile_id", "attempts")[: MOST - len(behind)]
    return list(dict.fromkeys(behind))


def _lease(rows: RecordedQuerySet[Any], ids: Sequence[int], at: datetime.datetime) -> None:
    rows.filter(profile_id__in=ids).update(leased_until=at + LEASE, attempts=F("attempts") + 1)


def _give_back(rows: RecordedQuerySet[Any], ids: Sequence[int]) -> None:
    rows.filter(profile_id__in=ids, attempts__gt=0).update(leased_until=None, attempts=F("attempts") - 1)
