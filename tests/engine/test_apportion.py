"""Sharing out the points of a role: exact, best, and the earlier skill first.

Two oracles: every way there is for two or three skills, in tests/engine/reference.py; for whole roles a search over all
shares that leaves out only what costs more, on its own, than the answer under test, which no better answer can contain.
"""

import math
import random

import pytest

from matching.engine import ApportionmentError, Demand, apportion, ideals
from tests.engine import reference

Vector = tuple[int, ...]


def demands(*parts: tuple[int, int, bool]) -> list[Demand]:
    """Demands (level, importance, essential) on s00, s01, ..."""
    return [Demand(f"s{at:02}", *part) for at, part in enumerate(parts)]


def some_demands(dice: random.Random, must_haves: int, valued: int) -> list[Demand]:
    asked = [(dice.randint(1, 4), dice.choice((4, 5)), True) for _ in range(must_haves)]
    asked += [(dice.randint(1, 4), dice.randint(1, 5), False) for _ in range(valued)]
    return demands(*dice.sample(asked, len(asked)))


def best_of_all(asked: list[Demand], answer: Vector) -> Vector:
    """The best shares among all that cost no more than `answer`; of several, the lexicographically greatest."""
    ideals = reference.ideal_shares(asked)
    scale = math.lcm(*(ideal.denominator for ideal in ideals))
    squares = [one.level**2 for one in asked]
    whole = [int(ideal * scale) for ideal in ideals]
    most = sum(square * (share * scale - w) ** 2 for square, share, w in zip(squares, answer, whole, strict=True))
    reached: dict[int, tuple[int, Vector]] = {0: (0, ())}
    for square, w in zip(squares, whole, strict=True):
        off = math.isqrt(most // square) + 1
        shares = range(max(1, (w - off) // scale), (w + off) // scale + 2)
        priced = [(share, square * (share * scale - w) ** 2) for share in shares]
        found: dict[int, tuple[int, Vector]] = {}
        for used, (so_far, negated) in reached.items():
            for share, price in priced:
                # The least of (cost, negated shares) has the greatest shares among those of equal cost.
                candidate = (so_far + price, (*negated, -share))
                at = used + square * share
                if candidate[0] <= most and at <= 10_000 and (at not in found or candidate < found[at]):
                    found[at] = candidate
        reached = found
    return tuple(-share for share in reached[10_000][1])


def vector(asked: list[Demand]) -> Vector:
    """The answer of apportion, with its own promises checked on the way."""
    shares = apportion(asked)
    assert list(shares) == [one.skill for one in asked]
    assert min(shares.values()) >= 1
    assert sum(one.level**2 * shares[one.skill] for one in asked) == 10_000
    return tuple(shares.values())


def test_by_hand() -> None:
    """Three must-haves of 5000 / 3 = 1666.67 each: two of them get 1667 and one 1666, and the later one by slug does.

    (1667, 1667, 1666) is off by 1/9 + 1/9 + 4/9 = 6/9, as are its other orders; taking the one from the valued skill
    would cost 3/9 + 1.
    """
    asked = demands((1, 4, True), (1, 4, True), (1, 4, True), (1, 2, False))
    assert apportion(asked) == {"s00": 1_667, "s01": 1_667, "s02": 1_666, "s03": 5_000}


def test_halves_that_come_out_whole_are_left_alone() -> None:
    """Python 1 and SQL 2 have 25.00 each, 2500 x 1 and 625 x 4; Git 2 has 30.00, 750 x 4, and Docker 1 20.00."""
    asked = [
        Demand("docker", 1, 2, False),
        Demand("git", 2, 3, False),
        Demand("python", 1, 4, True),
        Demand("sql", 2, 4, True),
    ]
    assert apportion(asked) == {"docker": 2_000, "git": 750, "python": 2_500, "sql": 625}


@pytest.mark.thorough
def test_equal_to_every_way_there_is_for_few_skills() -> None:
    dice = random.Random(1)
    solved = 0
    for _ in range(40):
        levels = [dice.randint(2, 5) for _ in range(dice.choice((2, 2, 3)))]
        if len(levels) == 3 and math.prod(levels) < 40:
            continue  # Too many ways.
        asked = demands(*((level, dice.randint(1, 5), at == 1) for at, level in enumerate(levels)))
        best = reference.apportion(asked)
        if best is None:
            with pytest.raises(ApportionmentError):
                apportion(asked)
        else:
            assert apportion(asked) == best
            assert best_of_all(asked, vector(asked)) == tuple(best.values()), "the other oracle agrees"
            solved += 1
    assert solved > 20


@pytest.mark.parametrize(("must_haves", "valued"), [(1, 1), (1, 3), (4, 10), (8, 16)])
def test_equal_to_the_search_for_roles_of_every_size(must_haves: int, valued: int) -> None:
    dice = random.Random(must_haves * valued)
    for _ in range(6):
        asked = some_demands(dice, must_haves, valued)
        assert [points / one.level**2 for points, one in zip(ideals(asked), asked, strict=True)] == (
            reference.ideal_shares(asked)
        )
        if any(one.level != 3 for one in asked):
            answer = vector(asked)
            assert answer == best_of_all(asked, answer)


def test_a_share_is_never_less_than_one() -> None:
    """One skill of importance 1 and level 5 next to sixty of 5: its ideal is 5000 / 301 / 25 = 0.66, and it gets 1."""
    asked = demands((5, 1, False), *[(1, 5, False)] * 60, (1, 4, True))
    answer = vector(asked)
    assert answer[0] == 1
    assert answer == best_of_all(asked, answer)


def test_order_of_demands_does_not_matter() -> None:
    dice = random.Random(4)
    asked = some_demands(dice, 5, 12)
    assert list(apportion(dice.sample(asked, 17)).items()) == list(apportion(asked).items())


def test_importance_counts_within_its_half_only() -> None:
    """Twice as much in both halves, or in one of them, is the same."""
    asked = some_demands(random.Random(5), 4, 9)
    doubled = [
        Demand(one.skill, one.level, one.importance if one.essential else 2 * one.importance, one.essential)
        for one in asked
        if one.essential or one.importance <= 2
    ]
    halved = [one for one in asked if one.essential or one.importance <= 2]
    assert len(halved) > 6
    assert apportion(doubled) == apportion(halved)


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ([(3, 4, True), (3, 2, False)], "3"),
        ([(5, 4, True)] * 300 + [(5, 2, False)] * 200, "12500"),
        ([(3, 4, True)], "valued"),
        ([(2, 4, False)], "must-have"),
        ([], "no must-haves"),
    ],
)
def test_no_solution_is_refused_with_the_reason(asked: list[tuple[int, int, bool]], why: str) -> None:
    with pytest.raises(ApportionmentError, match=why):
        apportion(demands(*asked))


def test_skill_asked_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="python is asked twice"):
        apportion([Demand("python", 4, 5, True), Demand("sql", 1, 1, False), Demand("python", 3, 1, False)])
