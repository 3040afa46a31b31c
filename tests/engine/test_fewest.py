"""The fewest hours, against integer programming on random puzzles and against every choice there is on tiny ones."""

import itertools
import random
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import pytest

from matching.engine.fewest import Fewest, OutOfReach, Rung, fewest_hours
from tests.engine import highs

SHAPES = ("none", "sparse", "dense", "chains", "layers", "bipartite")


class Puzzle(NamedTuple):
    """The arguments of `fewest_hours`."""

    hours: dict[Rung, int]
    needs: dict[Rung, tuple[Rung, ...]]
    gains: dict[Rung, int]
    missing: int
    forced: tuple[Rung, ...]


def puzzle(dice: random.Random, shape: str, least: int = 5, most: int = 60) -> Puzzle:
    """A puzzle of `least` to `most` rungs. Some gain 0, some have no gain; what is missing is from 1 to all gains."""
    rungs = [(f"s{at:02}", 1) for at in range(dice.randint(least, most))]
    needs = {rung: tuple(needed(dice, shape, rungs, at)) for at, rung in enumerate(rungs)}
    kind = dice.choice(("few", "alike", "any"))
    longest = dice.choice((4, 12, 90))  # short ones, so that an hour too many or too few is noticed
    hours = {rung: dice.choice((5, 10)) if kind == "few" else dice.randint(1, longest) for rung in rungs}
    share = dice.choice((0.2, 0.5, 1))
    gains = {rung: gain(dice, kind, hours[rung]) for rung in rungs if dice.random() < share}
    gains[rungs[-1]] = dice.randint(1, 2_000)
    forced = tuple(dice.sample(rungs, dice.choice((0, 0, 0, 1, 3))))
    total = sum(gains.values())
    # Half-way there are the most choices.
    missing = dice.choice((1, total, dice.randint(1, total), *(dice.randint(total // 4 + 1, total) for _ in range(5))))
    return Puzzle(hours, needs, gains, missing, forced)


def gain(dice: random.Random, kind: str, hours: int) -> int:
    """Of few values many choices are equally good; gains like the hours are hard to choose among."""
    if kind == "few":
        return dice.choice((0, 100, 100, 200))
    return dice.choice((0, dice.randint(1, 2_000) if kind == "any" else 20 * hours + dice.randint(0, 9)))


def needed(dice: random.Random, shape: str, rungs: list[Rung], at: int) -> Iterable[Rung]:
    """Rungs before this one; in chains of five the one before, and sometimes one of another chain."""
    before = rungs[:at]
    if shape == "none":
        return ()
    if shape == "chains":
        own = [before[-1]] if at % 5 else []
        return {*own, *(dice.sample(before, 1) if before and dice.random() < 0.2 else ())}
    if shape == "layers":
        layer = at // 6
        return dice.sample(rungs[6 * (layer - 1) : 6 * layer], dice.randint(1, 3)) if layer else ()
    if shape == "bipartite":
        half = len(rungs) // 2
        return dice.sample(rungs[:half], dice.randint(1, min(4, half))) if at >= half else ()
    return [one for one in before if dice.random() < (1.5 / len(rungs) if shape == "sparse" else 0.3)]


def faults(asked: Puzzle, found: Fewest) -> list[str]:
    """What is wrong with a choice, but for whether it is the cheapest."""
    wrong = [f"{rung} lacks {need}" for rung in found.rungs for need in set(asked.needs[rung]) - found.rungs]
    wrong += [f"{rung} is forced" for rung in set(asked.forced) - found.rungs]
    gained = sum(gain for rung, gain in asked.gains.items() if rung in found.rungs)
    if gained < asked.missing:
        wrong.append(f"it gains {gained} of {asked.missing}")
    if found.hours != sum(asked.hours[rung] for rung in found.rungs):
        wrong.append(f"it does not take {found.hours} hours")
    return wrong


@pytest.mark.parametrize("number", [20, pytest.param(167, marks=pytest.mark.slow)])
@pytest.mark.parametrize("shape", SHAPES)
def test_the_hours_are_those_of_integer_programming(shape: str, number: int) -> None:
    """Also where the search is stopped early: the choice is valid, and the hours of no choice go below the bound."""
    dice = random.Random(f"{shape} {number}")
    stopped = 0
    for _ in range(number):
        asked = puzzle(dice, shape)
        found, least = fewest_hours(*asked), highs.fewest(*asked)
        assert faults(asked, found) == []
        assert (found.hours, found.bound) == (least, least), asked
        for most_states in (1, 3, 10):
            early = fewest_hours(*asked, most_states=most_states)
            assert faults(asked, early) == []
            assert early.bound <= least <= early.hours, asked
            # A state is split into two.
            assert early.states <= most_states + 1
            stopped += early.bound < early.hours
    assert stopped, "no search was stopped early"


@pytest.mark.parametrize("shape", SHAPES)
def test_no_choice_of_a_tiny_puzzle_takes_fewer_hours(shape: str) -> None:
    dice = random.Random(shape)
    for _ in range(10):
        asked = puzzle(dice, shape, least=3, most=8)
        found = fewest_hours(*asked)
        subsets = itertools.chain.from_iterable(itertools.combinations(asked.needs, n) for n in range(9))
        every = [Fewest(frozenset(rungs), sum(asked.hours[one] for one in rungs), 0, 0) for rungs in subsets]
        least = min(one.hours for one in every if not faults(asked, one))
        assert (found.hours, found.bound) == (least, least), asked
        assert faults(asked, found) == []
        assert found.states < 2 ** (1 + sum(gain > 0 for gain in asked.gains.values()))


@pytest.mark.parametrize("shape", SHAPES)
def test_the_order_of_the_input_does_not_matter(shape: str) -> None:
    """Needs may come in any order in which each rung stands after those that it needs; everything else in any."""
    dice = random.Random(shape)
    for _ in range(5):
        asked = puzzle(dice, shape, most=25)
        found = fewest_hours(*asked)
        for _ in range(3):
            assert fewest_hours(*shuffled(dice, asked)) == found


def shuffled(dice: random.Random, asked: Puzzle) -> Puzzle:
    needs: dict[Rung, tuple[Rung, ...]] = {}
    while len(needs) < len(asked.needs):
        rung = dice.choice([one for one in asked.needs.keys() - needs if needs.keys() >= set(asked.needs[one])])
        needs[rung] = tuple(dice.sample(asked.needs[rung], len(asked.needs[rung])))
    forced = dice.sample(asked.forced, len(asked.forced))
    return Puzzle(mixed(dice, asked.hours), needs, mixed(dice, asked.gains), asked.missing, tuple(forced))


def mixed(dice: random.Random, values: Mapping[Rung, int]) -> dict[Rung, int]:
    return dict(dice.sample(list(values.items()), len(values)))


A, B, C, D = (("a", 1), ("b", 1), ("c", 1), ("d", 1))


def test_what_two_gains_share_is_paid_for_once() -> None:
    """B and C stand on A: alone 20 hours for 5.00 each, together 30 for 10.00. D is dearer than either alone, so by
    points an hour it comes last; for 5.01 it is of no use, for 3.00 it is all."""
    hours, needs = {A: 10, B: 10, C: 10, D: 15}, {A: (), B: (A,), C: (A,), D: ()}
    gains = {B: 500, C: 500, D: 300}
    taken = {missing: fewest_hours(hours, needs, gains, missing) for missing in (300, 500, 501, 801, 1_001)}
    assert {missing: (set(found.rungs), found.hours) for missing, found in taken.items()} == {
        300: ({D}, 15),
        500: ({A, B}, 20),
        501: ({A, B, C}, 30),
        801: ({A, B, C}, 30),
        1_001: ({A, B, C, D}, 45),
    }


def test_one_state_sees_what_taking_in_fractions_would_cost() -> None:
    """10.00: in whole ones A, C and D, 100 hours; in fractions A, B and two fifths of C, 89. The search begins at the
    rate of all four together, which is too low for C and D to be paid for."""
    hours, needs, gains = {A: 40, B: 37, C: 30, D: 30}, {A: (), B: (), C: (), D: ()}, {A: 500, B: 400, C: 250, D: 250}
    assert fewest_hours(hours, needs, gains, 1_000, most_states=1).bound == 89
    assert fewest_hours(hours, needs, gains, 1_000)[1:3] == (100, 100)


def test_what_is_forced_comes_with_its_needs_and_counts() -> None:
    hours, needs = {A: 10, B: 10, C: 5}, {A: (), B: (A,), C: ()}
    gains = {A: 100, B: 200, C: 300}
    found = fewest_hours(hours, needs, gains, 300, forced=[B])
    assert (found.rungs, found.hours, found.bound, found.states) == ({A, B}, 20, 20, 0)
    assert fewest_hours(hours, needs, gains, 301, forced=[B]).rungs == {A, B, C}


@pytest.mark.parametrize("missing", [0, -100])
def test_if_nothing_is_missing_only_what_is_forced_is_learned(missing: int) -> None:
    hours, needs = {A: 10, B: 10}, {A: (), B: (A,)}
    assert fewest_hours(hours, needs, {B: 100}, missing) == Fewest(frozenset(), 0, 0, 0)
    assert fewest_hours(hours, needs, {B: 100}, missing, [A]) == Fewest(frozenset([A]), 10, 10, 0)
    assert fewest_hours({}, {}, {}, missing) == Fewest(frozenset(), 0, 0, 0)


def test_more_than_all_gains_is_out_of_reach() -> None:
    hours, needs, gains = {A: 10, B: 10, C: 1}, {A: (), B: (A,), C: ()}, {A: 100, B: 200, C: 0}
    assert fewest_hours(hours, needs, gains, 300).rungs == {A, B}
    for forced in ([], [A], [A, B, C]):
        with pytest.raises(OutOfReach):
            fewest_hours(hours, needs, gains, 301, forced)
    with pytest.raises(OutOfReach):
        fewest_hours({}, {}, {}, 1)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hundred_rungs(shape: str) -> None:
    """Twice as many as a shipped role has within reach."""
    asked = puzzle(random.Random(f"a hundred, {shape}"), shape, least=100, most=100)
    found = fewest_hours(*asked)
    assert found.hours == found.bound == highs.fewest(*asked)
    assert faults(asked, found) == []


@pytest.mark.parametrize(("missing", "hours"), [(1, 7), (100, 7), (101, 14), (901, 70), (1_000, 70), (2_000, 140)])
def test_many_that_are_equally_good_do_not_make_the_search_long(missing: int, hours: int) -> None:
    """Twenty rungs of 7 hours and 1.00 each: whichever n of them are taken, it is the same. There are 184,756 ways to
    take ten; the search looks at a few dozen, and takes the same ones whatever the order of the input."""
    rungs = [(f"s{at:02}", 1) for at in range(20)]
    taken = {
        fewest_hours(dict.fromkeys(order, 7), dict.fromkeys(order, ()), dict.fromkeys(order, 100), missing)
        for order in (rungs, rungs[::-1], rungs[10:] + rungs[:10])
    }
    [found] = taken
    assert (found.hours, found.bound) == (hours, hours)
    assert found.states <= 1 + 2 * len(rungs)
