"""The verbs of accounts: make, use and revoke a personal token; end sessions; turn off a lost second factor."""

import datetime
import secrets
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from careers.accounts.models import AccessToken, User
from careers.accounts.sessions import Session, live_sessions

TOKEN_DAYS = 90
MOST_TOKENS = 20


class TooManyTokens(Exception):
    """The person already has as many live tokens as are allowed."""


class NewToken(NamedTuple):
    """A token that was just made, and its text, which is never shown again."""

    text: str
    token: AccessToken


def make_token(
    *,
    user: User,
    name: str,
    access: str = AccessToken.Access.WRITE,
    days: int = TOKEN_DAYS,
    at: datetime.datetime | None = None,
) -> NewToken:
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
            access=access,
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


class NoFactor(Exception):
    """There is no such account, or it has no second factor."""


def remove_factor(*, email: str) -> User:
    """Turn off somebody's second factor and end their sessions and tokens. Raises NoFactor.

    For whoever runs the site and is sure who asks; people themselves do it on their own page.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise NoFactor(f"There is no account with the address {email}.")
    with transaction.atomic():
        if not Authenticator.objects.filter(user=user).delete()[0]:
            raise NoFactor(f"{email} has no second factor.")
        user.tokens.all().delete()
        Session.objects.filter(user=user).delete()
    return user


def end_session(*, user: User, handle: str, at: datetime.datetime | None = None) -> Session | None:
    """End one of the person's own sessions and return it; None if there is no such session (any more)."""
    ended = next((one for one in live_sessions(user, at or timezone.now()) if one.handle == handle), None)
    if ended is not None:
        Session.objects.filter(pk=ended.pk).delete()
    return ended


def end_other_sessions(*, user: User, but: str | None) -> int:
    """End all of the person's sessions but the one with this key; return how many ended that were still live."""
    live = live_sessions(user, timezone.now()).exclude(session_key=but).count()
    Session.objects.filter(user=user).exclude(session_key=but).delete()
    return live
