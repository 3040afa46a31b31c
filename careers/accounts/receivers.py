"""What follows when a second factor comes or goes, when somebody signs in, or chooses a new password by mail.

A second factor that is added or removed ends every personal token, and every session but the one that did it. Tokens
end at the row, whoever writes it and wherever; sessions by the signal, which knows whose request it was.
"""

from typing import Any

from allauth.account.signals import password_reset, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from careers.accounts import guesses, known_browsers, operations
from careers.accounts.models import AccessToken, User


@receiver([authenticator_added, authenticator_removed])
def end_other_sessions(sender: Any, *, user: User, request: HttpRequest | None = None, **kwargs: Any) -> None:
    operations.end_other_sessions(user=user, but=request.session.session_key if request else None)


@receiver([post_save, post_delete], sender=Authenticator)
def end_tokens(sender: Any, *, instance: Authenticator, created: bool = True, **kwargs: Any) -> None:
    """End the tokens at the row itself, which every way of adding or removing one writes; recovery codes are no factor.

    A row is also saved when its code is used; that changes nothing.
    """
    if created and instance.type != Authenticator.Type.RECOVERY_CODES:
        AccessToken.objects.filter(user=instance.user_id).delete()


@receiver([user_logged_in, password_reset])
def remember_browser(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Remember the browser, so that strangers who guess the password from elsewhere do not lock it out."""
    known_browsers.remember(request, user.email)


@receiver(password_reset)
def forget_guesses(sender: Any, *, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Give back the guesses made for the old password."""
    guesses.right_password(request, user.email)
