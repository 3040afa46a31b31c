"""The demo log-ins of the embedded default: who they are, and where they may exist."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

PERSON = "person@demo.localhost"
EDITOR = "editor@demo.localhost"
PUBLISHER = "publisher@demo.localhost"
STAFF = {EDITOR, PUBLISHER}


def allowed() -> bool:
    return is_embedded(connection.settings_dict)


def is_embedded(database: Mapping[str, Any]) -> bool:
    """Say whether the database is a file in STATE_DIR and this is not production."""
    if settings.PRODUCTION or database["ENGINE"] != "django.db.backends.sqlite3":
        return False
    return Path(database["NAME"]).resolve().is_relative_to(Path(settings.STATE_DIR).resolve())
