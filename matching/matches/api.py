"""Ranked roles as JSON: for one profile, for many, and for the caller's own."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.base import PublicView
from careers.api.throttling import charge
from careers.profile.api import PersonalView
from matching import engine, inputs
from matching.matches import answers, serializers
from matching.scores.models import Score

PROFILES_A_CALL = 50  # profiles of a batch that take as long as one call with receipts


class Match(PublicView):
    """Score one set of skills against every role, ranked, each with its receipt."""

    throttle_scope = "compute"
    serializer_class = serializers.MatchBody

    @extend_schema(request=serializers.MatchBody, responses=serializers.MatchAnswer)
    def post(self, request: Request) -> Response:
        release = self.release
        body = serializers.MatchBody(data=request.data, context={"release": release})
        body.is_valid(raise_exception=True)
        levels, unknown = body.validated_data["skills"]
        roles = engine.score(inputs.compiled(release), levels)
        return Response(answers.match(release, roles, unknown))


class MatchBatch(PublicView):
    """Rank the roles for up to 1,000 sets of skills at once, without receipts; one bad profile makes it a 400."""

    throttle_scope = "compute"
    serializer_class = serializers.BatchBody

    @extend_schema(request=serializers.BatchBody, responses=serializers.BatchAnswer)
    def post(self, request: Request) -> Response:
        charge(request, self, units=serializers.profiles_in(request.data) // PROFILES_A_CALL)
        release = self.release
        body = serializers.BatchBody(data=request.data, context={"release": release})
        body.is_valid(raise_exception=True)
        profiles = body.validated_data["profiles"]
        ranked = engine.rankings(inputs.compiled(release), [read.levels for read in profiles])
        return Response(answers.batch(release, ranked, [read.unknown for read in profiles]))


class MyMatches(PersonalView):
    """Your roles, ranked."""

    serializer_class = serializers.MyMatchesAnswer

    def get(self, request: Request) -> Response:
        """Every role with your fit and its receipt, ranked; computed now from your profile as it stands."""
        release, profile = self.release, self.profile
        held = inputs.levels(release, profile.claims.levels_by_position())
        recorded = Score.objects.recorded(profile.pk)
        roles = engine.score(inputs.compiled(release), held)
        return Response(answers.own(release, roles, profile_version=profile.version, recorded=recorded))
