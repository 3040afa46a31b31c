"""What holds for every page: personal pages stay out of caches, and nothing published is said kindly."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers

from careers import tried
from careers.releases import NoRelease

GetResponse = Callable[[HttpRequest], HttpResponse]


class TriedMiddleware:
    """`request.tried`: what this browser picked without an account; what changed goes back with the answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = tried.Tried(request.COOKIES.get(tried.COOKIE, ""))
        request.tried = own  # type: ignore[attr-defined]
        response = self.get_response(request)
        own.save(response)
        return response


class PersonalPagesMiddleware:
    """Answers that show what is somebody's own are never stored; fragments and pages are told apart."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        personal = request.user.is_authenticated or tried.COOKIE in request.COOKIES
        if personal and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response


class NoReleaseMiddleware:
    """Before anything is published, pages answer 503 with what to do about it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, NoRelease):
            return None
        return render(request, "503.html", status=503)
