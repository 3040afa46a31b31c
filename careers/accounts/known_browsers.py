"""Browsers that an account signed in with before: strangers who guess its password do not lock them out.

A signed cookie names the browser by a random number, and each account by a keyed digest of its address, so that a
stolen list of addresses tells nothing about a cookie. It is no log-in: it only gives guesses from this browser a count
of their own.
"""

import contextlib
import hmac
import secrets
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from careers.web.middleware import GetResponse

COOKIE = "__Host-known" if settings.SESSION_COOKIE_SECURE else "known"
SALT = "careers.known-browser"
DAYS = 365
MOST = 5  # accounts that one browser remembers, the latest first


class Browser(NamedTuple):
    """A browser's random number, and the marks of the accounts that signed in with it; empty if none did."""

    number: str = ""
    accounts: tuple[str, ...] = ()

    def knows(self, email: str) -> bool:
        return any(hmac.compare_digest(mark(email), known) for known in self.accounts)


def of(request: HttpRequest) -> Browser:
    """The browser that sends this request; an empty one without a cookie of ours."""
    with contextlib.suppress(signing.BadSignature, ValueError, TypeError):
        signed = request.COOKIES.get(COOKIE, "")
        number, accounts = signing.loads(signed, salt=SALT, max_age=DAYS * 86_400) if signed else ("", ())
        return Browser(number, tuple(accounts))
    return Browser()


def mark(email: str) -> str:
    """The digest that stands for an address."""
    return salted_hmac(SALT, email.casefold(), algorithm="sha256").hexdigest()[:32]


def remember(request: HttpRequest, email: str) -> None:
    """Let the answer to this request say that the account signed in with this browser, or chose a password by mail."""
    if settings.RATE_LIMITS:
        request.signed_in_as = email  # type: ignore[attr-defined]


class KnownBrowserMiddleware:
    """Send the cookie with the answer to whoever has just signed in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        email = getattr(request, "signed_in_as", None)
        if email is not None:
            before = of(request)
            number = before.number or secrets.token_urlsafe(16)
            accounts = list(dict.fromkeys([mark(email), *before.accounts]))[:MOST]
            response.set_cookie(
                COOKIE,
                signing.dumps([number, accounts], salt=SALT),
                max_age=DAYS * 86_400,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
        return response
