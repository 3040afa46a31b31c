"""The house stands as the README says: arrows, map, commands, tasks, variables, locks."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Set
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from careers.config.celery import app as celery

ROOT = Path(__file__).resolve().parents[2]
APPS = ("careers", "matching")
# Where Django wants them: the map need not say so.
USUAL = {"__pycache__", "management", "migrations", "static", "templatetags"}


# Which slices may know which, as ../shared/house.md draws it; `web` and `api` are ground for all of careers.
ARROWS: Mapping[str, Mapping[str, Set[str]]] = {
    "careers": {
        "reading": set(),
        "catalogue": {"reading"},
        "accounts": set(),
        "mail": set(),
        "profile": {"accounts", "catalogue"},
        "browse": {"catalogue"},
        "documents": {"accounts", "reading", "catalogue", "profile"},
    },
    "matching": {
        "scores": set(),
        "evaluation": set(),
        "plans": {"scores"},
        "matches": {"scores", "plans"},
        "publishing": {"scores", "evaluation"},
        "postings": {"matches", "plans"},
        "trying": {"matches", "plans", "postings"},
        "about": {"scores", "evaluation", "plans", "matches", "postings", "publishing", "trying"},
        "own_data": {"scores", "evaluation", "plans", "matches", "postings", "publishing", "trying"},
    },
}
AGAINST_THE_ARROWS = [
    ("careers/planted.py", "import matching.models"),
    ("careers/planted_late.py", "def late():\n    from matching import tasks"),
    ("careers/api/planted.py", "from matching.engine import score"),
    ("careers/planted_wiring.py", "from careers.config import broker"),
    ("matching/planted_wiring.py", "from careers.config.celery import app"),
    ("matching/engine/planted_django.py", "from django.db import models"),
    ("matching/engine/planted_celery.py", "import celery"),
    ("matching/engine/planted_drf.py", "import rest_framework"),
    ("matching/engine/planted_careers.py", "from careers.words import fold"),
    ("matching/engine/planted_models.py", "from matching import models"),
    ("matching/engine/planted_inputs.py", "from ..inputs import specification"),
    ("careers/reading/planted_django.py", "from django.db import models"),
    ("careers/browse/planted_face.py", "from careers.models import Claim"),
    ("matching/plans/planted_face.py", "from matching.models import Score"),
    *(
        (f"{app}/{one}/planted_{other}.py", f"import {app}.{other}")
        for app, slices in ARROWS.items()
        for one in slices
        for other in sorted(slices.keys() - {one} - slices[one])
    ),
]
ALONG_THE_ARROWS = [
    ("careers/config/allowed.py", "from careers import models\nfrom matching import tasks"),
    *(
        (f"{app}/{one}/allowed_{other}.py", f"import {app}.{other}")
        for app, slices in ARROWS.items()
        for one, known in slices.items()
        for other in sorted(known)
    ),
]


def contracts(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the contracts say of our sources with a new file for each import that may be, or may not."""
    folder = tmp_path_factory.mktemp("copy")
    for name in APPS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    for file, text in (*AGAINST_THE_ARROWS, *ALONG_THE_ARROWS):
        (folder / file).write_text(f"{text}\n")
    return contracts(folder).stdout


def test_the_contracts_are_kept() -> None:
    done = contracts(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert " 0 broken" in done.stdout


@pytest.mark.parametrize(("file", "text"), AGAINST_THE_ARROWS)
def test_a_contract_breaks_when_a_new_file_imports_what_it_may_not(broken: str, file: str, text: str) -> None:
    module = file.removesuffix(".py").replace("/", ".")
    assert re.search(rf"^-? *{re.escape(module)} -> ", broken, re.MULTILINE), text


@pytest.mark.parametrize(("file", "text"), ALONG_THE_ARROWS)
def test_no_contract_breaks_when_a_new_file_imports_what_it_may(broken: str, file: str, text: str) -> None:
    assert file.removesuffix(".py").replace("/", ".") not in broken, text


def test_every_slice_has_its_arrows() -> None:
    """A new folder is a new slice: it is drawn in, and gets a contract that says who may import it."""
    ground = {"api", "config", "engine", "management", "migrations", "static", "templatetags", "web"}
    for app, slices in ARROWS.items():
        folders = {path.name for path in (ROOT / app).iterdir() if path.is_dir() and path.name[0] != "_"}
        assert folders - ground == slices.keys()


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = grimp.build_graph(*APPS, cache_dir=None)
    below = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    with pytest.raises(CycleError):
        TopologicalSorter({"one": {"two"}, "two": {"one"}}).prepare()
    TopologicalSorter(below).prepare()


# The map


def readme_map() -> list[Path]:
    """The paths that the README's map names: what is indented stands in the app above it."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    maps = [block for block in blocks if all(re.search(rf"^{name}/", block, re.MULTILINE) for name in APPS)]
    assert len(maps) == 1, "The README has to have one fenced map with lines that begin with careers/ and matching/."
    paths, app = [], Path()
    for line in maps[0].splitlines():
        app = app if line.startswith(" ") else Path()
        named = [app / name for name in re.split(r"\s{3,}", line.strip())[0].split()]
        paths += named
        app = app if line.startswith(" ") else named[0]
    return paths


def test_the_map_names_only_what_exists() -> None:
    assert [path for path in readme_map() if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("name", APPS)
def test_the_map_names_every_folder_of_an_app(name: str) -> None:
    there = {path.relative_to(ROOT) for path in (ROOT / name).iterdir() if path.is_dir() and path.name not in USUAL}
    assert sorted(map(str, there - set(readme_map()))) == []


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


# Nothing that nothing uses


def templates() -> str:
    return "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("component", sorted(path.name for path in (ROOT / "templates/components").glob("*.html")))
def test_every_component_is_used(component: str) -> None:
    python = "".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py"))
    assert f"components/{component}" in templates() + python


def test_every_style_is_used() -> None:
    """A class is written out, or put together from what stands before its last hyphen and a value."""
    sheet = re.sub(r"/\*.*?\*/", "", (ROOT / "careers/static/careers/css/app.css").read_text(), flags=re.DOTALL)
    scripts = "".join(path.read_text() for path in (ROOT / "careers/static").rglob("*.js"))
    python = "".join(path.read_text() for app in APPS for path in (ROOT / app).rglob("*.py"))
    used = templates() + scripts + python
    made = set(re.findall(r"([a-z]+-)\{[{%]", used)) | {"htmx-"}
    classes = set(re.findall(r"\.([a-zA-Z][\w-]+)", sheet))
    assert classes
    assert sorted(one for one in classes if one not in used and not any(map(one.startswith, made))) == []


# What an operator relies on


def test_every_variable_is_explained() -> None:
    wiring = "".join(path.read_text() for path in (ROOT / "careers/config").glob("*.py"))
    reader = r"\benv(?:\.\w+)?|needed|switch|whole_number|variables\.\w+|os\.environ\.get"
    read = set(re.findall(rf'(?:{reader})\(\s*"([A-Z_]+)"', wiring))
    example = (ROOT / ".env.example").read_text()
    assert "DATABASE_URL" in read
    assert sorted(name for name in read if not re.search(rf"^# .+\n#{name}=", example, re.MULTILINE)) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-bench.lock"])
def test_locks_name_packages_and_never_hosts(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "--hash=sha256:" in text
    assert "://" not in text
