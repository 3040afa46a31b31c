"""The receipts of a score: for each requirement the level held, through which skill, and what that is worth.

Making a line takes longer than working out what it says, so lines are made once: those of a level that is one's own
with the tables of a release, those of a level held through another skill when somebody first holds it so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine.types import TOP_LEVEL, CatalogueSpec, How, Line, Requirement, RoleSpec

_LEVELS = TOP_LEVEL + 1

Way = tuple[str, How]  # the claim that gives an asked skill its level, and how
_Place = tuple[int, int, Line]  # a line in its place: the index of the role, and of the line on its receipt


class _Sources(NamedTuple):
    """The skills that can give an asked one a level.

    `near`: (distance, skill), the nearest first, then by slug. `givers`: every other skill, by slug, with the level
    that each of its levels, 0 to 5, gives.
    """

    near: tuple[tuple[int, str], ...]
    givers: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Receipts:
    """What the receipts of a release are made of, by asked skill (its column) or by role."""

    skills: tuple[str, ...]
    sources: tuple[_Sources, ...]
    lines: tuple[tuple[tuple[int, tuple[Line, ...]], ...], ...]  # of each role: the column, and a line for each level
    places: tuple[tuple[tuple[int, int, Requirement], ...], ...]  # of each column: role, place, requirement
    through: tuple[dict[tuple[int, Way], tuple[_Place, ...]], ...] = field(
        repr=False
    )  # of each column, as they come up

    def of(self, effective: Sequence[int], levels: Mapping[str, int]) -> list[tuple[Line, ...]]:
        """The receipt of each role, given E_j of each asked skill and the claims that it comes from."""
        found = [[lines[effective[column]] for column, lines in receipt] for receipt in self.lines]
        for column, (skill, held) in enumerate(zip(self.skills, effective, strict=True)):
            if held and levels.get(skill) != held:
                for role, place, line in self._through(column, held, levels):
                    found[role][place] = line
        return [tuple(lines) for lines in found]

    def _through(self, column: int, held: int, levels: Mapping[str, int]) -> tuple[_Place, ...]:
        way = self._way(column, held, levels)
        kept = self.through[column]
        found = kept.get((held, way))
        if found is None:
            made = tuple((role, place, _line(asked, held, *way)) for role, place, asked in self.places[column])
            found = kept.setdefault((held, way), made)
        return found

    def _way(self, column: int, held: int, levels: Mapping[str, int]) -> Way:
        """The claim that gives an asked skill a level that is not its own, and how.

        Near skills come first, in the order of `near`, then those that imply it, by slug.
        """
        sources = self.sources[column]
        for distance, source in sources.near:
            if levels.get(source, 0) - distance == held:
                return source, "near"
        for giver, given in sources.givers:
            if giver in levels and given[levels[giver]] == held:
                return giver, "implied"
        raise AssertionError(f"{self.skills[column]} is raised by its own claim; publishing refuses that")


def receipts_of(
    spec: CatalogueSpec, roles: Sequence[RoleSpec], skills: Sequence[str], closure: npt.NDArray[np.uint8]
) -> Receipts:
    """The receipts of a release, given its roles, its asked skills and the table `closure` of `scoring.Compiled`."""
    column_of = {skill: column for column, skill in enumerate(skills)}
    near: list[list[tuple[int, str]]] = [[] for _ in skills]
    for one in spec.near:
        if one.counts_as in column_of:
            near[column_of[one.counts_as]].append((one.distance, one.skill))
    by_skill = closure.reshape(len(spec.skills), _LEVELS, len(skills))
    places: list[list[tuple[int, int, Requirement]]] = [[] for _ in skills]
    lines = []
    for role, one_role in enumerate(roles):
        ordered = sorted(one_role.requirements, key=lambda one: (not one.essential, -one.points_possible, one.skill))
        for place, asked in enumerate(ordered):
            places[column_of[asked.skill]].append((role, place, asked))
        lines.append(
            tuple((column_of[asked.skill], tuple(_line(asked, have) for have in range(_LEVELS))) for asked in ordered)
        )
    return Receipts(
        skills=tuple(skills),
        sources=tuple(
            _Sources(tuple(sorted(near[column])), _givers(spec, by_skill[:, :, column], skill))
            for column, skill in enumerate(skills)
        ),
        lines=tuple(lines),
        places=tuple(map(tuple, places)),
        through=tuple({} for _ in skills),
    )


def _givers(spec: CatalogueSpec, given: npt.NDArray[np.uint8], asked: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The other skills that give an asked one a level, given what each skill's levels (S x 6) give it."""
    return tuple(
        sorted(
            (spec.skills[at], tuple(given[at].tolist()))
            for at in np.flatnonzero(given[:, -1])
            if spec.skills[at] != asked
        )
    )


def _line(asked: Requirement, have: int, via: str | None = None, how: How | None = None) -> Line:
    return Line(
        skill=asked.skill,
        need=asked.level,
        have=have,
        via=via,
        how=how,
        points=asked.points_at(have),
        points_possible=asked.points_possible,
        essential=asked.essential,
    )
