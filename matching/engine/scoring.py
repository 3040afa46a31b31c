"""Fits, leads, bands and receipts of one profile against every role of a release."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from matching.engine.closure import close
from matching.engine.types import TOP_LEVEL, CatalogueSpec, Line, Requirement, RoleScore, RoleSpec, check_whole

_LEVELS = TOP_LEVEL + 1  # 0 to 5
_STRETCH_FROM = 4_000
_NEARLY_THERE_FROM = 6_500
_READY_FROM = 8_000

_Array = TypeVar("_Array", bound=npt.NDArray[Any])
_Levels = npt.NDArray[np.uint8]
_Points = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.intp]
_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One requirement in its place on the receipt: the column of its skill, and its line for each level held."""

    column: int
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
    slugs: tuple[str, ...]
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
        slugs=tuple(role.slug for role in roles),
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
    receipts = _receipts(compiled, effective, levels)
    met = _add_up(compiled.must_haves_met, compiled, effective)
    known = _add_up(compiled.points, compiled, _claims_in_full(compiled, effective, levels))
    highest = _add_up(compiled.points, compiled, _unclaimed_in_full(compiled, levels))
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
        for at, fit, lead in _standings(compiled, levels, effective, met)
    )


def fits(compiled: Compiled, levels: Mapping[str, int]) -> dict[str, int | None]:
    """The fit to each role, by slug, as `score` has it (and with its errors), without receipts and ranks.

    All None without any claim.
    """
    if not levels:
        return dict.fromkeys(compiled.slugs)
    return dict(zip(compiled.slugs, _add_up(compiled.points, compiled, _effective(compiled, levels)), strict=True))


def ranking(compiled: Compiled, levels: Mapping[str, int]) -> tuple[tuple[str, int | None, int | None], ...]:
    """(role, fit, lead) in the order of `score` (and with its errors), without receipts."""
    effective = _effective(compiled, levels)
    met = _add_up(compiled.must_haves_met, compiled, effective)
    return tuple((compiled.slugs[at], fit, lead) for at, fit, lead in _standings(compiled, levels, effective, met))


def band(fit: int, must_haves_met: int, must_haves_of: int) -> str:
    """Which band a fit (in hundredths) is in; 80.00 and more without every must-have stays `nearly-there`.

    >>> [band(fit, 2, 2) for fit in (3_999, 4_000, 6_499, 6_500, 7_999, 8_000)]
    ['explore', 'stretch', 'stretch', 'nearly-there', 'nearly-there', 'ready']
    >>> band(10_000, 1, 2)
    'nearly-there'
    """
    if fit < _STRETCH_FROM:
        return "explore"
    if fit < _NEARLY_THERE_FROM:
        return "stretch"
    if fit >= _READY_FROM and must_haves_met == must_haves_of:
        return "ready"
    return "nearly-there"


def _standings(
    compiled: Compiled, levels: Mapping[str, int], effective: _Levels, met: list[int]
) -> list[tuple[int, int | None, int | None]]:
    """(index of role, fit, lead), best first; by title where nothing is claimed."""
    if not levels:
        return [(at, None, None) for at in compiled.by_title]
    points = _add_up(compiled.points, compiled, effective)
    typicals_count = sum(map(bool, levels.values())) >= compiled.spec.min_claims
    leads = [fit - role.typical for fit, role in zip(points, compiled.roles, strict=True)] if typicals_count else points
    # Roles are in the order of their slugs, so the index is the last tie-break.
    best_first = sorted(range(len(points)), key=lambda at: (-leads[at], -points[at], -met[at], at))
    return [(at, points[at], leads[at]) for at in best_first]


def _effective(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j of each asked skill: shape (D,)."""
    rows = _rows(compiled, levels)
    if not rows:
        return np.zeros(len(compiled.asked_skills), dtype=np.uint8)
    return np.maximum.reduce(compiled.closure.take(rows, axis=0), axis=0)


def _claims_in_full(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> _Levels:
    """Effective levels with every claimed skill at 5: they score what is known, because min(5, q) is all of q."""
    claimed = [skill in levels for skill in compiled.asked_skills]
    return np.where(claimed, np.uint8(TOP_LEVEL), effective)


def _unclaimed_in_full(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """Effective levels when every skill of the release without a claim is held at 5."""
    return _effective(compiled, dict.fromkeys(compiled.spec.skills, TOP_LEVEL) | dict(levels))


def _rows(compiled: Compiled, levels: Mapping[str, int]) -> list[int]:
    """The closure rows of the claims. Types are looked at first: True and 3.0 would find the rows of 1 and 3."""
    if all(type(level) is int for level in levels.values()):
        try:
            return [compiled.row_of[claim] for claim in levels.items()]
        except KeyError:
            pass
    raise _fault(compiled, levels)


def _fault(compiled: Compiled, levels: Mapping[str, int]) -> Exception:
    """What is wrong with `levels`, told of the first skill in their order that is at fault."""
    for skill, level in levels.items():
        if (skill, 0) not in compiled.row_of:
            return ValueError(f"unknown skill {skill!r}")
        try:
            check_whole(f"level of {skill}", level, 0, TOP_LEVEL)
        except (TypeError, ValueError) as error:
            return error
    raise AssertionError("a fault was looked for where there is none")


def _add_up(table: _Points, compiled: Compiled, effective: _Levels) -> list[int]:
    """One number per role: the sum over the asked skills of the table's rows at these levels."""
    return np.add.reduce(table.take(compiled.first_rows + effective, axis=0), axis=0, dtype=table.dtype).tolist()


def _receipts(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> list[tuple[Line, ...]]:
    have = effective.tolist()
    via = _via(compiled, have, levels)
    return [
        tuple(
            asked.lines[have[asked.column]]
            if via[asked.column] is None
            else replace(asked.lines[have[asked.column]], via=via[asked.column])
            for asked in receipt
        )
        for receipt in compiled.receipts
    ]


def _via(compiled: Compiled, have: list[int], levels: Mapping[str, int]) -> list[str | None]:
    """For each asked skill the one that its level is held through; None where its own claim gives as much.

    Sources are sorted by distance, then slug, so the first that reaches the effective level is the one to name.
    """
    return [
        None
        if levels.get(skill, 0) == held
        else next(source for distance, source in sources if levels.get(source, 0) - distance == held)
        for skill, held, sources in zip(compiled.asked_skills, have, compiled.sources, strict=True)
    ]


def _receipt(role: RoleSpec, column_of: Mapping[str, int]) -> tuple[_Asked, ...]:
    """The requirements of a role in the order of its receipt."""
    ordered = sorted(role.requirements, key=lambda asked: (not asked.essential, -asked.points_possible, asked.skill))
    return tuple(
        _Asked(column=column_of[asked.skill], lines=tuple(_line(asked, have) for have in range(_LEVELS)))
        for asked in ordered
    )


def _line(asked: Requirement, have: int) -> Line:
    return Line(
        skill=asked.skill,
        need=asked.level,
        have=have,
        via=None,
        points=_points(asked, have),
        points_possible=asked.points_possible,
        essential=asked.essential,
    )


def _points(asked: Requirement, have: int) -> int:
    return asked.points_per_level * min(have, asked.level)


def _points_tables(roles: tuple[RoleSpec, ...], column_of: Mapping[str, int]) -> tuple[_Points, _Points]:
    """The tables `points` and `must_haves_met` of Compiled."""
    points = np.zeros((len(column_of) * _LEVELS, len(roles)), dtype=np.int32)
    must_haves_met = np.zeros_like(points)
    for at, role in enumerate(roles):
        for asked in role.requirements:
            for have in range(_LEVELS):
                row = column_of[asked.skill] * _LEVELS + have
                points[row, at] = _points(asked, have)
                must_haves_met[row, at] = asked.essential and have >= asked.level
    return _read_only(points), _read_only(must_haves_met)


def _closure_table(spec: CatalogueSpec, row_of: Mapping[tuple[str, int], int], column_of: Mapping[str, int]) -> _Levels:
    """The table `closure` of Compiled."""
    table = np.zeros((len(row_of), len(column_of)), dtype=np.uint8)
    itself = ((skill, skill, 0) for skill in spec.skills)
    others = ((near.skill, near.counts_as, near.distance) for near in spec.near)
    for skill, counts_as, distance in (*itself, *others):
        if counts_as in column_of:
            for level in range(distance + 1, _LEVELS):
                table[row_of[skill, level], column_of[counts_as]] = level - distance
    return _read_only(table)


def _sources(spec: CatalogueSpec, column_of: Mapping[str, int]) -> tuple[tuple[tuple[int, str], ...], ...]:
    """For each asked skill what else counts as it: (distance, skill), nearest first, then by slug."""
    found: list[list[tuple[int, str]]] = [[] for _ in column_of]
    for near in spec.near:
        if near.counts_as in column_of:
            found[column_of[near.counts_as]].append((near.distance, near.skill))
    return tuple(tuple(sorted(sources)) for sources in found)


def _read_only(array: _Array) -> _Array:
    array.flags.writeable = False
    return array
