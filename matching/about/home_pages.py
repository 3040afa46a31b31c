"""The example on the landing page: a made-up person's skills, roles, receipt and plan.

All of it is computed from the release and nothing is written by hand, so it stays true of every release.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from careers.catalogue.content import Level, Role, Skill
from careers.catalogue.released import Released
from careers.words import duration
from matching import engine, words
from matching.matches.pages import top_roles
from matching.matches.receipt_pages import Part, ReceiptLine, ReceiptPage, receipt_page
from matching.plans import operations
from matching.plans.operations import Wish
from matching.plans.pages import Picture, picture
from matching.plans.shown import ShownPlan, drawn_plan

SKILLS = 3  # as many as fit next to the words
LINES = 5


class Way(NamedTuple):
    """The plan to ready at the usual pace. Its picture has no months: it starts whenever somebody reads it."""

    plan: ShownPlan
    when: str
    picture: Picture


class Example(NamedTuple):
    """The `lines` of its receipt are those in view; the `rest` fold away under their sum."""

    receipt: ReceiptPage
    lines: Sequence[ReceiptLine]
    rest: Part
    skills: Sequence[tuple[Skill, Level]]
    roles: Sequence[engine.RoleScore]
    way: Way | None


def person(release: Released) -> tuple[Role, dict[str, int]]:
    """Somebody a season away from the first role by title (the foundation, if there is one).

    Of the must-haves the last and every fourth before it are one level short; of the other skills a third is held, a
    third one level short and a third two. A visitor's first plan should be one that a person would follow: with half of
    everything it was a year.
    """
    role = release.roles_by_title[0]
    musts = [one for one in role.requirements_in_order if one.essential]
    valued = [one for one in role.requirements_in_order if not one.essential]
    held = {one.skill: one.level - ((len(musts) - place) % 4 == 1) for place, one in enumerate(musts)}
    return role, held | {one.skill: max(0, one.level - place % 3) for place, one in enumerate(valued)}


@lru_cache(maxsize=4)
def example(release: Released) -> Example:
    """The example, kept per process: it is the same for everybody, and a plan takes longer than a page."""
    role, held = person(release)
    by_position = {release.skills[skill].position: level for skill, level in held.items()}
    skills = [(release.skills[skill], level) for skill, level in held.items() if level][:SKILLS]
    receipt = receipt_page(release, by_position, role.slug)
    return Example(
        receipt=receipt,
        lines=receipt.lines[:LINES],
        rest=Part(receipt.lines[LINES:]),
        skills=[(skill, skill.levels[level - 1]) for skill, level in skills],
        roles=top_roles(release, by_position),
        way=_way(release, role.slug, held),
    )


def _way(release: Released, role: str, held: Mapping[str, int]) -> Way | None:
    start = release.published_on
    wish = Wish(role, None, engine.Pace(per_week=words.USUAL_PACE), start)
    try:
        drawn = operations.draw_plan(release=release, levels=held, wish=wish)
    except engine.Unreachable:
        return None
    plan = drawn_plan(release, wish, drawn)
    if not plan.steps:
        return None
    return Way(
        plan=plan,
        when=f"in {duration(plan.weeks)}",
        picture=picture(drawn.plan.fit, plan.goal, plan.steps, start, start)._replace(ticks=()),
    )
