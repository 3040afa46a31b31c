"""A teacher's order, against a plain reading of its rule and by hand."""

import itertools
import random
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest

from matching.engine.teaching import strides

Rung = tuple[str, int]


class Given(NamedTuple):
    """The arguments of `strides`."""

    hours: dict[Rung, int]
    needs: dict[Rung, tuple[Rung, ...]]
    aims: dict[Rung, int]
    must_haves: list[str]


def plainly(given: Given) -> list[tuple[int, Rung]]:
    """The rule read aloud, and slow: every rung with its stage, in order. Each stage begins afresh."""
    needs = given.needs
    musts = {top for top in given.aims if top[0] in given.must_haves}
    required = under(needs, musts)
    base = under(needs, {(skill, min(level, 2)) for skill, level in musts} & needs.keys())
    found: list[tuple[int, Rung]] = []
    for stage, rungs in ((1, base), (2, required - base), (3, needs.keys() - required)):
        last, left = None, set(rungs)
        while left:
            done = {rung for _, rung in found}
            able = [rung for rung in left if done.issuperset(needs[rung])]
            on = [rung for rung in able if last and rung == (last[0], last[1] + 1)]
            last = min(on or able, key=lambda rung: (dropped(given, rung, rungs, done), *merits(given, rung, last)))
            left.remove(last)
            found.append((stage, last))
    return found


def dropped(given: Given, rung: Rung, stage: Iterable[Rung], done: set[Rung]) -> bool:
    """Say whether all that a rung is for in its stage is the next level of its skill, which needs more than that."""
    above = (rung[0], rung[1] + 1)
    opened = [other for other in stage if rung in given.needs[other]]
    return rung not in given.aims and opened == [above] and not done | {rung} >= set(given.needs[above])


def merits(given: Given, rung: Rung, last: Rung | None) -> tuple[int, bool, int, Rung]:
    served = standing(given, rung)
    together = last is not None and bool(served & standing(given, last))
    return -sum(given.aims[top] for top in served), not together, given.hours[rung], rung


def standing(given: Given, rung: Rung) -> set[Rung]:
    return {top for top in given.aims if rung in under(given.needs, {top})}


def under(needs: Mapping[Rung, Iterable[Rung]], tops: Iterable[Rung]) -> set[Rung]:
    found = set(tops)
    while more := {need for rung in found for need in needs[rung]} - found:
        found |= more
    return found


def drawn(dice: random.Random) -> Given:
    """A plan of two to seven skills that begin at any level. Values are few, so that ties come up."""
    skills = [f"s{at}" for at in range(dice.randint(2, 7))]
    spans = {skill: range(start := dice.randint(1, 4), dice.randint(start, 5) + 1) for skill in skills}
    up_to = {skill: span[0] for skill, span in spans.items()}
    needs: dict[Rung, tuple[Rung, ...]] = {}
    while up_to:
        skill = dice.choice(sorted(up_to))
        rung = (skill, up_to[skill])
        others = [one for one in needs if one[0] != skill]
        own = [(skill, rung[1] - 1)] if rung[1] > spans[skill][0] else []
        needs[rung] = (*own, *dice.sample(others, min(len(others), dice.choice((0, 0, 1, 2)))))
        up_to[skill] += 1
        if up_to[skill] not in spans[skill]:
            del up_to[skill]
    aims = {
        (skill, dice.choice(spans[skill])): dice.choice((100, 100, 200, 500)) for skill in skills if dice.random() < 0.7
    }
    hours = {rung: dice.choice((5, 10, 10, 40)) for rung in needs}
    return Given(hours, needs, aims, dice.sample(skills, dice.randint(0, len(skills))))


@pytest.mark.parametrize("number", range(6))
def test_the_order_is_what_the_rule_says(number: int) -> None:
    dice = random.Random(number)
    longer = 0
    for _ in range(40):
        given = drawn(dice)
        order = strides(*given)
        assert [(stride.stage, rung) for stride in order for rung in stride.rungs] == plainly(given)
        for before, after in itertools.pairwise(order):
            same = (before.stage, before.rungs[0][0]) == (after.stage, after.rungs[0][0])
            assert not same, "what follows in one skill and stage is one stride"
        for stride in order:
            skill, first = stride.rungs[0]
            assert list(stride.rungs) == [(skill, first + at) for at in range(len(stride.rungs))]
            longer += len(stride.rungs) > 1
    assert longer


@pytest.mark.parametrize("number", range(6))
def test_each_rung_comes_once_and_after_what_it_needs(number: int) -> None:
    dice = random.Random(f"once {number}")
    for _ in range(40):
        given = drawn(dice)
        order = [rung for stride in strides(*given) for rung in stride.rungs]
        assert sorted(order) == sorted(given.needs)
        place = {rung: at for at, rung in enumerate(order)}
        assert all(place[need] < place[rung] for rung, direct in given.needs.items() for need in direct)


@pytest.mark.parametrize("number", range(3))
def test_the_order_of_the_input_does_not_matter(number: int) -> None:
    dice = random.Random(f"input {number}")
    for _ in range(20):
        given = drawn(dice)
        needs: dict[Rung, tuple[Rung, ...]] = {}
        while len(needs) < len(given.needs):
            able = [rung for rung in given.needs.keys() - needs if needs.keys() >= set(given.needs[rung])]
            rung = dice.choice(able)
            needs[rung] = given.needs[rung][::-1]
        closed = dict(reversed(given.aims.items()))
        hours = dict(reversed(given.hours.items()))
        assert strides(hours, needs, closed, given.must_haves[::-1]) == strides(*given)


def rungs(skill: str, *levels: int) -> tuple[Rung, ...]:
    return tuple((skill, level) for level in levels)


def by_hand(
    needs: dict[Rung, tuple[Rung, ...]], closed: dict[Rung, int], *must_haves: str, **hours: int
) -> list[tuple[int, str, int]]:
    """(stage, skill, level reached) of each stride; a rung takes 10 hours, or what `hours` says of its skill."""
    given = {rung: hours.get(rung[0], 10) for rung in needs}
    return [(stage, *climbed[-1]) for stage, climbed in strides(given, needs, closed, must_haves)]


def climb(skill: str, top: int, **more: tuple[Rung, ...]) -> dict[Rung, tuple[Rung, ...]]:
    """The rungs of a skill from 1 to `top`; `_2=...` adds what level 2 needs."""
    return {
        (skill, level): (*rungs(skill, *([level - 1] if level > 1 else [])), *more.get(f"_{level}", ()))
        for level in range(1, top + 1)
    }


def test_stages_by_hand() -> None:
    """SQL 4 is a must-have: to 2 it is the base, with git 1 that level 2 needs; from there to 4, with shell 1 that
    level 4 needs, the second stage; Excel is valued only, so it waits although most points stand on it."""
    needs = {**climb("git", 1), **climb("shell", 1), **climb("sql", 4, _2=rungs("git", 1), _4=rungs("shell", 1))}
    needs |= climb("excel", 2)
    assert by_hand(needs, {("sql", 4): 100, ("excel", 2): 900}, "sql") == [
        (1, "git", 1), (1, "sql", 2), (2, "shell", 1), (2, "sql", 4), (3, "excel", 2),
    ]  # fmt: skip


def test_a_must_have_that_asks_for_level_1_is_all_base_and_one_from_level_2_is_none() -> None:
    needs = {**climb("git", 1), ("sql", 3): ()}
    assert by_hand(needs, {("git", 1): 100, ("sql", 3): 900}, "git", "sql") == [(1, "git", 1), (2, "sql", 3)]


def test_a_must_have_that_the_plan_does_not_close_is_not_among_them() -> None:
    """SQL 1 is learned for Spark only."""
    needs = {**climb("sql", 1), **climb("spark", 1, _1=rungs("sql", 1))}
    assert by_hand(needs, {("spark", 1): 100}, "sql") == [(3, "sql", 1), (3, "spark", 1)]


def test_what_most_stands_on_comes_first() -> None:
    """B alone brings most, but A carries C and D: 3.00 + 3.00 against 5.00."""
    needs = {**climb("a", 1), **climb("b", 1), **climb("c", 1, _1=rungs("a", 1)), **climb("d", 1, _1=rungs("a", 1))}
    closed = {("b", 1): 500, ("c", 1): 300, ("d", 1): 300}
    assert [skill for _, skill, _ in by_hand(needs, closed)] == ["a", "b", "c", "d"]


def test_a_skill_once_begun_goes_on() -> None:
    """On A 1 stand 5.00, on A 2 1.00 only; B at 3.00 waits until A is done."""
    needs = {**climb("a", 2), **climb("b", 1), **climb("c", 1, _1=rungs("a", 1))}
    assert by_hand(needs, {("a", 2): 100, ("b", 1): 300, ("c", 1): 400}) == [(3, "a", 2), (3, "c", 1), (3, "b", 1)]


def test_a_skill_that_has_to_wait_has_no_claim_to_go_on_later() -> None:
    """A 2 needs B 1. After B 1 the rule chooses again, and more stands on C than on A 2 and B 2."""
    needs = {**climb("b", 1), **climb("a", 2, _2=rungs("b", 1)), **climb("c", 1)}
    closed = {("a", 1): 900, ("a", 2): 100, ("c", 1): 150}
    assert by_hand(needs, closed) == [(3, "a", 1), (3, "c", 1), (3, "b", 1), (3, "a", 2)]
    needs |= {("b", 2): rungs("b", 1)}
    assert by_hand(needs, {**closed, ("c", 1): 50}) == [(3, "a", 1), (3, "b", 2), (3, "a", 2), (3, "c", 1)]


def test_what_would_be_dropped_at_once_waits() -> None:
    """A 2 needs B 1, which is dear. A 1 opens nothing else, so it waits for B, though it comes first by its hours; as
    soon as C stands on A 1 too, A 1 is worth beginning."""
    needs = {**climb("b", 1), **climb("a", 2, _2=rungs("b", 1))}
    assert by_hand(needs, {("a", 2): 100}, a=1, b=40) == [(3, "b", 1), (3, "a", 2)]
    needs |= climb("c", 1, _1=rungs("a", 1))
    assert by_hand(needs, {("a", 2): 100, ("c", 1): 100}, a=1, b=40)[0] == (3, "a", 1)


def test_a_skill_does_not_go_on_into_the_next_stage_by_itself() -> None:
    """A is at 2 when the base ends; the second stage begins with B 3, on which more stands."""
    needs = {**climb("a", 3), **climb("b", 3)}
    closed = {("a", 3): 100, ("b", 3): 300}
    assert by_hand(needs, closed, "a", "b") == [(1, "b", 2), (1, "a", 2), (2, "b", 3), (2, "a", 3)]


def test_of_equals_comes_first_what_serves_with_the_rung_before_then_fewer_hours_then_the_slug() -> None:
    """Y stands on A and D, Z on B and C; 3.00 each. A is first by its hours, and D goes with it, dear as it is."""
    names = "abcd"
    needs = {rung: () for name in names for rung in rungs(name, 1)}
    needs |= {("y", 1): rungs("a", 1) + rungs("d", 1), ("z", 1): rungs("b", 1) + rungs("c", 1)}
    closed = {("y", 1): 300, ("z", 1): 300}
    order = by_hand(needs, closed, a=1, b=2, c=2, d=40, y=10, z=10)
    assert [skill for _, skill, _ in order] == ["a", "d", "y", "b", "c", "z"]


def test_nothing_to_learn_is_no_stride() -> None:
    assert strides({}, {}, {}, ["sql"]) == ()
