"""Two or three roles side by side, as plain values: what they share, what only one asks, and how far somebody is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from careers.catalogue.content import Requirement, Role
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs, words

MOST = 3
SHOWN = 8  # of what only one role asks; the rest folds away


class Chosen(NamedTuple):
    """What an address asked to compare: the roles, the names that are none, and how many were too many."""

    roles: tuple[Role, ...]
    unknown: tuple[str, ...]
    left_out: int


def chosen(release: Released, asked: Iterable[str]) -> Chosen:
    """The roles named in `asked`, each once and in that order; every entry may hold several with commas between."""
    names = list(dict.fromkeys(name for entry in asked for name in map(str.strip, entry.split(",")) if name))
    found = {name: release.role_slug(name) for name in names}
    roles = [release.roles[slug] for slug in dict.fromkeys(slug for slug in found.values() if slug)]
    unknown = [name[:80] for name, slug in found.items() if slug is None]
    return Chosen(tuple(roles[:MOST]), tuple(unknown[:MOST]), max(len(roles) - MOST, 0))


def compare_page(release: Released, picked: Chosen, by_position: Mapping[int, int]) -> dict[str, Any]:
    """Both in general and, where `by_position` has claims, for the person."""
    held = inputs.levels(release, by_position)
    roles = picked.roles
    scores = {score.role: score for score in engine.score(inputs.compiled(release), held)} if held else {}
    have = {line.skill: line for role in roles if role.slug in scores for line in scores[role.slug].receipt}
    return {
        "roles": [_column(release, role, scores.get(role.slug)) for role in roles],
        "groups": _groups(release, roles, have, held) if len(roles) > 1 else [],
        "unknown": picked.unknown,
        "left_out": picked.left_out,
        "most": MOST,
        "pairs": _pairs(release, roles) if len(roles) < 2 else [],
        "has_claims": bool(held),
        "choices": [{"slug": role.slug, "title": role.title} for role in release.roles_by_title],
        "slots": [roles[place].slug if place < len(roles) else "" for place in range(MOST)],
    }


def _pairs(release: Released, picked: Sequence[Role]) -> list[tuple[Role, Role]]:
    """Each role beside the first neighbour that it is told apart from in words; one that is picked, beside them all."""
    found: dict[frozenset[str], tuple[Role, Role]] = {}
    for role in picked or release.roles_by_title:
        for one in role.differences if picked else role.differences[:1]:
            found.setdefault(frozenset((role.slug, one.role)), (role, release.roles[one.role]))
    return list(found.values())


def _column(release: Released, role: Role, score: engine.RoleScore | None) -> dict[str, Any]:
    way = release.ways[role.slug]
    return {
        "slug": role.slug,
        "title": role.title,
        "summary": role.summary,
        "must_have_count": sum(asked.essential for asked in role.requirements),
        "requirement_count": len(role.requirements),
        "hours_to_must_haves": f"{way.hours_to_must_haves:,}",
        "hours": f"{way.hours:,}",
        "differences": [
            {"title": release.roles[one.role].title, "text": one.text, "slug": one.role} for one in role.differences
        ],
        "own": None
        if score is None
        else {
            "fit": words.text(score.fit),
            "highest": hundredths(score.highest),
            "usual": hundredths(score.usual or 0),
            "known": hundredths(score.known),
            "band": score.band,
            "band_label": words.BAND_LABELS.get(score.band or "", ""),
            "must_haves_met": score.must_haves_met,
            "must_haves_of": score.must_haves_of,
        },
    }


def _groups(
    release: Released, roles: Sequence[Role], have: Mapping[str, engine.Line], held: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The skills that all ask, then those that two of three ask, then what only one asks, role by role."""
    asked = {role.slug: {one.skill: one for one in role.requirements} for role in roles}
    askers = {
        skill: tuple(role.slug for role in roles if skill in asked[role.slug])
        for skill in {skill for own in asked.values() for skill in own}
    }
    every = tuple(role.slug for role in roles)
    some = sorted(
        {who for who in askers.values() if 1 < len(who) < len(every)}, key=lambda who: [*map(every.index, who)]
    )
    groups = []
    for who in (every, *some, *((slug,) for slug in every)):
        lines = [
            _line(release, skill, [asked[slug].get(skill) for slug in every], have.get(skill), held)
            for skill in askers
            if askers[skill] == who
        ]
        lines.sort(key=lambda line: (not line["essential"], -line["possible"], line["skill_slug"]))
        first, more = (lines, []) if len(lines) <= SHOWN + 2 else (lines[:SHOWN], lines[SHOWN:])
        groups.append(
            {
                "titles": [release.roles[slug].title for slug in who],
                "all": who == every,
                "lines": lines,
                "first": first,
                "more": more,
            }
        )
    return groups


def _line(
    release: Released,
    skill: str,
    asked: Sequence[Requirement | None],
    line: engine.Line | None,
    held: Mapping[str, int],
) -> dict[str, Any]:
    there = [one for one in asked if one is not None]
    cells = [_cell(one, line) for one in asked]
    return {
        "skill_slug": skill,
        "skill_name": release.skills[skill].name,
        "essential": any(one.essential for one in there),
        "possible": sum(one.points_possible for one in there),
        "have": line.have if line else None,
        "known": skill in held,
        "via_slug": line.via if line else None,
        "via_name": release.skills[line.via].name if line and line.via else "",
        "how": line.how if line else None,
        "cells": cells,
        "only": next(cell for cell in cells if cell),
    }


def _cell(asked: Requirement | None, line: engine.Line | None) -> dict[str, Any] | None:
    if asked is None:
        return None
    return {
        "level": asked.level,
        "level_word": asked.level_word,
        "essential": asked.essential,
        "points": hundredths(asked.points_possible),
        "met": line is not None and line.have >= asked.level,
    }
