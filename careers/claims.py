"""The rules of claims as plain values: the same for a profile and for what somebody only tries."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from careers.models import Claim

# Sources that fill in what a person has not said: they raise a level or leave it.
NEVER_LOWER = {Claim.Source.START, Claim.Source.IMPORT, Claim.Source.PLAN}

WORDS_A_PERSON = 20


class UnknownSkill(Exception):
    """A skill that the release does not have. `term` is what was asked for."""

    def __init__(self, term: str) -> None:
        super().__init__(term)
        self.term = term


class Moved(Exception):
    """The claim is not what the person saw: it was changed elsewhere since. `level` is what it is now."""

    def __init__(self, level: int | None) -> None:
        super().__init__(level)
        self.level = level


class TooMuch(Exception):
    """More than can be kept. The message is for the person."""


class Held(NamedTuple):
    """A claim as values: what has to be kept of it to put it back."""

    level: int
    source: str
    quote: str


class Claimed(NamedTuple):
    """What a change of one claim did."""

    before: int | None
    after: int | None


class Replaced(NamedTuple):
    """A claim that a starting point or a plan wrote, and what stood there before it (None: nothing)."""

    position: int
    level: int
    before: Held | None

    @classmethod
    def from_list(cls, values: list[Any]) -> "Replaced":
        """The same out of a session, where it was kept as JSON."""
        position, level, before = values
        return cls(position, level, Held(*before) if before else None)


class Started(NamedTuple):
    """What a starting point did, and the version of the profile after it."""

    version: int
    replaced: tuple[Replaced, ...]


def changed(held: Mapping[int, Held], levels: Mapping[int, int | None], source: Claim.Source) -> dict[int, Held | None]:
    """What really changes when `levels` are set; a source that never lowers leaves what says as much already."""
    return {
        position: None if level is None else Held(level, source, "")
        for position, level in levels.items()
        if _level(held, position) != level and not (source in NEVER_LOWER and _at_least(_level(held, position), level))
    }


def replaced_by(after: Mapping[int, Held], before: Mapping[int, Held]) -> tuple[Replaced, ...]:
    """What a starting point wrote, with what stood there before it."""
    return tuple(
        Replaced(position, held.level, before.get(position))
        for position, held in after.items()
        if held != before.get(position)
    )


class Back(NamedTuple):
    """How to undo what a source wrote: the claims to put back, and the positions of what was changed since."""

    changes: dict[int, Held | None]
    left: set[int]


def put_back(now: Mapping[int, Held], replaced: Iterable[Replaced], source: Claim.Source = Claim.Source.START) -> Back:
    """What `source` wrote and nobody changed since goes back to what stood there before."""
    moved = {one.position: one for one in replaced if now.get(one.position) != one.before}
    ours: dict[int, Held | None] = {
        p: one.before for p, one in moved.items() if now.get(p) == Held(one.level, source, "")
    }
    return Back(ours, moved.keys() - ours.keys())


def _level(held: Mapping[int, Held], position: int) -> int | None:
    return held[position].level if position in held else None


def _at_least(held: int | None, level: int | None) -> bool:
    """Whether `held` says as much as `level`. "None" (0) says more than no claim, so it is not taken away either."""
    return (-1 if held is None else held) >= (-1 if level is None else level)
