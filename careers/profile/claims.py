"""The rules of claims as plain values: the same for a profile and for what somebody only tries."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from careers.profile.models import Claim

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


Value = TypeVar("Value")


class Seen(NamedTuple, Generic[Value]):
    """What somebody saw when deciding. Nothing is compared without it, which is not the same as having seen nothing."""

    value: Value


class Held(NamedTuple):
    """A claim as values: what has to be kept of it to put it back."""

    level: int
    source: str
    quote: str


class Replaced(NamedTuple):
    """What a change wrote as the claim of one skill, and what stood there before it (None: no claim)."""

    position: int
    after: Held | None
    before: Held | None

    @classmethod
    def from_list(cls, values: list[Any]) -> "Replaced":
        """The same out of JSON, in which pages and sessions keep it."""
        position, after, before = values
        return cls(position, Held(*after) if after else None, Held(*before) if before else None)

    @property
    def back(self) -> "Replaced":
        """The change that undoes this one."""
        return Replaced(self.position, self.before, self.after)


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


def said(held: Mapping[int, Held], position: int, level: int | None, seen: Seen[int | None] | None = None) -> Replaced:
    """What it changes that a person says their level of a skill, None for no claim.

    `seen` is the level they saw when deciding. Raises Moved.
    """
    before, now = held.get(position), _level(held, position)
    if now == level:
        return Replaced(position, before, before)
    if seen and seen.value != now:
        raise Moved(now)
    return Replaced(position, None if level is None else Held(level, Claim.Source.SELF, ""), before)


def replaced_by(after: Mapping[int, Held], before: Mapping[int, Held]) -> tuple[Replaced, ...]:
    """What a starting point wrote, with what stood there before it."""
    return tuple(
        Replaced(position, held, before.get(position))
        for position, held in after.items()
        if held != before.get(position)
    )


class Back(NamedTuple):
    """How to undo changes: the claims to put back, and the positions of what was changed since."""

    changes: dict[int, Held | None]
    left: set[int]


def put_back(now: Mapping[int, Held], replaced: Iterable[Replaced]) -> Back:
    """What nobody changed since goes back to what stood there before."""
    moved = {one.position: one for one in replaced if now.get(one.position) != one.before}
    ours = {position: one.before for position, one in moved.items() if now.get(position) == one.after}
    return Back(ours, moved.keys() - ours.keys())


def _level(held: Mapping[int, Held], position: int) -> int | None:
    return held[position].level if position in held else None


def _at_least(held: int | None, level: int | None) -> bool:
    """Whether `held` says as much as `level`. "None" (0) says more than no claim, so it is not taken away either."""
    return (-1 if held is None else held) >= (-1 if level is None else level)
