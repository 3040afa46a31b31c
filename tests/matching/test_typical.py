"""Typical fits: the formula recomputed by hand from fits, the window, and the command that writes them."""

import csv
import gzip
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from careers.catalogue import files
from careers.catalogue.released import Released
from matching import inputs
from matching.evaluation import typical
from matching.evaluation.tasks import LISTS, PEOPLE, TEXTS, Sample
from matching.evaluation.typical import _within_window, typical_fits
from matching.operations import advising
from tests import drafts


@pytest.fixture
def no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typical, "WINDOW", 10_000)


def _sample(number: int, role: str, *strings: str) -> Sample:
    return Sample(f"row-{number}", role, strings)


def _ranked(**named: str) -> Released:
    """The small draft with its roles called otherwise; the tasks rank by these names."""
    draft = drafts.draft()
    roles = tuple(
        msgspec.structs.replace(role, slug=named.get(role.slug, role.slug), differences=()) for role in draft.roles
    )
    asked = tuple(msgspec.structs.replace(one, role=named.get(one.role, one.role)) for one in draft.requirements)
    return advising.as_released(msgspec.structs.replace(draft, roles=roles, requirements=asked))


def _fit(released: Released, slug: str, held: set[str]) -> int:
    """In hundredths, each of `held` at level 3."""
    near = {skill.slug: {one.skill: one.distance for one in skill.near} for skill in released.content.skills}
    reach = dict.fromkeys(held, 3)
    for skill in held:
        for other, distance in near[skill].items():
            reach[other] = max(reach.get(other, 0), 3 - distance)
    asked = released.roles[slug].requirements
    return sum(one.points_per_level * min(one.level, reach.get(one.skill, 0)) for one in asked)


def test_tasks_and_roles_count_the_same_however_many_rows(no_window: None) -> None:
    released = _ranked(engineer="data-engineer", builder="ml-engineer")
    lists = [_sample(n, "data-engineer", "SQL") for n in range(9)] + [_sample(9, "ml-engineer", "Python", "SQL")]
    people = [_sample(10, "ml-engineer", "Nothing we know")]
    got = typical_fits(released.content, inputs.compiled(released), {LISTS: lists, PEOPLE: people, TEXTS: []})
    for role in ("data-engineer", "ml-engineer"):
        over_lists = (_fit(released, role, {"sql"}) + _fit(released, role, {"python", "sql"})) / 2
        assert got[role] == round(0.8 * round((over_lists + 0) / 2)), role
    assert all(got.values())


def test_a_role_that_a_task_ranks_takes_only_such_tasks(no_window: None) -> None:
    """Texts rank no product managers."""
    released = _ranked(engineer="ai-product-manager", builder="ml-engineer")
    rows = {
        LISTS: [_sample(1, "ai-product-manager", "SQL")],
        TEXTS: [_sample(2, "ml-engineer", "Python")],
    }
    got = typical_fits(released.content, inputs.compiled(released), rows)
    assert got["ai-product-manager"] == round(0.8 * _fit(released, "ai-product-manager", {"sql"}))
    mean = (_fit(released, "ml-engineer", {"sql"}) + _fit(released, "ml-engineer", {"python"})) / 2
    assert got["ml-engineer"] == round(0.8 * round(mean))


def test_a_role_that_no_task_ranks_takes_the_mean_of_those_that_one_does(no_window: None) -> None:
    """Nobody's rows tell what is typical of it; its own mean over them would be low, and bring it up for everybody."""
    released = _ranked(engineer="data-engineer")
    rows = {LISTS: [_sample(1, "data-engineer", "SQL")]}
    got = typical_fits(released.content, inputs.compiled(released), rows)
    assert _fit(released, "builder", {"sql"}) == 0 < _fit(released, "data-engineer", {"sql"})
    assert got["builder"] == got["data-engineer"] > 0


def test_where_no_task_ranks_any_role_it_says_so() -> None:
    released = advising.as_released(drafts.draft())
    with pytest.raises(ValueError, match="no task ranks a role"):
        typical_fits(released.content, inputs.compiled(released), {LISTS: [_sample(1, "data-engineer", "SQL")]})


@pytest.mark.parametrize("seed", range(20))
def test_the_window_is_the_one_that_moves_least(seed: int) -> None:
    fits = np.random.default_rng(seed).integers(0, 4_000, size=6)
    moved = _within_window(fits)
    assert moved.max() - moved.min() <= 1_500
    least = min(int(np.abs(fits - np.clip(fits, low, low + 1_500)).sum()) for low in range(-2_000, 4_001))
    assert int(np.abs(fits - moved).sum()) == least


def test_without_a_row_it_says_so() -> None:
    released = advising.as_released(drafts.draft())
    with pytest.raises(ValueError, match="no row"):
        typical_fits(released.content, inputs.compiled(released), {LISTS: []})


SLUGS = {"engineer": "data-engineer", "builder": "ml-engineer"}  # the names by which tasks rank
FILES = {
    "people": ["id", "role", "skills", "gender", "country", "years_experience"],
    "posting_skills": ["id", "role", "skills"],
    "postings": ["id", "role", "title", "text"],
}


def _folder(folder: Path) -> Path:
    rows = {
        "people": [["p1", "data-engineer", "SQL|Python|Git", "", "", ""]],
        "posting_skills": [["a1", "data-engineer", "SQL|Python"]],
        "postings": [["t1", "ml-engineer", "ML Engineer", "You know Python."]],
    }
    folder.mkdir()
    for name, columns in FILES.items():
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([columns, *rows[name]])
    return folder


def _run(data: Path, catalogue: Path, **options: Any) -> str:
    out = StringIO()
    call_command("typical_fits", data, catalogue=catalogue, stdout=out, **options)
    return out.getvalue()


def test_the_command_shows_writes_and_then_agrees(tmp_path: Path) -> None:
    data, catalogue = _folder(tmp_path / "data"), tmp_path / "catalogue"
    raw = drafts.small()
    raw["roles"] = [{**role, "slug": SLUGS[role["slug"]], "differences": []} for role in raw["roles"]]
    raw["requirements"] = [{**one, "role": SLUGS[one["role"]]} for one in raw["requirements"]]
    files.write(drafts.draft(raw), catalogue)
    before = {path.name: path.read_bytes() for path in catalogue.iterdir()}
    assert "--write" in _run(data, catalogue)
    assert {path.name: path.read_bytes() for path in catalogue.iterdir()} == before
    assert "Written" in _run(data, catalogue, write=True)
    assert "exactly this" in _run(data, catalogue)
    assert {name for name, content in before.items() if (catalogue / name).read_bytes() != content} == {"roles.json"}


def test_the_command_names_what_is_missing(tmp_path: Path) -> None:
    catalogue = tmp_path / "catalogue"
    files.write(drafts.draft(), catalogue)
    with pytest.raises(CommandError, match=r"posting_skills\.csv\.gz is missing"):
        _run(tmp_path, catalogue)
