"""The page of one's own sessions: where one is signed in, and how to end what is not one's own doing."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careers.accounts import operations
from careers.accounts.requests import HtmxRequest
from careers.accounts.sessions import live_sessions
from careers.accounts.signed_out import signed_in


@require_safe
@signed_in("sessions")
def sessions(request: HtmxRequest) -> HttpResponse:
    """Show where the person is signed in: this session first, then the others."""
    live = live_sessions(request.user, timezone.now())
    this = [one for one in live if one.session_key == request.session.session_key]
    others = [one for one in live if one not in this]
    return render(request, "careers/sessions.html", {"this": this[0] if this else None, "others": others})


@require_POST
@signed_in("sessions")
@reauthentication_required
def session_end(request: HtmxRequest, handle: str) -> HttpResponse:
    """End one session; ending this one signs out."""
    ended = operations.end_session(user=request.user, handle=handle)
    if ended is None:
        messages.info(request, "That session is over already.")
    elif ended.session_key == request.session.session_key:
        logout(request)
        messages.success(request, "You are signed out. Your profile stays as it is until you come back.")
        return redirect("home")
    else:
        messages.success(request, f"Ended: {ended.device or 'that session'} is signed out.")
    return redirect("sessions")


@require_POST
@signed_in("sessions")
@reauthentication_required
def sessions_end_others(request: HtmxRequest) -> HttpResponse:
    """End every session of the person's but this one."""
    ended = operations.end_other_sessions(user=request.user, but=request.session.session_key)
    if ended == 0:
        messages.info(request, "You are signed in nowhere else.")
    else:
        messages.success(request, f"Done. {_places(ended)} signed out; only this one is left.")
    return redirect("sessions")


def _places(number: int) -> str:
    return "One other session is" if number == 1 else f"{number} other sessions are"
