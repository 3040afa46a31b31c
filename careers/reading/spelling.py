"""Slips of the fingers: which words were probably meant by words that no name has. Pure; knows no table."""

from collections.abc import Iterable
from itertools import islice, product
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.reading.names import LONGEST, words_of

MOST_WORDS = 6  # of a query; somebody who types more is not looking for a name
MOST_OPTIONS = 3  # for one word
MOST_TRIED = 9  # queries
_SHORTEST = 4  # letters of the word that was meant; shorter ones are too many and too near to each other
_SAFE = 7  # letters from which one letter for another is a slip: "police" is not "policy"
_LONG = 9  # letters from which two slips are believed
_LONG_SWAP = 6  # the same if all letters are there, only elsewhere: "phyton"
_VOWELS = frozenset("aeiou")


class _Option(NamedTuple):
    slips: int
    word: str


class Spelling:
    """The words of `names`. Building it takes milliseconds; it never changes."""

    def __init__(self, names: Iterable[str]) -> None:
        self._words = {word for name in names for word in words_of(name)}
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._words):
            if len(word) >= _SHORTEST:
                self._by_shape.setdefault((word[0], len(word)), []).append(word)

    def meant(self, query: str) -> list[str]:
        """The queries that were probably meant, the fewest slips first; none if every word is known, or one is nothing.

        A slip is a letter too many, too few, wrong or swapped with its neighbour, never the first letter and never a
        digit; two of them from nine letters on, or from six if only the order is wrong. In a short word, a wrong
        letter is another word unless both are vowels ("docter"), and in one of four letters only a swap is a slip.
        Words that names have are left as they are.
        """
        words = words_of(query[:LONGEST])
        if len(words) > MOST_WORDS:
            return []
        options = [self._options(word) for word in words]
        tried = sorted(product(*options), key=lambda chosen: sum(option.slips for option in chosen))
        return [
            " ".join(option.word for option in chosen)
            for chosen in islice(tried, MOST_TRIED)
            if any(option.slips for option in chosen)
        ]

    def _options(self, word: str) -> list[_Option]:
        if word in self._words:
            return [_Option(0, word)]
        shapes = [(word[0], len(word) + more) for more in (-2, -1, 0, 1, 2)]
        near = [other for shape in shapes for other in self._by_shape.get(shape, ())]
        found = process.extract(word, near, scorer=OSA.distance, score_cutoff=2, limit=None)
        return sorted(_Option(round(slips), other) for other, slips, _ in found if _likely(word, other, round(slips)))[
            :MOST_OPTIONS
        ]


def _likely(typed: str, word: str, slips: int) -> bool:
    if [letter for letter in typed if letter.isdigit()] != [letter for letter in word if letter.isdigit()]:
        return False
    shorter, longer = sorted([len(typed), len(word)])
    if sorted(typed) == sorted(word):
        return slips == 1 or shorter >= _LONG_SWAP
    if slips > 1 or shorter >= _SAFE:
        return slips == 1 or shorter >= _LONG
    return longer > _SHORTEST and _is_light(typed, word)


def _is_light(typed: str, word: str) -> bool:
    """Say whether the one slip is a letter too many or too few, or one vowel for another."""
    wrong = [pair for pair in zip(typed, word, strict=False) if pair[0] != pair[1]]
    return len(typed) != len(word) or all(set(pair) <= _VOWELS for pair in wrong)
