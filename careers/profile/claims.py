"""The rules of claims as plain values: the same for a profile and for what somebody only tries."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from careers.catalogue.released import Released
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
    """The claim is no longer what the person saw: it was changed elsewhere. `level` is its level now."""

    def __init__(self, level: int | None) -> None:
        super().__init__(level)
        self.level = level


class TooMuch(Exception):
    """More than can be kept. The message is for the person."""


Value = TypeVar("Value")


class Seen(NamedTuple, Generic[Value]):
    """The value that somebody saw when deciding. `Seen(None)`: they saw none; no `Seen`: nothing is compared."""

    value: Value


class Held(NamedTuple):
    """A claim as values: all that is needed to put it back."""

    level: int
    source: str
    quote: str


class Replaced(NamedTuple):
    """The claim of one skill after a change, and the claim before it (None: no claim).

    `shown_by` is the line that stood with a claim that was taken away.
    """

    position: int
    after: Held | None
    before: Held | None
    shown_by: str = ""

    @classmethod
    def from_list(cls, values: list[Any]) -> "Replaced":
        """Read it back from the JSON in which pages and sessions keep it."""
        position, after, before, *shown_by = values
        return cls(position, Held(*after) if after else None, Held(*before) if before else None, *shown_by)

    @property
    def back(self) -> "Replaced":
        """The change that undoes this one."""
        return Replaced(self.position, self.before, self.after, self.shown_by)


class Answers(NamedTuple):
    """The levels that somebody gives several skills at once, by slug.

    `rest` are the skills left open, all at one level: they are filled in where there is no claim. `seen` holds the
    levels that the person saw when deciding, None for no claim.
    """

    said: Mapping[str, int]
    rest: Mapping[str, int]
    seen: Mapping[str, int | None]


class Answered(NamedTuple):
    """The changes that several answers made, and the positions of the claims that were changed elsewhere and stay."""

    replaced: tuple[Replaced, ...]
    moved: tuple[int, ...]


class Started(NamedTuple):
    """The changes that a starting point made, and the version of the profile after them."""

    version: int
    replaced: tuple[Replaced, ...]


def changed(held: Mapping[int, Held], levels: Mapping[int, int | None], source: Claim.Source) -> dict[int, Held | None]:
    """The changes that `levels` really make; a source that never lowers leaves a claim that says as much already."""
    return {
        position: None if level is None else Held(level, source, "")
        for position, level in levels.items()
        if _level(held, position) != level and not (source in NEVER_LOWER and _at_least(_level(held, position), level))
    }


def said(held: Mapping[int, Held], position: int, level: int | None, seen: Seen[int | None] | None = None) -> Replaced:
    """The change that a person makes by stating their level of a skill, None for no claim.

    `seen` is the level they saw when deciding. Raises Moved.
    """
    before, now = held.get(position), _level(held, position)
    if now == level:
        return Replaced(position, before, before)
    if seen and seen.value != now:
        raise Moved(now)
    return Replaced(position, None if level is None else Held(level, Claim.Source.SELF, ""), before)


def answered(held: Mapping[int, Held], release: Released, answers: Answers) -> Answered:
    """The changes that several answers make; a claim that is no longer what the person saw stays as it is.

    Raises UnknownSkill.
    """
    said, rest = by_position(release, answers.said), by_position(release, answers.rest)
    seen = by_position(release, answers.seen)
    new = {position: level for position, level in said.items() if _level(held, position) != level}
    moved = tuple(position for position in new if position in seen and seen[position] != _level(held, position))
    filled = {position: level for position, level in rest.items() if position not in held and position not in said}
    changes = {position: level for position, level in (new | filled).items() if position not in moved}
    replaced = (Replaced(p, Held(level, Claim.Source.SELF, ""), held.get(p)) for p, level in changes.items())
    return Answered(tuple(replaced), moved)


def confirmed(
    held: Mapping[int, Held], release: Released, found: Mapping[str, Held], seen: Mapping[str, int | None]
) -> Answered:
    """The changes that confirmed finds of a document make; a claim that says as much already keeps its source.

    A claim that is no longer what the person saw (`seen`, None for no claim) stays as it is. Raises UnknownSkill.
    """
    at_sight = by_position(release, {slug: seen.get(slug) for slug in found})
    new = {p: one for p, one in by_position(release, found).items() if _level(held, p) != one.level}
    moved = tuple(position for position in new if at_sight[position] != _level(held, position))
    return Answered(tuple(Replaced(p, one, held.get(p)) for p, one in new.items() if p not in moved), moved)


def replaced_by(after: Mapping[int, Held], before: Mapping[int, Held]) -> tuple[Replaced, ...]:
    """The claims that a starting point wrote, with those before it."""
    return tuple(
        Replaced(position, held, before.get(position))
        for position, held in after.items()
        if held != before.get(position)
    )


def by_position(release: Released, levels: Mapping[str, Value]) -> dict[int, Value]:
    """The levels by the positions of the skills. Raises UnknownSkill."""
    gone = next((slug for slug in levels if slug not in release.skills), None)
    if gone is not None:
        raise UnknownSkill(gone)
    return {release.skills[slug].position: level for slug, level in levels.items()}


class Back(NamedTuple):
    """A way to undo changes: the claims to put back, and the positions of those changed since."""

    changes: dict[int, Held | None]
    left: set[int]


def put_back(now: Mapping[int, Held], replaced: Iterable[Replaced]) -> Back:
    """Work out the undo: a claim that nobody changed since goes back to the one before it."""
    moved = {one.position: one for one in replaced if now.get(one.position) != one.before}
    ours = {position: one.before for position, one in moved.items() if now.get(position) == one.after}
    return Back(ours, moved.keys() - ours.keys())


def _level(held: Mapping[int, Held], position: int) -> int | None:
    return held[position].level if position in held else None


def _at_least(held: int | None, level: int | None) -> bool:
    """Say whether `held` is at least `level`. "None" (0) says more than no claim, so it is not taken away either."""
    return (-1 if held is None else held) >= (-1 if level is None else level)
