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
    next_levels,
    open_questions,
    score,
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


@pytest.mark.thorough
@same_examples
@given(specs(), profiles())
def test_every_next_level_comes_true_and_none_is_better(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """Also for some of the roles only; what is left out would add nothing to them."""
    compiled = compile_catalogue(spec)
    for roles in (set(compiled.slugs), set(compiled.slugs[:1])):
        found = next_levels(compiled, levels, roles)
        totals = [gain.over(roles) for gain in found]
        assert totals == sorted(totals, reverse=True)
        for gain in found:
            came = plainly(spec, levels, gain.skill, gain.level)
            assert gain.over(roles) == sum(points for role, points in came.items() if role in roles) > 0
        told = {gain.skill for gain in found}
        for line in (line for one in score(compiled, levels) if one.role in roles for line in one.receipt):
            assert (line.skill in told) or line.met


@pytest.mark.thorough
@same_examples
@given(specs(), profiles())
def test_a_question_decides_as_much_as_it_says(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """The answer "none" adds nothing, the top level the gain that is told, and every level between lies between."""
    compiled = compile_catalogue(spec)
    roles = set(compiled.slugs)
    for question in open_questions(compiled, levels, roles):
        assert question.skill not in levels
        answers = [sum(plainly(spec, levels, question.skill, level).values()) for level in range(6)]
        assert answers[0] == 0
        assert answers == sorted(answers)
        assert answers[5] == question.over(roles) > 0


def analyst() -> Compiled:
    """Python and SQL at 2, each worth 12.50, then 50.00; Ruby is near Python, 1 below; pandas 3 implies Python 1."""
    asked = (Requirement("python", 2, True, 1_250), Requirement("sql", 2, False, 1_250))
    near, implied = (Near("ruby", "python", 1),), (Implied("pandas", 3, "python", 1),)
    return compile_catalogue(catalogue(role("analyst", *asked), near=near, implied=implied))


def test_by_hand() -> None:
    """Ruby 2 counts as Python 1, so Python's next level is 2 (+ 37.50), SQL's is 1 (+ 12.50).

    The answer about SQL decides 50 points; the one about Python, beyond what Ruby gives, 37.50.
    """
    held = {"ruby": 2}
    assert next_levels(analyst(), held, {"analyst"}) == (
        Gain("python", 2, {"analyst": 3_750}),
        Gain("sql", 1, {"analyst": 1_250}),
    )
    assert open_questions(analyst(), held, {"analyst"}) == (
        Gain("sql", 5, {"analyst": 5_000}),
        Gain("python", 5, {"analyst": 3_750}),
    )
    assert open_questions(analyst(), {"ruby": 3}, {"analyst"}) == (Gain("sql", 5, {"analyst": 5_000}),)
    assert next_levels(analyst(), {"python": 2, "sql": 2}, {"analyst"}) == ()
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
