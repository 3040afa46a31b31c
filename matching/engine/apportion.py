"""The share of each requirement: a role's points, divided once, when a release is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, gcd, lcm
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.types import TOP_LEVEL, TOTAL_POINTS, check_whole

_Costs = npt.NDArray[Any]  # int64, or Python ints if costs are too large for it


class ApportionmentError(ValueError):
    """No shares add up to the total; the message says why."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A role asks for `skill` at `level` (1-5) with `importance` (1-5), as a must-have (`essential`) or as valued."""

    skill: str
    level: int
    importance: int
    essential: bool

    def __post_init__(self) -> None:
        check_whole(f"level of {self.skill}", self.level, 1, TOP_LEVEL)
        check_whole(f"importance of {self.skill}", self.importance, 1, 5)

    @property
    def shares(self) -> int:
        """The number of shares that the level asked is worth."""
        return self.level**2


def ideals(demands: Sequence[Demand], total: int = TOTAL_POINTS) -> list[Fraction]:
    """The points of each demand before they are made whole: the must-haves get half of the total and the valued skills
    the other half, each half divided in proportion to importance. If all demands are of one kind, they get all of it.

        a_j = (total / 2) imp_j / (sum of imp over its half)

    >>> demands = [Demand("python", 4, 5, True), Demand("sql", 3, 3, True), Demand("git", 2, 2, False)]
    >>> [int(points) for points in ideals(demands)]
    [3125, 1875, 5000]
    """
    halves = {half: sum(demand.importance for demand in demands if demand.essential == half) for half in (True, False)}
    kinds = sum(bool(own) for own in halves.values())
    return [Fraction(total * demand.importance, kinds * halves[demand.essential]) for demand in demands]


def apportion(demands: Sequence[Demand], total: int = TOTAL_POINTS) -> dict[str, int]:
    """The share s_j of each skill in hundredths of a point: whole numbers as close as possible to the ideal ones.

    With q_j the level asked and c_j = q_j^2, so that c_j s_j are the points of the requirement, and a_j as `ideals`
    returns them, the result is the integers s_j of

        least  sum_j c_j (s_j - ideal_j)^2      ideal_j = a_j / c_j
        with   sum_j c_j s_j = total,  s_j >= 1

    and, of several such vectors, the lexicographically greatest in slug order: the earlier skill gets more. The result
    is in slug order and does not depend on the order of `demands`.

    Method: constants aside, the cost of s_j is c_j s_j^2 - 2 a_j s_j, an integer once multiplied by the common
    denominator of the a_j. A dynamic programme over (skills, points still to give) finds the least sum exactly; no
    float takes part. Its size is small because an optimal s_j lies less than C = max c_j away from s*_j, the optimum if
    s need not be an integer:

        s*_j = max(1, ideal_j + lambda), lambda such that sum_j c_j s*_j = total

    Why (exchange argument). Let x be optimal, y_j = x_j - s*_j, X_j = x_j - ideal_j. If s*_j > 1,
    X_j = y_j + lambda; otherwise X_j >= y_j + lambda. As sum_j c_j y_j = 0, some y are positive if others are
    negative, and y_j < 0 only if s*_j > 1 (else x_j < 1).

    - *Not far above.* Say y_k >= C, and y_j < 0. Take b = c_j/g units from k and give a = c_k/g to j, with
      g = gcd(c_j, c_k): the sum is unchanged, and x_k - b >= 1 holds as x_k >= 1 + C. The cost changes by
      c_j a (a + b - 2 (X_k - X_j)), so x optimal means X_k - X_j <= (a + b)/2 <= C; but X_k - X_j >= y_k - y_j > C.
    - *Not far below.* Say y_j <= -C. Then the k with y_k > 0 have sum_k c_k y_k >= c_j C, hence sum_k (x_k - 1) >=
      sum_k y_k >= c_j: there are c_j single units to take away from them. Among any c_j whole numbers some run of
      neighbours adds up to a multiple of c_j, so some of these units, b_k <= C of k each, are worth d c_j together,
      with d <= C, and j can have d in exchange. The cost changes by sum_k c_k b_k (b_k + d - 2 (X_k - X_j)), which is
      negative because X_k - X_j >= y_k - y_j > C: x was not optimal.

    So every optimal vector, ties included, has s*_j - C < s_j < s*_j + C, and if there is no solution in that window
    there is none at all.

    Raises ApportionmentError if there is no solution (everything asked at 3, more asked than there are points) or
    if one of the halves is empty, ValueError if a skill is asked twice.

    >>> demands = [Demand("python", 4, 5, True), Demand("sql", 3, 3, True), Demand("git", 2, 2, False)]
    >>> apportion(demands)
    {'git': 1252, 'python': 195, 'sql': 208}
    >>> 2**2 * 1252 + 4**2 * 195 + 3**2 * 208
    10000

    Source (whole and continuous optima are close together): D. S. Hochbaum, "Lower and upper bounds for the
    allocation problem and other nonlinear optimization problems", Mathematics of Operations Research 19 (1994).
    """
    for essential, what in ((True, "must-haves"), (False, "valued skills")):
        if not any(demand.essential == essential for demand in demands):
            raise ApportionmentError(f"there are no {what}, so half of the points have nowhere to go; add some")
    return _divided(demands, total)


def apportion_posting(demands: Sequence[Demand]) -> tuple[dict[str, int], int]:
    """The shares of what a job ad asks, and the points they add up to, in hundredths: 10,000, or nearly.

    The rule is `apportion`'s, but an ad is as it is, where a role is changed until the rule can be met:

    - an ad with must-haves alone, or with nice-to-haves alone, divides all points among them;
    - if everything is asked at level 3, each share is worth 9 shares at level 1, no whole shares add up to 10,000, and
      the points add up to 9,999. Every other mixture of levels has a solution, because squares of different levels
      either have no common factor or one that divides 10,000.

    Raises ApportionmentError for nothing to divide or more than can be, ValueError if a skill is asked twice.

    >>> apportion_posting([Demand("python", 3, 3, True), Demand("sql", 3, 3, True)])
    ({'python': 556, 'sql': 555}, 9999)
    >>> apportion_posting([Demand("python", 3, 3, True), Demand("sql", 2, 3, False)])
    ({'python': 556, 'sql': 1249}, 10000)
    """
    if not demands:
        raise ApportionmentError("nothing is asked, so there is nothing to divide")
    total = TOTAL_POINTS - TOTAL_POINTS % gcd(*(demand.shares for demand in demands))
    return _divided(demands, total), total


def _divided(demands: Sequence[Demand], total: int) -> dict[str, int]:
    """The shares by the rule that `apportion` states."""
    demands = sorted(demands, key=lambda demand: demand.skill)
    _check(demands, total)
    points = ideals(demands, total)
    windows = _windows(demands, points, total)
    costs = _costs(demands, points, windows)
    spare = total - sum(demand.shares * window.start for demand, window in zip(demands, windows, strict=True))
    tables = _least_costs(demands, costs, spare)
    extras = _first_of_the_best(demands, costs, tables, spare)
    return {demand.skill: window.start + extra for demand, window, extra in zip(demands, windows, extras, strict=True)}


def _check(demands: Sequence[Demand], total: int) -> None:
    """Refuse demands that have no solution, if a sentence can say why."""
    for one, other in pairwise(demands):
        if one.skill == other.skill:
            raise ValueError(f"{one.skill} is asked twice")
    asked = sum(demand.shares for demand in demands)
    if asked > total:
        raise ApportionmentError(f"{asked} shares are asked, but there are only {total} hundredths of a point")
    if total % gcd(*(demand.shares for demand in demands)):
        levels = ", ".join(sorted({str(demand.level) for demand in demands}))
        raise ApportionmentError(f"no whole shares at level {levels} add up to the total; ask for one at another level")


def _windows(demands: Sequence[Demand], points: Sequence[Fraction], total: int) -> list[range]:
    """The s_j that an optimal vector can have, for each demand: less than max c_j away from s*_j, and at least 1."""
    reach = max(demand.shares for demand in demands)
    best = _continuous_optimum(demands, points, total)
    return [range(max(1, floor(one) - reach + 1), ceil(one) + reach) for one in best]


def _continuous_optimum(demands: Sequence[Demand], points: Sequence[Fraction], total: int) -> list[Fraction]:
    """s*_j = max(1, ideal_j + lambda), exactly; each round pins at 1 what would fall below, until nothing does.

    Pinning only ever lowers lambda, so a pinned demand stays pinned. They are never all pinned: enough is left for the
    free ones to be at least 1 each, because no more shares are asked than there are points.
    """
    ideal = [own / demand.shares for demand, own in zip(demands, points, strict=True)]
    free = set(range(len(demands)))
    while True:
        over = total - sum(demand.shares * (ideal[j] if j in free else 1) for j, demand in enumerate(demands))
        shift = Fraction(over, sum(demands[j].shares for j in free))
        pinned = {j for j in free if ideal[j] + shift < 1}
        if not pinned:
            return [own + shift if j in free else Fraction(1) for j, own in enumerate(ideal)]
        free -= pinned


def _costs(demands: Sequence[Demand], points: Sequence[Fraction], windows: Sequence[range]) -> list[list[int]]:
    """The cost c s^2 - 2 a s of each s in a demand's window, less the least of them, as integers."""
    whole = lcm(*(own.denominator for own in points))
    costs = []
    for demand, own, window in zip(demands, points, windows, strict=True):
        raw = [whole * demand.shares * s * s - 2 * int(whole * own) * s for s in window]
        costs.append([cost - min(raw) for cost in raw])
    return costs


def _least_costs(demands: Sequence[Demand], costs: Sequence[Sequence[int]], spare: int) -> list[_Costs]:
    """tables[j][r]: the least cost of demands j, j+1, ... when they use up exactly r hundredths beyond their windows'
    starts; at or above `unreachable` if they cannot. One more table, for no demands, comes last.

    Costs are not negative, so no sum that matters exceeds `unreachable` + the greatest: int64 is used if that fits.
    """
    unreachable = 1 + sum(max(of_demand) for of_demand in costs)
    table: _Costs = np.full(spare + 1, unreachable, dtype=np.int64 if 2 * unreachable < 2**63 else object)
    table[0] = 0
    tables = [table]
    for demand, of_demand in zip(reversed(demands), reversed(costs), strict=True):
        after, table = table, np.full_like(table, unreachable)
        for extra, cost in enumerate(of_demand):
            used = extra * demand.shares
            if used > spare:
                break
            np.minimum(table[used:], after[: spare + 1 - used] + cost, out=table[used:])
        tables.append(table)
    tables.reverse()
    if tables[0][spare] >= unreachable:
        raise ApportionmentError("at these levels, shares of at least a hundredth each cannot add up to the total")
    return tables


def _first_of_the_best(
    demands: Sequence[Demand], costs: Sequence[Sequence[int]], tables: Sequence[_Costs], spare: int
) -> list[int]:
    """Walk the tables from the first demand onwards, giving each as much as an optimal vector can."""
    extras = []
    for j, demand in enumerate(demands):
        most = min(len(costs[j]) - 1, spare // demand.shares)
        extra = next(
            extra
            for extra in range(most, -1, -1)
            if costs[j][extra] + tables[j + 1][spare - extra * demand.shares] == tables[j][spare]
        )
        extras.append(extra)
        spare -= extra * demand.shares
    return extras
