"""Every "+n" comes true: what a claim is said to add is what scoring again with it gives."""

from collections.abc import Mapping

import pytest
from hypothesis import given

from matching.engine import (
    CatalogueSpec,
    Compiled,
    Gain,
    Near,
    Requirement,
    compile_catalogue,
    fits,
    gains,
    next_levels,
    open_questions,
    score,
)
from tests.engine.catalogues import SKILLS, catalogue, profiles, role, same_examples, specs

EVERYTHING = [(skill, level) for skill in SKILLS for level in range(6)]


def plainly(compiled: Compiled, levels: Mapping[str, int], skill: str, level: int) -> dict[str, int]:
    """The plain way: score without, score with, take the difference."""
    before = fits(compiled, levels)
    after = fits(compiled, {**levels, skill: max(level, levels.get(skill, 0))})
    moved = {role: (after[role] or 0) - (before[role] or 0) for role in before}
    return {role: points for role, points in moved.items() if points}


@same_examples
@given(specs(), profiles())
def test_all_at_once_equals_one_by_one(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    compiled = compile_catalogue(spec)
    assert [(gain.skill, gain.level, gain.by_role) for gain in gains(compiled, levels, EVERYTHING)] == [
        (skill, level, plainly(compiled, levels, skill, level)) for skill, level in EVERYTHING
    ]
    assert gains(compiled, levels, []) == ()


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
            came = plainly(compiled, levels, gain.skill, gain.level)
            assert gain.over(roles) == sum(points for role, points in came.items() if role in roles) > 0
        told = {gain.skill for gain in found}
        for line in (line for one in score(compiled, levels) if one.role in roles for line in one.receipt):
            assert (line.skill in told) or line.met


@same_examples
@given(specs(), profiles())
def test_a_question_decides_as_much_as_it_says(spec: CatalogueSpec, levels: dict[str, int]) -> None:
    """ "None" adds nothing, the top level adds the gain that is told, and every level between lies between."""
    compiled = compile_catalogue(spec)
    roles = set(compiled.slugs)
    for question in open_questions(compiled, levels, roles):
        assert question.skill not in levels
        answers = [sum(plainly(compiled, levels, question.skill, level).values()) for level in range(6)]
        assert answers[0] == 0
        assert answers == sorted(answers)
        assert answers[5] == question.over(roles) > 0


def analyst() -> Compiled:
    """Python and SQL at 2; ruby is near python, one below."""
    asked = (Requirement("python", 2, True, 3_000), Requirement("sql", 2, True, 2_000))
    return compile_catalogue(catalogue(role("analyst", *asked), near=(Near("ruby", "python", 1),)))


def test_by_hand() -> None:
    """Ruby 2 counts as Python 1, so Python's next level is 2 (+ 30), SQL's is 1 (+ 20).

    What SQL is decides 2 x 20 points; what Python is, beyond what Ruby gives, 30.
    """
    held = {"ruby": 2}
    assert next_levels(analyst(), held, {"analyst"}) == (
        Gain("python", 2, {"analyst": 3_000}),
        Gain("sql", 1, {"analyst": 2_000}),
    )
    assert open_questions(analyst(), held, {"analyst"}) == (
        Gain("sql", 5, {"analyst": 4_000}),
        Gain("python", 5, {"analyst": 3_000}),
    )
    assert open_questions(analyst(), {"ruby": 3}, {"analyst"}) == (Gain("sql", 5, {"analyst": 4_000}),)
    assert next_levels(analyst(), {"python": 2, "sql": 2}, {"analyst"}) == ()


def test_what_is_no_claim_is_named() -> None:
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        gains(analyst(), {}, [("cobol", 3)])
    with pytest.raises(ValueError, match="level of sql is 6"):
        gains(analyst(), {}, [("sql", 6)])
