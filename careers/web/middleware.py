"""Middleware of every answer: headers, probes, compression, and a friendly 503 before the first release."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import resolve

from careers.catalogue.releases import NoRelease

GetResponse = Callable[[HttpRequest], HttpResponse]

COMPRESSED = {"text/html", "text/css", "text/javascript", "image/svg+xml"}

# No page of ours uses any of these, and none is shown inside, read by, or opened together with a page of another site.
NOT_USED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone",
            "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb")  # fmt: skip
HEADERS = {
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_USED),
}


class HeadersMiddleware:
    """Add the security headers for which Django has no setting."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class NoBodyForHeadMiddleware:
    """Drop the body of an answer to HEAD, so that gunicorn does not have to, which it logs as a warning each time."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD":
            part = "streaming_content" if response.streaming else "content"
            setattr(response, part, [])
        return response


class ProbesMiddleware:
    """Answer the probes whatever Host they name: whoever looks after the process asks by its address."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in settings.PROBES:
            return self.get_response(request)
        answer: HttpResponse = resolve(request.path_info).func(request)
        return answer


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
