"""Find the skills that a text names, each with its place, the level that the text says, and the words that say it.

Five steps, a module each: the text is made plain (`plain`), the catalogue's names are found in it (`terms`), its layout
is read (`layout`, `items`), names that are also words are kept if they mean the skill (`senses`), and what is denied,
wished for or somebody else's is left out (`scope`). Then levels are read from what is said (`levels`).

The words that these steps know are all in `words` and `marks`. Nothing is decided for anybody: a level is a proposal.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from careers.reading.items import Items
from careers.reading.layout import Layout
from careers.reading.levels import Levels
from careers.reading.misspelt import Misspelt, Suggestion
from careers.reading.plain import Plain, plain
from careers.reading.scope import Scope
from careers.reading.senses import Senses
from careers.reading.sorts import Sort, sort
from careers.reading.terms import Hit, Named, Terms

__all__ = ["Find", "Named", "Read", "Reader", "Suggestion"]

_MOST_NAMES = 5_000  # of one text that are judged; thirty pages of CV have a tenth of it
_MOST_UNKNOWN = 100  # phrases of one text
_LONGEST_PHRASE = 40  # letters
_MOST_WORDS = 4


class Find(NamedTuple):
    """A skill and the place that names it, `text[start:end]` in code points, as held in a CV or asked in an ad.

    `level` is what the text says, or None; `reason` has the words that say it.
    """

    skill: str
    start: int
    end: int
    level: int | None = None
    reason: str = ""


class Read(NamedTuple):
    """All that a text was found to say."""

    finds: tuple[Find, ...]
    suggestions: tuple[Suggestion, ...]  # words that are probably misspelt names
    unknown: tuple[str, ...]  # items of lists of skills that no name has, as they are written, each once


class Reader:
    """Reads texts with the names and aliases of `skills`. Building it takes milliseconds; it never changes."""

    def __init__(self, skills: Iterable[Named]) -> None:
        self._terms = Terms(skills)
        self._misspelt = Misspelt(self._terms.alone())

    def read(self, text: str, *, this_year: int | None = None) -> Read:
        """All that `text` says. Time and memory are linear in the text, whatever the number of names.

        A name takes a fifth of a millisecond to judge, so a text of nothing but names is judged as far as its 5,000th.
        "Since 2019" and "2019 to today" tell a level if somebody says what year it is.
        """
        parts = _Parts(self._terms, text)
        finds = tuple(parts.finds(this_year))
        return Read(finds, tuple(self._misspelt.suggestions(parts.plain)), tuple(parts.unknown()))

    def find(self, text: str, *, this_year: int | None = None) -> list[Find]:
        """Every place that names a skill as held or asked, from left to right, none inside another; as `read`."""
        return list(_Parts(self._terms, text).finds(this_year))

    def mentions(self, text: str) -> list[Find]:
        """Every place that means a skill, also if it is denied, wished for or somebody else's; without levels."""
        parts = _Parts(self._terms, text)
        return [parts.place(hit) for hit in parts.meant]

    def names(self, text: str) -> list[Find]:
        """Every place that has a name, whatever it means there: what a dictionary alone would find."""
        read = plain(text)
        return [Find(hit.skill, *read.span(hit.start, hit.end)) for hit in self._terms.hits(read.text)]

    def skills(self, text: str) -> set[str]:
        """The slugs of the skills that `text` names as held or asked."""
        return {find.skill for find in _Parts(self._terms, text).held()}


class _Parts:
    """One text on its way through the steps."""

    def __init__(self, terms: Terms, text: str) -> None:
        self.plain: Plain = plain(text)
        self._hits = list(islice(terms.hits(self.plain.text), _MOST_NAMES))
        self._layout = Layout(self.plain.text)
        self.meant: Sequence[Hit] = Senses(self._layout, self._hits).meant() if self._hits else ()

    def place(self, hit: Hit) -> Find:
        return Find(hit.skill, *self.plain.span(hit.start, hit.end))

    def held(self) -> Iterator[Hit]:
        scope = Scope(self._layout)
        return (hit for hit in self.meant if not scope.against(hit, self._layout.place(hit.start)))

    def finds(self, this_year: int | None) -> Iterator[Find]:
        levels = Levels(self._layout, self._hits, this_year)
        for hit in self.held():
            said = levels.said(hit, self._layout.place(hit.start))
            find = self.place(hit)
            yield find._replace(level=said.level, reason=said.reason) if said else find

    def unknown(self) -> Iterator[str]:
        """The items without a name in sentences that are lists of skills: at least two bare names, and half of all."""
        items = Items(self._layout, self._hits, lambda hit: sort(hit, self._quote(hit)) is Sort.SURE)
        seen: set[str] = set()
        for sentence in dict.fromkeys(self._layout.sentence(hit.start) for hit in self.held()):
            some = [item for item in items.of(sentence) if not item.nothing]
            named = sum(item.bare for item in some)
            if named < 2 or 2 * named < len(some):
                continue
            for item in some:
                words = " ".join(self.plain.text[item.start : item.end].split()).strip(" .")
                fits = 1 < len(words) <= _LONGEST_PHRASE and len(words.split()) <= _MOST_WORDS
                is_label = self.plain.text[item.end : item.end + 1] == ":"  # "Stack: Python, Kafka"
                if item.named or is_label or not fits:
                    continue
                if words.casefold() not in seen and len(seen) < _MOST_UNKNOWN:
                    seen.add(words.casefold())
                    yield words

    def _quote(self, hit: Hit) -> str:
        return self.plain.text[hit.start : hit.end]
