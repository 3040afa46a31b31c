"""The names of skills in one tree, and every place of a text that has one of them: whole words, the longest name first.

A text is split into words. Words belong together if a space, hyphen, slash, dot or the end of a line joins them, so
"scikit-learn", "Scikit Learn" and "node.js" are found as they are written; a comma, a bracket or an empty line
separates them. A word that is broken at the end of a line ("Kuber-/netes") is one, if a name has it. An exact alias
counts only in its own spelling. A version that is glued to a name ("Python3.11") does not hide it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
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


_LATIN = "0-9A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f"
# A word is Latin letters with what programming languages put after them, or letters of other scripts: "熟悉Python".
_WORD = re.compile(rf"[{_LATIN}]+(?:\+\+\d*|\#\d*(?!\w)|\+(?!\w))?|[^\W_{_LATIN}]+")
_SPLIT = re.compile(f"({_WORD.pattern})")
_JOIN = re.compile(
    r"[ \t\u00a0]{1,3}|[-.\u2010\u2011'’_]|[ \u00a0]?[/&][ \u00a0]?"
    r"|[-\u2010]?[ \t\r]*\n[ \t]*(?![ \t]*\r?\n)"
)
_BROKEN = re.compile(r"[-\u2010][ \t\r]*\n[ \t]*")
_ASIDE = re.compile(r"\s*\([^()]*\)")  # "Data pipelines (ETL and ELT)" is written without what is in brackets
_VERSION = re.compile(r"([a-z]{2,}|c\+\+|c#)v?\d+$")
_GLUED = re.compile(r"[^\W\d]\d|[+#]\d")  # a version
_HASHTAG = re.compile(r"#(?=[^\W_])(?<![0-9A-Za-z]#)")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\WA-Z_]+")
_CUT = re.compile("[a-z][-\u2010]$")
_SHORTEST_PLURAL = 4  # letters
_SHORTEST_CAPITALS = 5  # letters
_DIGITS = frozenset("0123456789")
_WIDEST = 1_000  # letters between two words that can belong together

_Spelt = tuple[str, str | None]  # a skill, and the only spelling that counts or None


class _Words(NamedTuple):
    """The folded words of a text, and where each begins and ends in it."""

    folded: list[str]
    starts: list[int]
    ends: list[int]


class Terms:
    """The names of `skills`, in one dictionary of words with blanks between. Building it takes milliseconds."""

    def __init__(self, skills: Iterable[Named]) -> None:
        skills = tuple(skills)
        self._names: dict[str, str | list[_Spelt]] = {}  # a skill, or several spellings
        self._firsts: dict[str, int] = {}  # the words that names begin with, and how many words the longest has
        self._inner: set[str] = set()  # the other words of names, in the singular
        own = {skill.slug: _own(skill) for skill in skills}
        whole = {fold(term) for terms in own.values() for term in terms if "/" not in term}
        for skill in skills:
            for term in own[skill.slug]:
                if not _is_two(term, whole):
                    self._plant(term, skill.slug, None)
            for term in skill.exact_aliases:
                self._plant(term, skill.slug, term)

    def alone(self) -> dict[str, str]:
        """The names that are one word and count in any spelling, with their skills."""
        found = ((name, _loose(here)) for name, here in self._names.items() if " " not in name)
        return {name: skill for name, skill in found if skill}

    def hits(self, text: str) -> Iterator[Hit]:
        """Every name in a plain text, from left to right, none inside another. Linear in the text."""
        words = self._split(text)
        names, free = self._names, 0
        for at in self._beginnings(text, words.folded):
            if at < free:
                continue
            hit, length = None, 1
            if self._may_go_on(words.folded, at):
                hit, length = self._longest(text, words, at)
            elif words.folded[at] in names:
                hit = _ending(names[words.folded[at]], text, words, at, at + 1)
            if hit and length > 1 and _CUT.search(text, max(0, hit.start - 2), hit.start):
                continue  # "cutting-edge AI" does not name edge AI
            if hit:
                yield hit
                free = at + length

    def _beginnings(self, text: str, words: Sequence[str]) -> list[int]:
        """The words at which a name may begin."""
        firsts = self._firsts
        found = [at for at, word in enumerate(words) if word in firsts]
        if _GLUED.search(text):
            found = sorted({*found, *(at for at, word in enumerate(words) if word[-1] in _DIGITS)})
        return found

    def _may_go_on(self, words: Sequence[str], at: int) -> bool:
        """Say whether a name of several words, or with a version, may begin at a word."""
        if words[at][-1] in _DIGITS:
            return True
        if self._firsts[words[at]] == 1 or at + 1 == len(words):
            return False
        following = words[at + 1]
        return _singular(following) in self._inner or following[-1] in _DIGITS

    def _plant(self, term: str, skill: str, spelling: str | None) -> None:
        words = [fold(match.group()) for match in _WORD.finditer(term)]
        if not words:
            return
        first, *rest = words
        self._firsts[first] = max(len(words), self._firsts.get(first, 0))
        rest = [_singular(word) for word in rest]
        self._inner.update(rest)
        name = " ".join([first, *rest])
        name = term if name == term else name  # which is kept anyway
        here = self._names.get(name)
        if here is None and spelling is None:
            self._names[name] = skill
            return
        spellings: list[_Spelt] = [(here, None)] if isinstance(here, str) else here or []
        if all(other != spelling for _, other in spellings):
            self._names[name] = [*spellings, (skill, spelling)]

    def _split(self, text: str) -> _Words:
        low = text.lower()
        parts = _SPLIT.split(low if len(low) == len(text) else text)
        places = list(accumulate(map(len, parts)))
        words = _Words(parts[1::2], places[:-1:2], places[1::2])
        if not text.isascii():
            words = words._replace(folded=[word if word.isascii() else fold(word) for word in words.folded])
        if _HASHTAG.search(text):
            words = _with_hashtags(text, words)
        return self._mended(text, words) if _BROKEN.search(text) else words

    def _mended(self, text: str, words: _Words) -> _Words:
        """The words, with those that are broken at the end of a line put together if a name has them so."""
        mended = _Words([], [], [])
        place = 0
        while place < len(words.folded):
            word, start, end = words.folded[place], words.starts[place], words.ends[place]
            if text[end : end + 1] in ("-", "\u2010") and place + 1 < len(words.folded):
                glued = word + words.folded[place + 1]
                is_broken = _BROKEN.fullmatch(text, end, words.starts[place + 1])
                if is_broken and (_singular(glued) in self._inner or glued in self._firsts):
                    place += 1
                    word, end = glued, words.ends[place]
            _add(mended, word, start, end)
            place += 1
        return mended

    def _longest(self, text: str, words: _Words, first: int) -> tuple[Hit | None, int]:
        """The longest name that begins at word `first`, and its length in words; None and 0 if there is none."""
        begin = words.folded[first]
        if begin not in self._firsts:
            begin = _unversioned(begin)
        longest = self._firsts.get(begin, 0)
        names = [begin]
        for at in range(first + 1, min(first + longest, len(words.folded))):
            if not _joined(text, words, at, first):
                break
            names.append(f"{names[-1]} {_singular(words.folded[at])}")
        for length in range(len(names) if longest else 0, 0, -1):
            here = self._names.get(names[length - 1])
            if here is None and length > 1 and names[length - 1][-1] in _DIGITS:
                here = self._names.get(f"{names[length - 2]} {_unversioned(words.folded[first + length - 1])}")
            hit = here and _ending(here, text, words, first, first + length)
            if hit:
                return hit, length
        return None, 0


def _singular(word: str) -> str:
    """The word without the "s" of a plural: after its first word, a name is found in either number."""
    return word[:-1] if len(word) >= _SHORTEST_PLURAL and word.endswith("s") else word


def _unversioned(word: str) -> str:
    """The word without a version that is glued to it: "python3", "c++17"."""
    found = _VERSION.match(word)
    return found[1] if found else word


def _add(words: _Words, word: str, start: int, end: int) -> None:
    words.folded.append(word)
    words.starts.append(start)
    words.ends.append(end)


def _with_hashtags(text: str, words: _Words) -> _Words:
    """The words, with hashtags taken apart: #MachineLearning is machine and learning."""
    split = _Words([], [], [])
    for word, start, end in zip(*words, strict=True):
        if start and text[start - 1] == "#":
            for part in _CAMEL.finditer(text, start, end):
                _add(split, fold(part.group()), part.start(), part.end())
        else:
            _add(split, word, start, end)
    return split


def _own(skill: Named) -> list[str]:
    own = [] if skill.name in skill.exact_aliases else [_ASIDE.sub("", skill.name), skill.slug]
    return [*own, *skill.aliases]


def _is_two(term: str, whole: set[str]) -> bool:
    """Say whether a term is two names with a slash between: both are found, each for itself."""
    parts = fold(term).split("/")
    return len(parts) > 1 and all(part in whole for part in parts)


def _joined(text: str, words: _Words, at: int, first: int) -> bool:
    """Say whether word `at` belongs to the one before it."""
    start, end = words.ends[at - 1], words.starts[at]
    gap = text[start : end if end - start < _WIDEST else start + _WIDEST]
    if gap in (" ", "-"):
        return True
    if not gap:  # parts of a hashtag; "Python和SQL" are two words
        return text[start - 1 : start + 1].isascii()
    if not _JOIN.fullmatch(text, start, end):
        return False
    return "\n" not in gap or text[end].islower() or not _is_line(text, words.starts[first], start)


def _is_line(text: str, start: int, end: int) -> bool:
    """Say whether `text[start:end]` is all that is on its line: an item of a list, not the first half of a name."""
    begin = text.rfind("\n", 0, start) + 1
    return not any(letter.isalnum() for letter in text[begin:start]) and text[end : end + 1] in "\n\r \t"


def _ending(here: str | list[_Spelt], text: str, words: _Words, first: int, last: int) -> Hit | None:
    """The name from word `first` to `last`: the exact one if the text has its spelling, else that in any spelling."""
    start, end = words.starts[first], words.ends[last - 1]
    if isinstance(here, str):
        return Hit(here, start, end, exact=False, term=" ".join(words.folded[first:last]))
    skill = _loose(here)
    for exact, spelling in here:
        if spelling is None:
            continue
        sign = spelling[: len(spelling) - len(spelling.lstrip("."))]  # of ".NET", which is no word alone
        begin = start - len(sign)
        if begin >= 0 and text[begin:start] == sign and _spelt(text[start:end], spelling.lstrip(".")):
            return Hit(exact, begin, end, exact=True, term=spelling)
    return Hit(skill, start, end, exact=False, term=" ".join(words.folded[first:last])) if skill else None


def _loose(here: str | list[_Spelt]) -> str | None:
    """The skill that is named in any spelling, if one is."""
    return here if isinstance(here, str) else next((skill for skill, spelling in here if spelling is None), None)


def _spelt(quote: str, spelling: str) -> bool:
    """Say whether a quote has the spelling of an exact alias, or is all capitals as headings are."""
    if spelling in (quote, quote.rstrip("0123456789") if len(spelling) > 1 else quote):
        return True
    if len(quote) != len(spelling):
        return False
    if len(quote) >= _SHORTEST_CAPITALS and quote.isupper() and quote.capitalize() == spelling:
        return True
    return " ".join(_WORD.findall(quote)) == " ".join(_WORD.findall(spelling))
