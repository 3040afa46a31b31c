"""What the pages of skills show, as plain values: built from the current release, free of HTTP."""

from collections.abc import Iterable
from typing import Any

from careers.catalogue.content import Level, Near, Requirement, Resource, Role, Skill
from careers.catalogue.released import Released
from careers.words import hundredths

KINDS = ("language", "tool", "concept", "practice", "domain")
USUAL = 100  # the factor of hours that changes nothing


def skills_index(release: Released, query: str) -> dict[str, Any]:
    """Every skill by kind or, with a query, what it finds, best first."""
    found = release.suggest(query, limit=len(release.skills))
    by_name = sorted(release.skills.values(), key=lambda skill: skill.name.casefold())
    return {
        "query": query,
        "found": [_row(release, match.skill) | {"matched": match.matched} for match in found],
        "kinds": [
            {"kind": kind, "skills": [_row(release, skill) for skill in by_name if skill.kind == kind]}
            for kind in KINDS
            if any(skill.kind == kind for skill in by_name)
        ],
        "skill_count": len(release.skills),
        "role_count": len(release.roles),
    }


def _row(release: Released, skill: Skill) -> dict[str, Any]:
    return {**_named(skill), "kind": skill.kind, "roles": len(release.asked_by.get(skill.slug, []))}


def skill_page(release: Released, skill: Skill) -> dict[str, Any]:
    asked = release.asked_by.get(skill.slug, [])
    counts_as = [(release.skills[near.skill], near) for near in skill.near]
    counted_by = release.counted_by.get(skill.slug, [])
    return {
        "slug": skill.slug,
        "name": skill.name,
        "kind": skill.kind,
        "position": skill.position,
        "summary": skill.summary,
        "aliases": [*skill.aliases, *skill.exact_aliases],
        "levels": [_level(level) for level in skill.levels],
        "hours_factor": skill.hours_factor,
        "hours_reason": skill.hours_reason.rstrip("."),
        "practice": skill.practice,
        "hours_usual": skill.hours_factor == USUAL,
        "learn_first": _before(release, skill, implied=False),
        "comes_with": _before(release, skill, implied=True),
        "opens": _noted(
            (other, f"level {need.level}, from {need.skill_level} here")
            for other, need in release.opens.get(skill.slug, [])
        ),
        "kind_of": _near(counts_as, kinds=True),
        "counts_as": _near(counts_as, kinds=False),
        "kinds": _near(counted_by, kinds=True),
        "counted_by": _near(counted_by, kinds=False),
        "asked_by": [_asked(role, one) for role, one in sorted(asked, key=_by_points)],
        "must_have_of": sum(one.essential for _, one in asked),
        "role_count": len(release.roles),
        "resources": resources(skill.resources),
    }


def _by_points(pair: tuple[Role, Requirement]) -> tuple[bool, int, int, str]:
    role, asked = pair
    return not asked.essential, -asked.level, -asked.points_possible, role.slug


def _asked(role: Role, asked: Requirement) -> dict[str, Any]:
    return {
        "role_slug": role.slug,
        "role_title": role.title,
        "foundation": role.foundation,
        "level": asked.level,
        "level_word": asked.level_word,
        "essential": asked.essential,
        "importance": asked.importance,
        "points_possible": hundredths(asked.points_possible),
        "evidence_text": asked.evidence_text,
    }


def _before(release: Released, skill: Skill, *, implied: bool) -> list[dict[str, Any]]:
    """The prerequisites that come with the skill by themselves, or those that it is only easier to learn after."""
    needs = sorted(skill.prerequisites, key=lambda need: (need.level, need.skill))
    says = "level {0} with level {1}" if implied else "level {0}, to reach {1}"
    return _noted(
        (release.skills[need.skill], says.format(need.skill_level, need.level))
        for need in needs
        if need.implied == implied
    )


def _level(level: Level) -> dict[str, Any]:
    return {"level": level.level, "word": level.word, "meaning": level.meaning, "hours": level.hours}


def _noted(links: Iterable[tuple[Skill, str]]) -> list[dict[str, Any]]:
    """Each skill once, with all that is to be said of it."""
    notes: dict[str, list[str]] = {}
    skills: dict[str, Skill] = {}
    for skill, note in links:
        skills[skill.slug] = skill
        notes.setdefault(skill.slug, []).append(note)
    return [_named(skills[slug]) | {"note": "; ".join(own)} for slug, own in notes.items()]


def _near(links: Iterable[tuple[Skill, Near]], *, kinds: bool) -> list[dict[str, Any]]:
    """Kinds (distance 0), or what is near at a distance: the nearest first."""
    chosen = [(other, near) for other, near in links if (near.distance == 0) == kinds]
    chosen.sort(key=lambda pair: (pair[1].distance, pair[0].name.casefold()))
    return _noted((other, _lower(near.distance)) for other, near in chosen)


def _lower(distance: int) -> str:
    return f"{distance} level{'s' if distance > 1 else ''} lower" if distance else ""


def resources(every: Iterable[Resource]) -> list[dict[str, Any]]:
    """Free ones first, then paid ones; each from where it begins."""
    in_order = sorted(every, key=lambda one: (one.from_level, one.to_level, one.title))
    groups = (("free", True), ("paid", False))
    found = [{"name": name, "resources": [one for one in in_order if one.free == free]} for name, free in groups]
    return [group for group in found if group["resources"]]


def _named(skill: Skill) -> dict[str, Any]:
    return {"skill_slug": skill.slug, "skill_name": skill.name}
