"""A text made plain, with the way back: compatibility forms unified, invisible characters gone, every place kept.

"Ｐｙ\\u200bｔｈｏｎ" becomes "Python", and a find in the plain text is told as a place in the text as it was given.
"""

import re
import unicodedata
from bisect import bisect_right
from typing import NamedTuple

# Soft hyphens, zero widths, marks of direction and variation selectors: they show nothing.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]"
)
_LETTER = re.compile("(?:[\u0080-\U0010ffff]|[ -~](?=[\u0300-\u036f]))[\u0300-\u036f]*")  # with its accents


class Change(NamedTuple):
    """A place of the plain text, `start` to `end`, and the place of the given text that it was made of."""

    start: int
    end: int
    given_start: int
    given_end: int


class Plain(NamedTuple):
    """A plain text, and where it differs from the given one."""

    text: str
    changes: tuple[Change, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the given text of `text[start:end]`, which is not empty."""
        if not self.changes:
            return start, end
        return self._given(start)[0], self._given(end - 1)[1]

    def _given(self, place: int) -> tuple[int, int]:
        """Where the letter at `place` begins and ends in the given text."""
        at = bisect_right(self.changes, place, key=lambda change: change.start) - 1
        if at < 0:
            return place, place + 1
        change = self.changes[at]
        if place < change.end:
            return change.given_start, change.given_end
        given = change.given_end + place - change.end
        return given, given + 1


def plain(text: str) -> Plain:
    """Make a text plain. Linear; a text that is plain already, as nearly all are, is only looked at.

    >>> plain("Tensor\\u00adFlow").text, plain("Tensor\\u00adFlow").span(0, 10), plain("Airﬂow").span(0, 7)
    ('TensorFlow', (0, 11), (0, 6))
    """
    if text.isascii() or (not INVISIBLE.search(text) and unicodedata.is_normalized("NFKC", text)):
        return Plain(text)
    parts: list[str] = []
    changes: list[Change] = []
    length = place = 0
    for match in _LETTER.finditer(text):
        letter = match.group()
        new = "" if INVISIBLE.match(letter) else unicodedata.normalize("NFKC", letter)
        if letter == "™":  # it stands after a name, and is no part of it
            new = " "
        if new == letter:
            continue
        start, end = match.span()
        parts += (text[place:start], new)
        length += start - place
        changes.append(Change(length, length + len(new), start, end))
        length += len(new)
        place = end
    parts.append(text[place:])
    return Plain("".join(parts), tuple(changes))
