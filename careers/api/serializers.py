"""The shapes of roles and skills in the API. They are read from the current release, never from the tables."""

from typing import Any

from rest_framework import serializers

from careers.words import hundredths


class Hundredths(serializers.CharField):
    """Whole hundredths as a text with two decimals."""

    def to_representation(self, value: Any) -> str:
        return hundredths(value)


class RequirementSerializer(serializers.Serializer):
    skill = serializers.CharField()
    level = serializers.IntegerField()
    importance = serializers.IntegerField()
    essential = serializers.BooleanField()
    weight = serializers.IntegerField()
    points_per_level = Hundredths()
    basis = serializers.CharField()
    counted = serializers.IntegerField(allow_null=True)
    of = serializers.IntegerField(allow_null=True)


class DifferenceSerializer(serializers.Serializer):
    role = serializers.CharField()
    text = serializers.CharField()


class RoleListSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    foundation = serializers.BooleanField()


class RoleSerializer(RoleListSerializer):
    typical = Hundredths()
    day = serializers.CharField()
    entry = serializers.CharField()
    esco_code = serializers.CharField()
    onet_code = serializers.CharField()
    responsibilities = serializers.ListField(child=serializers.CharField())
    differences = DifferenceSerializer(many=True)
    requirements = RequirementSerializer(many=True, source="requirements_in_order")


class LevelSerializer(serializers.Serializer):
    level = serializers.IntegerField()
    meaning = serializers.CharField()
    hours = serializers.IntegerField(allow_null=True, help_text="From the level below; null: no plan can contain it.")


class PrerequisiteSerializer(serializers.Serializer):
    level = serializers.IntegerField()
    skill = serializers.CharField()
    skill_level = serializers.IntegerField()


class NearSerializer(serializers.Serializer):
    skill = serializers.CharField()
    distance = serializers.IntegerField()


class ResourceSerializer(serializers.Serializer):
    title = serializers.CharField()
    url = serializers.URLField()
    provider = serializers.CharField()
    kind = serializers.CharField()
    free = serializers.BooleanField()
    hours = serializers.IntegerField()
    language = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    seen_on = serializers.DateField()


class SkillListSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    exact_aliases = serializers.ListField(child=serializers.CharField())


class SkillSerializer(SkillListSerializer):
    summary = serializers.CharField()
    distinctiveness = serializers.IntegerField()
    levels = LevelSerializer(many=True)
    prerequisites = PrerequisiteSerializer(many=True)
    near = NearSerializer(many=True)
    resources = ResourceSerializer(many=True)


class ClaimSerializer(serializers.Serializer):
    skill = serializers.CharField()
    name = serializers.CharField()
    level = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    quote = serializers.CharField()
    updated_at = serializers.DateTimeField()
    scored = serializers.BooleanField(help_text="Whether the current release has the skill.")


class ProfileSerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="Rises with every change.")
    skills = serializers.DictField(child=serializers.IntegerField())
    claims = ClaimSerializer(many=True)
