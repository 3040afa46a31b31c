"""Notices to the owner of an account, by mail: something was done in it that lets somebody in, or keeps somebody out.

django-allauth sends those of its own pages (password, address, second factor) through the same adapter; here are ours.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_used
from django.dispatch import receiver

from careers.accounts.models import AccessToken, User


def token_made(*, user: User, token: AccessToken) -> None:
    get_adapter().send_notification_mail("account/email/token_made", user, {"token": token})


def password_changed_by_staff(*, user: User) -> None:
    get_adapter().send_notification_mail("account/email/password_changed_by_staff", user)


def factor_removed_by_operator(*, user: User) -> None:
    get_adapter().send_notification_mail("account/email/factor_removed_by_operator", user)


@receiver(email_added)
def address_change_asked(sender: Any, *, user: User, email_address: EmailAddress, **kwargs: Any) -> None:
    """Tell the address that still counts, while whoever reads it can still stop the change."""
    if email_address.email != user.email:
        wanted = {"new_email": email_address.email}
        get_adapter().send_notification_mail("account/email/email_change_asked", user, wanted, email=user.email)


@receiver(authenticator_used)
def recovery_code_used(sender: Any, *, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        authenticator.refresh_from_db()  # the code was struck out in a copy of it
        left = len(authenticator.wrap().get_unused_codes())
        get_adapter().send_notification_mail("mfa/email/recovery_code_used", user, {"left": left})
