"""The verbs: every write to profiles and releases goes through one of these."""

import datetime
from collections.abc import Mapping
from types import EllipsisType
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from careers.catalogue.released import Released
from careers.models import Claim, Profile, Release, Skill, User
from careers.signals import profile_changed

# Sources that fill in what a person has not said: they raise a level or leave it.
NEVER_LOWER = {Claim.Source.START, Claim.Source.IMPORT}


class UnknownSkill(Exception):
    """A skill that the release does not have. `term` is what was asked for."""

    def __init__(self, term: str) -> None:
        super().__init__(term)
        self.term = term


class Moved(Exception):
    """The claim is not what the person saw: it was changed elsewhere since. `level` is what it is now."""

    def __init__(self, level: int | None) -> None:
        super().__init__(level)
        self.level = level


class Outdated(Exception):
    """The profile has another version than the one the change was meant for."""


class Claimed(NamedTuple):
    """What a change of one claim did."""

    profile: Profile
    before: int | None
    after: int | None


def get_or_create_profile(*, user: User) -> Profile:
    """The person's own profile, made on first need."""
    profile, _ = Profile.objects.get_or_create(user=user)
    return profile


def set_claim(
    *, user: User, release: Released, skill: str, level: int | None, seen: int | EllipsisType | None = ...
) -> Claimed:
    """Set the person's level of one skill, or take the claim away (level None).

    `seen` is the level the person saw when deciding, None for no claim; left out, nothing is compared.
    Raises UnknownSkill, and Moved where the claim was changed elsewhere to something else.
    """
    with transaction.atomic():
        profile = _locked(get_or_create_profile(user=user))
        position = _held_position(skill) if level is None else _position(release, skill)
        before = profile.claims.levels_by_position().get(position)
        if before == level:
            return Claimed(profile, before, level)
        if seen is not ... and before != seen:
            raise Moved(before)
        _apply(profile, {position: level}, source=Claim.Source.SELF)
        return Claimed(profile, before, level)


def change_claims(
    *,
    user: User,
    release: Released,
    levels: Mapping[str, int | None],
    source: Claim.Source = Claim.Source.SELF,
    version: int | None = None,
) -> Profile:
    """Set many levels at once, all or none; None takes a claim away.

    Raises UnknownSkill, and Outdated where `version` is given and is not the profile's.
    """
    with transaction.atomic():
        profile = _locked(get_or_create_profile(user=user))
        if version is not None and version != profile.version:
            raise Outdated
        _apply(profile, {_position(release, slug): level for slug, level in levels.items()}, source=source)
        return profile


def _locked(profile: Profile) -> Profile:
    """The profile with its row locked. (On SQLite the transaction itself is the lock.)

    Not against rows that refer to it: a worker that writes history holds the score, which this transaction needs next.
    """
    return Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)


def _held_position(slug: str) -> int:
    """The position of a skill that may be taken away, also where the release no longer has it."""
    skill = Skill.objects.filter(slug=slug).first()
    if skill is None:
        raise UnknownSkill(slug)
    return skill.position


def _position(release: Released, slug: str) -> int:
    if slug not in release.skills:
        raise UnknownSkill(slug)
    return release.skills[slug].position


def _apply(profile: Profile, levels: Mapping[int, int | None], *, source: Claim.Source) -> None:
    """Write the claims that really change, raise the version with them, and tell who listens."""
    held = profile.claims.levels_by_position()
    changes = {
        position: level
        for position, level in levels.items()
        if held.get(position) != level and not (source in NEVER_LOWER and (held.get(position) or -1) >= (level or 0))
    }
    if not changes:
        return
    skills = {skill.position: skill for skill in Skill.objects.filter(position__in=changes)}
    for position, level in changes.items():
        if level is None:
            profile.claims.filter(skill=skills[position]).delete()
        else:
            Claim.objects.update_or_create(
                profile=profile, skill=skills[position], defaults={"level": level, "source": source, "quote": ""}
            )
    Profile.objects.filter(pk=profile.pk).update(version=F("version") + 1)
    profile.refresh_from_db(fields=["version"])
    profile_changed.send(sender=Profile, profile_id=profile.pk, version=profile.version)


def store_release(*, digest: str, content: str, reason: str, author: User | None, at: datetime.datetime) -> Release:
    """Store content as the next release. Whoever calls it has checked the content (matching does)."""
    latest = Release.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Release.objects.create(
        number=latest + 1, digest=digest, content=content, reason=reason, author=author, published_at=at
    )
