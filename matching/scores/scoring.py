"""Scores for the record: gather, compute, build. A person's own page does not wait for them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Claim
from matching.scores import blocks, writing
from matching.scores.computing import Behind, compute
from matching.scores.models import MAX_ATTEMPTS, Block, Outlook, Score, ScoreQuerySet
from matching.scores.sweeping import DATABASE_FAULTS, forgiving_faults, take_up


def want_score(*, profile_id: int, version: int) -> None:
    """Note that the score of a profile should reach `version`. Runs in the transaction that raised the version."""
    Score.objects.update_or_create(
        profile_id=profile_id, defaults={"wanted_version": version, "attempts": 0, "leased_until": None}
    )


def score_profiles(*, profile_ids: Sequence[int], tried: int = 0, at: datetime.datetime | None = None) -> int:
    """Score these profiles on the current release and record what moved; return the number of rows written.

    Running it twice, late, or alongside another worker changes nothing: a row is written only over the older one that
    was read, and its record in the same transaction. Nor is anything computed twice: rows already recorded, or tried
    more often than `tried`, are left alone.
    """
    at = at or timezone.now()
    release = releases.current()
    ids = take_up(Score.objects.all(), profile_ids=profile_ids, tried=tried, release_number=release.number, at=at)
    with forgiving_faults(Score.objects.filter(profile_id__in=ids), tried=tried), transaction.atomic():
        return _bring_up_to_date(Score.objects.with_owner(**{"in": ids}), release, at)


def score_block(*, block_id: int, tried: int, returned: bool = False, at: datetime.datetime | None = None) -> int:
    """Score the people of a block who are behind; return the number of rows written.

    The block is done in the same transaction. One that is done, begun by somebody else since, or of an older release is
    left alone, unless the message was `returned` by a worker that went away. If it fails it is free at once, so that
    the next sweep tries it again or cuts it; if it was the database that failed, it waits for its lease to run out.
    """
    at = at or timezone.now()
    release = releases.current()
    block = blocks.take_up(block_id=block_id, tried=tried, release_number=release.number, at=at, returned=returned)
    if block is None:
        return 0
    begun = Block.objects.filter(pk=block.pk)
    try:
        with forgiving_faults(begun, tried=block.attempts - 1), transaction.atomic():
            rows = Score.objects.not_given_up().with_owner(gte=block.first, lte=block.last)
            written = _bring_up_to_date(rows, release, at)
            begun.update(done_at=at, leased_until=None)
    except DATABASE_FAULTS:
        raise
    except Exception:
        begun.update(leased_until=None)
        raise
    return written


def _bring_up_to_date(rows: ScoreQuerySet, release: Released, at: datetime.datetime) -> int:
    """Write the scores that are behind. Version and levels come from one statement, so they belong together."""
    waiting = rows.older_than(release.number, F("wanted_version")).order_by("profile_id")
    found = waiting.values_list(
        "profile_id", "wanted_version", "release_number", "profile_version", "fits", "levels", F("owner__levels")
    )
    behind = [Behind(*row) for row in found]  # both drivers give bytes
    return writing.write(release, behind, compute(release, behind), at)


def claims_of(profile_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """{profile: {skill position: level}}, one query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Claim.objects.filter(profile_id__in=list(profile_ids))
    for profile_id, position, level in rows.values_list("profile_id", "skill__position", "level"):
        found[profile_id][position] = level
    return found


def unpark() -> None:
    """Let rows that failed too often be tried again: a new release may have removed the cause."""
    for model in (Score, Outlook):
        model._default_manager.filter(attempts__gte=MAX_ATTEMPTS).update(attempts=0, leased_until=None)
