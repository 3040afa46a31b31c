"""Releases and people for tests, made through the same verbs as the real ones."""

import base64
import datetime
import hmac
import struct
from collections.abc import Mapping
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from careers.accounts.desk import FACTOR
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile, User
from careers.profile import operations as profile_operations
from matching.models import Record
from matching.publishing import operations
from matching.publishing.preparing import prepare
from matching.scores.lines import HistoryLine, Lines
from tests import drafts, kept

NOON = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.UTC)
PASSWORD = "a long enough password"
REASON = "For a test."


def publish(raw: dict[str, Any] | None = None, *, reason: str = REASON) -> Released:
    """Load a draft (the small one by default) and publish it."""
    if (raw, reason) != (None, REASON) or not kept.put_back("small"):
        operations.load_draft(prepared=prepare(drafts.draft(raw)), reason=reason, at=NOON)
    return releases.current()


def publish_shipped() -> Released:
    """Load and publish the catalogue that we ship."""
    if not kept.put_back("shipped"):
        call_command("load_catalogue", settings.BASE_DIR / "fixtures", stdout=StringIO())
    return releases.current()


def person(email: str = "a@example.org", **fields: Any) -> User:
    return User.objects.create_user(email, PASSWORD, **fields)


def person_with(levels: Mapping[str, int | None], email: str = "a@example.org") -> Profile:
    """Somebody who claims these levels in the current release."""
    return profile_operations.change_claims(user=person(email), release=releases.current(), levels=levels)


def authenticator_code(key: str, at: float) -> str:
    """What an authenticator app shows for a key at a time in seconds since 1970 (RFC 6238, with its usual settings)."""
    mark = hmac.digest(base64.b32decode(key), struct.pack(">Q", int(at) // 30), "sha1")
    [number] = struct.unpack(">I", mark[mark[-1] & 15 :][:4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06d}"


def factor_of(user: User) -> Authenticator:
    """The authenticator app of somebody; set up if they have none."""
    app, _ = Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": "JBSWY3DPEHPK3PXP"}}
    )
    return app


def at_desk(client: Client, user: User) -> Client:
    """The client with somebody of staff signed in, by a second factor as well."""
    client.force_login(user)
    session = client.session
    session[FACTOR] = factor_of(user).pk
    session.save()
    return client


def recorded_lines(**those: Any) -> list[HistoryLine]:
    """The lines of all records, or of those that match, newest first."""
    return list(Lines(Record.objects.filter(**those).newest_first()).all())


def commit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do at once what waits for a commit, because a test commits nothing.

    What is robust is left out: it may fail, and some of it (overwriting the file) cannot run inside a transaction.
    """
    monkeypatch.setattr(transaction, "on_commit", lambda do, robust=False, **_: None if robust else do())
