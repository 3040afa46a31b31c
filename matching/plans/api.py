"""Plans: drawn for anybody without being kept, or the signed-in person's own; and their next step."""

import re
from decimal import Decimal
from typing import Any, get_args

from django.utils import timezone
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.base import PAGES, PublicView
from careers.api.bodies import JSONBoolean, JSONDate, JSONLevel, JSONText, StrictSerializer
from careers.api.serializers import Hundredths, ReleaseSerializer
from careers.api.skills import SkillsBody, UnknownList
from careers.browse.serializers import ResourceSerializer
from careers.profile.api import PersonalView
from matching.plans import adviser, operations, wishes
from matching.plans.models import Plan, PlanStep
from matching.plans.operations import Wish
from matching.plans.shown import Standing, drawn_plan

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


class NextSerializer(serializers.Serializer):
    release = ReleaseSerializer()
    role = serializers.CharField(allow_null=True, help_text="The target, or the leading role; null if there is none.")
    step = StepSerializer(allow_null=True, help_text="Null unless `status` is open.")
    status = serializers.ChoiceField(
        get_args(adviser.Status),
        help_text="open: this step is next; reached: nothing is left to learn; pending: our workers have not planned "
        "it yet, so ask again; beyond: no plan leads there; no-role: choose a target or name a skill.",
    )


class PlanOut(PublicView):
    """Plans for anybody."""

    throttle_scope = "compute"
    serializer_class = PublicPlanBody

    @extend_schema(request=PublicPlanBody, responses=DrawnPlanSerializer)
    def post(self, request: Request) -> Response:
        """Draw a dated plan from a set of skills to a role: its steps in order, with reasons. Nothing is kept."""
        release = self.release
        body = PublicPlanBody(data=request.data, context={"release": release})
        body.is_valid(raise_exception=True)
        wish: Wish = body.validated_data["wish"]
        levels, unknown = body.validated_data["skills"]
        try:
            drawn = operations.draw_plan(release=release, levels=levels, wish=wish)
        except wishes.PLANLESS as error:
            raise _invalid(wishes.refusal(release, error)) from error
        return Response(DrawnPlanSerializer(drawn_plan(release, wish, drawn, unknown)).data)


class MyPlans(PersonalView):
    """Your plans."""

    parameters = PAGES
    queryset = Plan.objects.none()
    serializer_class = OwnPlanSerializer

    @extend_schema(operation_id="me_plans_list", responses=OwnPlanSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Your plans, the newest first."""
        page = self.paginate_queryset(Plan.objects.of(self.profile).with_steps()) or []
        standing = _standing(self)
        rows = [standing.plan(row) for row in page]
        return self.get_paginated_response(OwnPlanSerializer(rows, many=True).data)

    @extend_schema(request=PlanBody, responses={201: OwnPlanSerializer, 200: DrawnPlanSerializer})
    def post(self, request: Request) -> Response:
        """Make a plan from your profile and keep it. If the target is reached already, it is empty and not kept."""
        body = PlanBody(data=request.data, context={"release": self.release})
        body.is_valid(raise_exception=True)
        wish = body.validated_data["wish"]
        try:
            plan = operations.make_plan(user=self.profile.user, release=self.release, wish=wish)
        except operations.NothingToLearn as reached:
            return Response(DrawnPlanSerializer(drawn_plan(self.release, wish, reached.drawn)).data)
        except wishes.PLANLESS as error:
            raise _invalid(wishes.refusal(self.release, error)) from error
        return Response(_shown(self, plan.pk), status=status.HTTP_201_CREATED)


class MyPlan(PersonalView):
    """One of your plans."""

    serializer_class = OwnPlanSerializer

    def get(self, request: Request, pk: int) -> Response:
        """One plan as it was made, with your marks; the steps still to do are scored on your current profile."""
        return Response(_shown(self, pk))


class MyStep(PersonalView):
    """A step of one of your plans."""

    serializer_class = MarkBody

    @extend_schema(request=MarkBody, responses=OwnPlanSerializer)
    def patch(self, request: Request, pk: int, number: int) -> Response:
        """Tick a step off or say what level you have already, which raises your level; or leave the step for later.

        `{"done": false}` undoes the first two, `{"skipped": false}` the last. The answer is the plan afterwards.
        """
        body = MarkBody(data=request.data)
        body.is_valid(raise_exception=True)
        user, plan = self.profile.user, _own(self, pk)
        try:
            match body.validated_data:
                case {"level": level}:
                    operations.say_level(user=user, plan=plan, number=number, level=level)
                case {"skipped": skipped}:
                    operations.skip(user=user, plan=plan, number=number, skipped=skipped)
                case {"done": True}:
                    operations.tick(user=user, plan=plan, number=number)
                case _:
                    operations.unmark(user=user, plan=plan, number=number)
        except PlanStep.DoesNotExist as error:
            raise NotFound(f"There is no step {number} in plan {pk}.") from error
        return Response(_shown(self, pk))


class MyNext(PersonalView):
    """Your next step."""

    serializer_class = NextSerializer

    def get(self, request: Request) -> Response:
        """The first open step of the plan for your target, else for your leading role. The workers work it out."""
        return Response(NextSerializer(adviser.advice(self.profile, self.release, timezone.localdate())).data)


def _own(view: PersonalView, pk: int) -> Plan:
    try:
        return Plan.objects.of(view.profile).with_steps().get(pk=pk)
    except Plan.DoesNotExist as error:
        raise NotFound(f"You have no plan {pk}.") from error


def _shown(view: PersonalView, pk: int) -> Any:
    return OwnPlanSerializer(_standing(view).plan(_own(view, pk))).data


def _standing(view: PersonalView) -> Standing:
    return Standing(view.release, view.profile.claims.levels_by_position(), timezone.localdate())


def _invalid(refused: wishes.Refused) -> ValidationError:
    return ValidationError({refused.field: [refused.reason]})
