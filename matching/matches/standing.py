"""What somebody's list of matches is drawn from, in as few queries as that takes."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from matching.matches.pages import Choices
from matching.plans.models import Plan
from matching.plans.outlooks import Ahead, look_ahead
from matching.scores.models import Score


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A person's choices, and what the workers recorded of them; their claims are asked for when they are read.

    `gone` is the role that was their target if the release no longer has it.
    """

    release: Released
    profile: Profile
    choices: Choices
    gone: str
    ahead: Ahead
    recording: str
    has_plans: bool

    @cached_property
    def by_position(self) -> Mapping[int, int]:
        return self.profile.claims.levels_by_position()

    @property
    def ranked(self) -> bool:
        """Say whether there is anything to rank roles by: a skill above level 0."""
        return any(self.by_position.values())

    def drawn_from(self) -> tuple[object, ...]:
        """All that the list of matches shows, as plain values. The profile's version stands for its claims."""
        return (
            (self.release.number, self.release.digest),
            (self.profile.pk, self.profile.version),
            (self.choices.target, sorted(self.choices.marks.items()), self.gone),
            (sorted(self.ahead.hours.items()), sorted(self.ahead.first_steps.items())),
            (self.recording, self.has_plans),
        )


def standing(user: User, release: Released, today: datetime.date) -> Standing:
    profile, has_plans = _profile(user)
    return Standing(
        release=release,
        profile=profile,
        choices=choices_of(release, profile),
        gone=profile.target if release.role_slug(profile.target) is None else "",
        ahead=look_ahead(profile=profile, release=release, on=today),
        recording=Score.objects.recording(profile, release.number),
        has_plans=has_plans,
    )


def choices_of(release: Released, profile: Profile) -> Choices:
    return Choices(release.role_slug(profile.target), profile.role_marks.by_role(release))


def _profile(user: User) -> tuple[Profile, bool]:
    """The person's profile, with what the workers recorded of it and whether there are plans, in one query."""
    plans = Exists(Plan.objects.filter(profile=OuterRef("pk")))
    with_records = Profile.objects.select_related("outlook", "score").defer("score__fits", "score__levels")
    found = with_records.annotate(has_plans=plans).filter(user=user).first()
    return (found, found.has_plans) if found else (profile_operations.get_or_create_profile(user=user), False)
