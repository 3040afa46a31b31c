"""Outlooks: the hours of a plan from what somebody holds to the roles that come first for them."""

import datetime
from collections.abc import Mapping, Sequence

from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from matching import engine, inputs
from matching.scores.models import Outlook
from matching.scores.scoring import claims_of
from matching.scores.sweeping import take_up

FIRST = 3  # roles, from the top of the ranking


def want_outlook(*, profile_id: int, version: int, on: datetime.date) -> None:
    """Note that the outlook of a profile should reach `version`, and that its owner was seen. One statement."""
    Outlook.objects.bulk_create(
        [Outlook(profile_id=profile_id, wanted_version=version, seen_on=on)],
        update_conflicts=True,
        unique_fields=["profile"],
        update_fields=["wanted_version", "seen_on", "attempts", "leased_until"],
    )


def look_ahead(*, profile: Profile, release: Released, on: datetime.date) -> dict[str, int | None]:
    """{role: hours to ready}, if recorded for the current profile and release. Reading it updates `seen_on`.

    A target chosen since then makes the record stale, so that the workers add it.
    """
    outlook = Outlook.objects.filter(profile=profile).first()
    if outlook is None:
        new = Outlook(profile=profile, wanted_version=profile.version, seen_on=on)
        Outlook.objects.bulk_create([new], ignore_conflicts=True)  # a save may get there first, and knows better
        return {}
    if outlook.seen_on != on:
        Outlook.objects.filter(pk=outlook.pk).update(seen_on=on)
    if (outlook.profile_version, outlook.release_number) != (profile.version, release.number):
        return {}
    target = release.role_slug(profile.target)
    if target is not None and target not in outlook.hours:
        Outlook.objects.filter(pk=outlook.pk, release_number=release.number).update(release_number=0)
    return dict(outlook.hours)


def record_outlooks(*, profile_ids: Sequence[int], tried: int = 0, at: datetime.datetime | None = None) -> int:
    """Work out the hours on the current release and record them; return the number of rows written.

    Rows already recorded, or tried more often than `tried`, are left alone.

    No row is locked meanwhile, because plans take long. Versions are read before claims, so that a change in between
    leaves the outlook marked older than it is; a row is written only over an older one.
    """
    release = releases.current()
    at = at or timezone.now()
    ids = take_up(Outlook.objects.all(), profile_ids=profile_ids, tried=tried, release_number=release.number, at=at)
    rows = list(Outlook.objects.filter(profile_id__in=ids).select_related("profile").order_by("profile_id"))
    claims = claims_of(row.profile_id for row in rows)
    return sum(_record(row, release, inputs.levels(release, claims[row.profile_id])) for row in rows)


def _record(row: Outlook, release: Released, levels: Mapping[str, int]) -> int:
    older = Outlook.objects.filter(pk=row.pk).older_than(release.number, row.wanted_version)
    return older.update(
        release_number=release.number,
        profile_version=row.wanted_version,
        hours=hours_to_ready(release, levels, release.role_slug(row.profile.target)),
        leased_until=None,
        attempts=0,
    )


def hours_to_ready(release: Released, levels: Mapping[str, int], target: str | None) -> dict[str, int | None]:
    """The hours of a plan to the target and to each of the first roles; without claims there are no first roles.

    None if no plan leads there.
    """
    ranked = engine.ranking(inputs.compiled(release), levels)[:FIRST] if levels else ()
    roles = dict.fromkeys(([] if target is None else [target]) + [one.role for one in ranked])
    return {role: _hours(release, levels, role) for role in roles}


def _hours(release: Released, levels: Mapping[str, int], role: str) -> int | None:
    try:
        return engine.plan(inputs.compiled(release), inputs.study(release), levels, role, None).hours
    except engine.Unreachable:
        return None
