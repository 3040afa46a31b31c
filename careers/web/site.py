"""Whole addresses: they begin with the setting SITE_URL, never with what a client says the host is."""

from collections.abc import Callable
from functools import partial
from urllib.parse import urljoin

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri


def absolute(path: str) -> str:
    """The whole address of a path of ours."""
    return f"{settings.SITE_URL}{path}"


class SiteAddressMiddleware:
    """Every whole address that a request is asked for is one of the site's, whatever its Host header names.

    Links in mails, pages of lists, and whatever a library builds with `request.build_absolute_uri`.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.build_absolute_uri = partial(_whole, request)  # type: ignore[method-assign]
        return self.get_response(request)


def _whole(request: HttpRequest, location: object = None) -> str:
    """Like Django's `build_absolute_uri`. The path of a request may begin with two slashes, and is no host then."""
    here = request.get_full_path() if location is None else request.path
    return iri_to_uri(absolute(here) if location is None else urljoin(absolute(here), str(location)))
