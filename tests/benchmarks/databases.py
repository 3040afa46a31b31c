"""A database for a measurement: empty, on a server of its own, with the shipped catalogue published."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def database(*, sqlite: bool, safe: bool = False) -> Iterator[None]:
    """Set Django up on an empty database of its own, with the shipped catalogue published. `safe` syncs to disk."""
    with contextlib.ExitStack() as around:
        os.environ["STATE_DIR"] = around.enter_context(tempfile.TemporaryDirectory(prefix="rolewise-bench-"))
        os.environ["DJANGO_SETTINGS_MODULE"] = "careers.config.settings"
        os.environ.setdefault("SECRET_KEY", "x" * 50)
        os.environ.pop("DATABASE_URL", None)
        if not sqlite:
            from tests import servers

            server = servers.PostgreSQL(safe=safe).start()
            around.callback(_end, server)
            os.environ["DATABASE_URL"] = server.create("bench")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_catalogue", ROOT / "fixtures", verbosity=0, stdout=StringIO())
        yield
        from django.db import connection

        connection.close()


def _end(server: Any) -> None:
    """End a server; its last words are no figures."""
    with contextlib.redirect_stdout(sys.stderr):
        server.__exit__(None, None, None)
