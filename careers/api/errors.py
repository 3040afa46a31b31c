"""Errors in DRF's shape, also where Django or the catalogue raises them."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler

from careers.api.parsers import TooLarge
from careers.releases import NoRelease


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
    return exception_handler(error, context)


def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """The JSON 404 of every address below /api/v1/ that leads nowhere."""
    return JsonResponse({"detail": "There is nothing at this address. See /api/docs/."}, status=404)
