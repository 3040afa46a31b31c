"""The landing page, the method page, and the styleguide for staff."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careers.accounts.desk import staff_only
from careers.browse.role_pages import role_groups
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.profile import operations as profile_operations
from careers.web.visitors import same_for_visitors
from matching.about.accuracy_pages import accuracy
from matching.about.home_pages import example
from matching.about.method_pages import method_page
from matching.about.styleguide.drawing import drawn
from matching.about.styleguide.pages import styleguide_page
from matching.plans.adviser import Advice, advice


@require_safe
@same_for_visitors
def home(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = {"groups": role_groups(release), "example": example(release), "advice": _advice(request, release)}
    return render(request, "careers/home.html", context)


@require_safe
@same_for_visitors
def method(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = {"example": method_page(release), "accuracy": accuracy(release)}
    return render(request, "matching/method.html", context)


@staff_only
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show every component to staff. Others are sent where the admin sends them."""
    page = styleguide_page(releases.for_request(request), timezone.localdate(), partial(drawn, request))
    return render(request, "matching/styleguide.html", page._asdict())


def _advice(request: HttpRequest, release: Released) -> Advice | None:
    """The next step of somebody who is signed in."""
    if not request.user.is_authenticated:
        return None
    profile = profile_operations.get_or_create_profile(user=request.user)
    return advice(profile, release, timezone.localdate())
