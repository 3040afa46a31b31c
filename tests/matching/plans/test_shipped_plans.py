"""Every role that we ship, for random people and for every start: the plans are valid, and reach what they are for.

10 people a role are checked step by step, 50 among what `make faults` runs; there 200 a role are counted.
"""

import functools
import random
import statistics
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from careers.words import hundredths
from matching import engine, inputs
from tests import shipped
from tests.engine import plan_checker

pytestmark = pytest.mark.thorough

SHIPPED = shipped.released()
ROLES = sorted(SHIPPED.roles)
Levels = dict[str, int]


@functools.cache
def rules() -> plan_checker.Rules:
    needs: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for skill in SHIPPED.content.skills:
        for need in skill.prerequisites:
            needs.setdefault((skill.slug, need.level), []).append((need.skill, need.skill_level))
    hours = {(skill.slug, level.level): level.hours for skill in SHIPPED.content.skills for level in skill.levels}
    return plan_checker.Rules(inputs.specification(SHIPPED), hours, needs)


def asked_by(slug: str) -> engine.RoleSpec:
    [role] = [one for one in rules().spec.roles if one.slug == slug]
    return role


def drawn(levels: Levels, slug: str, target: int | None = None) -> engine.Plan:
    return engine.plan(inputs.compiled(SHIPPED), inputs.study(SHIPPED), levels, slug, target)


def shown(found: engine.Plan) -> list[dict[str, Any]]:
    """The steps in the shape of the API, as far as the checker reads them."""
    names = ("skill", "from_level", "to_level", "stage", "hours", "band_after")
    return [
        {**{name: getattr(step, name) for name in names}, "fit_after": hundredths(step.fit_after)}
        for step in found.steps
    ]


def somebody(dice: random.Random) -> Levels:
    slugs = sorted(SHIPPED.skills)
    return {slug: dice.randint(0, 5) for slug in dice.sample(slugs, dice.randint(0, 40))}


def half_way(slug: str) -> Levels:
    """Every requirement at half its level, rounded down."""
    return {one.skill: one.level // 2 for one in asked_by(slug).requirements}


@pytest.mark.parametrize("number", [10, pytest.param(50, marks=pytest.mark.slow)])
@pytest.mark.parametrize("slug", ROLES)
def test_plans_are_valid(slug: str, number: int) -> None:
    dice = random.Random(slug)
    role = asked_by(slug)
    steps = 0
    for _ in range(number):
        levels = somebody(dice)
        target = dice.choice([None, dice.randint(0, 10_000)])
        found = drawn(levels, slug, target)
        goal = None if target is None else Fraction(target, 100)
        assert plan_checker.faults(rules(), levels, role, goal, shown(found)) == []
        assert plan_checker.gains(rules(), levels, role, shown(found)) == [step.gain for step in found.steps]
        assert found.hours == sum(step.hours for step in found.steps)
        steps += len(found.steps)
    assert steps > number


@pytest.mark.parametrize("target", [None, 5_000, 10_000])
@pytest.mark.parametrize("slug", ROLES)
def test_no_plan_takes_fewer_hours(slug: str, target: int | None) -> None:
    """From zero and from half-way, over all rungs of the release, by integer programming."""
    for levels in ({}, half_way(slug)):
        proof = drawn(levels, slug, target).proof
        least = plan_checker.fewest_hours(rules(), levels, asked_by(slug), target)
        assert (proof.status, proof.value, proof.bound) == ("optimal", least, least)


def without(steps: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    return steps[:place] + steps[place + 1 :]


def swapped(steps: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    return [*steps[:place], steps[place + 1], steps[place], *steps[place + 2 :]]


@pytest.mark.parametrize("spoil", [without, swapped], ids=["without a step", "two steps swapped"])
def test_the_checker_finds_what_is_spoilt(spoil: Callable[..., list[dict[str, Any]]]) -> None:
    role = asked_by(ROLES[0])
    steps = shown(drawn({}, role.slug))
    fits = ["0.00", *(step["fit_after"] for step in steps)]
    # Of two neighbours that bring nothing themselves either may come first: swapped they make a valid plan too.
    places = [at for at in range(len(steps) - 1) if spoil is without or len(set(fits[at : at + 3])) > 1]
    assert len(places) > len(steps) / 2
    found = [plan_checker.faults(rules(), {}, role, None, spoil(steps, at)) for at in places]
    assert all(found)


class Drawn(NamedTuple):
    levels: Levels
    slug: str
    target: int | None
    plan: engine.Plan


@functools.cache
def many() -> tuple[Drawn, ...]:
    """The plans of 200 random people a role, and of every start for its first three roles; without those that have
    nothing to learn."""
    every = (Drawn(*one, drawn(*one)) for one in (*_people(), *_starts()))
    return tuple(one for one in every if one.plan.steps)


def _people() -> Iterator[tuple[Levels, str, int | None]]:
    for slug in ROLES:
        dice = random.Random(f"200 for {slug}")
        for _ in range(200):
            yield somebody(dice), slug, dice.choice([None, None, dice.randint(0, 10_000)])


def _starts() -> Iterator[tuple[Levels, str, int | None]]:
    for start in SHIPPED.content.starts:
        levels = {one.skill: one.level for one in start.levels}
        for first in engine.ranking(inputs.compiled(SHIPPED), levels)[:3]:
            yield levels, first.role, None


@pytest.mark.slow
def test_of_a_hundred_plans_99_are_proven_and_the_others_nearly() -> None:
    proofs = [one.plan.proof for one in many()]
    proven = [proof.status == "optimal" for proof in proofs]
    gaps = [proof.gap for proof in proofs]
    widest = max(filter(None, gaps), default=0)
    print(f"{sum(proven)} of {len(proofs)} plans proven; the widest gap is {hundredths(widest)} %")
    assert len(proofs) > 3_000
    assert sum(proven) >= 0.99 * len(proven)
    assert all(gap is not None and gap <= 200 for gap in gaps)


@pytest.mark.slow
def test_a_skill_takes_few_steps() -> None:
    """A plan that comes back to a skill again and again is hard to follow: 1.75 steps for each skill lifted."""
    pairs = [(len(one.plan.steps), len({step.skill for step in one.plan.steps})) for one in many()]
    each = [steps / skills for steps, skills in pairs]
    zero = [drawn({}, slug).steps for slug in ROLES]
    from_zero = {
        slug: len(steps) / len({step.skill for step in steps}) for slug, steps in zip(ROLES, zero, strict=True)
    }
    overall = sum(steps for steps, _ in pairs) / sum(skills for _, skills in pairs)
    print(f"{overall:.2f} steps a skill; a plan {statistics.mean(each):.2f} on average, {max(each):.2f} at most")
    print(f"from zero {statistics.mean(from_zero.values()):.2f} on average, {max(from_zero.values()):.2f} at most")
    assert overall <= 1.75
    assert statistics.mean(each) <= 1.75
    assert statistics.mean(from_zero.values()) <= 1.75


@pytest.mark.slow
def test_after_every_plan_to_ready_one_is_ready() -> None:
    """Scored again by the plain reference, with all must-haves and with what weighs most."""
    ready = [one for one in many() if one.target is None]
    assert len(ready) > 1_500
    for one in ready:
        learned = one.levels | {step.skill: step.to_level for step in one.plan.steps}
        held = plan_checker.all_levels(rules().spec, learned)
        assert plan_checker.standing(rules().spec, learned, asked_by(one.slug))[1] == "ready"
        assert all(held[skill] >= level for skill, level in plan_checker.asked_when_ready(asked_by(one.slug)))


def test_from_half_way_a_plan_has_at_most_32_steps_but_for_two_roles() -> None:
    """33 for two engineers: 24 skills, some of them lifted in stage 2 and again in stage 3. The bar is 32; no level or
    prerequisite was changed to reach it, and another role that misses it makes this red."""
    steps = {slug: len(drawn(half_way(slug), slug).steps) for slug in ROLES}
    print(steps)
    assert {slug: number for slug, number in steps.items() if number > 32} == {"ml-engineer": 33, "mlops-engineer": 33}


def hours_until(slug: str, *goals: set[tuple[str, int]]) -> tuple[list[int | None], int]:
    """The hours after which each goal is reached from zero, and those of the whole plan."""
    found = drawn({}, slug)
    learned = [(step.skill, step.to_level) for step in found.steps]
    places = engine.reached_after(inputs.compiled(SHIPPED), {}, learned, goals)
    return [None if at is None else sum(step.hours for step in found.steps[:at]) for at in places], found.hours


@pytest.mark.parametrize("slug", ROLES)
def test_from_zero_a_project_is_reached_in_the_first_third_of_the_hours(slug: str) -> None:
    projects = SHIPPED.roles[slug].projects
    after, hours = hours_until(slug, *({(one.skill, one.level) for one in project.skills} for project in projects))
    first = min(one for one in after if one is not None)
    print(f"{slug}: the first project after {first} of {hours} hours")
    assert 3 * first <= hours


@pytest.mark.parametrize("slug", ROLES)
def test_from_zero_all_must_haves_are_at_2_in_the_first_third_of_the_hours(slug: str) -> None:
    goal = {(one.skill, min(one.level, 2)) for one in asked_by(slug).requirements if one.essential}
    [after], hours = hours_until(slug, goal)
    print(f"{slug}: all must-haves at 2 after {after} of {hours} hours")
    assert after is not None
    assert 3 * after <= hours
