"""Signs that the text of a page is not what a person sees on it, so that nothing true can be read from it.

All are shares of the text as a whole, far outside of what honest files of any language show, because a file refused
without need is worse than one read badly: its owner sees every find next to its words before anything is kept.
"""

import re
import unicodedata
from typing import Final

from .refusals import Reason

_FEWEST: Final = 100  # characters; less says nothing
_NAMELESS: Final = 0.1  # of the characters: icons of a whole page stay below a twentieth
_SINGLE: Final = 0.5  # of the words; texts in English and French stay below a tenth
_GLUED: Final = 0.5  # of the letters
_LONGEST: Final = 30  # letters of a word; German's longest in CVs have fewer
_ENOUGH: Final = 500  # letters, before their mixture says anything
_VOWELS: Final = (0.15, 0.7)  # of the letters; languages in Latin script have from 0.33 to 0.55
_NONE: Final = {"Co", "Cn", "Cc", "Cs"}
_WORD: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile(r"[a-z]")


def doubt(text: str) -> Reason | None:
    """Return why a text can't be trusted, or None.

    >>> doubt("P y t h o n  a n d  S Q L " * 9), doubt("\\ue022\\ue055\\ue049 " * 99), doubt("Python and SQL " * 99)
    (<Reason.SCRAMBLED: 'scrambled'>, <Reason.FONTS: 'fonts'>, None)
    """
    seen = [character for character in text if not character.isspace()]
    if len(seen) < _FEWEST:
        return None
    if sum(_is_nameless(character) for character in seen) > _NAMELESS * len(seen):
        return Reason.FONTS
    words = [word for word in _WORD.findall(text) if word.lower() != word.upper()]
    if sum(map(len, words)) < _FEWEST:
        return None
    return Reason.SCRAMBLED if _is_cut(words) or _is_glued(words) else _mixture(text)


def _is_nameless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in _NONE


def _is_cut(words: list[str]) -> bool:
    return sum(len(word) == 1 for word in words) > _SINGLE * len(words)


def _is_glued(words: list[str]) -> bool:
    return sum(len(word) for word in words if len(word) > _LONGEST) > _GLUED * sum(map(len, words))


def _mixture(text: str) -> Reason | None:
    """Tell letters of another alphabet than they say by their mixture. A swap of few letters is not told."""
    letters = _LATIN.findall(unicodedata.normalize("NFKD", text.lower()))
    least, most = _VOWELS
    vowels = sum(letter in "aeiouy" for letter in letters)
    return Reason.FONTS if len(letters) >= _ENOUGH and not least <= vowels / len(letters) <= most else None
