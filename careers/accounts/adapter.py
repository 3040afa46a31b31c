"""What django-allauth says and does here: its errors and mails in our own words, and where signing in leads to."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from careers.accounts import alike, desk, guesses, mails
from careers.accounts.models import User
from careers.web import limits
from careers.web.requests import is_ours

KEPT = (
    "kept"  # in a session: what was picked before the account, as [name, level] pairs; level None: a word of their own
)

WRONG_CODE = "That code is not right, or it is too old. Type the one that your app shows now."


# Mails to whichever address somebody types, known here or not.
CAUSED_BY_ANYBODY = {
    "account/email/account_already_exists",
    "account/email/email_confirmation",
    "account/email/email_confirmation_signup",
    "account/email/password_reset_key",
    "account/email/unknown_account",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is switched off. Ask whoever runs this site.",
        "cannot_remove_primary_email": "You sign in with this address, so it stays.",
        "duplicate_email": "This address is yours already.",
        "email_password_mismatch": "No account has this address and password. Check both, and mind capital letters.",
        "email_taken": "There is an account with this address already. If it is yours, sign in with it.",
        "enter_current_password": "That is not your current password.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "That is not your password. Mind capital letters.",
        "invalid_login": "That address and password do not go together.",
        "invalid_or_expired_key": "This link does not work any more. Ask for a new one.",
        "invalid_password_reset": "This link does not work any more. Ask for a new one.",
        "max_email_addresses": "An account has at most %d addresses.",
        "rate_limited": "That was too much in a short time. Wait a few minutes, then try again.",
        "same_as_current": "That is the one you have already.",
        "select_only_one": "Choose one of them.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, or choose a new one by mail.",
        "unknown_email": "No account has this address. Check it, or sign up.",
        "unverified_primary_email": "Confirm this address first: the link is in the mail we sent there.",
    }

    def is_safe_url(self, url: str) -> bool:
        """Only a path of ours is: nobody is sent to another address, not even to one that leads here."""
        return is_ours(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a guess. Raises guesses.TooMany."""
        guesses.spend_password(request, credentials.get("email", ""))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None:
            guesses.right_password(request, credentials.get("email", ""))
        return user

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. Of those that anybody can cause, so many an hour go to one address: the first still hold."""
        request = allauth_context.request
        if getattr(request, alike.ONLY_DRAWN, False):
            about = {"request": request, "email": email, "current_site": get_current_site(request)}
            self.render_mail(template_prefix, email, about | context).message()
            return
        if template_prefix in CAUSED_BY_ANYBODY:
            try:
                limits.spend("mail", email.casefold())
            except limits.Refused:
                return
        super().send_mail(template_prefix, email, context)

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm an address wholly or not at all: somebody else may confirm the same one, or the account may go."""
        held = User.objects.select_for_update(no_key=True).filter(pk=email_address.user_id).first()
        return held is not None and bool(super().confirm_email(request, email_address))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Whoever brings skills along sees what they lead to; anybody else names some first."""
        url = settings.LOGIN_REDIRECT_URL if request.session.get(KEPT) else app_settings.SIGNUP_REDIRECT_URL
        return resolve_url(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff without a second factor are led to set one up: the desk opens with it only."""
        user: Any = request.user
        return reverse("mfa_index") if desk.has_to_set_up(user) else super().get_login_redirect_url(request)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Add a message. A sign-up is one sentence, or none if a page of its own asks for the confirmation."""
        asked = app_settings.EMAIL_VERIFICATION == app_settings.EmailVerificationMethod.MANDATORY
        told = {**(message_context or {}), "asked_for_on_a_page": asked}
        super().add_message(request, level, message_template, told, extra_tags, message)

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        ways = {"reauthenticate": "With your password", "mfa_reauthenticate": "With a code of your authenticator app"}
        return [
            {**method, "description": ways.get(method["id"], method["description"])}
            for method in super().get_reauthentication_methods(user)
        ]

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Send a notice, also to somebody whose address no page has ever confirmed, and also outside of a request."""
        email = email or EmailAddress.objects.get_primary_email(user) or user.email
        if self.request is not None:
            super().send_notification_mail(template_prefix, user, context, email)
        else:
            self.render_mail(template_prefix, email, {"timestamp": timezone.now(), **(context or {})}).send()

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMultiAlternatives:
        """The mail of one template, written once: as text, and as HTML made from that text."""
        told = context | {"device": mails.device(context.get("user_agent", ""))}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", told).split())
        text = mails.tidy(render_to_string(f"{template_prefix}_message.txt", told))
        to = [email] if isinstance(email, str) else email
        message = EmailMultiAlternatives(subject, text, self.get_from_email(), to, headers=headers)
        html = render_to_string("account/email/paper.html", {"subject": subject, "blocks": mails.blocks(text)})
        message.attach_alternative(html, "text/html")
        message.about = _about(context, to[0])  # type: ignore[attr-defined]
        return message


def _about(context: dict[str, Any], address: str) -> User | None:
    """The account that a mail is about: if that is deleted, the mail is not sent any more."""
    user = context.get("user") or getattr(context.get("request"), "user", None)
    if isinstance(user, User):
        return user
    return next(iter(filter_users_by_email(address)), None)


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "add_email_blocked": "Turn your second factor off before you add an address.",
        "cannot_delete_authenticator": "This one cannot be turned off now.",
        "cannot_generate_recovery_codes": "Set up the authenticator app first; recovery codes are for when it is lost.",
        "incorrect_code": WRONG_CODE,
        "unverified_email": "An address of yours is not confirmed yet. Confirm it or take it back, then set this up.",
    }
