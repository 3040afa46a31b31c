"""What the pages of roles show, as plain values: built from the current release alone, free of HTTP."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from careers.catalogue.content import Group, Project, Requirement, Role, Skill
from careers.catalogue.released import Released
from careers.catalogue.way import Step, hours
from careers.words import LEVEL_WORDS, hundredths, long_time

# Hours a week: next to a full job, the usual evening pace, half time, full time.
PACES = ((4, ""), (8, ""), (20, "half time"), (35, "full time"))
USUAL_PACE = 8
A_WEEKEND, TWO_WEEKENDS = 16, 28  # hours for a project
SKYLINE_GAP = 60  # between must-haves and the rest, in hundredths of a point like the widths
NAMES_SHOWN = 2

# Roles of a release that was published before the catalogue had groups.
UNGROUPED = Group(slug="", title="Roles", summary="", order=1)


def roles_page(release: Released) -> dict[str, Any]:
    """Every role in short, in the groups of the catalogue: the foundation's first, then by order."""
    known = {group.slug: group for group in release.content.groups}
    roles: dict[Group, list[Role]] = {}
    for role in release.roles_by_title:
        roles.setdefault(known.get(role.group, UNGROUPED), []).append(role)
    in_order = sorted(roles, key=lambda group: (not roles[group][0].foundation, group.order, group.slug))
    return {
        "groups": [
            {"title": group.title, "line": group.summary, "roles": [_card(release, role) for role in roles[group]]}
            for group in in_order
        ],
        "base": release.foundation,
        "role_count": len(release.roles),
        "skill_count": len(release.skills),
    }


def _card(release: Released, role: Role) -> dict[str, Any]:
    base = release.foundation
    return {
        "slug": role.slug,
        "title": role.title,
        "summary": role.summary,
        "line": one_line(role.summary),
        "foundation": role.foundation,
        "must_haves": [release.skills[r.skill].name for r in role.requirements_in_order if r.essential],
        "requirement_count": len(role.requirements),
        "hours_to_must_haves": f"{release.ways[role.slug].hours_to_must_haves:,}",
        "shared_with_foundation": len(_shared(role, base)) if base and not role.foundation else None,
    }


def one_line(summary: str) -> str:
    """The first sentence of a summary, without the list after its colon.

    >>> one_line("They build, e.g. search. Much else follows."), one_line("They build: this, that. And more.")
    ('They build, e.g. search.', 'They build.')
    """
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", summary, maxsplit=1)[0]
    start, colon, _ = sentence.partition(": ")
    return f"{start}." if colon else sentence


def role_page(release: Released, role: Role) -> dict[str, Any]:
    asked = role.requirements_in_order
    return {
        **_card(release, role),
        "day": role.day,
        "entry": role.entry,
        "esco_code": role.esco_code,
        "onet_code": role.onet_code,
        "usual": hundredths(role.usual),
        "beyond_study": role.beyond_study,
        "responsibilities": role.responsibilities,
        "projects": [_project(release, project) for project in role.projects_in_order],
        "requirements": [_requirement(release, one) for one in asked],
        "counted": sum(one.counted is not None for one in asked),
        "skyline": skyline(release, asked),
        "by_level": _by_level(release, asked),
        "by_kind": _by_kind(release, asked),
        "neighbours": [
            {"role_slug": one.role, "role_title": release.roles[one.role].title, "text": one.text}
            | overlap(release, role, release.roles[one.role])
            for one in role.differences
        ],
        "stands_on": _stands_on(release, role),
        "carries": _carries(release, role),
        "way": way_page(release, role),
    }


def _project(release: Released, project: Project) -> dict[str, Any]:
    return {
        "slug": project.slug,
        "title": project.title,
        "hours": project.hours,
        "time": effort(project.hours),
        "build": project.build,
        "good": project.good,
        "show": project.show,
        "skills": [
            {**_named(release.skills[own.skill]), "level": own.level, "level_word": LEVEL_WORDS[own.level]}
            for own in sorted(project.skills, key=lambda own: (-own.level, release.skills[own.skill].name.casefold()))
        ],
    }


def effort(hours: int) -> str:
    """How long a project takes, as people plan it.

    >>> effort(12), effort(24), effort(40)
    ('a weekend', 'two weekends', 'about 40 hours')
    """
    if hours <= A_WEEKEND:
        return "a weekend"
    return "two weekends" if hours <= TWO_WEEKENDS else f"about {hours} hours"


def _requirement(release: Released, asked: Requirement) -> dict[str, Any]:
    skill = release.skills[asked.skill]
    return {
        **_named(skill),
        "level": asked.level,
        "level_word": asked.level_word,
        "meaning": skill.meaning(asked.level),
        "importance": asked.importance,
        "essential": asked.essential,
        "points_at_1": hundredths(asked.points_at(1)),
        "points_possible": hundredths(asked.points_possible),
        "evidence": "judged" if asked.counted is None else f"{asked.counted} of {asked.of} ads",
        "reason": asked.reason,
    }


def _named(skill: Skill) -> dict[str, Any]:
    return {"skill_slug": skill.slug, "skill_name": skill.name}


# The picture of the levels, and the same in words


def skyline(release: Released, asked: Iterable[Requirement]) -> dict[str, Any]:
    """One block a requirement: as high as the level asked, and as wide as its share times that level.

    A level counts by its square, so the area of a block is its points. Must-haves stand left, the highest first.
    """
    blocks: list[dict[str, Any]] = []
    x = 0
    in_order = sorted(asked, key=lambda one: (not one.essential, -one.level, -one.share, one.skill))
    for one in in_order:
        if blocks and blocks[-1]["essential"] and not one.essential:
            x += SKYLINE_GAP
        blocks.append(
            {
                **_named(release.skills[one.skill]),
                "x": x,
                "width": one.share * one.level,
                "y": len(LEVEL_WORDS) - 1 - one.level,
                "level": one.level,
                "level_word": one.level_word,
                "essential": one.essential,
                "points_possible": hundredths(one.points_possible),
            }
        )
        x += one.share * one.level
    musts = [one for one in in_order if one.essential]
    return {
        "blocks": blocks,
        "width": x,
        "must_have_count": len(musts),
        "must_have_points": hundredths(sum(one.points_possible for one in musts)),
        "valued_count": len(in_order) - len(musts),
        "valued_points": hundredths(sum(one.points_possible for one in in_order if not one.essential)),
    }


def _by_level(release: Released, asked: Sequence[Requirement]) -> list[dict[str, Any]]:
    """What is asked at each level, the highest first; must-haves lead, as in `asked`."""
    return [
        {
            "level": level,
            "word": LEVEL_WORDS[level],
            "skills": [
                {**_named(release.skills[one.skill]), "essential": one.essential} for one in asked if one.level == level
            ],
        }
        for level in sorted({one.level for one in asked}, reverse=True)
    ]


def _by_kind(release: Released, asked: Sequence[Requirement]) -> list[dict[str, Any]]:
    """How many points of the role each kind of skill makes up, most first."""
    points: dict[str, int] = {}
    count: dict[str, int] = {}
    for one in asked:
        kind = release.skills[one.skill].kind
        points[kind] = points.get(kind, 0) + one.points_possible
        count[kind] = count.get(kind, 0) + 1
    most = max(points.values(), default=0)
    return [
        {"kind": kind, "count": count[kind], "hundredths": own, "most": most, "points": hundredths(own)}
        for kind, own in sorted(points.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


# Roles next to each other


def _shared(role: Role, other: Role) -> list[tuple[Requirement, Requirement]]:
    """The skills that both ask, as `role` and as `other` ask them, in the order of `role`."""
    theirs = {one.skill: one for one in other.requirements}
    return [(one, theirs[one.skill]) for one in role.requirements_in_order if one.skill in theirs]


def overlap(release: Released, role: Role, other: Role) -> dict[str, Any]:
    """How many requirements two roles share, by skill; a kind of a skill is another skill here."""
    shared = _shared(role, other)
    return {
        "shared": [
            {**_named(release.skills[mine.skill]), "level": mine.level, "other_level": theirs.level}
            for mine, theirs in shared
        ],
        "only_here": len(role.requirements) - len(shared),
        "only_there": len(other.requirements) - len(shared),
        "here": len(role.requirements),
        "all": len(role.requirements) + len(other.requirements) - len(shared),
    }


def _stands_on(release: Released, role: Role) -> dict[str, Any] | None:
    """Which skills of the foundation this role builds on: those it asks, and those that its way from zero needs."""
    base = release.foundation
    if base is None or role.foundation:
        return None
    asked = _shared(role, base)
    own = {one.skill for one in role.requirements}
    needed = release.ways[role.slug].levels
    return {
        "role_slug": base.slug,
        "role_title": base.title,
        "of": len(base.requirements),
        "asked": [
            {**_named(release.skills[mine.skill]), "level": mine.level, "base_level": theirs.level}
            for mine, theirs in asked
        ],
        "needed": [
            {**_named(release.skills[one.skill]), "level": needed[one.skill], "base_level": one.level}
            for one in base.requirements_in_order
            if one.skill in needed and one.skill not in own
        ],
    }


def _carries(release: Released, role: Role) -> list[dict[str, Any]]:
    """The roles that stand on this one, where it is the foundation: those that share most of it first."""
    if not role.foundation:
        return []
    rows = [
        {
            "role_slug": other.slug,
            "role_title": other.title,
            "shared": len(_shared(other, role)),
            "of": len(other.requirements),
        }
        for other in release.roles_by_title
        if not other.foundation
    ]
    return sorted(rows, key=lambda row: -row["shared"])


# The way from zero


def way_page(release: Released, role: Role) -> dict[str, Any]:
    way = release.ways[role.slug]
    phases: list[dict[str, Any]] = [
        {
            "key": key,
            "hours": hours(steps),
            "hours_text": f"{hours(steps):,}",
            "runs": [
                _run(release, role, list(run), way.levels if key == "rest" else way.must_have_levels)
                for _, run in groupby(steps, key=lambda step: step.skill)
            ],
        }
        for key, steps in zip(way._fields, way, strict=True)
        if steps
    ]
    return {
        "phases": phases,
        "most": max(run["hours"] for phase in phases for run in phase["runs"]),
        "hours": way.hours,
        "hours_text": f"{way.hours:,}",
        "groundwork_hours": hours(way.groundwork),
        "must_have_hours": hours(way.must_haves),
        "rest_hours": hours(way.rest),
        "to_must_haves": way.hours_to_must_haves,
        "to_must_haves_text": f"{way.hours_to_must_haves:,}",
        "usual_pace": USUAL_PACE,
        "usual_weeks": weeks(way.hours_to_must_haves, USUAL_PACE),
        "paces": [
            {
                "hours_a_week": pace,
                "name": name,
                "to_must_haves": _time(way.hours_to_must_haves, pace),
                "to_all": _time(way.hours, pace),
            }
            for pace, name in PACES
        ],
    }


def _time(hours: int, hours_a_week: int) -> dict[str, Any]:
    needed = weeks(hours, hours_a_week)
    return {"weeks": needed, "long": long_time(needed)}


def weeks(hours: int, hours_a_week: int) -> int:
    """Whole weeks, the last one begun.

    >>> weeks(16, 8), weeks(17, 8)
    (2, 3)
    """
    return -(-hours // hours_a_week)


def _run(release: Released, role: Role, steps: Sequence[Step], reached: Mapping[str, int]) -> dict[str, Any]:
    """Several levels of one skill in a row, with those of the levels `reached` that need them first."""
    skill, begin, end = steps[0].skill, steps[0].from_level, steps[-1].to_level
    opened = dict.fromkeys(
        other.name
        for other, need in release.opens.get(skill, [])
        if begin < need.skill_level <= end and reached.get(other.slug, 0) >= need.level
    )
    return {
        **_named(release.skills[skill]),
        "from_level": begin,
        "to_level": end,
        "word": LEVEL_WORDS[end],
        "hours": hours(steps),
        "asked": any(one.skill == skill and one.level == end for one in role.requirements),
        "opens": list(opened)[:NAMES_SHOWN],
        "opens_more": len(list(opened)[NAMES_SHOWN:]),
    }
