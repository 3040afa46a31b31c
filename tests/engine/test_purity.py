"""The engine stands alone: no framework, no clock, no I/O, and the same bytes from every process."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import matching.engine

ENGINE = Path(matching.engine.__file__).parent
ROOT = ENGINE.parent.parent
ALLOWED = {
    *("collections", "contextlib", "dataclasses", "fractions", "graphlib", "heapq", "itertools", "math", "operator"),
    *("typing", "numpy", "matching"),
}

LOADED = """
import sys
before = set(sys.modules)
import matching.engine
print(*sorted({name.partition(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))
"""

BYTES = """
from matching.engine import *
asked = [Demand(f"s{n}", 1 + n % 5, 1 + n * n % 5, n > 3) for n in range(9)]
shares = apportion(asked)
requirements = tuple(Requirement(one.skill, one.level, one.essential, shares[one.skill]) for one in asked)
near = close({Near(f"s{n}", f"s{n * 4 % 9}", n % 3 + 1) for n in range(1, 9) if n != n * 4 % 9})
implied = tuple({Implied(f"s{n}", 3, f"s{n - 1}", 2) for n in range(1, 9)})
roles = tuple(RoleSpec(slug, slug, 0, requirements) for slug in {"one", "two", "three"})
spec = CatalogueSpec(tuple({one.skill for one in asked}), near, implied, roles)
compiled, levels = compile_catalogue(spec), {name: 4 for name in {"s1", "s2", "s5"}}
print(score(compiled, levels))
rungs = {(one.skill, level) for one in asked for level in range(1, 6)}
needs = {("s4", 2): (("s3", 2), ("s0", 1)), ("s8", 1): (("s0", 1), ("s7", 2))}
print(plan(compiled, Study(dict.fromkeys(rungs, 10), needs), levels, "two", None))
"""


def run(program: str, seed: str = "0") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.thorough
def test_importing_the_engine_loads_numpy_and_nothing_else() -> None:
    assert run(LOADED).split() == ["matching", "numpy"]


@pytest.mark.thorough
def test_every_process_gives_the_same_bytes() -> None:
    """Hash seeds differ from process to process and reorder sets; no score and no plan may notice."""
    first = run(BYTES, seed="1")
    assert "fit=" in first
    assert first.count("PlannedStep(") > 3
    assert run(BYTES, seed="2") == first


@pytest.mark.parametrize("path", sorted(ENGINE.rglob("*.py")), ids=lambda path: path.stem)
def test_sources_import_no_clock_no_chance_and_no_files(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= ALLOWED
    # A field may be called `open`; what counts is who reads the name.
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert not read & {"open", "print", "input"}
