"""Text as people would type it: one kind of line end, whole words, and no character that cannot be seen or kept."""

import re
from typing import Final

_LONGEST_NAME: Final = 200
_LINE_ENDS: Final = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
# Controls but tab and line end, halves of characters, private and never assigned ones, soft hyphens and marks of order.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
# The bullets of the fonts Symbol and Wingdings, which have no names of their own.
_BULLETS: Final = str.maketrans(
    dict.fromkeys("\uf06e\uf071\uf075\uf076\uf077\uf0a7\uf0a8\uf0b7\uf0d8\uf0e0\uf0fc", "•")
)
_BLANKS: Final = str.maketrans(dict.fromkeys("\xa0\u2007\u202f", " "))
_PAIRS: Final = re.compile("[\ud800-\udbff][\udc00-\udfff]")
# What stands after a hyphen that belongs to a word.
_WHOLE: Final = """
    end time stack on off up in to of art native based driven level scale house site source side oriented first facing
    functional platform line term quality performance speed party user tenant cloud agent model ready aware free wide
    world class run hand value purpose making year day learning taught friendly through service market
"""
# Words of bounded length, so that no text takes longer than its length tells.
_CUT: Final = re.compile(r"(\w{1,40})[-\u2010]\n[ \t]*(\w{1,40})")
_HYPHENATED: Final = re.compile(r"\b\w{1,40}-\w{1,40}\b")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """Return a text tidied.

    >>> tidy("\\ud83d\\ude00 \\ud83d")
    '😀'
    >>> tidy("Deve\\xadloping e\\ufb03cient data pipe-\\r\\nlines\\0, state-of-the-\\nart; state-of-the-art ")
    'Developing efficient data pipelines, state-of-the-art; state-of-the-art'
    """
    text = _PAIRS.sub(_one_character, text)
    text = (
        _UNSEEN.sub("", _LINE_ENDS.sub("\n", text).replace("\xad\n", ""))
        .translate(_LIGATURES)
        .translate(_BLANKS)
        .translate(_BULLETS)
    )
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", _joined(lines)).strip()


def line(text: str) -> str:
    """Return a name or quote tidied, as one short line."""
    return " ".join(tidy(text[:_LONGEST_NAME]).split())


def _one_character(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16", "surrogatepass").decode("utf-16")


def _joined(text: str) -> str:
    """Join words that a line end has cut. A hyphen that belongs to the word stays.

    >>> _joined("pipe-\\nlines, self-\\ntaught, CI-\\nCD, pre-\\nsales, no pre-sales")
    'pipelines, self-taught, CI-CD, pre-sales, no pre-sales'
    """

    kept = {*_WHOLE.split(), *_HYPHENATED.findall(text)}

    def whole(cut: re.Match[str]) -> str:
        first, second = cut.groups()
        keeps = not second.islower() or not kept.isdisjoint((second, f"{first}-{second}"))
        return f"{first}{'-' if keeps else ''}{second}"

    return _CUT.sub(whole, text)
