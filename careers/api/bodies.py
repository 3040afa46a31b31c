"""The rules for every body: one JSON object, each key once, no unknown keys."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careers.api.parsers import Pairs

MOST_NAMED = 20  # wrong keys that one answer names


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

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Pairs) and data.repeated:
            raise serializers.ValidationError(
                {key[:80]: ["This key appears twice. Give it once."] for key in data.repeated[:MOST_NAMED]}
            )
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise serializers.ValidationError(
                {key[:80]: [f"There is no such field. Known: {known}."] for key in sorted(unknown)[:MOST_NAMED]}
            )
        return super().to_internal_value(data)
