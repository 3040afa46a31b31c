"""How sure a name is by itself: the name of one thing, or also a word, a letter, an acronym of other things."""

import re
from enum import Enum, auto

from careers.reading.terms import Hit
from careers.reading.words import clues

_WORD = re.compile(r"[A-Z][a-z]+(?:-[a-z]+)?")
_SHORT = 3  # letters of an acronym in mixed case


class Sort(Enum):
    """What else a name could be."""

    SURE = auto()  # nothing: it is the name of one thing
    LETTER = auto()  # R, C
    CAPITALS = auto()  # an acronym that has other meanings: SOAP, PID
    ORDINARY = auto()  # in this spelling also a word: Go, Spark
    WORD = auto()  # in any spelling also a word or somebody's name: python, Kafka
    PHRASE = auto()  # words that are said of other things too: access management


def sort(hit: Hit, quote: str) -> Sort:
    """How sure a name is, as it is spelt in `quote`.

    A name that the catalogue counts in any spelling is sure unless `clues` lists it; one that counts in its own
    spelling only is not sure unless `clues` lists it.
    """
    return _exact(hit.term) if hit.exact else _folded(hit.term, quote)


def _folded(term: str, quote: str) -> Sort:
    if term in clues.PHRASES or (term.endswith("s") and term[:-1] in clues.PHRASES):
        return Sort.SURE if term in clues.WITH_HYPHENS and "-" in quote else Sort.PHRASE
    return Sort.WORD if term in clues.WORDS else Sort.SURE


def _exact(name: str) -> Sort:
    if len(name) == 1:
        return Sort.LETTER
    if name in clues.NAMES_ALONE or not name.replace("-", "").isalnum():
        return Sort.SURE
    if name.isupper() or (len(name) <= _SHORT and not name[1:].islower()):
        return Sort.CAPITALS
    return Sort.ORDINARY if _WORD.fullmatch(name) else Sort.SURE
