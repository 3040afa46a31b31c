"""The fewest hours by integer programming, the oracle of the planner. It shares no code with the engine.

    min  sum hours_r x_r
    with x_r <= x_n for each rung n that r needs
         x_r = 1 for each forced rung
         sum gains_r x_r >= missing
         x_r is 0 or 1

Solved by HiGHS: Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical Programming
Computation 10 (2018).
"""

from collections.abc import Collection, Mapping

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Rung = tuple[str, int]


def fewest(
    hours: Mapping[Rung, int],
    needs: Mapping[Rung, Collection[Rung]],
    gains: Mapping[Rung, int],
    missing: int,
    forced: Collection[Rung],
) -> int | None:
    """The fewest hours; None if nothing is enough. Rungs that `needs` names but does not list cannot be had."""
    if not needs:
        return None if missing > 0 or forced else 0
    column = {rung: at for at, rung in enumerate(needs)}
    if not column.keys() >= set(forced):
        return None
    rows, least = [], []
    for rung, direct in needs.items():
        for need in direct:
            # x_need - x_rung >= 0; a rung that cannot be had is always 0.
            rows.append({column[rung]: -1} | ({column[need]: 1} if need in column else {}))
            least.append(0)
    rows.append({column[rung]: gain for rung, gain in gains.items() if rung in column})
    least.append(missing)
    at, columns, values = [], [], []
    for number, row in enumerate(rows):
        at += [number] * len(row)
        columns += list(row)
        values += list(row.values())
    found = milp(
        np.array([hours[rung] for rung in needs]),
        constraints=LinearConstraint(csr_array((values, (at, columns)), (len(rows), len(needs))), lb=least),
        bounds=Bounds([int(rung in forced) for rung in needs], 1),
        integrality=1,
        options={"mip_rel_gap": 0},
    )
    if found.status == 2:
        return None
    assert found.status == 0, found.message
    taken = {rung for rung, share in zip(needs, found.x, strict=True) if round(share)}
    # HiGHS computes with fractions: what it takes has to be right in whole numbers too.
    assert taken >= set(forced)
    assert all(taken.issuperset(needs[rung]) for rung in taken)
    assert sum(gain for rung, gain in gains.items() if rung in taken) >= missing
    return sum(hours[rung] for rung in taken)
