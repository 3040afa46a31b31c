"""Scores for anybody who asks: computed on the spot, nothing kept."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.base import PublicView
from matching import engine, inputs
from matching.api import serializers


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
        return Response(serializers.MatchAnswer({"release": release, "roles": roles, "unknown": unknown}).data)


class MatchBatch(PublicView):
    """Rank the roles for up to 1,000 sets of skills at once, without receipts; one bad profile is a 400."""

    throttle_scope = "compute"
    serializer_class = serializers.BatchBody

    @extend_schema(request=serializers.BatchBody, responses=serializers.BatchAnswer)
    def post(self, request: Request) -> Response:
        release = self.release
        body = serializers.BatchBody(data=request.data, context={"release": release})
        body.is_valid(raise_exception=True)
        profiles = body.validated_data["profiles"]
        ranked = engine.rankings(inputs.compiled(release), [read.levels for read in profiles])
        return Response(serializers.batch_answer(release, ranked, [read.unknown for read in profiles]))
