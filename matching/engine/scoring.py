"""Fits, leads, bands and receipts of one profile against every role of a release."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.engine.closure import close
from matching.engine.types import TOP_LEVEL, CatalogueSpec, Line, Requirement, RoleScore, RoleSpec, check_whole

_LEVELS = TOP_LEVEL + 1  # 0 to 5
_STRETCH_FROM = 4_000
_NEARLY_THERE_FROM = 6_500
_READY_FROM = 8_000

_Levels = npt.NDArray[np.uint8]
_Points = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.intp]
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One requirement in its place on the receipt: the column of its skill, and its line for each level held."""

    column: int
    skill: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A release as tables, made once by `compile_catalogue` and never changed (the arrays are read-only).

    With S skills, D of them asked by some role, and R roles:

    - `closure` (6 S x D, levels): row `row_of[skill, level]` holds what that one claim counts as for each asked skill,
      so E is the greatest of the rows claimed, column by column;
    - `points` and `must_haves_met` (6 D x R, hundredths and counts): row 6 column + E_j holds what that effective level
      is worth to each role, and whether it meets a must-have; the rows at E add up to fits and counts.

    `roles` are in the order of their slugs, as are the columns of the tables.
    """

    spec: CatalogueSpec
    roles: tuple[RoleSpec, ...]
    by_title: tuple[int, ...]
    must_haves_of: tuple[int, ...]
    row_of: Mapping[tuple[str, int], int]
    asked_skills: tuple[str, ...]
    sources: tuple[tuple[tuple[int, str], ...], ...]
    receipts: tuple[tuple[_Asked, ...], ...]
    closure: _Levels
    first_rows: _Indices
    points: _Points
    must_haves_met: _Points


def compile_catalogue(spec: CatalogueSpec) -> Compiled:
    """Turn a release into tables for `score`, `fits` and `ranking`.

    Takes time and memory in proportion to 6 x skills x asked skills bytes; meant for hundreds of skills, once per
    release and process. Raises ValueError when `spec.near` is not closed: effective levels would depend on it.
    """
    if set(close(spec.near)) != set(spec.near):
        raise ValueError("the near relations are not closed: pass them through close() first")
    roles = tuple(sorted(spec.roles, key=lambda role: role.slug))
    asked_skills = tuple(sorted({asked.skill for role in roles for asked in role.requirements}))
    column_of = {skill: column for column, skill in enumerate(asked_skills)}
    row_of = {(skill, level): at * _LEVELS + level for at, skill in enumerate(spec.skills) for level in range(_LEVELS)}
    points, must_haves_met = _points_tables(roles, column_of)
    return Compiled(
        spec=spec,
        roles=roles,
        by_title=tuple(sorted(range(len(roles)), key=lambda at: (roles[at].title.casefold(), roles[at].slug))),
        must_haves_of=tuple(sum(asked.essential for asked in role.requirements) for role in roles),
        row_of=row_of,
        asked_skills=asked_skills,
        sources=_sources(spec, column_of),
        receipts=tuple(_receipt(role, column_of) for role in roles),
        closure=_closure_table(spec, row_of, column_of),
        first_rows=_read_only(np.arange(len(asked_skills), dtype=np.intp) * _LEVELS),
        points=points,
        must_haves_met=must_haves_met,
    )


def score(compiled: Compiled, levels: Mapping[str, int]) -> tuple[RoleScore, ...]:
    """Every role's fit with its receipt, best lead first.

        E_j = max(0, max_i(L_i - d_ij))                 L_i: level claimed of skill i; d_ij: near distance, d_jj = 0
        fit = sum_j s_j min(E_j, q_j)                   s_j: points per level, q_j: level asked; hundredths of a point
        known = sum_j s_j (q_j if j is claimed, at 0 too, else min(E_j, q_j))
        lead = fit - typical                            typical counts as 0 under `min_claims` skills above level 0

    `levels` maps slugs of the release to 0-5; its order does not matter. Roles are ranked by lead, fit and must-haves
    met (E_j >= q_j), each descending, then by slug. Receipts list must-haves first, then points possible descending,
    then slug. Without any claim fit, lead and band are None and roles are ordered by title; a single 0 is a claim.

    Raises ValueError for a skill that the release does not have or a level outside 0-5, TypeError for a level that is
    no int (True and 3.0 are none).

    >>> from matching.engine.types import Near, Requirement, RoleSpec
    >>> spec = CatalogueSpec(
    ...     skills=("git", "python", "ruby", "sql"),
    ...     near=(Near("ruby", "python", 2),),
    ...     roles=(
    ...         RoleSpec("analyst", "Analyst", 0, (
    ...             Requirement("python", 4, essential=True, points_per_level=1_250),
    ...             Requirement("sql", 3, essential=True, points_per_level=1_112),
    ...             Requirement("git", 2, essential=False, points_per_level=832),
    ...         )),
    ...     ),
    ...     min_claims=0,
    ... )
    >>> [analyst] = score(compile_catalogue(spec), {"ruby": 5, "sql": 3})
    >>> analyst.fit, analyst.known, analyst.highest, analyst.band
    (7086, 7086, 10000, 'nearly-there')
    >>> [(line.skill, line.have, line.via, line.points) for line in analyst.receipt]
    [('python', 3, 'ruby', 3750), ('sql', 3, None, 3336), ('git', 0, None, 0)]

    Source: weighted coverage over a (max,+) closure; the two table look-ups are those of `Compiled`.
    """
    effective = _effective(compiled, levels)
    best_case = _best_case(compiled, levels)
    receipts = _receipts(compiled, effective, levels)
    known = _fits(compiled, _claims_in_full(compiled, effective, levels))
    highest = _fits(compiled, best_case)
    met = _must_haves_met(compiled, effective)
    standings: list[tuple[int, int, int]] | list[tuple[int, None, None]] = (
        _standings(compiled, levels, effective, met) if levels else [(at, None, None) for at in compiled.by_title]
    )
    return tuple(
        RoleScore(
            role=compiled.roles[at].slug,
            title=compiled.roles[at].title,
            fit=fit,
            lead=lead,
            known=known[at],
            must_haves_met=met[at],
            must_haves_of=compiled.must_haves_of[at],
            band=None if fit is None else band(fit, met[at], compiled.must_haves_of[at]),
            highest=highest[at],
            receipt=receipts[at],
        )
        for at, fit, lead in standings
    )


def fits(compiled: Compiled, levels: Mapping[str, int]) -> dict[str, int | None]:
    """Every role's fit in hundredths, by slug, without ranking or receipts; all None without any claim.

    The fast path of `score`: two table look-ups. Raises as `score` does.
    """
    effective = _effective(compiled, levels)
    if not levels:
        return {role.slug: None for role in compiled.roles}
    return {role.slug: fit for role, fit in zip(compiled.roles, _fits(compiled, effective), strict=True)}


def ranking(compiled: Compiled, levels: Mapping[str, int]) -> tuple[tuple[str, int | None, int | None], ...]:
    """(role, fit, lead) in the order of `score`, without receipts. Raises as `score` does."""
    effective = _effective(compiled, levels)
    if not levels:
        return tuple((compiled.roles[at].slug, None, None) for at in compiled.by_title)
    standings = _standings(compiled, levels, effective, _must_haves_met(compiled, effective))
    return tuple((compiled.roles[at].slug, fit, lead) for at, fit, lead in standings)


def band(fit: int, must_haves_met: int, must_haves_of: int) -> str:
    """How near a fit in hundredths is: explore < 40 <= stretch < 65 <= nearly-there; ready from 80 with all must-haves.

    >>> band(3_999, 0, 2), band(4_000, 0, 2), band(6_500, 0, 2), band(8_000, 2, 2), band(10_000, 1, 2)
    ('explore', 'stretch', 'nearly-there', 'ready', 'nearly-there')
    """
    if fit < _STRETCH_FROM:
        return "explore"
    if fit < _NEARLY_THERE_FROM:
        return "stretch"
    return "ready" if fit >= _READY_FROM and must_haves_met == must_haves_of else "nearly-there"


def _effective(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j for each asked skill: the greatest of the closure rows that the claims name."""
    try:
        rows = [compiled.row_of[claim] for claim in levels.items() if type(claim[1]) is int]
    except (KeyError, TypeError):
        rows = []
    if len(rows) != len(levels):
        _refuse(compiled, levels)
    if not rows:
        return np.zeros(len(compiled.asked_skills), dtype=np.uint8)
    effective: _Levels = compiled.closure[rows].max(axis=0)
    return effective


def _refuse(compiled: Compiled, levels: Mapping[str, int]) -> None:
    """Raise for the first claim that is none; called only where there is one."""
    for skill, level in levels.items():
        check_whole(f"level of {skill}", level, 0, TOP_LEVEL)
        if (skill, 0) not in compiled.row_of:
            raise ValueError(f"the release has no skill {skill!r}")


def _best_case(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j with every skill without a claim at level 5."""
    unclaimed = {skill: TOP_LEVEL for skill in compiled.spec.skills if skill not in levels}
    return _effective(compiled, {**levels, **unclaimed})


def _claims_in_full(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> _Levels:
    """E_j, but the top level wherever the skill has a claim: what `known` counts."""
    claimed = np.fromiter((skill in levels for skill in compiled.asked_skills), dtype=bool, count=len(effective))
    return np.where(claimed, np.uint8(TOP_LEVEL), effective)


def _fits(compiled: Compiled, effective: _Levels) -> list[int]:
    totals: list[int] = compiled.points[compiled.first_rows + effective].sum(axis=0).tolist()
    return totals


def _must_haves_met(compiled: Compiled, effective: _Levels) -> list[int]:
    met: list[int] = compiled.must_haves_met[compiled.first_rows + effective].sum(axis=0).tolist()
    return met


def _standings(
    compiled: Compiled, levels: Mapping[str, int], effective: _Levels, met: list[int]
) -> list[tuple[int, int, int]]:
    """(role's place in `compiled.roles`, fit, lead), best first."""
    typical_counts = sum(level > 0 for level in levels.values()) >= compiled.spec.min_claims
    fits_ = _fits(compiled, effective)
    leads = [fit - role.typical * typical_counts for fit, role in zip(fits_, compiled.roles, strict=True)]
    # Roles are in the order of their slugs, and the sort is stable: the last tie is broken by slug.
    order = sorted(range(len(fits_)), key=lambda at: (-leads[at], -fits_[at], -met[at]))
    return [(at, fits_[at], leads[at]) for at in order]


def _receipts(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> list[tuple[Line, ...]]:
    held = effective.tolist()
    via = [_via(compiled, column, level, levels) for column, level in enumerate(held)]
    return [
        tuple(
            asked.lines[held[asked.column]]
            if via[asked.column] is None
            else replace(asked.lines[held[asked.column]], via=via[asked.column])
            for asked in receipt
        )
        for receipt in compiled.receipts
    ]


def _via(compiled: Compiled, column: int, held: int, levels: Mapping[str, int]) -> str | None:
    """The skill that gives `held`: none where the person's own level does; of several, the nearest, then by slug."""
    if held == 0 or levels.get(compiled.asked_skills[column], 0) == held:
        return None
    return next(skill for distance, skill in compiled.sources[column] if levels.get(skill, 0) - distance == held)


def _points_tables(roles: tuple[RoleSpec, ...], column_of: Mapping[str, int]) -> tuple[_Points, _Points]:
    points = np.zeros((len(column_of) * _LEVELS, len(roles)), dtype=np.int32)
    met = np.zeros_like(points)
    for at, role in enumerate(roles):
        for asked in role.requirements:
            for level in range(_LEVELS):
                row = column_of[asked.skill] * _LEVELS + level
                points[row, at] = asked.points_per_level * min(level, asked.level)
                met[row, at] = asked.essential and level >= asked.level
    return _read_only(points), _read_only(met)


def _closure_table(spec: CatalogueSpec, row_of: Mapping[tuple[str, int], int], column_of: Mapping[str, int]) -> _Levels:
    table = np.zeros((len(row_of), len(column_of)), dtype=np.uint8)
    own = ((skill, skill, 0) for skill in spec.skills)
    near = ((one.skill, one.counts_as, one.distance) for one in spec.near)
    for skill, counts_as, distance in chain(own, near):
        if counts_as in column_of:
            for level in range(_LEVELS):
                table[row_of[skill, level], column_of[counts_as]] = max(0, level - distance)
    return _read_only(table)


def _sources(spec: CatalogueSpec, column_of: Mapping[str, int]) -> tuple[tuple[tuple[int, str], ...], ...]:
    """For each asked skill, the skills that count as it: (distance, slug), nearest first."""
    found: list[list[tuple[int, str]]] = [[] for _ in column_of]
    for near in spec.near:
        if near.counts_as in column_of:
            found[column_of[near.counts_as]].append((near.distance, near.skill))
    return tuple(tuple(sorted(one)) for one in found)


def _receipt(role: RoleSpec, column_of: Mapping[str, int]) -> tuple[_Asked, ...]:
    order = sorted(role.requirements, key=lambda asked: (not asked.essential, -asked.points_possible, asked.skill))
    return tuple(
        _Asked(column_of[asked.skill], asked.skill, tuple(_line(asked, level) for level in range(_LEVELS)))
        for asked in order
    )


def _line(asked: Requirement, have: int) -> Line:
    return Line(
        skill=asked.skill,
        need=asked.level,
        have=have,
        via=None,
        points=asked.points_per_level * min(have, asked.level),
        points_possible=asked.points_possible,
        essential=asked.essential,
    )


def _read_only(table: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
    table.setflags(write=False)
    return table
