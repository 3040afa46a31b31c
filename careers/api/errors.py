"""Errors in DRF's shape, including those that Django or the catalogue raises."""

import sys
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.template.loader import render_to_string
from django.urls import resolve
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import APIException, ParseError
from rest_framework.response import Response
from rest_framework.views import exception_handler

from careers.api.parsers import TooLarge
from careers.api.writing import JSON
from careers.catalogue.releases import NoRelease

ROOT = "/api"
SOMETHING_BROKE = "Something went wrong here. It is not your fault; try again later."
NO_DATABASE = "The database does not answer. What you sent just now may not have been kept; try again in a minute."
SECONDS = 60  # after which it is worth a try
LONGEST_SHOWN = 200  # letters of an address that a message repeats
WRONG_PASSWORD = "Wrong e-mail address or password."  # noqa: S105 a message


class NotPublished(APIException):
    status_code = 503
    default_detail = "The catalogue is not published yet. Try again later."
    default_code = "not_published"


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "Your profile has changed since you read it. Read it again, then send your change."
    default_code = "precondition_failed"


class LengthRequired(APIException):
    status_code = 411
    default_detail = "Say how long the body is (Content-Length); one that comes in chunks of its own is not read."
    default_code = "length_required"


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
    if isinstance(error, TooManyFieldsSent):
        error = ParseError("There are too many parameters. A call takes a few.")
    if isinstance(error, UnreadablePostError):
        error = ParseError("The body broke off, or its parts are not as HTTP wants them. Send it again.")
    request = context["request"]
    if request is not None:  # even if the answer would have been YAML
        request.accepted_renderer, request.accepted_media_type = JSON(), JSON.media_type
    return exception_handler(error, context)


def is_below(request: HttpRequest) -> bool:
    """Say whether the request is for the API, so that its answer is JSON whatever happens."""
    return request.path_info == ROOT or request.path_info.startswith(f"{ROOT}/")


@csrf_exempt
def not_found(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
    """Answer an unknown address of the API with a JSON 404, whatever the method. A forgotten slash is said."""
    if request.path_info.endswith("/"):
        return _problem("There is nothing at this address. See /api/docs/.", 404)
    with_slash = f"{request.path_info}/"
    meant = f"You mean {with_slash}." if _is_ours(with_slash) else "See /api/docs/."
    return _problem(f"Addresses here end in a slash, and this one does not. {meant}", 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that Django refuses before any view reads it, such as one for another host."""
    if not is_below(request):
        return defaults.bad_request(request, exception)
    if isinstance(exception, DisallowedHost):
        return _problem("This site does not serve the host that the request names. Check the address.", 400)
    return _problem("This request cannot be read.", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that broke, and one without a database with a 503: that passes."""
    if _is_away(sys.exc_info()[1]):
        return _without_database(request)
    if not is_below(request):
        return defaults.server_error(request)
    return _problem(SOMETHING_BROKE, 500)


def _is_away(error: BaseException | None) -> bool:
    """Say whether the database cannot be asked. SQLite calls a wrong statement by the same name: that is our fault."""
    wrong = getattr(getattr(error, "__cause__", None), "sqlite_errorname", "") == "SQLITE_ERROR"
    return isinstance(error, OperationalError | InterfaceError) and not wrong


def _without_database(request: HttpRequest) -> HttpResponse:
    if is_below(request):
        answer: HttpResponse = _problem(NO_DATABASE, 503)
    else:
        answer = HttpResponse(render_to_string("unavailable.html"), status=503)
    answer["Retry-After"] = str(SECONDS)
    return answer


def _problem(detail: str, status: int) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status)


def _is_ours(path: str) -> bool:
    """Say whether a call, or the documentation, is at this address."""
    return len(path) <= LONGEST_SHOWN and resolve(path).func is not not_found
