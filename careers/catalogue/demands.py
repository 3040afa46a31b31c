"""Demands: the skills that a job ad asks for, among those that it names.

An ad names more skills than it asks for. Two rules keep them apart. Both were chosen by reading some hundreds of
places in the ads of ../shared/data/dev, and checked on 60 more each; both halves of the ads were read.

Alternatives
------------
"Python, Go or Java" asks for one language and not for three. Skills of one family (kinds of the same skill, or
languages) that are in one list of a text are alternatives if an "or", a slash or a word such as "similar" joins
them, if words such as "such as" or "one of" lead to them, or if they are in brackets; "Java and Scala" asks for
both. The ad then asks for the broader skill of which all are kinds ("AWS or Azure": a cloud platform) and for none of
them alone. Languages have a broader skill in common only if all of them are compiled ones (or JavaScript and
TypeScript); else the ad asks for Python if that is the first, and for none of them if it is not.

Seen: of 60 such lists 57 meant "one of these". In the 413 that name Python and another language, Python comes first in
251 (R in 94, nearly all of them data scientists' "R or Python"; a compiled language in 52). An ad that puts Python
first names it somewhere else too in 24 of 100, one that puts it later in 17; for Java the order says nothing (6, 9).

A list of skills has no "or". In the ads that come both ways, two cloud vendors, deep learning frameworks, agent
frameworks or vector databases of the list were alternatives in the text in 79 to 85 of 100 cases, a single one in 5;
so several of one family in a list are read as alternatives. Of two or more compiled languages 82 of 100 were; if
Python was next to them, only a third of the texts asked for a compiled language at all, so they count for nothing.
A single one next to Python was asked for in half, and counts. If the text names a skill, the text decides and the
list does not.

Names of fields
---------------
"Machine learning" is a skill in "knowledge of machine learning algorithms" and the name of a field in "our machine
learning team". The two wide fields, machine learning and generative AI, count only if something shows that the skill
is meant: after them what one knows or makes (algorithms, models, frameworks), or before them a word of knowing.
"AI/ML" (unless it is about algorithms, techniques or methods) and "experience in machine learning" say which field it
is. The two narrow ones, deep learning and natural language processing, count unless a job, a team or the like is
named after them: "experience with NLP" asked for the skill in 23 of 25 places, deep learning in 18 of 20, machine
learning in about half. As an item of a list, machine learning was asked for in 40 of 51 texts and counts; generative
AI in 14 of 33, and does not.

Seen: of 30 places where machine learning counts, 4 did not mean it; of 30 where it does not, 5 did.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from careers.catalogue.draft import Draft
from careers.catalogue.findings import kinds_of
from careers.reading.reader import Find, Reader
from careers.words import fold

FIRST = "python"  # what "Python or another language" asks for
# Languages that never stand for another one: queries, and programs for a graphics card, are written in these alone.
ON_THEIR_OWN = frozenset({"sql", "gpu-programming"})
WIDE = frozenset({"machine learning", "ml", "generative ai", "genai", "gen ai"})
NEVER_ALONE = frozenset({"generative ai", "genai", "gen ai"})  # not even as an item of a list of skills
NARROW = frozenset({"deep learning", "natural language processing", "nlp"})

_FAR = 40  # characters between two items of one list, at most
_IN_FRONT = 60  # characters between a list and the name of what it lists, at most
_BETWEEN = re.compile(r"[,;/|(&]|\b(?:and|or)\b", re.I)
_END = re.compile(r"[.:!?]\s|\n|•")
_ANEW = re.compile(r"\b(?:experienced?|expertise|familiar\w*|knowledge|proficien\w+|understanding)\b", re.I)
_OR = re.compile(r"\b(?:or|and/or)\b", re.I)
_AND = re.compile(r"[\s,]*(?:and|&|\+)\s[\s\w]{0,15}", re.I)
_SLASH = re.compile(r"\s?/(?:[^,;]*/)?\s?")  # "Java/Go", "Java/Kotlin/Go", but not "Python and C/C++"
_LEAD = re.compile(
    r"(?:\b(?:such as|like|including(?: but not limited to)?|for example|of the following|e\.?g|i\.?e)\b"
    r"|\b(?:one|any|either|some)(?: or (?:more|both))?(?: of)?\b)[.,]?[^.\n•]{0,40}\Z|\([^()]{0,25}\Z",
    re.I,
)
_OTHERS = re.compile(r"\A[\s,)]*(?:or|and)?[\s,]*(?:similar|other|another|equivalent|comparable|related|etc)\b", re.I)

_CRAFT = re.compile(
    r"\A[\s)/&,-]*(?:(?:and|or|ai|ml|dl|artificial|intelligence|machine|deep|learning|statistical|statistics|predictive"
    r"|data|mining|science|analytics)[\s()/&,-]+){0,5}"
    r"(?:algorithms?|models?|modell?ing|techniques?|methods?|methodolog(?:y|ies)|theor(?:y|ies)|fundamentals|concepts"
    r"|principles|basics|frameworks?|librar(?:y|ies)|packages?|toolkits?|approach(?:es)?|architectures?"
    r"|algoritme[ns]?|modellen|technieken)\b",
    re.I,
)
_CRAFT_OF_AI = re.compile(r"\A\s(?:algorithms?|techniques?|methods?)\b", re.I)  # "AI/ML models" are any models
_KNOWING = re.compile(
    r"\b(?:understanding|knowledge|knowledgeable|grasp|foundations?|proficien\w+|expertise|expert|master\w*|command"
    r"|fluen\w+|skills?|skilled|fundamentals|theory|principles|concepts|applying|apply|applied|techniques|methods"
    r"|(?:un)?supervised)\b[^.;:!?\n•]{0,70}\Z",
    re.I,
)
_JOB = re.compile(
    r"\A[\s-]*(?:\(?\w+\)?[\s-]+)?(?:engineers?|engineering|teams?|platforms?|scientists?|developers?|specialists?|experts?"
    r"|researchers?|leads?|startups?|compan(?:y|ies)|community|space|industry|roles?|department|group|center|centre"
    r"|conferences?|venues)\b",
    re.I,
)
_NEXT_TO_AI = re.compile(r"(?:\bAI|artificial intelligence)\s?[/&]\s?\Z", re.I)


class Ask(NamedTuple):
    """A skill that an ad asks for, or several of which one is enough, in its order; and the places that say so."""

    skills: tuple[str, ...]
    finds: tuple[Find, ...]


class Demands:
    """Reads ads with a reader of some skills, of which `languages` are languages and `broader` has the kinds: the
    skills that each of them is a kind of."""

    def __init__(self, reader: Reader, broader: Mapping[str, Set[str]], languages: Iterable[str]) -> None:
        self._reader = reader
        self._broader = broader
        self._languages = set(languages) - ON_THEIR_OWN

    @classmethod
    def of_draft(cls, draft: Draft) -> "Demands":
        """Read with the names of a draft's skills."""
        skills = [skill for skill in draft.skills if not skill.retired]
        return cls(Reader(skills), kinds_of(draft), (skill.slug for skill in skills if skill.kind == "language"))

    def of(self, items: Iterable[str], text: str) -> set[str]:
        """The skills that an ad asks for; it may come as a list of skills, as a text, or as both.

        If the text names a skill, the text decides.
        """
        asked, named = self._read(text)
        return self._with_broader(asked | (self._listed(items) - named))

    def asks(self, text: str, finds: Sequence[Find]) -> list[Ask]:
        """Return what a text asks for among its `finds`, in the order of the text, each skill once.

        Alternatives are one thing asked, and one of them is enough; if the text also names the broader skill of which
        they are examples, that alone is asked. What is asked alone and as an alternative too is asked alone.
        """
        found: list[Ask] = []
        spared: set[int] = set()
        for run in (part for whole in lists(text, finds) for part in _parts(text, whole)):
            for family in self._families(run):
                if are_alternatives(text, family, run[-1].end):
                    spared |= {find.start for find in family}
                    if not self._common(family) & _headed(text, finds, family):
                        found.append(Ask(tuple(dict.fromkeys(find.skill for find in family)), tuple(family)))
        alone = (find for find in finds if find.start not in spared and is_meant(text, find))
        return disjoint([*found, *(Ask((find.skill,), (find,)) for find in alone)])

    def _listed(self, items: Iterable[str]) -> set[str]:
        """The skills that a list asks for."""
        asked = set().union(*(self._read(item)[0] for item in items))
        families: dict[str, set[str]] = defaultdict(set)
        for skill in asked.difference(*(self._broader.get(skill, ()) for skill in asked)):
            for broader in self._broader.get(skill, ()):
                families[broader].add(skill)
        several = {broader: skills for broader, skills in families.items() if len(skills) > 1}
        instead = {broader for broader in several if not (FIRST in asked and broader in self._languages)}
        return asked.difference(*several.values()) | instead

    def _read(self, text: str) -> tuple[set[str], set[str]]:
        """The skills that a text asks for, and all that it names."""
        finds = self._reader.find(text)
        named = {find.skill for find in self._reader.mentions(text)}
        asked: set[str] = set()
        spared: set[int] = set()
        for family, rest in self._alternatives(text, finds):
            spared |= {find.start for find in family}
            asked |= rest
        asked |= {find.skill for find in finds if find.start not in spared and is_meant(text, find)}
        return asked, named

    def _alternatives(self, text: str, finds: Sequence[Find]) -> Iterator[tuple[list[Find], set[str]]]:
        """Every list of alternatives in a text, and what it asks for."""
        for run in lists(text, finds):
            for family in self._families(run):
                if are_alternatives(text, family, run[-1].end):
                    yield family, self._in_place_of(family)

    def _families(self, run: Sequence[Find]) -> Iterator[list[Find]]:
        """The finds of a list that could stand for each other, at least two different skills."""
        left = list(run)
        while left:
            family = [find for find in left if self._akin(left[0].skill, find.skill)]
            left = [find for find in left if find not in family]
            examples = [find for find in family if find.skill not in self._common(family)]
            if _are_different(examples):
                yield examples  # "cloud platforms (AWS, Azure)": the name of the family is not one of them
            elif _are_different(family):
                yield family

    def _akin(self, one: str, two: str) -> bool:
        return one == two or {one, two} <= self._languages or bool(self._and_broader(one) & self._and_broader(two))

    def _in_place_of(self, family: Sequence[Find]) -> set[str]:
        """The skills that alternatives ask for: of LangChain, LangGraph and CrewAI also an agent framework."""
        common = self._common(family)
        if not common:
            return {family[0].skill} & {FIRST}
        kinds = Counter(
            broader for skill in {find.skill for find in family} for broader in self._broader.get(skill, ())
        )
        return common | {broader for broader, n in kinds.items() if n > 1}

    def _common(self, family: Sequence[Find]) -> set[str]:
        """The skills that every one of them is, or is a kind of."""
        return set.intersection(*(self._and_broader(find.skill) for find in family))

    def _and_broader(self, skill: str) -> set[str]:
        return {skill, *self._broader.get(skill, ())}

    def _with_broader(self, skills: Set[str]) -> set[str]:
        return set().union(*(self._and_broader(skill) for skill in skills))


def _parts(text: str, run: Sequence[Find]) -> Iterator[list[Find]]:
    """The parts of a list of which something else is said: "proficient in Python; familiarity with Java or Go"."""
    part = list(run[:1])
    for one, two in pairwise(run):
        if _ANEW.search(text, one.end, two.start):
            yield part
            part = []
        part.append(two)
    yield part


def _headed(text: str, finds: Iterable[Find], family: Sequence[Find]) -> set[str]:
    """The skills named in front of a list, or in it: "cloud platforms such as AWS or Azure"."""
    start, end = family[0].start - _IN_FRONT, family[-1].end
    return {
        find.skill for find in finds if start <= find.end <= end and not _END.search(text[find.end : family[0].start])
    }


def disjoint(asks: Iterable[Ask]) -> list[Ask]:
    """The asks with those made one that have a skill in common: the smaller one says what is enough.

    >>> [ask.skills for ask in disjoint([Ask(("r", "python"), ()), Ask(("sql",), ()), Ask(("python",), ())])]
    [('sql',), ('python',)]
    >>> [ask.skills for ask in disjoint([Ask(("java", "go"), ()), Ask(("go", "rust"), ())])]
    [('java', 'go', 'rust')]
    """
    found: list[Ask] = []
    for ask in sorted(asks, key=lambda ask: len(ask.skills)):
        near = [other for other in found if set(other.skills) & set(ask.skills)]
        if not near:
            found.append(ask)
        elif len(near[0].skills) == 1:
            found[found.index(near[0])] = Ask(near[0].skills, near[0].finds + ask.finds)
        else:
            skills = tuple(dict.fromkeys(skill for one in (*near, ask) for skill in one.skills))
            finds = tuple(find for one in (*near, ask) for find in one.finds)
            found = [one for one in found if one not in near] + [Ask(skills, finds)]
    in_order = [ask._replace(finds=tuple(sorted(ask.finds))) for ask in found]
    return sorted(in_order, key=lambda ask: min((find.start for find in ask.finds), default=0))


def _are_different(finds: Sequence[Find]) -> bool:
    return len({find.skill for find in finds}) > 1


def lists(text: str, finds: Sequence[Find]) -> Iterator[list[Find]]:
    """Yield runs of finds that follow each other in one list."""
    run = list(finds[:1])
    for one, two in pairwise(finds):
        if not _is_gap(text[one.end : two.start]):
            yield run
            run = []
        run.append(two)
    yield run


def _is_gap(between: str) -> bool:
    """Say whether two finds with this text between them are items of one list."""
    return len(between) <= _FAR and bool(_BETWEEN.search(between)) and not _END.search(between)


def are_alternatives(text: str, family: Sequence[Find], end: int) -> bool:
    """Say whether the finds of one family, in a list that ends at `end`, are alternatives."""
    start = family[0].start
    between = [text[one.end : two.start] for one, two in pairwise(family)]
    if _LEAD.search(text, max(0, start - 80), start):
        return True
    if _AND.fullmatch(between[-1]):
        return False
    return bool(
        _OR.search(text, start, end) or any(map(_SLASH.fullmatch, between)) or _OTHERS.match(text[end : end + 30])
    )


def is_meant(text: str, find: Find) -> bool:
    """Say whether a find means the skill itself, and not only a field of the same name."""
    name = fold(text[find.start : find.end]).replace("-", " ")
    before, after = text[max(0, find.start - 80) : find.start], text[find.end : find.end + 80]
    if name in NARROW:
        return not _JOB.match(after)
    if name not in WIDE:
        return True
    if text.strip() == text[find.start : find.end]:
        return name not in NEVER_ALONE
    if _NEXT_TO_AI.search(before):
        return bool(_CRAFT_OF_AI.match(after))
    return bool(_CRAFT.match(after) or (_KNOWING.search(before) and not _JOB.match(after)))
