"""What follows from the person's own profile: matches, history, and everything we hold."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api.base import PAGES
from careers.profile.api import PersonalView
from matching import engine, export, inputs
from matching.api import serializers
from matching.models import HistoryLine, Score


class MyMatches(PersonalView):
    """Your roles, ranked."""

    serializer_class = serializers.MyMatchesAnswer

    def get(self, request: Request) -> Response:
        """Every role with your fit and its receipt, ranked; computed now, on your profile as it stands."""
        release, profile = self.release, self.profile
        held = inputs.levels(release, profile.claims.levels_by_position())
        return Response(
            serializers.MyMatchesAnswer(
                {
                    "release": release,
                    "profile_version": profile.version,
                    "recorded": Score.objects.recorded(profile.pk),
                    "roles": engine.score(inputs.compiled(release), held),
                }
            ).data
        )


class MyHistory(PersonalView):
    """Why your fits moved."""

    parameters = PAGES
    serializer_class = serializers.HistorySerializer

    def get_queryset(self) -> QuerySet[HistoryLine]:
        return HistoryLine.objects.of(self.profile.pk)

    @extend_schema(operation_id="me_history_list", responses=serializers.HistorySerializer(many=True))
    def get(self, request: Request) -> Response:
        """The movements of your fits, latest first, each with the parts that add up to it. The workers record them."""
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class MyExport(PersonalView):
    """Everything we hold about you."""

    @extend_schema(responses={200: {"type": "object", "additionalProperties": True}})
    def get(self, request: Request) -> Response:
        """Everything we hold about you, as one document. Secrets (password, tokens, codes) are kept as digests or
        ciphers and are named, not shown."""
        everything: dict[str, Any] = export.everything(user=self.profile.user)
        return Response(everything)
