"""The pages of a profile: the builder and the starting points."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import or_tried, signed_in
from careers.profile import builder, operations, tried
from careers.profile.records import OwnProfile


@login_required
@require_safe
def profile(request: HtmxRequest) -> HttpResponse:
    return builder.page(request, OwnProfile(request))


@require_safe
@signed_in("profile")
def profile_suggest(request: HtmxRequest) -> HttpResponse:
    return builder.suggest(request, OwnProfile(request))


@require_POST
@or_tried("try_claim")
def profile_claim(request: HtmxRequest) -> HttpResponse:
    return builder.claim(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_remove(request: HtmxRequest) -> HttpResponse:
    return builder.remove(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_undo(request: HtmxRequest) -> HttpResponse:
    return builder.undo(request, OwnProfile(request))


@require_POST
@or_tried("try_keep_word")
def profile_keep_word(request: HtmxRequest) -> HttpResponse:
    return builder.keep_word(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_drop_word(request: HtmxRequest) -> HttpResponse:
    return builder.drop_word(request, OwnProfile(request))


@require_POST
@signed_in("profile")
def profile_keep_tried(request: HtmxRequest) -> HttpResponse:
    """Add to the profile what was picked before signing in, or, where they say so, forget it."""
    own = tried.of(request)
    if own and "forget" not in request.POST:
        operations.keep_tried(user=request.user, claims=own.claims, words=own.words)
        messages.success(request, "Added. No level of yours was lowered.")
    own.forget()
    return redirect("profile")


@login_required
@require_safe
def starts(request: HtmxRequest) -> HttpResponse:
    return builder.starts(request, OwnProfile(request))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    guard = or_tried("try_start") if request.method == "POST" else login_required
    return guard(_start)(request, slug=slug)


def _start(request: HtmxRequest, slug: str) -> HttpResponse:
    return builder.start(request, OwnProfile(request), slug)


@require_POST
@signed_in("profile")
def start_undo(request: HtmxRequest) -> HttpResponse:
    return builder.start_undo(request, OwnProfile(request))
