"""The names of skills in one tree, and every place of a text that has one of them: whole words, the longest name first.

A text is split into words. Words belong together if a space, hyphen, slash, dot or the end of a line joins them, so
"scikit-learn", "Scikit Learn" and "node.js" are found as they are written; a comma, a bracket or an empty line
separates them. A word that is broken at the end of a line ("Kuber-/netes") is one, if a name has it. An exact alias
counts only in its own spelling. A version that is glued to a name ("Python3.11") does not hide it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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


class Hit(NamedTuple):
    """A name in a plain text. `exact` says that only this spelling is a name, `term` is the folded name."""

    skill: str
    start: int
    end: int
    exact: bool
    term: str


class _Word(NamedTuple):
    folded: str
    start: int
    end: int


_LATIN = "0-9A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f"
# A word is Latin letters with what programming languages put after them, or letters of other scripts: "熟悉Python".
_WORD = re.compile(rf"[{_LATIN}]+(?:\+\+\d*|\#\d*(?!\w)|\+(?!\w))?|[^\W_{_LATIN}]+")
_JOIN = re.compile(
    r"[ \t\u00a0]{1,3}|[-.\u2010\u2011'’_]|[ \u00a0]?[/&][ \u00a0]?"
    r"|[-\u2010]?[ \t\r]*\n[ \t]*(?![ \t]*\r?\n)"
)
_BROKEN = re.compile(r"[-\u2010][ \t\r]*\n[ \t]*")
_ASIDE = re.compile(r"\s*\([^()]*\)")  # "Data pipelines (ETL and ELT)" is written without what is in brackets
_VERSION = re.compile(r"([a-z]{2,}|c\+\+|c#)v?\d+$")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z_]+")
_CUT = re.compile("[a-z][-\u2010]$")
_SHORTEST_PLURAL = 4  # letters
_SHORTEST_CAPITALS = 5  # letters

_END = ""  # the key under which a branch holds what ends there; no word is empty
_Ends = list[tuple[str, str | None]]  # (skill, the only spelling that counts or None)
_Branch = dict[str, "_Branch | _Ends"]


class Terms:
    """The names of `skills`. Building it takes milliseconds; it never changes."""

    def __init__(self, skills: Iterable[Named]) -> None:
        skills = tuple(skills)
        self._tree: _Branch = {}
        self._words: set[str] = set()
        own = {skill.slug: _own(skill) for skill in skills}
        whole = {fold(term) for terms in own.values() for term in terms}
        for skill in skills:
            for term in own[skill.slug]:
                if not _is_two(term, whole):
                    self._plant(term, skill.slug, None)
            for term in skill.exact_aliases:
                self._plant(term, skill.slug, term)

    def alone(self) -> dict[str, str]:
        """The names that are one word and count in any spelling, with their skills."""
        ends = ((word, below.get(_END)) for word, below in self._tree.items() if isinstance(below, dict))
        return {
            word: skill for word, here in ends if isinstance(here, list) for skill, spelling in here if spelling is None
        }

    def hits(self, text: str) -> Iterator[Hit]:
        """Every name in a plain text, from left to right, none inside another. Linear in the text."""
        words = self._split(text)
        place, tree = 0, self._tree
        while place < len(words):
            if words[place].folded not in tree and not _VERSION.match(words[place].folded):
                place += 1
                continue
            hit, length = self._longest(text, words, place)
            if hit and length > 1 and _CUT.search(text, max(0, hit.start - 2), hit.start):
                place += 1  # "cutting-edge AI" does not name edge AI
                continue
            if hit:
                yield hit
            place += length or 1

    def _plant(self, term: str, skill: str, spelling: str | None) -> None:
        tree = self._tree
        words = [fold(match.group()) for match in _WORD.finditer(term)]
        for word in words:
            self._words.add(word)
            below = tree.setdefault(word, {})
            assert isinstance(below, dict)  # noqa: S101  (only _END holds a list)
            tree = below
        if words:
            ends = tree.setdefault(_END, [])
            assert isinstance(ends, list)  # noqa: S101
            if all(other != spelling for _, other in ends):
                ends.append((skill, spelling))

    def _split(self, text: str) -> list[_Word]:
        low = text.lower()
        same = len(low) == len(text)
        words: list[_Word] = []
        for match in _WORD.finditer(text):
            start, end = match.span()
            folded = low[start:end] if same else fold(match.group())
            if not folded.isascii():
                folded = fold(folded)
            if start and text[start - 1] == "#":
                words.extend(_camel(match))
            else:
                words.append(_Word(folded, start, end))
        if "\n" in text and ("-" in text or "\u2010" in text):
            words = list(self._mended(text, words))
        return words

    def _mended(self, text: str, words: Sequence[_Word]) -> Iterator[_Word]:
        """The words, with those that are broken at the end of a line put together if a name has them so."""
        place = 0
        while place < len(words):
            word = words[place]
            if place + 1 < len(words) and text[word.end : word.end + 1] in "-\u2010":
                following = words[place + 1]
                glued = word.folded + following.folded
                if glued in self._words and _BROKEN.fullmatch(text, word.end, following.start):
                    yield _Word(glued, word.start, following.end)
                    place += 2
                    continue
            yield word
            place += 1

    def _longest(self, text: str, words: Sequence[_Word], place: int) -> tuple[Hit | None, int]:
        """The longest name that begins at word `place`, and its length in words; None and 0 if there is none."""
        tree: _Branch = self._tree
        best: tuple[Hit | None, int] = (None, 0)
        for at in range(place, len(words)):
            if at > place and not _joined(text, words, at, place):
                break
            below = _below(tree, words[at].folded, plural=at > place)
            if below is None:
                break
            tree = below
            ends = tree.get(_END)
            if isinstance(ends, list):
                start, end = words[place].start, words[at].end
                hit = _ending(ends, text, start, end, words[place : at + 1])
                if hit:
                    best = (hit, at - place + 1)
        return best


def _camel(match: re.Match[str]) -> Iterator[_Word]:
    """The words of a hashtag: #MachineLearning is machine and learning."""
    for part in _CAMEL.finditer(match.group()):
        yield _Word(fold(part.group()), match.start() + part.start(), match.start() + part.end())


def _own(skill: Named) -> list[str]:
    own = [] if skill.name in skill.exact_aliases else [_ASIDE.sub("", skill.name), skill.slug]
    return [*own, *skill.aliases]


def _is_two(term: str, whole: set[str]) -> bool:
    """Say whether a term is two names with a slash between: both are found, each for itself."""
    parts = fold(term).split("/")
    return len(parts) > 1 and all(part in whole for part in parts)


def _below(tree: _Branch, word: str, *, plural: bool) -> _Branch | None:
    """The branch of a word; after the first word of a name also in the other number, and of a name without version."""
    below = tree.get(word)
    if below is None and plural and len(word) >= _SHORTEST_PLURAL:
        below = tree.get(word[:-1] if word.endswith("s") else f"{word}s")
    if below is None:
        versioned = _VERSION.match(word)
        below = tree.get(versioned[1]) if versioned else None
    return below if isinstance(below, dict) else None


def _joined(text: str, words: Sequence[_Word], at: int, first: int) -> bool:
    """Say whether word `at` belongs to the one before it."""
    start, end = words[at - 1].end, words[at].start
    if start == end:  # parts of a hashtag; "Python和SQL" are two words
        return text[start - 1 : start + 1].isascii()
    if not _JOIN.fullmatch(text, start, end):
        return False
    return "\n" not in text[start:end] or text[end].islower() or not _is_line(text, words[first].start, start)


def _is_line(text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` is all that is on its line: an item of a list, not the first half of a name."""
    begin = text.rfind("\n", 0, start) + 1
    return not any(letter.isalnum() for letter in text[begin:start]) and text[end : end + 1] in "\n\r \t"


def _ending(ends: _Ends, text: str, start: int, end: int, words: Sequence[_Word]) -> Hit | None:
    """The name that ends here: the exact one if the text has its spelling, else the folded one, if there is one."""
    loose: Hit | None = None
    for skill, spelling in ends:
        if spelling is None:
            loose = Hit(skill, start, end, exact=False, term=" ".join(word.folded for word in words))
            continue
        sign = spelling[: len(spelling) - len(spelling.lstrip("."))]  # of ".NET", which is no word alone
        begin = start - len(sign)
        if begin >= 0 and text[begin:start] == sign and _spelt(text[start:end], spelling.lstrip(".")):
            return Hit(skill, begin, end, exact=True, term=spelling)
    return loose


def _spelt(quote: str, spelling: str) -> bool:
    """Say whether a quote has the spelling of an exact alias, or is all capitals as headings are."""
    if spelling in (quote, quote.rstrip("0123456789") if len(spelling) > 1 else quote):
        return True
    if len(quote) != len(spelling):
        return False
    if len(quote) >= _SHORTEST_CAPITALS and quote.isupper() and quote.capitalize() == spelling:
        return True
    return " ".join(_WORD.findall(quote)) == " ".join(_WORD.findall(spelling))
