"""The content of a text as plain values: the finds of the reader, by skill, each with the words around it. Pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.released import Released

LONGEST_TEXT = 200_000  # letters; thirty pages have about 90,000
AT_ONCE = 20_000  # letters that a request reads itself, in a fraction of a second; a longer text waits for a worker
LONGEST_QUOTE = 300  # letters, as a claim keeps them
QUOTES = 3  # of one skill; the other places are marked in the text
AROUND = 110  # letters of a quote before and after a name
DEFAULT_LEVEL = 3  # where a text says none
MANY = 80  # skills in one text: more than almost anybody can do

_NOT_KEPT = re.compile(r"[\x00\ud800-\udfff]")
_BULLETS = " \t-–•*·◦▪●○■"
_END = re.compile(r"[.!?;]\s|\n")


class Spot(NamedTuple):
    """A place of a text that names a skill, with the level that is said there and the words that say it."""

    position: int
    start: int
    end: int
    level: int | None = None
    reason: str = ""


class Quote(NamedTuple):
    """A find in the words around it."""

    before: str
    words: str
    after: str
    start: int

    @property
    def whole(self) -> str:
        """One line of at most 300 letters, as a claim keeps it."""
        return " ".join(f"{self.before}{self.words}{self.after}".split())[:LONGEST_QUOTE]


class Content(NamedTuple):
    """All that was read in a text: what is stored of it, or held while somebody without an account looks at it."""

    text: str
    spots: tuple[Spot, ...]
    suggestions: tuple[Spot, ...]
    unknown: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Found(NamedTuple):
    """A skill that a text names: the level that it says (None: none), the words that say it, and its first quotes.

    `places` is the number of places that name it.
    """

    slug: str
    position: int
    level: int | None
    reason: str
    quotes: tuple[Quote, ...]
    places: int

    @property
    def proposed(self) -> int:
        return DEFAULT_LEVEL if self.level is None else self.level


def clean(text: str) -> str:
    """The text without what no database keeps: NUL and halves of characters; line ends are line feeds."""
    return _NOT_KEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def read(release: Released, text: str, warnings: Sequence[str] = ()) -> Content:
    """All that a clean text says. Linear in the text."""
    done = release.reader.read(text)
    place = {skill.slug: skill.position for skill in release.content.skills}
    spots = tuple(Spot(place[one.skill], one.start, one.end, one.level, one.reason) for one in done.finds)
    named = {spot.position for spot in spots}
    misspelt = {text[one.start : one.end] for one in done.suggestions}
    if len(named) > MANY:
        warnings = [*warnings, _many(len(named), len(place))]
    return Content(
        text,
        spots,
        tuple(Spot(place[one.skill], one.start, one.end) for one in done.suggestions if place[one.skill] not in named),
        tuple(word for word in done.unknown if word not in misspelt and release.find(word) is None),
        tuple(warnings),
    )


def by_skill(release: Released, text: str, spots: Iterable[Spot]) -> list[Found]:
    """The skills that are found, in the order of the text; those that the release no longer has are left out."""
    grouped: dict[int, list[Spot]] = {}
    for spot in spots:
        if spot.position in release.by_position:
            grouped.setdefault(spot.position, []).append(spot)
    return [_found(release, text, of_one) for of_one in grouped.values()]


def _found(release: Released, text: str, spots: Sequence[Spot]) -> Found:
    """One skill; its level is the highest that is said, whatever else is said elsewhere."""
    best = max(spots, key=lambda spot: -1 if spot.level is None else spot.level)
    ordered = [best, *(spot for spot in spots if spot is not best)]
    quotes = tuple(quote(text, spot.start, spot.end) for spot in ordered[:QUOTES])
    slug = release.by_position[best.position].slug
    return Found(slug, best.position, best.level, best.reason, quotes, len(ordered))


def quote(text: str, start: int, end: int) -> Quote:
    """The words around a place: of its sentence or line, cut at whole words."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    ends = [match.end() for match in _END.finditer(before)]
    cut_before, cut_after = bool(ends) or start <= AROUND, _END.search(after)
    before = before[ends[-1] :] if ends else before if cut_before else f"…{before.partition(' ')[2]}"
    if cut_after:
        after = after[: cut_after.start() + 1].rstrip("\n")
    elif end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0]}…"
    return Quote(before.lstrip(_BULLETS), text[start:end], after.rstrip(), start)


class Part(NamedTuple):
    """A piece of a text; `mark` is the slug of the skill that it names, if it is a find."""

    text: str
    mark: str = ""
    start: int = 0


def parts(release: Released, text: str, spots: Iterable[Spot]) -> list[Part]:
    """The text in pieces, for a page that marks the finds in it."""
    done, place = [], 0
    for spot in sorted(spots, key=lambda one: one.start):
        if spot.start < place or spot.position not in release.by_position:
            continue
        slug = release.by_position[spot.position].slug
        done += [Part(text[place : spot.start]), Part(text[spot.start : spot.end], slug, spot.start)]
        place = spot.end
    return [*done, Part(text[place:])]


def quotes_of(found: Iterable[Found]) -> Mapping[str, str]:
    """The quote that a claim keeps, by skill."""
    return {one.slug: one.quotes[0].whole for one in found if one.quotes}


def _many(named: int, known: int) -> str:
    return (
        f"This text names {named} of the {known} skills we know. That looks like a list of everything rather than what "
        "one person does: keep what is true of you, and untick the rest."
    )
