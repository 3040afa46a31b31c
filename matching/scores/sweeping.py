"""The sweep: every second, a query finds what is stale and the workers get it as ids.

The broker may lose every message: the lease runs out, and the next sweep finds the same rows again. It may also send
one twice or hours late: a message says how often its rows had been tried, and what was tried since is left alone.
"""

import datetime
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from django.db import Error, InterfaceError, OperationalError, transaction
from django.db.models import F, Model, QuerySet
from django.dispatch import Signal
from django.utils import timezone

from careers.catalogue import releases
from matching.scores.models import Outlook, RecordedQuerySet, Score

logger = logging.getLogger(__name__)

# Profiles per message, by how often a worker has begun on them: one that breaks its worker ends up alone.
SLICES = (100, 10, 1)
OUTLOOK_SLICES = (10, 1)  # a plan takes a worker much longer than a score
SEEN_LATELY = datetime.timedelta(days=30)
# At most this many are with the workers at once: a few seconds of work for two of them, which is well within a lease.
MOST = 2_000
MOST_OUTLOOKS = 500
LEASE = datetime.timedelta(seconds=20)  # longer than a slice takes; then another worker may have it
# One that ends later was given by a clock that has since been set back, and counts for nothing.
LONGEST_LEASE = 2 * LEASE

DATABASE_FAULTS = (OperationalError, InterfaceError)  # a full disk, a restart, a lock that nobody lets go

Publish = Callable[[list[int], int], object]  # sends one slice: ids, and how often they were tried

sent_again = Signal()  # `rows` of the model `sender` are handed out again, because a lease ran out


class Stale(NamedTuple):
    """A row that is behind: its profile, how often workers began on it, and the end of its lease."""

    profile: int
    attempts: int
    leased_until: datetime.datetime | None


def sweep(*, publish: Publish, at: datetime.datetime | None = None) -> int:
    """Hand out the scores that are behind their profile and free; return their number. See `blocks` for a release.

    Reading takes no write lock, so that a sweep that finds nothing disturbs nobody.
    """
    at = at or timezone.now()
    rows = Score.objects.not_given_up().behind_profile().order_by("profile_id")
    return _hand_out(Score.objects.all(), _first(rows, MOST), SLICES, publish, at)


def sweep_outlooks(*, publish: Publish, at: datetime.datetime | None = None) -> int:
    """Do the same for outlooks, but only of people seen lately, the last seen first."""
    at = at or timezone.now()
    rows = Outlook.objects.not_given_up().seen_since(at.date() - SEEN_LATELY).order_by("-seen_on", "profile_id")
    behind = _first(rows.behind_profile(), MOST_OUTLOOKS)
    if len(behind) < MOST_OUTLOOKS and (number := current_number()):
        older = _first(rows.behind_release(number), MOST_OUTLOOKS - len(behind))
        behind = list({row.profile: row for row in (*behind, *older)}.values())
    return _hand_out(Outlook.objects.all(), behind, OUTLOOK_SLICES, publish, at)


def current_number() -> int | None:
    """The number of the current release; None if nothing can be scored."""
    try:
        return releases.current().number
    except releases.NoRelease:
        return None


def take_up(
    rows: RecordedQuerySet[Any], *, profile_ids: Sequence[int], tried: int, release_number: int, at: datetime.datetime
) -> list[int]:
    """Begin on a slice: count the attempt, renew the lease; return the ids still to be done.

    A transaction of its own, because the count has to outlive a worker that is killed. It leaves out rows already
    recorded, and rows tried more often than `tried`: somebody else has begun on them since they were handed out.
    """
    with transaction.atomic():
        waiting = rows.older_than(release_number, F("wanted_version")).filter(attempts=tried)
        found = waiting.filter(profile_id__in=profile_ids).select_for_update().order_by("profile_id")
        ids = list(found.values_list("profile_id", flat=True))
        rows.filter(profile_id__in=ids).update(attempts=tried + 1, leased_until=at + LEASE)
    return ids


@contextmanager
def forgiving_faults(begun: QuerySet[Model], *, tried: int) -> Iterator[None]:
    """Take back the attempt that `take_up` counted if the database fails, which says nothing about the rows.

    They stay leased, so that they are tried again when the lease has run out, as often as it takes. Counted, they would
    be cut into ever smaller parts and given up for a disk that was full for a minute.
    """
    try:
        yield
    except DATABASE_FAULTS:
        with suppress(Error):  # it may still be away; then this attempt counts, which is no harm
            begun.filter(attempts=tried + 1).update(attempts=tried)
        raise


def _hand_out(
    rows: RecordedQuerySet[Any], stale: Sequence[Stale], sizes: Sequence[int], publish: Publish, at: datetime.datetime
) -> int:
    free = [row for row in stale if row.leased_until is None or not at <= row.leased_until <= at + LONGEST_LEASE]
    ids = [row.profile for row in free]
    again = sum(row.leased_until is not None for row in free)
    if again:
        sent_again.send(rows.model, rows=again)
    if ids:
        rows.filter(profile_id__in=ids).update(leased_until=at + LEASE)
    sent: set[int] = set()
    for part, tried in _slices(free, sizes):
        try:
            publish(part, tried)
        except Exception:  # whatever the client raises: the rows stay stale, the next sweep tries again
            unsent = [profile for profile in ids if profile not in sent]
            logger.warning("The broker took no work; %d profiles wait for the next sweep.", len(unsent), exc_info=True)
            rows.filter(profile_id__in=unsent).update(leased_until=None)
            break
        sent.update(part)
    return len(sent)


def _slices(free: Sequence[Stale], sizes: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    for tried in sorted({row.attempts for row in free}):
        ids = [row.profile for row in free if row.attempts == tried]
        size = sizes[min(tried, len(sizes) - 1)]
        yield from ((ids[start : start + size], tried) for start in range(0, len(ids), size))


def _first(rows: RecordedQuerySet[Any], most: int) -> list[Stale]:
    """The first of these rows, in their order.

    Rows that workers have are among them, so no more than `most` are out at once, however slow the workers are, and
    nobody has to count them.
    """
    return [Stale(*row) for row in rows.values_list("profile_id", "attempts", "leased_until")[:most]]
