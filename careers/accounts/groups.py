"""The two groups of staff: Editors edit the draft and see what it would change; Publishers also publish it."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction

EDITORS, PUBLISHERS = "Editors", "Publishers"

# What may be added and changed, and never deleted: people hold it, or pages and stored releases name it.
_WHOLE = (
    "skill",
    "rolegroup",
    "role",
    "project",
    "resource",
    "startgroup",
    "startingpoint",
    "kindlevel",
    "signpost",
)
# The parts of these, which may go too.
_PARTS = (
    "alias",
    "beyondstudy",
    "difference",
    "formerroleslug",
    "formerskillslug",
    "near",
    "prerequisite",
    "projectskill",
    "requirement",
    "resourceuse",
    "responsibility",
    "rolename",
    "signpostlead",
    "signpostword",
    "skilllevel",
    "startinglevel",
    "startname",
)
_SEEN = ("release", "missedword")


@transaction.atomic
def make_groups() -> None:
    """Make both groups, or give them again the rights that this version of the software means them to have."""
    editing = [
        *_rights(_WHOLE, "add", "change", "view"),
        *_rights(_PARTS, "add", "change", "view", "delete"),
        *_rights(_SEEN, "view"),
    ]
    for name, rights in ((EDITORS, editing), (PUBLISHERS, [*editing, *_rights(["release"], "add")])):
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set(rights)


def _rights(names: Iterable[str], *verbs: str) -> list[Permission]:
    """The permissions themselves. Raises RuntimeError before the tables are migrated."""
    wanted = {f"{verb}_{name}" for name in names for verb in verbs}
    found = list(Permission.objects.filter(content_type__app_label="careers", codename__in=wanted))
    if missing := wanted - {right.codename for right in found}:
        raise RuntimeError(f"There is no such right: {', '.join(sorted(missing))}. Run manage.py migrate first.")
    return found
