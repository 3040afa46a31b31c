"""Middleware that holds the limits of pages, and what a page answers over a limit."""

import math
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

from careers.web import clients, limits
from careers.web.middleware import GetResponse

API = "/api/"
FREE = {"healthz", "readyz"}  # asked by machines that watch the site
READS = {"GET", "HEAD", "OPTIONS"}
BYTES = 20_000  # of a form that count as one more

# Forms with a limit of their own; every other form is counted as `send`, every page as `look`.
OF_THEIR_OWN = {
    "account_login": "log_in",
    "account_reauthenticate": "log_in",
    "account_signup": "sign_up",
    "account_reset_password": "ask_for_mail",
    "profile_documents:paste": "document",
    "profile_documents:upload": "document",
    "try_documents:paste": "document",
}


class LimitsMiddleware:
    """Hold the brake on everything, and the limits of pages. Calls of the API hold theirs (`careers.api.throttling`).

    A view that refuses a guess says so in its form, with `refuse`; the answer is then a 429 as well.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.strip("/") in FREE:
            return self.get_response(request)
        try:
            limits.spend("anything", clients.address(request))
        except limits.Refused as refused:
            return too_often(request, refused)
        response = self.get_response(request)
        refusal: limits.Refused | None = getattr(request, "refused", None)
        if refusal is not None and response.status_code == 200:
            response.status_code = 429
            response["Retry-After"] = str(refusal.wait)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        assert request.resolver_match is not None  # noqa: S101  (a view is reached by an address)
        name = request.resolver_match.view_name
        if name in FREE or request.path.startswith(API):
            return None
        try:
            if request.method in READS:
                limits.spend("look", clients.client(request))
            elif name in OF_THEIR_OWN:
                row = OF_THEIR_OWN[name]
                whose = clients.client if limits.LIMITS[row].of == limits.CLIENT else clients.address
                limits.spend(row, whose(request))
            else:
                limits.spend("send", clients.client(request), units=1 + _length(request) // BYTES)
        except limits.Refused as refused:
            return too_often(request, refused)
        return None


def refuse(request: HttpRequest, refused: limits.Refused) -> None:
    """Let the answer to a form be a 429, whose words the form says itself."""
    request.refused = refused  # type: ignore[attr-defined]


def too_often(request: HttpRequest, refused: limits.Refused) -> HttpResponse:
    """The 429 of a page, of a fragment for htmx, or of the API."""
    response: HttpResponse
    if request.path.startswith(API):
        response = JsonResponse({"detail": said(refused)}, status=429)
    else:
        fragment = getattr(request, "htmx", False)
        template = "components/too_often.html" if fragment else "429.html"
        again = request.get_full_path() if request.method in READS else ""
        context = {"wait": in_words(refused.wait), "again": again}
        response = HttpResponse(render_to_string(template, context), status=429)
    response["Retry-After"] = str(refused.wait)
    response["Cache-Control"] = "no-store"
    return response


def said(refused: limits.Refused) -> str:
    """The words of the API: what was too much, and when there is room again."""
    return f"Too many {refused.limit.what}: up to {refused.limit.said} are answered. Try again in {refused.wait} s."


def in_words(seconds: int) -> str:
    """A time to wait, rounded up: "20 seconds", "3 minutes", "2 hours"."""
    unit, size = "second", 1
    if seconds > limits.HOUR + 1:
        unit, size = "hour", limits.HOUR
    elif seconds > limits.MINUTE + 1:
        unit, size = "minute", limits.MINUTE
    number = math.ceil((seconds - (size > 1)) / size)  # of minutes, one second is no more
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _length(request: HttpRequest) -> int:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return int(sent) if sent.isdecimal() else 0
