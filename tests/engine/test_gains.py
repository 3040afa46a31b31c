"""Every "+n" comes true: what a claim is said to add is what scoring again with it gives."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from matching.engine import (
    CatalogueSpec,
    Compiled,
    Gain,
    Implied,
    Near,
    Requirement,
    compile_catalogue,
    gains,
)
from tests.engine import reference
from tests.engine.catalogues import SKILLS, catalogue, profiles, role, same_examples, specs

EVERYTHING = [(skill, level) for skill in SKILLS for level in range(6)]


def plainly(spec: CatalogueSpec, levels: Mapping[str, int], skill: str, level: int) -> dict[str, int]:
    """The plain way: the reference without, the reference with, and the difference."""
    raised = {**levels, skill: max(level, levels.get(skill, 0))}
    before, after = (
        {one["role"]: one["fit"] or 0 for one in reference.standings(spec, each)} for each in (levels, raised)
    )
    return {role: after[role] - before[role] for role in sorted(before) if after[role] != before[role]}


@pytest.mark.thorough
@same_examples
@given(specs(), profiles())
def test_all_at_once_equals_one_by_one(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    compiled = compile_catalogue(spec)
    assert [(gain.skill, gain.level, dict(gain.by_role)) for gain in gains(compiled, levels, EVERYTHING)] == [
        (skill, level, plainly(spec, levels, skill, level)) for skill, level in EVERYTHING
    ]
    assert gains(compiled, levels, []) == ()


def analyst() -> Compiled:
    """Python and SQL at 2, each worth 12.50, then 50.00; Ruby is near Python, 1 below; pandas 3 implies Python 1."""
    asked = (Requirement("python", 2, True, 1_250), Requirement("sql", 2, False, 1_250))
    near, implied = (Near("ruby", "python", 1),), (Implied("pandas", 3, "python", 1),)
    return compile_catalogue(catalogue(role("analyst", *asked), near=near, implied=implied))


def test_by_hand() -> None:
    """With Ruby 2, which counts as Python 1, Python 2 adds 37.50; SQL from 1 to 5 adds what is asked of it, to 2."""
    assert gains(analyst(), {"ruby": 2}, [("python", 2), ("sql", 1), ("sql", 5)]) == (
        Gain("python", 2, {"analyst": 3_750}),
        Gain("sql", 1, {"analyst": 1_250}),
        Gain("sql", 5, {"analyst": 5_000}),
    )
    assert gains(analyst(), {"ruby": 3}, [("python", 5)])[0].over({"analyst"}) == 0
    assert gains(analyst(), {"sql": 1}, [("pandas", 2), ("pandas", 3), ("ruby", 3)]) == (
        Gain("pandas", 2, {}),
        Gain("pandas", 3, {"analyst": 1_250}),
        Gain("ruby", 3, {"analyst": 5_000}),
    )


def test_what_is_no_claim_is_named() -> None:
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        gains(analyst(), {}, [("cobol", 3)])
    with pytest.raises(ValueError, match="level of sql is 6"):
        gains(analyst(), {}, [("sql", 6)])
