"""The pages of plans: the list with its form, one plan, marks on its steps, and the undo of each."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.models import Claim, Profile
from careers.profile import operations as profile_operations
from matching.plans import operations, pages, wishes
from matching.plans.forms import PlanForm, StepForm
from matching.plans.models import Plan, PlanStep
from matching.plans.shown import ShownPlan, Standing

PLANS = 20  # a page of the list


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in("plans", keeps=PlanForm.base_fields)
def plans(request: HtmxRequest) -> HttpResponse:
    """Every plan of the person, and the form for a new one; on POST, make it."""
    release = releases.for_request(request)
    if request.method != "POST":
        return _list(request, PlanForm(release=release, initial=pages.usual(timezone.localdate()) | _named(request)))
    form = PlanForm(request.POST, release=release)
    try:
        made = _made(request, form)
    except operations.NothingToLearn as reached:
        return _there_already(request, reached)
    return redirect(made) if made else _list(request, form)


@login_required
@require_safe
def plan(request: HtmxRequest, pk: int) -> HttpResponse:
    return _page(request, _own(request, pk), notice=request.session.pop("plan_notice", None))


@require_POST
@signed_in("plan", of=["pk"], keeps=PlanForm.base_fields)
def again(request: HtmxRequest, pk: int) -> HttpResponse:
    """Make a plan again: for another pace, or because the release or the day has moved on."""
    old = _own(request, pk)
    form = PlanForm(request.POST, release=releases.for_request(request))
    try:
        made = _made(request, form, old)
    except operations.NothingToLearn as reached:
        return _there_already(request, reached)
    return redirect(made) if made else _page(request, old, form=form)


@require_POST
@signed_in("plan", of=["pk"])
def replace(request: HtmxRequest, pk: int) -> HttpResponse:
    """Let this plan take the place of another one that the person has for the same role."""
    new, old = _own(request, pk), _own(request, _number(request.POST.get("old")))
    if operations.replace_plan(user=request.user, release=releases.for_request(request), plan=old, by=new):
        messages.success(request, "This is your plan for the role now. The other one is among your earlier plans.")
    return redirect(new)


@require_POST
@signed_in("plan", of=["pk"])
def delete(request: HtmxRequest, pk: int) -> HttpResponse:
    """Delete a plan. Its content waits in the session, for the undo that the list offers next."""
    try:
        request.session["deleted_plan"] = operations.delete_plan(user=request.user, plan=_own(request, pk))
    except Plan.DoesNotExist as error:
        raise Http404("This plan is deleted already.") from error
    request.session["said_deleted"] = True
    return redirect("plans")


@require_POST
@signed_in("plans")
def undelete(request: HtmxRequest) -> HttpResponse:
    """Put back the plan deleted last in this session."""
    deleted = request.session.pop("deleted_plan", "")
    back = operations.restore_plan(user=request.user, deleted=deleted) if deleted else None
    if back is None:
        messages.warning(request, "That plan cannot be put back any more.")
        return redirect("plans")
    messages.success(request, "The plan is back, with everything you ticked off.")
    return redirect(back)


@require_POST
@signed_in("plan", of=["pk"])
def step(request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """Mark a step: done (1, or 0 to undo), the level one has already, or skipped (1 or 0); twice is like once."""
    own = _own(request, pk)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise BadRequest(form.errors.as_text())
    user, said = request.user, form.cleaned_data
    try:
        if said["level"]:
            marked = operations.say_level(user=user, plan=own, number=number, level=said["level"])
        elif said["skipped"] is not None:
            marked = operations.skip(user=user, plan=own, number=number, skipped=said["skipped"])
        elif said["done"]:
            marked = operations.tick(user=user, plan=own, number=number)
        else:
            marked = operations.unmark(user=user, plan=own, number=number)
    except PlanStep.DoesNotExist as error:
        raise Http404("This plan has no such step.") from error
    notice = pages.notice(releases.for_request(request), marked)
    if request.htmx:
        return _page(request, _own(request, pk), notice=notice, part="#plan")
    request.session["plan_notice"] = notice
    return redirect(f"{own.get_absolute_url()}#said")


def _there_already(request: HtmxRequest, reached: operations.NothingToLearn) -> HttpResponse:
    """Say that there is nothing to plan, on the receipt that shows why."""
    messages.success(request, "You are already there, so there is nothing left to plan. A higher fit or another role?")
    return redirect("receipt", reached.drawn.plan.role)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0


def _profile(request: HtmxRequest) -> Profile:
    return profile_operations.get_or_create_profile(user=request.user)


def _own(request: HtmxRequest, pk: int) -> Plan:
    try:
        return Plan.objects.of(_profile(request)).with_steps().get(pk=pk)
    except Plan.DoesNotExist as error:
        raise Http404("You have no plan at this address.") from error


def _named(request: HtmxRequest) -> dict[str, str]:
    """The form values in the address: a role that a link names, or what was typed before signing in again."""
    named = {name: request.GET[name].replace("\x00", "") for name in PlanForm.base_fields if name in request.GET}
    if "role" in named:
        named["role"] = releases.for_request(request).role_slug(named["role"][:80]) or ""
    return named


def _made(request: HtmxRequest, form: PlanForm, old: Plan | None = None) -> Plan | None:
    """Store the plan that the form asks for; None if the form says why not."""
    if not form.is_valid():
        return None
    release = releases.for_request(request)
    try:
        if old is None:
            return operations.make_plan(user=request.user, release=release, wish=form.wish)
        return operations.remake_plan(user=request.user, release=release, plan=old, wish=form.wish)
    except wishes.PLANLESS as error:
        form.refuse(wishes.refusal(release, error))
        return None


def _list(request: HtmxRequest, form: PlanForm) -> HttpResponse:
    """A page of plans: the current ones, then those that a newer one replaced, newest first in each group."""
    own = _profile(request)
    page = Paginator(Plan.objects.of(own).current_first().with_steps(), PLANS).get_page(request.GET.get("page"))
    standing = _standing(request, own.claims.levels_by_position())
    plans = [standing.plan(row) for row in page]
    context = {
        "plans": [plan for plan in plans if plan.row and not plan.row.replaced_by_id],
        "earlier": [plan for plan in plans if plan.row and plan.row.replaced_by_id],
        "page": page,
        "form": form,
        "deleted": request.session.pop("said_deleted", False) and "deleted_plan" in request.session,
    }
    return render(request, "matching/plans.html", context, status=400 if form.errors else 200)


def _standing(request: HtmxRequest, by_position: Mapping[int, int]) -> Standing:
    return Standing(releases.for_request(request), by_position, timezone.localdate())


def _twin(own: Plan, shown: ShownPlan) -> Plan | None:
    """An older plan for the same role that this one could replace."""
    if own.replaced_by_id or shown.now is None:
        return None
    others = Plan.objects.filter(profile=own.profile_id).current().towards(shown.now)
    return others.filter(pk__lt=own.pk).first()


def _page(
    request: HtmxRequest,
    own: Plan,
    *,
    form: PlanForm | None = None,
    notice: Mapping[str, Any] | None = None,
    part: str = "",
) -> HttpResponse:
    release = releases.for_request(request)
    today = timezone.localdate()
    shown = _standing(request, Claim.objects.filter(profile=own.profile_id).levels_by_position()).plan(own)
    page = pages.plan_page(shown)
    named = _named(request)
    context = {
        "plan": shown,
        "page": page,
        "finished": pages.finished(page, notice),
        "picture": pages.plan_picture(shown, today),
        "twin": _twin(own, shown),
        "form": form or PlanForm(release=release, initial=pages.asked(release, own, today) | named),
        "again": bool(form or named or "again" in request.GET),  # whether its form is unfolded
        "notice": notice,
        "part": part,
    }
    return render(request, f"matching/plan.html{part}", context, status=400 if form else 200)
