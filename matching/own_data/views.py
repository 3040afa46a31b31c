"""The pages of a person's own data: what we hold, downloading it, leaving."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careers.accounts.forms import LeaveForm
from careers.accounts.requests import HtmxRequest
from careers.accounts.signed_out import signed_in
from careers.profile import leaving
from matching.own_data import export


@login_required
@require_safe
def data(request: HtmxRequest) -> HttpResponse:
    """Show what we hold, how to download it, and how to have it deleted."""
    return render(request, "matching/data.html")


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
