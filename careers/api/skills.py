"""Skills as they come in a body: `{"python": 3, "k8s": 2}` becomes levels by slug, or errors that say what to do."""

from collections.abc import Collection
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careers.api.parsers import Pairs
from careers.catalogue.released import Released

MOST_SKILLS = 500
SHOWN = 80  # letters of a wrong key that a message repeats


@extend_schema_field({"type": "object", "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 5}})
class SkillsField(serializers.Field):
    """Keys: slug, name or alias, case-folded. Values: JSON integers 0 to 5. Reads `release` from the context."""

    def to_internal_value(self, data: Any) -> dict[str, int]:
        levels = _levels(self.context["release"], _pairs(data))
        return {slug: level for slug, level in levels.items() if level is not None}


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 5, "nullable": True},
        "description": "A level, or null to take the claim away.",
    }
)
class ChangesField(serializers.Field):
    """The same, and null takes a claim away, also of a skill that only the person still has: `held` in the context."""

    def to_internal_value(self, data: Any) -> dict[str, int | None]:
        return _levels(self.context["release"], _pairs(data), removable=True, held=self.context["held"])


def _pairs(data: Any) -> list[tuple[str, Any]]:
    if not isinstance(data, dict):
        raise serializers.ValidationError('Give an object such as {"python": 3}.')
    pairs = data.pairs if isinstance(data, Pairs) else list(data.items())
    if len(pairs) > MOST_SKILLS:
        raise serializers.ValidationError(f"{len(pairs)} skills are too many; up to {MOST_SKILLS} are taken.")
    return pairs


def _levels(
    release: Released, pairs: list[tuple[str, Any]], *, removable: bool = False, held: Collection[str] = ()
) -> dict[str, int | None]:
    levels: dict[str, int | None] = {}
    named: dict[str, str] = {}
    errors: list[str] = []
    for term, level in pairs:
        skill = release.find(term)
        gone = removable and level is None
        if skill is None and not (gone and term in held):
            errors.append(f"{_short(term)} is no skill of release {release.number}. {_hint(release, term)}")
            continue
        slug = skill.slug if skill else term
        if not gone and (type(level) is not int or not 0 <= level <= 5):
            errors.append(f"{_short(term)}: {_short(level)} is no level. Give a whole number from 0 to 5.")
        elif levels.setdefault(slug, level) != level:
            errors.append(
                f"{_short(named[slug])} and {_short(term)} are one skill, {slug}, "
                f"with the levels {_said(levels[slug])} and {_said(level)}. Give it once."
            )
        else:
            named.setdefault(slug, term)
    if errors:
        raise serializers.ValidationError(errors)
    return levels


def _said(level: int | None) -> str:
    return "null" if level is None else str(level)


def _hint(release: Released, term: str) -> str:
    """What to send instead: the nearest skill by name, where there is one."""
    for match in release.suggest(term[:SHOWN], limit=1):
        return f"Did you mean {match.skill.slug}?"
    return "See /api/v1/skills/."


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
