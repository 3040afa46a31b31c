"""The verbs of a profile: every write to claims goes through one of these."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F

from careers.accounts.models import AccountGone, User
from careers.catalogue.models import Skill
from careers.catalogue.released import Released
from careers.profile import vectors
from careers.profile.claims import (
    WORDS_A_PERSON,
    Answered,
    Answers,
    Held,
    Replaced,
    Seen,
    Started,
    UnknownSkill,
    answered,
    changed,
    confirmed,
    put_back,
    replaced_by,
    said,
)
from careers.profile.deeds import BY_HAND, TAKEN_BACK, Doing, record
from careers.profile.models import Claim, Deed, OwnWord, Profile
from careers.signals import profile_changed
from careers.words import fold


class Outdated(Exception):
    """The profile's version is not the one the change was meant for."""


def get_or_create_profile(*, user: User, lock: bool = False) -> Profile:
    """The person's own profile, made on first need; with `lock` nobody else changes it until the transaction ends.

    Raises AccountGone.
    """
    profile = Profile.objects.filter(user=user).first() or _made(user)
    return _locked(profile) if lock else profile


def set_claim(
    *, user: User, release: Released, skill: str, level: int | None, seen: Seen[int | None] | None = None
) -> Replaced:
    """Set the person's level of one skill, or take the claim away (level None); returns how to take that back.

    `seen` is the level the person saw when deciding, None for no claim; without it, nothing is compared.
    Raises UnknownSkill, and Moved if the claim was changed elsewhere to something else.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        position = _held_position(skill) if level is None else _position(release, skill)
        done = said(_held(profile), position, level, seen)
        if done.before and not done.after:
            done = done._replace(shown_by=profile.claims.get(skill__position=position).shown_by)
        if done.after != done.before:
            _write(profile, {position: done.after})
        return done


def show_by(*, user: User, skill: str, text: str) -> str:
    """Set the line or link that shows a claim, empty for none, and return the one before it.

    It is for the person alone: the profile's version stays. Raises UnknownSkill if they have no claim of the skill.
    """
    with transaction.atomic():
        claim = get_or_create_profile(user=user, lock=True).claims.filter(skill__slug=skill).first()
        if claim is None:
            raise UnknownSkill(skill)
        before, claim.shown_by = claim.shown_by, text
        claim.save(update_fields=["shown_by"])
        return before


def change_claims(
    *,
    user: User,
    release: Released,
    levels: Mapping[str, int | None],
    source: Claim.Source = Claim.Source.SELF,
    version: int | None = None,
    deed: Doing | None = None,
) -> Profile:
    """Set many levels at once, all or none; None takes a claim away. `deed`: what a history says of it.

    A skill that the release no longer has can be taken away. Raises UnknownSkill, and Outdated if `version` is given
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
        _apply(profile, {positions[slug]: level for slug, level in levels.items()}, source=source, deed=deed)
        return profile


def answer(*, user: User, release: Released, answers: Answers) -> Answered:
    """Set the levels that somebody gives several skills at once; what was changed elsewhere meanwhile stays as it is.

    Raises UnknownSkill.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        done = answered(_held(profile), release, answers)
        _write(profile, {one.position: one.after for one in done.replaced}, Doing(Deed.Kind.LIST))
        return done


def confirm(*, user: User, release: Released, found: Mapping[str, Held], seen: Mapping[str, int | None]) -> Answered:
    """Make claims of what somebody confirmed of a document; what was changed elsewhere meanwhile stays as it is.

    Raises UnknownSkill.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        done = confirmed(_held(profile), release, found, seen)
        _write(profile, {one.position: one.after for one in done.replaced}, Doing(Deed.Kind.DOCUMENT))
        return done


def start_from(*, user: User, release: Released, levels: Mapping[str, int], start: str = "") -> Started:
    """Add the levels of a starting point that somebody confirmed; a level that they already hold is never lowered.

    Raises UnknownSkill.
    """
    with transaction.atomic():
        before = _held(get_or_create_profile(user=user, lock=True))
        deed = Doing(Deed.Kind.START, start, release.starts[start].title if start in release.starts else "")
        profile = change_claims(user=user, release=release, levels=levels, source=Claim.Source.START, deed=deed)
        return Started(profile.version, replaced_by(_held(profile), before))


def set_held(*, user: User, position: int, held: Held | None, deed: Doing) -> None:
    """Set the claim of a skill to what the steps of plans leave of it (None: no claim), source and quote included."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        if _held(profile).get(position) != held:
            _write(profile, {position: held}, deed)


def take_back(*, user: User, replaced: Iterable[Replaced]) -> list[str]:
    """Undo `set_claim` or `start_from`: put back exactly what stood there before, with its source and quote.

    A claim that was changed since stays as it is; return the names of those skills.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        replaced = list(replaced)
        back = put_back(_held(profile), replaced)
        _write(profile, back.changes, TAKEN_BACK)
        for one in replaced:
            if one.shown_by and back.changes.get(one.position):
                profile.claims.filter(skill__position=one.position).update(shown_by=one.shown_by)
        return names_of(back.left)


def bring_claims(*, user: User, claims: Mapping[int, Held], shown_by: Mapping[int, str]) -> tuple[Replaced, ...]:
    """Add claims from a file of the person's own (by position), with what shows them; no level is lowered.

    Returns the claims that changed, with those before them.
    """
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = _held(profile)
        _add(profile, claims, Doing(Deed.Kind.IMPORT))
        for position, text in shown_by.items():
            profile.claims.filter(skill__position=position, shown_by="").update(shown_by=text)
        return replaced_by(_held(profile), before)


def keep_tried(*, user: User, claims: Mapping[int, Held], words: Iterable[str]) -> Profile:
    """Add what somebody picked before they had an account (claims by position); no level is lowered."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        _add(profile, claims, Doing(Deed.Kind.TRY))
        room = WORDS_A_PERSON - profile.words.count()
        rows = [OwnWord(profile=profile, text=word, key=fold(word)) for word in words]
        OwnWord.objects.bulk_create(rows[: max(room, 0)], ignore_conflicts=True)
        return profile


def names_of(positions: Iterable[int]) -> list[str]:
    """The names of these skills, sorted, including those that the release no longer has."""
    return list(Skill.objects.filter(position__in=positions).order_by("name_key").values_list("name", flat=True))


def _held(profile: Profile) -> dict[int, Held]:
    """{skill position: claim} of the profile."""
    claims = profile.claims.values_list("skill__position", "level", "source", "quote")
    return {position: Held(level, source, quote) for position, level, source, quote in claims}


def _locked(profile: Profile) -> Profile:
    """The profile with its row locked. (On SQLite the transaction itself is the lock.)

    Rows that refer to it stay free: a worker that writes history holds the score, which this transaction needs next.
    """
    held = Profile.objects.select_for_update(no_key=True).filter(pk=profile.pk).first()
    if held is None:
        raise AccountGone
    return held


def _made(user: User) -> Profile:
    """A profile for an account that is still there: a row for one that is not would only be missed at the end."""
    with transaction.atomic():
        if not User.objects.select_for_update(no_key=True).filter(pk=user.pk).first():
            raise AccountGone
        return Profile.objects.get_or_create(user=user)[0]


def _held_position(slug: str) -> int:
    """The position of a skill that may be taken away, even if the release no longer has it."""
    skill = Skill.objects.filter(slug=slug).first()
    if skill is None:
        raise UnknownSkill(slug)
    return skill.position


def _position(release: Released, slug: str) -> int:
    if slug not in release.skills:
        raise UnknownSkill(slug)
    return release.skills[slug].position


def _add(profile: Profile, claims: Mapping[int, Held], deed: Doing) -> None:
    """Write the claims that raise a level or are new, of skills that there are."""
    held = _held(profile)
    known = Skill.objects.filter(position__in=claims).values_list("position", flat=True)
    _write(profile, {p: claims[p] for p in known if not (p in held and held[p].level >= claims[p].level)}, deed)


def _apply(
    profile: Profile, levels: Mapping[int, int | None], *, source: Claim.Source, deed: Doing | None = None
) -> None:
    """Write the levels that really change; without a `deed`, its kind is the source."""
    _write(profile, changed(_held(profile), levels, source), deed or Doing(source))


def _write(profile: Profile, changes: Mapping[int, Held | None], deed: Doing = BY_HAND) -> None:
    """Write claims (None takes one away), and with them the packed levels, the version and the deed; send a signal."""
    if not changes:
        return
    before = profile.claims.filter(skill__position__in=changes).levels_by_position()
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
    levels = vectors.packed(profile.claims.levels_by_position())
    Profile.objects.filter(pk=profile.pk).update(version=F("version") + 1, levels=levels)
    profile.refresh_from_db(fields=["version"])
    record(profile, deed, before, changes)
    profile_changed.send(sender=Profile, profile_id=profile.pk, version=profile.version)
