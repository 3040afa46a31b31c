"""Ranked roles, their receipts, roles side by side, and what a person chooses among them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.profile import choices
from careers.profile import operations as profile_operations
from careers.profile.claims import Seen
from careers.profile.forms import MarkForm, TargetForm
from careers.web.requests import back, role_or_404
from matching.matches import compare_pages, drawn, for_me, notices, receipt_pages
from matching.matches.models import SharedReceipt
from matching.matches.standing import choices_of, standing
from matching.plans import adviser
from matching.scores import news


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show two or three roles side by side; nothing that an address names makes it fail."""
    release = releases.for_request(request)
    picked = compare_pages.chosen(release, request.GET.getlist("roles"))
    page = compare_pages.compare_page(release, picked, for_me.of(request).by_position)
    receipt_url = "receipt" if request.user.is_authenticated else "try_receipt"
    return render(request, "matching/compare.html", page._asdict() | {"receipt_url": receipt_url})


@login_required
@require_safe
def matches(request: HtmxRequest) -> HttpResponse:
    """Show the ranked roles. A notice of what was just done is for once, so a list with one is not kept."""
    today = timezone.localdate()
    own = standing(request.user, releases.for_request(request), today)
    said = {name: request.session.pop(name, None) for name in ("changed", "chosen")}
    if request.htmx or any(said.values()):
        context = drawn.context(own, today, said["chosen"])
    else:
        context = drawn.parts(request, own, today)
    told = news.unseen(profile=own.profile, release=own.release, recorded=own.recording == "done")
    around = said | {"release_news": told}
    return render(request, f"matching/matches.html{'#page' if request.htmx else ''}", context | around)


@login_required
@require_safe
def receipt(request: HtmxRequest, slug: str) -> HttpResponse:
    release = releases.for_request(request)
    current = role_or_404(release, slug)
    if current != slug:
        return redirect("receipt", current, permanent=True)
    profile = profile_operations.get_or_create_profile(user=request.user)
    choices = choices_of(release, profile)
    held, against = profile.claims.levels_by_position(), request.GET.get("against", "")
    changed = request.session.pop("changed", None)
    just_changed = changed["skill_slug"] if changed else ""
    page = receipt_pages.receipt_page(release, held, slug, choices, against, just_changed)
    advice = adviser.advice(profile, release, timezone.localdate(), by_position=held)
    context = page._asdict() | {
        "advice": advice,
        "plan": adviser.own_plan(profile, advice, release.roles[slug]),
        "changed": changed,
        "link": SharedReceipt.objects.of_role(profile, release, slug),
        "chosen": request.session.pop("chosen", None),
    }
    return render(request, f"matching/receipt.html{'#page' if request.htmx else ''}", context)


@require_POST
@signed_in("matches")
def target(request: HtmxRequest, slug: str) -> HttpResponse:
    """Make a role the target, or no longer. The page says what it did and offers to undo it."""
    release = releases.for_request(request)
    role, form = role_or_404(release, slug), _sent(TargetForm(request.POST))
    seen = Seen(form["was"]) if "was" in request.POST else None
    try:
        done = choices.choose_target(user=request.user, release=release, role=role, chosen=form["chosen"], seen=seen)
    except choices.ChosenElsewhere as elsewhere:
        now = release.roles[elsewhere.now].title if elsewhere.now else "none"
        messages.warning(request, f"Your target was changed elsewhere in the meantime, to {now}. It stays as it is.")
    else:
        request.session["chosen"] = notices.target_chosen(release, role, done)
    return back(request, reverse("matches", fragment="target"))


@require_POST
@signed_in("matches")
def mark(request: HtmxRequest, slug: str) -> HttpResponse:
    """Pin a role, hide it, or neither. The page says what it did and offers to undo it."""
    release = releases.for_request(request)
    role, form = role_or_404(release, slug), _sent(MarkForm(request.POST))
    seen = Seen(form["was"]) if "was" in request.POST else None
    try:
        done = choices.mark_role(user=request.user, release=release, role=role, mark=form["mark"], seen=seen)
    except choices.ChosenElsewhere:
        title = release.roles[role].title
        messages.warning(request, f"{title} was moved elsewhere in the meantime. It stays as it is.")
    else:
        request.session["chosen"] = notices.role_marked(release, role, done)
    return back(request, reverse("matches", fragment=f"role-{role}"))


def _sent(form: Form) -> dict[str, Any]:
    """Read what our own buttons send. Nobody types it, so anything else is a bad request."""
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    return form.cleaned_data
