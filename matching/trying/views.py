"""The whole promise without an account: pick skills or a job to start from, see roles and receipts.

What is picked is in the browser's cookie (careers/tried.py). Somebody who is signed in, perhaps since the page was
opened, is on their own pages here, so that nothing they send is lost.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from careers.accounts.requests import HtmxRequest
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.profile import builder, tried
from careers.profile.records import OwnProfile, OwnTry, Place, Record
from careers.web.requests import VisitorRequest, role_or_404
from matching.matches import pages as matches_pages
from matching.matches import receipt_pages

View = Callable[..., HttpResponse]

TRY = Place(
    page="try",
    suggest="try_suggest",
    claim="try_claim",
    remove="try_remove",
    keep_word="try_keep_word",
    drop_word="try_drop_word",
    starts="try_starts",
    start="try_start",
    start_undo="try_start_undo",
    undo="try_undo",
    roles="try_roles",
    receipt="try_receipt",
    template="matching/try.html",
    title="what you picked",
)


class Trying(OwnTry):
    place = TRY

    def beside(self, release: Released) -> dict[str, Any]:
        """The first roles so far, beside the list of what was picked."""
        return {"top": matches_pages.top_roles(release, self.levels())}


def without_account(name: str) -> Callable[[View], View]:
    """Somebody with an account has a page of their own for each that is only looked at: `name`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def looked_at(request: HtmxRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and request.method in {"GET", "HEAD"}:
                return redirect(name, *args, **kwargs)
            return view(request, *args, **kwargs)

        return never_cache(looked_at)

    return decorate


def sent_from_anywhere(view: View) -> View:
    """A part of this page does not belong on another: what a profile sent after its session ended leads here whole."""

    @wraps(view)
    def sent(request: VisitorRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        seen = request.htmx.current_url_abs_path
        at_home = seen is None or seen.startswith(reverse("try"))
        if at_home or request.user.is_authenticated:
            return response
        return HttpResponseClientRedirect(reverse("try"))

    return sent


def _record(request: HtmxRequest) -> Record:
    return OwnProfile(request) if request.user.is_authenticated else Trying(tried.of(request))


@require_safe
@without_account("profile")
def try_(request: HtmxRequest) -> HttpResponse:
    return builder.page(request, _record(request))


@require_safe
@without_account("profile")
def suggest(request: HtmxRequest) -> HttpResponse:
    return builder.suggest(request, _record(request))


@require_POST
@sent_from_anywhere
def claim(request: HtmxRequest) -> HttpResponse:
    return builder.claim(request, _record(request))


@require_POST
def remove(request: HtmxRequest) -> HttpResponse:
    return builder.remove(request, _record(request))


@require_POST
def undo(request: HtmxRequest) -> HttpResponse:
    return builder.undo(request, _record(request))


@require_POST
@sent_from_anywhere
def keep_word(request: HtmxRequest) -> HttpResponse:
    return builder.keep_word(request, _record(request))


@require_POST
def drop_word(request: HtmxRequest) -> HttpResponse:
    return builder.drop_word(request, _record(request))


@require_POST
def forget(request: HtmxRequest) -> HttpResponse:
    """Everything that was picked is gone, and the cookie with it."""
    own = tried.of(request)
    for word in list(own.words):
        own.drop_word(word)
    own.forget()
    messages.success(request, "Forgotten. Nothing of it is left, here or with us.")
    return redirect("try")


@require_safe
@without_account("starts")
def starts(request: HtmxRequest) -> HttpResponse:
    return builder.starts(request, _record(request))


@require_http_methods(["GET", "HEAD", "POST"])
@without_account("start")
def start(request: HtmxRequest, slug: str) -> HttpResponse:
    return builder.start(request, _record(request), slug)


@require_POST
def start_undo(request: HtmxRequest) -> HttpResponse:
    return builder.start_undo(request, _record(request))


@require_safe
@without_account("matches")
def roles(request: HtmxRequest) -> HttpResponse:
    context = matches_pages.matches_page(releases.for_request(request), tried.of(request).levels)
    return render(request, "matching/try_roles.html", context | {"where": TRY})


@require_safe
@without_account("receipt")
def receipt(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = role_or_404(release, slug)
    if current != slug:
        return redirect("try_receipt", current, permanent=True)
    own = tried.of(request)
    context = receipt_pages.receipt_page(release, own.levels, slug, against=request.GET.get("against", ""))
    context |= {"where": TRY, "changed": own.notes.pop("changed", None)}
    return render(request, f"matching/try_receipt.html{'#page' if request.htmx else ''}", context)
