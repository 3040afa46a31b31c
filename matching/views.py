"""Pages of what follows: the landing page's example, ranked roles, receipts, history. All computed on the spot."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from careers import operations, releases
from careers.models import Profile
from careers.role_pages import roles_page
from careers.views import HtmxRequest
from matching import pages
from matching.models import HistoryLine, Score

HISTORY_LINES = 200


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = roles_page(release) | {"example": pages.example(release)}
    return render(request, "careers/home.html", context)


@login_required
@require_safe
def matches(request: HtmxRequest) -> HttpResponse:
    release = releases.for_request(request)
    profile = operations.get_or_create_profile(user=request.user)
    context = pages.matches_page(release, profile.claims.levels_by_position())
    return render(request, "matching/matches.html", context | {"recorded": _recorded(profile, release.number)})


@login_required
@require_safe
def receipt(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = release.role_slug(slug)
    if current is None:
        raise Http404("There is no role at this address.")
    if current != slug:
        return redirect("receipt", current, permanent=True)
    profile = operations.get_or_create_profile(user=request.user)
    context = pages.receipt_page(release, profile.claims.levels_by_position(), slug)
    return render(request, "matching/receipt.html", context | {"changed": request.session.pop("changed", None)})


@login_required
@require_safe
def history(request: HtmxRequest) -> HttpResponse:
    release = releases.for_request(request)
    profile = operations.get_or_create_profile(user=request.user)
    lines = HistoryLine.objects.newest(profile.pk, limit=HISTORY_LINES)
    context = {
        "lines": pages.history_page(release, lines),
        "waiting": profile.version > 0 and not _recorded(profile, release.number),
    }
    return render(request, "matching/history.html", context)


def _recorded(profile: Profile, release_number: int) -> bool:
    """Whether the workers have recorded the score as it stands."""
    return Score.objects.filter(
        profile=profile, profile_version=profile.version, release_number=release_number
    ).exists()
