"""Usual fits: the formula recomputed by hand from fits, the window against brute force, and the command that writes."""

import itertools
import random
from fractions import Fraction
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from careers.catalogue import files
from careers.management.measuring import AGREE
from matching import inputs
from matching.evaluation import ours, usual
from matching.evaluation.tasks import LISTS, PEOPLE, TASKS, TEXTS, Sample
from matching.evaluation.usual import settled, usual_fits, window
from matching.publishing.preparing import prepare_files
from tests import drafts
from tests.matching.evaluation import folders as data

ROLES = ("a", "b", "c")


def told(*rows: tuple[str, tuple[int, int, int]]) -> ours.Told:
    """Rows of one task, each a role and its fits to a, b and c."""
    samples = [Sample(f"row-{at}", role, ()) for at, (role, _) in enumerate(rows)]
    return ours.Told(samples, [{}] * len(rows), np.array([fits for _, fits in rows], dtype=np.int64).reshape(-1, 3))


def test_tasks_and_roles_count_the_same_however_many_rows() -> None:
    first = told(*[("a", (100, 200, 0))] * 9, ("b", (500, 600, 0)))  # means over its two roles: 300, 400
    second = told(("b", (900, 800, 0)), ("c", (0, 0, 300)))  # over its two roles: 450, 400, 150
    assert usual_fits(ROLES, [first, second, told()]) == {"a": 300, "b": 400, "c": 150}


def test_only_the_tasks_that_have_rows_of_a_role_count_for_it() -> None:
    """Over people with other jobs its mean would be low, and bring it up for everybody."""
    first = told(("a", (1_000, 0, 0)))
    second = told(("b", (0, 1_600, 0)))
    assert usual_fits(ROLES, [first, second]) == {"a": 1_000, "b": 1_600, "c": 1_300}


def test_it_is_rounded_once() -> None:
    """The means of a are 0.4 and 0.7, so 0.55 in all; rounded task by task they would be 0 and 1, and 0 in all."""
    first = told(*[("a", (fit, 0, 0)) for fit in (1, 1, 0, 0, 0)])
    second = told(*[("a", (fit, 0, 0)) for fit in (1, 1, 1, 1, 1, 1, 1, 0, 0, 0)])
    assert usual_fits(ROLES, [first, second])["a"] == 1


def test_a_role_that_nobody_has_takes_the_mean_of_the_others_after_the_window() -> None:
    """10.00, 11.00 and 30.00 are moved to 10.00, 11.00 and 22.50: a mean of 14.50, not 17.00."""
    means = {"a": Fraction(1_000), "b": Fraction(1_100), "c": Fraction(3_000), "d": None}
    assert settled(means) == {"a": 1_000, "b": 1_100, "c": 2_250, "d": 1_450}


@pytest.mark.parametrize("seed", range(60))
def test_no_window_moves_less_and_none_that_moves_as_little_is_lower(seed: int) -> None:
    """In quarters of a hundredth, all windows of a 20th of the width are tried, from far below to far above."""
    draw = random.Random(seed)
    width = 75
    quarters = [draw.randrange(0, 4 * draw.choice((40, 200))) for _ in range(draw.randint(1, 7))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(usual, "WINDOW", width)
        found = window([Fraction(one, 4) for one in quarters])

    def moved(low: int) -> int:
        return sum(max(low - one, one - low - 4 * width, 0) for one in quarters)

    assert found == Fraction(min(range(-4 * 100, 4 * 300), key=moved), 4), "the lowest of those that move the least"


@pytest.mark.parametrize("rest", [Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(2, 3)])
@pytest.mark.parametrize("low", [1_000, 1_001])
def test_rounded_they_still_lie_in_a_window(low: int, rest: Fraction) -> None:
    means = {str(at): low + rest + step for at, step in enumerate((0, 0, 700, 1_250, 1_250, 4_000))}
    found = settled(means)
    assert max(found.values()) - min(found.values()) == 1_250


def test_each_is_moved_to_the_nearer_end_and_no_farther() -> None:
    found = settled(
        {"a": Fraction(0), "b": Fraction(2_000), "c": Fraction(2_500), "d": Fraction(3_000), "e": Fraction(9_000)}
    )
    assert found == {"a": 1_750, "b": 2_000, "c": 2_500, "d": 3_000, "e": 3_000}


def test_without_a_row_it_says_so() -> None:
    with pytest.raises(ValueError, match="no row"):
        usual_fits(ROLES, [told(), told()])


def test_fits_are_those_of_the_engine_and_nobody_understood_has_none(catalogue: Path) -> None:
    released = prepare_files(catalogue).released
    samples = [
        Sample("1", "data-engineer", (data.SKILL["data-engineer"], "Teamwork")),
        Sample("2", "data-engineer", ("Juggling",)),
    ]
    found = ours.read(inputs.compiled(released), ours.Reading(released.content), samples)
    asked = {one.skill: one for one in released.roles["data-engineer"].requirements}
    slug = data.SKILL["data-engineer"].casefold()
    by_hand = asked[slug].share * 3**2 + asked["teamwork"].share * 2**2
    assert found.fits[:, sorted(released.roles).index("data-engineer")].tolist() == [by_hand, 0]
    assert not found.fits[1].any()


def run(folder: Path, catalogue: Path, **options: Any) -> str:
    out = StringIO()
    call_command("usual_fits", folder, catalogue=catalogue, stdout=out, **options)
    return out.getvalue()


def shown(out: str) -> dict[str, str]:
    lines = (line.split() for line in out.splitlines() if "the files say" in line)
    return {role: fit for role, fit, *_ in lines}


def by_hand(folder: Path, catalogue: Path, half: bool | None = None) -> dict[str, float]:
    """The mean fits, said once more in plain Python; only roles of tasks."""
    released = prepare_files(catalogue).released
    compiled, reading = inputs.compiled(released), ours.Reading(released.content)
    means: dict[str, list[float]] = {}
    for task in (LISTS, PEOPLE, TEXTS):
        own = [one for one in task.samples(folder) if half is None or data.is_even(one.id) == half]
        found = ours.read(compiled, reading, own)
        roles = sorted({one.role for one in own})
        for role in roles:
            at = compiled.slugs.index(role)
            of_each = [
                [fits[at] for one, fits in zip(own, found.fits.tolist(), strict=True) if one.role == other]
                for other in roles
            ]
            means.setdefault(role, []).append(sum(sum(each) / len(each) for each in of_each) / len(roles))
    return {role: sum(each) / len(each) / 100 for role, each in means.items()}


@pytest.mark.parametrize("half", ["a", "b", "both"])
def test_the_command_works_out_what_the_formula_says(folder: Path, catalogue: Path, half: str) -> None:
    found = shown(run(folder, catalogue, half=half))
    expected = by_hand(folder, catalogue, {"a": True, "b": False}.get(half))
    assert {role for task in TASKS for role in task.roles} == set(expected)
    assert max(expected.values()) - min(expected.values()) < 15, "or the window would have its say"
    assert {role: float(fit) for role, fit in found.items()} == pytest.approx(expected, abs=0.0051)


def test_the_command_shows_writes_and_then_agrees(tmp_path: Path, folder: Path) -> None:
    catalogue = tmp_path / "catalogue"
    files.write(drafts.draft(data.raw_catalogue()), catalogue)
    before = {path.name: path.read_bytes() for path in catalogue.iterdir()}
    assert "--write" in run(folder, catalogue)
    assert {path.name: path.read_bytes() for path in catalogue.iterdir()} == before
    first = run(folder, catalogue, write=True)
    assert "Written" in first
    again = run(folder, catalogue)
    assert AGREE in again, "a usual fit moves no fit, so there is nothing to go round"
    assert shown(first) == shown(again)
    changed = {name for name, content in before.items() if (catalogue / name).read_bytes() != content}
    assert changed == {"roles.json"}


def test_the_command_names_what_is_missing(tmp_path: Path, catalogue: Path) -> None:
    with pytest.raises(CommandError, match=r"posting_skills\.csv\.gz is missing"):
        run(tmp_path, catalogue)
    with pytest.raises(CommandError, match="there is no row to take a usual fit from"):
        run(data.write(tmp_path / "empty"), catalogue)


def test_the_order_of_the_rows_moves_nothing() -> None:
    rows = [("a", (1, 2, 3)), ("b", (7, 1, 0)), ("a", (5, 5, 5)), ("c", (0, 0, 11))]
    found = {tuple(usual_fits(ROLES, [told(*order)]).items()) for order in itertools.permutations(rows)}
    assert len(found) == 1
