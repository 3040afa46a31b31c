"""The verbs: every write to profiles and releases goes through one of these."""

import datetime
import secrets
from collections.abc import Iterable, Mapping
from types import EllipsisType
from typing import NamedTuple

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from careers.accounts.models import AccessToken, User
from careers.catalogue.models import Release, Skill
from careers.catalogue.released import Released
from careers.claims import (
    WORDS_A_PERSON,
    Held,
    Replaced,
    Started,
    TooMuch,
    UnknownSkill,
    changed,
    put_back,
    replaced_by,
    said,
)
from careers.profile.models import Claim, MissedWord, OwnWord, Profile, RoleMark
from careers.signals import profile_changed
from careers.words import fold

TOKEN_DAYS = 90
MOST_TOKENS = 20

# Anybody may keep a word, so the number of words has an end; what is counted already is counted on.
WORDS_IN_ALL = 10_000


class UnknownRole(Exception):
    """A role that the release does not have. `slug` is what was asked for."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class ChosenElsewhere(Exception):
    """The target or mark is not what the person saw: it was changed elsewhere since. `now` is what it is."""

    def __init__(self, now: str | None) -> None:
        super().__init__(now)
        self.now = now


class Outdated(Exception):
    """The profile has another version than the one the change was meant for."""


class TooManyTokens(Exception):
    """The person has as many live tokens as there may be."""


def get_or_create_profile(*, user: User, lock: bool = False) -> Profile:
    """The person's own profile, made on first need; with `lock` nobody else changes it until the transaction ends."""
    profile, _ = Profile.objects.get_or_create(user=user)
    return _locked(profile) if lock else profile


def set_claim(
    *, user: User, release: Released, skill: str, level: int | None, seen: int | EllipsisType | None = ...
) -> Replaced:
    """Set the person's level of one skill, or take the claim away (level None); returns how to take that back.

    `seen` is the level the person saw when deciding, None for no claim; left out, nothing is compared.
    Raises UnknownSkill, and Moved where the claim was changed elsewhere to something else.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        position = _held_position(skill) if level is None else _position(release, skill)
        done = said(_held(profile), position, level, seen)
        if done.after != done.before:
            _write(profile, {position: done.after})
        return done


class Chosen(NamedTuple):
    """What a choice changed: the target (a role), or the mark of a role; None is none."""

    before: str | None
    after: str | None


def choose_target(
    *, user: User, release: Released, role: str, chosen: bool = True, seen: str | EllipsisType | None = ...
) -> Chosen:
    """Make a role the person's one target; with `chosen` false, have none where it is this role, else leave it.

    `seen` is the target the person saw when deciding; left out, nothing is compared. The profile's version stays:
    no score depends on it. Raises UnknownRole and ChosenElsewhere.
    """
    slug = _role(release, role)
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = release.role_slug(profile.target)
        after = slug if chosen else None if before == slug else before
        if before != after and seen is not ... and before != (seen and release.role_slug(seen)):
            raise ChosenElsewhere(before)
        profile.target = after or ""
        profile.save(update_fields=["target"])
        return Chosen(before, after)


def mark_role(
    *, user: User, release: Released, role: str, mark: str | None, seen: str | EllipsisType | None = ...
) -> Chosen:
    """Pin or hide a role in the person's list, or (mark None) neither. `seen` and errors as for `choose_target`."""
    slug = _role(release, role)
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = profile.role_marks.by_role(release).get(slug)
        if before != mark and seen is not ... and before != seen:
            raise ChosenElsewhere(before)
        profile.role_marks.filter(role__in=[slug, *release.roles[slug].former_slugs]).delete()
        if mark is not None:
            RoleMark.objects.create(profile=profile, role=slug, mark=mark)
        return Chosen(before, mark)


def _role(release: Released, slug: str) -> str:
    current = release.role_slug(slug)
    if current is None:
        raise UnknownRole(slug)
    return current


def change_claims(
    *,
    user: User,
    release: Released,
    levels: Mapping[str, int | None],
    source: Claim.Source = Claim.Source.SELF,
    version: int | None = None,
) -> Profile:
    """Set many levels at once, all or none; None takes a claim away.

    A skill that the release no longer has can be taken away. Raises UnknownSkill, and Outdated where `version` is given
    and is not the profile's.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        if version is not None and version != profile.version:
            raise Outdated
        positions = {
            slug: _held_position(slug) if level is None and slug not in release.skills else _position(release, slug)
            for slug, level in levels.items()
        }
        _apply(profile, {positions[slug]: level for slug, level in levels.items()}, source=source)
        return profile


def start_from(*, user: User, release: Released, levels: Mapping[str, int]) -> Started:
    """Add the levels that somebody confirmed of a starting point; one that they hold already is never lowered.

    Raises UnknownSkill.
    """
    with transaction.atomic():
        before = _held(get_or_create_profile(user=user, lock=True))
        profile = change_claims(user=user, release=release, levels=levels, source=Claim.Source.START)
        return Started(profile.version, replaced_by(_held(profile), before))


def learn(*, user: User, position: int, level: int) -> Held | None:
    """Raise the claim of a skill to what a step of a plan taught, and return what stood there before (None: nothing).

    One that is held at that level or higher stays as it is.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = _held(profile).get(position)
        _apply(profile, {position: level}, source=Claim.Source.PLAN)
        return before


def take_back(*, user: User, replaced: Iterable[Replaced]) -> list[str]:
    """Undo `set_claim`, `start_from` or `learn`: put back exactly what stood there before, with its source and quote.

    A claim that was changed since is left as it is; the names of those skills are returned.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        back = put_back(_held(profile), replaced)
        _write(profile, back.changes)
        return names_of(back.left)


def keep_word(*, user: User, word: str) -> None:
    """Keep a word of the person's own for a skill that the catalogue does not know, and count it for the editors.

    Raises TooMuch.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        words = set(profile.words.values_list("key", flat=True))
        if fold(word) in words:
            return
        if len(words) >= WORDS_A_PERSON:
            raise TooMuch(f"You keep {WORDS_A_PERSON} words of your own already. Take one away first.")
        profile.words.create(text=word, key=fold(word))
        count_word(key=fold(word), by=1)


def drop_word(*, user: User, word: str) -> None:
    """Take a word of the person's own away, and out of the count."""
    with transaction.atomic():
        gone, _ = get_or_create_profile(user=user, lock=True).words.filter(key=fold(word)).delete()
        if gone:
            count_word(key=fold(word), by=-1)


def count_word(*, key: str, by: int) -> None:
    """Count a word that the catalogue does not know up or down by one; at none its row goes."""
    counted = MissedWord.objects.filter(key=key)
    if by < 0:
        if not counted.filter(count__gt=1).update(count=F("count") - 1):
            counted.filter(count=1).delete()
    elif not counted.update(count=F("count") + 1) and MissedWord.objects.count() < WORDS_IN_ALL:
        _, created = MissedWord.objects.get_or_create(key=key, defaults={"count": 1})
        if not created:  # somebody else was first, just now
            counted.update(count=F("count") + 1)


def keep_tried(*, user: User, claims: Mapping[int, Held], words: Iterable[str]) -> Profile:
    """Add what somebody picked before they had an account (claims by position); no level is lowered.

    The words were counted when they were picked.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        held = _held(profile)
        known = Skill.objects.filter(position__in=claims).values_list("position", flat=True)
        raised = {p: claims[p] for p in known if not (p in held and held[p].level >= claims[p].level)}
        _write(profile, raised)
        room = WORDS_A_PERSON - profile.words.count()
        rows = [OwnWord(profile=profile, text=word, key=fold(word)) for word in words]
        OwnWord.objects.bulk_create(rows[: max(room, 0)], ignore_conflicts=True)
        return profile


def names_of(positions: Iterable[int]) -> list[str]:
    """The names of these skills, in their order; also of those that the release no longer has."""
    return list(Skill.objects.filter(position__in=positions).order_by("name_key").values_list("name", flat=True))


def _held(profile: Profile) -> dict[int, Held]:
    """{skill position: claim} of the profile."""
    claims = profile.claims.values_list("skill__position", "level", "source", "quote")
    return {position: Held(level, source, quote) for position, level, source, quote in claims}


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
    """Write the levels that really change."""
    _write(profile, changed(_held(profile), levels, source))


def _write(profile: Profile, changes: Mapping[int, Held | None]) -> None:
    """Write claims (None takes one away), raise the version with them, and tell who listens."""
    if not changes:
        return
    skills = {skill.position: skill for skill in Skill.objects.filter(position__in=changes)}
    profile.claims.filter(skill__position__in=[position for position, held in changes.items() if held is None]).delete()
    Claim.objects.bulk_create(
        [
            Claim(profile=profile, skill=skills[position], **held._asdict())
            for position, held in changes.items()
            if held is not None
        ],
        update_conflicts=True,
        unique_fields=["profile", "skill"],
        update_fields=["level", "source", "quote", "updated_at"],
    )
    Profile.objects.filter(pk=profile.pk).update(version=F("version") + 1)
    profile.refresh_from_db(fields=["version"])
    profile_changed.send(sender=Profile, profile_id=profile.pk, version=profile.version)


class NewToken(NamedTuple):
    """A token that was just made: the only moment at which its text is known."""

    text: str
    token: AccessToken


def make_token(*, user: User, name: str, days: int = TOKEN_DAYS, at: datetime.datetime | None = None) -> NewToken:
    """A personal token for `days` days. Raises TooManyTokens; what has expired makes room."""
    at = at or timezone.now()
    text = f"rw_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two at once count one after the other
        user.tokens.filter(expires_at__lte=at).delete()
        if user.tokens.count() >= MOST_TOKENS:
            raise TooManyTokens
        token = user.tokens.create(
            name=name,
            digest=AccessToken.digest_of(text),
            created_at=at,
            expires_at=at + datetime.timedelta(days=days),
        )
    return NewToken(text, token)


def use_token(*, text: str, at: datetime.datetime | None = None) -> AccessToken | None:
    """The live token that was shown, its day of use noted (one write a day); None where it lets nobody in."""
    at = at or timezone.now()
    token = AccessToken.objects.shown(text, at=at)
    if token is not None and token.last_used_on != at.date():
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return token


def revoke_token(*, user: User, pk: int) -> str | None:
    """Take back one of the person's own tokens; returns its name, None where there is none (any more)."""
    with transaction.atomic():
        token = user.tokens.filter(pk=pk).first()
        if token is not None:
            token.delete()
    return token.name if token else None


def delete_account(*, user: User) -> None:
    """Delete a person and everything of theirs, whatever app holds it: rows that point to them go with them.

    Releases they published stay, without their name. What admins noted about their account, which repeats the address,
    goes too, and their own words leave the count.
    """
    with transaction.atomic():
        for key in OwnWord.objects.filter(profile__user=user).values_list("key", flat=True):
            count_word(key=key, by=-1)
        account = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
        user.delete()


def store_release(*, digest: str, content: str, reason: str, author: User | None, at: datetime.datetime) -> Release:
    """Store content as the next release. Whoever calls it has checked the content (matching does)."""
    latest = Release.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Release.objects.create(
        number=latest + 1, digest=digest, content=content, reason=reason, author=author, published_at=at
    )
