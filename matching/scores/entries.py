"""The entries that the history is paged by: each movement, and in one entry what was done and taken back again."""

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

Pair = tuple[int, int]  # the version of what was done, and the version of what took it back


class Moment(NamedTuple):
    """A record of movements: its time, and the profile's versions and the releases that it lies between."""

    at: datetime.datetime
    version_before: int
    version_after: int
    release_before: int
    release_after: int


class Entry(NamedTuple):
    """One moment; or, with `undone`, moments in a row that came to nothing together, newest first."""

    moments: Sequence[Moment]
    undone: Sequence[Pair] = ()


def entries(moments: Iterable[Moment], pairs: Iterable[Pair]) -> list[Entry]:
    """The entries, newest first, of moments that come newest first.

    Moments are folded away only if a release had no part in them and they begin and end exactly where what was done
    and taken back does; so the figures before and after follow on from each other.
    """
    told = list(moments)
    folded = _folded(told, _outermost(pairs))
    found: list[Entry] = []
    for is_folded, run in groupby(told, lambda moment: moment in folded):
        row = list(run)
        if is_folded:
            found.append(Entry(row, sorted({folded[moment] for moment in row})))
        else:
            found += [Entry([moment]) for moment in row]
    return found


def _outermost(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs that lie in no other, by version. Pairs never cross: only the latest deed that stands is taken back."""
    found: list[Pair] = []
    for pair in sorted(pairs):
        if not found or pair[0] > found[-1][1]:
            found.append(pair)
    return found


def _folded(moments: Sequence[Moment], pairs: Sequence[Pair]) -> dict[Moment, Pair]:
    """{moment: pair} of the moments that can be folded away."""
    firsts, lasts = [first for first, _ in pairs], [last for _, last in pairs]
    inside: dict[Moment, Pair] = {}
    crossed: set[Pair] = set()
    for moment in moments:
        touched = pairs[bisect_right(lasts, moment.version_before) : bisect_left(firsts, moment.version_after + 1)]
        if _within(moment, touched):
            inside[moment] = touched[0]
        else:
            crossed.update(touched)
    return {moment: pair for moment, pair in inside.items() if pair not in crossed}


def _within(moment: Moment, pairs: Sequence[Pair]) -> bool:
    """Say whether a moment lies inside one pair, and no release had a part in it."""
    if len(pairs) != 1 or moment.release_before != moment.release_after:
        return False
    [(first, last)] = pairs
    return first <= moment.version_before + 1 and moment.version_after <= last
