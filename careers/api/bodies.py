"""The rules for every body: one JSON object, each key once, no unknown keys."""

import datetime
import json
import re
from decimal import Decimal
from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import empty
from rest_framework.settings import api_settings

from careers.api.parsers import Pairs

NOT_A_FIELD = api_settings.NON_FIELD_ERRORS_KEY
MOST_SHOWN = 200  # letters of a text that are looked at to quote it
MOST_NAMED = 20  # wrong keys that one answer names


def as_json(value: Any) -> str:
    """The value as whoever sent it wrote it: `true`, not `True`. A list and an object are named, not repeated."""
    match value:
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case list():
            return "a list"
        case dict():
            return "an object"
        case Decimal():  # 1e0 looks like a whole number again, and is not one
            return str(value) if value.as_tuple().exponent else f"{value}e0"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """The text between quotes; letters that nobody sees are written as JSON writes them."""
    shown = "".join(letter if letter.isprintable() else json.dumps(letter)[1:-1] for letter in text[:MOST_SHOWN])
    return f"'{shown}'"


def kind(value: Any) -> str:
    """The word for what was sent instead of an object."""
    match value:
        case bool() | None:
            return as_json(value)
        case int() | Decimal():
            return "a number"
        case str():
            return "a text"
    return as_json(value)


class JSONText(serializers.CharField):
    """A text; 5 and true are not texts, and are not made into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class JSONDate(serializers.DateField):
    """A day as `YYYY-MM-DD`; Python would read a few other forms too."""

    def to_internal_value(self, value: Any) -> datetime.date:
        if not isinstance(value, str) or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            self.fail("invalid", format="YYYY-MM-DD")
        return super().to_internal_value(value)


class JSONBoolean(serializers.BooleanField):
    """`true` or `false`; "yes", 1 and "on" are not booleans."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Give true or false.")
        return data


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 5})
class JSONLevel(serializers.Field):
    """A level above none, as a JSON integer; 3.0, "3" and true are not levels."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int or not 1 <= data <= 5:
            raise serializers.ValidationError("Give a whole number from 1 to 5.")
        return data


class StrictSerializer(serializers.Serializer):
    """A body that is one JSON object: each key once, no unknown keys."""

    def run_validation(self, data: Any = empty) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError({NOT_A_FIELD: [f"Give a JSON object, not {kind(data)}."]})
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Pairs) and data.repeated:
            raise serializers.ValidationError(
                {key[:80]: ["This key appears twice. Give it once."] for key in data.repeated[:MOST_NAMED]}
            )
        unknown = set(data) - set(self.fields)
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise serializers.ValidationError(
                {key[:80]: [f"There is no such field. Known: {known}."] for key in sorted(unknown)[:MOST_NAMED]}
            )
        return super().to_internal_value(data)


class StrictScheme(OpenApiSerializerExtension):
    """A strict body as the documentation shows it: no further fields, no empty texts."""

    target_class = StrictSerializer
    match_subclasses = True

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        shape = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        for name, field in self.target.fields.items():
            if isinstance(field, serializers.CharField) and not field.allow_blank:
                shape["properties"][name] |= {"minLength": 1}
                if field.trim_whitespace:  # a text of blanks is an empty one
                    shape["properties"][name] |= {"pattern": r"\S"}
        for name, value in getattr(self.target, "examples", {}).items():
            shape["properties"][name] = {"example": value, **shape["properties"][name]}
        return {**shape, **getattr(self.target, "limits", {}), "additionalProperties": False}
