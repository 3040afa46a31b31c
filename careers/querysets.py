"""The vocabulary of reads: one method a question, named for the page that asks it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NoReturn

from django.db import models

if TYPE_CHECKING:
    from careers.catalogue.released import Released
    from careers.models import (  # noqa: F401
        AccessToken,
        Claim,
        Profile,
        Project,
        Release,
        Role,
        RoleGroup,
        RoleMark,
        Skill,
        StartGroup,
        StartingPoint,
        User,
    )


class SkillQuerySet(models.QuerySet["Skill"]):
    def for_admin_list(self) -> SkillQuerySet:
        """With the number of aliases, of roles that ask it and of people who claim it."""
        return self.annotate(
            alias_count=models.Count("aliases", distinct=True), role_count=models.Count("required_by", distinct=True)
        )


class RoleQuerySet(models.QuerySet["Role"]):
    def for_admin_list(self) -> RoleQuerySet:
        """With the number of requirements and of must-haves."""
        return self.annotate(
            requirement_count=models.Count("requirements", distinct=True),
            must_have_count=models.Count("requirements", filter=models.Q(requirements__essential=True), distinct=True),
        )


class RoleGroupQuerySet(models.QuerySet["RoleGroup"]):
    def for_admin_list(self) -> RoleGroupQuerySet:
        """With the number of roles in it."""
        return self.annotate(role_count=models.Count("roles"))


class StartingPointQuerySet(models.QuerySet["StartingPoint"]):
    def for_admin_list(self) -> StartingPointQuerySet:
        """With the number of skills it proposes."""
        return self.annotate(level_count=models.Count("levels", distinct=True))


class StartGroupQuerySet(models.QuerySet["StartGroup"]):
    def for_admin_list(self) -> StartGroupQuerySet:
        """With the number of starting points in it."""
        return self.annotate(start_count=models.Count("starts"))


class ProjectQuerySet(models.QuerySet["Project"]):
    def for_admin_list(self) -> ProjectQuerySet:
        """With the number of skills that it exercises."""
        return self.annotate(skill_count=models.Count("levels", distinct=True))


class ReleaseQuerySet(models.QuerySet["Release"]):
    def reasons(self, numbers: Iterable[int]) -> dict[int, str]:
        """{number: why it was published}."""
        return dict(self.filter(number__in=set(numbers)).values_list("number", "reason"))

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Releases never change. Publish a new one.")

    def delete(self) -> NoReturn:
        raise TypeError("Releases stay. Publish a new one.")


class ProfileQuerySet(models.QuerySet["Profile"]):
    def of(self, user: User) -> Profile:
        """The person's own profile: every page and call reaches it through here, so nobody reaches another's."""
        return self.get(user=user)


class ClaimQuerySet(models.QuerySet["Claim"]):
    def levels_by_position(self) -> dict[int, int]:
        """{skill position: level} of these claims: all that the scorer sees."""
        return dict(self.values_list("skill__position", "level"))

    def level_of(self, user: User, position: int) -> int | None:
        """The level that this person claims of one skill, for the page of that skill."""
        return self.filter(profile__user=user, skill__position=position).values_list("level", flat=True).first()

    def in_full(self) -> list[Claim]:
        """Everything these claims say, with their skills, by slug."""
        return list(self.select_related("skill").order_by("skill__slug"))


class RoleMarkQuerySet(models.QuerySet["RoleMark"]):
    def by_role(self, release: Released) -> dict[str, str]:
        """{role: mark} under the slugs that the roles of these marks have in `release`; what is gone is left out."""
        marks = ((release.role_slug(role), mark) for role, mark in self.order_by("pk").values_list("role", "mark"))
        return {role: mark for role, mark in marks if role is not None}


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def live(self, at: datetime.datetime) -> AccessTokenQuerySet:
        """Those that still let somebody in."""
        return self.filter(expires_at__gt=at, user__is_active=True)

    def shown(self, token: str, *, at: datetime.datetime) -> AccessToken | None:
        """The one that was shown, with its person; None where it lets nobody in."""
        return self.live(at).filter(digest=self.model.digest_of(token)).select_related("user").first()
