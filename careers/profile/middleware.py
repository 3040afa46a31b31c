"""Middleware that sets `request.tried` and keeps personal pages out of caches."""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

from careers.profile import tried
from careers.web.middleware import GetResponse


class TriedMiddleware:
    """Set `request.tried`, what this browser picked without an account, and send changes back with the answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        own = tried.Tried(request.COOKIES.get(tried.COOKIE, ""))
        request.tried = own  # type: ignore[attr-defined]
        response = self.get_response(request)
        own.save(response)
        return response


class PersonalPagesMiddleware:
    """Keep personal answers from being stored; let caches tell fragments from pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        personal = request.user.is_authenticated or tried.COOKIE in request.COOKIES
        if personal and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
        return response
