"""Fits, leads, bands and receipts of one profile against every role of a release."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine.compiled import MUST_HAVE, MUST_HAVE_BITS, Compiled, claim_rows, index_of
from matching.engine.types import TOP_LEVEL, USUAL_COUNTS_FROM, RoleScore

_STRETCH_FROM = 3_000
_NEARLY_THERE_FROM = 5_000
READY_FROM = 7_500
CLOSE_WITHIN = 500  # of the first role's lead, once the usual fits count in full

_Levels = npt.NDArray[np.uint8]


class Ranked(NamedTuple):
    """A role in its place: fit and lead in hundredths (None without claims), and whether it is close to the first."""

    role: str
    fit: int | None
    lead: int | None
    close: bool


Standing = tuple[int, int | None, int | None, int | None, bool]  # role's index, fit, usual as it counts, lead, close


def score(compiled: Compiled, levels: Mapping[str, int]) -> tuple[RoleScore, ...]:
    """Every role's fit with its receipt, best lead first.

        E   = the levels that the claims give: own, implied, near           `closure.Closure.effective`
        fit = sum_j s_j min(E_j, q_j)^2                 s_j: one share of requirement j, q_j: level asked; hundredths
        known = sum_j s_j (q_j^2 if j is claimed, at 0 too, else min(E_j, q_j)^2)
        lead = fit - usual w                            w = min(best, 25.00) / 25.00, best: the greatest fit

    `levels` maps slugs of the release to 0-5; its order does not matter. Roles are ranked by the exact lead, fit and
    must-haves met (E_j >= q_j), each descending, then by slug; `usual` and `lead` show usual w rounded down to a
    hundredth. A role is close if its exact lead is within 5.00 w of the first one's. Receipts list must-haves first,
    then points possible descending, then slug. Without any claim, fit, usual, lead and band are None and roles are
    ordered by title; a single 0 is a claim.

    Raises ValueError for a skill that the release does not have or a level outside 0-5, TypeError for a level that is
    not an int (True and 3.0 are not).

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Implied, Near, Requirement, RoleSpec
    >>> spec = CatalogueSpec(
    ...     skills=("git", "pandas", "python", "r", "sql"),
    ...     near=(Near("r", "python", 2),),
    ...     implied=(Implied("pandas", 3, "python", 2),),
    ...     roles=(
    ...         RoleSpec("analyst", "Analyst", 1_000, (
    ...             Requirement("python", 4, essential=True, share=250),
    ...             Requirement("sql", 3, essential=True, share=400),
    ...             Requirement("git", 2, essential=False, share=600),
    ...         )),
    ...     ),
    ... )
    >>> [analyst] = score(compile_catalogue(spec), {"pandas": 3, "sql": 3})
    >>> analyst.fit, analyst.usual, analyst.lead, analyst.known, analyst.highest, analyst.band
    (4600, 1000, 3600, 4600, 10000, 'stretch')
    >>> [(line.skill, line.have, line.via, line.how, line.points) for line in analyst.receipt]
    [('python', 2, 'pandas', 'implied', 1000), ('sql', 3, None, None, 3600), ('git', 0, None, None, 0)]

    Source: coverage as in weighted set cover, over a closure of rules with one premise each (Horn rules), and (max,+)
    distances: S. Gaubert, M. Plus, "Methods and applications of (max,+) linear algebra", STACS 1997.
    """
    outcome = compiled.receipts.best(claim_rows(compiled, levels.items()))
    receipts = compiled.receipts.of(outcome)
    points, met = worth_of(compiled, _three_kinds(compiled, compiled.receipts.held(outcome), levels))
    known, highest = points[1], points[2]
    return tuple(
        [
            RoleScore(
                compiled.slugs[at],
                compiled.roles[at].title,
                fit,
                usual,
                lead,
                close,
                known[at],
                met[0][at],
                compiled.must_haves_of[at],
                None if fit is None else band(fit, met[0][at], compiled.must_haves_of[at]),
                highest[at],
                band(highest[at], met[2][at], compiled.must_haves_of[at]),
                receipts[at],
            )
            for at, fit, usual, lead, close in _standings(compiled, levels, points[0], met[0])
        ]
    )


def fits(compiled: Compiled, levels: Mapping[str, int]) -> dict[str, int | None]:
    """The fit to each role, by slug, as `score` gives it (and with its errors), without receipts or ranks.

    All None without any claim.
    """
    if not levels:
        return dict.fromkeys(compiled.slugs)
    points, _ = worth_of(compiled, effective_columns(compiled, levels))
    return dict(zip(compiled.slugs, points, strict=True))


def fit_and_band(compiled: Compiled, levels: Mapping[str, int], role: str) -> tuple[int, str]:
    """The fit and the band of one role, as `score` gives them (and with its errors); without claims a fit of 0."""
    at = index_of(compiled, role)
    points, met = worth_of(compiled, effective_columns(compiled, levels))
    return points[at], band(points[at], met[at], compiled.must_haves_of[at])


def ranking(compiled: Compiled, levels: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Roles, fits and leads in the order of `score` (and with its errors), without receipts."""
    if not levels:
        return tuple([Ranked(compiled.slugs[at], None, None, close=False) for at in compiled.by_title])
    points, met = worth_of(compiled, effective_columns(compiled, levels))
    border, order = _in_order(compiled, points, met)
    slugs, new = compiled.slugs, tuple.__new__  # Ranked itself takes longer than all else about a role
    return tuple(
        [
            new(Ranked, (slugs[-place], fit, -(-lead // USUAL_COUNTS_FROM), lead >= border))
            for lead, fit, _, place in order
        ]
    )


def band(fit: int, must_haves_met: int, must_haves_of: int) -> str:
    """The band of a fit (in hundredths), given how many must-haves are met.

    >>> [band(fit, 2, 2) for fit in (0, 7_499, 7_500)]
    ['nearly-there', 'nearly-there', 'ready']
    >>> [band(fit, 1, 2) for fit in (2_999, 3_000, 4_999, 5_000, 10_000)]
    ['explore', 'stretch', 'stretch', 'nearly-there', 'nearly-there']
    >>> band(5_000, 1, 3)
    'stretch'

    Without must-haves, as some job ads are, the fit alone decides:

    >>> [band(fit, 0, 0) for fit in (2_999, 3_000, 5_000, 7_500)]
    ['explore', 'stretch', 'nearly-there', 'ready']
    """
    if must_haves_met == must_haves_of and (must_haves_of or fit >= READY_FROM):
        return "ready" if fit >= READY_FROM else "nearly-there"
    if fit >= _NEARLY_THERE_FROM and 2 * must_haves_met >= must_haves_of:
        return "nearly-there"
    return "stretch" if fit >= _STRETCH_FROM else "explore"


def _standings(
    compiled: Compiled, levels: Mapping[str, int], points: Sequence[int], met: Sequence[int]
) -> list[Standing]:
    """Every role, best first, given the points and must-haves met of each; by title if nothing is claimed."""
    if not levels:
        return [(at, None, None, None, False) for at in compiled.by_title]
    border, order = _in_order(compiled, points, met)
    found: list[Standing] = []
    for exact, fit, _, place in order:
        lead = -(-exact // USUAL_COUNTS_FROM)
        found.append((-place, fit, fit - lead, lead, exact >= border))
    return found


def _in_order(
    compiled: Compiled, points: Sequence[int], met: Sequence[int]
) -> tuple[int, list[tuple[int, int, int, int]]]:
    """The least lead that is close, and the roles, best first: (lead, fit, must-haves met, -index).

    Leads are exact, USUAL_COUNTS_FROM times their value: whole numbers. In hundredths a lead is rounded up, because
    the usual fit that is taken off is rounded down. Roles are in the order of their slugs, so the index is the last
    tie-break.
    """
    counted = min(max(points, default=0), USUAL_COUNTS_FROM)
    roles = zip(points, met, compiled.usual, range(0, -len(points), -1), strict=True)
    order = sorted([(USUAL_COUNTS_FROM * fit - of * counted, fit, has, at) for fit, has, of, at in roles], reverse=True)
    return order[0][0] - CLOSE_WITHIN * counted if order else 0, order


def effective_columns(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j of each asked skill: shape (D,)."""
    rows = claim_rows(compiled, levels.items())
    if not rows:
        return np.zeros(len(compiled.asked_skills), dtype=np.uint8)
    effective: _Levels = np.maximum.reduce(compiled.closure.take(rows, axis=0))
    return effective


def _three_kinds(compiled: Compiled, held: _Levels, levels: Mapping[str, int]) -> _Levels:
    """Effective levels (3 x D): as held; with all that is claimed at 5; with all that is not claimed at 5 as well.

    The points of the second are what is known, because min(5, q) is all of q. The third is the best there can be.
    """
    claimed = [compiled.column_of[skill] for skill in levels if skill in compiled.column_of]
    kinds = np.empty((3, len(held)), dtype=np.uint8)
    kinds[:2] = held
    kinds[1, claimed] = kinds[2] = TOP_LEVEL
    kinds[2, claimed] = [_given_by_the_rest(compiled.at_top[column], levels) for column in claimed]
    np.maximum(kinds[2], held, out=kinds[2])
    return kinds


def _given_by_the_rest(givers: Sequence[tuple[int, str]], levels: Mapping[str, int]) -> int:
    """The most that a skill without a claim gives at 5."""
    for held, giver in givers:
        if giver not in levels:
            return held
    return 0


def worth_of(compiled: Compiled, held: _Levels) -> tuple[Any, Any]:
    """The points of each role, sum_j s_j min(E_j, q_j)^2, and its must-haves met, given E in the last axis: lists."""
    worth = compiled.worth.take(held.take(compiled.columns, axis=-1) + compiled.first)
    sums = np.add.reduceat(worth, compiled.starts, axis=-1)
    return (sums & (MUST_HAVE - 1)).tolist(), (sums >> MUST_HAVE_BITS).tolist()
