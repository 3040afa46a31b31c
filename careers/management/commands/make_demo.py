"""Accounts to look around with, on the embedded default only: a person with a profile, an editor and a publisher."""

import json
import os
import secrets
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from careers.accounts import demo, groups
from careers.accounts.demo import EDITOR, PERSON, PUBLISHER
from careers.catalogue import releases
from careers.models import User
from careers.profile import operations as profile_operations

# An invented back-end developer who has begun with language models. The demo takes the first ten that exist.
LEVELS = {
    "python": 4,
    "sql": 3,
    "git": 4,
    "web-apis": 3,
    "docker": 3,
    "postgresql": 3,
    "automated-testing": 3,
    "prompt-engineering": 2,
    "large-language-models": 2,
    "embeddings": 1,
    "linux": 3,
    "ci-cd": 2,
    "statistics": 1,
    "machine-learning": 1,
}

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two that look alike


class Command(BaseCommand):
    help = "Make the demo accounts at the first start, and print their log-ins (embedded default only)."

    def handle(self, **options: Any) -> None:
        if not demo.allowed():
            raise CommandError("Demo accounts exist on the embedded default only: not in production, not elsewhere.")
        self.stdout.write("Demo log-ins, made on this machine:")
        for email, password in log_ins().items():
            self.stdout.write(f"  {email}  {password}")


def log_ins() -> dict[str, str]:
    """{address: password} of the accounts. Those are made that this database never had.

    An account that was removed stays removed, and a password that was changed stays changed.
    """
    path = Path(settings.STATE_DIR) / "demo.json"
    made = _kept(path)
    if not User.objects.exists():
        made = {}
    if fresh := {email: {"password": _password()} for email in _FILLED if email not in made}:
        with transaction.atomic():
            for email, one in fresh.items():
                user = _account(email, one["password"])
                one["hash"] = user.password
                _FILLED[email](user)
            made |= fresh
            _keep(path, made)
    now = dict(User.objects.filter(email__in=made).values_list("email", "password"))
    return {
        email: one["password"] if now[email] == one["hash"] else "(its password has been changed since)"
        for email, one in made.items()
        if email in now
    }


def _kept(path: Path) -> dict[str, dict[str, str]]:
    """What the record says; nothing if there is none."""
    try:
        made: dict[str, dict[str, str]] = json.loads(path.read_text()) if path.exists() else {}
    except ValueError as error:
        raise CommandError(f"{path} is damaged. Move it away; the demo accounts then get new passwords.") from error
    return made


def _password() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def _account(email: str, password: str) -> User:
    user = User.objects.filter(email=email).first() or User(email=email)
    user.set_password(password)
    user.save()
    EmailAddress.objects.update_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def _fill(person: User) -> None:
    """Add ten claims through the same verb as everybody's. Without a release the profile stays empty."""
    try:
        release = releases.current()
    except releases.NoRelease:
        return
    levels = {slug: level for slug, level in LEVELS.items() if slug in release.skills}
    profile_operations.change_claims(user=person, release=release, levels=dict(list(levels.items())[:10]))


def _make_staff(group: str, user: User) -> None:
    groups.make_groups()
    user.is_staff = True
    user.save()
    user.groups.set([Group.objects.get(name=group)])


_FILLED: Mapping[str, Callable[[User], None]] = {
    PERSON: _fill,
    EDITOR: partial(_make_staff, groups.EDITORS),
    PUBLISHER: partial(_make_staff, groups.PUBLISHERS),
}


def _keep(path: Path, made: dict[str, dict[str, str]]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file, indent=2)
    fresh.replace(path)
