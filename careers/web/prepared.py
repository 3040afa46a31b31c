"""Queries that are compiled once: Django compiles a query anew each time it is asked, for most of what it costs.

Only for what the busiest pages ask at each request. The query is written with the ORM, as everywhere.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet

Row = TypeVar("Row")
_HERE = -7_360_151  # stands for the argument while a query is compiled; no key is below 1


class Prepared(Generic[Row]):
    """The rows of values that `ask` selects for one key.

    Values are as the driver gives them: JSON is a text, and on SQLite true is 1.
    """

    def __init__(self, ask: Callable[[int], "QuerySet[Any, Row]"]) -> None:
        self._ask = ask
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, key: int) -> list[Row]:
        sql, parameters = self._compiled.get(connection.vendor) or self._compile()
        with connection.cursor() as cursor:
            cursor.execute(sql, [key if one == _HERE else one for one in parameters])
            rows: list[Row] = cursor.fetchall()
            return rows

    def _compile(self) -> tuple[str, tuple[Any, ...]]:
        self._compiled[connection.vendor] = compiled = self._ask(_HERE).query.sql_with_params()
        return compiled
