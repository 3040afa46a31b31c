"""A second factor that is added or removed ends every personal token, and every session but the one that did it."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from careers.accounts import operations
from careers.accounts.models import User


@receiver([authenticator_added, authenticator_removed])
def end_the_rest(sender: Any, *, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    user.tokens.all().delete()
    operations.end_other_sessions(user=user, but=request.session.session_key if request else None)
