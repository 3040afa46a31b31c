"""A release as tables, made once and then only read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from matching.engine.closure import close, closure_of
from matching.engine.columns import Column, columns_of
from matching.engine.receipts import Receipts, receipts_of
from matching.engine.types import TOP_LEVEL, CatalogueSpec, Requirement, RoleSpec, check_whole

LEVELS = TOP_LEVEL + 1  # 0 to 5
MUST_HAVE_BITS = 16  # in `worth`; no fit, and so no sum of points, needs as many
MUST_HAVE = 1 << MUST_HAVE_BITS

Levels = npt.NDArray[np.uint8]
_Scalar = TypeVar("_Scalar", bound=np.generic)
_Whole = npt.NDArray[np.int32]
_Indices = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A release as tables, made by `compile_catalogue` and never changed (the arrays are read-only).

    With S skills, D of them asked by some role, R roles and N requirements in all:

    - `closure` (6 S x D): row `row_of[skill, level]` holds the level that this claim alone gives for each asked skill;
      the effective levels E (D) are the greatest of the rows claimed, column by column;
    - `columns` (N), `needs` (N), `shares` (N), `essential` (N): the requirements, role by role, as the column of the
      skill in E, q_j, s_j and whether it is a must-have; those of role r start at `starts[r]` (R);
    - `worth` (6 N), `first` (N): from `first[n]` on, what each level, 0 to 5, is worth to requirement n: its points
      and, if it is a must-have that this level meets, MUST_HAVE;
    - `at_top` (D): for each asked skill, what other skills at 5 give it, with their slugs, the most first;
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
    closure: Levels
    at_top: tuple[tuple[tuple[int, str], ...], ...]
    columns: _Indices
    needs: Levels
    shares: _Whole
    essential: npt.NDArray[np.bool_]
    starts: _Indices
    worth: npt.NDArray[np.int64]
    first: _Indices
    bulk: tuple[Column, ...]


def compile_catalogue(spec: CatalogueSpec) -> Compiled:
    """Turn a release into tables for `score`, `fits`, `ranking` and `bulk`.

    Takes time and memory in proportion to 6 x skills x asked skills x 3 bytes; meant for hundreds of skills, once per
    release and process. Raises ValueError if `spec.near` is not closed, because effective levels would depend on it, or
    if a claim would raise its own skill (`closure.self_raising`).
    """
    if set(close(spec.near)) != set(spec.near):
        raise ValueError("the near relations are not closed: pass them through close() first")
    roles = tuple(sorted(spec.roles, key=lambda role: role.slug))
    requirements = [asked for role in roles for asked in role.requirements]
    asked_skills = tuple(sorted({asked.skill for asked in requirements}))
    column_of = {skill: column for column, skill in enumerate(asked_skills)}
    row_of = {(skill, level): at * LEVELS + level for at, skill in enumerate(spec.skills) for level in range(LEVELS)}
    closure = _closure_table(spec, row_of, column_of)
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
        at_top=_at_top(spec, asked_skills, closure[TOP_LEVEL::LEVELS]),
        columns=columns,
        needs=needs,
        shares=shares,
        essential=essential,
        starts=starts,
        worth=_array((_worth(asked, level) for asked in requirements for level in range(LEVELS)), np.int64),
        first=_array(range(0, LEVELS * len(requirements), LEVELS), np.intp),
        bulk=columns_of(closure, columns, needs, shares, essential, starts),
    )


def claim_rows(compiled: Compiled, claims: Collection[tuple[str, int]]) -> list[int]:
    """The closure rows of claims. Types are checked first: True and 3.0 would find the rows of 1 and 3.

    Raises ValueError for a skill that the release does not have or a level outside 0-5, TypeError for a level that is
    not an int.
    """
    if set(map(type, map(_LEVEL_OF, claims))) <= _INT:
        try:
            return list(map(compiled.row_of.__getitem__, claims))
        except KeyError:
            pass
    raise _fault(compiled, claims)


_LEVEL_OF = itemgetter(1)
_INT = {int}


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


def _starts(roles: Sequence[RoleSpec]) -> list[int]:
    """The start of each role's requirements when those of all roles are in a row."""
    ends = list(accumulate(len(role.requirements) for role in roles))
    return [0, *ends][: len(roles)]


def _closure_table(spec: CatalogueSpec, row_of: Mapping[tuple[str, int], int], column_of: Mapping[str, int]) -> Levels:
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


def _at_top(spec: CatalogueSpec, asked: Sequence[str], given: Levels) -> tuple[tuple[tuple[int, str], ...], ...]:
    """The table `at_top` of Compiled, from what each skill at 5 (S x D) gives."""
    return tuple(
        tuple(
            sorted(
                ((held, giver) for giver, held in zip(spec.skills, column, strict=True) if held and giver != skill),
                reverse=True,
            )
        )
        for skill, column in zip(asked, given.T.tolist(), strict=True)
    )


def _worth(asked: Requirement, level: int) -> int:
    return asked.points_at(level) + MUST_HAVE * (asked.essential and level >= asked.level)


def _array(values: Iterable[int], dtype: type[_Scalar]) -> npt.NDArray[_Scalar]:
    return _read_only(np.array(list(values), dtype=dtype))


def _read_only(array: npt.NDArray[_Scalar]) -> npt.NDArray[_Scalar]:
    array.flags.writeable = False
    return array
