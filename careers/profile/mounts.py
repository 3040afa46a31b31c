"""The builder's one list of addresses, mounted twice: in the namespace `profile`, and without an account in `try`.

The differences between the two are here: whose record is built, and who is sent elsewhere. The pages are in `builder`.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import or_at, signed_in
from careers.profile import builder, tried
from careers.profile.records import Beside, OwnProfile, OwnTry, Record
from careers.web.requests import VisitorRequest

View = Callable[..., HttpResponse]
Guard = Callable[[View], View]


def record_of(request: HtmxRequest, beside: Beside | None = None) -> Record:
    """The profile of anybody with an account, at both mounts, so that nothing they send is lost; else their try."""
    return OwnProfile(request, beside) if request.user.is_authenticated else OwnTry(tried.of(request), beside)


def without_account(name: str) -> Guard:
    """Redirect anybody with an account who only looks at the page to their own: `name`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def looked_at(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and request.method in {"GET", "HEAD"}:
                own: HttpResponse = redirect(name, *args, **kwargs)
                return own
            return view(request, *args, **kwargs)

        return never_cache(looked_at)

    return decorate


def _sent_from_anywhere(view: View) -> View:
    """Answer what another page sent, such as a profile whose session ended, with the whole try and not a part of it."""

    @wraps(view)
    def sent(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        seen = request.htmx.current_url_abs_path
        at_home = seen is None or seen.startswith(reverse("try:page"))
        if at_home or request.user.is_authenticated:
            return response
        return HttpResponseClientRedirect(reverse("try:page"))

    return sent


def _as_is(view: View) -> View:
    return view


def _shown_or_sent(shown: Guard, sent: Guard) -> Guard:
    """Guard reading with `shown` and sending with `sent`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return (sent if request.method == "POST" else shown)(view)(request, *args, **kwargs)

        return guarded

    return decorate


def _mounted(view: View, *, profile: Guard, tried: Guard) -> View:
    """A view of the builder, with its record, behind the guard of the namespace in its address.

    `beside` is an extra option of the mount: what its page shows next to the record. The guards know nothing of it.
    """

    @wraps(view)
    def opened(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        assert request.resolver_match is not None  # noqa: S101  (a view is reached by an address)
        beside: Beside | None = request.resolver_match.kwargs.get("beside")
        return view(request, record_of(request, beside), *args, **kwargs)

    guarded = {"profile": profile(opened), "try": tried(opened)}

    @wraps(view)
    def chosen(request: HttpRequest, *args: Any, beside: Beside | None = None, **kwargs: Any) -> HttpResponse:
        assert request.resolver_match is not None  # noqa: S101  (a view is reached by an address)
        return guarded[request.resolver_match.namespace](request, *args, **kwargs)

    return chosen


_changed = {"profile": signed_in("profile:page"), "tried": _as_is}
_added = {"profile": or_at("try"), "tried": _sent_from_anywhere}

patterns = [
    path(
        "",
        _mounted(require_safe(builder.page), profile=login_required, tried=without_account("profile:page")),
        name="page",
    ),
    path(
        "suggest/",
        require_safe(
            _mounted(builder.suggest, profile=signed_in("profile:page"), tried=without_account("profile:page"))
        ),
        name="suggest",
    ),
    path(
        "open/<str:slug>/",
        require_safe(
            _mounted(builder.opened, profile=signed_in("profile:page"), tried=without_account("profile:opened"))
        ),
        name="opened",
    ),
    path("claim/", require_POST(_mounted(builder.claim, **_added)), name="claim"),
    path("paste/", require_POST(_mounted(builder.paste, **_added)), name="paste"),
    path("answer/", require_POST(_mounted(builder.answer, **_added)), name="answer"),
    path("remove/", require_POST(_mounted(builder.remove, **_changed)), name="remove"),
    path("undo/", require_POST(_mounted(builder.undo, **_changed)), name="undo"),
    path("words/keep/", require_POST(_mounted(builder.keep_word, **_added)), name="keep_word"),
    path("words/drop/", require_POST(_mounted(builder.drop_word, **_changed)), name="drop_word"),
    path(
        "start/",
        _mounted(require_safe(builder.starts), profile=login_required, tried=without_account("profile:starts")),
        name="starts",
    ),
    path(
        "start/<str:slug>/",
        require_http_methods(["GET", "HEAD", "POST"])(
            _mounted(
                builder.start,
                profile=_shown_or_sent(login_required, or_at("try")),
                tried=without_account("profile:start"),
            )
        ),
        name="start",
    ),
    path("undo-start/", require_POST(_mounted(builder.start_undo, **_changed)), name="start_undo"),
]
