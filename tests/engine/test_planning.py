"""Learning plans: by hand, then against an independent checker on random catalogues."""

import functools
import itertools
import random
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.words import hundredths
from matching import engine
from matching.engine import Near, Plan, Requirement, Study, Unreachable, compile_catalogue, fit_within, plan
from matching.engine.planning import choose, order, pose
from tests.engine import catalogues, plan_checker
from tests.engine.catalogues import catalogue, role, same_examples

PYTHON = Requirement("python", 3, essential=True, share=400)  # 4.00, 12.00 and 20.00 a level
RAG = Requirement("rag", 2, essential=False, share=1_100)  # 11.00 and 33.00
GIT = Requirement("git", 1, essential=False, share=2_000)
BUILDER = role("builder", PYTHON, RAG, GIT)
HOURS = {
    ("python", 1): 10, ("python", 2): 20, ("python", 3): 40, ("python", 4): 80,
    ("rag", 1): 5, ("rag", 2): 15, ("rag", 3): 30,
    ("git", 1): 4, ("maths", 1): 6, ("maths", 2): 12,
}  # fmt: skip
NEEDS = {("rag", 2): (("maths", 1), ("python", 2))}


def steps(found: Plan) -> list[tuple[str, int]]:
    return [(step.skill, step.to_level) for step in found.steps]


def by_hand(levels: dict[str, int], target: int | None, *, near: tuple[Near, ...] = (), **more: Any) -> Plan:
    spec = catalogue(more.get("role", BUILDER), near=near, more="maths python git rag")
    study = Study({**HOURS, **more.get("hours", {})}, more.get("needs", NEEDS))
    return plan(compile_catalogue(spec), study, levels, "builder", target)


def test_a_single_step_that_is_enough() -> None:
    """python 3 and rag 2 held give 80.00; git 1 adds 20.00 in 4 hours."""
    found = by_hand({"python": 3, "rag": 2}, 10_000)
    [step] = found.steps
    assert (step.skill, step.from_level, step.to_level, step.hours, step.gain, step.fit_after) == (
        ("git", 0, 1, 4, 2_000, 10_000)
    )  # fmt: skip
    assert (found.fit, found.hours, found.order_proof.value) == (8_000, 4, 2_000 * 4)


def test_the_way_to_ready_by_hand() -> None:
    """From nothing: the must-have python 3 (36.00, 70 h) is forced in. 39.00 more come from git 1 (20.00, 4 h), rag 1
    (11.00, 5 h) and rag 2 (33.00, 15 h and maths 1 at 6 h). That is 100.00, so git can go again.

    Points an hour: rag 1 2.20, then rag 2 with maths 1 and python 1 and 2 49.00 / 51 h, python 3 last."""
    found = by_hand({}, None)
    assert steps(found) == [("rag", 1), ("python", 1), ("python", 2), ("maths", 1), ("rag", 2), ("python", 3)]
    assert found.hours == 5 + 10 + 20 + 6 + 15 + 40
    assert [step.fit_after for step in found.steps] == [1_100, 1_500, 2_700, 2_700, 6_000, 8_000]


def test_a_step_says_what_it_opens() -> None:
    opens = {(step.skill, step.to_level): step.opens for step in by_hand({}, None).steps}
    assert opens["maths", 1] == opens["python", 2] == (("rag", 2),)
    assert opens["python", 1] == opens["rag", 1] == (), "the next level of the same skill is no news"


def test_steps_begin_at_effective_levels_and_only_reached_levels_bind() -> None:
    """ruby 4 counts as python 2: python begins at 3. rag 2 held through a kind of it: its prerequisites do not bind."""
    near = (Near("ruby", "python", 2), Near("raft", "rag", 0))
    found = by_hand({"ruby": 4, "raft": 2}, None, near=near)
    assert steps(found) == [("python", 3)]
    assert found.fit == 6_000


def test_fit_after_counts_near_skills_while_the_choice_does_not() -> None:
    """Learning python 3 makes git 1 true here (2 below), which no gain promised: 20.00 + 20.00."""
    found = by_hand({"python": 2}, 3_000, near=(Near("python", "git", 2),), hours={("git", 1): 900, ("rag", 1): 900})
    [step] = found.steps
    assert (step.skill, step.gain, step.fit_after) == ("python", 2_000, 5_600)


@pytest.mark.parametrize(("target", "reached"), [(0, True), (7_999, True), (8_000, True), (8_001, False)])
def test_what_is_reached_needs_no_steps_and_is_optimal(target: int, reached: bool) -> None:
    found = by_hand({"python": 3, "rag": 2}, target)
    assert (found.steps == ()) is reached
    assert found.hours_proof.status == ("optimal" if reached else "unproven")
    if reached:
        assert (found.hours, found.hours_proof.bound, found.hours_proof.gap) == (0, 0, 0)
        assert (found.order_proof.status, found.order_proof.gap) == ("optimal", 0)
    else:
        assert (found.hours_proof.bound, found.hours_proof.gap, found.order_proof.bound) == (None, None, None)


def test_ready_takes_the_must_haves_also_where_the_fit_is_enough() -> None:
    """80.00 without python 3: not ready, so the last level is learned all the same."""
    assert steps(by_hand({"python": 2, "rag": 2, "git": 1}, None)) == [("python", 3)]
    assert steps(by_hand({"python": 2, "rag": 2, "git": 1}, 8_000)) == []


def test_a_step_without_hours_is_in_no_plan() -> None:
    """Without maths 1 there is no rag 2: 67.00 at most, and ready is out of reach; 67.00 itself is not."""
    hours = {("maths", 1): None}
    with pytest.raises(Unreachable, match="6700") as raised:
        by_hand({}, None, hours=hours)
    assert (raised.value.highest, raised.value.beyond) == (6_700, ())
    assert set(steps(by_hand({}, 6_700, hours=hours))) == {*(("python", n) for n in (1, 2, 3)), ("rag", 1), ("git", 1)}


def test_a_must_have_out_of_reach_is_named() -> None:
    with pytest.raises(Unreachable) as raised:
        by_hand({"rag": 2, "git": 1}, None, hours={("python", 3): None})
    assert (raised.value.highest, raised.value.beyond) == (8_000, ("python",))


def test_the_target_can_be_all_of_it() -> None:
    assert by_hand({}, 10_000).steps[-1].fit_after == 10_000


def test_within_hours_the_best_is_taken_and_the_own_plan_is_never_worse() -> None:
    """9 hours: git 1 and rag 1, 31.00. The plan to python's must-have alone would give less by then."""
    spec = catalogue(BUILDER, more="maths")
    compiled, study = compile_catalogue(spec), Study(HOURS, NEEDS)
    made = plan(compiled, study, {}, "builder", None)
    assert fit_within(compiled, study, {}, made, 9) == 3_100
    assert fit_within(compiled, study, {}, made, 3) == 0
    assert fit_within(compiled, study, {}, made, 10_000) == 10_000


def test_what_is_chosen_or_ordered_otherwise_can_be_put_in_place() -> None:
    """The parts stand alone: any closed set can be ordered, and ordering knows nothing of targets."""
    spec = catalogue(BUILDER, more="maths")
    problem = pose(compile_catalogue(spec), Study(HOURS, NEEDS), {}, "builder", None)
    assert set(order(problem.steps, choose(problem))) == choose(problem)
    assert order(problem.steps, {("python", 1), ("git", 1)}) == (("git", 1), ("python", 1))


# Against the checker


@functools.cache
def studies(number: int) -> Study:
    """Hours and prerequisites for the skills of the random catalogues; needs lead back in the alphabet."""
    dice = random.Random(number)
    every = list(itertools.product(catalogues.SKILLS, range(1, 6)))
    hours = {reached: dice.choice((1, 2, 5, 8, 13, 40, None if dice.random() < 0.2 else 90)) for reached in every}
    needs: dict[tuple[str, int], tuple[tuple[str, int], ...]] = {}
    for skill, level in every:
        before = catalogues.SKILLS[: catalogues.SKILLS.index(skill)]
        if before and dice.random() < 0.4:
            named = dice.sample(before, dice.randint(1, min(2, len(before))))
            needs[skill, level] = tuple((one, dice.randint(1, level)) for one in named)
    return Study(hours, needs)


def shown(found: Plan) -> list[dict[str, Any]]:
    return [
        {
            "skill": step.skill,
            "from_level": step.from_level,
            "to_level": step.to_level,
            "hours": step.hours,
            "fit_after": hundredths(step.fit_after),
        }
        for step in found.steps
    ]


targets = st.one_of(st.none(), st.integers(0, 10_000), st.sampled_from([0, 5_000, 7_500, 10_000]))


@pytest.mark.thorough
@same_examples
@given(catalogues.specs(), st.integers(0, 99), catalogues.profiles(), targets)
def test_random_plans_are_valid_or_rightly_refused(
    spec: engine.CatalogueSpec, number: int, levels: dict[str, int], target: int | None
) -> None:
    study = studies(number)
    rules = plan_checker.Rules(spec, study.hours, study.needs)
    compiled = compile_catalogue(spec)
    for one in spec.roles:
        most, beyond = plan_checker.highest(rules, levels, one)
        goal = None if target is None else Fraction(target, 100)
        if most < (7_500 if target is None else target) or (target is None and beyond):
            with pytest.raises(Unreachable) as refused:
                plan(compiled, study, levels, one.slug, target)
            assert refused.value.highest == most
            continue
        found = plan(compiled, study, levels, one.slug, target)
        assert plan_checker.faults(rules, levels, one, goal, shown(found)) == []
        assert plan_checker.needless(rules, levels, one, goal, shown(found)) == []
        assert found == plan(compiled, study, dict(reversed(levels.items())), one.slug, target)
        assert (found.hours_proof.status == "optimal") is (found.steps == ())


@pytest.mark.thorough
@same_examples
@given(catalogues.specs(), st.integers(0, 99), catalogues.profiles(), st.integers(0, 300))
def test_by_a_deadline_nobody_is_worse_off(
    spec: engine.CatalogueSpec, number: int, levels: dict[str, int], hours: int
) -> None:
    compiled, study = compile_catalogue(spec), studies(number)
    one = spec.roles[0]
    found = plan(compiled, study, levels, one.slug, 0)
    best = fit_within(compiled, study, levels, found, hours)
    assert plan_checker.fit(spec, levels, one) <= best <= 10_000
    try:
        ready = plan(compiled, study, levels, one.slug, None)
    except Unreachable:
        return
    so_far = itertools.accumulate(step.hours for step in ready.steps)
    own = [step.fit_after for step, done in zip(ready.steps, so_far, strict=True) if done <= hours]
    assert fit_within(compiled, study, levels, ready, hours) >= max(own, default=0)
