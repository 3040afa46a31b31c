"""What the landing page shows of the product: a made-up person's skills, roles, receipt and plan.

All of it is worked out on the release and nothing is written by hand, so it stays true of every release.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS
from matching import engine, words
from matching.matches import pages as matches_pages
from matching.matches import receipt_pages
from matching.plans import operations
from matching.plans.operations import Wish
from matching.plans.pages import picture
from matching.plans.shown import drawn_plan

SKILLS = 3  # as many as fit beside the words


@lru_cache(maxsize=4)
def example(release: Released) -> Mapping[str, Any]:
    """The first role by title (the foundation, where there is one), held at about half of what it asks.

    Kept per process: it is the same for everybody, and a plan takes longer than a page.
    """
    role = release.roles_by_title[0]
    held = {one.skill: max(0, one.level - place % 3) for place, one in enumerate(role.requirements_in_order)}
    by_position = {release.skills[skill].position: level for skill, level in held.items()}
    return {
        "held": held,
        "receipt": receipt_pages.receipt_page(release, by_position, role.slug)["score"],
        "skills": [_skill(release, skill, level) for skill, level in held.items() if level][:SKILLS],
        "roles": matches_pages.top_roles(release, by_position),
        "plan": _plan(release, role.slug, held),
    }


def _skill(release: Released, slug: str, level: int) -> dict[str, Any]:
    skill = release.skills[slug]
    return {
        "skill_name": skill.name,
        "level": level,
        "level_word": LEVEL_WORDS[level],
        "meaning": skill.meaning(level),
    }


def _plan(release: Released, role: str, held: Mapping[str, int]) -> dict[str, Any] | None:
    """The way to ready at the usual pace. Without months: it starts whenever somebody reads it."""
    start = release.published_on
    wish = Wish(role, None, engine.Pace(per_week=words.USUAL_PACE), start)
    try:
        drawn = operations.draw_plan(release=release, levels=held, wish=wish)
    except engine.Unreachable:
        return None
    plan = drawn_plan(release, wish, drawn)
    if plan.next is None:
        return None
    return {
        "hours": plan.hours,
        "pace": plan.pace_text,
        "when": f"in {plan.weeks} week{'' if plan.weeks == 1 else 's'}",
        "fit": plan.fit,
        "fit_after": plan.steps[-1].fit_after,
        "goal": plan.goal,
        "step_count": len(plan.steps),
        "first": f"{plan.next.name} {plan.next.to_level}",
        "picture": picture(drawn.plan.fit, plan.goal, plan.steps, start, start)._replace(ticks=()),
    }
