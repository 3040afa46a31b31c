"""Find the skills that a text names: the catalogue's own names and aliases, whole words only, the longest first.

A text is split into words. Words belong together if a space, hyphen, slash or dot joins them, so "scikit-learn",
"Scikit Learn" and "node.js" are found as they are written; a comma, a bracket or the end of a line separates them.

An exact alias counts only in its own spelling, and so does a name that is one of them (Go). One that is also an
ordinary word or a single letter (Go, R, Excel) counts in a text only as an item of a list or after a word such as
"with": "Go to market" and "R&D" are not skills.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from careers.words import fold


class Named(Protocol):
    """A skill as files, tables and releases have it."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...
    @property
    def exact_aliases(self) -> tuple[str, ...]: ...


class Find(NamedTuple):
    """A skill and the place that names it: `text[start:end]`, in code points."""

    skill: str
    start: int
    end: int


class _Word(NamedTuple):
    text: str
    start: int
    end: int


_WORD = re.compile(r"\w+(?:\+\+|\+(?!\w)|#(?!\w))?")
_JOINS = re.compile(r"[ \t\u00a0]+|[-.\u2010\u2011'’]|[ \u00a0]?[/&][ \u00a0]?")
_ASIDE = re.compile(r"\s*\([^()]*\)")  # "Data pipelines (ETL and ELT)" is written without what is in brackets
_ORDINARY = re.compile(r"[A-Z][a-z]*\Z")
_BEFORE_AN_ITEM = re.compile(r"[,;/|()\[\]]|\b(?:and|or|in|with|using|like|including|as)\b")
_AFTER_AN_ITEM = re.compile(r"[,;/|()\[\]]|\b(?:and|or)\b")

_END = ""  # the key under which a branch holds the skill whose term ends there; no word is empty
_Branch = dict[str, "_Branch | str"]


class Reader:
    """Reads texts with the names and aliases of `skills`. Building it takes milliseconds; it never changes."""

    def __init__(self, skills: Iterable[Named]) -> None:
        self._exact: _Branch = {}
        self._folded: _Branch = {}
        for skill in skills:
            own = () if skill.name in skill.exact_aliases else (_ASIDE.sub("", skill.name), skill.slug)
            for term in (*own, *skill.aliases):
                _plant(self._folded, [fold(word.text) for word in _words(term)], skill.slug)
            for term in skill.exact_aliases:
                _plant(self._exact, [word.text for word in _words(term)], skill.slug)

    def find(self, text: str) -> list[Find]:
        """Every place that names a skill, from left to right, none inside another."""
        words = list(_words(text))
        plain = [word.text for word in words]
        folded = [fold(word) for word in plain]
        joined = [_JOINS.fullmatch(text, one.end, two.start) is not None for one, two in pairwise(words)]
        found: list[Find] = []
        place = 0
        while place < len(words):
            skill, length = max(
                _longest(self._exact, plain, joined, place, lambda first, last: _holds(text, words, first, last)),
                _longest(self._folded, folded, joined, place, lambda first, last: True),
                key=lambda one: one[1],  # if both are equally long, the exact one
            )
            if length:
                found.append(Find(skill, words[place].start, words[place + length - 1].end))
            place += length or 1
        return found

    def skills(self, text: str) -> set[str]:
        """The slugs of the skills that `text` names."""
        return {find.skill for find in self.find(text)}


def _longest(
    tree: _Branch, words: Sequence[str], joined: Sequence[bool], place: int, holds: Callable[[int, int], bool]
) -> tuple[str, int]:
    """The skill of the longest term that begins at `place`, and its length in words; 0 if there is none."""
    best = ("", 0)
    for at in range(place, len(words)):
        below = tree.get(words[at])
        if not isinstance(below, dict) or (at > place and not joined[at - 1]):
            break
        tree = below
        skill = tree.get(_END)
        if isinstance(skill, str) and holds(place, at):
            best = (skill, at - place + 1)
    return best


def _holds(text: str, words: Sequence[_Word], first: int, last: int) -> bool:
    """Say whether an exact alias counts here: an ordinary word only if its neighbours say so, or as the whole text."""
    if first != last or not _ORDINARY.match(words[first].text):
        return True
    before = text[words[first - 1].start if first else 0 : words[first].start]
    after = text[words[last].end : words[last + 1].end if last + 1 < len(words) else len(text)]
    if before.endswith(("&", ".")) or after.startswith(("&", "-")):  # R&D, Washington D.C., C-level
        return False
    alone = text.strip() == words[first].text
    return alone or bool(_BEFORE_AN_ITEM.search(before) or _AFTER_AN_ITEM.search(after))


def _plant(tree: _Branch, words: Sequence[str], skill: str) -> None:
    for word in words:
        below = tree.setdefault(word, {})
        assert isinstance(below, dict)  # noqa: S101  (only _END holds a slug)
        tree = below
    if words:
        tree.setdefault(_END, skill)


def _words(text: str) -> Iterator[_Word]:
    return (_Word(match.group(), *match.span()) for match in _WORD.finditer(text))
