"""The marks on steps and the claim that rests on them, as plain values: what a claim becomes when one is taken away.

A mark gives a skill a level. The claim is the highest that its marks give, or what lay beneath them if that is higher.
Somebody who changes the claim elsewhere cuts the marks loose: from then on taking one away changes nothing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from careers.models import Claim
from careers.profile.claims import Held

Key = TypeVar("Key")


class Mark(NamedTuple):
    """A level that a step gave, and the claim beneath the marks of its skill (None: nothing was claimed)."""

    level: int
    source: str
    beneath: Held | None

    @property
    def gave(self) -> Held:
        return Held(self.level, self.source, "")

    @property
    def raised(self) -> bool:
        return _level(self.beneath) < self.level


def resting(now: Held | None, marks: Mapping[Key, Mark]) -> dict[Key, Mark]:
    """The marks that a claim still rests on, all above the same ground; none if it was changed elsewhere since.

    A mark made on top of another one, in a plan that was away meanwhile, stands on the same ground as that one. Of
    several grounds that would explain the claim the highest is taken: then the least is taken away.

    >>> python = Mark(3, "plan", None)
    >>> resting(Held(3, "plan", ""), {1: python}), resting(Held(3, "self", ""), {1: python})
    ({1: Mark(level=3, source='plan', beneath=None)}, {})
    """
    marks = {key: mark for key, mark in marks.items() if mark.level <= _level(now)}
    below = {mark.gave: mark.beneath for mark in sorted(marks.values(), key=_height) if mark.raised}
    marks = {key: mark._replace(beneath=_ground(mark.beneath, below)) for key, mark in marks.items()}
    for ground in sorted({mark.beneath for mark in marks.values()}, key=lambda held: held or (), reverse=True):
        above = {key: mark for key, mark in marks.items() if mark.beneath == ground}
        if _explains(now, ground, above.values()):
            return above
    return {}


def left(now: Held | None, ground: Held | None, marks: Iterable[Mark]) -> Held | None:
    """The claim that is left on these marks: as it is if they explain it, else the highest that they give.

    >>> ground, two, three = Held(1, "self", ""), Mark(2, "plan", None), Mark(3, "plan", None)
    >>> left(Held(3, "plan", ""), ground, [two]), left(Held(2, "plan", ""), ground, [])
    (Held(level=2, source='plan', quote=''), Held(level=1, source='self', quote=''))
    """
    marks = list(marks)
    if _explains(now, ground, marks):
        return now
    gave = [mark.gave for mark in marks if mark.level > _level(ground)]
    return max(gave, key=lambda held: (held.level, held.source == Claim.Source.PLAN), default=ground)


def _explains(now: Held | None, ground: Held | None, marks: Iterable[Mark]) -> bool:
    """Say whether a claim is just what a ground and the marks above it give."""
    gave = {mark.gave for mark in marks}
    highest = max((held.level for held in gave), default=-1)
    return (now == ground or now in gave) and _level(now) == max(highest, _level(ground))


def _ground(held: Held | None, below: Mapping[Held, Held | None]) -> Held | None:
    """What lies under a claim, once all marks are taken away; each of them raised it, so this ends."""
    while held is not None and held in below:
        held = below[held]
    return held


def _height(mark: Mark) -> int:
    return _level(mark.beneath)


def _level(held: Held | None) -> int:
    """Nothing claimed is less than "none"."""
    return -1 if held is None else held.level
