"""The pages of a person's own data: what we keep of anybody, what we hold of them, downloading it, leaving."""

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careers.accounts.forms import LeaveForm
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.catalogue import releases
from careers.profile import leaving
from careers.profile.builder import note_answered
from careers.profile.claims import Answered
from careers.profile.records import OwnProfile
from careers.web.visitors import same_for_visitors
from matching.own_data import data_map, export, importing
from matching.own_data.forms import BringForm


@require_safe
@same_for_visitors
def privacy(request: HttpRequest) -> HttpResponse:
    """Show what is kept about a person, from the data map."""
    context = {"parts": data_map.PARTS, "cookies": data_map.COOKIES, "contact": settings.PRIVACY_CONTACT}
    return render(request, "matching/privacy.html", context)


@signed_in("data")
@require_http_methods(["GET", "HEAD", "POST"])
def data(request: HtmxRequest) -> HttpResponse:
    """Show what we hold, how to download it or bring a download back, and how to have it deleted.

    On POST, add what a download holds, and show it in the profile.
    """
    release = releases.for_request(request)
    if request.method != "POST":
        return render(request, "matching/data.html", {"form": BringForm(release=release)})
    form = BringForm(request.POST, request.FILES, release=release)
    if not form.is_valid():
        return render(request, "matching/data.html", {"form": form}, status=400)
    replaced = importing.bring_along(user=request.user, release=release, brought=form.brought)
    note_answered(OwnProfile(request), release, Answered(replaced, ()))
    if form.brought.left_out:
        messages.info(request, f"Not in this catalogue, so left out: {', '.join(form.brought.left_out)}.")
    return redirect("profile:page")


@login_required
@reauthentication_required
@require_safe
def data_download(request: HtmxRequest) -> HttpResponse:
    """Download everything we hold about the person, as a file."""
    everything = export.everything(user=request.user)
    file = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 2})
    file["Content-Disposition"] = f'attachment; filename="rolewise-{timezone.now():%Y-%m-%d}.json"'
    return file


@signed_in("leave")
@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HtmxRequest) -> HttpResponse:
    """Delete the account: ask first, then do it at once."""
    form = LeaveForm(request.POST if request.method == "POST" else None, address=request.user.email)
    if request.method != "POST" or not form.is_valid():
        return render(request, "matching/leave.html", {"form": form}, status=400 if form.errors else 200)
    leaving.delete_account(user=request.user)
    logout(request)
    messages.success(request, "Your account is deleted, with everything in it. Thank you for using Rolewise.")
    return redirect("home")
