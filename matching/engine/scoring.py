"""Fits, leads, bands and receipts of one profile against every role of a release."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.engine.closure import close
from matching.engine.types import TOP_LEVEL, CatalogueSpec, Line, Requirement, RoleScore, RoleSpec, check_whole

_LEVELS = TOP_LEVEL + 1  # 0 to 5
_STRETCH_FROM = 4_000
_NEARLY_THERE_FROM = 6_500
READY_FROM = 8_000

_Scalar = TypeVar("_Scalar", bound=np.generic)
_Sources = tuple[tuple[tuple[int, str], ...], ...]
_Levels = npt.NDArray[np.uint8]
_Whole = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One requirement in its place on the receipt: the column of its skill, and its line for what is held.

    `lines[via][have]`: every line that can come up is made beforehand, since making them anew is what a score with
    receipts would spend most of its time on.
    """

    column: int
    lines: Mapping[str | None, tuple[Line, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A release as tables, made once by `compile_catalogue` and never changed (the arrays are read-only).

    With S skills, D of them asked by some role, R roles and N requirements in all:

    - `closure` (6 S x D): row `row_of[skill, level]` holds the level that this claim alone gives for each asked skill;
      the effective levels E (D) are the greatest of the rows claimed, column by column;
    - `columns` (N), `needs` (N), `points_per_level` (N), `essential` (N): the requirements, role by role, as the column
      of the skill in E, q_j, s_j and whether it is a must-have; those of role r start at `starts[r]` (R).

    `roles` are in the order of their slugs, as are the columns.
    """

    spec: CatalogueSpec
    roles: tuple[RoleSpec, ...]
    slugs: tuple[str, ...]
    by_title: tuple[int, ...]
    must_haves_of: tuple[int, ...]
    asked_skills: tuple[str, ...]
    sources: _Sources
    receipts: tuple[tuple[_Asked, ...], ...]
    row_of: Mapping[tuple[str, int], int]
    closure: _Levels
    columns: _Indices
    needs: _Levels
    points_per_level: _Whole
    essential: npt.NDArray[np.bool_]
    starts: _Indices


def compile_catalogue(spec: CatalogueSpec) -> Compiled:
    """Turn a release into tables for `score`, `fits`, `ranking` and `rankings`.

    Takes time and memory in proportion to 6 x skills x asked skills bytes; meant for hundreds of skills, once per
    release and process. Raises ValueError when `spec.near` is not closed: effective levels would depend on it.
    """
    if set(close(spec.near)) != set(spec.near):
        raise ValueError("the near relations are not closed: pass them through close() first")
    roles = tuple(sorted(spec.roles, key=lambda role: role.slug))
    asked_skills = tuple(sorted({asked.skill for role in roles for asked in role.requirements}))
    column_of = {skill: column for column, skill in enumerate(asked_skills)}
    row_of = {(skill, level): at * _LEVELS + level for at, skill in enumerate(spec.skills) for level in range(_LEVELS)}
    sources = _sources(spec, column_of)
    requirements = [asked for role in roles for asked in role.requirements]
    return Compiled(
        spec=spec,
        roles=roles,
        slugs=tuple(role.slug for role in roles),
        by_title=tuple(sorted(range(len(roles)), key=lambda at: (roles[at].title.casefold(), roles[at].slug))),
        must_haves_of=tuple(sum(asked.essential for asked in role.requirements) for role in roles),
        asked_skills=asked_skills,
        sources=sources,
        receipts=tuple(_receipt(role, column_of, sources) for role in roles),
        row_of=row_of,
        closure=_closure_table(spec, row_of, column_of),
        columns=_array((column_of[asked.skill] for asked in requirements), np.intp),
        needs=_array((asked.level for asked in requirements), np.uint8),
        points_per_level=_array((asked.points_per_level for asked in requirements), np.int32),
        essential=_array((asked.essential for asked in requirements), np.bool_),
        starts=_array(_starts(roles), np.intp),
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

    Source: coverage as in weighted set cover, over a (max,+) closure: S. Gaubert, M. Plus, "Methods and applications of
    (max,+) linear algebra", STACS 1997.
    """
    effective = effective_levels(compiled, levels)
    receipts = _receipts(compiled, effective, levels)
    met = _must_haves_met(compiled, effective)
    known = _points(compiled, _claims_in_full(compiled, effective, levels))
    at_best = _unclaimed_in_full(compiled, levels)
    highest = _points(compiled, at_best)
    met_at_best = _must_haves_met(compiled, at_best)
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
            highest_band=band(highest[at], met_at_best[at], compiled.must_haves_of[at]),
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
    return dict(zip(compiled.slugs, _points(compiled, effective_levels(compiled, levels)), strict=True))


def ranking(compiled: Compiled, levels: Mapping[str, int]) -> tuple[tuple[str, int | None, int | None], ...]:
    """(role, fit, lead) in the order of `score` (and with its errors), without receipts."""
    effective = effective_levels(compiled, levels)
    met = _must_haves_met(compiled, effective)
    return tuple((compiled.slugs[at], fit, lead) for at, fit, lead in _standings(compiled, levels, effective, met))


def rankings(
    compiled: Compiled, profiles: Sequence[Mapping[str, int]]
) -> tuple[tuple[tuple[str, int | None, int | None], ...], ...]:
    """`ranking` of each profile, in their order: the same values and errors, with the sums of all made at once.

    P profiles take P x N bytes a few times over for N requirements; meant for thousands at a time.

    >>> from matching.engine.types import Requirement, RoleSpec
    >>> roles = (RoleSpec("analyst", "Analyst", 0, (Requirement("sql", 4, essential=True, points_per_level=2_500),)),)
    >>> rankings(compile_catalogue(CatalogueSpec(("sql",), (), roles, min_claims=0)), [{"sql": 2}, {}])
    ((('analyst', 5000, 5000),), (('analyst', None, None),))
    """
    if not profiles:
        return ()
    effective = reached(compiled, profiles)
    points, met = _points_of_many(compiled, effective), _must_haves_met_of_many(compiled, effective)
    return tuple(
        tuple((compiled.slugs[at], fit, lead) for at, fit, lead in _ranked(compiled, levels, own_points, own_met))
        for levels, own_points, own_met in zip(profiles, points, met, strict=True)
    )


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
    if fit >= READY_FROM and must_haves_met == must_haves_of:
        return "ready"
    return "nearly-there"


def _standings(
    compiled: Compiled, levels: Mapping[str, int], effective: _Levels, met: list[int]
) -> list[tuple[int, int | None, int | None]]:
    """(index of role, fit, lead), best first; by title where nothing is claimed."""
    return _ranked(compiled, levels, _points(compiled, effective), met)


def _ranked(
    compiled: Compiled, levels: Mapping[str, int], points: list[int], met: list[int]
) -> list[tuple[int, int | None, int | None]]:
    if not levels:
        return [(at, None, None) for at in compiled.by_title]
    typicals_count = sum(map(bool, levels.values())) >= compiled.spec.min_claims
    leads = [fit - role.typical for fit, role in zip(points, compiled.roles, strict=True)] if typicals_count else points
    # Roles are in the order of their slugs, so the index is the last tie-break.
    best_first = sorted(range(len(points)), key=lambda at: (-leads[at], -points[at], -met[at], at))
    return [(at, points[at], leads[at]) for at in best_first]


def effective_levels(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """E_j of each asked skill: shape (D,)."""
    rows = claim_rows(compiled, levels)
    if not rows:
        return np.zeros(len(compiled.asked_skills), dtype=np.uint8)
    effective: _Levels = np.maximum.reduce(compiled.closure.take(rows, axis=0), axis=0)
    return effective


def reached(compiled: Compiled, profiles: Sequence[Mapping[str, int]]) -> _Levels:
    """E_j of each asked skill for each profile: shape (P, D), columns as `asked_skills`. At least one profile."""
    return np.stack([effective_levels(compiled, levels) for levels in profiles])


def index_of(compiled: Compiled, role: str) -> int:
    """The place of a role among `roles` and `slugs`. Raises ValueError for one that the release does not have."""
    try:
        return compiled.slugs.index(role)
    except ValueError:
        raise ValueError(f"unknown role {role!r}") from None


def asked_by(compiled: Compiled, role: int) -> slice:
    """Where the requirements of role `role` (its index) stand among `columns`, `needs` and the other tables of N."""
    return slice(*(*compiled.starts.tolist(), len(compiled.columns))[role : role + 2])


def _claims_in_full(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> _Levels:
    """Effective levels with every claimed skill at 5: they score what is known, because min(5, q) is all of q."""
    claimed = [skill in levels for skill in compiled.asked_skills]
    return np.where(claimed, np.uint8(TOP_LEVEL), effective)


def _unclaimed_in_full(compiled: Compiled, levels: Mapping[str, int]) -> _Levels:
    """Effective levels when every skill of the release without a claim is held at 5."""
    return effective_levels(compiled, dict.fromkeys(compiled.spec.skills, TOP_LEVEL) | dict(levels))


def claim_rows(compiled: Compiled, levels: Mapping[str, int]) -> list[int]:
    """The closure rows of the claims. Types are looked at first: True and 3.0 would find the rows of 1 and 3."""
    if set(map(type, levels.values())) <= {int}:
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


def _points(compiled: Compiled, held: _Levels) -> list[int]:
    """The sum of s_j min(E_j, q_j) for each role, given E."""
    counted = np.minimum(held.take(compiled.columns), compiled.needs)
    sums: list[int] = np.add.reduceat(compiled.points_per_level * counted, compiled.starts).tolist()
    return sums


def _points_of_many(compiled: Compiled, held: _Levels) -> list[list[int]]:
    """`_points` of each row of E: shape (P, D)."""
    counted = np.minimum(held.take(compiled.columns, axis=1), compiled.needs)
    sums: list[list[int]] = np.add.reduceat(compiled.points_per_level * counted, compiled.starts, axis=1).tolist()
    return sums


def _must_haves_met(compiled: Compiled, held: _Levels) -> list[int]:
    """How many must-haves have E_j >= q_j, for each role, given E."""
    met = compiled.essential & (held.take(compiled.columns) >= compiled.needs)
    counts: list[int] = np.add.reduceat(met, compiled.starts, dtype=np.intp).tolist()
    return counts


def _must_haves_met_of_many(compiled: Compiled, held: _Levels) -> list[list[int]]:
    met = compiled.essential & (held.take(compiled.columns, axis=1) >= compiled.needs)
    counts: list[list[int]] = np.add.reduceat(met, compiled.starts, axis=1, dtype=np.intp).tolist()
    return counts


def _receipts(compiled: Compiled, effective: _Levels, levels: Mapping[str, int]) -> list[tuple[Line, ...]]:
    have = effective.tolist()
    via = _via(compiled, have, levels)
    return [
        tuple([asked.lines[via[asked.column]][have[asked.column]] for asked in receipt])
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


def _receipt(role: RoleSpec, column_of: Mapping[str, int], sources: _Sources) -> tuple[_Asked, ...]:
    """The requirements of a role in the order of its receipt."""
    ordered = sorted(role.requirements, key=lambda asked: (not asked.essential, -asked.points_possible, asked.skill))
    columns = [column_of[asked.skill] for asked in ordered]
    return tuple(_Asked(at, _lines(asked, sources[at])) for asked, at in zip(ordered, columns, strict=True))


def _starts(roles: Sequence[RoleSpec]) -> list[int]:
    """Where the requirements of each role start when those of all roles stand in a row."""
    ends = list(accumulate(len(role.requirements) for role in roles))
    return [0, *ends][: len(roles)]


def _lines(asked: Requirement, sources: Sequence[tuple[int, str]]) -> dict[str | None, tuple[Line, ...]]:
    """The lines of a requirement by what it is held through (None: itself), then by the level held."""
    distances: list[tuple[int, str | None]] = [(0, None), *sources]
    return {via: tuple(_line(asked, have, via) for have in range(_LEVELS - distance)) for distance, via in distances}


def _line(asked: Requirement, have: int, via: str | None) -> Line:
    return Line(
        skill=asked.skill,
        need=asked.level,
        have=have,
        via=via,
        points=asked.points_per_level * min(have, asked.level),
        points_possible=asked.points_possible,
        essential=asked.essential,
    )


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


def _sources(spec: CatalogueSpec, column_of: Mapping[str, int]) -> _Sources:
    """For each asked skill what else counts as it: (distance, skill), nearest first, then by slug."""
    found: list[list[tuple[int, str]]] = [[] for _ in column_of]
    for near in spec.near:
        if near.counts_as in column_of:
            found[column_of[near.counts_as]].append((near.distance, near.skill))
    return tuple(tuple(sorted(sources)) for sources in found)


def _array(values: Iterable[int], dtype: type[_Scalar]) -> npt.NDArray[_Scalar]:
    return _read_only(np.array(list(values), dtype=dtype))


def _read_only(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    array.flags.writeable = False
    return array
