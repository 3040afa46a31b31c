"""Move what somebody picked without an account into their account when they sign up.

So it is still theirs when they confirm the address on another device.
"""

from typing import Any

from allauth.account.signals import user_logged_in, user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest

from careers.accounts.adapter import KEPT
from careers.accounts.models import User
from careers.profile import operations, tried

PICKED_BEFORE = "picked_before"  # in a session: the try of a sign-up with an address that has an account already


@receiver(user_signed_up)
def keep_tried(sender: Any, *, request: HttpRequest, user: User, in_vain: bool = False, **kwargs: Any) -> None:
    """Move the try into the account. If that was there before, keep it in the session, so that no cookie tells."""
    own = tried.of(request)
    picked = tried.picked(request)
    if picked is not None:
        request.session[KEPT] = picked
        operations.keep_tried(user=user, claims=own.claims, words=own.words)
        if in_vain:
            request.session[PICKED_BEFORE] = own.signed()
        own.forget()


@receiver(user_logged_in)
def give_back_tried(sender: Any, *, request: HttpRequest, **kwargs: Any) -> None:
    """Give the browser back what it picked, if it is the owner of the account who signed up once more."""
    signed = request.session.pop(PICKED_BEFORE, None)
    if signed:
        request.session.pop(KEPT, None)  # nothing of it is in an account yet
        if not tried.of(request):
            tried.of(request).take(signed)
