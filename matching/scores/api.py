"""The caller's history as JSON."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from careers.api import plain
from careers.api.base import PAGES
from careers.api.serializers import Hundredths
from careers.profile.api import PersonalView
from careers.words import hundredths
from matching.scores.lines import HistoryLine, Lines
from matching.scores.models import Record


class PartSerializer(serializers.Serializer):
    cause = serializers.ChoiceField(
        ["profile", "release", "measure"],
        help_text="measure: the way fits are counted changed between the two releases; one part without a skill.",
    )
    skill = serializers.CharField(required=False)
    points = Hundredths()
    have = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="[before, after], if the level held changed."
    )
    need = serializers.ListField(
        child=serializers.IntegerField(), required=False, help_text="[before, after], if the level asked changed."
    )
    via = serializers.CharField(allow_null=True, required=False, help_text="The skill it is held through.")


class HistorySerializer(serializers.Serializer):
    role = serializers.CharField()
    fit_before = Hundredths(allow_null=True)
    fit_after = Hundredths(allow_null=True)
    release_before = serializers.IntegerField()
    release_after = serializers.IntegerField()
    version_before = serializers.IntegerField()
    version_after = serializers.IntegerField()
    recorded_at = serializers.DateTimeField()
    parts = PartSerializer(many=True, help_text="They add up to the movement.")


class MyHistory(PersonalView):
    """The history of your fits."""

    parameters = PAGES
    serializer_class = HistorySerializer

    @extend_schema(operation_id="me_history_list", responses=HistorySerializer(many=True))
    def get(self, request: Request) -> Response:
        """The movements of your fits, latest first, each with the parts that add up to it. Workers record them."""
        lines = Lines(self.profile.records.newest_first())
        page = self.paginate_queryset(
            [(record, role) for record in lines.records for role in lines.moved_roles(record)]
        )
        return self.get_paginated_response([_line(line) for line in _on(page or [], lines)])


def _on(page: Iterable[tuple[Record, str]], lines: Lines) -> list[HistoryLine]:
    """The lines of a page, which may begin and end within a record."""
    roles = groupby(page, itemgetter(0))
    return [line for record, pairs in roles for line in lines.of(record, [role for _, role in pairs])]


PARTS = ("cause", "skill", "points", "have", "need", "via")


def _line(line: HistoryLine) -> dict[str, Any]:
    return {
        "role": line.role,
        "fit_before": plain.points(line.fit_before),
        "fit_after": plain.points(line.fit_after),
        "release_before": line.release_before,
        "release_after": line.release_after,
        "version_before": line.version_before,
        "version_after": line.version_after,
        "recorded_at": line.recorded_at,
        "parts": [_part(part) for part in line.parts],
    }


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a line, its fields in one order however it was kept. What it says nothing of is left out, but for
    `via`."""
    written = {**part, "points": hundredths(part["points"]), "via": part.get("via")}
    return {name: written[name] for name in PARTS if name in written}
