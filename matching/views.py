"""Pages of what follows: examples, ranked roles, receipts, roles side by side, history, and the person's own data."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers.accounts.forms import LeaveForm
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.browse.role_pages import roles_page
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile, Release
from careers.profile import choices, tried
from careers.profile import operations as profile_operations
from careers.profile.forms import MarkForm, TargetForm
from careers.web.requests import came_from
from matching import compare_pages, export, pages
from matching import history as telling
from matching import operations as matching_operations
from matching.accuracy_pages import accuracy
from matching.home_pages import example
from matching.method_pages import method_page
from matching.models import Score

MOMENTS = 10  # records a page of the history


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = roles_page(release) | {"example": example(release)}
    return render(request, "careers/home.html", context)


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    release = releases.for_request(request)
    context = {"example": method_page(release), "accuracy": accuracy(release)}
    return render(request, "matching/method.html", context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three roles side by side; nothing that an address names makes it fail."""
    release = releases.for_request(request)
    picked = compare_pages.chosen(release, request.GET.getlist("roles"))
    context = compare_pages.compare_page(release, picked, _levels(request))
    context["receipt_url"] = "receipt" if request.user.is_authenticated else "try_receipt"
    return render(request, "matching/compare.html", context)


@login_required
@require_safe
def matches(request: HtmxRequest) -> HttpResponse:
    release = releases.for_request(request)
    profile = profile_operations.get_or_create_profile(user=request.user)
    chosen = request.session.pop("chosen", None) or {}
    held, choices = profile.claims.levels_by_position(), _choices(release, profile)
    ahead = matching_operations.look_ahead(profile=profile, release=release, on=timezone.localdate())
    context = pages.matches_page(release, held, choices, just_moved=chosen.get("role", "")) | {
        "recording": Score.objects.recording(profile, release.number),
        "changed": request.session.pop("changed", None),
        "chosen": chosen,
        "gone": profile.target if release.role_slug(profile.target) is None else "",
    }
    pages.add_weeks(context["roles"], ahead)
    return render(request, f"matching/matches.html{'#page' if request.htmx else ''}", context)


@login_required
@require_safe
def receipt(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = _role(release, slug)
    if current != slug:
        return redirect("receipt", current, permanent=True)
    profile = profile_operations.get_or_create_profile(user=request.user)
    choices = _choices(release, profile)
    held, against = profile.claims.levels_by_position(), request.GET.get("against", "")
    context = pages.receipt_page(release, held, slug, choices, against) | {
        "changed": request.session.pop("changed", None),
        "chosen": request.session.pop("chosen", None),
    }
    return render(request, f"matching/receipt.html{'#page' if request.htmx else ''}", context)


@require_POST
@signed_in("matches")
def target(request: HtmxRequest, slug: str) -> HttpResponse:
    """Make a role the target, or no longer. The page says what it did and offers to undo it."""
    release = releases.for_request(request)
    role, form = _role(release, slug), _sent(TargetForm(request.POST))
    seen = form["was"] if "was" in request.POST else ...
    try:
        done = choices.choose_target(user=request.user, release=release, role=role, chosen=form["chosen"], seen=seen)
    except choices.ChosenElsewhere as elsewhere:
        now = release.roles[elsewhere.now].title if elsewhere.now else "none"
        messages.warning(request, f"Your target was changed elsewhere in the meantime, to {now}. It stays as it is.")
    else:
        request.session["chosen"] = pages.target_chosen(release, role, done)
    return redirect(came_from(request) or reverse("matches", fragment="target"))


@require_POST
@signed_in("matches")
def mark(request: HtmxRequest, slug: str) -> HttpResponse:
    """Pin a role, hide it, or neither. The page says what it did and offers to undo it."""
    release = releases.for_request(request)
    role, form = _role(release, slug), _sent(MarkForm(request.POST))
    seen = form["was"] if "was" in request.POST else ...
    try:
        done = choices.mark_role(user=request.user, release=release, role=role, mark=form["mark"], seen=seen)
    except choices.ChosenElsewhere:
        title = release.roles[role].title
        messages.warning(request, f"{title} was moved elsewhere in the meantime. It stays as it is.")
    else:
        request.session["chosen"] = pages.role_marked(release, role, done)
    return redirect(came_from(request) or reverse("matches", fragment=f"role-{role}"))


def _role(release: Released, slug: str) -> str:
    """The slug that the role of this address has now."""
    current = release.role_slug(slug)
    if current is None:
        raise Http404("There is no role at this address.")
    return current


def _choices(release: Released, profile: Profile) -> pages.Choices:
    return pages.Choices(release.role_slug(profile.target), profile.role_marks.by_role(release))


def _sent(form: Form) -> dict[str, Any]:
    """What our own buttons send; nobody types it, so anything else is no request of ours."""
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    return form.cleaned_data


@require_safe
@signed_in("history")
def history(request: HtmxRequest) -> HttpResponse:
    """Movements of all fits, or of one role's. A page that waits asks again, and gets no body until there is news."""
    release = releases.for_request(request)
    profile = profile_operations.get_or_create_profile(user=request.user)
    recording = Score.objects.recording(profile, release.number)
    if request.htmx and "poll" in request.GET and recording == "waiting":
        return HttpResponse(status=204)
    role = release.roles[_role(release, request.GET["role"])] if request.GET.get("role") else None
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


@login_required
@require_safe
def data(request: HtmxRequest) -> HttpResponse:
    """What we hold, how to take it along, and how to have it deleted."""
    return render(request, "matching/data.html")


@login_required
@reauthentication_required
@require_safe
def data_download(request: HtmxRequest) -> HttpResponse:
    """Everything we hold about the person, as a file."""
    everything = export.everything(user=request.user)
    file = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 2})
    file["Content-Disposition"] = f'attachment; filename="rolewise-{timezone.now():%Y-%m-%d}.json"'
    return file


@signed_in("leave")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HtmxRequest) -> HttpResponse:
    """Delete the account: asked first, then done at once."""
    form = LeaveForm(request.POST if request.method == "POST" else None, address=request.user.email)
    if request.method != "POST" or not form.is_valid():
        return render(request, "matching/leave.html", {"form": form}, status=400 if form.errors else 200)
    matching_operations.delete_account(user=request.user)
    logout(request)
    messages.success(request, "Your account is deleted, with everything in it. Thank you for having been here.")
    return redirect("home")


def _levels(request: HttpRequest) -> dict[int, int]:
    """What is known of whoever asks: their profile, or what they picked without an account."""
    if not request.user.is_authenticated:
        return tried.of(request).levels
    return profile_operations.get_or_create_profile(user=request.user).claims.levels_by_position()
