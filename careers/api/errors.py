"""Errors in DRF's shape, including those that Django or the catalogue raises."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import exception_handler

from careers.api.parsers import TooLarge
from careers.catalogue.releases import NoRelease

BELOW = "/api/"
WRONG_PASSWORD = "Wrong e-mail address or password."  # noqa: S105 a message


class NotPublished(APIException):
    status_code = 503
    default_detail = "The catalogue is not published yet. Try again later."
    default_code = "not_published"


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "Your profile has changed since you read it. Read it again, then send your change."
    default_code = "precondition_failed"


class WrongPassword(APIException):
    status_code = 401
    default_code = "wrong_password"
    default_detail = WRONG_PASSWORD
    auth_header = 'Bearer realm="Rolewise"'


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """Return DRF's answer to an exception; with None, DRF raises it again."""
    if isinstance(error, NoRelease):
        error = NotPublished()
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    request = context["request"]
    if request is not None:  # even if the answer would have been YAML
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    return exception_handler(error, context)


@csrf_exempt
def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """Answer an unknown address below /api/ with a JSON 404, whatever the method."""
    if request.path.endswith("/"):
        return JsonResponse({"detail": "There is nothing at this address. See /api/docs/."}, status=404)
    return JsonResponse({"detail": "Addresses here end in a slash, and this one does not. See /api/docs/."}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses before any view reads it, such as one for another host."""
    if request.path.startswith(BELOW):
        return JsonResponse({"detail": "This request cannot be read."}, status=400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(BELOW):
        return JsonResponse({"detail": "Something went wrong here. It is not your fault; try again later."}, status=500)
    return defaults.server_error(request)
