"""What is said of a name: whether it is held or asked, or denied, only wished for, somebody else's, or not the subject.

Cues (`cues`) are words of the sentence, a heading or a label. A cue reaches to the right or to the left as far as its
clause: to a full stop, a semicolon, a colon, "but", the end of its bracket, or a comma after which something begins.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from careers.reading.layout import Layout, Place
from careers.reading.terms import Hit
from careers.reading.words import cues, headings

_REACH = 300  # letters that a cue reaches at most
_NEAR = 60  # letters on either side of a name
_HOUSE = "house"  # a heading about the firm
_SPEAKER = re.compile(r":\s*(?:i|we|you)\b", re.I)


class Span(NamedTuple):
    """A part of a text in which names are not held, and why."""

    start: int
    end: int
    reason: str


class Scope:
    """Tells of each hit whether it is held; each sentence is looked at once."""

    def __init__(self, layout: Layout) -> None:
        self._layout, self._text = layout, layout.text
        self._spans: dict[tuple[int, int], list[Span]] = {}
        self._said: dict[str, str] = {}

    def against(self, hit: Hit, place: Place) -> str:
        """Why a hit is not held or asked: "denied", "wished", "others" or "elsewhere"; empty if it is."""
        return (
            self._by_heading(hit, place)
            or self._by_row(hit, place)
            or next((span.reason for span in self.spans(place.sentence) if span.start <= hit.start < span.end), "")
            or self._by_neighbours(hit, place)
        )

    def _by_heading(self, hit: Hit, place: Place) -> str:
        label = "" if place.label and self._is_spoken(hit, place) else place.label
        for words in filter(None, (label, place.heading)):
            says = self._says(words)
            if says and not (says == _HOUSE and self._is_asked(hit, place)):
                return cues.DENIED if says == cues.DENIED else cues.ELSEWHERE
        return ""

    def _says(self, heading: str) -> str:
        """What a heading or label says of all that stands under it; each is read once."""
        if heading not in self._said:
            bare = heading.strip(" ,.:?!")
            denied, away = headings.DENYING.search(heading), headings.AWAY.fullmatch(bare)
            house = _HOUSE if headings.HOUSE.fullmatch(bare) else ""
            self._said[heading] = cues.DENIED if denied else cues.ELSEWHERE if away else house
        return self._said[heading]

    def _is_asked(self, hit: Hit, place: Place) -> bool:
        """Say whether a sentence asks for something, although it stands where the firm speaks of itself."""
        start = place.sentence[0]
        asked = headings.ASKED.search(self._text, start, hit.start)
        return bool(asked) and not headings.OF_THE_HOUSE.search(self._text, start, hit.start)

    def _is_spoken(self, hit: Hit, place: Place) -> bool:
        """Say whether a sentence follows the label, not a list: "Not a Java developer: I write TypeScript"."""
        return bool(_SPEAKER.search(self._text, max(place.sentence[0], hit.start - _REACH), hit.start))

    def _by_row(self, hit: Hit, place: Place) -> str:
        """Denied by the mark of the line, or by a cell of its row that says no."""
        if cues.UNTICKED.match(self._layout.lines[place.line].mark):
            return cues.DENIED
        if not self._layout.is_row(place.line):
            return ""
        cells = self._layout.cells(place.line)
        after = bisect_left(cells, hit.end, key=lambda cell: cell.start)
        near = cells[after : after + 2]
        return cues.DENIED if any(cues.NO_CELL.match(self._text, cell.start, cell.end) for cell in near) else ""

    def _by_neighbours(self, hit: Hit, place: Place) -> str:
        text, (start, end) = self._text, place.sentence
        before = text[max(start, hit.start - _NEAR) : hit.start]
        plural = cues.PLURAL.match(text, hit.end, min(end, hit.end + _NEAR))
        if plural and not cues.SEEKING.search(text, start, hit.start):
            return cues.OTHERS
        if cues.FIRM.match(text, hit.end) or cues.INSTITUTION.search(before) or cues.POSSESSOR.search(before):
            return cues.OTHERS
        return cues.DENIED if cues.CROSSED.match(text, hit.end) else ""

    def spans(self, sentence: tuple[int, int]) -> list[Span]:
        """The parts of a sentence in which names are not held."""
        if sentence not in self._spans:
            self._spans[sentence] = list(self._ruled_out(*sentence))
        return self._spans[sentence]

    def _ruled_out(self, start: int, end: int) -> Iterator[Span]:
        text = self._text
        words = text[start:end]
        heads = cues.words_of(words)
        for cue in cues.CUES:
            for match in () if cue.heads.isdisjoint(heads) else cue.words.finditer(words):
                first, last = start + match.start(), start + match.end()
                opening = first + len(match.group()) - len(match.group().lstrip(" ,.:;(–-"))
                if cue.reason == cues.OTHERS and cues.EXCUSED.search(text, max(start, first - _NEAR), opening):
                    continue
                if cue.right:
                    yield Span(last, self._stop(last, end), cue.reason)
                else:
                    yield Span(self._begin(start, first), first, cue.reason)
        for match in () if cues.RELATIVES.isdisjoint(heads) else cues.RELATIVE.finditer(text, start, end):
            nouns = [noun.end() for noun in cues.NOUN_BEGINS.finditer(text, start, match.start())]
            yield Span(nouns[-1] if nouns else start, match.start(), cues.OTHERS)

    def _stop(self, place: int, end: int) -> int:
        """Where the clause of a cue that ends at `place` ends."""
        end = min(end, place + _REACH)
        stop = cues.STOP.search(self._text, place, end)
        end = stop.start() if stop else end
        fresh = cues.FRESH.search(self._text, place, end)
        return fresh.start() if fresh else end

    def _begin(self, start: int, place: int) -> int:
        """Where the clause of a cue that begins at `place` begins."""
        start = max(start, place - _REACH)
        begins = [match.end() for match in cues.BEGIN.finditer(self._text, start, place)]
        start = begins[-1] if begins else start
        fresh = [match.start() + 1 for match in cues.FRESH.finditer(self._text, start, place)]
        return fresh[-1] if fresh else start
