"""Sharing out the points of a role: exact, best, and the earlier skill first.

The oracle tries values without any bound on their distance from the ideal. On large cases it leaves out only what costs
more than the answer under test on its own, which no better answer can contain.
"""

import random
from fractions import Fraction
from math import isqrt

import pytest

from matching.engine import ApportionmentError, Demand, apportion

Vector = tuple[int, ...]


def demands(*levels_and_weights: tuple[int, int]) -> list[Demand]:
    return [Demand(f"s{at:02}", level, weight) for at, (level, weight) in enumerate(levels_and_weights)]


def cost(asked: list[Demand], shares: Vector, total: int) -> Fraction:
    weights = sum(one.weight for one in asked)
    return sum(
        (
            one.level * (share - Fraction(total * one.weight, one.level * weights)) ** 2
            for one, share in zip(asked, shares, strict=True)
        ),
        start=Fraction(0),
    )


def everything(asked: list[Demand], total: int) -> list[Vector]:
    """All vectors of integers >= 1 that add up, by brute force."""
    if not asked:
        return [()] if total == 0 else []
    level = asked[0].level
    return [(s, *rest) for s in range(1, total // level + 1) for rest in everything(asked[1:], total - level * s)]


def best_of_all(asked: list[Demand], total: int, limit: Fraction) -> Vector:
    """The best vector among all that cost no more than `limit`; of several the lexicographically greatest.

    Costs are counted in whole numbers: (s q W - total w)^2 / (q W^2), times 60 W^2 (60 is divisible by every q).
    """
    weights = sum(one.weight for one in asked)
    most = int(limit * 60 * weights**2)
    reached: dict[int, tuple[int, Vector]] = {0: (0, ())}
    for one in asked:
        scale, ideal = 60 // one.level, total * one.weight
        off = isqrt(most // scale) + 1
        step = one.level * weights
        shares = range(max(1, (ideal - off) // step), (ideal + off) // step + 2)
        priced = [(s, scale * (s * step - ideal) ** 2) for s in shares]
        found: dict[int, tuple[int, Vector]] = {}
        for used, (so_far, negated) in reached.items():
            for s, price in priced:
                if so_far + price <= most:
                    # The least of (cost, negated vector) has the greatest vector among those of equal cost.
                    candidate = (so_far + price, (*negated, -s))
                    at = used + one.level * s
                    if at <= total and (at not in found or candidate < found[at]):
                        found[at] = candidate
        reached = found
    return tuple(-s for s in reached[total][1])


def vector(asked: list[Demand], total: int) -> Vector:
    """What apportion answers, with its own promises checked on the way."""
    shares = apportion(asked, total)
    assert list(shares) == [one.skill for one in asked]
    assert min(shares.values()) >= 1
    assert sum(one.level * shares[one.skill] for one in asked) == total
    return tuple(shares.values())


def test_by_hand() -> None:
    """Weights 1 and 1, levels 1 and 2, 10 points: ideals 5 and 2.5; (6, 2) and (4, 3) cost 1.5 each, a gets more."""
    assert apportion(demands((1, 1), (2, 1)), 10) == {"s00": 6, "s01": 2}
    assert apportion(demands((2, 1), (1, 1)), 10) == {"s00": 3, "s01": 4}


def test_equal_to_brute_force_on_small_cases() -> None:
    dice = random.Random(1)
    solved = 0
    for _ in range(300):
        total = dice.randint(6, 36)
        asked = demands(*((dice.randint(1, 5), dice.choice((1, 1, 2, 9, 60))) for _ in range(dice.randint(1, 4))))
        candidates = everything(asked, total)
        if candidates:
            best = min(candidates, key=lambda shares: (cost(asked, shares, total), tuple(-s for s in shares)))
            assert vector(asked, total) == best
            solved += 1
        else:
            with pytest.raises(ApportionmentError):
                apportion(asked, total)
    assert 150 < solved < 300, "both kinds of case are met"


def test_oracle_agrees_with_brute_force() -> None:
    """The oracle of the large cases is itself held against trying everything."""
    asked = demands((2, 1), (3, 7), (5, 1), (1, 2))
    candidates = everything(asked, 40)
    best = min(candidates, key=lambda shares: (cost(asked, shares, 40), tuple(-s for s in shares)))
    worst = max(cost(asked, shares, 40) for shares in candidates)
    assert best_of_all(asked, 40, worst) == best


@pytest.mark.parametrize("total", [100, 10_000])
@pytest.mark.parametrize("count", [2, 6, 15, 30])
def test_equal_to_the_whole_range_on_full_sized_roles(count: int, total: int) -> None:
    dice = random.Random(count * total)
    for _ in range(3):
        asked = demands(*((dice.randint(1, 5), dice.randint(1, 5) * dice.randint(20, 300)) for _ in range(count)))
        if sum(one.level for one in asked) <= total and any(one.level % 3 for one in asked):
            answer = vector(asked, total)
            assert answer == best_of_all(asked, total, cost(asked, answer, total))


@pytest.mark.parametrize("heavy", [1, 2, 3])
def test_tiny_weights_are_pinned_at_one(heavy: int) -> None:
    """Skills whose ideal is far below a hundredth get one all the same; the heavy ones pay for it."""
    dice = random.Random(heavy)
    tiny = [(dice.randint(1, 5), 1) for _ in range(9)]
    asked = demands(*((dice.randint(1, 5), 1_000_000 + dice.randint(0, 9)) for _ in range(heavy)), *tiny)
    answer = vector(asked, 10_000)
    # Odds and ends that the heavy skills' levels do not divide may cost a few tiny ones a second hundredth.
    assert max(answer[heavy:]) <= 5
    assert sum(answer[heavy:]) <= 9 + 4
    assert answer == best_of_all(asked, 10_000, cost(asked, answer, 10_000))


def test_weights_too_large_for_64_bits_are_counted_exactly() -> None:
    """The same shares, and hence the same answer, a million million times as large."""
    dice = random.Random(3)
    asked = [(dice.randint(1, 5), dice.randint(1, 500)) for _ in range(12)]
    enlarged = demands(*((level, weight * 10**18) for level, weight in asked))
    assert apportion(enlarged) == apportion(demands(*asked))


def test_order_of_demands_does_not_matter() -> None:
    dice = random.Random(4)
    asked = demands(*((dice.randint(1, 5), dice.randint(1, 9)) for _ in range(20)))
    assert list(apportion(dice.sample(asked, 20)).items()) == list(apportion(asked).items())


def test_equal_demands_share_equally_and_the_first_get_the_rest() -> None:
    """10,000 over seven equal skills at level 1: four of 1,429 and three of 1,428, in the order of slugs."""
    assert list(apportion(demands(*[(1, 5)] * 7)).values()) == [1_429] * 4 + [1_428] * 3


def test_one_demand_takes_all() -> None:
    assert apportion([Demand("python", 4, 7)]) == {"python": 2_500}


def test_as_many_levels_as_points() -> None:
    assert apportion(demands((5, 1), (3, 99), (2, 1)), 10) == {"s00": 1, "s01": 1, "s02": 1}


@pytest.mark.parametrize(
    ("asked", "total", "why"),
    [
        ([(3, 1), (3, 2)], 10_000, "every level asked is divisible by 3"),
        ([(4, 1), (2, 2)], 11, "every level asked is divisible by 2"),
        ([(5, 1)] * 3, 14, "15 levels are asked, more than the 14 hundredths"),
        ([(3, 1), (5, 1)], 12, "cannot add up"),
        ([], 10_000, "no skill is asked"),
    ],
)
def test_no_solution_is_refused_with_the_reason(asked: list[tuple[int, int]], total: int, why: str) -> None:
    with pytest.raises(ApportionmentError, match=why):
        apportion(demands(*asked), total)


def test_skill_asked_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="python is asked twice"):
        apportion([Demand("python", 4, 1), Demand("sql", 1, 1), Demand("python", 3, 1)])


@pytest.mark.parametrize(("level", "weight"), [(0, 1), (6, 1), (3, 0), (3, -1)])
def test_demand_out_of_bounds_is_refused(level: int, weight: int) -> None:
    with pytest.raises(ValueError, match="python"):
        Demand("python", level, weight)
