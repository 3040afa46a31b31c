"""One search over roles, skills and starting points, by every name they have; a release has one.

Names decide, in this order: the words of a signpost, which editors put up; a name; a part of a name; and of roles and
starting points, the words of their summary. Another name comes after a title, if both hold the query. If nothing is
found, `meant` looks for slips of the fingers and `parts` for names inside what was typed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from careers.catalogue.content import Content, Role, Signpost, StartingPoint
from careers.reading import names
from careers.reading.names import LONGEST, Names, Place
from careers.reading.spelling import MOST_WORDS, Spelling
from careers.words import fold_name

Kind = Literal["role", "start", "skill"]
KINDS: tuple[Kind, ...] = ("role", "start", "skill")  # of two that answer equally well, the first stands first

_BY_WORDS = 4  # the last rank of `names` that takes whole words or their beginnings
_INSIDE = 5  # the one that takes them inside other words
_SURE = 2  # the last one that takes whole words only
_IN_TEXT = 6  # the rank of a summary: after every name
_SHORTEST_INSIDE = 4  # letters of a word that is looked for inside other words: "ngo" is not in "Django"
_SHORTEST_PART = 3  # letters of a name inside a longer query

# By rank: the query is the name, begins it as a word, stands in it as words, begins it as a part of a word, ...
_WORTH = (0, 4, 8, 9, 12, 16, 18)
_OF_OTHER_NAME = 6  # so that a title with the query as a word comes before another name that begins with it


class Hit(NamedTuple):
    """Something that a query finds, and the other name that matched, if it was one."""

    kind: Kind
    slug: str
    matched: str = ""


class _Placed(NamedTuple):
    place: Place
    hit: Hit


class Search:
    """Look-ups in the names of a release. Building it takes milliseconds; it never changes."""

    def __init__(self, content: Content, skills: Names) -> None:
        self._skills = skills
        self._terms: dict[Kind, tuple[names.Term, ...]] = {
            "role": tuple(_role_terms(content.roles)),
            "start": tuple(_start_terms(content.starts)),
        }
        self._texts: dict[Kind, dict[str, tuple[str, ...]]] = {
            "role": dict(_role_texts(content)),
            "start": {start.slug: names.words_of(f"{start.title} {start.summary}") for start in content.starts},
        }
        self._titles: dict[tuple[Kind, str], str] = {
            **{("role", role.slug): role.title.casefold() for role in content.roles},
            **{("start", start.slug): start.title.casefold() for start in content.starts},
            **{("skill", skill.slug): skill.name.casefold() for skill in content.skills},
        }
        self._asked = Counter(asked.skill for role in content.roles for asked in role.requirements)
        own = [(kind, term) for kind, terms in self._terms.items() for term in terms]
        self._by_name = {term.folded: Hit(kind, term.of) for kind, term in reversed(own)}
        self._by_letters = {names.letters(name): hit for name, hit in self._by_name.items() if names.letters(name)}
        typed = [(word, one) for one in content.signposts for word in one.words]
        self._signposts = {fold_name(word): one for word, one in typed}
        self._loosely = {key: one for word, one in typed for key in _keys(word) if key}
        self._spelling = Spelling([*self._signposts, *self._by_name, *(term.folded for term in skills.terms)])

    def signpost(self, query: str) -> Signpost | None:
        """The signpost that stands at the words of `query`, if there is one.

        Words in another order, number or spacing will do as well, unless they are the name of something.
        """
        text = fold_name(query[:LONGEST])
        if text in self._signposts or text in self._by_name or self._skills.find(text):
            return self._signposts.get(text)
        return next((self._loosely[key] for key in _keys(text) if key in self._loosely), None)

    def find(self, query: str) -> list[Hit]:
        """Everything that `query` finds, best first: after what a signpost leads to, only what has its words whole."""
        signpost = self.signpost(query)
        led = _leads(signpost)
        there = {(hit.kind, hit.slug) for hit in led}
        found = [hit for place, hit in self._placed(query) if signpost is None or place.rank <= _SURE]
        return led + [hit for hit in found if (hit.kind, hit.slug) not in there]

    def meant(self, query: str, *, kinds: Iterable[Kind] = KINDS, limit: int) -> list[Hit]:
        """The things that a query was probably for, if only its spelling is in the way: one with all its words right.

        A query of which every word is known was not misspelt: nothing is like "project management" because it is
        management of something.
        """
        found: dict[tuple[Kind, str], Hit] = {}
        for hit in self._near(query):
            if hit.kind in kinds:
                found.setdefault((hit.kind, hit.slug), Hit(hit.kind, hit.slug))
        return list(found.values())[:limit]

    def jobs(self, query: str, *, exact: bool) -> list[Hit]:
        """The starting points that a query names or nearly names, best first; with `exact`, only what is called so."""
        led = [hit for hit in _leads(self.signpost(query)) if hit.kind == "start"]
        there = {hit.slug for hit in led}
        worst = 0 if exact else _BY_WORDS
        placed = [one.hit for one in sorted(self._of_kind("start", query), key=self._order) if one.place.rank <= worst]
        found = led + [hit for hit in placed if hit.slug not in there]
        return found or ([] if exact else self.meant(query, kinds=["start"], limit=2))

    def starts(self, query: str) -> set[str]:
        """The starting points that a query finds; if it finds none, those it was probably for."""
        found = {hit.slug for hit in self.find(query) if hit.kind == "start"}
        return found or {hit.slug for hit in self.meant(query, kinds=["start"], limit=2)}

    def parts(self, query: str) -> list[Hit]:
        """The things that parts of a longer query name, such as "Python for children": names first, then signposts."""
        words = fold_name(query[:LONGEST]).split()[: 2 * MOST_WORDS]
        found: list[Hit] = []
        led: list[Hit] = []
        at = 0
        while at < len(words):
            at, named, signposted = self._named_from(words, at)
            found += named
            led += signposted
        return list(dict.fromkeys(found + led))

    def _near(self, query: str) -> Iterator[Hit]:
        others = self._spelling.meant(query)
        for other in others:
            yield from _leads(self.signpost(other))
        lettered = self._by_letters.get(names.letters(fold_name(query[:LONGEST])))
        if lettered:
            yield lettered
        placed = [found for other in others for found in self._placed(other) if found.place.rank <= _SURE]
        named = any(not found.place.unnamed for found in placed)
        yield from (hit for place, hit in placed if not (named and place.unnamed))
        closest = None if placed else self._skills.closest(query)
        if closest:
            yield Hit("skill", closest)

    def _named_from(self, words: list[str], at: int) -> tuple[int, list[Hit], list[Hit]]:
        """The end of the longest run of words from `at` that is known, what it names, and where its signpost leads."""
        for end in range(min(len(words), at + MOST_WORDS), at, -1):
            text = " ".join(words[at:end])
            signpost, named = self.signpost(text), self._named(text)
            if len(text) >= _SHORTEST_PART and (signpost or named):
                return end, [] if signpost else named, _leads(signpost)[:1]
        return at + 1, [], []

    def _named(self, text: str) -> list[Hit]:
        """The thing that a text is the name of, if it is one."""
        skill = self._skills.find(text)
        return [self._by_name[text]] if text in self._by_name else [Hit("skill", skill)] if skill else []

    def _placed(self, query: str) -> list[_Placed]:
        found = [_Placed(place, Hit("skill", hit.skill, hit.matched)) for place, hit in self._skills.placed(query)]
        found += self._of_kind("role", query) + self._of_kind("start", query)
        return sorted(_by_words(found, query), key=self._order)

    def _order(self, found: _Placed) -> tuple[bool, int, int, int, str]:
        place, hit = found
        worth = _WORTH[place.rank] + _OF_OTHER_NAME * place.aliased
        asked = self._asked[hit.slug] if hit.kind == "skill" else 0
        return place.unnamed, worth, KINDS.index(hit.kind), -asked, self._titles[hit.kind, hit.slug]

    def _of_kind(self, kind: Kind, query: str) -> list[_Placed]:
        """The roles or starts with the query in a name; then those with its words in their text.

        A role that the query names is answer enough; so is any start that has it in a name.
        """
        by_name = {
            of: _Placed(place, Hit(kind, of, alias))
            for of, (place, alias) in names.placed(self._terms[kind], query, _place).items()
            if place.rank <= _BY_WORDS
        }
        if any(kind == "start" or not found.place.unnamed for found in by_name.values()):
            return list(by_name.values())
        in_text = _Placed(Place(True, _IN_TEXT, False), Hit(kind, ""))
        words = set(names.words_of(query[:LONGEST]))
        others = [of for of, text in self._texts[kind].items() if of not in by_name and words and _begin(words, text)]
        return [*by_name.values(), *(in_text._replace(hit=Hit(kind, of)) for of in others)]


def _leads(signpost: Signpost | None) -> list[Hit]:
    return [Hit(lead.kind, lead.slug) for lead in signpost.leads_to] if signpost else []


def _by_words(found: list[_Placed], query: str) -> list[_Placed]:
    """The finds without those that have a word of the query inside another word, unless there is nothing better."""
    better = [one for one in found if one.place.rank <= _BY_WORDS]
    shortest = min(map(len, names.words_of(query[:LONGEST])), default=0)
    return [one for one in found if one.place.rank != _INSIDE] if better or shortest < _SHORTEST_INSIDE else found


def _place(term: names.Term, rank: int) -> Place:
    return Place(rank > 0, rank, bool(term.alias))


def _begin(words: Iterable[str], text: tuple[str, ...]) -> bool:
    """Say whether every word begins a word of the text: "eng" is in "AI Engineer", "ai" is not in "maintain"."""
    return all(any(own.startswith(word) for own in text) for word in words)


def _keys(word: str) -> tuple[str, str]:
    """The keys under which a signpost is found as well: its words in any order and number, and its letters alone."""
    return names.same_words(word), names.letters(fold_name(word))


def _role_texts(content: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    groups = {group.slug: group.title for group in content.groups}
    for role in content.roles:
        yield role.slug, names.words_of(f"{role.title} {groups.get(role.group, '')} {role.summary}")


def _role_terms(roles: Iterable[Role]) -> Iterator[names.Term]:
    for role in roles:
        yield names.term(role.title, role.slug)
        yield names.term(role.slug, role.slug)
        for other in (*role.other_titles, *role.former_slugs):
            yield names.term(other, role.slug, other)


def _start_terms(starts: Iterable[StartingPoint]) -> Iterator[names.Term]:
    for start in starts:
        yield names.term(start.title, start.slug)
        yield names.term(start.slug, start.slug)
        for other in start.other_names:
            yield names.term(other, start.slug, other)
