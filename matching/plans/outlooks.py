"""Outlooks: the way from what somebody holds to the roles that come first for them, its hours and its first step."""

import dataclasses
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from matching import engine, inputs
from matching.scores.models import Outlook
from matching.scores.scoring import claims_of
from matching.scores.sweeping import forgiving_faults, take_up

FIRST = 3  # roles, from the top of the ranking


class Ahead(NamedTuple):
    """The way to some roles: the hours to ready (None: no plan leads there) and its first step (None: none is left)."""

    hours: Mapping[str, int | None]
    first_steps: Mapping[str, engine.PlannedStep | None]


NOTHING_AHEAD = Ahead({}, {})


def want_outlook(*, profile_id: int, version: int, on: datetime.date) -> None:
    """Note that the outlook of a profile should reach `version`, and that its owner was seen. One statement."""
    Outlook.objects.bulk_create(
        [Outlook(profile_id=profile_id, wanted_version=version, seen_on=on)],
        update_conflicts=True,
        unique_fields=["profile"],
        update_fields=["wanted_version", "seen_on", "attempts", "leased_until"],
    )


def look_ahead(*, profile: Profile, release: Released, on: datetime.date) -> Ahead:
    """The way to the first roles, if recorded for the current profile and release. Reading it updates `seen_on`.

    A target chosen since then makes the record stale, so that the workers add it. A profile that was fetched with its
    outlook is asked no further.
    """
    outlook: Outlook | None = getattr(profile, "outlook", None)
    if outlook is None:
        new = Outlook(profile=profile, wanted_version=profile.version, seen_on=on)
        Outlook.objects.bulk_create([new], ignore_conflicts=True)  # a save may get there first, and knows better
        return NOTHING_AHEAD
    if outlook.seen_on != on:
        Outlook.objects.filter(pk=outlook.pk).update(seen_on=on)
    if (outlook.profile_version, outlook.release_number) != (profile.version, release.number):
        return NOTHING_AHEAD
    target = release.role_slug(profile.target)
    if target is not None and target not in outlook.hours:
        Outlook.objects.filter(pk=outlook.pk, release_number=release.number).update(release_number=0)
    return Ahead(outlook.hours, {role: _planned(step) for role, step in outlook.first_steps.items()})


def record_outlooks(*, profile_ids: Sequence[int], tried: int = 0, at: datetime.datetime | None = None) -> int:
    """Work out the hours on the current release and record them; return the number of rows written.

    Rows already recorded, or tried more often than `tried`, are left alone.

    No row is locked meanwhile, because plans take long. Versions are read before claims, so that a change in between
    leaves the outlook marked older than it is; a row is written only over an older one.
    """
    release = releases.current()
    at = at or timezone.now()
    ids = take_up(Outlook.objects.all(), profile_ids=profile_ids, tried=tried, release_number=release.number, at=at)
    begun = Outlook.objects.filter(profile_id__in=ids)
    with forgiving_faults(begun, tried=tried):
        rows = list(begun.select_related("profile").order_by("profile_id"))
        claims = claims_of(row.profile_id for row in rows)
        return sum(_record(row, release, inputs.levels(release, claims[row.profile_id])) for row in rows)


def _record(row: Outlook, release: Released, levels: Mapping[str, int]) -> int:
    ahead = ways(release, levels, release.role_slug(row.profile.target))
    older = Outlook.objects.filter(pk=row.pk).older_than(release.number, row.wanted_version)
    return older.update(
        release_number=release.number,
        profile_version=row.wanted_version,
        hours=ahead.hours,
        first_steps={role: dataclasses.asdict(step) if step else None for role, step in ahead.first_steps.items()},
        leased_until=None,
        attempts=0,
    )


def ways(release: Released, levels: Mapping[str, int], target: str | None) -> Ahead:
    """The way to the target and to each of the first roles; without claims there are no first roles."""
    ranked = engine.ranking(inputs.compiled(release), levels)[:FIRST] if levels else ()
    roles = dict.fromkeys(([] if target is None else [target]) + [one.role for one in ranked])
    plans = {role: _plan(release, levels, role) for role in roles}
    return Ahead(
        hours={role: plan.hours if plan else None for role, plan in plans.items()},
        first_steps={role: plan.steps[0] if plan and plan.steps else None for role, plan in plans.items()},
    )


def _plan(release: Released, levels: Mapping[str, int], role: str) -> engine.Plan | None:
    try:
        return engine.plan(inputs.compiled(release), inputs.study(release), levels, role, None)
    except engine.Unreachable:
        return None


def _planned(step: Mapping[str, Any] | None) -> engine.PlannedStep | None:
    """A step as it was recorded; JSON knows no tuples."""
    if step is None:
        return None
    opens = tuple((skill, level) for skill, level in step["opens"])
    return engine.PlannedStep(**{**step, "opens": opens, "serves": tuple(step["serves"])})
