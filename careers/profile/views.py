"""The offer to keep or forget what was picked before signing in. The other pages of a profile are in `mounts`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.profile import operations, tried
from careers.profile.claims import UnknownSkill
from careers.profile.forms import ShownForm
from careers.web.requests import form_errors


@require_POST
@signed_in("profile:page")
def keep_tried(request: HtmxRequest) -> HttpResponse:
    """Add to the profile what was picked before signing in, or, if they say so, forget it."""
    own = tried.of(request)
    if own and "forget" not in request.POST:
        operations.keep_tried(user=request.user, claims=own.claims, words=own.words)
        messages.success(request, "Added. No level of yours was lowered.")
    own.forget()
    return redirect("profile:page")


@require_POST
@signed_in("profile:page")
def shown_by(request: HtmxRequest) -> HttpResponse:
    """Set the line or link that shows a skill, for the person's own use. The page says so and offers to undo it."""
    form = ShownForm(request.POST)
    if not form.is_valid():
        messages.error(request, form_errors(form.errors))
        return redirect("profile:page")
    skill, text = form.cleaned_data["skill"], form.cleaned_data["shown_by"]
    try:
        before = operations.show_by(user=request.user, skill=skill, text=text)
    except UnknownSkill:
        messages.error(request, "That skill is not in your profile any more. Add it first, then what shows it.")
        return redirect("profile:page")
    request.session["shown"] = {"skill_slug": skill, "before": before, "moved": before != text}
    return redirect(reverse("profile:page", fragment=f"mine-{skill}"))


@require_POST
def forget_tried(request: HtmxRequest) -> HttpResponse:
    """Forget everything that was picked, and the cookie with it."""
    tried.of(request).forget()
    messages.success(request, "Forgotten. Nothing of it is left, here or with us.")
    return redirect("try:page")
