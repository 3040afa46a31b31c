"""Forms clean what people type; operations decide."""

from typing import Any

from allauth.account import forms as account_forms
from django import forms
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator


class EmailHonest:
    """Mixed into the account forms: an address longer than the column is told, not cut or crashed on."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("email", "login"):
            if name in self.fields:
                self.fields[name].validators.append(MaxLengthValidator(254))
        for name, field in self.fields.items():
            if "password" in name:  # hashing ten thousand letters helps nobody
                field.validators += [MaxLengthValidator(1000), ProhibitNullCharactersValidator()]


class LoginForm(EmailHonest, account_forms.LoginForm): ...


class SignupForm(EmailHonest, account_forms.SignupForm): ...


class ResetPasswordForm(EmailHonest, account_forms.ResetPasswordForm): ...


class QueryForm(forms.Form):
    """What somebody looks for: one line; what is no text is refused by the field itself."""

    q = forms.CharField(required=False, max_length=200)


class ClaimForm(forms.Form):
    """One skill and one level, with the level the person saw when deciding."""

    skill = forms.SlugField(
        max_length=80, error_messages={"invalid": "This is no skill of ours. Look for it by its name."}
    )
    level = forms.TypedChoiceField(
        choices=[(str(level), str(level)) for level in range(6)],
        coerce=int,
        error_messages={
            "required": "Choose a level from 0 (none) to 5 (expert).",
            "invalid_choice": "%(value)s is no level. Choose one from 0 (none) to 5 (expert).",
        },
    )
    was = forms.TypedChoiceField(
        choices=[("", "no claim"), *((str(level), str(level)) for level in range(6))],
        coerce=int,
        empty_value=None,
        required=False,
    )


class RemovalForm(forms.Form):
    """The skill whose claim is taken away."""

    skill = forms.SlugField(max_length=80)
