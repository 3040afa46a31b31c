"""Where in a text something stands: in which sentence, item, line, table row or list, under which heading.

Texts come as people paste them: hard line breaks inside sentences, bullets of every kind, tables made of tabs, bars or
blanks, two columns flattened into one. Everything here is found with line breaks, marks and blanks alone.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from careers.reading.words import headings

MARKS = r"[-*+•·●○◦▪▫■□►▶▸‣⁃›»→✓✔✗✘◆◇–—・]|\[[ xX]?\]|\(?\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+|[a-z]\)|\(?[ivx]{1,4}\)"
_MARK = re.compile(rf"[ \t\r]*(?:(?:{MARKS})(?=\s)[ \t]*|[•●○►▪・✓✔✗✘☐☑](?=\w)|[*#_]{{1,3}}(?=\S)|\#{{1,4}} )?")
_OF_A_ROW = re.compile(r"[\t|]")
_COLON = re.compile("[:：]")
_OPENED = re.compile(r"(?=\s|[A-Z\u3000-\uffef])\s*(?=\S)")  # after the colon of a label
_OTHER_THAN_LABEL = re.compile(r"[:：\n.;!?|\t]|[.;,] ")
_LABEL = 45  # letters
_OPENS_WITH_LABEL = re.compile(r"[^\W\d_a-z][^:：.;,\n]{0,40}[:：] ")
_CELL = re.compile(r"[ \t]{0,8}[|\t][ \t|]*| {3,}| ?\.{4,} ?")
_BREAK = re.compile(
    r"(?<![.!?…。])[.!?…。]+[)\"”’»]*(?:\s+(?=[\W_]*[A-Z\d\u0400-\uffef])|\s*\Z)|(?<=[a-z])\.(?=[A-Z][a-z])|。"
)
_ABBREVIATED = re.compile(
    r"\b(?:e\.g|i\.e|incl|min|max|approx|resp|etc|no|vs|ca|circa|Mr|Ms|Dr|St|Inc|Ltd|Co|dept)\.\s*\Z", re.I
)
_ENDS = ".:!?;。："
_WIDE = 48  # letters of a line that was broken because it was full
HEADING = 60  # letters
_HEADING_WORDS = 8
_GENERIC_WORDS = 6
_CAPITALS = 4  # letters
_MOST_COLUMNS = 12
_MOST_ROWS = 12
_FAR = 200  # letters between a label and what it labels
_LONGEST = 600  # letters of a sentence; what is longer is read in pieces, so that the work stays linear


class Line(NamedTuple):
    """A line: where its words begin and end, after its mark (a bullet, a number), and how far it is indented."""

    start: int
    end: int
    mark: str
    indent: int


class Cell(NamedTuple):
    """A part of a line that tabs, bars or blanks set apart."""

    start: int
    end: int


class Place(NamedTuple):
    """Where something stands. Spans are of the whole text; `heading` and `label` are words."""

    sentence: tuple[int, int]
    line: int
    cell: Cell
    heading: str
    label: str


class Layout:
    """The layout of a plain text. Linear to make; looks at nothing before it is asked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._cells: dict[int, list[Cell]] = {}
        self._places: dict[int, Place] = {}

    @cached_property
    def lines(self) -> list[Line]:
        """All lines, also the empty ones."""
        return list(self._lines())

    def _lines(self) -> Iterator[Line]:
        begin = 0
        for raw in self.text.split("\n"):
            match = _MARK.match(raw)
            opening = match.end() if match else 0
            words = raw[opening:].rstrip()
            mark = raw[:opening].strip()
            indent = len(raw) - len(raw.lstrip())
            yield Line(begin + opening, begin + opening + len(words.rstrip("*_")), mark, indent)
            begin += len(raw) + 1

    @cached_property
    def _starts(self) -> list[int]:
        starts, begin = [], 0
        for raw in self.text.split("\n"):
            starts.append(begin)
            begin += len(raw) + 1
        return starts

    def words(self, line: int, *, most: int = sys.maxsize) -> str:
        """The words of a line, without its mark; the first letters of them if there are more than `most`."""
        start, end = self.lines[line].start, self.lines[line].end
        return self.text[start : min(end, start + most)]

    def line_at(self, place: int) -> int:
        """The number of the line at a place."""
        return bisect_right(self._starts, place) - 1

    @cached_property
    def _sentences(self) -> list[int]:
        """Where sentences begin, in order."""
        found = [0]
        for number, line in enumerate(self.lines):
            if not self._continues(number):
                found.append(line.start)
            for cut in _BREAK.finditer(self.text, line.start, line.end):
                if not _ABBREVIATED.search(self.text, max(line.start, cut.start() - 8), cut.start() + 2):
                    found.append(cut.end())
        return _bounded(sorted(set(found)), self.text)

    def _continues(self, number: int) -> bool:
        """Say whether a line goes on with the sentence of the line before it."""
        if not number:
            return False
        before, here = self.lines[number - 1], self.lines[number]
        above, words = self.words(number - 1), self.words(number)
        if not above or not words or here.mark or above[-1] in _ENDS or _OPENS_WITH_LABEL.match(words):
            return False
        if above[-1] in ",-–(/" or words[0] == "(" or (words[0].islower() and len(above.split()) > 2):
            return True
        return len(above) >= _WIDE and not before.mark and not _CELL.search(above) and len(words.split()) > 1

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence at a place."""
        at = bisect_right(self._sentences, place)
        start = self._sentences[at - 1]
        end = self._sentences[at] if at < len(self._sentences) else len(self.text)
        return start, end

    def cells(self, line: int) -> list[Cell]:
        """The parts of a line."""
        if line not in self._cells:
            self._cells[line] = self._cut(line)
        return self._cells[line]

    def cell(self, line: int, place: int) -> Cell:
        """The part of a line that has a place."""
        cells = self.cells(line)
        return cells[max(0, bisect_right(cells, place, key=lambda cell: cell.start) - 1)]

    def _cut(self, line: int) -> list[Cell]:
        start, end = self.lines[line].start, self.lines[line].end
        found, begin = [], start
        for gap in _CELL.finditer(self.text, start, end):
            if gap.start() > begin:
                found.append(Cell(begin, gap.start()))
            begin = gap.end()
        if begin < end:
            found.append(Cell(begin, end))
        return found or [Cell(start, end)]

    def is_row(self, line: int) -> bool:
        """Say whether a line is a row of a table."""
        return line in self._rows

    @cached_property
    def _rows(self) -> frozenset[int]:
        return frozenset(number for number in range(len(self.lines)) if _OF_A_ROW.search(self.words(number)))

    @cached_property
    def _headings(self) -> list[dict[int, str]]:
        """For each line the headings above its columns, by how far they are indented."""
        found: list[dict[int, str]] = []
        now: dict[int, str] = {}
        for number in range(len(self.lines)):
            cells = self.cells(number)
            for cell in cells if len(cells) <= _MOST_COLUMNS else ():
                if self._is_heading(number, cell):
                    column = cell.start - self._starts[number]
                    kept = now if column else {}  # a heading at the margin ends those of all columns
                    now = kept | {column: self.text[cell.start : cell.end].strip(" :*#_\t\r")}
            found.append(now)
        return found

    def _is_heading(self, number: int, cell: Cell) -> bool:
        """Say whether a part of a line is a heading.

        It is short and no sentence, and in capitals; or it is its line alone and ends with a colon, is marked as one,
        or is the first line of several.
        """
        words = self.text[cell.start : min(cell.end, cell.start + HEADING + 1)].strip()
        line = self.lines[number]
        if not words or len(words) > HEADING or len(words.split()) > _HEADING_WORDS or words[-1] in ".,;":
            return False
        if words.isupper() and not line.mark and len(words) >= _CAPITALS and "," not in words:
            return True
        if cell.start != line.start or cell.end != line.end or self.is_row(number):
            return False
        if words[-1] in ":：?" or line.mark.startswith(("#", "**")):
            return True
        if headings.HEADING.fullmatch(words):
            return True
        if line.mark and not re.match(r"\d+\.$", line.mark):
            return False
        plain = words[0].isupper() and not set(",:") & set(words) and len(words.split()) <= _GENERIC_WORDS
        return plain and self._opens(number)

    def _opens(self, number: int) -> bool:
        """Say whether a line is the first of several, after an empty one or at the top."""
        above = number == 0 or not self.words(number - 1)
        return above and number + 1 < len(self.lines) and bool(self.words(number + 1))

    def heading(self, line: int, cell: Cell) -> str:
        """The heading above a part of a line, empty if there is none or if that part is itself the heading."""
        above = self._headings[line]
        column = cell.start - self._starts[line]
        near = [at for at in above if at <= column + 2]
        return above[max(near)] if near else ""

    def label(self, line: int, place: int) -> str:
        """The words before the colon, or in the first cell, of the line: "Languages" in "Languages: R, Go"."""
        begin = max(self.cell(line, place).start, place - _FAR)
        words = self._before_colon(begin, place, self.lines[line].end)
        if words or not self.is_row(line):
            return words
        for above in range(line, max(-1, line - _MOST_ROWS), -1):  # an empty first cell repeats the one above
            if not self.text.startswith("\t", self._starts[above]):
                first = self.cells(above)[0]
                return self.text[first.start : first.end] if place >= first.end else ""
        return ""

    def _before_colon(self, begin: int, place: int, end: int) -> str:
        """The last words between `begin` and `place` that a colon makes a label: "Go" in "Tools, mainly: Go: since"."""
        for colon in reversed([found.start() for found in _COLON.finditer(self.text, begin, place)]):
            opened = _OPENED.match(self.text, colon + 1, end)
            if opened and opened.end() <= place:
                words = self.text[max(begin, colon - 2 * _LABEL) : colon].rstrip()
                words = _OTHER_THAN_LABEL.split(words[-_LABEL:])[-1].strip()
                if words:
                    return words
        return ""

    def place(self, start: int) -> Place:
        """Where the letter at `start` stands."""
        if start not in self._places:
            line = self.line_at(start)
            cell = self.cell(line, start)
            self._places[start] = Place(
                self.sentence(start), line, cell, self.heading(line, cell), self.label(line, start)
            )
        return self._places[start]


def _bounded(starts: list[int], text: str) -> list[int]:
    """Starts of sentences with more of them, at blanks, where a sentence would be too long."""
    found: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        found.append(start)
        while end - found[-1] > _LONGEST:
            cut = text.rfind(" ", found[-1] + 1, found[-1] + _LONGEST)
            found.append(cut + 1 if cut > 0 else found[-1] + _LONGEST)
    return found
