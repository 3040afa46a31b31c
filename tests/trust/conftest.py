"""Sweeps that attack the site as a whole: every form, every constraint, every helper service.

Each sweep has two sizes. `make test` runs the quick one with everything else; `make trust` runs the full one on
PostgreSQL and RabbitMQ and prints a table: the figure, what is wanted, what came out, of how many tries, in how long.
"""

import os
import time
from collections.abc import Callable
from typing import NamedTuple

import pytest

FULL = os.environ.get("TRUST") == "full"
collect_ignore = [] if FULL else ["test_bad_days_in_full.py"]


class Figure(NamedTuple):
    name: str
    wanted: str
    got: str
    tries: int
    seconds: float


_FIGURES: list[Figure] = []
Tell = Callable[[str, str, object, int], None]


@pytest.fixture(scope="session")
def size() -> Callable[[int, int], int]:
    """How many times a sweep tries: `size(quick, full)`, the one in `make test`, the other in `make trust`."""
    return lambda quick, full: full if FULL else quick


@pytest.fixture
def tell() -> Tell:
    """Put a line into the table: `tell(name, wanted, got, tries)`. The test itself still has to assert."""
    started = time.monotonic()

    def line(name: str, wanted: str, got: object, tries: int) -> None:
        _FIGURES.append(Figure(name, wanted, str(got), tries, time.monotonic() - started))

    return line


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not FULL or not _FIGURES:
        return
    width = max(len(figure.name) for figure in _FIGURES)
    terminalreporter.write_line(f"\n{'':<{width}}  {'wanted':>12}  {'got':>12}  {'n':>6}  {'s':>7}")
    for figure in _FIGURES:
        terminalreporter.write_line(
            f"{figure.name:<{width}}  {figure.wanted:>12}  {figure.got:>12}  {figure.tries:>6}  {figure.seconds:>7.1f}"
        )
