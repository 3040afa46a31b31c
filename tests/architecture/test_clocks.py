"""No test depends on how fast the machine is: none reads a clock or sleeps; work is counted instead (`tests/work.py`).

Tests of real servers wait for what happens there, and `tests/servers.py` waits for them; sweeps in `tests/trust` tell
how long they took. Benchmarks measure time; no test run takes them in.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
MAY = {
    *(TESTS / "servers.py", TESTS / "run.py", TESTS / "figures.py"),  # they wait for servers, and tell how long it took
    TESTS / "careers/documents/extracting/planted.py",  # it plays a reader that stands still
}
WAITING = (TESTS / "faults", TESTS / "e2e", TESTS / "benchmarks", TESTS / "trust")
CLOCKS = {"monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns", "process_time", "sleep", "time", "time_ns"}


def clocks(source: str) -> list[str]:
    """What of the module `time` this reads, under whatever name it was imported."""
    tree = ast.parse(source)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    modules = {one.asname or one.name for node in imports for one in node.names if one.name == "time"}
    return sorted(_used(tree, modules))


def _used(tree: ast.AST, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "time" and not node.level:
            yield from (one.name for one in node.names if one.name in {*CLOCKS, "*"})
        elif isinstance(node, ast.Attribute) and node.attr in CLOCKS and _is(node.value, modules):
            yield node.attr


def _is(node: ast.expr, names: set[str]) -> bool:
    return isinstance(node, ast.Name) and node.id in names


def test_no_test_reads_a_clock_or_sleeps() -> None:
    files = [path for path in TESTS.rglob("*.py") if path not in MAY and not set(WAITING) & set(path.parents)]
    assert len(files) > 80
    found = {str(path.relative_to(TESTS)): clocks(path.read_text(encoding="utf-8")) for path in files}
    assert {path: read for path, read in found.items() if read} == {}


@pytest.mark.parametrize(
    ("planted", "read"),
    [
        ("import time\ntime.sleep(1)", ["sleep"]),
        ("import time\nassert time.monotonic() < 1", ["monotonic"]),
        ("import time as clock\nclock.perf_counter()\nclock.time()", ["perf_counter", "time"]),
        ("def late():\n    import time\n    wait = time.sleep", ["sleep"]),
        ("from time import monotonic as now\nnow()", ["monotonic"]),
        ("from time import *", ["*"]),
        ("import datetime\ndatetime.time(3)\nday.time()", []),
        ("import time\ntime.strftime('%Y')", []),
    ],
)
def test_a_clock_that_is_planted_is_seen(planted: str, read: list[str]) -> None:
    assert clocks(planted) == read
