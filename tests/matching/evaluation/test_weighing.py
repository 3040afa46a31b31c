"""Weighed importances, against the formula written out in loops, and against all whole importances there are."""

import itertools
import math
import random
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from django.core.management import CommandError, call_command

from careers.catalogue import counting, files
from careers.catalogue.draft import Draft
from matching import engine, inputs
from matching.evaluation import ours, weighing
from matching.evaluation.tasks import PEOPLE, TASKS, Sample, Task
from matching.operations import advising
from tests import drafts
from tests.matching.evaluation import folders as data

MIN_CLAIMS = 3  # some rows have fewer: their leads are their fits

Importances = Mapping[tuple[str, str], float]
Rows = Mapping[Task, list[Sample]]


@pytest.fixture(autouse=True)
def few_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MIN_ADS", 10)
    monkeypatch.setattr(weighing, "MIN_PEOPLE", 10)


@pytest.fixture(scope="module")
def draft() -> Draft:
    made = drafts.draft(data.raw_catalogue())
    return msgspec.structs.replace(made, facts=msgspec.structs.replace(made.facts, min_claims=MIN_CLAIMS))


@pytest.fixture(scope="module")
def rows(folder: Path) -> Rows:
    return {task: list(task.samples(folder)) for task in TASKS}


def counts_of(draft: Draft, folder: Path) -> dict[str, counting.Count]:
    return counting.count_ads(draft, counting.read_ads(folder))


def weigh(draft: Draft, folder: Path, rows: Rows) -> dict[tuple[str, str], int]:
    released = advising.as_released(draft)
    return weighing.weigh(draft, released.content, inputs.compiled(released), counts_of(draft, folder), rows)


def problem(draft: Draft, rows: Rows, within: Mapping[tuple[str, str], weighing.Range]) -> Any:
    """The sum to be made least, with these ranges, and the order of its requirements."""
    released = advising.as_released(draft)
    compiled = inputs.compiled(released)
    reading = ours.Reading(released.content)
    places = [(role.slug, asked.skill) for role in compiled.roles for asked in role.requirements]
    sights = []
    for task, samples in rows.items():
        levels = [reading.levels(one.strings) for one in samples]
        reached = engine.reached(compiled, levels)
        sights.append(weighing._sight(compiled, task, samples, levels, reached))
    return weighing._Problem(compiled, sights, np.array([within[place] for place in places], dtype=np.float64)), places


def plain_cost(draft: Draft, rows: Rows, importances: Importances, starts: Importances) -> float:
    """The formula of `weighing`, one person, role and requirement at a time."""
    slugs = {word.casefold(): word.casefold() for word in (*data.WORDS, "Teamwork")}
    asked: dict[str, list[Any]] = {}
    for one in draft.requirements:
        asked.setdefault(one.role, []).append(one)

    def claims(sample: Sample) -> set[str]:
        text = " ".join(sample.strings).replace(",", " ").replace(".", " ").casefold()
        return {slugs[word] for word in text.split() if word in slugs}

    def levels(sample: Sample) -> dict[str, int]:
        held = dict.fromkeys(claims(sample), 3)
        if "alfa" in held:  # the one near relation of the made-up catalogue
            held["charlie"] = max(held.get("charlie", 0), 2)
        return held

    def fit(held: Mapping[str, int], role: str) -> float:
        total = sum(importances[role, one.skill] for one in asked[role])
        return sum(
            100 * importances[role, one.skill] / total * min(held.get(one.skill, 0), one.level) / one.level
            for one in asked[role]
        )

    fits = {task: [{role: fit(levels(one), role) for role in task.roles} for one in rows[task]] for task in rows}

    def mean(task: Task, what: list[float]) -> float:
        """Over the rows of each role, then over the roles."""
        by_role = [
            [value for value, one in zip(what, rows[task], strict=True) if one.role == role] for role in task.roles
        ]
        filled = [values for values in by_role if values]
        return sum(sum(values) / len(values) for values in filled) / len(filled)

    means: dict[str, float] = {}
    for role in asked:
        ranked = [mean(task, [each[role] for each in fits[task]]) for task in rows if role in task.roles]
        means[role] = sum(ranked) / len(ranked) if ranked else 0.0
    cost = 0.0
    for task, samples in rows.items():
        costs = []
        for one, each in zip(samples, fits[task], strict=True):
            typical = 0.8 if len(claims(one)) >= MIN_CLAIMS else 0
            leads = {role: (each[role] - typical * means[role]) / 5 for role in task.roles}
            costs.append(math.log(sum(math.exp(lead) for lead in leads.values())) - leads[one.role])
        cost += mean(task, costs)
    return cost + sum((importances[place] - starts[place]) ** 2 for place in importances) / 15_000


def better(
    draft: Draft, rows: Rows, found: Importances, starts: Importances, free: Mapping[tuple[str, str], weighing.Range]
) -> list[tuple[tuple[str, str], int]]:
    """The importances that a single grade, within their range, would make better; by the formula in loops."""
    cost = plain_cost(draft, rows, found, starts)
    return [
        (place, step)
        for place, within in free.items()
        for step in (-1, 1)
        if within.least <= found[place] + step <= within.most
        and plain_cost(draft, rows, {**found, place: found[place] + step}, starts) < cost - 1e-9
    ]


def _drawn(draft: Draft, dice: random.Random) -> dict[tuple[str, str], float]:
    return {(one.role, one.skill): dice.uniform(0.5, 5) for one in draft.requirements}


@pytest.mark.parametrize("seed", range(5))
def test_the_cost_is_that_of_the_formula(draft: Draft, rows: Rows, seed: int) -> None:
    dice = random.Random(seed)
    absent = dice.choice(data.ROLES)  # a role may have no row
    rows = {task: [one for one in samples if one.role != absent] for task, samples in rows.items()}
    starts, weights = _drawn(draft, dice), _drawn(draft, dice)
    within = {place: weighing.Range(starts[place], 0.5, 5) for place in starts}  # type: ignore[arg-type]
    solved, places = problem(draft, rows, within)
    at = np.array([weights[place] for place in places])
    assert solved.cost(at) == pytest.approx(plain_cost(draft, rows, weights, starts), rel=1e-9)


def test_no_importance_is_better_moved_by_a_grade(draft: Draft, folder: Path, rows: Rows) -> None:
    """A local least, by the formula in loops; and what is not weighed stays as editors judged it."""
    released = advising.as_released(draft)
    compiled = inputs.compiled(released)
    reading = ours.Reading(released.content)
    reached = engine.reached(compiled, [reading.levels(one.strings) for one in rows[PEOPLE]])
    claimed = weighing._claimed(compiled, reached, rows[PEOPLE])
    free = weighing.ranges(draft, counts_of(draft, folder), claimed)
    weighed = weigh(draft, folder, rows)
    was = {(one.role, one.skill): one.importance for one in draft.requirements}
    assert set(weighed) == set(was)
    assert 10 < len(free) < len(was)
    assert any(weighed[place] != was[place] for place in free)
    assert all(weighed[place] == was[place] for place in was if place not in free)
    assert all(free[place].least <= weighed[place] <= free[place].most for place in free)
    starts = {place: free[place].start if place in free else was[place] for place in was}
    assert better(draft, rows, weighed, starts, free) == []


def test_of_few_importances_all_together_none_are_better(draft: Draft, rows: Rows) -> None:
    """Three that may take any value: the 125 ways to choose them, each by the formula in loops.

    From where they start alone, grade by grade, the way does not lead there.
    """
    was = {(one.role, one.skill): one.importance for one in draft.requirements}
    free = [place for place in was if place[0] in {"data-engineer", "ml-engineer"} and place[1] != "teamwork"][:3]
    within = {place: weighing.Range(was[place], *((1, 5) if place in free else (was[place],) * 2)) for place in was}
    solved, places = problem(draft, rows, within)
    found = dict(zip(places, solved.solve().tolist(), strict=True))
    ways = (dict(zip(free, chosen, strict=True)) for chosen in itertools.product(range(1, 6), repeat=3))
    least = min(plain_cost(draft, rows, {**was, **way}, was) for way in ways)
    assert plain_cost(draft, rows, found, was) == pytest.approx(least, abs=1e-12)
    assert plain_cost(draft, rows, was, was) > least + 1e-3
    assert any(found[place] != was[place] for place in free)
    for end in (solved.least, solved.most):  # moved grade by grade from afar, it ends where none is better either
        there = dict(zip(places, solved.settled(end.copy()).tolist(), strict=True))
        assert better(draft, rows, there, was, {place: within[place] for place in free}) == []


def test_where_an_importance_starts_and_how_far_it_may_move(draft: Draft) -> None:
    [must, other, team] = [one for one in draft.requirements if one.role == "data-engineer"]
    assert (must.essential, other.essential) == (True, False)
    quarter = counting.Count(40, {must.skill: 3, other.skill: 10, team.skill: 1})
    found = weighing.ranges(draft, {"data-engineer": quarter}, {})
    assert found == {
        ("data-engineer", must.skill): weighing.Range(2, 3, 4),  # 7 % of the ads; a must-have is 3 at least
        ("data-engineer", other.skill): weighing.Range(4, 3, 5),  # 25 %
    }
    few = counting.Count(9, {other.skill: 9})
    assert weighing.ranges(draft, {"data-engineer": few}, {}) == {}
    people = {"data-engineer": {other.skill: 0.05, team.skill: 0.049}}
    assert weighing.ranges(draft, {"data-engineer": few}, people) == {
        ("data-engineer", other.skill): weighing.Range(2, 1, 4)
    }
    half = counting.Count(20, {must.skill: 10})
    assert weighing.ranges(draft, {"data-engineer": half}, {})["data-engineer", must.skill] == (5, 4, 5)


def test_people_tell_of_a_role_that_enough_of_them_have(draft: Draft, rows: Rows) -> None:
    released = advising.as_released(draft)
    compiled = inputs.compiled(released)
    reading = ours.Reading(released.content)
    people = [one for one in rows[PEOPLE] if one.role != "ml-engineer"]
    people += [one for one in rows[PEOPLE] if one.role == "ml-engineer"][:9]
    reached = engine.reached(compiled, [reading.levels(one.strings) for one in people])
    claimed = weighing._claimed(compiled, reached, people)
    assert set(claimed) == set(PEOPLE.roles) - {"ml-engineer"}
    mine = [one for one in people if one.role == "data-engineer"]
    naming = [one for one in mine if {"Charlie", "Charlie suite"} & set(one.strings)]
    assert claimed["data-engineer"]["charlie"] == pytest.approx(len(naming) / len(mine))


def test_without_a_row_there_is_nothing_to_weigh_on(draft: Draft, folder: Path) -> None:
    with pytest.raises(ValueError, match="no row"):
        weigh(draft, folder, {task: [] for task in TASKS})


def test_a_role_that_a_task_ranks_and_the_catalogue_lacks_is_named(folder: Path, rows: Rows) -> None:
    with pytest.raises(ValueError, match=r"no role ai-agent-engineer, .*, and a task ranks it"):
        weigh(drafts.draft(), folder, rows)


def _run(folder: Path, catalogue: Path, **options: Any) -> str:
    out = StringIO()
    call_command("weigh_requirements", folder, catalogue=catalogue, stdout=out, **options)
    return out.getvalue()


def test_the_command_shows_writes_and_then_agrees(draft: Draft, folder: Path, rows: Rows, tmp_path: Path) -> None:
    files.write(draft, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    shown = _run(folder, tmp_path)
    assert "--write" in shown
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert "Written" in _run(folder, tmp_path, write=True)
    assert {path.name for path in tmp_path.iterdir() if path.read_bytes() != before[path.name]} == {"requirements.json"}
    written, found = files.read(tmp_path)
    assert found == []
    weighed = weigh(draft, folder, rows)
    assert {(one.role, one.skill): one.importance for one in written.requirements} == weighed
    assert {msgspec.structs.replace(one, importance=1) for one in written.requirements} == {
        msgspec.structs.replace(one, importance=1) for one in draft.requirements
    }
    assert "exactly this" in _run(folder, tmp_path), "what was written starts where it started before"


def test_the_halves_are_weighed_apart(draft: Draft, folder: Path, tmp_path: Path) -> None:
    files.write(draft, tmp_path)
    assert _run(folder, tmp_path, half="a") != _run(folder, tmp_path, half="b")


def test_a_folder_without_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"posting_skills\.csv\.gz is missing"):
        _run(tmp_path, Path("fixtures"))
