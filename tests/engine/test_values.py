"""What can and cannot be built: the bounds of a release, frozen values, and nothing about who somebody is."""

import dataclasses
import inspect
from typing import Any

import numpy as np
import pytest

from matching import engine
from matching.engine import CatalogueSpec, Line, Near, Requirement, RoleSpec, compile_catalogue, hundredths
from tests.engine.catalogues import catalogue, role

ALL = Requirement("python", 5, True, 2_000)


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda: Requirement("python", 0, True, 10), "level of python is 0"),
        (lambda: Requirement("python", 6, True, 10), "level of python is 6"),
        (lambda: Requirement("python", 3, True, 0), "points per level of python is 0"),
        (lambda: Near("ruby", "python", 5), "distance from ruby to python is 5"),
        (lambda: Near("ruby", "python", -1), "distance from ruby to python is -1"),
        (lambda: Near("ruby", "ruby", 1), "ruby cannot be near itself"),
        (lambda: role("ml", ALL, typical=-1), "typical fit of ml is -1"),
        (lambda: role("ml", ALL, typical=10_001), "typical fit of ml is 10001"),
        (lambda: role("ml"), "points of role ml add up to 0"),
        (lambda: role("ml", Requirement("python", 5, True, 1_999)), "points of role ml add up to 9995"),
        (
            lambda: role("ml", Requirement("python", 2, True, 2_500), Requirement("python", 2, True, 2_500)),
            "skill in role ml python is there 2 times",
        ),
        (lambda: CatalogueSpec(("python", "python"), (), (), 0), "skill python is there 2 times"),
        (lambda: CatalogueSpec(("python",), (), (role("ml", ALL), role("ml", ALL)), 0), "role ml is there 2 times"),
        (
            lambda: CatalogueSpec(("a", "b"), (Near("a", "b", 1), Near("a", "b", 2)), (), 0),
            "near relation a -> b is there 2 times",
        ),
        (lambda: CatalogueSpec((), (), (role("ml", ALL),), 0), "role ml asks the unknown skill python"),
        (lambda: CatalogueSpec(("a",), (Near("a", "b", 1),), (), 0), "names the unknown skill b"),
        (lambda: CatalogueSpec(("b",), (Near("a", "b", 1),), (), 0), "names the unknown skill a"),
        (lambda: CatalogueSpec((), (), (), -1), "min_claims is -1, not 0 or more"),
        (
            lambda: catalogue(role("ml", ALL, typical=1_501), role("ux", ALL)),
            "typical fits of ux and ml lie more than 15 points apart",
        ),
    ],
)
def test_what_a_release_cannot_be(build: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        build()


@pytest.mark.parametrize("level", [True, 3.0, "3", None])
def test_levels_are_integers(level: Any) -> None:
    with pytest.raises(TypeError, match="level of python is"):
        Requirement("python", level, True, 10)


def test_typicals_may_lie_15_points_apart() -> None:
    assert catalogue(role("ml", ALL, typical=2_000), role("ux", ALL, typical=500)).roles


def test_values_are_frozen_and_slotted() -> None:
    for value in [ALL, Near("a", "b", 1), role("ml", ALL), catalogue(), compile_catalogue(catalogue())]:
        assert not hasattr(value, "__dict__")
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(value, dataclasses.fields(value)[0].name, None)


def test_tables_are_read_only() -> None:
    compiled = compile_catalogue(catalogue(role("ml", ALL)))
    arrays = [getattr(compiled, field.name) for field in dataclasses.fields(compiled)]
    tables = [array for array in arrays if isinstance(array, np.ndarray)]
    assert len(tables) == 6
    assert not any(table.flags.writeable for table in tables)


def test_no_value_can_say_who_somebody_is() -> None:
    """Whoever adds a field to what the engine takes or gives looks at this list, and at the promise behind it."""
    allowed = {
        Requirement: {"skill", "level", "essential", "points_per_level"},
        Near: {"skill", "counts_as", "distance"},
        RoleSpec: {"slug", "title", "typical", "requirements"},
        CatalogueSpec: {"skills", "near", "roles", "min_claims"},
        Line: {"skill", "need", "have", "via", "points", "points_possible", "essential"},
        engine.RoleScore: {
            *("role", "title", "fit", "lead", "known", "must_haves_met", "must_haves_of"),
            *("band", "highest", "highest_band", "receipt"),
        },
        engine.Demand: {"skill", "level", "weight"},
        engine.ChangePart: {"cause", "skill", "points", "have", "need", "via"},
        engine.Renamed: {"skills", "roles"},
        engine.Gain: {"skill", "level", "by_role"},
        engine.WhatIf: {"skill", "level", "points", "also"},
        engine.Moved: {"skill", "points", "have"},
        engine.Contrast: {"ahead", "behind", "lines", "raising", "lowering"},
        engine.ContrastLine: {"skill", "ahead", "behind"},
        engine.Reversal: {"skill", "from_level", "to_level", "lead"},
        engine.RoleChange: {"role", "fit_before", "fit_after", "parts"},
        engine.Study: {"hours", "needs"},
        engine.Pace: {"per_week", "weeks_off"},
        engine.PlannedStep: {"skill", "from_level", "to_level", "hours", "gain", "fit_after", "opens"},
        engine.Proof: {"status", "value", "bound"},
        engine.Plan: {"role", "fit", "target", "steps", "hours_proof", "order_proof"},
        engine.Compiled: {
            *("spec", "roles", "slugs", "by_title", "must_haves_of", "asked_skills", "sources", "receipts"),
            *("row_of", "closure", "columns", "needs", "points_per_level", "essential", "starts"),
        },
    }
    public = [getattr(engine, name) for name in engine.__all__]
    values = [each for each in public if dataclasses.is_dataclass(each)]
    assert {each: {field.name for field in dataclasses.fields(each)} for each in values} == allowed


def test_scoring_takes_a_release_and_levels_and_nothing_else() -> None:
    for function in (engine.score, engine.fits, engine.ranking):
        assert list(inspect.signature(function).parameters) == ["compiled", "levels"]
    assert list(inspect.signature(engine.gains).parameters) == ["compiled", "levels", "claims"]
    assert list(inspect.signature(engine.what_ifs).parameters) == ["compiled", "levels", "role", "claims"]
    assert list(inspect.signature(engine.contrast).parameters) == ["compiled", "levels", "role", "other"]
    for function in (engine.next_levels, engine.open_questions):
        assert list(inspect.signature(function).parameters) == ["compiled", "levels", "roles"]
    explains = list(inspect.signature(engine.explain_change).parameters)
    assert explains == ["old", "old_levels", "new", "new_levels", "renamed"]


@pytest.mark.parametrize(
    ("n", "text"),
    [(0, "0.00"), (7, "0.07"), (100, "1.00"), (7_125, "71.25"), (10_000, "100.00"), (-7, "-0.07"), (-1_250, "-12.50")],
)
def test_hundredths(n: int, text: str) -> None:
    assert hundredths(n) == text
