"""Names as people type them: one reading for the keys of the API, the builder, the search and the items of lists.

A name is read in its own spelling first, then folded (`careers.words.fold_name`); a bracket at its end is tried with
the rest, left out, and alone. Anything else is unknown; `closest` then says what was probably meant, if that is really
the same thing.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from careers.reading import reader
from careers.words import fold_name

LONGEST = 200  # letters; nothing longer is a name


class Named(reader.Named, Protocol):
    """A skill as releases have it."""

    @property
    def preferred_aliases(self) -> tuple[str, ...]: ...
    @property
    def former_slugs(self) -> tuple[str, ...]: ...


class Hit(NamedTuple):
    """The slug of a skill that a search finds, and the alias that matched (empty if it was the name or the slug)."""

    skill: str
    matched: str


class Term(NamedTuple):
    """A name of something, ready to be compared: `of` is the slug of that, `alias` is empty if it is its own name."""

    folded: str
    words: tuple[str, ...]
    alias: str
    of: str


class Place(NamedTuple):
    """How well a name answers a query, the best first."""

    unnamed: bool  # the query is not the name, but may be a part of it
    rank: int
    aliased: bool


_BRACKET = re.compile(r"(?P<rest>.*\S)\s*\((?P<inside>[^()]*[^()\s][^()]*)\)\s*", re.DOTALL)
_WORDS = re.compile(r"[^\s/(),]+")
_PARTS = re.compile(r"[,;|\n\r\t•·]+")
_SAYS_NOTHING = frozenset(
    {"programming", "coding", "scripting", "language", "basic", "basics", "fundamental", "fundamentals", "advanced"}
    | {"essential", "essentials", "skill", "skills", "knowledge", "experience"}
)
_SHORTEST_SLIP = 5  # letters; in a shorter word, one wrong letter makes another word
_MOST_SLIPS = 2
_NAMED = 6  # the rank of a skill that a query names, if none of its terms holds the words: after all of `_rank`


class Names:
    """The names of `skills`, ready to be looked up. Building it takes milliseconds; it never changes."""

    def __init__(self, skills: Iterable[Named]) -> None:
        skills = tuple(skills)
        self._folded = _folded(skills)
        # Slugs are found folded too, but most keys of the API are slugs, and folding costs more than all else here.
        self._exact = {skill.slug: self._folded[fold_name(skill.slug)] for skill in skills}
        self._exact |= {alias: skill.slug for skill in skills for alias in skill.exact_aliases}
        self.terms = tuple(_terms(skills))
        self._titles = {skill.slug: skill.name.casefold() for skill in skills}
        self._by_words = _unambiguous((_same_words(term.split()), slug) for term, slug in self._folded.items())
        self._by_letters = _unambiguous((letters(term), slug) for term, slug in self._folded.items())
        self._by_shape: dict[tuple[str, int], list[str]] = {}
        for term in self._folded:
            self._by_shape.setdefault((term[0], len(term)), []).append(term)

    def find(self, term: str) -> str | None:
        """The slug of the skill that `term` names."""
        if term in self._exact:
            return self._exact[term]
        for spelling in _spellings(term):
            slug = self._exact.get(spelling) or self._folded.get(fold_name(spelling))
            if slug:
                return slug
        return None

    def search(self, query: str) -> list[Hit]:
        """The skills with every word of `query` in a slug, name or alias, best first.

        First the one that the query names; then terms that are the query, that begin with it, that hold its words as
        whole words, and that hold them as parts.
        """
        found = sorted(self.placed(query), key=lambda found: (found[0], self._titles[found[1].skill]))
        return [hit for _, hit in found]

    def placed(self, query: str) -> list[tuple[Place, Hit]]:
        """The skills that a search finds, each with its place, in no order."""
        named = self.find(query)
        best = placed(self.terms, query, lambda term, rank: Place(term.of != named, rank, bool(term.alias)))
        if named:
            best.setdefault(named, (Place(False, _NAMED, False), ""))
        return [(place, Hit(skill, alias)) for skill, (place, alias) in best.items()]

    def closest(self, term: str) -> str | None:
        """The slug of the skill that an unknown `term` means, if it is really the same thing; most have none.

        The same thing is: the same words in another order or number or with a word that adds nothing ("SQL basics"), a
        name whose API is a skill, the same letters with other blanks and signs ("Java Script"), and a typing slip in a
        word of five letters or more (two in a word of nine), never in the first letter or a digit. Costs about ten
        microseconds.
        """
        folded = fold_name(term[:LONGEST])
        words = folded.split()
        return (
            self._by_words.get(_same_words(words))
            or self._by_words.get(_same_words(_telling(words)))
            or self._folded.get(f"{folded} api")
            or self._by_letters.get(letters(folded))
            or self._slip(folded)
        )

    def _slip(self, folded: str) -> str | None:
        shapes = [(folded[:1], len(folded) + more) for more in range(-_MOST_SLIPS, _MOST_SLIPS + 1)]
        terms = [term for shape in shapes for term in self._by_shape.get(shape, ())]
        near = process.extract(folded, terms, scorer=OSA.distance, score_cutoff=_MOST_SLIPS, limit=None)
        slips = [(distance, self._folded[term]) for term, distance, _ in near if _is_slip(folded, term)]
        least = min(slips, default=(0, ""))[0]
        meant = {slug for distance, slug in slips if distance == least}
        return meant.pop() if len(meant) == 1 else None


def term(text: str, of: str, alias: str = "") -> Term:
    return Term(fold_name(text), words_of(text), alias, of)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, folded.

    >>> words_of("Speech-to-text (STT), CI/CD")
    ('speech', 'to', 'text', 'stt', 'ci', 'cd')
    """
    return tuple(_WORDS.findall(fold_name(text)))


def same_words(text: str) -> str:
    """The key of all names that are the same words: in the singular, in a fixed order, without those that say nothing.

    >>> same_words("Advanced presentation skills"), same_words("presentations")
    ('presentation', 'presentation')
    """
    return _same_words(_telling(fold_name(text).split()))


def placed(terms: Iterable[Term], query: str, place: Callable[[Term, int], Place]) -> dict[str, tuple[Place, str]]:
    """The best place of each thing that a term with every word of `query` names, and the alias that has it.

    `place` makes it of a term and its rank. Looks at each term once, and at no more than `LONGEST` letters.
    """
    wanted = fold_name(query[:LONGEST])
    words = tuple(dict.fromkeys(wanted.split()))
    longest = max(words, key=len, default="")
    best: dict[str, tuple[Place, str]] = {}
    for one in terms if wanted else ():
        rank = _rank(one, wanted, words) if longest in one.folded else None  # which settles it for nearly all of them
        if rank is not None:
            found = place(one, rank)
            if one.of not in best or found < best[one.of][0]:
                best[one.of] = (found, one.alias)
    return best


def parts(text: str) -> list[str]:
    """The items of a list as people paste it: separated by commas, semicolons, bars, bullets or lines, each once.

    >>> parts("react, Python; sql | python,")
    ['react', 'Python', 'sql']
    """
    items: dict[str, str] = {}
    for part in _PARTS.split(text):
        items.setdefault(fold_name(part), " ".join(part.split()))
    return [item for folded, item in items.items() if folded]


def _folded(skills: tuple[Named, ...]) -> dict[str, str]:
    """The slug that each folded name means: first the names themselves, then exact aliases (preferred ones first), then
    names without the bracket at their end, if those are free."""
    found: dict[str, str] = {}
    own = ((term, skill) for skill in skills for term in (skill.slug, skill.name, *skill.aliases, *skill.former_slugs))
    preferred = ((alias, skill) for skill in skills for alias in skill.preferred_aliases)
    exact = ((alias, skill) for skill in skills for alias in skill.exact_aliases)
    for terms in (own, preferred, exact):
        for term, skill in terms:
            found.setdefault(fold_name(term), skill.slug)
    for skill in skills:
        bracketed = _BRACKET.fullmatch(skill.name)
        if bracketed:
            found.setdefault(fold_name(bracketed["rest"]), skill.slug)
    found.pop("", None)
    return found


def _terms(skills: tuple[Named, ...]) -> Iterator[Term]:
    for skill in skills:
        aliases = (*skill.aliases, *skill.exact_aliases, *skill.former_slugs)
        for text, alias in [(skill.name, ""), (skill.slug, ""), *((alias, alias) for alias in aliases)]:
            yield term(text, skill.slug, alias)


def _spellings(term: str) -> Iterator[str]:
    """A term as it is, without the bracket at its end, and the bracket alone."""
    if len(term) > LONGEST:
        return
    yield " ".join(term.split())
    bracketed = _BRACKET.fullmatch(term)
    if bracketed:
        yield " ".join(bracketed["rest"].split())
        yield " ".join(bracketed["inside"].split())


def _rank(term: Term, wanted: str, words: tuple[str, ...]) -> int | None:
    if term.folded == wanted:
        return 0
    if term.folded.startswith(f"{wanted} "):
        return 1
    if all(word in term.words for word in words):
        return 2
    if term.folded.startswith(wanted):
        return 3
    if all(any(own.startswith(word) for own in term.words) for word in words):
        return 4
    return 5 if all(len(word) > 1 and word in term.folded for word in words) else None


def _same_words(words: Iterable[str]) -> str:
    """The words in the singular and in a fixed order."""
    return " ".join(sorted(map(_singular, words)))


def _telling(words: list[str]) -> list[str]:
    """The words without those at either end that add nothing: "basic Python programming" is Python."""
    while words and words[0] in _SAYS_NOTHING:
        words = words[1:]
    while words and words[-1] in _SAYS_NOTHING:
        words = words[:-1]
    return words


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]


def letters(folded: str) -> str:
    """The letters and digits alone; empty if they are too few to tell (".NET" is not "net")."""
    found = "".join(letter for letter in folded if letter.isalnum())
    return found if len(found) >= _SHORTEST_SLIP else ""


def _is_slip(typed: str, term: str) -> bool:
    pairs = list(zip(typed.split(), term.split(), strict=False))
    return len(typed.split()) == len(term.split()) and all(one == two or _slips(one, two) for one, two in pairs)


def _slips(typed: str, word: str) -> bool:
    shorter = min(len(typed), len(word))
    if shorter < _SHORTEST_SLIP or typed[0] != word[0]:
        return False
    if [letter for letter in typed if letter.isdigit()] != [letter for letter in word if letter.isdigit()]:
        return False
    return OSA.distance(typed, word) <= (1 if shorter < 9 else _MOST_SLIPS)


def _unambiguous(keyed: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """The slug that each key means; keys that mean two skills, and the empty key, are left out."""
    found: dict[str, set[str]] = {}
    for key, slug in keyed:
        found.setdefault(key, set()).add(slug)
    return {key: slugs.pop() for key, slugs in found.items() if key and len(slugs) == 1}
