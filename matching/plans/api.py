"""Plans: drawn for anybody without being kept, or the signed-in person's own; and their next step."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.base import PAGES, PublicView
from careers.profile.api import PersonalView
from matching.plans import adviser, answers, operations, serializers, wishes
from matching.plans.bodies import MarkBody, PlanBody, PublicPlanBody
from matching.plans.models import Plan, PlanStep
from matching.plans.operations import Wish
from matching.plans.shown import Standing, drawn_plan


class PlanOut(PublicView):
    """Plans for anybody."""

    throttle_scope = "compute"
    serializer_class = PublicPlanBody

    @extend_schema(request=PublicPlanBody, responses=serializers.DrawnPlanSerializer)
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
        return Response(answers.drawn(drawn_plan(release, wish, drawn, unknown)))


class MyPlans(PersonalView):
    """Your plans."""

    parameters = PAGES
    queryset = Plan.objects.none()
    serializer_class = serializers.OwnPlanSerializer

    @extend_schema(operation_id="me_plans_list", responses=serializers.OwnPlanSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Your plans, the newest first."""
        page = self.paginate_queryset(Plan.objects.of(self.profile).with_steps()) or []
        standing = _standing(self)
        return self.get_paginated_response([answers.own(standing.plan(row), row) for row in page])

    @extend_schema(
        request=PlanBody, responses={201: serializers.OwnPlanSerializer, 200: serializers.DrawnPlanSerializer}
    )
    def post(self, request: Request) -> Response:
        """Make a plan from your profile and keep it. If the target is reached already, it is empty and not kept."""
        body = PlanBody(data=request.data, context={"release": self.release})
        body.is_valid(raise_exception=True)
        wish = body.validated_data["wish"]
        try:
            plan = operations.make_plan(user=self.profile.user, release=self.release, wish=wish)
        except operations.NothingToLearn as reached:
            return Response(answers.drawn(drawn_plan(self.release, wish, reached.drawn)))
        except wishes.PLANLESS as error:
            raise _invalid(wishes.refusal(self.release, error)) from error
        return Response(_shown(self, plan.pk), status=status.HTTP_201_CREATED)


class MyPlan(PersonalView):
    """One of your plans."""

    serializer_class = serializers.OwnPlanSerializer

    def get(self, request: Request, pk: int) -> Response:
        """One plan as it was made, with your marks; the steps still to do are scored on your current profile."""
        return Response(_shown(self, pk))


class MyStep(PersonalView):
    """A step of one of your plans."""

    serializer_class = MarkBody

    @extend_schema(request=MarkBody, responses=serializers.OwnPlanSerializer)
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

    serializer_class = serializers.NextSerializer

    def get(self, request: Request) -> Response:
        """The first open step of the plan for your target, else for your leading role. The workers work it out."""
        return Response(answers.following(adviser.advice(self.profile, self.release, timezone.localdate())))


def _own(view: PersonalView, pk: int) -> Plan:
    try:
        return Plan.objects.of(view.profile).with_steps().get(pk=pk)
    except Plan.DoesNotExist as error:
        raise NotFound(f"You have no plan {pk}.") from error


def _shown(view: PersonalView, pk: int) -> Any:
    row = _own(view, pk)
    return answers.own(_standing(view).plan(row), row)


def _standing(view: PersonalView) -> Standing:
    return Standing(view.release, view.profile.claims.levels_by_position(), timezone.localdate())


def _invalid(refused: wishes.Refused) -> ValidationError:
    return ValidationError({refused.field: [refused.reason]})
