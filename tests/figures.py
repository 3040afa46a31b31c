"""The tables that `make trust` and `make faults` print: a figure, what is wanted, what came out, of how many, how long.

A line travels with the report of its test, so that tests may run in any process.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

KEY = "figure"
Size = Callable[[int, int], int]
Tell = Callable[[str, str, object, int], None]


class Figure(NamedTuple):
    name: str
    wanted: str
    got: str
    tries: int
    seconds: float


def full(part: str) -> bool:
    """Whether this is the full size of a part of tests/run.py: `TRUST=full`, `FAULTS=full`."""
    return os.environ.get(part) == "full"


def size_of(part: str) -> Size:
    """How many times a sweep tries: `size(quick, full)`, the one in `make test`, the other in the part itself."""
    return lambda quick, most: most if full(part) else quick


def tell_of(test: pytest.Item) -> Tell:
    """Put a line into the table: `tell(name, wanted, got, tries)`. The test itself still has to assert."""
    started = time.monotonic()

    def tell(name: str, wanted: str, got: object, tries: int) -> None:
        figure = Figure(name, wanted, str(got), tries, time.monotonic() - started)
        test.user_properties.append((KEY, json.dumps(figure)))

    return tell


def summarise(terminal: pytest.TerminalReporter) -> None:
    """Print the table of a run in full size, by name, because tests run in any order."""
    figures = sorted(_told(terminal)) if full("TRUST") or full("FAULTS") else []
    if not figures:
        return
    names, wants, gots = (max(len(figure[column]) for figure in figures) for column in range(3))
    wants, gots = max(wants, 6), max(gots, 3)
    terminal.write_line(f"\n{'':<{names}}  {'wanted':>{wants}}  {'got':>{gots}}  {'n':>6}  {'s':>7}")
    for name, wanted, got, tries, seconds in figures:
        terminal.write_line(f"{name:<{names}}  {wanted:>{wants}}  {got:>{gots}}  {tries:>6}  {seconds:>7.1f}")


def _told(terminal: pytest.TerminalReporter) -> Iterator[Figure]:
    for report in (*terminal.stats.get("passed", ()), *terminal.stats.get("failed", ())):
        if report.when == "call":
            yield from (Figure(*json.loads(line)) for key, line in report.user_properties if key == KEY)
