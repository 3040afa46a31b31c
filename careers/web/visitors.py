"""Pages that are the same for every visitor: drawn and compressed once per release, and sent to a browser once."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from careers.catalogue import releases
from careers.web import kept

View = Callable[..., HttpResponse]

KEPT = 24 * 3600  # seconds
VARIES = ("Accept-Encoding", "Cookie", "HX-Request")


class Drawn(NamedTuple):
    """A page as it was drawn, the same compressed, and the ETag of both: weak, as their bytes differ."""

    content: bytes
    compressed: bytes
    etag: str


def same_for_visitors(view: View) -> View:
    """Keep what a view shows to visitors, under the address, the release and the day.

    A visitor is whoever sends no cookie that says anything: no session, no picks, no messages. Everybody else gets the
    page drawn for them. A page with a CSRF token or a cookie is never kept; `request.same_for_visitors` tells the
    template to leave out the token that it puts into every other page for htmx.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _is_alike(request):
            return view(request, *args, **kwargs)
        release = releases.for_request(request)
        key = kept.key("page", release.number, release.digest, timezone.localdate(), request.path)
        drawn: Drawn | None = kept.get(key)
        if drawn is None:
            request.same_for_visitors = True  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
                return response
            drawn = _drawn(response.content)
            kept.put(key, drawn, seconds=KEPT)
        return _answer(request, drawn)

    return shown  # type: ignore[return-value]


def _is_alike(request: HttpRequest) -> bool:
    """Say whether nothing in the request could make its answer differ from that to another visitor."""
    says_nothing = set(request.COOKIES) <= {settings.CSRF_COOKIE_NAME}
    return says_nothing and not request.GET and "HX-Request" not in request.headers


def _drawn(content: bytes) -> Drawn:
    etag = f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Drawn(content, gzip.compress(content, mtime=0), etag)


def _answer(request: HttpRequest, drawn: Drawn) -> HttpResponseBase:
    compressed = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    response = HttpResponse(drawn.compressed if compressed else drawn.content, headers={"ETag": drawn.etag})
    if compressed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, VARIES)
    patch_cache_control(response, public=True, no_cache=True)  # a cache asks each time, and is mostly told "as before"
    return get_conditional_response(request, etag=drawn.etag, response=response) or response
