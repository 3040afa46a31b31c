"""Learning plans: by hand, then against an independent checker and integer programming on random catalogues."""

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
from matching.engine import (
    Implied,
    Near,
    Plan,
    Proof,
    Requirement,
    Study,
    Unreachable,
    compile_catalogue,
    plan,
    reached_after,
)
from tests.engine import catalogues, plan_checker, reference
from tests.engine.catalogues import catalogue, role, same_examples

PYTHON = Requirement("python", 3, essential=True, share=400)  # 4.00, 16.00 and 36.00 at 1, 2 and 3
RAG = Requirement("rag", 2, essential=False, share=1_100)  # 11.00 and 44.00
GIT = Requirement("git", 1, essential=False, share=2_000)
BUILDER = role("builder", PYTHON, RAG, GIT)
HOURS = {
    ("python", 1): 10, ("python", 2): 20, ("python", 3): 40, ("python", 4): 80,
    ("rag", 1): 5, ("rag", 2): 15, ("rag", 3): 30,
    ("git", 1): 4, ("maths", 1): 6, ("maths", 2): 12,
}  # fmt: skip
NEEDS = {("rag", 2): (("maths", 1), ("python", 2))}


def steps(found: Plan) -> list[tuple[int, str, int, int]]:
    return [(step.stage, step.skill, step.from_level, step.to_level) for step in found.steps]


def by_hand(levels: dict[str, int], target: int | None, *, near: tuple[Near, ...] = (), **more: Any) -> Plan:
    spec = catalogue(more.get("role", BUILDER), near=near, implied=more.get("implied", ()), more="maths python git rag")
    study = Study({**HOURS, **more.get("hours", {})}, more.get("needs", NEEDS))
    return plan(compile_catalogue(spec), study, levels, "builder", target)


def test_a_single_step_that_is_enough() -> None:
    """python 3 and rag 2 held give 80.00; git 1 adds 20.00 in 4 hours."""
    found = by_hand({"python": 3, "rag": 2}, 10_000)
    [step] = found.steps
    assert step == engine.PlannedStep(
        skill="git",
        from_level=0,
        to_level=1,
        stage=3,
        hours=4,
        gain=2_000,
        opens=(),
        serves=(),
        fit_after=10_000,
        band_after="ready",
    )
    assert (found.role, found.fit, found.goal, found.hours) == ("builder", 8_000, 10_000, 4)
    assert (found.proof, found.proof.gap) == (Proof("optimal", 4, 4), 0)


def test_the_way_to_ready_by_hand() -> None:
    """From nothing: the must-have python 3 (36.00, 70 h) is forced in. 39.00 more come from rag 2 (44.00, 20 h and
    maths 1 at 6 h), not from git 1 (20.00, 4 h), with which both are still needed.

    Base: python up to 2; then the must-have itself; then maths, on which rag 2 stands, and rag. rag 1 and maths 1 carry
    the same 44.00, and rag takes fewer hours; but it would have to be dropped at 1 until maths is done, so it waits."""
    found = by_hand({}, None)
    assert steps(found) == [
        (1, "python", 0, 2), (2, "python", 2, 3), (3, "maths", 0, 1), (3, "rag", 0, 2),
    ]  # fmt: skip
    assert [step.hours for step in found.steps] == [30, 40, 6, 20]
    assert [step.gain for step in found.steps] == [0, 3_600, 0, 4_400]
    assert [step.fit_after for step in found.steps] == [1_600, 3_600, 3_600, 8_000]
    bands = [step.band_after for step in found.steps]
    assert bands == ["explore", "nearly-there", "nearly-there", "ready"]
    assert (found.fit, found.goal, found.proof) == (0, 7_500, Proof("optimal", 96, 96))


def test_a_step_says_what_it_opens_and_what_stands_on_it() -> None:
    """The next level of the same skill is no news, and neither is a skill's own requirement."""
    found = by_hand({}, None)
    told = {(step.skill, step.to_level): (step.opens, step.serves) for step in found.steps}
    assert told == {
        ("python", 2): ((("rag", 2),), ("rag",)),
        ("python", 3): ((), ()),
        ("maths", 1): ((("rag", 2),), ("rag",)),
        ("rag", 2): ((), ()),
    }


def test_what_stands_on_a_step_is_named_most_points_first() -> None:
    """rag 2 is worth 44.00, git 1 only 20.00; what the plan leaves out stands on nothing."""
    needs = {("rag", 2): (("maths", 1),), ("git", 1): (("maths", 1),), ("python", 1): (("maths", 1),)}
    [first, *_] = by_hand({"python": 1}, 6_800, needs=needs).steps
    assert (first.skill, first.opens, first.serves) == ("maths", (("git", 1), ("rag", 2)), ("rag", "git"))


def test_steps_begin_at_effective_levels_and_only_reached_levels_bind() -> None:
    """ruby 4 counts as python 2: python begins at 3. rag 2 held through a kind of it: its prerequisites do not bind."""
    near = (Near("ruby", "python", 2), Near("raft", "rag", 0))
    found = by_hand({"ruby": 4, "raft": 2}, None, near=near)
    assert steps(found) == [(2, "python", 2, 3)]
    assert (found.fit, found.steps[0].gain) == (6_000, 2_000)


def test_fit_after_counts_near_skills_while_the_choice_does_not() -> None:
    """Learning python 3 makes git 1 true here (2 below), which no gain promised: 20.00 + 20.00."""
    found = by_hand({"python": 2}, 3_000, near=(Near("python", "git", 2),), hours={("git", 1): 900, ("rag", 1): 900})
    [step] = found.steps
    assert (step.skill, step.gain, step.fit_after) == ("python", 2_000, 5_600)


def test_a_requirement_is_closed_or_left() -> None:
    """35.00 held, 36.00 wanted. Python 2 would bring 12.00 in 20 h, but a requirement counts when it is closed. So it
    is rag 2 (33.00 in 15 h) with maths 1 and python 2, not python 3 (60 h)."""
    found = by_hand({"python": 1, "rag": 1, "git": 1}, 3_600)
    assert sorted(steps(found)) == [(3, "maths", 0, 1), (3, "python", 1, 2), (3, "rag", 1, 2)]
    assert (found.fit, found.hours) == (3_500, 6 + 20 + 15)


@pytest.mark.parametrize(("target", "reached"), [(0, True), (7_999, True), (8_000, True), (8_001, False)])
def test_what_is_reached_needs_no_steps_and_is_optimal(target: int, reached: bool) -> None:
    found = by_hand({"python": 3, "rag": 2}, target)
    hours = 0 if reached else 4
    assert len(found.steps) == (not reached)
    assert (found.goal, found.proof, found.proof.gap) == (target, Proof("optimal", hours, hours), 0)


def test_who_is_ready_needs_no_steps() -> None:
    found = by_hand({"python": 3, "rag": 2}, None)
    assert (found.steps, found.fit, found.proof) == ((), 8_000, Proof("optimal", 0, 0))


def test_ready_takes_the_must_haves_also_where_the_fit_is_enough() -> None:
    """80.00 without python 3: not ready, so the last level is learned all the same."""
    held = {"python": 2, "rag": 2, "git": 1}
    assert steps(by_hand(held, None)) == [(2, "python", 2, 3)]
    assert steps(by_hand(held, 8_000)) == []


def weighed(importance: int) -> engine.RoleSpec:
    """Python 2 must be had; pandas 3 is valued, with so few points that nobody needs it for 75.00."""
    more = {} if importance == 3 else {"importance": importance}
    return role(
        "builder",
        Requirement("python", 2, essential=True, share=2_000),
        Requirement("pandas", 3, essential=False, share=100, **more),
        Requirement("git", 1, essential=False, share=1_100),
    )


PANDAS = {("pandas", 1): 5, ("pandas", 2): 20, ("pandas", 3): 70}


@pytest.mark.parametrize(
    ("importance", "levels", "expected"),
    [
        (5, {}, [(1, "python", 0, 2), (3, "pandas", 0, 2)]),
        (4, {}, [(1, "python", 0, 2), (3, "pandas", 0, 2)]),
        (3, {}, [(1, "python", 0, 2)]),
        (1, {}, [(1, "python", 0, 2)]),
        (5, {"python": 2}, [(3, "pandas", 0, 2)]),
        (5, {"python": 2, "pandas": 1}, [(3, "pandas", 1, 2)]),
        (5, {"python": 2, "pandas": 2}, []),
    ],
)
def test_ready_asks_for_what_weighs_most_up_to_a_level_below(
    importance: int, levels: dict[str, int], expected: list[tuple[int, str, int, int]]
) -> None:
    """Python alone gives the 80.00; the default importance, 3, forces nothing. Nothing more than that is learned."""
    assert weighed(3).requirements[1].importance == 3
    found = by_hand(levels, None, role=weighed(importance), hours=PANDAS)
    assert steps(found) == expected


def test_a_step_after_which_the_band_is_ready_says_so_although_the_plan_goes_on() -> None:
    found = by_hand({}, None, role=weighed(5), hours=PANDAS)
    assert [(step.skill, step.band_after) for step in found.steps] == [("python", "ready"), ("pandas", "ready")]
    assert [step.gain for step in found.steps] == [8_000, 0], "pandas 2 of 3 closes nothing"
    assert [step.fit_after for step in found.steps] == [8_000, 8_400]


def test_a_target_of_points_alone_forces_nothing() -> None:
    """Git alone brings 20.00 in 4 hours; the must-have is left."""
    assert steps(by_hand({}, 2_000)) == [(3, "git", 0, 1)]


def test_what_weighs_most_and_asks_for_level_1_may_be_left_out() -> None:
    asked = Requirement("git", 1, essential=False, share=400, importance=5)
    one = role("builder", Requirement("python", 4, essential=True, share=600), asked)
    assert steps(by_hand({"python": 3}, None, role=one)) == [(2, "python", 3, 4)]


def test_a_step_without_hours_is_in_no_plan() -> None:
    """Without maths 1 there is no rag 2: python and git come to 56.00, and rag 1 closes nothing."""
    hours = {("maths", 1): None}
    with pytest.raises(Unreachable, match="5600") as raised:
        by_hand({}, None, hours=hours)
    assert (raised.value.highest, raised.value.beyond) == (5_600, ())
    with pytest.raises(Unreachable):
        by_hand({}, 5_601, hours=hours)
    assert steps(by_hand({}, 5_600, hours=hours)) == [(1, "python", 0, 2), (2, "python", 2, 3), (3, "git", 0, 1)]


def test_what_stands_in_a_circle_or_on_one_is_in_no_plan() -> None:
    """Maths 1 and python 3 need each other, and rag 2 needs maths 1. Publishing refuses that; plans survive it."""
    needs = {**NEEDS, ("maths", 1): (("python", 3),), ("python", 3): (("maths", 1),)}
    with pytest.raises(Unreachable) as raised:
        by_hand({}, None, needs=needs)
    assert (raised.value.highest, raised.value.beyond) == (2_000, ("python",))
    assert steps(by_hand({}, 2_000, needs=needs)) == [(3, "git", 0, 1)]
    assert steps(by_hand({"python": 3}, None, needs=needs)) == [(3, "maths", 0, 1), (3, "rag", 0, 2)]


def test_a_level_that_needs_itself_is_in_no_plan() -> None:
    with pytest.raises(Unreachable) as raised:
        by_hand({"rag": 2, "git": 1}, None, needs={("python", 2): (("python", 3),)})
    assert raised.value.beyond == ("python",)


def test_what_ready_asks_for_and_is_out_of_reach_is_named() -> None:
    with pytest.raises(Unreachable) as raised:
        by_hand({"rag": 2, "git": 1}, None, hours={("python", 3): None})
    assert (raised.value.highest, raised.value.beyond) == (6_400, ("python",))
    with pytest.raises(Unreachable) as raised:
        by_hand({}, None, role=weighed(5), hours={**PANDAS, ("pandas", 1): None, ("python", 1): None})
    assert (raised.value.highest, raised.value.beyond) == (1_100, ("pandas", "python"))
    assert by_hand({}, None, role=weighed(5), hours={**PANDAS, ("pandas", 3): None}).steps[-1].to_level == 2


def test_the_target_can_be_all_of_it() -> None:
    assert by_hand({}, 10_000).steps[-1].fit_after == 10_000


def test_an_unknown_claim_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown skill 'cobol'"):
        by_hand({"cobol": 2}, None)


def test_hours_are_at_least_1() -> None:
    with pytest.raises(ValueError, match="hours of git 1 is 0"):
        Study({("git", 1): 0}, {})


@pytest.mark.parametrize(
    ("proof", "gap"),
    [
        (Proof("optimal", 0, 0), 0),
        (Proof("optimal", 100, 100), 0),
        (Proof("bounded", 102, 100), 200),
        (Proof("bounded", 4, 3), 3_334),
        (Proof("unproven", 4, None), None),
    ],
)
def test_a_gap_is_rounded_up(proof: Proof, gap: int | None) -> None:
    assert proof.gap == gap


# What is reached when


def reached(levels: dict[str, int], learned: list[tuple[str, int]], *goals: set[tuple[str, int]]) -> tuple[Any, ...]:
    near = (Near("postgresql", "sql", 1), Near("etl", "pipelines", 0))
    implied = (Implied("pandas", 3, "python", 2),)
    spec = catalogue(near=near, implied=implied, more="git rag")
    return reached_after(compile_catalogue(spec), levels, learned, goals)


def test_a_goal_is_reached_after_the_first_step_with_which_all_of_it_is_held() -> None:
    learned = [("git", 1), ("rag", 2), ("git", 3), ("rag", 4)]
    assert reached({}, learned, {("git", 1)}, {("git", 2), ("rag", 1)}, {("rag", 1), ("git", 1)}) == (1, 3, 2)


def test_near_and_implied_skills_count_for_a_goal() -> None:
    """PostgreSQL 3 counts as SQL 2, ETL is a kind of pipelines, pandas 3 implies Python 2."""
    learned = [("postgresql", 2), ("postgresql", 3), ("pandas", 2), ("pandas", 3), ("etl", 1)]
    goals = [{("sql", 2)}, {("python", 2)}, {("pipelines", 1)}, {("python", 1), ("sql", 1)}, {("sql", 3)}]
    assert reached({}, learned, *goals) == (2, 4, 5, 4, None)


def test_what_is_held_at_the_start_is_reached_after_no_step() -> None:
    assert reached({"postgresql": 3, "pandas": 3}, [("git", 1)], {("sql", 2), ("python", 2)}, set()) == (0, 0)


def test_a_step_takes_nothing_away_that_is_held_already() -> None:
    """Pandas 3 implies Python 2 only."""
    assert reached({"python": 4}, [("pandas", 3)], {("python", 4), ("pandas", 3)}) == (1,)


def test_what_is_never_reached_is_none() -> None:
    assert reached({"git": 2}, [("git", 4)], {("git", 5)}, {("git", 4), ("rag", 1)}) == (None, None)
    assert reached({}, [], {("git", 1)}) == (None,)
    assert reached({}, [("git", 1)]) == ()


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
    """The steps in the shape of the API, as far as the checker reads them."""
    return [
        {
            "skill": step.skill,
            "from_level": step.from_level,
            "to_level": step.to_level,
            "stage": step.stage,
            "hours": step.hours,
            "fit_after": hundredths(step.fit_after),
            "band_after": step.band_after,
        }
        for step in found.steps
    ]


targets = st.one_of(st.none(), st.integers(0, 10_000), st.sampled_from([0, 5_000, 7_500, 10_000]))


@pytest.mark.thorough
@same_examples
@given(catalogues.specs(), st.integers(0, 99), catalogues.profiles(), targets)
def test_random_plans_are_valid_and_take_the_fewest_hours_or_are_rightly_refused(
    spec: engine.CatalogueSpec, number: int, levels: dict[str, int], target: int | None
) -> None:
    study = studies(number)
    rules = plan_checker.Rules(spec, study.hours, study.needs)
    compiled = compile_catalogue(spec)
    for one in spec.roles:
        highest, beyond = plan_checker.within_reach(rules, levels, one)
        least = plan_checker.fewest_hours(rules, levels, one, target)
        if highest < (7_500 if target is None else target) or (target is None and beyond):
            assert least is None
            with pytest.raises(Unreachable) as refused:
                plan(compiled, study, levels, one.slug, target)
            assert refused.value.highest == highest
            assert list(refused.value.beyond) == (beyond if target is None else [])
            continue
        found = plan(compiled, study, levels, one.slug, target)
        goal = None if target is None else Fraction(target, 100)
        assert plan_checker.faults(rules, levels, one, goal, shown(found)) == []
        assert [step.gain for step in found.steps] == plan_checker.gains(rules, levels, one, shown(found))
        assert sum(step.hours for step in found.steps) == found.hours == least
        assert found.proof == Proof("optimal", found.hours, found.hours)
        assert found == plan(compiled, study, dict(reversed(levels.items())), one.slug, target)


@same_examples
@given(catalogues.specs(), st.integers(0, 99), catalogues.profiles(), targets)
def test_a_target_is_reached_if_and_only_if_its_plan_has_no_steps(
    spec: engine.CatalogueSpec, number: int, levels: dict[str, int], target: int | None
) -> None:
    compiled = compile_catalogue(spec)
    held = engine.effective_levels(spec, levels)
    for one in spec.roles:
        fit = engine.fits(compiled, levels)[one.slug] or 0
        try:
            there = not plan(compiled, studies(number), levels, one.slug, target).steps
        except Unreachable:
            there = False
        assert engine.reached(one, fit, held, target) == there


@pytest.mark.thorough
@same_examples
@given(catalogues.specs(), st.integers(0, 99), catalogues.profiles(), targets)
def test_a_search_that_is_stopped_gives_a_valid_plan_and_a_bound_that_holds(
    spec: engine.CatalogueSpec, number: int, levels: dict[str, int], target: int | None
) -> None:
    study = studies(number)
    rules = plan_checker.Rules(spec, study.hours, study.needs)
    one = spec.roles[-1]
    least = plan_checker.fewest_hours(rules, levels, one, target)
    if least is None:
        return
    found = plan(compile_catalogue(spec), study, levels, one.slug, target, most_states=1)
    goal = None if target is None else Fraction(target, 100)
    assert plan_checker.faults(rules, levels, one, goal, shown(found)) == []
    assert found.proof.bound is not None
    assert found.proof.bound <= least <= found.hours
    assert (found.proof.status == "optimal") is (found.proof.gap == 0) is (found.hours == found.proof.bound)
    if found.proof.gap:
        assert found.proof.gap == -(-10_000 * (found.hours - found.proof.bound) // found.proof.bound)


def test_a_search_that_is_stopped_says_that_its_hours_are_not_proven() -> None:
    """70.00 of 40.00 (40 h), 20.00 (23 h), 25.00 (30 h) and 15.00 (19 h). The first two and the last take 82 hours. In
    fractions the first two and 0.4 of the third would do, 75 hours, and one state sees no more than that."""
    worth = {"s0": (4_000, 40), "s1": (2_500, 30), "s2": (2_000, 23), "s3": (1_500, 19)}
    asked = [Requirement(skill, 1, essential=skill == "s0", share=share) for skill, (share, _) in worth.items()]
    compiled = compile_catalogue(catalogue(role("builder", *asked)))
    study = Study({(skill, 1): hours for skill, (_, hours) in worth.items()}, {})
    early = plan(compiled, study, {}, "builder", 7_000, most_states=1)
    assert (early.proof, early.proof.gap) == (Proof("bounded", 82, 75), 934)
    assert plan(compiled, study, {}, "builder", 7_000).proof == Proof("optimal", 82, 82)


rungs = st.tuples(st.sampled_from(catalogues.SKILLS), st.integers(1, 5))


@pytest.mark.thorough
@same_examples
@given(catalogues.specs(), catalogues.profiles(), st.lists(rungs, max_size=5), st.lists(st.sets(rungs), max_size=4))
def test_what_is_reached_when_equals_scoring_after_each_step(
    spec: engine.CatalogueSpec,
    levels: dict[str, int],
    learned: list[tuple[str, int]],
    goals: list[set[tuple[str, int]]],
) -> None:
    expected: list[int | None] = [None] * len(goals)
    for number in range(len(learned), -1, -1):
        so_far = dict(levels)
        for skill, level in learned[:number]:
            so_far[skill] = max(level, so_far.get(skill, 0))
        held = reference.effective(spec, so_far)
        for at, goal in enumerate(goals):
            if all(held[skill] >= least for skill, least in goal):
                expected[at] = number
    assert list(reached_after(compile_catalogue(spec), levels, learned, goals)) == expected
