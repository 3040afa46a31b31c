"""Words for whoever starts the site and forgot something: which variable is wrong, which command comes first."""

import os
import sys

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor


def fault_of_settings() -> str:
    """Say which setting is wrong; nothing if none is."""
    try:
        _ = settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        return str(error)
    return ""


def fault_of_files() -> str:
    """Say that the static files were not collected; nothing if they were, or need not be."""
    if not settings.PRODUCTION or getattr(staticfiles_storage, "hashed_files", None):
        return ""
    return "There are no static files yet. Collect them first: .venv/bin/python manage.py collectstatic --noinput"


def fault_of_counting() -> str:
    """Make the folder in which processes count for /metrics; say what is wrong with it, nothing if it can be used.

    What processes that are gone have counted is deleted: their files would only become more.
    """
    if not settings.METRICS_TOKEN:
        return ""
    try:
        settings.METRICS_DIR.mkdir(parents=True, exist_ok=True)
        for file in settings.METRICS_DIR.glob("*_*.db"):
            if not _lives(int(file.stem.rpartition("_")[2])):
                file.unlink(missing_ok=True)
    except OSError as error:
        return f"METRICS_DIR is {settings.METRICS_DIR}, and this process cannot write there: {error.strerror}."
    return ""


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # it is somebody else's
        return True
    return True


# What SQLite says, and what to do. The file is the whole database of the embedded default.
_DAMAGED = "{file} is damaged. Put a copy of yours in its place, or move it away to begin with an empty one."
_NOT_OURS = "{file} cannot be used. Make the file and its folder yours (chown, chmod), then start again."
_OF_SQLITE = {
    "disk is full": "There is no room left on the disk of {file}. Make some, then start again.",
    "disk i/o error": "{file} cannot be read or written: the disk reports an error, or is full.",
    "readonly": _NOT_OURS,
    "unable to open": _NOT_OURS,
    "malformed": _DAMAGED,
    "not a database": _DAMAGED,
}


def fault_of_database(error: DatabaseError) -> str:
    """Say what is wrong with the database if it does not answer or lacks tables; nothing if it is something else."""
    if connection.vendor == "sqlite":
        for said, words in _OF_SQLITE.items():
            if said in str(error).lower():
                return f"{words.format(file=connection.settings_dict['NAME'])} (SQLite: {error})"
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as refused:
        return f"The database does not answer. Is it running, and is DATABASE_URL right?\n{refused}"
    if not behind:
        return ""
    return (
        f"The database's tables are not there yet, or are older than the site ({error}). "
        "Prepare it first: .venv/bin/python manage.py migrate"
    ).replace("\n", " ")


def look_at_file(database: BaseDatabaseWrapper) -> None:
    """Read SQLite's file as a whole, in milliseconds a megabyte. Raises DatabaseError if it is damaged."""
    if database.vendor != "sqlite":
        return
    with database.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        [(found,)] = cursor.fetchall()
    if found != "ok":
        raise DatabaseError(f"database disk image is malformed: {found}".replace("\n", " "))


def or_leave() -> None:
    """End in words, not in a traceback a process, if the web server cannot serve."""
    fault = fault_of_settings() or fault_of_files() or fault_of_counting()
    if fault:
        sys.exit(fault)
