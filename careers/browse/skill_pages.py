"""The content of the pages of skills: values of a release, and what a page adds to them. Free of HTTP."""

import datetime
from collections.abc import Collection, Iterable
from typing import NamedTuple

from careers.catalogue.content import Near, Requirement, Resource, Role, Skill
from careers.catalogue.released import Match, Released
from careers.words import said_day

KINDS = ("language", "tool", "concept", "practice", "domain")


class SkillRow(NamedTuple):
    """A skill in a list, the alias that a query matched, if any, and how many roles ask for the skill.

    If none does: `through`, the nearest skill that it counts as and roles ask, whether that is all of it (a kind of
    it) or at a lower level, and how many roles do.
    """

    skill: Skill
    matched: str
    roles: int
    through: Skill | None = None
    through_whole: bool = False
    through_roles: int = 0


def skill_row(release: Released, found: Match) -> SkillRow:
    roles = len(release.asked_by.get(found.skill.slug, []))
    near = None if roles else nearest_asked(release, found.skill)
    if near is None:
        return SkillRow(*found, roles)
    return SkillRow(*found, roles, release.skills[near.skill], near.distance == 0, len(release.asked_by[near.skill]))


def nearest_asked(release: Released, skill: Skill) -> Near | None:
    """The skill that roles ask and this one counts as: the nearest, and of equally near ones what most roles ask."""
    asked = [near for near in skill.near if near.skill in release.asked_by]
    return min(asked, key=lambda one: (one.distance, -len(release.asked_by[one.skill]), one.skill), default=None)


def skills_found(release: Released, query: str) -> list[SkillRow]:
    """The skills that a query finds, best first."""
    return [skill_row(release, match) for match in release.suggest(query, limit=len(release.skills))]


def skills_by_kind(release: Released) -> list[tuple[str, list[SkillRow]]]:
    """Each kind that has skills, with all of them by name."""
    by_name = sorted(release.skills.values(), key=lambda skill: skill.name.casefold())
    rows = [skill_row(release, Match(skill, "")) for skill in by_name]
    kinds = [(kind, [row for row in rows if row.skill.kind == kind]) for kind in KINDS]
    return [(kind, own) for kind, own in kinds if own]


class Linked(NamedTuple):
    """Another skill, and everything about how it relates to this one."""

    skill: Skill
    note: str


class SkillPage(NamedTuple):
    skill: Skill
    aliases: list[str]
    hours_reason: str
    learn_first: list[Linked]
    comes_with: list[Linked]
    opens: list[Linked]
    kind_of: list[Linked]
    counts_as: list[Linked]
    kinds: list[Linked]
    counted_by: list[Linked]
    asked_by: list[tuple[Role, Requirement]]
    must_have_of: int
    through: Skill | None
    through_lower: str
    asked_through: list[tuple[Role, Requirement]]
    resources: list[Resource]
    links_seen: str


def skill_page(release: Released, skill: Skill) -> SkillPage:
    asked = release.asked_by.get(skill.slug, [])
    near = None if asked else nearest_asked(release, skill)
    counts_as = [(release.skills[near.skill], near) for near in skill.near]
    counted_by = release.counted_by.get(skill.slug, [])
    return SkillPage(
        skill=skill,
        aliases=[*skill.aliases, *skill.exact_aliases],
        hours_reason=skill.hours_reason.rstrip("."),
        learn_first=_before(release, skill, implied=False),
        comes_with=_before(release, skill, implied=True),
        opens=_linked(
            (other, f"needs {skill.name} {need.skill_level} for its level {need.level}")
            for other, need in release.opens.get(skill.slug, [])
        ),
        kind_of=_near(counts_as, kinds=True),
        counts_as=_near(counts_as, kinds=False),
        kinds=_near(counted_by, kinds=True),
        counted_by=_near(counted_by, kinds=False),
        asked_by=sorted(asked, key=_by_points),
        must_have_of=sum(one.essential for _, one in asked),
        through=release.skills[near.skill] if near else None,
        through_lower=_lower(near.distance) if near else "",
        asked_through=sorted(release.asked_by[near.skill], key=_by_points) if near else [],
        resources=sorted(skill.resources, key=lambda one: (not one.free, one.from_level, one.to_level, one.title)),
        links_seen=days_said({one.seen_on for one in skill.resources}),
    )


def days_said(days: Collection[datetime.date]) -> str:
    """The first and the last of some days, as people say them; nothing for no days.

    >>> days_said([datetime.date(2026, 11, 24), datetime.date(2026, 11, 28)])
    '24 to 28 November 2026'
    """
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return f"on {said_day(last)}"
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day if same_month else said_day(first)} to {said_day(last)}"


def _by_points(pair: tuple[Role, Requirement]) -> tuple[bool, int, int, str]:
    role, asked = pair
    return not asked.essential, -asked.level, -asked.points_possible, role.slug


def _before(release: Released, skill: Skill, *, implied: bool) -> list[Linked]:
    """The prerequisites that come with the skill by themselves, or those that only make it easier to learn."""
    needs = sorted(skill.prerequisites, key=lambda need: (need.level, need.skill))
    says = "level {0} with level {1}" if implied else "level {0}, to reach {1}"
    return _linked(
        (release.skills[need.skill], says.format(need.skill_level, need.level))
        for need in needs
        if need.implied == implied
    )


def _linked(links: Iterable[tuple[Skill, str]]) -> list[Linked]:
    """Each skill once, with all its notes."""
    notes: dict[Skill, list[str]] = {}
    for skill, note in links:
        notes.setdefault(skill, []).append(note)
    return [Linked(skill, "; ".join(own)) for skill, own in notes.items()]


def _near(links: Iterable[tuple[Skill, Near]], *, kinds: bool) -> list[Linked]:
    """Kinds (distance 0), or skills near at a distance, the nearest first."""
    chosen = [(other, near) for other, near in links if (near.distance == 0) == kinds]
    chosen.sort(key=lambda pair: (pair[1].distance, pair[0].name.casefold()))
    return _linked((other, _lower(near.distance)) for other, near in chosen)


def _lower(distance: int) -> str:
    return f"{distance} level{'s' if distance > 1 else ''} lower" if distance else ""
