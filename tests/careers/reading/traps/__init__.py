"""Sentences of ours that set traps for the reader of texts, each with the right answer; one TOML file a kind of trap.

A row says what a careful recruiter would say that its text names: as held in a CV, or as asked in an ad. `finds` are
places, in the order of the text: a slug, the words that name it, and which of their occurrences it is (1 if not said).
What is denied, only wished for, or known by others is not named. A row without finds says `held = false`, so that
none is left out by mistake. Each file says whether it was written before the reader was changed or after.

`python -m tests.careers.reading.traps` reads all rows with the reader as it is and prints how it does.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec

from careers.reading.reader import Find

FOLDER = Path(__file__).parent

When = Literal["before", "after"]  # the reader was changed


class Spoilt(Exception):
    """A row that cannot be right; the message names its file and text, and says what to mend."""


class Trap(NamedTuple):
    """A text, and the skills that it names; `levels` has those of them whose level the text itself says."""

    kind: str
    written: When
    text: str
    finds: tuple[Find, ...]
    levels: Mapping[str, int]


class _Place(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    skill: str
    quote: Annotated[str, msgspec.Meta(min_length=1)]
    nth: Annotated[int, msgspec.Meta(ge=1)] = 1


class _Row(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    finds: tuple[_Place, ...]
    held: bool = True
    levels: dict[str, Annotated[int, msgspec.Meta(ge=1, le=5)]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    written: When
    rows: tuple[_Row, ...]


def read(slugs: Collection[str], folder: Path = FOLDER) -> list[Trap]:
    """Return the rows of all files, each kind in its order. Raises Spoilt; `slugs` are those that a label may have."""
    return [trap for path in sorted(folder.glob("*.toml")) for trap in _read(path, slugs)]


def _read(path: Path, slugs: Collection[str]) -> Iterator[Trap]:
    try:
        file = msgspec.toml.decode(path.read_bytes(), type=_File)
    except msgspec.DecodeError as error:
        raise Spoilt(f"{path.name}: {error}") from None
    for row in file.rows:
        try:
            yield Trap(path.stem, file.written, row.text, tuple(_finds(row, slugs)), row.levels)
        except Spoilt as error:
            raise Spoilt(f"{path.name}, {row.text!r}: {error}") from None


def _finds(row: _Row, slugs: Collection[str]) -> Iterator[Find]:
    if row.held != bool(row.finds):
        raise Spoilt("say held = false if the text names nothing, and only then.")
    unnamed = set(row.levels) - {place.skill for place in row.finds}
    if unnamed:
        raise Spoilt(f"there is a level of {', '.join(sorted(unnamed))}, but no find.")
    end = 0
    for place in row.finds:
        if place.skill not in slugs:
            raise Spoilt(f"there is no skill {place.skill!r}.")
        find = Find(place.skill, *_span(row.text, place))
        if find.start < end:
            raise Spoilt(f"{place.quote!r} stands before the find that the row has before it; say which it is.")
        end = find.end
        yield find


def _span(text: str, place: _Place) -> tuple[int, int]:
    """The place of a quote. It does not begin or end inside a Latin word: the "R" of "Rust, R" is the second one."""
    free = re.compile(rf"(?<![A-Za-z]){re.escape(place.quote)}(?![A-Za-z])")
    spans = [match.span() for match in free.finditer(text)]
    if len(spans) < place.nth:
        raise Spoilt(f"{place.quote!r} is in the text {len(spans)} times, but number {place.nth} is asked for.")
    return spans[place.nth - 1]
