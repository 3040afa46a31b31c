"""Two accounts to look around with, on the embedded default only: a person with a profile, and an editor."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, models, transaction

from careers import models as tables
from careers.catalogue import releases
from careers.models import User
from careers.profile import operations as profile_operations

PERSON = "person@demo.localhost"
EDITOR = "editor@demo.localhost"

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

_WHOLE = (tables.Skill, tables.RoleGroup, tables.Role, tables.Resource, tables.StartingPoint, tables.KindLevel)
_PARTS = (
    tables.Alias,
    tables.SkillLevel,
    tables.Near,
    tables.Prerequisite,
    tables.Requirement,
    tables.Responsibility,
    tables.Difference,
    tables.ResourceUse,
    tables.StartingLevel,
)
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no two that look alike


class Command(BaseCommand):
    help = "Make the two demo accounts at the first start, and print their log-ins (embedded default only)."

    def handle(self, **options: Any) -> None:
        if not allowed():
            raise CommandError("Demo accounts exist on the embedded default only: not in production, not elsewhere.")
        self.stdout.write("Demo log-ins, made on this machine:")
        for email, password in log_ins().items():
            self.stdout.write(f"  {email}  {password}")


def allowed() -> bool:
    return is_embedded(connection.settings_dict)


def is_embedded(database: Mapping[str, Any]) -> bool:
    """Say whether the database is a file in STATE_DIR and this is not production."""
    if settings.PRODUCTION or database["ENGINE"] != "django.db.backends.sqlite3":
        return False
    return Path(database["NAME"]).resolve().is_relative_to(Path(settings.STATE_DIR).resolve())


def log_ins() -> dict[str, str]:
    """{address: password} of the two accounts, made if this database has no users yet or no record of them exists.

    An account that was removed stays removed, and a password that was changed stays changed.
    """
    path = Path(settings.STATE_DIR) / "demo.json"
    made = _kept(path)
    if not made or not User.objects.exists():
        made = {email: {"password": _password()} for email in (PERSON, EDITOR)}
        with transaction.atomic():
            for email, one in made.items():
                one["hash"] = _account(email, one["password"]).password
            _fill(User.objects.get(email=PERSON))
            _make_editor(User.objects.get(email=EDITOR))
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


def _make_editor(user: User) -> None:
    group, _ = Group.objects.get_or_create(name="Editors")
    group.permissions.set(
        [
            *_rights(_WHOLE, "add", "change", "view"),
            *_rights(_PARTS, "add", "change", "view", "delete"),
            *_rights([tables.Release], "view"),
        ]
    )
    user.is_staff = True
    user.save()
    user.groups.add(group)


def _rights(kinds: Any, *verbs: str) -> list[Permission]:
    def names(kind: type[models.Model]) -> list[str]:
        return [f"{verb}_{kind._meta.model_name}" for verb in verbs]

    return [
        right
        for kind in kinds
        for right in Permission.objects.filter(
            content_type=ContentType.objects.get_for_model(kind), codename__in=names(kind)
        )
    ]


def _keep(path: Path, made: dict[str, dict[str, str]]) -> None:
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file, indent=2)
    fresh.replace(path)
