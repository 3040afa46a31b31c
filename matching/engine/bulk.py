"""Fits of many profiles at once, bit-equal to `scoring` for each: levels as bytes, a row a skill, a column a profile.

    E_j = max over claims i of the level that i gives j       a byte operation or two for each pair (i, j)
    fit = sum_j s_j min(E_j, q_j)^2                           a multiply-add for each requirement, in 16 bits

Each is one pass over all profiles of a block; no fit exceeds 10,000, so 16 bits hold every sum. Only skills that some
role asks are worked out. `make bench` compares it with plain Python, polars, DuckDB and a copy of the same bytes.

Source: C. R. Harris et al., "Array programming with NumPy", Nature 585 (2020), for operations on whole columns.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine.columns import Column, Source
from matching.engine.compiled import Compiled, claim_rows
from matching.engine.scoring import CLOSE_WITHIN, Ranked
from matching.engine.types import TOP_LEVEL, USUAL_COUNTS_FROM

Codes = npt.NDArray[np.uint8]
Points = npt.NDArray[np.uint16]
Counts = npt.NDArray[np.uint8]

NO_CLAIM = 0  # the code of a skill that somebody has not spoken of; a level has the code above it
BLOCK = 65_536  # profiles: the rows in use then stay in the cache, and a call costs little of what it does
_CODES = TOP_LEVEL + 2
_FULL = 10_000


class Fits(NamedTuple):
    """The fits of P profiles to R roles, in hundredths and in the order of `Compiled.slugs`; must-haves met likewise.

    `points` and `met` are R x P. The fit of a profile without any claim is 0 here; `claimed` (P) is False for it.
    """

    points: Points
    met: Counts
    claimed: npt.NDArray[np.bool_]


def packed(compiled: Compiled, profiles: Iterable[Mapping[str, int]]) -> Codes:
    """The codes of profiles (P x S), each column a skill of the release in the order of `spec.skills`.

    Raises as `scoring.score` does for an unknown skill or a level that is not a whole number from 0 to 5.
    """
    rows = [claim_rows(compiled, levels.items()) for levels in profiles]
    codes = np.zeros((len(rows), len(compiled.spec.skills)), dtype=np.uint8)
    lengths = [len(row) for row in rows]
    claims = np.fromiter((claim for row in rows for claim in row), dtype=np.intp, count=sum(lengths))
    skills, levels = np.divmod(claims, TOP_LEVEL + 1)
    codes[np.repeat(np.arange(len(rows)), lengths), skills] = levels + 1
    return codes


def fits_of(compiled: Compiled, codes: Codes) -> Fits:
    """The fits of all profiles, given their codes (P x S). Raises ValueError for another shape or a code above 6.

    Codes whose columns lie in a row (Fortran's order) save a third of the time.
    """
    if codes.ndim != 2 or codes.shape[1] != len(compiled.spec.skills) or codes.dtype != np.uint8:
        raise ValueError(f"codes are P x {len(compiled.spec.skills)} bytes, not {codes.dtype} of {codes.shape}")
    if codes.size and int(codes.max()) >= _CODES:
        raise ValueError(f"a code is from 0 to {_CODES - 1}")
    roles, people = len(compiled.roles), len(codes)
    found = Fits(
        np.zeros((roles, people), dtype=np.uint16),
        np.zeros((roles, people), dtype=np.uint8),
        np.zeros(people, dtype=np.bool_),
    )
    for start in range(0, people, BLOCK):
        part = slice(start, start + BLOCK)
        block = np.ascontiguousarray(codes[part].T)
        np.not_equal(np.bitwise_or.reduce(block, axis=0), NO_CLAIM, out=found.claimed[part])
        _add_block(compiled.bulk, block, found.points[:, part], found.met[:, part])
    return found


def rankings(compiled: Compiled, profiles: Sequence[Mapping[str, int]]) -> tuple[tuple[Ranked, ...], ...]:
    """The `scoring.ranking` of each profile, in their order: the same values and errors, with all sums made at once.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
    >>> roles = (RoleSpec("analyst", "Analyst", 0, (Requirement("sql", 4, essential=True, share=625),)),)
    >>> for found in rankings(compile_catalogue(CatalogueSpec(("sql",), (), (), roles)), [{"sql": 2}, {}]):
    ...     print(*found)
    Ranked(role='analyst', fit=2500, lead=2500, close=True)
    Ranked(role='analyst', fit=None, lead=None, close=False)
    """
    found = fits_of(compiled, packed(compiled, profiles))
    unranked = tuple(Ranked(compiled.slugs[at], None, None, close=False) for at in compiled.by_title)
    if not compiled.roles:
        return ((),) * len(profiles)
    fits = found.points.T.astype(np.int64)
    counted = np.minimum(fits.max(axis=1, initial=0), USUAL_COUNTS_FROM)[:, np.newaxis]
    usual = np.array([role.usual for role in compiled.roles], dtype=np.int64) * counted
    exact = USUAL_COUNTS_FROM * fits - usual
    close = exact >= exact.max(axis=1, keepdims=True, initial=np.iinfo(np.int64).min) - CLOSE_WITHIN * counted
    leads = fits - usual // USUAL_COUNTS_FROM
    order = best_first(exact, fits, found.met.T)
    rows = zip(found.claimed.tolist(), order.tolist(), fits.tolist(), leads.tolist(), close.tolist(), strict=True)
    slugs = compiled.slugs
    return tuple(
        tuple([Ranked(slugs[at], fit[at], lead[at], near[at]) for at in places]) if claimed else unranked
        for claimed, places, fit, lead, near in rows
    )


def best_first(exact: npt.NDArray[np.int64], fits: npt.NDArray[np.int64], met: Counts) -> npt.NDArray[np.intp]:
    """The indices of the roles, best first, for each profile (P x R): by lead, fit, must-haves met, then by slug.

    The four are one whole number: leads times 2,500 reach from -25 to 25 million, fits from 0 to 10,000.
    """
    roles = exact.shape[1]
    key = (exact + USUAL_COUNTS_FROM * _FULL) * (_FULL + 1) + fits
    key = (key * (int(met.max(initial=0)) + 1) + met) * roles + np.arange(roles - 1, -1, -1)
    return np.argsort(-key, axis=1)


def _add_block(table: Sequence[Column], codes: Codes, points: Points, met: Counts) -> None:
    """Add what a block of profiles (S x P) has to `points` and `met`, which start at 0."""
    people = codes.shape[1]
    held, given, reached, greatest = (np.empty(people, dtype=np.uint8) for _ in range(4))
    squares, product = (np.empty(people, dtype=np.uint16) for _ in range(2))
    for column in table:
        held.fill(0)
        for source in column.sources:
            claimed = codes[source.rows[0]]
            for row in source.rows[1:]:
                claimed = np.maximum(claimed, codes[row], out=greatest)
            _give(claimed, source, given, reached)
            np.maximum(held, given, out=held)
        for demand in column.demands:
            np.minimum(held, demand.level, out=given)
            np.multiply(given, given, out=squares, dtype=np.uint16)
            for role, share in demand.shares:
                np.multiply(squares, np.uint16(share), out=product)
                points[role] += product
            if demand.essential:
                np.greater_equal(held, demand.level, out=reached.view(np.bool_))
                for role in demand.essential:
                    met[role] += reached


def _give(claimed: Codes, source: Source, given: Codes, reached: Codes) -> None:
    """Write the levels that the claims of a source give an asked skill into `given`."""
    if not source.steps:
        np.maximum(claimed, source.shift, out=given)
        np.subtract(given, source.shift, out=given)
        return
    given.fill(0)
    for threshold, more in source.steps:
        np.greater_equal(claimed, threshold, out=reached.view(np.bool_))
        if more > 1:
            np.multiply(reached, np.uint8(more), out=reached)
        np.add(given, reached, out=given)
