"""Errors in DRF's shape, also where Django or the catalogue raises them."""

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


class NotPublished(APIException):
    status_code = 503
    default_detail = "The catalogue is not published yet. Try again later."
    default_code = "not_published"


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "Your profile was changed since you read it. Read it again, then send your change."
    default_code = "precondition_failed"


class WrongPassword(APIException):
    status_code = 401
    default_code = "wrong_password"
    default_detail = "Address and password do not belong together."
    auth_header = 'Bearer realm="Rolewise"'


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answer to an exception; None lets it rise."""
    if isinstance(error, NoRelease):
        error = NotPublished()
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    request = context["request"]
    if request is not None:  # also where the answer would have been YAML
        request.accepted_renderer, request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
    return exception_handler(error, context)


@csrf_exempt
def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """The JSON 404 of every address below /api/ that leads nowhere, for every method."""
    if request.path.endswith("/"):
        return JsonResponse({"detail": "There is nothing at this address. See /api/docs/."}, status=404)
    return JsonResponse({"detail": "Addresses here end in a slash, and this one does not. See /api/docs/."}, status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The answer to what Django refuses before a view reads it, such as another host's name."""
    if request.path.startswith(BELOW):
        return JsonResponse({"detail": "This request cannot be read."}, status=400)
    return defaults.bad_request(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(BELOW):
        return JsonResponse({"detail": "Something went wrong here. It is not your fault; try again later."}, status=500)
    return defaults.server_error(request)
