"""Move what somebody picked without an account into their account when they sign up.

So it is still theirs when they confirm the address on another device.
"""

from typing import Any

from allauth.account.signals import user_signed_up
from django.dispatch import receiver
from django.http import HttpRequest

from careers.accounts.adapter import KEPT
from careers.accounts.models import User
from careers.profile import operations, tried


@receiver(user_signed_up)
def keep_tried(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    own = tried.of(request)
    picked = tried.picked(request)
    if picked is not None:
        request.session[KEPT] = picked
        operations.keep_tried(user=user, claims=own.claims, words=own.words)
        own.forget()
