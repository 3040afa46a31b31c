"""The errors that every call shares in the documentation, written down in one place."""

from typing import Any

from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.utils import OpenApiResponse
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny

from careers.api.base import StrictQuery


class Problem(serializers.Serializer):
    """An error that is not about a field of the body."""

    detail = serializers.CharField()


def problem(description: str) -> OpenApiResponse:
    """Describe an error of one call in its own words, for extend_schema."""
    return OpenApiResponse(Problem, description=description)


FAULTS = {
    "type": "object",
    "additionalProperties": {},
    "description": "The faulty fields and what is wrong with them: {field: [messages]}; in lists, keyed by index.",
}
WORDS = {
    "400": "The body or a parameter is wrong; the answer names the field and the fault.",
    "401": "Nobody is signed in, or the token is unknown, expired or revoked.",
    "403": "Not allowed: a call that changes something needs a token that may, or with a session a right X-CSRFToken.",
    "404": "There is nothing at this address.",
    "413": "The body is larger than 16 MiB.",
    "415": "The body is not application/json.",
    "429": "Too many calls; Retry-After says when to try again.",
    "503": "The catalogue is not published yet.",
}


def say_errors(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Add to each operation the errors that its kind can answer (a postprocessing hook of drf-spectacular)."""
    result["components"]["schemas"]["Faults"] = FAULTS
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for status in _statuses(path, operation):
                shape = "Faults" if status == "400" else "Problem"
                content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{shape}"}}}
                operation["responses"].setdefault(status, {"content": content})
            for status, response in operation["responses"].items():
                response["description"] = response.get("description") or WORDS.get(status, "Done.")
            operation["responses"] = dict(sorted(operation["responses"].items()))
    return result


def say_in_short(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Use each operation's first sentence as its summary, shown in lists (a postprocessing hook of drf-spectacular)."""
    for operations in result["paths"].values():
        for operation in operations.values():
            operation["summary"] = operation["description"].split(". ")[0].removesuffix(".")
    return result


def _statuses(path: str, operation: dict[str, Any]) -> list[str]:
    statuses = ["400", "429", "503"]
    if "requestBody" in operation:
        statuses += ["413", "415"]
    if {} not in operation.get("security", [{}]):
        statuses += ["401", "403"]
    if "{" in path or any(parameter["name"] == "page" for parameter in operation.get("parameters", [])):
        statuses.append("404")
    return statuses


class Schema(StrictQuery, SpectacularAPIView):
    """The OpenAPI document, in JSON unless YAML is asked for."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = "read"
    content_negotiation_class = DefaultContentNegotiation
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]
    parameters = ("format", "lang")
