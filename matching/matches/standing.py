"""What somebody's list of matches is drawn from, in as few queries as that takes."""

import datetime
from collections.abc import Mapping
from typing import NamedTuple

from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from matching.matches.pages import Choices
from matching.plans.outlooks import Ahead, look_ahead
from matching.scores.models import Score


class Standing(NamedTuple):
    """A person's claims and choices, and what the workers recorded of them.

    `gone` is the role that was their target if the release no longer has it.
    """

    release: Released
    profile: Profile
    by_position: Mapping[int, int]
    choices: Choices
    gone: str
    ahead: Ahead
    recording: str

    @property
    def only_none(self) -> bool:
        return bool(self.by_position) and not any(self.by_position.values())

    def drawn_from(self) -> tuple[object, ...]:
        """All that the list of matches shows, as plain values: equal ones are drawn alike, whoever they are of."""
        return (
            (self.release.number, self.release.digest),
            sorted(self.by_position.items()),
            (self.choices.target, sorted(self.choices.marks.items()), self.gone),
            sorted(self.ahead.hours.items()),
            self.recording,
        )


def standing(user: User, release: Released, today: datetime.date) -> Standing:
    profile = _profile(user)
    return Standing(
        release=release,
        profile=profile,
        by_position=profile.claims.levels_by_position(),
        choices=choices_of(release, profile),
        gone=profile.target if release.role_slug(profile.target) is None else "",
        ahead=look_ahead(profile=profile, release=release, on=today),
        recording=Score.objects.recording(profile, release.number),
    )


def choices_of(release: Released, profile: Profile) -> Choices:
    return Choices(release.role_slug(profile.target), profile.role_marks.by_role(release))


def _profile(user: User) -> Profile:
    """The person's profile, with what the workers recorded of it in the same query."""
    found = Profile.objects.select_related("outlook", "score").defer("score__fits", "score__levels")
    return found.filter(user=user).first() or profile_operations.get_or_create_profile(user=user)
