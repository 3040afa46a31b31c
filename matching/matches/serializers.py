"""Bodies of the calls that rank roles, and their answers as the documentation describes them; `answers` makes these."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careers.api.bodies import StrictSerializer
from careers.api.serializers import Hundredths, ReleaseSerializer
from careers.api.skills import Read, SkillsBody, UnknownList


class MatchBody(SkillsBody):
    """A profile: skills and their levels, of which unknown ones may be reported instead of refused."""


MOST_PROFILES = 1_000
MOST_BAD = 10  # bad profiles that one answer names


@extend_schema_field(
    {
        "type": "array",
        "maxItems": MOST_PROFILES,
        "items": {"$ref": "#/components/schemas/MatchBody"},
        "example": [{"skills": {"python": 3}}, {"skills": {}}],
    }
)
class ProfilesField(serializers.Field):
    """Many `match/` bodies. Errors are keyed by the index of the profile, from 0."""

    def to_internal_value(self, data: Any) -> list[Read]:
        if not isinstance(data, list):
            raise serializers.ValidationError('Give a list such as [{"skills": {"python": 3}}].')
        if len(data) > MOST_PROFILES:
            raise serializers.ValidationError(f"{len(data)} profiles are too many; up to {MOST_PROFILES} are taken.")
        read: list[Read] = []
        errors: dict[str, Any] = {}
        body = MatchBody(context=self.context)  # one for all: making it costs as much as reading a profile
        for index, profile in enumerate(data):
            try:
                read.append(body.run_validation(profile)["skills"])
            except serializers.ValidationError as error:
                errors[str(index)] = error.detail
            if len(errors) == MOST_BAD:
                break
        if errors:
            raise serializers.ValidationError(errors)
        return read


class BatchBody(StrictSerializer):
    """Many profiles at once."""

    profiles = ProfilesField()


def profiles_in(data: Any) -> int:
    """The number of profiles in a body that nobody has looked at yet: what its work is priced by."""
    profiles = data.get("profiles") if isinstance(data, dict) else None
    return len(profiles) if isinstance(profiles, list) else 0


class LineSerializer(serializers.Serializer):
    skill = serializers.CharField()
    need = serializers.IntegerField()
    have = serializers.IntegerField()
    via = serializers.CharField(allow_null=True)
    how = serializers.ChoiceField(["near", "implied"], allow_null=True)
    points = Hundredths()
    points_possible = Hundredths()
    essential = serializers.BooleanField()


class MustHavesSerializer(serializers.Serializer):
    met = serializers.IntegerField(source="must_haves_met")
    of = serializers.IntegerField(source="must_haves_of")


class RoleScoreSerializer(serializers.Serializer):
    role = serializers.CharField()
    fit = Hundredths(allow_null=True)
    usual = Hundredths(allow_null=True, help_text="The part of the usual fit that counts; lead is fit less this.")
    lead = Hundredths(allow_null=True)
    close = serializers.BooleanField(help_text="So near the first that the order among them says little.")
    known = Hundredths()
    must_haves = MustHavesSerializer(source="*")
    band = serializers.CharField(allow_null=True)
    receipt = LineSerializer(many=True)


class RankedRoleSerializer(serializers.Serializer):
    role = serializers.CharField()
    fit = Hundredths(allow_null=True)
    lead = Hundredths(allow_null=True)
    close = serializers.BooleanField()


class RankedSerializer(serializers.Serializer):
    roles = RankedRoleSerializer(many=True)
    unknown = UnknownList()


class BatchAnswer(serializers.Serializer):
    """The roles of each profile, ranked, in the order of the profiles."""

    release = ReleaseSerializer()
    results = RankedSerializer(many=True)


class ScoredSerializer(serializers.Serializer):
    release = ReleaseSerializer()
    roles = RoleScoreSerializer(many=True)


class MatchAnswer(ScoredSerializer):
    unknown = UnknownList()


class RecordedSerializer(serializers.Serializer):
    release = serializers.IntegerField(source="release_number")
    profile_version = serializers.IntegerField()
    at = serializers.DateTimeField(source="scored_at")


class MyMatchesAnswer(ScoredSerializer):
    profile_version = serializers.IntegerField()
    recorded = RecordedSerializer(
        allow_null=True, help_text="What the workers recorded last; your history is complete up to there."
    )
