"""The choices of a person among the roles: a target, and roles to pin or hide."""

from typing import NamedTuple

from django.db import transaction

from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.profile.claims import Seen
from careers.profile.models import RoleMark
from careers.profile.operations import get_or_create_profile


class UnknownRole(Exception):
    """A role that the release does not have. `slug` is what was asked for."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


class ChosenElsewhere(Exception):
    """The target or mark is no longer what the person saw: it was changed elsewhere. `now` is the current one."""

    def __init__(self, now: str | None) -> None:
        super().__init__(now)
        self.now = now


class Chosen(NamedTuple):
    """The target (a role) or the mark of a role before and after a choice; None if there is none."""

    before: str | None
    after: str | None


def choose_target(
    *, user: User, release: Released, role: str, chosen: bool = True, seen: Seen[str | None] | None = None
) -> Chosen:
    """Make a role the person's one target; with `chosen` false, clear the target if it is this role.

    `seen` is the target the person saw when deciding; without it, nothing is compared. The profile's version stays:
    no score depends on the target. Raises UnknownRole and ChosenElsewhere.
    """
    slug = _role(release, role)
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = release.role_slug(profile.target)
        after = slug if chosen else None if before == slug else before
        if before != after and seen and before != (seen.value and release.role_slug(seen.value)):
            raise ChosenElsewhere(before)
        profile.target = after or ""
        profile.save(update_fields=["target"])
        return Chosen(before, after)


def mark_role(
    *, user: User, release: Released, role: str, mark: str | None, seen: Seen[str | None] | None = None
) -> Chosen:
    """Pin or hide a role in the person's list, or (mark None) neither. `seen` and errors as for `choose_target`."""
    slug = _role(release, role)
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        before = profile.role_marks.by_role(release).get(slug)
        if before != mark and seen and before != seen.value:
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
