"""A role in the eyes of whoever looks: the verdict, the must-haves against what they hold, and how far it is.

Pages of careers get these values from the tags of `matching.templatetags.mine`, since careers knows no scores.
"""

import datetime
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from django.http import HttpRequest

from careers.catalogue.content import Requirement, Role, Skill
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from careers.profile import tried
from matching import engine, inputs
from matching.matches.pages import LITTLE_KNOWN
from matching.plans import adviser, outlooks
from matching.plans.adviser import Advice
from matching.words import USUAL_PACE


class Own(NamedTuple):
    """The visitor's levels by position; their profile, if they have an account."""

    by_position: Mapping[int, int]
    profile: Profile | None


class MustHave(NamedTuple):
    """A must-have, and its line of the visitor's receipt; no line if they have told us nothing."""

    skill: Skill
    requirement: Requirement
    line: engine.Line | None
    unknown: bool


class Way(NamedTuple):
    """How far it is: the weeks that are left at so many hundredths of an hour a week, and the next step."""

    weeks: int | None
    pace: int
    advice: Advice

    @property
    def is_usual(self) -> bool:
        """Whether it is at the pace of the other figures of the page, so that they can stand next to each other."""
        return self.pace == USUAL_PACE


class ForMe(NamedTuple):
    """A role for whoever looks. Without claims there is no score; without workers' figures or a plan, no way."""

    must_haves: Sequence[MustHave]
    score: engine.RoleScore | None
    way: Way | None

    @property
    def little_known(self) -> bool:
        return self.score is not None and self.score.known < LITTLE_KNOWN < self.score.highest


def of(request: HttpRequest) -> Own:
    """The levels known of the visitor: from their profile, or picked without an account."""
    if not request.user.is_authenticated:
        return Own(tried.of(request).levels, None)
    profile = profile_operations.get_or_create_profile(user=request.user)
    return Own(profile.claims.levels_by_position(), profile)


def scores(release: Released, by_position: Mapping[int, int]) -> dict[str, engine.RoleScore]:
    """The score of each role by slug; none if nothing is claimed."""
    held = inputs.levels(release, by_position)
    return {score.role: score for score in engine.score(inputs.compiled(release), held)} if held else {}


def for_me(release: Released, role: Role, own: Own, today: datetime.date) -> ForMe:
    score = scores(release, own.by_position).get(role.slug)
    lines = {line.skill: line for line in score.receipt} if score else {}
    return ForMe(
        must_haves=[
            _must_have(release, one, lines.get(one.skill), own.by_position)
            for one in role.requirements_in_order
            if one.essential
        ],
        score=score,
        way=_way(own.profile, release, role, own.by_position, today) if own.profile and score else None,
    )


def _must_have(
    release: Released, asked: Requirement, line: engine.Line | None, by_position: Mapping[int, int]
) -> MustHave:
    skill = release.skills[asked.skill]
    known = line is None or line.have > 0 or skill.position in by_position
    return MustHave(skill, asked, line, unknown=not known)


def _way(
    profile: Profile, release: Released, role: Role, by_position: Mapping[int, int], today: datetime.date
) -> Way | None:
    """The way of the plan that they keep for the role, else the one that the workers have worked out."""
    ahead = outlooks.look_ahead(profile=profile, release=release, on=today)
    advice = adviser.towards(profile, release, today, role, by_position, ahead)
    if advice.plan:
        return Way(advice.plan.weeks_left, advice.plan.pace.per_week, advice)
    if advice.status == "pending":
        return None
    hours = ahead.hours[role.slug]
    return Way(engine.Pace(USUAL_PACE).weeks(hours) if hours else None, USUAL_PACE, advice)
