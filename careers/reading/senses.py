"""What makes a name that is also a word, a letter or somebody's name the name of a skill.

Most names are the names of one thing and count wherever they stand. The others count if something shows that the skill
is meant: they are items of a list of skills; a noun of the trade follows ("Go services"); a word of knowing or making
leads to them ("written in Go"); other skills, or words of the trade, stand in the sentence; or the text means the skill
by the same name in another place. They do not count, if not followed by such a noun, after an article ("the vault"),
before an ordinary noun ("spark plugs"), next to a capitalised name ("Swift Transportation"), or at the head of a
sentence that goes on like an order ("React to each complaint").
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from careers.reading import others
from careers.reading.items import Items
from careers.reading.layout import Layout, Place
from careers.reading.sorts import Sort, sort
from careers.reading.terms import Hit
from careers.reading.words import clues

_GAP = re.compile(r"[\s\d.]*(?:,\s*(?:and|or)\b|[,/&+|·、，和と]|\b(?:and|et|or|to|und)\b|-to-)\s*[\"'“‘]?")
_NEXT = re.compile(r"['’”\")*`]*[ -](?P<word>[^\W\d_][\w'’]*)")
_BASED = re.compile(r"-(?:based|driven|first|heavy|like|native|only|powered|ready)\b")
_ARTICLE = re.compile(r"\b(?:an?|each|every|her|his|its|that|the|their|this)\s+$|\w['’]s\s+$", re.I)
_ARTICLE_AND_WORD = re.compile(r"\b(?:an?|the)\s+[A-Za-z]+\s+$", re.I)
_NAMING = re.compile(r"\b(?:called|named|titled)\s+[\"'“‘]?$", re.I)
_THING_OF_IT = re.compile(r"[ -](?:databases?|reports?)\b", re.I)  # "time series database", "bias audit report"
_YEAR = re.compile(r"\s+(?:\d{1,2}\s+)?(?:19|20)\d\d\b")
_SEASONS = frozenset({"Spring"})
_MEANT_AFTER = re.compile(r"\s*(?:is|was|are|were|has|:|[-–—]\s|\(|,|and\b|or\b|/|&|\d|v\d)")
_NOT_VERBS = ("ing", "ion", "s")  # the ends of names that are no orders: Monitoring, Documentation
_OPENING = ' \t\r\n*_•-–"“('
_VERSION = re.compile(
    r"\s+(?:v\d|\d+(?:\.\d+|\.x)+|(?:19|20)\d\d\b|(?P<whole>\d{1,2})(?![\w.:%-]|\s+(?:hours?|months?|people|years?)))"
)
_OTHER_SCRIPT = re.compile("[\u0370-\u1fff\u3040-\ud7ff]")
_COLON = re.compile(r": +| ?\.{4,} ?")
_CLAUSE = re.compile(r";\s|, (?:later|now|then)\b")
_WORD = re.compile(r"[A-Za-zäöüéè][\w-]*")
_RICH = 3  # skills that surely are ones, from which a text is about the trade
_MOST = 12  # names that follow each other and are looked at together
_NEAR = 60  # letters looked at on either side of a name


class _Group(NamedTuple):
    """Names that follow each other with a comma, a slash or an "and" between; or one name alone."""

    hits: Sequence[Hit]
    place: Place
    before: str  # what stands before the first, in its sentence

    @property
    def last(self) -> Hit:
        return self.hits[-1]


class Senses:
    """Tells which hits of a text mean the skill."""

    def __init__(self, layout: Layout, hits: Sequence[Hit]) -> None:
        self._layout, self._text = layout, layout.text
        self._hits = [hit for hit in hits if not others.is_linked(layout.text, hit)]
        self._starts = [hit.start for hit in self._hits]
        self._sorts = {hit.start: sort(hit, self._text[hit.start : hit.end]) for hit in self._hits}
        self._meant: set[int] = set()
        self._names: set[tuple[str, str]] = set()  # that are meant somewhere in the text
        self._traded: dict[tuple[int, int], bool] = {}
        self._trade = self._rich = False

    def meant(self) -> list[Hit]:
        """The hits that mean the skill, in order."""
        if not self._hits:
            return []
        items = Items(self._layout, self._hits, lambda hit: self._sorts[hit.start] is Sort.SURE)
        groups = list(self._groups())
        possible = {hit.start for hit in self._hits if not self._is_another(hit)}
        self._meant = {start for start in possible if self._sorts[start] is Sort.SURE}
        for _ in range(2):  # what is sure at first helps what is not
            self._look_around()
            for group in groups:
                for hit in group.hits:
                    left = hit.start in possible and hit.start not in self._meant
                    if left and self._is_meant(hit, group, items):
                        self._meant.add(hit.start)
        return [hit for hit in self._hits if hit.start in self._meant]

    def _groups(self) -> Iterator[_Group]:
        hits: list[Hit] = []
        for hit in self._hits:
            if hits and (len(hits) == _MOST or not _GAP.fullmatch(self._text, hits[-1].end, hit.start)):
                yield self._group(hits)
                hits = []
            hits.append(hit)
        yield self._group(hits)

    def _group(self, hits: Sequence[Hit]) -> _Group:
        place = self._layout.place(hits[0].start)
        return _Group(hits, place, self._text[max(place.sentence[0], hits[0].start - _NEAR) : hits[0].start])

    def _look_around(self) -> None:
        """What the whole text says: which names it means, and whether it is about the trade."""
        self._names = {(hit.skill, self._text[hit.start : hit.end]) for hit in self._hits if hit.start in self._meant}
        self._rich = len({skill for skill, _ in self._names}) >= _RICH
        self._trade = bool(self._meant) or self._has_trade(0, len(self._text))

    def _is_another(self, hit: Hit) -> bool:
        inside = bool(self._between(hit.end, hit.end + others.LONGEST_ASIDE))
        return others.is_another(self._text, hit, self._sorts[hit.start], names_follow=inside)

    def _is_meant(self, hit: Hit, group: _Group, items: Items) -> bool:
        own = self._sorts[hit.start]
        if self._is_label(hit, own):
            return False
        if items.in_list(hit, group.place if hit is group.hits[0] else self._layout.place(hit.start)):
            return True
        if own is not Sort.PHRASE and self._noun_follows(group.last):
            return True
        if own is Sort.ORDINARY and self._trade and self._is_heading(hit, group, items):
            return True
        return not self._is_ruled_out(hit, group, own) and self._has_evidence(hit, group, own)

    def _is_label(self, hit: Hit, own: Sort) -> bool:
        """Say whether an ordinary word is the label of a list of names: "Backend: Go"."""
        colon = _COLON.match(self._text, hit.end) if own is Sort.ORDINARY else None
        return bool(colon and self._between(colon.end(), colon.end() + 1))

    def _is_heading(self, hit: Hit, group: _Group, items: Items) -> bool:
        """Say whether a name in capitals has its line for itself: "PUBLICATIONS"."""
        return self._text[hit.start : hit.end].isupper() and items.is_line(group.place)

    # evidence for it

    def _has_evidence(self, hit: Hit, group: _Group, own: Sort) -> bool:
        if own is Sort.PHRASE:
            return self._is_topic(hit, group)
        if self._is_said(group):
            return True
        if self._keeps_company(group, *group.place.sentence) or self._is_a_list(group):
            return True
        if (hit.skill, self._text[hit.start : hit.end]) in self._names:
            return True
        directly = bool(clues.DIRECTLY.search(group.before))
        match own:
            case Sort.CAPITALS:
                return self._rich
            case Sort.LETTER:
                return directly and bool(clues.MAKING.search(self._text, *group.place.sentence))
            case Sort.ORDINARY:
                version = _VERSION.match(self._text, hit.end, hit.end + _NEAR)
                return directly or bool(version and not version["whole"])
            case _:
                return directly or self._is_known(hit, group)

    def _is_known(self, hit: Hit, group: _Group) -> bool:
        """Say whether a well-known name is meant: by the trade of the text, its script, a version or a bracket."""
        start, end = group.place.sentence
        return bool(
            self._trade
            or _OTHER_SCRIPT.search(self._text, start, end)
            or _VERSION.match(self._text, hit.end, hit.end + _NEAR)
            or (hit.start == start and self._text[hit.end : hit.end + 2] == " (")
        )

    def _is_topic(self, hit: Hit, group: _Group) -> bool:
        """Say whether a phrase is meant: a topic of the trade in a text of it; else the company decides."""
        if hit.term in clues.TOPICS and (self._rich or self._is_a_list(group)):
            return True
        start, end = group.place.sentence
        quote = self._text[hit.start : hit.end]
        if quote.islower() and " " not in quote:  # an everyday word: only its own clause tells
            cuts = [cut.end() for cut in _CLAUSE.finditer(self._text, start, end)]
            start = max([start, *(cut for cut in cuts if cut <= hit.start)])
            end = min([end, *(cut for cut in cuts if cut >= hit.end)])
        return self._keeps_company(group, start, end)

    def _keeps_company(self, group: _Group, start: int, end: int) -> bool:
        """Say whether a part of the text has a skill or a word of the trade besides these names."""
        own = {hit.start for hit in group.hits if hit.start not in self._meant}
        if any(hit.start in self._meant - own for hit in self._between(start, end)):
            return True
        return self._has_trade(start, end)

    def _has_trade(self, start: int, end: int) -> bool:
        """Say whether a part of the text has a word of the trade, outside names."""
        if (start, end) not in self._traded:
            self._traded[start, end] = any(
                word.group().lower() in clues.TRADE and not self._is_in_name(word.start())
                for word in _WORD.finditer(self._text, start, end)
            )
        return self._traded[start, end]

    def _is_in_name(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._hits[at].end

    def _is_a_list(self, group: _Group) -> bool:
        """Say whether names that follow each other support each other: not if the sentence is all capitals."""
        start, end = group.place.sentence
        different = {self._text[hit.start : hit.end] for hit in group.hits}
        return len(different) > 1 and not self._text[start:end].isupper()

    def _noun_follows(self, hit: Hit) -> bool:
        following = _NEXT.match(self._text, hit.end, hit.end + _NEAR)
        return bool(_BASED.match(self._text, hit.end) or (following and following["word"].lower() in clues.NOUNS))

    # evidence against it

    def _is_ruled_out(self, hit: Hit, group: _Group, own: Sort) -> bool:
        quote = self._text[hit.start : hit.end]
        if _NAMING.search(group.before):
            return True
        if own is Sort.PHRASE:
            return bool(_THING_OF_IT.match(self._text, hit.end))
        if own is Sort.LETTER and clues.LETTERED.search(group.before):
            return True
        if quote in _SEASONS and _YEAR.match(self._text, hit.end):
            return True
        if self._is_a_thing(group, own, quote) or self._is_next_to_a_name(group):
            return True
        if own is Sort.CAPITALS and (self._rich or self._keeps_company(group, *group.place.sentence)):
            return False
        if own is Sort.WORD and quote[0].isupper() and self._is_known_by_now(group):
            return False
        return self._describes(group, own) and not (own is Sort.ORDINARY and self._is_certain(group))

    def _is_known_by_now(self, group: _Group) -> bool:
        """Say whether words or names next to it show it: "knows Python well enough", "dbt and Airflow"."""
        return self._is_said(group) or any(hit.start in self._meant for hit in group.hits)

    def _is_said(self, group: _Group) -> bool:
        """Say whether words of knowing or asking stand before or after the names."""
        last = group.last.end
        return bool(clues.BEFORE.search(group.before) or clues.AFTERWARDS.match(self._text, last, last + _NEAR))

    def _is_a_thing(self, group: _Group, own: Sort, quote: str) -> bool:
        """Say whether an article stands before it, and no word of making before that: "the vault", but "trained a"."""
        if own is Sort.CAPITALS:
            return False
        if own is Sort.WORD and quote.islower() and _ARTICLE_AND_WORD.search(group.before):
            return True
        return bool(_ARTICLE.search(group.before)) and not clues.BEFORE.search(group.before)

    def _is_certain(self, group: _Group) -> bool:
        """Say whether another skill stands in the sentence, and the name not at its head, where it may be a verb."""
        own = {hit.skill for hit in group.hits}
        near = self._between(*group.place.sentence)
        return not self._heads(group) and any(hit.start in self._meant and hit.skill not in own for hit in near)

    def _is_next_to_a_name(self, group: _Group) -> bool:
        """Say whether a capitalised word that is none of the trade stands next to the names."""
        opens = group.hits[0].start - len(group.before) == group.place.sentence[0]
        if others.name_before(group.before, opens=opens):
            return True
        hit = group.last
        for _ in range(_MOST):
            begin = others.name_after(self._text, hit)
            following = self._between(begin, begin + 1) if begin else ()
            if not following:
                return bool(begin)
            hit = following[0]  # a name of ours, which may itself stand next to one: "Tableau Rasa Studio"
        return False

    def _describes(self, group: _Group, own: Sort) -> bool:
        """Say whether a name is the attribute of an ordinary noun, or an order at the head of its sentence."""
        after = _NEXT.match(self._text, group.last.end, group.last.end + _NEAR)
        word = after["word"] if after else ""
        if not word or not word[0].islower() or not word.isascii() or re.fullmatch(r"v\d+|\w", word):
            return False
        if word in clues.FUNCTION:
            noun = self._text[group.last.start : group.last.end].endswith(_NOT_VERBS) and word != "of"
            order = own is Sort.ORDINARY and not noun and self._heads(group)
            return order and not _MEANT_AFTER.match(self._text, group.last.end)
        return own is not Sort.WORD or not word.endswith("s")  # "Kafka carries" may be a verb

    def _heads(self, group: _Group) -> bool:
        """Say whether the last name of the group stands at the head of its sentence."""
        return not self._text[group.place.sentence[0] : group.last.start].strip(_OPENING)

    def _between(self, start: int, end: int) -> Sequence[Hit]:
        """The names that begin in a part of the text."""
        return self._hits[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
