"""A second factor that is added or removed ends every personal token."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver

from careers.accounts.models import User


@receiver([authenticator_added, authenticator_removed])
def end_tokens(sender: Any, *, user: User, **kwargs: Any) -> None:
    user.tokens.all().delete()
