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


def test_tasks_and_roles_count_the_same_however_many_rows(no_window: None) -> None:
    """Roles of the small draft stand in no task, so each takes the mean over both tasks that have rows."""
    released = advising.as_released(drafts.draft())
    content, compiled = released.content, inputs.compiled(released)
    lists = [_sample(n, "data-engineer", "SQL") for n in range(9)] + [_sample(9, "ml-engineer", "Python", "SQL")]
    people = [_sample(10, "ml-engineer", "Nothing we know")]
    got = typical_fits(content, compiled, {LISTS: lists, PEOPLE: people, TEXTS: []})

    def fit(role: Any, held: set[str]) -> int:
        near = {skill.slug: {one.skill: one.distance for one in skill.near} for skill in content.skills}
        reach = dict.fromkeys(held, 3)
        for skill in held:
            for other, distance in near[skill].items():
                reach[other] = max(reach.get(other, 0), 3 - distance)
        return sum(one.points_per_level * min(one.level, reach.get(one.skill, 0)) for one in role.requirements)

    for role in content.roles:
        over_lists = (fit(role, {"sql"}) + fit(role, {"python", "sql"})) / 2
        assert got[role.slug] == round(0.6 * (over_lists + 0) / 2), role.slug
    assert any(got.values())


def test_a_role_that_a_task_ranks_takes_only_such_tasks(no_window: None) -> None:
    draft = drafts.draft()
    renamed = "data-scientist"  # in all three tasks; the other roles of the draft are in none
    roles = tuple(
        msgspec.structs.replace(role, slug=renamed, differences=()) if role.slug == "engineer" else role
        for role in draft.roles
    )
    asked = tuple(
        msgspec.structs.replace(one, role=renamed) if one.role == "engineer" else one for one in draft.requirements
    )
    plain = tuple(msgspec.structs.replace(role, differences=()) for role in roles)
    released = advising.as_released(msgspec.structs.replace(draft, roles=plain, requirements=asked))
    content, compiled = released.content, inputs.compiled(released)
    only = typical_fits(content, compiled, {LISTS: [_sample(1, renamed, "SQL")]})
    both = typical_fits(content, compiled, {LISTS: [_sample(1, renamed, "SQL")], PEOPLE: [_sample(2, renamed, "-")]})
    assert only[renamed] > 0
    assert abs(both[renamed] - only[renamed] / 2) <= 1


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
    files.write(drafts.draft(), catalogue)
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
