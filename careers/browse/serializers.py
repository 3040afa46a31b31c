"""Roles and skills as the API shows them."""

from rest_framework import serializers

from careers.api.serializers import Hundredths
from careers.catalogue.content import Requirement, Resource, Skill
from careers.words import hundredths


class EvidenceSerializer(serializers.Serializer):
    counted = serializers.IntegerField(allow_null=True, help_text="How many ads ask for it; null: judged by editors.")
    of = serializers.IntegerField(allow_null=True, help_text="Out of how many ads; null: judged by editors.")


class RequirementSerializer(serializers.Serializer):
    skill = serializers.CharField()
    level = serializers.IntegerField()
    importance = serializers.IntegerField()
    essential = serializers.BooleanField()
    evidence = EvidenceSerializer(source="*")
    named = serializers.IntegerField(
        allow_null=True,
        help_text="Where the description of the role names it: 5 in its name or first sentence, 4 in a responsibility, "
        "3 in passing; null: nowhere.",
    )
    reason = serializers.SerializerMethodField(help_text="Why the importance is more than one off its evidence.")
    points_at = serializers.SerializerMethodField(help_text="The points at level 1 up to the level asked for.")

    def get_reason(self, asked: Requirement) -> str | None:
        return asked.reason or None

    def get_points_at(self, asked: Requirement) -> list[str]:
        return [hundredths(asked.points_at(level)) for level in range(1, asked.level + 1)]


class DifferenceSerializer(serializers.Serializer):
    role = serializers.CharField()
    text = serializers.CharField()


class RoleListSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    summary = serializers.CharField()
    foundation = serializers.BooleanField()
    group = serializers.CharField(help_text="The slug of its group in the list of roles.")


class ProjectSkillSerializer(serializers.Serializer):
    skill = serializers.CharField()
    level = serializers.IntegerField()


class ProjectSerializer(serializers.Serializer):
    slug = serializers.CharField()
    title = serializers.CharField()
    hours = serializers.IntegerField(help_text="About how long it takes somebody who has the skills.")
    build = serializers.CharField()
    good = serializers.CharField(help_text="What good looks like.")
    show = serializers.CharField(help_text="How to show it to an employer.")
    skills = ProjectSkillSerializer(many=True)


class RoleSerializer(RoleListSerializer):
    other_titles = serializers.ListField(child=serializers.CharField(), help_text="What ads call the same work.")
    usual = Hundredths()
    day = serializers.CharField()
    entry = serializers.CharField()
    esco_code = serializers.CharField()
    onet_code = serializers.CharField()
    responsibilities = serializers.ListField(child=serializers.CharField())
    beyond_study = serializers.ListField(
        child=serializers.CharField(), help_text="What employers ask for and no hours of study give."
    )
    projects = ProjectSerializer(
        many=True, source="projects_in_order", help_text="What to build or show for the role, the shortest first."
    )
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
    implied = serializers.BooleanField(
        help_text="True: nobody has the one without the other, so the prerequisite counts as held too."
    )


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
    skill_hours = serializers.IntegerField(help_text="Of its hours, those that serve this skill.")
    part = serializers.SerializerMethodField(help_text="Which part serves this skill; null: all of it.")

    def get_part(self, resource: Resource) -> str | None:
        return resource.part or None


class SkillListSerializer(serializers.Serializer):
    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.CharField()
    aliases = serializers.ListField(child=serializers.CharField())
    exact_aliases = serializers.ListField(child=serializers.CharField())


class SkillSerializer(SkillListSerializer):
    summary = serializers.CharField()
    practice = serializers.SerializerMethodField(help_text="What study alone does not give; null: study is enough.")
    levels = LevelSerializer(many=True)
    prerequisites = PrerequisiteSerializer(many=True)
    near = NearSerializer(many=True)
    resources = ResourceSerializer(many=True)

    def get_practice(self, skill: Skill) -> str | None:
        return skill.practice or None
