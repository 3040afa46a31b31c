"""Blocks: everybody scored again after a release, a range of profiles at a time.

The sweep cuts the people behind the current release into blocks, keeps a few of them with the workers, and cuts a block
that failed twice into smaller ones. What is left to do is a query: when no block is open and somebody is behind, it
cuts again. So a lost message, a killed worker or a release in the middle of it lose nothing.
"""

import datetime
import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.functions import Coalesce

from matching.scores.models import MAX_ATTEMPTS, Block, Score
from matching.scores.sweeping import LEASE, LONGEST_LEASE, current_number, sent_again

logger = logging.getLogger(__name__)

PEOPLE = 8_192  # in a block; a half of a second's work, and some megabytes
PEOPLE_ON_SQLITE = 1_024  # a block holds the one lock for writing, and pages wait for it
PARTS = 16  # a block that failed is cut into
TRIES = 2  # of a block before it is cut: its worker may just have been killed
MOST = 16  # blocks with the workers at once: some seconds of work for several, well within a lease

Publish = Callable[[int, int], object]  # sends one block: its id, and how often it was tried


class Progress(NamedTuple):
    """How far everybody's scores are on a release: people done, of how many, and those whom nobody can score."""

    done: int
    people: int
    given_up: int

    @property
    def percent(self) -> int:
        return 100 * self.done // self.people if self.people else 100


def sweep(*, publish: Publish, at: datetime.datetime) -> int:
    """Hand out blocks that are open and free, cut first if need be; return how many people are in them."""
    number = current_number()
    if number is None:
        return 0
    if not Block.objects.open().filter(release_number=number).exists() and not _cut_everybody(number):
        return 0
    _cut_failed(number, at)
    return _hand_out(number, publish, at)


def take_up(
    *, block_id: int, tried: int, release_number: int, at: datetime.datetime, returned: bool = False
) -> Block | None:
    """Begin on a block: count the attempt, renew the lease. None if somebody else has, or if it is done or outdated.

    `returned` says that the broker took the message back from a worker that went away. If that one had begun on the
    block, this one begins again at once, but a block that may have killed two workers waits to be cut. A statement of
    its own, because the count has to outlive a worker that is killed.
    """
    mine = Q(attempts=tried) | Q(attempts=tried + 1, attempts__lt=TRIES) if returned else Q(attempts=tried)
    free = Block.objects.open().filter(mine, pk=block_id, release_number=release_number)
    taken = free.update(attempts=F("attempts") + 1, leased_until=at + LEASE)
    return Block.objects.get(pk=block_id) if taken else None


def progress(number: int) -> Progress | None:
    """How far release `number` is; None if nobody had to be scored again for it."""
    sums = Block.objects.filter(release_number=number).aggregate(
        of=Coalesce(Sum("people"), 0), done=Coalesce(Sum("people", filter=~Q(done_at=None)), 0)
    )
    if not sums["of"]:
        return None
    return Progress(sums["done"], sums["of"], Score.objects.filter(attempts__gte=MAX_ATTEMPTS).count())


def _cut_everybody(number: int) -> bool:
    """Cut those behind this release into blocks, and drop those of older ones; False if nobody is behind."""
    behind = Score.objects.not_given_up().behind_release(number)
    ends = behind.aggregate(first=Min("profile_id"), last=Max("profile_id"))
    if ends["first"] is None:
        return False
    size = PEOPLE if connection.vendor == "postgresql" else PEOPLE_ON_SQLITE
    with transaction.atomic():
        Block.objects.filter(release_number__lt=number).delete()
        # Somebody behind after all were done (a row that was locked, or a restored copy) is a block of its own again.
        Block.objects.filter(release_number=number, first__gte=ends["first"], last__lte=ends["last"]).delete()
        _cut(number, ends["first"], ends["last"], size)
    return True


def _cut_failed(number: int, at: datetime.datetime) -> None:
    """Cut blocks that failed; a single profile that failed too often is given up until it changes."""
    for block in Block.objects.free(at, LONGEST_LEASE).filter(release_number=number, attempts__gte=TRIES):
        with transaction.atomic():
            if block.first < block.last:
                block.delete()
                _cut(number, block.first, block.last, -(-(block.last - block.first + 1) // PARTS))
            elif block.attempts >= MAX_ATTEMPTS:
                Score.objects.filter(pk=block.first).update(attempts=MAX_ATTEMPTS)
                Block.objects.filter(pk=block.pk).update(done_at=at)
                logger.error("A profile could not be scored %d times and is set apart.", MAX_ATTEMPTS)


def _cut(number: int, first: int, last: int, size: int) -> None:
    """Cut the people behind from `first` to `last` into blocks of `size` ids; where nobody is behind, there is none."""
    behind = Score.objects.not_given_up().behind_release(number).filter(profile_id__gte=first, profile_id__lte=last)
    counted = behind.annotate(part=(F("profile_id") - first) / size).values_list("part").annotate(Count("pk"))
    Block.objects.bulk_create(
        [
            Block(
                release_number=number,
                first=first + part * size,
                last=min(first + part * size + size - 1, last),
                people=people,
            )
            for part, people in counted
        ],
        ignore_conflicts=True,  # two schedulers at once cut the same way
    )


def _hand_out(number: int, publish: Publish, at: datetime.datetime) -> int:
    mine = Block.objects.filter(release_number=number)
    room = MOST - mine.leased(at, LONGEST_LEASE).count()
    people = 0
    for block in _leased(mine.free(at, LONGEST_LEASE)[: max(0, room)], at):
        try:
            publish(block.pk, block.attempts)
        except Exception:  # whatever the client raises: the block stays open, the next sweep tries again
            logger.warning("The broker took no work; the rest waits for the next sweep.", exc_info=True)
            Block.objects.filter(pk=block.pk, attempts=block.attempts).update(leased_until=None)
            break
        people += block.people
    return people


def _leased(blocks: Iterable[Block], at: datetime.datetime) -> Iterable[Block]:
    """Lease each block just before it is sent; of two schedulers only one gets it."""
    for block in blocks:
        same = Block.objects.filter(pk=block.pk, attempts=block.attempts, leased_until=block.leased_until)
        if same.update(leased_until=at + LEASE):
            if block.leased_until is not None:
                sent_again.send(Block, rows=1)
            yield block
