"""The content of the profile builder: values of a release, with what somebody claims. Free of HTTP."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypedDict

from careers.catalogue.content import Level, Skill, StartGroup, StartingLevel, StartingPoint
from careers.catalogue.released import Match, Released
from careers.profile.claims import Started
from careers.words import fold

SUGGESTIONS = 8
MOST_ITEMS = 50  # of a pasted list


def level_choices(skill: Skill) -> list[Level]:
    """Levels 0 to 5 with their words and sentences."""
    return [Level(level=0, meaning=skill.meaning(0), hours=None), *skill.levels]


class OwnClaim(NamedTuple):
    """A claim with the name of its skill, which the release may not have any more."""

    position: int
    slug: str
    name: str
    level: int


class Choice(NamedTuple):
    """A skill with the level that the person claims, if any, and the alias that their query matched, if any."""

    skill: Skill
    level: int | None
    matched: str = ""

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)


class Word(NamedTuple):
    """A word of the person's own, and the skill if the catalogue knows it by now."""

    text: str
    known: Skill | None


class Unknown(NamedTuple):
    """An item that names no skill: whether it is among the person's own words, and the skill it may have meant."""

    text: str
    kept: bool
    meant: Skill | None


class BuilderPage(NamedTuple):
    claims: list[Choice]
    unscored: list[OwnClaim]  # of skills that the catalogue no longer has: shown, and still the person's own
    words: list[Word]
    suggestions: list[Choice]
    listed: int  # items in the query
    says: str  # by a signpost at the query
    unknown: list[Unknown]


def builder_page(release: Released, claims: Sequence[OwnClaim], words: Sequence[str], query: str) -> BuilderPage:
    """The builder: what the person holds, and what their query suggests."""
    held = {claim.position: claim.level for claim in claims}
    items = release.items(query)[:MOST_ITEMS]
    found = _named_in(release, items) if len(items) > 1 else release.offer("".join(items), limit=SUGGESTIONS)
    signpost = release.search.signpost(query)
    return BuilderPage(
        claims=[
            Choice(release.by_position[claim.position], claim.level)
            for claim in sorted(claims, key=lambda claim: claim.name.casefold())
            if claim.position in release.by_position
        ],
        unscored=[claim for claim in claims if claim.position not in release.by_position],
        words=[Word(word, release.find(word)) for word in sorted(words, key=str.casefold)],
        suggestions=[Choice(skill, held.get(skill.position), matched) for skill, matched in found],
        listed=len(items),
        says=signpost.says if signpost else "",
        unknown=[
            Unknown(item, fold(item) in map(fold, words), _meant(release, items, item))
            for item in items
            if not release.find(item)
        ],
    )


def _meant(release: Released, items: Sequence[str], item: str) -> Skill | None:
    """The skill that an unknown item may have meant. For a list, only what is quick to find: there may be many."""
    return release.meant(item) if len(items) == 1 else release.closest(item)


def is_answered(release: Released, query: str) -> bool:
    """Say whether one answer is all that a query was for: it names one skill, and the next one wants an empty field.

    A list keeps the skills that are still to be answered.
    """
    return len(release.items(query)) < 2


def _named_in(release: Released, items: Iterable[str]) -> list[Match]:
    """The skills that the items of a list name, each once, in the order of the list."""
    first: dict[str, Match] = {}
    for item in items:
        skill = release.find(item)
        if skill:
            first.setdefault(skill.slug, Match(skill, "" if fold(item) == fold(skill.name) else item))
    return list(first.values())


class Job(NamedTuple):
    """A job to start from, and the name that a query found if it is not the title."""

    start: StartingPoint
    known_as: str


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
    listed: list[Proposal]  # those the person has spoken about


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
    return StartPage(start, [row for row in rows if row.held is None], [row for row in rows if row.held is not None])


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
