"""What the landing page shows of the product: a made-up person's skills, roles, receipt and plan.

All of it is worked out on the release and nothing is written by hand, so it stays true of every release.
"""

import datetime
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS, hundredths
from matching import engine, inputs, words
from matching.matches import pages as matches_pages
from matching.matches import receipt_pages
from matching.plans.pages import picture
from matching.plans.words import plain

SKILLS = 3  # as many as fit beside the words
DAY = datetime.timedelta(days=1)


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
        "receipt": receipt_pages.receipt_page(release, by_position, role.slug),
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
    weeks, first = pace.weeks(plan.hours), plan.steps[0]
    return {
        "hours": plan.hours,
        "pace": plain(words.USUAL_PACE),
        "when": f"in {weeks} week{'' if weeks == 1 else 's'}",
        "fit": hundredths(plan.fit),
        "fit_after": hundredths(plan.steps[-1].fit_after),
        "goal": hundredths(engine.READY_FROM),
        "step_count": len(plan.steps),
        "first": f"{release.skills[first.skill].name} {first.to_level}",
        "picture": picture(plan.fit, None, dated, start, start) | {"ticks": ()},
    }
