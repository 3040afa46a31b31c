"""Skills in a body: `{"python": 3, "k8s": 2}` becomes levels by slug, or errors that say what to do."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple, cast

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careers.api.bodies import MOST_NAMED, StrictSerializer, as_json
from careers.api.parsers import Pairs
from careers.catalogue.released import Released

MOST_SKILLS = 500
SHOWN = 80  # letters of a wrong key that a message repeats
MOST_LOOKED_UP = 20  # unknown keys of one call for which a suggestion is looked up, however many profiles it has
REPORT = "report"

Context = dict[str, Any]  # of a serializer: its fields write down in it what was looked up already


class Read(NamedTuple):
    """The skills of a body: levels by slug, and the keys that name no skill, as sent, sorted by code point."""

    levels: dict[str, int]
    unknown: list[str]


KEYS = (
    "Keys are slugs, names or aliases of skills, as people write them, each once; all that name one skill must agree "
    "on its level. A key that names none is a 400 that says so"
)


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_SKILLS,
        "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 5},
        "description": f'{KEYS}, unless the body says `"unknown": "report"`.',
        "example": {"python": 3, "Amazon Web Services (AWS)": 2, "sql": 0},
    }
)
class SkillsField(serializers.Field):
    """Keys: slug, name or alias, as people write them. Values: JSON integers 0 to 5. Returns a `Read`.

    `release` comes from the context, and the body's own `unknown` says whether unknown keys are to be reported.
    """

    _report = False

    def get_value(self, dictionary: Mapping[str, Any]) -> Any:
        self._report = dictionary.get("unknown") == REPORT
        return super().get_value(dictionary)

    def to_internal_value(self, data: Any) -> Read:
        levels, unknown = _levels(cast(Context, self.context), _pairs(data), report=self._report)
        return Read({slug: level for slug, level in levels.items() if level is not None}, unknown)


@extend_schema_field({"type": "string", "enum": [REPORT]})
class UnknownField(serializers.Field):
    """The choice for unknown keys: `"report"` lists them in the answer; without it they are an error."""

    def to_internal_value(self, data: Any) -> str:
        if data != REPORT:
            raise serializers.ValidationError(f'Give "{REPORT}", or leave it out.')
        return REPORT


class UnknownList(serializers.ListField):
    """The keys that name no skill."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = 'The keys that name no skill, as sent; always empty without `"unknown": "report"`.'
        super().__init__(child=serializers.CharField(), help_text=help_text, **kwargs)


class SkillsBody(StrictSerializer):
    """A body with skills, in which unknown keys may be reported instead of refused."""

    skills = SkillsField()
    unknown = UnknownField(required=False)


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_SKILLS,
        "additionalProperties": {"type": "integer", "minimum": 0, "maximum": 5, "nullable": True},
        "description": f"Each a level, or null to take the claim away. {KEYS}.",
        "example": {"python": 3, "sql": None},
    }
)
class ChangesField(serializers.Field):
    """Like `SkillsField`, but null removes a claim, even of a skill that only the person still has (`held`)."""

    def to_internal_value(self, data: Any) -> dict[str, int | None]:
        return _levels(cast(Context, self.context), _pairs(data), removable=True, held=self.context["held"])[0]


def _pairs(data: Any) -> list[tuple[str, Any]]:
    if not isinstance(data, dict):
        raise serializers.ValidationError('Give an object such as {"python": 3}.')
    pairs = data.pairs if isinstance(data, Pairs) else list(data.items())
    if len(pairs) > MOST_SKILLS:
        raise serializers.ValidationError(f"{len(pairs)} skills are too many; up to {MOST_SKILLS} are taken.")
    if isinstance(data, Pairs) and data.repeated:
        raise serializers.ValidationError([_twice(key, pairs) for key in data.repeated[:MOST_NAMED]])
    return pairs


def _twice(key: str, pairs: Iterable[tuple[str, Any]]) -> str:
    levels = dict.fromkeys(_short(level) for name, level in pairs if name == key)
    said = f", with the levels {' and '.join(levels)}" if len(levels) > 1 else ""
    return f"{_short(key)} appears more than once{said}. Give each key once."


def _levels(
    context: Context,
    pairs: list[tuple[str, Any]],
    *,
    removable: bool = False,
    held: Collection[str] = (),
    report: bool = False,
) -> tuple[dict[str, int | None], list[str]]:
    """Return the levels by slug and the unknown keys. Raises ValidationError with everything that is wrong."""
    release: Released = context["release"]
    levels: dict[str, int | None] = {}
    named: dict[str, str] = {}
    unknown: dict[str, None] = {}
    errors: list[str] = []
    for term, level in pairs:
        found = release.names.find(term)
        gone = removable and level is None
        slug = found or term
        if found is None and not report and not (gone and term in held):
            unknown[term] = None
        elif not gone and (type(level) is not int or not 0 <= level <= 5):
            errors.append(f"{_short(term)}: {_short(level)} is not a level. Give a whole number from 0 to 5.")
        elif found is None and report:
            unknown[term] = None
        elif levels.setdefault(slug, level) != level:
            errors.append(
                f"{_short(named[slug])} and {_short(term)} are one skill, {slug}, "
                f"with the levels {as_json(levels[slug])} and {as_json(level)}. Give it once."
            )
        elif slug not in named:
            named[slug] = term
    errors = _some(errors) + ([] if report else _unknown(context, list(unknown)))
    if errors:
        raise serializers.ValidationError(errors)
    return levels, sorted(unknown)


def _unknown(context: Context, terms: list[str]) -> list[str]:
    """A message for each of the first unknown keys, and one for the rest.

    Only the first ones of a call come with a suggestion, because looking one up takes as long as scoring a profile:
    `looked_up` in the context counts those of all profiles of a batch.
    """
    release: Released = context["release"]
    messages: list[str] = []
    for term in terms[:MOST_NAMED]:
        left = context.get("looked_up", 0) < MOST_LOOKED_UP
        context["looked_up"] = context.get("looked_up", 0) + left
        meant = release.closest(term) if left else None
        hint = f"Did you mean {meant.name}?" if meant else "See /api/v1/skills/."
        messages.append(f"{_short(term)} is not a skill of release {release.number}. {hint}")
    if len(terms) > MOST_NAMED:
        messages.append(f"{len(terms) - MOST_NAMED} more keys are not skills either. See /api/v1/skills/.")
    return messages


def _some(errors: list[str]) -> list[str]:
    """The first errors, and how many more there are."""
    more = len(errors) - MOST_NAMED
    return errors if more <= 1 else [*errors[:MOST_NAMED], f"{more} more keys are wrong."]


def _short(value: Any) -> str:
    text = as_json(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
