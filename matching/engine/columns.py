"""The tables of the bulk engine: for each asked skill, which skills give it a level, and which roles ask it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from matching.engine.types import TOP_LEVEL

_Levels = npt.NDArray[np.uint8]
_Indices = npt.NDArray[np.intp]


class Source(NamedTuple):
    """The skills that give an asked one a level in the same way.

    More is never worth less, so what they give is what the greatest of their codes gives: with `shift`, code c gives
    max(c - shift, 0); otherwise the sum of the increments whose threshold c reaches.
    """

    rows: tuple[int, ...]
    shift: int
    steps: tuple[tuple[int, int], ...]


class Demanded(NamedTuple):
    """A level asked of a skill: the roles that ask it with the share of each, and those whose must-have it is."""

    level: int
    shares: tuple[tuple[int, int], ...]
    essential: tuple[int, ...]


class Column(NamedTuple):
    """An asked skill."""

    sources: tuple[Source, ...]
    demands: tuple[Demanded, ...]


def columns_of(
    closure: _Levels,
    asked: _Indices,
    needs: _Levels,
    shares: npt.NDArray[np.int32],
    essential: npt.NDArray[np.bool_],
    starts: _Indices,
) -> tuple[Column, ...]:
    """The asked skills of a release, from the tables of `compiled.Compiled`."""
    by_skill = closure.reshape(len(closure) // (TOP_LEVEL + 1), TOP_LEVEL + 1, closure.shape[1])
    owners = np.repeat(np.arange(len(starts)), np.diff([*starts, len(asked)])).tolist()
    requirements: list[list[tuple[int, int, int, bool]]] = [[] for _ in range(closure.shape[1])]
    for at, *one in zip(asked.tolist(), needs.tolist(), owners, shares.tolist(), essential.tolist(), strict=True):
        requirements[at].append((one[0], one[1], one[2], one[3]))
    return tuple(
        Column(
            _sources(by_skill[:, :, at]),
            _demands(requirements[at]),
        )
        for at in range(closure.shape[1])
    )


def _sources(given: _Levels) -> tuple[Source, ...]:
    """The sources of one asked skill, given what the levels of each skill (S x 6) give it."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for row in np.flatnonzero(given[:, -1]).tolist():
        alike.setdefault(tuple(given[row].tolist()), []).append(row)
    return tuple(_source(tuple(rows), np.array(one, dtype=np.int8)) for one, rows in alike.items())


def _source(rows: tuple[int, ...], given: npt.NDArray[np.int8]) -> Source:
    """The way in which the levels of these skills, 0 to 5, give `given`."""
    distance = TOP_LEVEL - int(given[-1])
    if np.array_equal(given, np.maximum(np.arange(TOP_LEVEL + 1) - distance, 0)):
        return Source(rows, distance + 1, ())
    more = np.diff(given, prepend=np.int8(0)).tolist()
    return Source(rows, 0, tuple((level + 1, step) for level, step in enumerate(more) if step))


def _demands(requirements: Sequence[tuple[int, int, int, bool]]) -> tuple[Demanded, ...]:
    """The levels asked of one skill, given (level, role, share, whether it is a must-have) of its requirements."""
    return tuple(
        Demanded(
            level,
            tuple((role, share) for need, role, share, _ in requirements if need == level),
            tuple(role for need, role, _, must in requirements if need == level and must),
        )
        for level in sorted({need for need, *_ in requirements})
    )
