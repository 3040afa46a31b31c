"""The fitted models, the real ones: they learn from the other half, and from strings alone."""

import dataclasses
import os
import random
import typing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import engine
from matching.evaluation import groups, ours, rivals, tasks
from matching.evaluation.tasks import LISTS
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import document, row


def test_models_learn_from_the_other_half_alone(tmp_path: Path, catalogue: Path) -> None:
    """In the even half Alfa means one role and Bravo the other; in the odd half the other way round."""
    first, second = "data-engineer", "ml-engineer"
    rows = [
        (name, role, word)
        for even, words in ((True, ("Alfa", "Bravo")), (False, ("Bravo", "Alfa")))
        for name, (role, word) in zip(
            data.ids("ad", even=even), list(zip((first, second), words, strict=True)) * 30, strict=False
        )
    ]
    found = document(data.write(tmp_path / "data", lists=rows), catalogue)["tasks"]["lists"]
    for model in ("logistic regression", "gradient boosting"):
        assert row(found, model)["top1"] == 0.0
        assert row(found, model)["top3"] == 1.0


def test_models_learn_what_there_is_to_learn(tmp_path: Path, catalogue: Path) -> None:
    """Words that the catalogue does not know tell the roles: models see it, ours cannot."""
    first, second = "data-engineer", "ml-engineer"
    rows = [(name, role, f"Odd {role}") for name, role in zip(data.ids("ad"), [first, second] * 60, strict=False)]
    texts = [
        (name, role, "Title", f"Known for being oddly{role.replace('-', '')} here")
        for name, role in zip(data.ids("text"), [first, second] * 60, strict=False)
    ]
    found = document(data.write(tmp_path / "data", lists=rows, texts=texts), catalogue)["tasks"]
    for task in ("lists", "texts"):
        for model in ("logistic regression", "gradient boosting"):
            assert row(found[task], model)["top1"] == 1.0
            assert row(found[task], model)["auc"] == 1.0
        assert row(found[task], "rolewise")["auc"] == 0.5
        assert found[task]["without_a_skill"] == 120
        low, high = found[task]["ahead_of_trained"]["auc"]
        assert low == high == -0.5


def test_the_cosine_is_with_what_the_catalogue_says(tmp_path: Path, catalogue: Path) -> None:
    rows = [(name, role, data.SKILL[role]) for name, role in zip(data.ids("ad"), LISTS.roles * 2, strict=False)]
    found = document(data.write(tmp_path / "data", lists=rows), catalogue)["tasks"]["lists"]
    # Its own skill also stands on the page of the role before it, which is no longer than its own.
    assert row(found, "TF-IDF cosine")["top3"] == 1.0
    assert row(found, "skill-count overlap")["top3"] == 1.0


def test_the_fitted_models_are_the_real_ones() -> None:
    """`make test` has scikit-learn, so that none of these tests passes for want of it."""
    assert rivals.has_scikit_learn()


def test_no_model_asks_how_many_cores_the_machine_has(
    tmp_path: Path, catalogue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not every machine shows them, and then scikit-learn warns."""
    from sklearn.utils import _openmp_helpers

    def count(only_physical_cores: bool = False) -> int:
        raise AssertionError("the cores were counted")

    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(_openmp_helpers, "_CPU_COUNTS", {})
    monkeypatch.setattr(_openmp_helpers, "cpu_count", count)
    found = document(data.write(tmp_path / "data", people=data.person_rows(60)), catalogue)["tasks"]["people"]
    for model in ("logistic regression", "gradient boosting"):
        assert row(found, model)["top1"] > 0.5
    assert "OMP_NUM_THREADS" not in os.environ, "what is asked for one model holds for that model"


def fields(kind: Any, seen: set[Any]) -> set[str]:
    """The names of all fields that can be reached from a type."""
    if kind in seen:
        return set()
    seen.add(kind)
    names: set[str] = set()
    hints: dict[str, Any] = {}
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields") or hasattr(kind, "__struct_fields__"):
        hints = typing.get_type_hints(kind)
    for name, below in hints.items():
        names |= {name} | fields(below, seen)
    for below in typing.get_args(kind):
        names |= fields(below, seen)
    return names


def test_no_field_about_who_somebody_is_can_reach_a_model() -> None:
    seen: set[Any] = set()
    names = fields(rivals.Fold, seen)
    assert {"asked", "profiles", "share"} <= names  # the walk went down into the catalogue
    assert tasks.Sample not in seen
    assert names.isdisjoint({*tasks.GROUPS, "age", "name_of_person", "company", "employer", "school", "source"})
    for function in (ours.Reading.levels, ours.rank, engine.rankings):
        below: set[Any] = set()
        hints = [kind for name, kind in typing.get_type_hints(function).items() if name != "return"]
        assert set().union(*(fields(kind, below) for kind in hints)).isdisjoint({*tasks.GROUPS, "groups"})
        assert tasks.Sample not in below
    assert fields(tasks.Sample, set()) >= {"groups"}  # and would have been seen


def test_swapped_groups_move_no_figure(tmp_path: Path, catalogue: Path) -> None:
    rows = data.person_rows(30)
    swapped = [(*one[:3], *random.Random(at).choices(["Woman", "Man", "x"], k=3)) for at, one in enumerate(rows)]
    first = document(data.write(tmp_path / "one", people=rows), catalogue)["tasks"]["people"]
    second = document(data.write(tmp_path / "two", people=swapped), catalogue)["tasks"]["people"]
    assert first["rows"] == second["rows"]
    assert first["roles"] == second["roles"]
    assert first["groups"] != second["groups"]


def test_impact_ratios_are_those_computed_by_hand(tmp_path: Path, catalogue: Path, plain: None) -> None:
    """Fits to one role are either high or nothing: 40 of 60 women and 30 of 60 men hold its skill.

    70 of 120 are high, so the median is high too, and nobody is above it; so 20 more who hold none are added to each:
    70 of 160 above the median (0). Rates 40/80 = 0.5 and 30/80 = 0.375: ratio 0.75.
    """
    role = "data-engineer"
    held, none = "|".join((data.SKILL[role], "Juggling", "Walking")), "Running|Juggling|Walking"
    told = [("Woman", held)] * 40 + [("Woman", none)] * 40 + [("Man", held)] * 30 + [("Man", none)] * 50
    told += [("Nobody asked", none)] * 5
    rows = [
        (name, role, strings, gender, "Here", "1-2 years")
        for name, (gender, strings) in zip(data.ids("person"), told, strict=False)
    ]
    found = document(data.write(tmp_path / "data", people=rows), catalogue)["tasks"]["people"]["groups"]["gender"]
    assert found["in_smaller_groups"] == 5
    men, women = sorted(found["groups"], key=lambda one: one["group"])
    assert (men["n"], women["n"]) == (80, 80)
    assert men["impact_ratios"][role]["ratio"] == pytest.approx(0.75)
    assert women["impact_ratios"][role] == {"ratio": 1, "interval": [1, 1]}, "next to itself nothing is uncertain"
    # ln 0.75 ± 1.96 · √(0.625/30 + 0.5/40) = -0.28768 ± 0.35784
    assert men["impact_ratios"][role]["interval"] == pytest.approx([0.52441, 1.07269], abs=2e-4)
    # Ours puts the role of those who hold its skill first, and who hold none by title: the second of five.
    assert (men["top1"], women["top1"]) == (30 / 80, 40 / 80)


def test_a_role_that_fits_nobody_has_no_impact_ratio() -> None:
    sample = tasks.Sample("1", "data-engineer", (), {"gender": "Woman", "country": "Here", "years_experience": "1"})
    found = groups.by_group(
        [sample] * 50, ["data-engineer"], np.zeros((50, 1)), np.zeros((50, 1), dtype=np.int64), np.zeros(50, np.int64)
    )
    [women] = found["gender"]["groups"]
    assert women["impact_ratios"]["data-engineer"]["ratio"] is None
