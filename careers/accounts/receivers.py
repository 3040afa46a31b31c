"""What follows when a second factor comes or goes, when somebody signs in, or chooses a new password by mail."""

from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.dispatch import receiver
from django.http import HttpRequest

from careers.accounts import guesses, known_browsers, operations
from careers.accounts.models import User


@receiver([authenticator_added, authenticator_removed])
def end_the_rest(sender: Any, *, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """End every personal token, and every session but the one that did it."""
    user.tokens.all().delete()
    operations.end_other_sessions(user=user, but=request.session.session_key if request else None)


@receiver([user_logged_in, password_reset])
def remember_browser(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember the browser, so that strangers who guess the password from elsewhere do not lock it out."""
    known_browsers.remember(request, user.email)


@receiver(password_reset)
def forget_guesses(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Give back the guesses made for the old password."""
    guesses.right_password(request, user.email)
