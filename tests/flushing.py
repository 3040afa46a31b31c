"""Lets transactional tests empty the tables: the triggers that keep releases are set aside for the flush alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

triggers = import_module("careers.migrations.0002_releases_never_change")
_flush = TransactionTestCase._fixture_teardown


@contextmanager
def releases_may_go() -> Iterator[None]:
    with connection.schema_editor() as editor:
        triggers.remove(apps, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            triggers.add(apps, editor)


def _teardown(self: Any) -> None:
    with releases_may_go():
        _flush(self)


def install() -> None:
    TransactionTestCase._fixture_teardown = _teardown  # type: ignore[method-assign]
