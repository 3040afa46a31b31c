"""The hours that the levels of a skill take, and those for which there is material to learn from."""

from collections.abc import Iterable
from typing import NamedTuple

from careers.catalogue.draft import Draft, Resource, Skill, Teaches
from careers.catalogue.findings import kind_levels

HALF = 2  # material for one hour in this many is enough: the rest is practice


class Covered(NamedTuple):
    """A must-have: the highest level that a role asks of it, the hours from nothing to it, and those of material."""

    skill: Skill
    level: int
    hours: int
    material: int

    @property
    def enough(self) -> bool:
        return self.material * HALF >= self.hours


def level_hours(draft: Draft) -> dict[tuple[str, int], int | None]:
    """The hours of each (skill, level) from the level below; None: study does not lead there.

    The kind's hours times the skill's factor in per cent, rounded half up, at least one.
    """
    usual = kind_levels(draft)
    return {
        (skill.slug, level): None if (own := usual[skill.kind, level].hours) is None else _scaled(own, skill)
        for skill in draft.skills
        for level in range(1, 6)
    }


def _scaled(hours: int, skill: Skill) -> int:
    return max(1, (hours * skill.hours_factor + 50) // 100)


def must_haves(draft: Draft) -> list[Covered]:
    """Every skill that some role asks as a must-have, by slug."""
    asked: dict[str, int] = {}
    for one in draft.requirements:
        if one.essential:
            asked[one.skill] = max(one.level, asked.get(one.skill, 0))
    hours = level_hours(draft)
    skills = {skill.slug: skill for skill in draft.skills}
    return [
        Covered(
            skills[slug],
            level,
            between(hours, slug, 0, level),
            round(sum(_serves(hours, use, level) for use in _uses(draft.resources, slug))),
        )
        for slug, level in sorted(asked.items())
    ]


def _uses(resources: Iterable[Resource], skill: str) -> list[Teaches]:
    return [use for resource in resources for use in resource.skills if use.skill == skill]


def _serves(hours: dict[tuple[str, int], int | None], use: Teaches, level: int) -> float:
    """The hours of a use up to a level; a use that leads beyond it counts by the share of its span below it."""
    span = between(hours, use.skill, use.from_level, use.to_level)
    below = between(hours, use.skill, use.from_level, min(use.to_level, level))
    return use.hours * below / span if span else 0


def between(hours: dict[tuple[str, int], int | None], skill: str, low: int, high: int) -> int:
    """The hours from one level to another; levels that study does not lead to have none."""
    return sum(hours[skill, level] or 0 for level in range(low + 1, high + 1))
