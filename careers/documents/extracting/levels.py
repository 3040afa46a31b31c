"""The words that structured files have for a level, and the level that each means here.

A word that is not in the table gives no level: the person chooses one.
"""

from collections.abc import Mapping
from typing import Final

from .limits import SKILLS
from .refusals import Reason, Refused
from .values import Entry

# Ours, which the export of JSON Resume writes and which come back as they went.
NAMES: Final = ("None", "Aware", "Assisted", "Independent", "Advanced", "Expert")
_WORDS: Final[Mapping[str, int]] = {
    **{name.casefold(): level for level, name in enumerate(NAMES)},
    # JSON Resume leaves the word open; these are the ones that its documentation, themes and editors show
    "awareness": 1,
    "novice": 1,
    "familiar": 1,
    "basic": 2,
    "basics": 2,
    "beginner": 2,
    "elementary": 2,
    "junior": 2,
    "intermediate": 3,
    "competent": 3,
    "good": 3,
    "working knowledge": 3,
    "proficient": 4,
    "skilled": 4,
    "experienced": 4,
    "very good": 4,
    "senior": 4,
    "master": 5,
    "mastery": 5,
    "guru": 5,
    # Europass's three kinds of users, as words and as the letters of its older files
    "basic user": 2,
    "independent user": 3,
    "proficient user": 4,
}
_LETTERS: Final[Mapping[str, int]] = {"a": 2, "b": 3, "c": 4}


def of_word(word: object) -> int | None:
    """Return the level that a word means, or None.

    >>> of_word("Master"), of_word(" very  good"), of_word("wizard"), of_word(7)
    (5, 4, None, None)
    """
    return _WORDS.get(" ".join(word.casefold().split())) if isinstance(word, str) else None


def of_europass(word: str) -> int | None:
    """Return the level that a word or letter of Europass means for a digital skill, or None."""
    return _LETTERS.get(word.strip().casefold()[:1]) if len(word.strip()) <= 2 else of_word(word)


def unique(entries: list[Entry]) -> tuple[Entry, ...]:
    """Return each skill once, with the highest level that is stated for it, in the order in which they are listed."""
    if len(entries) > SKILLS:
        raise Refused(Reason.TOO_MUCH_INSIDE)
    best: dict[str, Entry] = {}
    for entry in entries:
        key = " ".join(entry.name.casefold().split())
        known = best.get(key)
        if key and (known is None or (entry.level or 0) > (known.level or 0)):
            best[key] = entry
    return tuple(best.values())
