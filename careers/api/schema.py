"""The documentation itself, and how a call describes an error of its own."""

from collections.abc import Iterable

from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import OpenApiResponse
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer

from careers.api.base import StrictQuery


class Problem(serializers.Serializer):
    """An error that is not about a field of the body."""

    detail = serializers.CharField()


def problem(description: str) -> OpenApiResponse:
    """Describe an error of one call in its own words, for extend_schema."""
    return OpenApiResponse(Problem, description=description)


class SchemaFormats(DefaultContentNegotiation):
    """The format that is asked for; one that there is not is a 400 that names those there are."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        chosen = [renderer for renderer in renderers if renderer.format == format]
        if not chosen:
            raise ValidationError({"format": ["Give json or yaml."]})
        return chosen


class Schema(StrictQuery, SpectacularAPIView):
    """The OpenAPI document, in JSON unless YAML is asked for."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "read"
    content_negotiation_class = SchemaFormats
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]
    parameters = ("format", "lang")
