"""The shapes of scores in the API."""

from typing import Any

from rest_framework import serializers

from careers.api.parsers import Pairs
from careers.api.serializers import Hundredths
from matching.api.skills import SkillsField


class StrictSerializer(serializers.Serializer):
    """A body that is one JSON object, each key once, no key that nobody reads."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Pairs) and data.repeated:
            raise serializers.ValidationError({key: ["This key stands twice. Give it once."] for key in data.repeated})
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            known = ", ".join(sorted(self.fields))
            raise serializers.ValidationError(
                {key[:80]: [f"There is no such field. Known: {known}."] for key in sorted(unknown)}
            )
        return super().to_internal_value(data)


class MatchBody(StrictSerializer):
    skills = SkillsField()


class ReleaseSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    digest = serializers.CharField()
    min_claims = serializers.IntegerField()


class LineSerializer(serializers.Serializer):
    skill = serializers.CharField()
    need = serializers.IntegerField()
    have = serializers.IntegerField()
    via = serializers.CharField(allow_null=True)
    points = Hundredths()
    points_possible = Hundredths()
    essential = serializers.BooleanField()


class MustHavesSerializer(serializers.Serializer):
    met = serializers.IntegerField(source="must_haves_met")
    of = serializers.IntegerField(source="must_haves_of")


class RoleScoreSerializer(serializers.Serializer):
    role = serializers.CharField()
    fit = Hundredths(allow_null=True)
    lead = Hundredths(allow_null=True)
    known = Hundredths()
    must_haves = MustHavesSerializer(source="*")
    band = serializers.CharField(allow_null=True)
    receipt = LineSerializer(many=True)


class MatchAnswer(serializers.Serializer):
    release = ReleaseSerializer()
    roles = RoleScoreSerializer(many=True)
