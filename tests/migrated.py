"""The empty tables of a test database: migrated once for each state of the migrations, then copied in milliseconds.

Only on SQLite; `tests/careers/test_migrations.py` and every run on PostgreSQL migrate as ever.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.db.backends.sqlite3.creation import DatabaseCreation


def use_copies(folder: Path) -> None:
    """Make SQLite's test databases, which are files, from the copy in `folder`; or make that copy first."""
    migrate = DatabaseCreation.create_test_db

    def create_test_db(self: DatabaseCreation, verbosity: int = 1, autoclobber: bool = False, **kwargs: Any) -> str:
        kept = folder / f"migrated-{_state()}.sqlite3"
        if not kept.exists():
            name = migrate(self, verbosity, autoclobber, **kwargs)
            kept.parent.mkdir(parents=True, exist_ok=True)
            fresh = kept.with_suffix(f".{os.getpid()}")
            _copy(name, fresh)
            fresh.replace(kept)  # of two workers at once the last one wins, with the same content
            return name
        self.connection.close()
        name = self._create_test_db(verbosity, autoclobber)
        _copy(kept, name)
        self.connection.settings_dict["NAME"] = settings.DATABASES[self.connection.alias]["NAME"] = name
        self.connection.ensure_connection()
        return name

    DatabaseCreation.create_test_db = create_test_db  # type: ignore[method-assign]


def _copy(source: str | Path, target: str | Path) -> None:
    """As SQLite copies itself: whole, whatever is still in its journal."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def _state() -> str:
    """A digest of every migration there is, and of Django."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in _migrations():
        digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _migrations() -> Iterator[Path]:
    for app in apps.get_app_configs():
        yield from sorted(Path(app.path).glob("migrations/*.py"))
