"""Lists: names between commas, bars or bullets, and one a line. In a list of skills, an ambiguous name is a skill.

An item is bare if nothing stands in it but the name, how well or how long, and a version: "React (4 years)", "Go 1.22".
A bare item is a skill if a heading or label says so, if an item near it is surely one, if all items are names, or if it
is the whole text.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

from careers.reading.layout import Layout, Place
from careers.reading.terms import Hit
from careers.reading.words import clues, headings

_SEPARATOR = re.compile(
    r"\s*(?:[,;|·•→()\[\]{}【】、，（）:：<>\t\n/\"“”‘’]|(?<![\w+])[+&]|&(?!\w)|(?<!\w)\*|\s[-–—]\s|-?>| {2,}"
    r"|\b(?:and|et|oder|or|und|y)\b|[和と])\s*"
)
_BESIDES = re.compile(
    r"(?:[\W\d_]|\b(?:a little|advanced|also|ans|aware|assisted|basics?|beginner|both|daily|e\.g|elementary|etc"
    r"|excellent"
    r"|experience|expert|familiar|fluent|good|incl|independent|intermediate|jahre?|knowledge|language|level|little|lts"
    r"|mainly|master|medium|months?|mos?|mostly|native|no|novice|of|preferably|proficient|programming|skills|solid|some"
    r"|strong|v|very|working|x|years?|yes|yrs?|y)\b)*"
)
_BLANKS = " \t\r\n.•-*"
_NEAR = 4  # items, or lines, on either side that can show what list this is
_LONGEST = 160  # letters of a line that is an item
_SOME = 3  # items, of which the first may be the label: "Toolbox → Flask → Helm"


class Item(NamedTuple):
    """A part of a sentence between separators: whether it has a name (`named`), a sure one, or only that (`bare`)."""

    start: int
    end: int
    bare: bool
    named: bool
    sure: bool
    nothing: bool  # only what may stand besides a name: years, a level, signs


class Items:
    """The items of a layout; `hits` are the names in it."""

    def __init__(self, layout: Layout, hits: Sequence[Hit], is_sure: Callable[[Hit], bool]) -> None:
        self._layout, self._text, self._is_sure = layout, layout.text, is_sure
        self._hits = hits
        self._starts = [hit.start for hit in hits]
        self._of: dict[tuple[int, int], list[Item]] = {}
        self._lines: dict[int, Item | None] = {}
        self._whole = layout.text.strip(_BLANKS) if len(layout.text) <= _LONGEST else ""

    def in_list(self, hit: Hit, place: Place) -> bool:
        """Say whether a hit is a bare item of a list of skills."""
        items = self.of(place.sentence)
        at = bisect_right(items, hit.start, key=lambda item: item.start) - 1
        if self._are_tags(place):
            return True
        if at < 0 or not items[at].bare:
            return self._layout.is_row(place.line) and self.is_line(place) and self._in_lines(place.line)
        if self._whole and self._whole == self._text[items[at].start : items[at].end].strip(_BLANKS):
            return True
        near = items[max(0, at - _NEAR) : at] + items[at + 1 : at + _NEAR + 1]
        if any(item.sure and (item.bare or not item.named) for item in near):
            return True
        some = [item for item in items if not item.nothing]
        alone = self.is_line(place)
        if self._is_labelled(place, some) and (
            alone or place.label or 2 * sum(item.bare for item in some) >= len(some) > 1
        ):
            return True
        if len(some) > 1 and all(item.bare for item in some):
            return True
        return alone and self._in_lines(place.line)

    def _are_tags(self, place: Place) -> bool:
        """Say whether a line under a heading of skills is names with blanks between: "python java docker linux"."""
        if place.label or not headings.SKILLS.search(place.heading):
            return False
        start, end, *_ = self._layout.lines[place.line]
        if end - start > _LONGEST:
            return False
        words = self._text[start:end].lower().split()
        names = bisect_left(self._starts, end) - bisect_left(self._starts, start)
        return names > 1 and len(words) <= 2 * names and clues.FUNCTION.isdisjoint(words)

    def is_line(self, place: Place) -> bool:
        """Say whether a line is nothing but names; of a row of a table, its first cell."""
        whole = self._line(place.line)
        return whole is not None and whole.bare and whole.named

    def of(self, span: tuple[int, int]) -> list[Item]:
        """The items of a span, in order."""
        if span not in self._of:
            self._of[span] = self._cut(*span)
        return self._of[span]

    def _is_labelled(self, place: Place, some: Sequence[Item]) -> bool:
        """Say whether a label, or else a heading, or else the first of several items says that skills follow."""
        if headings.SKILLS.search(place.label or place.heading):
            return True
        first = some[0] if len(some) >= _SOME else None
        return bool(first and not first.named and headings.SKILLS.search(self._text, first.start, first.end))

    def _in_lines(self, number: int) -> bool:
        """Say whether the lines around, with the same mark, are bare items too: all, or one that is surely a skill."""
        around = [item for step in (-1, 1) for item in self._lines_from(number, step)]
        if any(item and item.bare and item.sure for item in around):
            return True
        return bool(around) and all(item and item.bare for item in around)

    def _lines_from(self, number: int, step: int) -> list[Item | None]:
        found: list[Item | None] = []
        mark = self._layout.lines[number].mark[:1]
        for other in range(number + step, number + step * (_NEAR + 1), step):
            if not 0 <= other < len(self._layout.lines) or not self._layout.words(other):
                break
            if self._layout.lines[other].mark[:1] != mark and not mark.isdigit():
                break
            one = self._line(other)
            is_head = self._layout.is_row(other) and not (one and one.named)
            if not is_head and not (one and one.nothing):
                found.append(one)
        return found

    def _line(self, number: int) -> Item | None:
        """A line as one item; None if it has more than bare items and is too long, or nothing."""
        if number not in self._lines:
            line = self._layout.lines[number]
            end = self._layout.cells(number)[0].end if self._layout.is_row(number) else line.end
            items = self.of((line.start, end)) if 0 < end - line.start <= _LONGEST else []
            some = [item for item in items if not item.nothing]
            self._lines[number] = (
                Item(
                    *(line.start, end),
                    bare=bool(some) and all(item.bare for item in some),
                    named=any(item.named for item in some),
                    sure=any(item.sure and item.bare for item in some),
                    nothing=not some,
                )
                if items
                else None
            )
        return self._lines[number]

    def _cut(self, start: int, end: int) -> list[Item]:
        items, place = [], start
        for gap in _SEPARATOR.finditer(self._text, start, end):
            if not any(hit.start < gap.end() and gap.start() < hit.end for hit in self._around(gap.start(), gap.end())):
                items.append(self._item(place, gap.start()))
                place = gap.end()
        items.append(self._item(place, end))
        return [item for item in items if item.start < item.end]

    def _item(self, start: int, end: int) -> Item:
        own = [hit for hit in self._around(start, end) if start <= hit.start < end]
        rest, place = [], start
        for hit in own:
            rest.append(self._text[place : hit.start])
            place = hit.end
        rest.append(self._text[place:end])
        empty = all(_BESIDES.fullmatch(part.lower()) for part in rest)
        known = self._text[start:end].strip(" .\r\n").lower() in clues.OTHER_SOFTWARE
        sure = known or any(map(self._is_sure, own))
        return Item(start, end, bare=empty and bool(own), named=bool(own), sure=sure, nothing=empty and not own)

    def _around(self, start: int, end: int) -> Sequence[Hit]:
        """The hits that begin in a part of the text, and the one before them, which may reach into it."""
        return self._hits[max(0, bisect_left(self._starts, start) - 1) : bisect_left(self._starts, end)]
