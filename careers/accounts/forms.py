"""The account forms, in our own words."""

from collections.abc import Mapping
from typing import Any

from allauth.account import forms as account_forms
from allauth.core import context
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import transaction
from django.http import HttpRequest

from careers.accounts import alike, guesses
from careers.accounts.models import User
from careers.web.forms import OwnForm, in_own_words

_LABELS = {
    "email": "E-mail address",
    "login": "E-mail address",
    "password": "Password",
    "password1": "Password",
    "oldpassword": "Current password",
    "password2": "Password again",
    "remember": "Stay signed in on this device",
    "code": "Code",
}
_TWICE = "These two differ. Type the same password twice."
_HOW_LONG = "At least 10 characters, and not a common password. A few words in a row work well."


class EmailHonest:
    """Mixin of the account forms: an address longer than the column is an error, not cut short and not a crash.

    The labels are ours and say what each field is for; placeholders go, because they disappear once somebody types.
    """

    fields: dict[str, forms.Field]
    labels: Mapping[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "login"):
            if name in self.fields:
                self.fields[name].validators.append(MaxLengthValidator(254))
        for name, field in self.fields.items():
            if "password" in name:  # hashing ten thousand letters helps nobody
                field.validators += [MaxLengthValidator(1000), ProhibitNullCharactersValidator()]
            field.label = {**_LABELS, **self.labels}.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _HOW_LONG
        in_own_words(self.fields)

    def add_error(self, field: str | None, error: Any) -> None:
        """Add an error; the one that allauth's forms word themselves is worded here."""
        super().add_error(field, _TWICE if field == "password2" else error)  # type: ignore[misc]


class LoginForm(EmailHonest, account_forms.LoginForm): ...


class SignupForm(EmailHonest, account_forms.SignupForm):
    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Make the account and its address, both or neither: of two sign-ups at once the second finds the first."""
        return super().save(*args, **kwargs)

    def try_save(self, request: HttpRequest) -> Any:
        """Sign up; if there is such an account, do as much work first, so that the time does not tell."""
        if self.account_already_exists:
            alike.sign_up_in_vain(self, request)
        return super().try_save(request)


class ResetPasswordForm(EmailHonest, account_forms.ResetPasswordForm):
    def save(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Send the mail that is right for the address, and draw the other one as well, so that the time does not tell.

        There are two: the link for a new password, or that there is no such account.
        """
        alike.draw_the_other_mail(request, self.cleaned_data["email"], known=bool(self.users))
        return super().save(request, **kwargs)


class ResetPasswordKeyForm(EmailHonest, account_forms.ResetPasswordKeyForm):
    labels = {"password1": "New password"}


class ChangePasswordForm(EmailHonest, account_forms.ChangePasswordForm):
    labels = {"password1": "New password"}


class SetPasswordForm(EmailHonest, account_forms.SetPasswordForm):
    labels = {"password1": "New password"}


class ReauthenticateForm(EmailHonest, account_forms.ReauthenticateForm): ...


class LimitedCode:
    """Mixin of the forms that take a code: each is counted before it is looked at, and a right one is not."""

    user: User

    def clean_code(self) -> str:
        guesses.spend_code(context.request, self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        guesses.right_code(self.user)
        return code


class AuthenticateForm(LimitedCode, EmailHonest, mfa_forms.AuthenticateForm): ...


class ReauthenticateByCodeForm(LimitedCode, EmailHonest, mfa_forms.ReauthenticateForm): ...


class ActivateTOTPForm(LimitedCode, EmailHonest, totp_forms.ActivateTOTPForm):
    labels = {"code": "Authenticator code"}


class AddEmailForm(EmailHonest, account_forms.AddEmailForm):
    labels = {"email": "New address"}


class TokenForm(OwnForm):
    """A request for a new personal token: what it is for, what it may do, and how long it lasts."""

    name = forms.CharField(max_length=80, label="What is it for?", help_text="Such as “script on my laptop”.")
    access = forms.ChoiceField(
        choices=[("read", "Read only"), ("write", "Read and change")],
        initial="read",
        label="What may it do?",
        help_text="Reading is enough for a script that shows or copies, and a lost token can then change nothing.",
    )
    days = forms.TypedChoiceField(
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "a year")], coerce=int, initial="90", label="How long?"
    )


class LeaveForm(OwnForm):
    """Confirmation that an account is to be deleted: its address, so that one careless click is not enough."""

    email = forms.CharField(
        max_length=254, label="Your e-mail address", help_text="Type it to confirm that you mean this account."
    )

    def __init__(self, *args: Any, address: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = address

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.casefold() != self.address.casefold():
            raise ValidationError(f"The address of this account is {self.address}. Nothing was deleted.")
        return email
