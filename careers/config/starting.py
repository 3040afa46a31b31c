"""Words for whoever starts the site and forgot something: which variable is wrong, which command comes first."""

import sys

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection
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


def fault_of_database(error: DatabaseError) -> str:
    """Say what is wrong with the database if it does not answer or lacks tables; nothing if it is something else."""
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


def or_leave() -> None:
    """End in words, not in a traceback a process, if the web server cannot serve."""
    fault = fault_of_settings() or fault_of_files()
    if fault:
        sys.exit(fault)
