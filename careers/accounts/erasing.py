"""The bytes of what was deleted."""

import logging

from django.db import connection

READERS_MAY_TAKE = 3_000  # milliseconds for which the log is waited for; a page reads for a small part of that

log = logging.getLogger(__name__)


def overwrite_deleted() -> None:
    """Empty SQLite's write-ahead log, which still holds what was just deleted; in its file, `secure_delete` saw to it.

    PostgreSQL keeps dead rows until it vacuums, as its operators know; its log is theirs to keep or not.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        [(patience,)] = cursor.execute("PRAGMA busy_timeout").fetchall()
        cursor.execute(f"PRAGMA busy_timeout={READERS_MAY_TAKE}")
        try:
            [(busy, *_)] = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
    if busy:
        log.warning("Somebody was reading all the time, so the log still holds what was deleted.")
