"""The names of our drawings: an icon for a role, a picture for a group of roles.

The drawings are symbols of one file, named by slug. An editor who adds a role or a group gets a general one until
somebody draws its own.
"""

import re
from functools import cache
from pathlib import Path

from django import template

from careers.catalogue.content import Group, Role

register = template.Library()

SHEET = Path(__file__).parents[1] / "static" / "careers" / "roles.svg"


@cache
def drawn() -> frozenset[str]:
    """The names of all drawings."""
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', SHEET.read_text(encoding="utf-8")))


@register.filter
def icon(role: Role) -> str:
    """The name of a role's icon: its own, or that of a name it had before, or the general one."""
    names = (f"role-{slug}" for slug in (role.slug, *role.former_slugs))
    return next((name for name in names if name in drawn()), "role")


@register.filter
def picture(group: Group) -> str:
    """The name of a group's picture, or of the general one."""
    name = f"group-{group.slug}"
    return name if name in drawn() else "group"
