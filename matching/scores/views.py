"""The history page."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.models import Release
from careers.profile import operations as profile_operations
from careers.web.requests import role_or_404
from matching.scores import history as telling
from matching.scores.models import Score

MOMENTS = 10  # records a page of the history


@require_safe
@signed_in("history")
def history(request: HtmxRequest) -> HttpResponse:
    """The movements of all fits, or of one role's. A waiting page asks again, and gets no body until there is news."""
    release = releases.for_request(request)
    profile = profile_operations.get_or_create_profile(user=request.user)
    recording = Score.objects.recording(profile, release.number)
    if request.htmx and "poll" in request.GET and recording == "waiting":
        return HttpResponse(status=204)
    role = release.roles[role_or_404(release, request.GET["role"])] if request.GET.get("role") else None
    lines = profile.history.of_roles(None if role is None else [role.slug, *role.former_slugs])
    page = Paginator(lines.moments(), MOMENTS).get_page(request.GET.get("page"))
    told = list(lines.at(page))
    context = {
        "days": telling.days(release, told, Release.objects.reasons(line.release_after for line in told)),
        "page": page,
        "role": role,
        "picture": None if role is None else telling.over_time(told),
        "roles": release.roles_by_title,
        "recording": recording,
    }
    return render(request, f"matching/history.html{'#page' if request.htmx else ''}", context)
