"""The answers of calls about plans, as the documentation describes them; `answers` makes them."""

from typing import get_args

from rest_framework import serializers

from careers.api.serializers import Hundredths, ReleaseSerializer
from careers.api.skills import UnknownList
from careers.browse.serializers import ResourceSerializer
from matching.plans import adviser


class CertificateSerializer(serializers.Serializer):
    status = serializers.ChoiceField(["optimal", "bounded", "unproven"])
    value = serializers.IntegerField(help_text="The hours of the plan.")
    bound = serializers.IntegerField(allow_null=True, help_text="No plan takes fewer hours; null if nothing is proven.")
    gap_percent = Hundredths(source="gap", allow_null=True)


class StepSerializer(serializers.Serializer):
    skill = serializers.CharField()
    from_level = serializers.IntegerField()
    to_level = serializers.IntegerField()
    stage = serializers.IntegerField(
        allow_null=True, help_text="1: the base, 2: the must-haves, 3: the rest; null in plans of the first version."
    )
    hours = serializers.IntegerField()
    starts = serializers.DateField()
    ends = serializers.DateField()
    fit_after = Hundredths()
    band_after = serializers.CharField()
    why = serializers.CharField()
    resources = ResourceSerializer(many=True)


class OwnStepSerializer(StepSerializer):
    number = serializers.IntegerField()
    done = serializers.BooleanField()
    held = serializers.BooleanField(help_text="Not ticked, but no longer needed: the level is already held.")
    skipped = serializers.BooleanField(help_text="Left for later.")


class PlanProjectSerializer(serializers.Serializer):
    title = serializers.CharField()
    build = serializers.CharField()
    after_step = serializers.IntegerField(help_text="Counted from 1; 0: before the first.")


class PlanSerializer(serializers.Serializer):
    role = serializers.CharField()
    target = serializers.CharField(source="target_text", help_text='"ready", or a fit with two decimals.')
    hours_per_week = serializers.CharField(source="pace_text")
    start = serializers.DateField()
    deadline = serializers.DateField(allow_null=True)
    fit = Hundredths(help_text="The fit now.")
    hours = serializers.IntegerField()
    weeks = serializers.IntegerField()
    projects = PlanProjectSerializer(many=True)
    certificate = CertificateSerializer()
    fit_by_deadline = Hundredths(allow_null=True)


class DrawnPlanSerializer(PlanSerializer):
    release = ReleaseSerializer()
    steps = StepSerializer(many=True)
    unknown = UnknownList()


class PlanReleaseSerializer(serializers.Serializer):
    number = serializers.IntegerField(source="release_number", help_text="The release that the plan was made on.")


class OwnPlanSerializer(PlanSerializer):
    id = serializers.IntegerField(source="row.pk")
    release = PlanReleaseSerializer(source="row")
    fit = Hundredths(allow_null=True, help_text="The fit now; null if the role is no longer in the catalogue.")
    steps = OwnStepSerializer(many=True)


class NextSerializer(serializers.Serializer):
    release = ReleaseSerializer()
    role = serializers.CharField(allow_null=True, help_text="The target, or the leading role; null if there is none.")
    step = StepSerializer(allow_null=True, help_text="Null unless `status` is open.")
    status = serializers.ChoiceField(
        get_args(adviser.Status),
        help_text="open: this step is next; reached: nothing is left to learn; pending: our workers have not planned "
        "it yet, so ask again; beyond: no plan leads there; no-role: choose a target or name a skill.",
    )
