"""What can and cannot be built: the bounds of a release, frozen values, and nothing about who somebody is."""

import dataclasses
import inspect
from typing import Any

import numpy as np
import pytest

from matching import engine
from matching.engine import (
    CatalogueSpec,
    Demand,
    Implied,
    Line,
    Near,
    Requirement,
    RoleSpec,
    compile_catalogue,
)
from tests.engine.catalogues import catalogue, role

ALL = Requirement("python", 5, True, 400)


def ab(near: tuple[Near, ...] = (), implied: tuple[Implied, ...] = ()) -> CatalogueSpec:
    return CatalogueSpec(("a", "b"), near, implied, ())


@pytest.mark.parametrize(
    ("build", "why"),
    [
        (lambda: Requirement("python", 0, True, 10), "level of python is 0"),
        (lambda: Requirement("python", 6, True, 10), "level of python is 6"),
        (lambda: Requirement("python", 3, True, 0), "share of python is 0"),
        (lambda: Requirement("python", 3, True, 10, importance=0), "importance of python is 0"),
        (lambda: Requirement("python", 3, True, 10, importance=6), "importance of python is 6"),
        (lambda: Near("ruby", "python", 5), "distance from ruby to python is 5"),
        (lambda: Near("ruby", "python", -1), "distance from ruby to python is -1"),
        (lambda: Near("ruby", "ruby", 1), "ruby cannot be near itself"),
        (lambda: Implied("pandas", 0, "python", 1), "level of pandas is 0"),
        (lambda: Implied("pandas", 1, "python", 6), "level of python is 6"),
        (lambda: Implied("pandas", 3, "pandas", 2), "pandas cannot imply itself"),
        (lambda: role("ml", ALL, usual=-1), "usual fit of ml is -1"),
        (lambda: role("ml", ALL, usual=10_001), "usual fit of ml is 10001"),
        (lambda: role("ml"), "points of role ml add up to 0"),
        (lambda: role("ml", Requirement("python", 5, True, 399)), "points of role ml add up to 9975"),
        (
            lambda: role("ml", Requirement("python", 2, True, 1_250), Requirement("python", 2, False, 1_250)),
            "skill in role ml python appears 2 times",
        ),
        (lambda: CatalogueSpec(("python", "python"), (), (), ()), "skill python appears 2 times"),
        (lambda: CatalogueSpec(("python",), (), (), (role("ml", ALL), role("ml", ALL))), "role ml appears 2 times"),
        (lambda: ab(near=(Near("a", "b", 1), Near("a", "b", 2))), "near relation a -> b appears 2 times"),
        (lambda: CatalogueSpec((), (), (), (role("ml", ALL),)), "role ml names the unknown skill python"),
        (lambda: ab(near=(Near("a", "c", 1),)), "near relation a -> c names the unknown skill c"),
        (lambda: ab(near=(Near("c", "b", 1),)), "near relation c -> b names the unknown skill c"),
        (lambda: ab(implied=(Implied("a", 1, "c", 1),)), "implied prerequisite a -> c names the unknown skill c"),
        (lambda: ab(implied=(Implied("c", 1, "b", 1),)), "implied prerequisite c -> b names the unknown skill c"),
        (
            lambda: catalogue(role("ml", ALL, usual=1_501), role("ux", ALL)),
            "usual fits of ux and ml lie more than 15 points apart",
        ),
        (lambda: Demand("python", 6, 4, True), "level of python is 6"),
        (lambda: Demand("python", 3, 6, True), "importance of python is 6"),
    ],
)
def test_what_a_release_cannot_be(build: Any, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        build()


@pytest.mark.parametrize("level", [True, 3.0, "3", None])
def test_levels_are_integers(level: Any) -> None:
    with pytest.raises(TypeError, match="level of python is"):
        Requirement("python", level, True, 10)


@pytest.mark.parametrize("importance", [True, 3.0, "3", None])
def test_importances_are_integers(importance: Any) -> None:
    with pytest.raises(TypeError, match="importance of python is"):
        Requirement("python", 3, True, 10, importance)


def test_an_importance_that_is_not_given_is_in_the_middle() -> None:
    """A plan to ready asks for valued skills of importance 4 and 5, so it asks for nothing that nobody weighed."""
    assert ALL.importance == 3


def test_scores_see_an_importance_only_in_the_share() -> None:
    weighed = [catalogue(role("ml", dataclasses.replace(ALL, importance=importance))) for importance in (1, 5)]
    low, high = (engine.score(compile_catalogue(spec), {"python": 2}) for spec in weighed)
    assert low == high


def test_usual_fits_may_lie_15_points_apart() -> None:
    assert catalogue(role("ml", ALL, usual=2_000), role("ux", ALL, usual=500)).roles


def test_a_requirement_says_what_each_level_is_worth() -> None:
    """A share of 6.25: 1, 4, 9 and 16 of them; above the level asked nothing more."""
    asked = Requirement("python", 4, True, 625)
    assert [asked.points_at(level) for level in range(6)] == [0, 625, 2_500, 5_625, 10_000, 10_000]
    assert asked.points_possible == 10_000


def test_values_are_frozen_and_slotted() -> None:
    for value in [ALL, Near("a", "b", 1), role("ml", ALL), catalogue(), compile_catalogue(catalogue())]:
        assert not hasattr(value, "__dict__")
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(value, dataclasses.fields(value)[0].name, None)


def test_tables_are_read_only() -> None:
    compiled = compile_catalogue(catalogue(role("ml", ALL)))
    holders = (compiled, compiled.receipts)
    arrays = [getattr(holder, field.name) for holder in holders for field in dataclasses.fields(holder)]
    tables = [array for array in arrays if isinstance(array, np.ndarray)]
    assert len(tables) == 11
    assert not any(table.flags.writeable for table in tables)


def test_no_value_can_say_who_somebody_is() -> None:
    """Whoever adds a field to what the engine takes or gives looks at this list, and at the promise behind it."""
    allowed = {
        Requirement: {"skill", "level", "essential", "share", "importance"},
        Near: {"skill", "counts_as", "distance"},
        Implied: {"skill", "level", "needs", "needs_level"},
        RoleSpec: {"slug", "title", "total", "usual", "requirements"},
        CatalogueSpec: {"skills", "near", "implied", "roles"},
        Line: {"skill", "need", "have", "via", "how", "points", "points_possible", "essential"},
        engine.Demand: {"skill", "level", "importance", "essential"},
        engine.ChangePart: {"cause", "skill", "points", "have", "need", "via"},
        engine.Renamed: {"skills", "roles"},
        engine.Gain: {"skill", "level", "by_role"},
        engine.WhatIf: {"skill", "level", "points", "also"},
        engine.Moved: {"skill", "points", "have"},
        engine.Contrast: {"ahead", "behind", "lines", "raising", "lowering", "exactly_ahead"},
        engine.ContrastLine: {"skill", "ahead", "behind"},
        engine.Reversal: {"skill", "from_level", "to_level", "lead"},
        engine.RoleChange: {"role", "fit_before", "fit_after", "parts"},
        engine.Study: {"hours", "needs"},
        engine.Pace: {"per_week", "weeks_off"},
        engine.PlannedStep: {
            *("skill", "from_level", "to_level", "stage", "hours", "gain", "opens", "serves"),
            *("fit_after", "band_after"),
        },
        engine.Proof: {"status", "value", "bound"},
        engine.Plan: {"role", "fit", "goal", "steps", "proof"},
        engine.Compiled: {
            *(
                "spec",
                "roles",
                "slugs",
                "by_title",
                "usual",
                "must_haves_of",
                "asked_skills",
                "column_of",
                "receipts",
                "row_of",
            ),
            *("closure", "at_top", "columns", "needs", "shares", "essential", "starts", "worth", "first", "bulk"),
        },
    }
    assert engine.Ranked._fields == ("role", "fit", "lead", "close")
    assert engine.RoleScore._fields == (
        *("role", "title", "fit", "usual", "lead", "close", "known", "must_haves_met", "must_haves_of"),
        *("band", "highest", "highest_band", "receipt"),
    )
    public = [getattr(engine, name) for name in engine.__all__]
    values = [each for each in public if dataclasses.is_dataclass(each)]
    assert {each: {field.name for field in dataclasses.fields(each)} for each in values} == allowed


def test_scoring_takes_a_release_and_levels_and_nothing_else() -> None:
    for function in (engine.score, engine.fits, engine.ranking):
        assert list(inspect.signature(function).parameters) == ["compiled", "levels"]
    assert list(inspect.signature(engine.gains).parameters) == ["compiled", "levels", "claims"]
    assert list(inspect.signature(engine.what_ifs).parameters) == ["compiled", "levels", "role", "claims"]
    assert list(inspect.signature(engine.contrast).parameters) == ["compiled", "levels", "role", "other"]
    assert list(inspect.signature(engine.fit_and_band).parameters) == ["compiled", "levels", "role"]
    steps = ["compiled", "study", "levels", "role", "target", "most_states"]
    assert list(inspect.signature(engine.plan).parameters) == steps
    assert list(inspect.signature(engine.reached_after).parameters) == ["compiled", "levels", "steps", "goals"]
    explains = list(inspect.signature(engine.explain_change).parameters)
    assert explains == ["old", "old_levels", "new", "new_levels", "renamed"]
