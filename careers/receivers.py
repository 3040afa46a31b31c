"""What has to follow wherever it happens.

Somebody signed up: what they picked without an account is kept with it, from that moment and only there, so that it is
still theirs when they confirm the address on another device. A second factor that comes or goes ends every personal
token.
"""

from typing import Any

from allauth.account.signals import user_signed_up
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest

from careers import operations, tried
from careers.accounts.models import User


@receiver(user_signed_up)
def keep_tried(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    own = tried.of(request)
    if own:
        operations.keep_tried(user=user, claims=own.claims, words=own.words)
        own.forget()
        messages.success(request, "What you picked is kept with your account.")


@receiver([authenticator_added, authenticator_removed])
def end_tokens(sender: Any, *, user: User, **kwargs: Any) -> None:
    user.tokens.all().delete()
