"""What one level of each requirement is worth: the points of a role, shared out once, when a release is published."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor, gcd
from typing import Any

import numpy as np
import numpy.typing as npt

from matching.engine.types import TOP_LEVEL, TOTAL_POINTS, check_whole

_Costs = npt.NDArray[Any]  # int64, or Python ints where weights are too large for it


class ApportionmentError(ValueError):
    """No whole numbers of hundredths add up to the total; the message says why."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A role asks `skill` at `level` (1-5) with `weight` (importance x distinctiveness, at least 1)."""

    skill: str
    level: int
    weight: int

    def __post_init__(self) -> None:
        check_whole(f"level of {self.skill}", self.level, 1, TOP_LEVEL)
        check_whole(f"weight of {self.skill}", self.weight, 1)


def apportion(demands: Sequence[Demand], total: int = TOTAL_POINTS) -> dict[str, int]:
    """What one level of each skill is worth, in hundredths of a point: whole numbers as near to the weights as can be.

    With q_j the level asked, w_j the weight and W the sum of the weights, the integers s_j returned are those of

        least  sum_j q_j (s_j - ideal_j)^2      ideal_j = total w_j / (q_j W)
        with   sum_j q_j s_j = total,  s_j >= 1

    and of several such vectors the lexicographically greatest in the order of the slugs: the earlier skill gets more.
    The result is in the order of the slugs and does not depend on the order of `demands`.

    Method: multiplied by W, and without what is constant, the cost of s_j is the integer W q_j s_j^2 - 2 total w_j s_j.
    A dynamic programme over (skills, points still to give) finds the least sum exactly; no float takes part. Its size
    is small because an optimal s_j lies less than Q = max q_j away from s*_j, the optimum when s need not be whole:

        s*_j = max(1, ideal_j + lambda), lambda such that sum_j q_j s*_j = total

    Why (exchange argument). Let x be optimal, y_j = x_j - s*_j, X_j = x_j - ideal_j. Where s*_j > 1,
    X_j = y_j + lambda; elsewhere X_j >= y_j + lambda. As sum_j q_j y_j = 0, some y are positive where others are
    negative, and y_j < 0 only where s*_j > 1 (else x_j < 1).

    - *Not far above.* Say y_k >= Q, and y_j < 0. Take b = q_j/g levels' worth from k and give a = q_k/g to j, with
      g = gcd(q_j, q_k): the sum stays, and x_k - b >= 1 holds as x_k >= 1 + Q. The cost changes by
      q_j a (a + b - 2 (X_k - X_j)), so x optimal means X_k - X_j <= (a + b)/2 <= Q; but X_k - X_j >= y_k - y_j > Q.
    - *Not far below.* Say y_j <= -Q. Then the k with y_k > 0 have sum_k q_k y_k >= q_j Q, hence sum_k (x_k - 1) >=
      sum_k y_k >= q_j: there are q_j single units to take away from them. Of any q_j whole numbers a run of
      neighbours adds up to a multiple of q_j, so some of these units, b_k <= Q of k each, are worth c q_j together,
      with c <= Q, and j can have c for them. The cost changes by sum_k q_k b_k (b_k + c - 2 (X_k - X_j)), which is
      negative because X_k - X_j >= y_k - y_j > Q: x was not optimal.

    So every optimal vector, ties included, is among s*_j - Q < s_j < s*_j + Q, and where that window holds no solution
    there is none at all.

    Raises ApportionmentError when there is no solution (more levels asked than points, every level divisible by
    a number that the total is not divisible by, or nothing asked), ValueError when a skill is asked twice.

    >>> apportion([Demand("python", 4, 300), Demand("sql", 3, 200), Demand("git", 2, 100)])
    {'git': 832, 'python': 1250, 'sql': 1112}
    >>> 4 * 1250 + 3 * 1112 + 2 * 832
    10000

    Source: that whole and continuous optima lie close together is D. S. Hochbaum's, "Lower and upper bounds for the
    allocation problem and other nonlinear optimization problems", Mathematics of Operations Research 19 (1994).
    """
    demands = sorted(demands, key=lambda demand: demand.skill)
    _check(demands, total)
    windows = _windows(demands, total)
    costs = _costs(demands, windows, total)
    spare = total - sum(demand.level * window.start for demand, window in zip(demands, windows, strict=True))
    tables = _least_costs(demands, costs, spare)
    extras = _first_of_the_best(demands, costs, tables, spare)
    return {demand.skill: window.start + extra for demand, window, extra in zip(demands, windows, extras, strict=True)}


def _check(demands: Sequence[Demand], total: int) -> None:
    """Refuse what has no solution for a reason that can be told in a sentence."""
    if not demands:
        raise ApportionmentError("no skill is asked, so there is nothing to share the points among")
    for one, other in pairwise(demands):
        if one.skill == other.skill:
            raise ValueError(f"{one.skill} is asked twice")
    asked = sum(demand.level for demand in demands)
    if asked > total:
        raise ApportionmentError(f"{asked} levels are asked, more than the {total} hundredths of a point there are")
    divisor = gcd(*(demand.level for demand in demands))
    if total % divisor:
        raise ApportionmentError(f"every level asked is divisible by {divisor}, and the total of {total} is not")


def _windows(demands: Sequence[Demand], total: int) -> list[range]:
    """For each demand the s_j that an optimal vector can have: less than max q_j away from s*_j, and at least 1."""
    reach = max(demand.level for demand in demands)
    return [range(max(1, floor(best) - reach + 1), ceil(best) + reach) for best in _continuous_optimum(demands, total)]


def _continuous_optimum(demands: Sequence[Demand], total: int) -> list[Fraction]:
    """s*_j = max(1, ideal_j + lambda), exactly; each round pins at 1 what would fall below, until nothing does.

    Pinning only ever lowers lambda, so what was pinned once stays so. Not everything is ever pinned: the free ones
    share at least one point per level, because no more levels are asked than there are points.
    """
    weights = sum(demand.weight for demand in demands)
    ideals = [Fraction(total * demand.weight, demand.level * weights) for demand in demands]
    free = set(range(len(demands)))
    while True:
        over = total - sum(demand.level * (ideals[j] if j in free else 1) for j, demand in enumerate(demands))
        shift = Fraction(over, sum(demands[j].level for j in free))
        pinned = {j for j in free if ideals[j] + shift < 1}
        if not pinned:
            return [ideal + shift if j in free else Fraction(1) for j, ideal in enumerate(ideals)]
        free -= pinned


def _costs(demands: Sequence[Demand], windows: Sequence[range], total: int) -> list[list[int]]:
    """For each demand the cost W q s^2 - 2 total w s of each s in its window, less the least of them."""
    weights = sum(demand.weight for demand in demands)
    costs = []
    for demand, window in zip(demands, windows, strict=True):
        raw = [weights * demand.level * s * s - 2 * total * demand.weight * s for s in window]
        costs.append([cost - min(raw) for cost in raw])
    return costs


def _least_costs(demands: Sequence[Demand], costs: Sequence[Sequence[int]], spare: int) -> list[_Costs]:
    """tables[j][r]: the least cost of demands j, j+1, ... when they use up exactly r hundredths beyond their windows'
    starts; at or above `unreachable` where they cannot. One more table, for no demands, comes last.

    Costs are not negative, so no sum that matters exceeds `unreachable` + the greatest: int64 is used where that fits.
    """
    unreachable = 1 + sum(max(of_demand) for of_demand in costs)
    table: _Costs = np.full(spare + 1, unreachable, dtype=np.int64 if 2 * unreachable < 2**63 else object)
    table[0] = 0
    tables = [table]
    for demand, of_demand in zip(reversed(demands), reversed(costs), strict=True):
        after, table = table, np.full_like(table, unreachable)
        for extra, cost in enumerate(of_demand):
            used = extra * demand.level
            if used > spare:
                break
            np.minimum(table[used:], after[: spare + 1 - used] + cost, out=table[used:])
        tables.append(table)
    tables.reverse()
    if tables[0][spare] >= unreachable:
        raise ApportionmentError("the levels asked cannot add up to the total, each level worth a hundredth or more")
    return tables


def _first_of_the_best(
    demands: Sequence[Demand], costs: Sequence[Sequence[int]], tables: Sequence[_Costs], spare: int
) -> list[int]:
    """Walk the tables from the first demand on, giving each as much as an optimal vector can."""
    extras = []
    for j, demand in enumerate(demands):
        most = min(len(costs[j]) - 1, spare // demand.level)
        extra = next(
            extra
            for extra in range(most, -1, -1)
            if costs[j][extra] + tables[j + 1][spare - extra * demand.level] == tables[j][spare]
        )
        extras.append(extra)
        spare -= extra * demand.level
    return extras
