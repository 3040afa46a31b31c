"""The content of the profile builder: values of a release, with what somebody claims. Free of HTTP."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypedDict
from urllib.parse import urlsplit

from careers.catalogue.content import Level, Skill, StartGroup, StartingLevel, StartingPoint
from careers.catalogue.released import Match, Released
from careers.profile.claims import Answered, Started
from careers.words import fold

SUGGESTIONS = 8
MOST_ITEMS = 50  # of a pasted list
JOBS = 3  # next to the suggestions of a query that names one
JOB_FROM = 4  # letters; fewer name no job
WITHOUT_JOB = ("student", "no job yet", "career break")
KINDS = ("language", "tool", "concept", "practice", "domain")


def level_choices(skill: Skill) -> list[Level]:
    """Levels 0 to 5 with their words and sentences."""
    return [Level(level=0, meaning=skill.meaning(0), hours=None), *skill.levels]


class OwnClaim(NamedTuple):
    """A claim with the name of its skill, which the release may not have any more."""

    position: int
    slug: str
    name: str
    level: int
    shown_by: str = ""
    quote: str = ""


class Part(NamedTuple):
    """A piece of a line, and the address it leads to if it is a link."""

    text: str
    href: str


def parts_of(line: str) -> list[Part]:
    """A line with what is a link in it: http and https only, so that nothing else can be run from it.

    >>> parts_of("Talk: https://example.org/a javascript:x")
    [Part(text='Talk:', href=''), Part(text='https://example.org/a', href='https://example.org/a'), \
Part(text='javascript:x', href='')]
    """
    return [Part(word, word if _is_link(word) else "") for word in line.split()]


def _is_link(word: str) -> bool:
    try:
        address = urlsplit(word)
        return address.scheme in {"http", "https"} and bool(address.hostname)
    except ValueError:
        return False


class Choice(NamedTuple):
    """A skill with the level that the person claims, if any, and the alias that their query matched, if any.

    `chosen` is the level that a form shows as chosen.
    """

    skill: Skill
    level: int | None
    matched: str = ""
    chosen: int | None = None
    shown_by: str = ""
    quote: str = ""

    @property
    def shown(self) -> list[Part]:
        return parts_of(self.shown_by)

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)


class Word(NamedTuple):
    """A word of the person's own, and the skill if the catalogue knows it by now."""

    text: str
    known: Skill | None


class Unknown(NamedTuple):
    """An item that names no skill: whether it is among the person's own words, and the skill it may have meant.

    `instead` is the query with that skill in its place.
    """

    text: str
    kept: bool
    meant: Skill | None
    instead: str


class Job(NamedTuple):
    """A job to start from, and the name that a query found if it is not the title."""

    start: StartingPoint
    known_as: str


class BuilderPage(NamedTuple):
    claims: list[Choice]
    kinds: list[tuple[str, list[Choice]]]  # the claims by kind; one that was just removed stands there without a level
    unscored: list[OwnClaim]  # of skills that the catalogue no longer has: shown, and still the person's own
    words: list[Word]
    suggestions: list[Choice]
    jobs: list[Job]  # to start from, that the query names
    listed: int  # items in the query
    says: str  # by a signpost at the query
    unknown: list[Unknown]


def builder_page(
    release: Released,
    claims: Sequence[OwnClaim],
    words: Sequence[str],
    query: str,
    *,
    chosen: Mapping[str, int] = MappingProxyType({}),
    removed: str = "",
) -> BuilderPage:
    """The builder: what the person holds, and what their query suggests.

    `chosen` are levels in the form of a list that are not sent yet; `removed` is the skill whose claim was just taken
    away, for the notice that undoes it.
    """
    held = {claim.position: claim.level for claim in claims}
    items = release.items(query)[:MOST_ITEMS]
    found = _named_in(release, items) if len(items) > 1 else release.offer("".join(items), limit=SUGGESTIONS)
    signpost = release.search.signpost(query)
    own = [
        Choice(release.by_position[claim.position], claim.level, shown_by=claim.shown_by, quote=claim.quote)
        for claim in claims
        if _scored(release, claim)
    ]
    gone = [Choice(release.skills[removed], None)] if removed in release.skills else []
    return BuilderPage(
        claims=sorted(own, key=_by_name),
        kinds=_by_kind([*own, *gone]),
        unscored=[claim for claim in claims if not _scored(release, claim)],
        words=[Word(word, release.find(word)) for word in sorted(words, key=str.casefold)],
        suggestions=[_suggested(match, held, chosen) for match in found],
        jobs=_jobs(release, query, exact=bool(found)) if len(items) == 1 else [],
        listed=len(items),
        says=signpost.says if signpost and len(items) == 1 else "",
        unknown=[_unknown(release, items, item, words) for item in items if not release.find(item)],
    )


def left_of(release: Released, query: str, held: Collection[int], words: Collection[str]) -> str:
    """The items of a list that are still to be answered; nothing of a query for one skill, which is over with it."""
    items, kept = release.items(query), set(map(fold, words))
    if len(items) < 2:
        return ""
    named = [(item, release.find(item)) for item in items]
    return ", ".join(i for i, skill in named if (skill.position not in held if skill else fold(i) not in kept))


def _scored(release: Released, claim: OwnClaim) -> bool:
    return claim.position in release.by_position


def _by_name(choice: Choice) -> str:
    return choice.skill.name.casefold()


def _by_kind(choices: Iterable[Choice]) -> list[tuple[str, list[Choice]]]:
    ordered = sorted(choices, key=_by_name)
    kinds = [(kind, [choice for choice in ordered if choice.skill.kind == kind]) for kind in KINDS]
    return [(kind, own) for kind, own in kinds if own]


def _suggested(match: Match, held: Mapping[int, int], chosen: Mapping[str, int]) -> Choice:
    level = held.get(match.skill.position)
    return Choice(match.skill, level, match.matched, chosen.get(match.skill.slug, level))


def _unknown(release: Released, items: Sequence[str], item: str, words: Iterable[str]) -> Unknown:
    meant = release.meant(item) if len(items) == 1 else release.closest(item)  # of a list, what is quick to find
    instead = ", ".join(meant.name if meant and one == item else one for one in items)
    return Unknown(item, fold(item) in map(fold, words), meant, instead)


def _named_in(release: Released, items: Iterable[str]) -> list[Match]:
    """The skills that the items of a list name, each once, in the order of the list."""
    first: dict[str, Match] = {}
    for item in items:
        skill = release.find(item)
        if skill:
            first.setdefault(skill.slug, Match(skill, "" if fold(item) == fold(skill.name) else item))
    return list(first.values())


def _jobs(release: Released, query: str, *, exact: bool) -> list[Job]:
    """The first jobs that a query names, for somebody who types what they are instead of what they can do.

    If some are called so, or a signpost leads to them, those alone; with `exact` never any other.
    """
    if release.find(query) or len(fold(query)) < JOB_FROM:
        return []
    jobs = release.search.jobs
    hits = jobs(query, exact=True) or ([] if exact else jobs(query, exact=False))
    return [Job(release.starts[hit.slug], hit.matched) for hit in hits[:JOBS]]


class Way(NamedTuple):
    """A way in for somebody without a job: the words for it, and the one starting point they name (empty: several)."""

    text: str
    slug: str


class FirstJobs(NamedTuple):
    """The first question to somebody new: how many jobs there are to start from, and ways in without one."""

    jobs: int
    ways: list[Way]


def first_jobs(release: Released) -> FirstJobs:
    """The ways in; words that name no starting point of the release are left out."""
    named = {text: [job.start.slug for _, jobs in start_groups(release, text) for job in jobs] for text in WITHOUT_JOB}
    ways = [Way(text, slugs[0] if len(slugs) == 1 else "") for text, slugs in named.items() if slugs]
    return FirstJobs(len(release.starts), ways)


def start_groups(release: Released, query: str) -> list[tuple[StartGroup, list[Job]]]:
    """The jobs to start from, in their groups; with a query, those that the search finds, or that it nearly names."""
    words = fold(query).split()
    found = release.search.starts(query) if words else release.starts
    groups = [
        (group, [_job(words, start) for start in starts if start.slug in found])
        for group, starts in release.starts_by_group
    ]
    return [(group, jobs) for group, jobs in groups if jobs]


def _holds(words: Sequence[str], text: str) -> bool:
    return all(word in fold(text) for word in words)


def _names_with(words: Sequence[str], start: StartingPoint) -> list[str]:
    """The names of a job that hold every word, its title first."""
    return [name for name in (start.title, *start.other_names) if _holds(words, name)]


def _job(words: Sequence[str], start: StartingPoint) -> Job:
    name = next(iter(_names_with(words, start)), start.title)
    return Job(start, name if name != start.title else "")


class Proposal(NamedTuple):
    """A skill of a job at its typical level, what the person claims of it, and how the form is filled in."""

    skill: Skill
    typical: int
    held: int | None
    chosen: int
    ticked: bool

    @property
    def enough(self) -> bool:
        return self.held is not None and self.held >= self.typical

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)


class StartPage(NamedTuple):
    start: StartingPoint
    fresh: list[Proposal]
    listed: list[Proposal]  # those the person holds at a lower level
    enough: list[Proposal]  # those held at the typical level or a higher one: there is nothing to choose


def start_page(
    release: Released,
    start: StartingPoint,
    held: Mapping[int, int],
    *,
    ticked: Collection[str] | None,
    chosen: Mapping[str, int],
) -> StartPage:
    """The skills that a job proposes, highest level first. `ticked` and `chosen` are what was already sent, if any.

    At first every skill is ticked except those the person has spoken about: what they said outweighs what is typical.
    """

    def proposal(own: StartingLevel) -> Proposal:
        skill = release.skills[own.skill]
        said = held.get(skill.position)
        tick = said is None if ticked is None else skill.slug in ticked
        return Proposal(skill, own.level, said, chosen.get(skill.slug, own.level), tick)

    rows = [proposal(own) for own in start.levels]
    rows.sort(key=lambda row: (-row.typical, row.skill.name.casefold()))
    return StartPage(
        start,
        fresh=[row for row in rows if row.held is None],
        listed=[row for row in rows if row.held is not None and not row.enough],
        enough=[row for row in rows if row.enough],
    )


class AnsweredNote(TypedDict):
    """The result of several answers, as sessions keep it for the next page."""

    added: list[str]  # names with levels
    moved: list[str]  # names of what was changed elsewhere, and stays


def answered(release: Released, done: Answered) -> AnsweredNote:
    added = [(release.by_position[one.position].name, one.after.level) for one in done.replaced if one.after]
    return {
        "added": [f"{name} {level}" for name, level in sorted(added, key=lambda named: named[0].casefold())],
        "moved": sorted((release.by_position[position].name for position in done.moved), key=str.casefold),
    }


class StartedNote(TypedDict):
    """The result of a starting point, as sessions keep it for the next page."""

    title: str
    added: list[str]  # names with levels
    kept: list[str]  # names of what was held already
    version: int


def started(release: Released, start: StartingPoint, levels: Mapping[str, int], done: Started) -> StartedNote:
    """The skills that a starting point added to the profile, by name, and those held already."""
    written = {release.by_position[one.position].slug for one in done.replaced}
    names = sorted(((release.skills[slug].name, slug) for slug in levels), key=lambda named: named[0].casefold())
    return {
        "title": start.title,
        "added": [f"{name} {levels[slug]}" for name, slug in names if slug in written],
        "kept": [name for name, slug in names if slug not in written],
        "version": done.version,
    }
