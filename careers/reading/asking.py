"""How strongly a job ad asks for what it names: as a must-have, as nice to have, or only in passing.

Three things say so, the nearest first: a word in the clause ("Spark is a plus", "SQL required"), the label of the line
("Bonus: Rust"), and the heading of the section ("Preferred qualifications"). Ads are pasted with their line breaks or
without, so a heading is also known inside a line, by its colon, its capitals or the mark before it.

What stands in no such place is a must-have only if the ad has nothing that says must; if it has, the rest of the ad
(tasks, the firm, its stack) names things in passing.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from careers.reading.layout import Layout
from careers.reading.words import ads


class Strength(StrEnum):
    """How strongly something is asked: a must-have, nice to have, or named in passing."""

    MUST = "must"
    NICE = "nice"
    NAMED = "named"


class Said(NamedTuple):
    """How strongly, and the words that say it; no words where nothing does."""

    strength: Strength
    words: str = ""


class _Cue(NamedTuple):
    """A place of an ad with words that say how strongly something near it is asked."""

    start: int
    end: int
    said: Said


class _Section(NamedTuple):
    """From here on, up to `end` or the next one, an ad speaks so; None: of what it does not ask.

    The label of a line that is not `firm`, such as "Languages:", says less than the heading above it.
    """

    start: int
    end: int | None
    strength: Strength | None
    words: str
    firm: bool = True


_KINDS = (
    (ads.NICE_FIRST, Strength.NICE),
    (ads.MUST_FIRST, Strength.MUST),
    (ads.TASKS, Strength.NAMED),
    (ads.NICE, Strength.NICE),
    (ads.MUST, Strength.MUST),
    (ads.NOT_ASKED, None),
)
_FIRM = (ads.NICE_FIRST, ads.MUST_FIRST, ads.NICE, ads.REQUIRED, ads.NOT_ASKED)
_AFTER = ((ads.NICE_AFTER, Strength.NICE), (ads.MUST_AFTER, Strength.MUST))
_BEFORE = ((ads.NICE_BEFORE, Strength.NICE), (ads.MUST_BEFORE, Strength.MUST))
_WORD = re.compile(r"[\w&/']+")
_MOST_WORDS = 12  # of a heading
_LONGEST = 80  # letters of a heading
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:：.;!?\n|•*]{1,70}?)\s?[:：](?=\s|[A-Z*•|'\"-]|$)")
_LABEL_WORDS = 6  # the last words before a colon, which are its label
_FLAT = 500  # letters of a line that has surely lost its breaks
_BARS = 3  # in the place of breaks
_NEAR = 300  # letters that a word reaches at most
_SHORT = 20  # letters
_ALONE = 12  # letters before a word in brackets, at most, if it is alone there


class Asking:
    """Tells of places in an ad how strongly they are asked. Linear in the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._layout = Layout(text)
        self._sections = sorted(self._found())
        self._starts = [section.start for section in self._sections]
        self._breaks = [match.span() for match in ads.BREAK.finditer(text)]
        self._cues_after = [_cues(text, words, strength) for words, strength in _AFTER]
        self._cues_before = [_cues(text, words, strength) for words, strength in _BEFORE]

    def said(self, spans: Sequence[tuple[int, int]]) -> list[Said | None]:
        """How strongly each place is asked; None if the place is of what the ad does not ask, such as its benefits, or
        the field of a degree."""
        asked = [not self._of_degree(start) and not self._of_permit(start, end) for start, end in spans]
        said = iter(self._said([span for span, is_asked in zip(spans, asked, strict=True) if is_asked]))
        return [next(said) if is_asked else None for is_asked in asked]

    def _said(self, spans: Sequence[tuple[int, int]]) -> list[Said | None]:
        near = [self._in_clause(*span) for span in spans]
        sections = [self._section(start) for start, _ in spans]
        says_must = any(section.strength is Strength.MUST for section in self._sections)
        says_must = says_must or any(said and said.strength is Strength.MUST for said in near)
        if not says_must:
            near = [said or self._brought(start) for said, (start, _) in zip(near, spans, strict=True)]
            says_must = any(said and said.strength is Strength.MUST for said in near)
        rest = Strength.NAMED if says_must else Strength.MUST
        return [said or _of(section, rest) for said, section in zip(near, sections, strict=True)]

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence around a place."""
        return self._layout.sentence(place)

    def spaced(self) -> str:
        """The text with an empty line before each heading that has none, so that no reader can miss it."""
        lines = self._text.split("\n")
        for number in range(len(lines) - 1, 0, -1):
            line = self._layout.lines[number]
            words = self._text[line.start : line.end]
            if words and self._layout.words(number - 1) and self._heading(number, words):
                lines.insert(number, "")
        return "\n".join(lines)

    def _of_permit(self, start: int, end: int) -> bool:
        """Say whether a place is the permission to work in a country."""
        return any(
            match.start() <= start < match.end()
            for match in ads.PERMIT.finditer(self._text, max(0, start - _SHORT), end + _SHORT)
        )

    def _of_degree(self, place: int) -> bool:
        """Say whether a place is the field of a degree: "a master's in statistics or mathematics"."""
        begin, _ = self._layout.sentence(place)
        found = ads.DEGREE.search(self._text, max(begin, place - _NEAR), place)
        return found is not None and not ads.NOT_OF_A_DEGREE.search(found.group())

    def _brought(self, start: int) -> Said | None:
        begin, end = self._layout.sentence(start)
        section = self._section(start)
        if section and section.strength is not Strength.NAMED:
            return None
        return Said(Strength.MUST) if ads.BRINGS.search(self._text, begin, end) else None

    def _section(self, place: int) -> _Section | None:
        """The section that a place is in; a firm label of its line before the heading above, others after it."""
        label: _Section | None = None
        for section in reversed(self._sections[: bisect_right(self._starts, place)]):
            if section.end is None:
                says = section.strength in (Strength.MUST, Strength.NICE)
                return section if says else label or section
            if place < section.end and section.firm:
                return section
            if place < section.end:
                label = label or section
        return label

    def _found(self) -> Iterator[_Section]:
        for number, line in enumerate(self._layout.lines):
            words = self._text[line.start : line.end]
            if not words:
                continue
            heading = self._heading(number, words)
            if heading:
                yield heading
                continue
            flat = len(words) > _FLAT or words.count("|") >= _BARS
            for match in _LABEL.finditer(self._text, line.start, line.end):
                yield from self._labelled(match, None if flat else line.end)
            if flat:
                for match in ads.INLINE.finditer(self._text, line.start, line.end):
                    strength = kind_of(match["words"])
                    yield _Section(match.start("words"), None, strength, match["words"])

    def _heading(self, number: int, words: str) -> _Section | None:
        """A line that is a heading and nothing else, of a kind that we know."""
        line = self._layout.lines[number]
        bare = words.strip(" :*#_-–—|\t'\"[],?!•")
        if not bare or len(bare) > _LONGEST or len(bare.split()) > _MOST_WORDS or words.endswith((".", ";", ",")):
            return None
        own = [word.strip("'").lower() for word in _WORD.findall(bare.replace("’", "'"))]
        marked = words.rstrip("*_ ").endswith((":", "?")) or bare.isupper() or line.mark.startswith(("#", "**"))
        if not marked and not (own and set(own) <= ads.OF_HEADINGS and own[-1] not in ads.GOES_ON):
            return None
        known = _kind(bare.rpartition(": ")[2]) or _kind(bare)
        return _Section(line.start, None, known[0], bare) if known else None

    def _labelled(self, match: re.Match[str], end: int | None) -> Iterator[_Section]:
        """A label before a colon, such as "Nice to have: Rust"; it holds for the rest of its line."""
        words = " ".join(match["label"].split()[-_LABEL_WORDS:])
        known = _kind(words)
        if known:
            firm = end is None or any(pattern.search(words) for pattern in _FIRM)
            yield _Section(match.start("label"), end, known[0], words, firm)

    def _in_clause(self, start: int, end: int) -> Said | None:
        """The nearest word of the clause that says how strongly; one after a name before one in front of it."""
        begin, stop = self._layout.sentence(start)
        begin, stop = max(begin, start - _NEAR), min(stop, end + _NEAR)
        found = [*self._after(end, stop), *self._before(begin, start)]
        return min(found)[1] if found else None

    def _after(self, end: int, stop: int) -> Iterator[tuple[int, Said]]:
        """The first word of each kind to the right of a place, if it reaches back to it."""
        for cues in self._cues_after:
            at = bisect_left(cues, end, key=lambda cue: cue.start)
            if at < len(cues) and cues[at].end <= stop and not self._leaves(end, cues[at].start):
                yield cues[at].start - end, cues[at].said

    def _before(self, begin: int, start: int) -> Iterator[tuple[int, Said]]:
        """The last word of each kind to the left of a place, if it reaches forward to it."""
        for cues in self._cues_before:
            at = bisect_right(cues, start, key=lambda cue: cue.end) - 1
            if at >= 0 and cues[at].start >= begin and not self._apart(cues[at].end, start):
                yield start - cues[at].end + _NEAR, cues[at].said

    def _apart(self, one: int, two: int) -> bool:
        """Say whether a word at `one` does not reach to the right as far as `two`."""
        between = self._text[one:two]
        return self._breaks_between(one, two) or between.count(")") > between.count("(")

    def _leaves(self, one: int, two: int) -> bool:
        """Say whether a word at `two` does not reach to the left as far as `one`: it is in another clause, or in
        brackets of its own with what it is said of; alone in brackets it is said of what is before them."""
        between = self._text[one:two]
        opened = between.rpartition("(")[2] if between.count("(") > between.count(")") else ""
        return self._breaks_between(one, two) or len(opened) > _ALONE

    def _breaks_between(self, one: int, two: int) -> bool:
        at = bisect_left(self._breaks, (one, 0))
        return at < len(self._breaks) and self._breaks[at][1] <= two


def _cues(text: str, words: re.Pattern[str], strength: Strength) -> list[_Cue]:
    """Every place of a text that says how strongly, in order."""
    return [
        _Cue(match.start(), match.end(), Said(strength, " ".join(match.group().split())))
        for match in words.finditer(text)
    ]


def kind_of(words: str) -> Strength | None:
    """The strength of what stands under a heading; None for what is not asked, and for a heading that says nothing.

    >>> [str(kind_of(words)) for words in ("Preferred qualifications", "What you'll do", "Who you are", "Benefits")]
    ['nice', 'named', 'must', 'None']
    """
    known = _kind(words)
    return known[0] if known else None


def _kind(words: str) -> tuple[Strength | None] | None:
    if ads.REQUIRED.search(words) and not ads.NOT_REQUIRED.search(words):
        return (Strength.MUST,)
    return next(((strength,) for pattern, strength in _KINDS if pattern.search(words)), None)


def _of(section: _Section | None, rest: Strength) -> Said | None:
    if section is None:
        return Said(rest)
    if section.strength is None:
        return None
    strength = rest if section.strength is Strength.NAMED else section.strength
    return Said(strength, section.words)


def strongest(said: Iterable[Said]) -> Said:
    """The strongest of what is said of one thing."""
    order = list(Strength)
    return min(said, key=lambda one: (order.index(one.strength), not one.words))
