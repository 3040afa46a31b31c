"""The limits of guessing: passwords for an address, and codes of an authenticator app.

Each guess is counted before it is tried, so that guesses at once are limited too; a right one gives its counts back.
Nobody is locked out by others: guesses count for the address typed together with where they come from. A slower brake
counts those from everywhere; whoever signed in with this browser before, or has just chosen a password by mail in it,
does not meet it.
"""

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from careers.accounts import known_browsers
from careers.accounts.models import User
from careers.web import clients, limiting, limits

SAID = {
    "password": "Too many wrong passwords from here. Wait {wait}, or choose a new one by mail.",
    "password_anywhere": "Many wrong passwords were tried for this address. Sign in with a browser that you have "
    "signed in with before, or choose a new password by mail: that works at once.",
    "code": "Too many wrong codes. Wait {wait}, then type the one that your app shows.",
}


class TooMany(ValidationError):
    """A form's refusal of one more guess; the answer with the form is a 429."""

    def __init__(self, request: HttpRequest, refused: limits.Refused) -> None:
        super().__init__(SAID[refused.name].format(wait=limiting.in_words(refused.wait)), code="too_many_guesses")
        self.refused = refused
        limiting.refuse(request, refused)


def spend_password(request: HttpRequest, email: str) -> None:
    """Count a guess of the password for this address. Raises TooMany."""
    here, known = _place(request, email)
    try:
        limits.spend("password", email.casefold(), here)
        if not known:
            limits.spend("password_anywhere", email.casefold())
    except limits.Refused as refused:
        raise TooMany(request, refused) from refused


def right_password(request: HttpRequest, email: str) -> None:
    """Give back what was counted for this address, because the password was right or has just been set by mail."""
    here, known = _place(request, email)
    limits.clear("password", email.casefold(), here)
    if not known:
        limits.clear("password_anywhere", email.casefold())


def spend_code(request: HttpRequest, user: User) -> None:
    """Count a guess of a code. Raises TooMany."""
    try:
        limits.spend("code", str(user.pk))
    except limits.Refused as refused:
        raise TooMany(request, refused) from refused


def right_code(user: User) -> None:
    limits.clear("code", str(user.pk))


def _place(request: HttpRequest, email: str) -> tuple[str, bool]:
    """Where a guess for this address comes from, and whether the account signed in from there before."""
    browser = known_browsers.of(request)
    if browser.knows(email):
        return f"browser {browser.number}", True
    return clients.address(request), False
