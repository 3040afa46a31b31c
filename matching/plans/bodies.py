"""What calls about plans read: a wish, and a mark on a step."""

import re
from decimal import Decimal
from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from careers.api.bodies import JSONBoolean, JSONDate, JSONLevel, JSONText, StrictSerializer
from careers.api.skills import SkillsBody
from matching.plans import wishes

READY = "ready"
DECIMAL = r"[0-9]{1,3}(\.[0-9]{1,2})?"


class ExactField(serializers.Field):
    """A number in a range with at most two decimals, exactly as sent: a JSON number, or a string as this API writes."""

    def __init__(self, low: Decimal, high: Decimal, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def to_internal_value(self, data: Any) -> Decimal:
        if isinstance(data, str) and re.fullmatch(DECIMAL, data):
            data = Decimal(data)
        if type(data) not in (int, Decimal):
            raise ValidationError(f"Give a number from {self.low} to {self.high}.")
        if not self.low <= data <= self.high:
            raise ValidationError(f"{str(data)[:80]} is not in the range from {self.low} to {self.high}.")
        exact = Decimal(data)
        if exact != exact.quantize(Decimal("0.01")):
            raise ValidationError(f"{str(data)[:80]} has more than two decimals.")
        return exact


class TargetField(ExactField):
    """`"ready"`, or a fit: a number, or a string as this API writes fits. None means ready."""

    def to_internal_value(self, data: Any) -> Decimal | None:  # type: ignore[override]
        if data == READY:
            return None
        try:
            return super().to_internal_value(data)
        except ValidationError:
            if isinstance(data, str):
                raise ValidationError(f'Give "{READY}" or a fit from {self.low} to {self.high}.') from None
            raise


class ExactScheme(OpenApiSerializerFieldExtension):
    """A number in a range as the documentation shows it."""

    target_class = ExactField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        field: ExactField = self.target
        number = {"type": "number", "minimum": float(field.low), "maximum": float(field.high), "multipleOf": 0.01}
        text = {"type": "string", "pattern": f"^{DECIMAL}$", "description": "The same, in the same range, as a text."}
        ready = [{"type": "string", "enum": [READY]}] if isinstance(field, TargetField) else []
        return {"oneOf": [*ready, number, text]}


class PlanBody(StrictSerializer):
    """What a plan is for and how fast it may go."""

    examples = {"role": "data-engineer", "target": "ready", "hours_per_week": 8}

    role = JSONText(help_text="The slug of a role.")
    target = TargetField(
        Decimal(0), wishes.MOST_FIT, help_text='"ready" (a fit of 75 and every must-have), or a fit to reach.'
    )
    hours_per_week = ExactField(
        wishes.LEAST_HOURS, wishes.MOST_HOURS, help_text="From 0.25 to 168, with at most two decimals."
    )
    start = JSONDate(required=False, help_text="Defaults to today (UTC).")
    deadline = JSONDate(
        required=False, allow_null=True, help_text="The answer says what fit can be reached by then; the steps go on."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the Wish."""
        try:
            asked = wishes.wish(release=self.context["release"], **{"start": timezone.localdate(), **attrs})
        except wishes.Refused as refused:
            raise ValidationError({refused.field: [refused.reason]}) from refused
        return {"wish": asked}


class PublicPlanBody(SkillsBody, PlanBody):
    """The skills that a plan begins with, what it is for and how fast it may go."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        skills = attrs.pop("skills")
        attrs.pop("unknown", None)  # already read by the field `skills`
        return {"skills": skills, **super().validate(attrs)}


class MarkBody(StrictSerializer):
    """One of three marks: done, the level that the person has already, or left for later."""

    examples = {"done": True}
    limits = {"minProperties": 1, "maxProperties": 1}
    done = JSONBoolean(required=False)
    level = JSONLevel(required=False, help_text="The level that you have already, from 1 to 5.")
    skipped = JSONBoolean(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if len(attrs) == 1:
            return attrs
        if not attrs:
            raise ValidationError({"done": ['Give one of "done", "level" and "skipped".']})
        given = " and ".join(f'"{name}"' for name in attrs)
        raise ValidationError({name: [f"Give only one answer to a step, not {given} at once."] for name in attrs})
