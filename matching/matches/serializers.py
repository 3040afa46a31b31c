"""Bodies and answers of the calls that rank roles."""

from collections.abc import Iterable
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from careers.api.bodies import StrictSerializer
from careers.api.serializers import Hundredths, ReleaseSerializer
from careers.api.skills import Read, SkillsBody, UnknownList
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine


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
        for index, profile in enumerate(data):
            body = MatchBody(data=profile, context=self.context)
            if body.is_valid():
                read.append(body.validated_data["skills"])
            else:
                errors[str(index)] = body.errors
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


def batch_answer(
    release: Released, ranked: Iterable[Iterable[engine.Ranked]], unknown: Iterable[list[str]]
) -> dict[str, Any]:
    """Return what `BatchAnswer` documents, ten times faster than a serializer could."""
    return {
        "release": ReleaseSerializer(release).data,
        "results": [
            {
                "roles": [
                    {"role": role, "fit": _text(fit), "lead": _text(lead), "close": close}
                    for role, fit, lead, close in roles
                ],
                "unknown": keys,
            }
            for roles, keys in zip(ranked, unknown, strict=True)
        ],
    }


def _text(n: int | None) -> str | None:
    return None if n is None else hundredths(n)


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
