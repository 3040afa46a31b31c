"""Scores for the record: gather, compute, build. A person's own page does not wait for them."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Claim
from matching import engine, inputs
from matching.scores.models import MAX_ATTEMPTS, HistoryLine, Outlook, Score
from matching.scores.sweeping import take_up


class _Move(NamedTuple):
    """A role whose fit moved, with the rows of its parts."""

    role: str
    fit_before: int | None
    fit_after: int | None
    parts: list[dict[str, Any]]


def want_score(*, profile_id: int, version: int) -> None:
    """Note that the score of a profile should reach `version`. Runs in the transaction that raised the version."""
    Score.objects.update_or_create(
        profile_id=profile_id, defaults={"wanted_version": version, "attempts": 0, "leased_until": None}
    )


def score_profiles(*, profile_ids: Sequence[int], tried: int = 0, at: datetime.datetime | None = None) -> int:
    """Score these profiles on the current release and record what moved; return the number of rows written.

    Running it twice, late, or alongside another worker changes nothing: a row is written only over an older one, by one
    conditional update, and its history lines in the same transaction. Nor is anything computed twice: rows already
    recorded, or tried more often than `tried`, are left alone.
    """
    at = at or timezone.now()
    release = releases.current()
    ids = take_up(Score.objects.all(), profile_ids=profile_ids, tried=tried, release_number=release.number, at=at)
    with transaction.atomic():
        # Versions before claims: a change in between leaves the score marked older than it is, and it is done again.
        stale = list(Score.objects.select_for_update().filter(profile_id__in=ids).order_by("profile_id"))
        claims = claims_of(score.profile_id for score in stale)
        written = [score for score in stale if _record(score, release, claims[score.profile_id], at)]
    return len(written)


def claims_of(profile_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """{profile: {skill position: level}}, one query."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Claim.objects.filter(profile_id__in=list(profile_ids))
    for profile_id, position, level in rows.values_list("profile_id", "skill__position", "level"):
        found[profile_id][position] = level
    return found


def _record(score: Score, release: Released, held: Mapping[int, int], at: datetime.datetime) -> bool:
    """Write one score over an older one, and its history; False if the stored one is as new."""
    version = score.wanted_version
    fits = engine.fits(inputs.compiled(release), inputs.levels(release, held))
    taken = (
        Score.objects.filter(pk=score.pk)
        .older_than(release.number, version)
        .update(
            release_number=release.number,
            profile_version=version,
            fits=fits,
            levels={str(position): level for position, level in sorted(held.items())},
            scored_at=at,
            leased_until=None,
            attempts=0,
        )
    )
    if taken:
        HistoryLine.objects.bulk_create(_history(score, release, held, at))
    return bool(taken)


def _history(score: Score, release: Released, held: Mapping[int, int], at: datetime.datetime) -> list[HistoryLine]:
    """The reasons the fits moved since `score`: a line for each role, with parts that add up."""
    before = releases.numbered(score.release_number) if score.release_number else release
    return [
        HistoryLine(
            profile_id=score.profile_id,
            role=role,
            release_before=before.number,
            release_after=release.number,
            version_before=score.profile_version,
            version_after=score.wanted_version,
            fit_before=fit_before,
            fit_after=fit_after,
            parts=parts,
            recorded_at=at,
        )
        for role, fit_before, fit_after, parts in _moves(score, before, release, held)
    ]


def _moves(score: Score, before: Released, release: Released, held: Mapping[int, int]) -> Iterator[_Move]:
    if before.content.measure != release.content.measure:
        return _restated(score, before, release, held)
    seen = {int(position): level for position, level in score.levels.items()}
    changes = engine.explain_change(
        inputs.compiled(before),
        inputs.levels(before, seen),
        inputs.compiled(release),
        inputs.levels(release, held),
        inputs.renamed(before, release),
    )
    return (
        _Move(change.role, change.fit_before, change.fit_after, [_part(part) for part in change.parts])
        for change in changes
    )


def _restated(score: Score, before: Released, release: Released, held: Mapping[int, int]) -> Iterator[_Move]:
    """The moves from a release of an older measure, which is never scored again: from the stored fits, in one part."""
    now = inputs.renamed(before, release).roles
    was = {now.get(role, role): fit for role, fit in score.fits.items()}
    fits = engine.fits(inputs.compiled(release), inputs.levels(release, held))
    for role in sorted(was.keys() | fits.keys()):
        fit_before, fit_after = was.get(role), fits.get(role)
        if fit_before != fit_after:
            points = (fit_after or 0) - (fit_before or 0)
            yield _Move(role, fit_before, fit_after, [{"cause": "measure", "points": points}])


def _part(part: engine.ChangePart) -> dict[str, Any]:
    """The part as stored. Levels are kept only if they changed: most of the many lines just weigh differently."""
    row: dict[str, Any] = {"cause": part.cause, "skill": part.skill, "points": part.points}
    if part.have[0] != part.have[1]:
        row["have"] = part.have
    if part.need[0] != part.need[1]:
        row["need"] = part.need
    if part.via is not None and "have" in row:
        row["via"] = part.via
    return row


def unpark() -> None:
    """Let rows that failed too often be tried again: a new release may have removed the cause."""
    for model in (Score, Outlook):
        model._default_manager.filter(attempts__gte=MAX_ATTEMPTS).update(attempts=0, leased_until=None)
