"""The receipts of a score: for each requirement the level held, through which skill, and what that is worth.

An asked skill has a few outcomes: a level, and the claim that it comes from. They are numbered, the best first, and
within a level in the order in which givers are named: the skill itself, near ones, those that imply it. The least of
the numbers that the claims give is the outcome. Lines are made with the tables of a release, one for each outcome.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine.types import TOP_LEVEL, CatalogueSpec, How, Line, Requirement, RoleSpec

_LEVELS = TOP_LEVEL + 1

_Whole = npt.NDArray[np.unsignedinteger]


class _Giver(NamedTuple):
    """A skill that gives an asked one a level, and how; what is near gives `distance` levels less than its own."""

    skill: str
    how: How
    distance: int


class _Outcome(NamedTuple):
    held: int
    giver: _Giver | None  # None: the skill itself, or nothing


@dataclass(frozen=True, slots=True, eq=False)
class Receipts:
    """What the receipts of a release are made of.

    - `outcomes` (6 S x D): a row for each claim, as in `Compiled.closure`: the number of what it gives;
    - `nothing` (D): the number of holding nothing, the last one;
    - `levels` (D x most): the level held with each outcome;
    - `lines` (R): for each role its requirements in the order of the receipt: the column, and a line for each outcome.
    """

    outcomes: _Whole
    nothing: _Whole
    levels: npt.NDArray[np.uint8]
    lines: tuple[tuple[tuple[int, tuple[Line, ...]], ...], ...]

    def best(self, rows: Sequence[int]) -> _Whole:
        """The outcome for each asked skill (D), given the rows of the claims."""
        if not rows:
            return self.nothing
        best: _Whole = np.minimum.reduce(self.outcomes.take(rows, axis=0), axis=0)
        return best

    def held(self, best: _Whole) -> npt.NDArray[np.uint8]:
        """E_j of each asked skill (D), given its outcome."""
        return self.levels[np.arange(len(best)), best]

    def of(self, best: _Whole) -> list[tuple[Line, ...]]:
        """The receipt of each role, given the outcome for each asked skill."""
        found = best.tolist()
        return [tuple([lines[found[column]] for column, lines in receipt]) for receipt in self.lines]


def receipts_of(
    spec: CatalogueSpec, roles: Sequence[RoleSpec], skills: Sequence[str], closure: npt.NDArray[np.uint8]
) -> Receipts:
    """The receipts of a release, given its roles, its asked skills and the table `closure` of `Compiled`."""
    givers = _givers(spec, skills, closure[TOP_LEVEL::_LEVELS])
    columns = [_outcomes(spec, givers[skill], closure[:, column]) for column, skill in enumerate(skills)]
    most = max((len(found) for found, _ in columns), default=1)
    numbers, levels = np.zeros_like(closure, dtype=np.min_scalar_type(most)), np.zeros((len(skills), most), np.uint8)
    for column, (found, of_claims) in enumerate(columns):
        numbers[:, column] = of_claims
        levels[column, : len(found)] = [one.held for one in found]
    nothing = np.array([len(found) - 1 for found, _ in columns], dtype=numbers.dtype)
    for table in (numbers, nothing, levels):
        table.flags.writeable = False
    column_of = {skill: column for column, skill in enumerate(skills)}
    places = [[(column_of[asked.skill], asked) for asked in _ordered(role)] for role in roles]
    lines = tuple(
        tuple((column, tuple(_line(asked, one) for one in columns[column][0])) for column, asked in receipt)
        for receipt in places
    )
    return Receipts(numbers, nothing, levels, lines)


def _ordered(role: RoleSpec) -> list[Requirement]:
    return sorted(role.requirements, key=lambda one: (not one.essential, -one.points_possible, one.skill))


def _givers(spec: CatalogueSpec, skills: Sequence[str], at_top: npt.NDArray[np.uint8]) -> dict[str, tuple[_Giver, ...]]:
    """For each asked skill the others that give it a level, in the order in which they are named.

    Near skills first, the nearest first, then those that imply it, by slug; a skill may be both. `at_top` (S x D) is
    what each skill at 5 gives.
    """
    near: dict[str, list[_Giver]] = {skill: [] for skill in skills}
    for one in sorted(spec.near, key=lambda one: (one.distance, one.skill)):
        if one.counts_as in near:
            near[one.counts_as].append(_Giver(one.skill, "near", one.distance))
    found = {}
    for column, asked in enumerate(skills):
        others = sorted(spec.skills[at] for at in np.flatnonzero(at_top[:, column]).tolist())
        implied = [_Giver(other, "implied", 0) for other in others if other != asked]
        found[asked] = (*near[asked], *implied)
    return found


def _outcomes(
    spec: CatalogueSpec, givers: Sequence[_Giver], held: npt.NDArray[np.uint8]
) -> tuple[list[_Outcome], npt.NDArray[np.intp]]:
    """The outcomes of an asked skill, best first, and the one of each claim, given what the claims give it (6 S).

    Of two ways in which a claim gives a level the first counts, so it is written last.
    """
    base = len(givers) + 1
    keys = (TOP_LEVEL - held.astype(np.intp)) * base  # and then the place of the giver
    first_row = {skill: at * _LEVELS for at, skill in enumerate(spec.skills)}
    for place, giver in reversed([*enumerate(givers, start=1)]):
        rows = slice(first_row[giver.skill], first_row[giver.skill] + _LEVELS)
        gives = held[rows] > 0
        if giver.how == "near":
            gives &= held[rows] == np.arange(_LEVELS) - giver.distance
        keys[rows][gives] = keys[rows][gives] // base * base + place
    found, of_claims = np.unique(keys, return_inverse=True)
    places = ((TOP_LEVEL - key // base, key % base) for key in found.tolist())
    return [_Outcome(level, givers[place - 1] if place else None) for level, place in places], of_claims


def _line(asked: Requirement, outcome: _Outcome) -> Line:
    return Line(
        skill=asked.skill,
        need=asked.level,
        have=outcome.held,
        via=outcome.giver and outcome.giver.skill,
        how=outcome.giver and outcome.giver.how,
        points=asked.points_at(outcome.held),
        points_possible=asked.points_possible,
        essential=asked.essential,
    )
