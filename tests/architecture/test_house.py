"""The house stands as the README says: arrows, map, commands, tasks, variables, locks."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from careers.config.celery import app as celery

ROOT = Path(__file__).resolve().parents[2]
APPS = ("careers", "matching")
# In every app, and where Django wants them: the map need not say so.
USUAL = {"__init__.py", "__pycache__", "README.md", "apps.py", "urls.py", "migrations"}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sources, where they can be spoilt."""
    folder = tmp_path_factory.mktemp("copy")
    for name in APPS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def contracts(folder: Path, *only: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", *(part for one in only for part in ("--contract", one))]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_contracts_are_kept(copy: Path) -> None:
    done = contracts(copy)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "4 kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("contract", "file", "line"),
    [
        ("careers-below-matching", "careers/planted.py", "import matching.models"),
        ("careers-below-matching", "careers/planted.py", "def late():\n    from matching import operations"),
        ("careers-below-matching", "careers/api/planted.py", "from matching.engine import score"),
        ("nobody-imports-the-wiring", "careers/planted.py", "from careers.config import broker"),
        ("nobody-imports-the-wiring", "matching/planted.py", "from careers.config.celery import app"),
        ("the-engine-is-pure", "matching/engine/planted.py", "from django.db import models"),
        ("the-engine-is-pure", "matching/engine/planted.py", "import celery"),
        ("the-engine-is-pure", "matching/engine/planted.py", "import rest_framework"),
        ("the-engine-is-pure", "matching/engine/planted.py", "from careers.words import fold"),
        ("the-engine-imports-only-itself", "matching/engine/planted.py", "from matching import models"),
        ("the-engine-imports-only-itself", "matching/engine/planted.py", "from ..inputs import specification"),
    ],
)
def test_each_contract_breaks_when_a_new_file_imports_what_it_forbids(
    copy: Path, contract: str, file: str, line: str
) -> None:
    planted = copy / file
    planted.write_text(f"{line}\n")
    try:
        done = contracts(copy, contract)
    finally:
        planted.unlink()
    assert done.returncode == 1
    assert "BROKEN" in done.stdout


def test_the_wiring_may_import_everything(copy: Path) -> None:
    planted = copy / "careers/config/planted.py"
    planted.write_text("from careers import models\nfrom matching import operations\n")
    try:
        assert contracts(copy).returncode == 0
    finally:
        planted.unlink()


# The map


def readme_map() -> list[str]:
    """The paths that begin the lines of the README's map: the fenced block that names both apps."""
    readme = ROOT / "README.md"
    assert readme.exists(), "There is no README.md, and so no map of the house."
    blocks = re.findall(r"^```\w*\n(.*?)^```", readme.read_text(), re.MULTILINE | re.DOTALL)
    maps = [block for block in blocks if all(re.search(rf"^{name}/", block, re.MULTILINE) for name in APPS)]
    assert len(maps) == 1, "The README has to have one fenced map with lines that begin with careers/ and matching/."
    return [line.split()[0] for line in maps[0].splitlines() if line.strip()]


def test_the_map_names_only_what_exists() -> None:
    assert [path for path in readme_map() if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", APPS)
def test_the_map_names_everything_at_the_top_of_an_app(name: str) -> None:
    named = {Path(path) for path in readme_map()}
    there = {path.relative_to(ROOT) for path in (ROOT / name).iterdir() if path.name not in USUAL}
    assert sorted(map(str, there - named)) == []


# What has to have a test


def sources() -> Iterator[str]:
    return (path.read_text() for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))


def commands() -> list[str]:
    return sorted(
        path.stem for name in APPS for path in (ROOT / name / "management/commands").glob("*.py") if path.stem[0] != "_"
    )


def tasks() -> list[str]:
    celery.loader.import_default_modules()
    return sorted(name for name in celery.tasks if not name.startswith("celery."))


@pytest.mark.parametrize("command", commands())
def test_every_command_has_a_test_that_names_it(command: str) -> None:
    assert any(re.search(rf"\b{command}\b", source) for source in sources())


def test_there_are_tasks() -> None:
    assert {"matching.tasks.sweep", "matching.tasks.score_profiles"} <= set(tasks())


@pytest.mark.parametrize("task", tasks())
def test_every_task_has_a_test_that_names_it(task: str) -> None:
    name = task.rpartition(".")[2]
    assert any(re.search(rf"\btasks(\.| import .*\b){name}\b", source) for source in sources())


# What an operator relies on


def test_every_variable_is_explained() -> None:
    wiring = "".join(path.read_text() for path in (ROOT / "careers/config").glob("*.py"))
    read = set(re.findall(r'(?:\benv(?:\.\w+)?|_required|os\.environ\.get)\(\s*"([A-Z_]+)"', wiring))
    example = (ROOT / ".env.example").read_text()
    assert "DATABASE_URL" in read
    assert sorted(name for name in read if not re.search(rf"^# .+\n#{name}=", example, re.MULTILINE)) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-bench.lock"])
def test_locks_name_packages_and_never_hosts(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text
