"""Long words that are probably misspelt names: suggestions for the person, never finds."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.reading.plain import Plain

_SHORTEST = 6  # letters; a shorter word is too near to too many
_LONG = 9  # letters from which two slips are believed
_MOST = 2_000  # different words of one text that are looked at
_WORD = re.compile(r"\b[A-Z][A-Za-z]{5,23}\b")


class Suggestion(NamedTuple):
    """A word at `text[start:end]` that was probably meant as the name `meant` of a skill."""

    skill: str
    start: int
    end: int
    meant: str


class Misspelt:
    """Knows the names that are one long word each, as {name: slug}."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {name: skill for name, skill in names.items() if len(name) >= _SHORTEST and name.isalpha()}
        self._shapes: dict[tuple[str, int], list[str]] = {}
        for name in sorted(self._names):
            self._shapes.setdefault((name[0], len(name)), []).append(name)

    def suggestions(self, text: Plain) -> Iterator[Suggestion]:
        """The words with a capital letter that are near to one name.

        One letter is wrong, missing, too many or swapped with its neighbour, never the first; in a word of nine letters
        or with all letters there, two. A name with an "s" more or less is no slip.
        """
        known: dict[str, str | None] = {}
        for match in _WORD.finditer(text.text):
            word = match.group().lower()
            if word not in known:
                if len(known) >= _MOST:
                    return
                known[word] = self._meant(word)
            meant = known[word]
            if meant:
                yield Suggestion(self._names[meant], *text.span(*match.span()), meant)

    def _meant(self, word: str) -> str | None:
        if word in self._names:
            return None
        near = [name for more in (-2, -1, 0, 1, 2) for name in self._shapes.get((word[0], len(word) + more), ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=2, limit=None)
        likely = sorted((round(slips), name) for name, slips, _ in found if _is_slip(word, name, round(slips)))
        return likely[0][1] if likely and (len(likely) == 1 or likely[0][0] < likely[1][0]) else None


def _is_slip(word: str, name: str, slips: int) -> bool:
    if word.removesuffix("s") == name.removesuffix("s"):
        return False
    return slips == 1 or sorted(word) == sorted(name) or min(len(word), len(name)) >= _LONG
