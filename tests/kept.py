"""Rows that many tests begin with: made once by the real verbs, then put back as they were, which is ten times quicker.

Each database copies its own rows, so on PostgreSQL types, orders and constraints are PostgreSQL's own. The tests of
publishing run the verbs there each time: see their conftest.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from careers.models import Release, Skill

Rows = dict[str, Any]

_kept: dict[str, Rows] = {}


def keep(name: str, make: Callable[[], object]) -> None:
    """Keep the rows that `make` makes of an empty catalogue; it leaves none. Not for use inside a test, which may
    have changed what `make` does.
    """
    with transaction.atomic():
        make()
        _kept[name] = {table: rows for table in _tables() if (rows := _read(table))}
        transaction.set_rollback(True)


def put_back(name: str) -> bool:
    """Whether these rows are kept, and are now where there were none."""
    if name not in _kept or Release.objects.exists() or Skill.objects.exists():
        return False
    with transaction.atomic():
        for table, rows in _kept[name].items():
            _write(table, rows)
    return True


def _tables() -> Iterator[str]:
    """The tables of careers, quoted."""
    for model in apps.get_app_config("careers").get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield connection.ops.quote_name(model._meta.db_table)


def _read(table: str) -> Any:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy:
                rows = b"".join(bytes(part) for part in copy)
            return rows if cursor.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() else None
        return cursor.execute(f"SELECT * FROM {table}").fetchall()


def _write(table: str, rows: Any) -> None:
    """Put rows into a table. PostgreSQL's sequences stay where `make` took them: past every row that is kept."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        else:
            cursor.executemany(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows)
