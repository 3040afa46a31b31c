"""The history page, and the notice of a release once it has been read."""

import re

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.models import Deed, Profile, Release
from careers.profile import operations as profile_operations
from careers.web.requests import back, role_or_404
from matching.scores import history as telling
from matching.scores import news
from matching.scores.causes import Deeds
from matching.scores.entries import Entry, Moment, entries
from matching.scores.lines import Lines
from matching.scores.models import Record, Score

MOMENTS = 10  # entries on a page of the history


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
    names = None if role is None else [role.slug, *role.former_slugs]
    lines = Lines(profile.records.newest_first())
    records = [one for one in lines.records if names is None or set(names) & set(lines.moved_roles(one))]
    found = entries(map(_moment_of, records), profile.deeds.pairs() if records else [])
    page = Paginator(found, MOMENTS).get_page(request.GET.get("page"))
    shown = {moment for entry in page if not entry.undone for moment in entry.moments}
    told = [line for record in records if _moment_of(record) in shown for line in lines.of(record, names)]
    reasons = Release.objects.reasons(line.release_after for line in told)
    deeds = Deeds(release, _done(profile, list(page)))
    context = {
        "days": telling.days(release, telling.Told(list(page), told, deeds, reasons)),
        "page": page,
        "role": role,
        "picture": None if role is None else telling.over_time(told),
        "roles": release.roles_by_title,
        "recording": recording,
    }
    if recording == "done":
        news.see(profile=profile, number=release.number)
    return render(request, f"matching/history.html{'#page' if request.htmx else ''}", context)


@require_POST
@signed_in("matches")
def news_seen(request: HtmxRequest) -> HttpResponse:
    """Take the notice of a release away. Sent twice, or late, it hides no later one."""
    sent = re.fullmatch(r"[0-9]{1,9}", request.POST.get("release", ""))
    profile = profile_operations.get_or_create_profile(user=request.user)
    latest = releases.for_request(request).number
    news.see(profile=profile, number=min(int(sent[0]), latest) if sent else 0)
    return back(request, reverse("matches"))


def _moment_of(record: Record) -> Moment:
    return Moment(
        record.recorded_at, record.version_before, record.version_after, record.release_before, record.release_after
    )


def _done(profile: Profile, page: list[Entry]) -> QuerySet[Deed]:
    """What was done from the first to the last moment of a page."""
    moments = [moment for entry in page for moment in entry.moments]
    if not moments:
        return profile.deeds.none()
    first, last = min(one.version_before for one in moments), max(one.version_after for one in moments)
    return profile.deeds.between(first, last)
