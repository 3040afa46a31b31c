"""Middleware of the pages: compression, and a friendly 503 before the first release."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render

from careers.catalogue.releases import NoRelease

GetResponse = Callable[[HttpRequest], HttpResponse]

COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml"}


class CompressedPagesMiddleware(GZipMiddleware):
    """Compress pages and what they are drawn with, and nothing else.

    Nobody learns a secret from how well a page compresses (BREACH): Django masks the CSRF token anew for each request,
    and adds a random number of bytes. Answers of the API stay as they are, because If-Match compares their ETags
    byte by byte, and a compressed answer has a weak one. Files come compressed in production; on the embedded default,
    which has no step that collects them, they are compressed here, but for parts of a file.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        kind = response.get("Content-Type", "").partition(";")[0]
        is_whole = response.status_code != HTTPStatus.PARTIAL_CONTENT
        return super().process_response(request, response) if kind in COMPRESSED and is_whole else response


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
