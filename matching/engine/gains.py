"""The gain of a claim, for each fit or line by line for one: many claims at once, each weighed on its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.engine.compiled import Compiled, asked_by, claim_rows, index_of
from matching.engine.scoring import effective_columns


@dataclass(frozen=True, slots=True)
class Gain:
    """The hundredths that `skill`, held at `level`, adds to the fits `by_role`, without roles that gain nothing."""

    skill: str
    level: int
    by_role: Mapping[str, int]

    def over(self, roles: Collection[str]) -> int:
        """The hundredths that the fits of `roles` gain together."""
        return sum(points for role, points in self.by_role.items() if role in roles)


@dataclass(frozen=True, slots=True)
class Moved:
    """A line of a receipt that a claim lifts: by how many hundredths, and the effective level before and after."""

    skill: str
    points: int
    have: tuple[int, int]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The `points` hundredths that `skill`, held at `level`, adds to the fit of one role; `also` lists the other skills
    whose lines share in them, through near and implied skills, largest first."""

    skill: str
    level: int
    points: int
    also: tuple[Moved, ...]


def gains(compiled: Compiled, levels: Mapping[str, int], claims: Sequence[tuple[str, int]]) -> tuple[Gain, ...]:
    """The gain of each claim (skill, level) added to `levels`, each on its own; in the order of `claims`.

        gain_r(i, L) = sum_j s_j (min(max(E_j, C_j(i, L)), q_j)^2 - min(E_j, q_j)^2)          j: requirements of role r

    with C(i, L) the levels that this claim alone gives, near and implied skills included. Equal to scoring twice, with
    the claim raised and without, since E_j is the greatest of what each claim gives alone. A level at or below the one
    claimed adds nothing; a fit of None counts as 0. One pass over claims x requirements instead of a score for each.

    Raises ValueError for a skill that the release does not have or a level outside 0-5.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Near, Requirement, RoleSpec
    >>> asked = (Requirement("python", 4, True, 375), Requirement("sql", 4, True, 250))
    >>> near = (Near("ruby", "python", 2),)
    >>> spec = CatalogueSpec(("python", "ruby", "sql"), near, (), (RoleSpec("analyst", "Analyst", 0, asked),))
    >>> [ruby, sql] = gains(compile_catalogue(spec), {"sql": 2}, [("ruby", 5), ("sql", 3)])
    >>> ruby.by_role, sql.by_role
    ({'analyst': 3375}, {'analyst': 1250})
    """
    if not claims:
        return ()
    effective = effective_columns(compiled, levels)
    rows = claim_rows(compiled, claims)
    raised = np.maximum(compiled.closure.take(rows, axis=0), effective)
    counted = np.minimum(raised.take(compiled.columns, axis=1), compiled.needs)
    before = np.minimum(effective.take(compiled.columns), compiled.needs)
    squares = counted * counted - before * before
    added = np.add.reduceat(compiled.shares * squares, compiled.starts, axis=1)
    by_role: list[dict[str, int]] = [{} for _ in claims]
    gaining = np.nonzero(added)  # few: a skill moves a few roles
    for claim, role, points in zip(*(each.tolist() for each in (*gaining, added[gaining])), strict=True):
        by_role[claim][compiled.slugs[role]] = points
    return tuple([Gain(skill, level, found) for (skill, level), found in zip(claims, by_role, strict=True)])


def what_ifs(
    compiled: Compiled, levels: Mapping[str, int], role: str, claims: Sequence[tuple[str, int]]
) -> tuple[WhatIf, ...]:
    """The gain of each claim (skill, level) for the fit of one role, line by line; in the order of `claims`.

        points = sum_j s_j (min(max(E_j, C_j(i, L)), q_j)^2 - min(E_j, q_j)^2)               j: requirements of the role

    `gains` for that role, with the part of each line that moves. It comes true exactly: scored with the claim raised,
    these lines gain this much, the skill's own line gains the rest of `points`, and no other line moves.

    Raises ValueError for a role or a skill that the release does not have or a level outside 0-5.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Near, Requirement, RoleSpec
    >>> asked = (Requirement("python", 4, True, 375), Requirement("ruby", 2, False, 1_000))
    >>> near = (Near("ruby", "python", 1),)
    >>> spec = CatalogueSpec(("python", "ruby"), near, (), (RoleSpec("coder", "Coder", 0, asked),))
    >>> what_ifs(compile_catalogue(spec), {"ruby": 1}, "coder", [("ruby", 2)])
    (WhatIf(skill='ruby', level=2, points=3375, also=(Moved(skill='python', points=375, have=(0, 1)),)),)
    """
    asked = asked_by(compiled, index_of(compiled, role))
    if not claims:
        return ()
    columns, needs = compiled.columns[asked], compiled.needs[asked]
    skills = [compiled.asked_skills[column] for column in columns.tolist()]
    rows = claim_rows(compiled, claims)
    held = effective_columns(compiled, levels).take(columns)
    raised = np.maximum(compiled.closure.take(rows, axis=0).take(columns, axis=1), held)
    counted, before = np.minimum(raised, needs), np.minimum(held, needs)
    points = compiled.shares[asked] * (counted * counted - before * before)
    lines = [
        [Moved(*line) for line in zip(skills, each, zip(held.tolist(), after, strict=True), strict=True) if line[1]]
        for each, after in zip(points.tolist(), raised.tolist(), strict=True)
    ]
    return tuple(_what_if(skill, level, moved) for (skill, level), moved in zip(claims, lines, strict=True))


def _what_if(skill: str, level: int, moved: Sequence[Moved]) -> WhatIf:
    also = sorted((line for line in moved if line.skill != skill), key=lambda line: (-line.points, line.skill))
    return WhatIf(skill, level, sum(line.points for line in moved), tuple(also))
