"""What the pages show, as plain values: built from the current release and the person's claims, free of HTTP."""

from collections.abc import Iterable, Mapping
from typing import Any

from careers.catalogue.released import Level, Match, Released, Requirement, Role, Skill
from careers.models import Profile
from careers.words import LEVEL_WORDS, hundredths

SUGGESTIONS = 8


def level_choices(skill: Skill) -> list[dict[str, Any]]:
    """Levels 0 to 5 with their words and sentences."""
    return [{"level": n, "word": LEVEL_WORDS[n], "meaning": skill.meaning(n)} for n in range(6)]


def role_cards(release: Released) -> list[dict[str, Any]]:
    return [
        {
            "slug": role.slug,
            "title": role.title,
            "summary": role.summary,
            "foundation": role.foundation,
            "must_haves": [release.skills[r.skill].name for r in role.requirements_in_order if r.essential],
            "requirement_count": len(role.requirements),
        }
        for role in release.roles_by_title
    ]


def role_page(release: Released, role: Role) -> dict[str, Any]:
    return {
        "slug": role.slug,
        "title": role.title,
        "summary": role.summary,
        "day": role.day,
        "entry": role.entry,
        "foundation": role.foundation,
        "esco_code": role.esco_code,
        "onet_code": role.onet_code,
        "typical": hundredths(role.typical),
        "responsibilities": role.responsibilities,
        "differences": [
            {"role_slug": one.role, "role_title": release.roles[one.role].title, "text": one.text}
            for one in role.differences
        ],
        "requirements": [_requirement(release, asked) for asked in role.requirements_in_order],
    }


def _requirement(release: Released, asked: Requirement) -> dict[str, Any]:
    skill = release.skills[asked.skill]
    return {
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "level": asked.level,
        "level_word": asked.level_word,
        "meaning": skill.meaning(asked.level),
        "importance": asked.importance,
        "essential": asked.essential,
        "weight": asked.weight,
        "points_per_level": hundredths(asked.points_per_level),
        "points_possible": hundredths(asked.points_possible),
        "basis_text": asked.basis_text,
    }


def skill_page(release: Released, skill: Skill) -> dict[str, Any]:
    return {
        "slug": skill.slug,
        "name": skill.name,
        "kind": skill.kind,
        "summary": skill.summary,
        "aliases": [*skill.aliases, *skill.exact_aliases],
        "levels": [_level(level) for level in skill.levels],
        "prerequisites": [
            {"level": p.level, **_named(release.skills[p.skill]), "skill_level": p.skill_level}
            for p in skill.prerequisites
        ],
        "opens": [
            {"level": p.level, **_named(other), "skill_level": p.skill_level}
            for other, p in release.opens.get(skill.slug, [])
        ],
        "counts_as": [{**_named(release.skills[near.skill]), "distance": near.distance} for near in skill.near],
        "counted_by": [
            {**_named(other), "distance": near.distance} for other, near in release.counted_by.get(skill.slug, [])
        ],
        "asked_by": [
            {
                "role_slug": role.slug,
                "role_title": role.title,
                "level": asked.level,
                "level_word": asked.level_word,
                "essential": asked.essential,
            }
            for role, asked in release.asked_by.get(skill.slug, [])
        ],
        "resources": sorted(skill.resources, key=lambda r: (not r.free, r.from_level, r.to_level, r.title)),
    }


def _level(level: Level) -> dict[str, Any]:
    return {"level": level.level, "word": level.word, "meaning": level.meaning, "hours": level.hours}


def _named(skill: Skill) -> dict[str, Any]:
    return {"skill_slug": skill.slug, "skill_name": skill.name}


def builder_page(release: Released, profile: Profile, query: str) -> dict[str, Any]:
    """The profile builder: what the person holds, and what their query suggests."""
    claims = list(profile.claims.select_related("skill"))
    held = {claim.skill.position: claim.level for claim in claims}
    return {
        "claims": [
            _claim(release.by_position[claim.skill.position], claim.level)
            for claim in sorted(claims, key=lambda claim: claim.skill.name.casefold())
            if claim.skill.position in release.by_position
        ],
        # What the catalogue no longer has stays the person's own; it is shown and not scored.
        "unscored": [
            {"skill_slug": claim.skill.slug, "skill_name": claim.skill.name, "level_word": LEVEL_WORDS[claim.level]}
            for claim in claims
            if claim.skill.position not in release.by_position
        ],
        "version": profile.version,
        "query": query,
        "suggestions": suggestions(release, held, release.suggest(query, limit=SUGGESTIONS)),
        "level_words": LEVEL_WORDS,
    }


def _claim(skill: Skill, level: int) -> dict[str, Any]:
    return {
        **_named(skill),
        "kind": skill.kind,
        "level": level,
        "level_word": LEVEL_WORDS[level],
        "meaning": skill.meaning(level),
        "levels": level_choices(skill),
    }


def suggestions(release: Released, held: Mapping[int, int], found: Iterable[Match]) -> list[dict[str, Any]]:
    return [
        {
            **_named(match.skill),
            "kind": match.skill.kind,
            "summary": match.skill.summary,
            "matched": match.matched,
            "levels": level_choices(match.skill),
            "claimed_level": held.get(match.skill.position),
        }
        for match in found
    ]
