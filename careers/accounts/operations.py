"""The verbs of accounts: make, use and revoke a personal token, and take away a second factor."""

import datetime
import secrets
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from careers.accounts.models import AccessToken, User

TOKEN_DAYS = 90
MOST_TOKENS = 20


class TooManyTokens(Exception):
    """The person already has as many live tokens as are allowed."""


class NewToken(NamedTuple):
    """A token that was just made, and its text, which is never shown again."""

    text: str
    token: AccessToken


def make_token(*, user: User, name: str, days: int = TOKEN_DAYS, at: datetime.datetime | None = None) -> NewToken:
    """Make a personal token for `days` days; expired ones are deleted to make room. Raises TooManyTokens."""
    at = at or timezone.now()
    text = f"rw_{secrets.token_urlsafe(32)}"
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two calls at once count one after the other
        user.tokens.filter(expires_at__lte=at).delete()
        if user.tokens.count() >= MOST_TOKENS:
            raise TooManyTokens
        token = user.tokens.create(
            name=name,
            digest=AccessToken.digest_of(text),
            created_at=at,
            expires_at=at + datetime.timedelta(days=days),
        )
    return NewToken(text, token)


def use_token(*, text: str, at: datetime.datetime | None = None) -> AccessToken | None:
    """Return the live token with this text and note the day of use (one write a day); None if it is not valid."""
    at = at or timezone.now()
    token = AccessToken.objects.shown(text, at=at)
    if token is not None and token.last_used_on != at.date():
        AccessToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return token


def revoke_token(*, user: User, pk: int) -> str | None:
    """Revoke one of the person's own tokens and return its name; None if there is no such token (any more)."""
    with transaction.atomic():
        token = user.tokens.filter(pk=pk).first()
        if token is not None:
            token.delete()
    return token.name if token else None


def remove_second_factors(*, user: User) -> None:
    """Take away a second factor that somebody has lost, with its recovery codes; the password alone signs in then.

    As on their own page, it ends their tokens (see `receivers`).
    """
    Authenticator.objects.filter(user=user).delete()
