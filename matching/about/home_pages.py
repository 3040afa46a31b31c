"""What the landing page shows of the product: a made-up person's skills, roles, receipt and plan.

All of it is worked out on the release and nothing is written by hand, so it stays true of every release.
"""

import datetime
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from careers.catalogue.content import Level, Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs, words
from matching.matches.pages import top_roles
from matching.matches.receipt_pages import ReceiptPage, receipt_page
from matching.plans.pages import picture

SKILLS = 3  # as many as fit next to the words
DAY = datetime.timedelta(days=1)


class Way(NamedTuple):
    """The way to ready at the usual pace, in hundredths of an hour a week; `first` is the skill of its first step."""

    plan: engine.Plan
    first: Skill
    when: str
    picture: object  # as components/timeline.html takes it
    pace: int = words.USUAL_PACE
    goal: int = engine.READY_FROM


class Example(NamedTuple):
    receipt: ReceiptPage
    skills: Sequence[tuple[Skill, Level]]
    roles: Sequence[engine.RoleScore]
    way: Way | None


def person(release: Released) -> tuple[Role, dict[str, int]]:
    """The first role by title (the foundation, if there is one), held at about half of what it asks."""
    role = release.roles_by_title[0]
    return role, {one.skill: max(0, one.level - place % 3) for place, one in enumerate(role.requirements_in_order)}


@lru_cache(maxsize=4)
def example(release: Released) -> Example:
    """Kept per process: it is the same for everybody, and a plan takes longer than a page."""
    role, held = person(release)
    by_position = {release.skills[skill].position: level for skill, level in held.items()}
    skills = [(release.skills[skill], level) for skill, level in held.items() if level][:SKILLS]
    return Example(
        receipt=receipt_page(release, by_position, role.slug),
        skills=[(skill, skill.levels[level - 1]) for skill, level in skills],
        roles=top_roles(release, by_position),
        way=_way(release, role.slug, held),
    )


def _way(release: Released, role: str, held: Mapping[str, int]) -> Way | None:
    """Without months: it starts whenever somebody reads it."""
    try:
        plan = engine.plan(inputs.compiled(release), inputs.study(release), held, role, None)
    except engine.Unreachable:
        return None
    if not plan.steps:
        return None
    pace, start = engine.Pace(per_week=words.USUAL_PACE), release.published_on
    dated = [
        {"starts": start + first * DAY, "ends": start + last * DAY, "fit_after": step.fit_after, "state": "open"}
        for step, (first, last) in zip(plan.steps, pace.days(step.hours for step in plan.steps), strict=True)
    ]
    weeks = pace.weeks(plan.hours)
    return Way(
        plan=plan,
        first=release.skills[plan.steps[0].skill],
        when=f"in {weeks} week{'' if weeks == 1 else 's'}",
        picture=picture(plan.fit, None, dated, start, start) | {"ticks": ()},
    )
