"""Middleware of the pages: a friendly 503 before the first release."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from careers.catalogue.releases import NoRelease

GetResponse = Callable[[HttpRequest], HttpResponse]


class NoReleaseMiddleware:
    """Answer every page with a 503 that says what to do, until something is published."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NoRelease):
            return None
        return render(request, "503.html", status=503)
