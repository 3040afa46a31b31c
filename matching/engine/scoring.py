"""Fits, leads, bands and receipts of one profile against every role of a release."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from matching.engine.closure import close, closure_of
from matching.engine.columns import Column, columns_of
from matching.engine.receipts import Receipts, receipts_of
from matching.engine.types import (
    TOP_LEVEL,
    USUAL_COUNTS_FROM,
    CatalogueSpec,
    RoleScore,
    RoleSpec,
    check_whole,
)

_LEVELS = TOP_LEVEL + 1  # 0 to 5
_STRETCH_FROM = 3_000
_NEARLY_THERE_FROM = 5_000
READY_FROM = 7_500
CLOSE_WITHIN = 500  # of the first role's lead, once the usual fits count in full

_Scalar = TypeVar("_Scalar", bound=np.generic)
_Levels = npt.NDArray[np.uint8]
_Whole = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.intp]


class Ranked(NamedTuple):
    """A role in its place: fit and lead in hundredths (None without claims), and whether it is close to the first."""

    role: str
    fit: int | None
    lead: int | None
    close: bool


Standing = tuple[int, int | None, int | None, int | None, bool]  # role's index, fit, usual as it counts, lead, close


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A release as tables, made once by `compile_catalogue` and never changed (the arrays are read-only).

    With S skills, D of them asked by some role, R roles and N requirements in all:

    - `closure` (6 S x D): row `row_of[skill, level]` holds the level that this claim alone gives for each asked skill;
      the effective levels E (D) are the greatest of the rows claimed, column by column;
    - `columns` (N), `needs` (N), `shares` (N), `essential` (N): the requirements, role by role, as the column of the
      skill in E, q_j, s_j and whether it is a must-have; those of role r start at `starts[r]` (R);
    - `at_top` (S x D): the rows of `closure` for claims at 5, in the order of `spec.skills`;
    - `receipts`: what receipts are made of;
    - `bulk` (D): the same as `closure` and the requirements, in the form that `bulk` works through.

    `roles` and columns are in slug order.
    """

    spec: CatalogueSpec
    roles: tuple[RoleSpec, ...]
    slugs: tuple[str, ...]
    by_title: tuple[int, ...]
    usual: tuple[int, ...]
    must_haves_of: tuple[int, ...]
    asked_skills: tuple[str, ...]
    column_of: Mapping[str, int]
    receipts: Receipts
    row_of: Mapping[tuple[str, int], int]
    closure: _Levels
    at_top: _Levels
    columns: _Indices
    needs: _Levels
    shares: _Whole
    essential: npt.NDArray[np.bool_]
    starts: _Indices
    bulk: tuple[Column, ...]


def compile_catalogue(spec: CatalogueSpec) -> Compiled:
    """Turn a release into tables for `score`, `fits`, `ranking` and `bulk`.

    Takes time and memory in proportion to 6 x skills x asked skills bytes; meant for hundreds of skills, once per
    release and process. Raises ValueError if `spec.near` is not closed, because effective levels would depend on it, or
    if a claim would raise its own skill (`closure.self_raising`).
    """
    if set(close(spec.near)) != set(spec.near):
        raise ValueError("the near relations are not closed: pass them through close() first")
    roles = tuple(sorted(spec.roles, key=lambda role: role.slug))
    asked_skills = tuple(sorted({asked.skill for role in roles for asked in role.requirements}))
    column_of = {skill: column for column, skill in enumerate(asked_skills)}
    row_of = {(skill, level): at * _LEVELS + level for at, skill in enumerate(spec.skills) for level in range(_LEVELS)}
    closure = _closure_table(spec, row_of, column_of)
    requirements = [asked for role in roles for asked in role.requirements]
    columns = _array((column_of[asked.skill] for asked in requirements), np.intp)
    needs = _array((asked.level for asked in requirements), np.uint8)
    shares = _array((asked.share for asked in requirements), np.int32)
    essential = _array((asked.essential for asked in requirements), np.bool_)
    starts = _array(_starts(roles), np.intp)
    return Compiled(
        spec=spec,
        roles=roles,
        slugs=tuple(role.slug for role in roles),
        by_title=tuple(sorted(range(len(roles)), key=lambda at: (roles[at].title.casefold(), roles[at].slug))),
        usual=tuple(role.usual for role in roles),
        must_haves_of=tuple(sum(asked.essential for asked in role.requirements) for role in roles),
        asked_skills=asked_skills,
        column_of=column_of,
        receipts=receipts_of(spec, roles, asked_skills, closure),
        row_of=row_of,
        closure=closure,
        at_top=_read_only(np.ascontiguousarray(closure[TOP_LEVEL::_LEVELS])),
        columns=columns,
        needs=needs,
        shares=shares,
        essential=essential,
        starts=starts,
        bulk=columns_of(closure, columns, needs, shares, essential, starts),
    )


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

    >>> from matching.engine.types import Implied, Near, Requirement, RoleSpec
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
    effective = effective_columns(compiled, levels)
    receipts = compiled.receipts.of(effective.tolist(), levels)
    met = _must_haves_met(compiled, effective)
    known = points_of(compiled, _claims_in_full(compiled, effective, levels))
    at_best = _unclaimed_in_full(compiled, effective, levels)
    highest = points_of(compiled, at_best)
    met_at_best = _must_haves_met(compiled, at_best)
    return tuple(
        RoleScore(
            role=compiled.roles[at].slug,
            title=compiled.roles[at].title,
            fit=fit,
            usual=usual,
            lead=lead,
            close=close,
            known=known[at],
            must_haves_met=met[at],
            must_haves_of=compiled.must_haves_of[at],
            band=None if fit is None else band(fit, met[at], compiled.must_haves_of[at]),
            highest=highest[at],
            highest_band=band(highest[at], met_at_best[at], compiled.must_haves_of[at]),
            receipt=receipts[at],
        )
        for at, fit, usual, lead, close in _standings(compiled, levels, points_of(compiled, effective), met)
    )


def fits(compiled: Compiled, levels: Mapping[str, int]) -> dict[str, int | None]:
    """The fit to each role, by slug, as `score` gives it (and with its errors), without receipts or ranks.

    All None without any claim.
    """
    if not levels:
        return dict.fromkeys(compiled.slugs)
    return dict(zip(compiled.slugs, points_of(compiled, effective_columns(compiled, levels)), strict=True))


def fit_and_band(compiled: Compiled, levels: Mapping[str, int], role: str) -> tuple[int, str]:
    """The fit and the band of one role, as `score` gives them (and with its errors); without claims a fit of 0."""
    effective, at = effective_columns(compiled, levels), index_of(compiled, role)
    fit, met = points_of(compiled, effective)[at], _must_haves_met(compiled, effective)[at]
    return fit, band(fit, met, compiled.must_haves_of[at])


def ranking(compiled: Compiled, levels: Mapping[str, int]) -> tuple[Ranked, ...]:
    """Roles, fits and leads in the order of `score` (and with its errors), without receipts."""
    effective = effective_columns(compiled, levels)
    return _ranking(compiled, levels, points_of(compiled, effective), _must_haves_met(compiled, effective))


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


def _ranking(
    compiled: Compiled, levels: Mapping[str, int], points: Sequence[int], met: Sequence[int]
) -> tuple[Ranked, ...]:
    return tuple(
        [
            Ranked(compiled.slugs[at], fit, lead, close)
            for at, fit, _, lead, close in _standings(compiled, levels, points, met)
        ]
    )


def _standings(
    compiled: Compiled, levels: Mapping[str, int], points: Sequence[int], met: Sequence[int]
) -> list[Standing]:
    """Every role, best first, given the points and must-haves met of each; by title if nothing is claimed.

    Leads are compared exactly, as USUAL_COUNTS_FROM times their value: whole numbers.
    """
    if not levels:
        return [(at, None, None, None, False) for at in compiled.by_title]
    counted = min(max(points, default=0), USUAL_COUNTS_FROM)
    usual = compiled.usual
    exact = [USUAL_COUNTS_FROM * fit - of * counted for fit, of in zip(points, usual, strict=True)]
    border = max(exact, default=0) - CLOSE_WITHIN * counted
    # One whole number for all that decides: no fit exceeds 10,000, and no receipt has a thousand lines. Roles are in
    # the order of their slugs, so the index is the last tie-break.
    roles = len(exact)
    places = range(roles - 1, -1, -1)
    ranked = zip(exact, points, met, places, strict=True)
    keys = [((one * 10_001 + fit) * 1_000 + musts) * roles + place for one, fit, musts, place in ranked]
    keys.sort(reverse=True)
    found: list[Standing] = []
    for key in keys:
        at = roles - 1 - key % roles
        fit, of = points[at], usual[at] * counted // USUAL_COUNTS_FROM
        found.append((at, fit, of, fit - of, exact[at] >= border))
    return found


def effective_columns(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j of each asked skill: shape (D,)."""
    rows = claim_rows(compiled, levels.items())
    if not rows:
        return np.zeros(len(compiled.asked_skills), dtype=np.uint8)
    effective: _Levels = np.maximum.reduce(compiled.closure.take(rows, axis=0), axis=0)
    return effective


def index_of(compiled: Compiled, role: str) -> int:
    """The index of a role in `roles` and `slugs`. Raises ValueError for one that the release does not have."""
    try:
        return compiled.slugs.index(role)
    except ValueError:
        raise ValueError(f"unknown role {role!r}") from None


def asked_by(compiled: Compiled, role: int) -> slice:
    """The slice of `columns`, `needs` and the other tables of N with the requirements of role `role` (its index)."""
    ends = [*compiled.starts[1:].tolist(), len(compiled.columns)]
    return slice(int(compiled.starts[role]), ends[role])


def _claims_in_full(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> _Levels:
    """Effective levels with every claimed skill at 5: their points are what is known, because min(5, q) is all of q."""
    known = effective.copy()
    known[[compiled.column_of[skill] for skill in levels if skill in compiled.column_of]] = TOP_LEVEL
    return known


def _unclaimed_in_full(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> _Levels:
    """Effective levels when every skill of the release without a claim is held at 5 as well."""
    best = np.full_like(effective, TOP_LEVEL)  # what is asked and not claimed is held at 5 itself
    asked = [compiled.column_of[skill] for skill in levels if skill in compiled.column_of]
    given = compiled.at_top[:, asked]
    given[[compiled.row_of[skill, 0] // _LEVELS for skill in levels]] = 0
    best[asked] = np.maximum(effective[asked], given.max(axis=0, initial=0))
    return best


def claim_rows(compiled: Compiled, claims: Collection[tuple[str, int]]) -> list[int]:
    """The closure rows of claims. Types are checked first: True and 3.0 would find the rows of 1 and 3."""
    if {type(level) for _, level in claims} <= {int}:
        try:
            return [compiled.row_of[claim] for claim in claims]
        except KeyError:
            pass
    raise _fault(compiled, claims)


def _fault(compiled: Compiled, claims: Iterable[tuple[str, int]]) -> Exception:
    """The error to raise for `claims`, about the first one that is at fault."""
    for skill, level in claims:
        if (skill, 0) not in compiled.row_of:
            return ValueError(f"unknown skill {skill!r}")
        try:
            check_whole(f"level of {skill}", level, 0, TOP_LEVEL)
        except (TypeError, ValueError) as error:
            return error
    raise AssertionError("there is nothing wrong with these claims")


def points_of(compiled: Compiled, held: _Levels) -> list[int]:
    """The sum of s_j min(E_j, q_j)^2 for each role, given E."""
    counted = np.minimum(held.take(compiled.columns), compiled.needs)
    sums: list[int] = np.add.reduceat(compiled.shares * (counted * counted), compiled.starts).tolist()
    return sums


def _must_haves_met(compiled: Compiled, held: _Levels) -> list[int]:
    """The number of must-haves with E_j >= q_j, for each role, given E."""
    met = compiled.essential & (held.take(compiled.columns) >= compiled.needs)
    counts: list[int] = np.add.reduceat(met, compiled.starts, dtype=np.intp).tolist()
    return counts


def _starts(roles: Sequence[RoleSpec]) -> list[int]:
    """The start of each role's requirements when those of all roles are in a row."""
    ends = list(accumulate(len(role.requirements) for role in roles))
    return [0, *ends][: len(roles)]


def _closure_table(spec: CatalogueSpec, row_of: Mapping[tuple[str, int], int], column_of: Mapping[str, int]) -> _Levels:
    """The table `closure` of Compiled."""
    closure = closure_of(spec)
    table = np.zeros((len(row_of), len(column_of)), dtype=np.uint8)
    for (skill, level), row in row_of.items():
        for given, held in closure.effective({skill: level}).items():
            if given == skill and held > level:
                raise ValueError(f"claiming {skill} at {level} would raise it to {held}")
            if given in column_of:
                table[row, column_of[given]] = held
    return _read_only(table)


def _array(values: Iterable[int], dtype: type[_Scalar]) -> npt.NDArray[_Scalar]:
    return _read_only(np.array(list(values), dtype=dtype))


def _read_only(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    array.flags.writeable = False
    return array
