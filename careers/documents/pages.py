"""The content of the page on which somebody confirms what was found. Free of HTTP."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from careers.catalogue.content import Level, Skill
from careers.catalogue.released import Released
from careers.documents import found
from careers.documents.forms import Chosen
from careers.documents.found import MANY, Content, Found, Part, Quote
from careers.profile.pages import Choice, level_choices
from careers.words import fold

SUGGESTIONS = 8


class Row(NamedTuple):
    """A skill to confirm: what was found of it (nothing if the person added it), what is held, and the form's state."""

    skill: Skill
    found: Found | None
    held: int | None
    chosen: int | None
    ticked: bool

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return self.found.quotes if self.found else ()

    @property
    def more(self) -> int:
        """How many other places name it."""
        return self.found.places - len(self.found.quotes) if self.found else 0


class Meant(NamedTuple):
    """A word that is probably a misspelt name, and the skill that it probably means."""

    words: str
    skill: Skill


class Adding(NamedTuple):
    """The part of the form for what was not found: rows that were added, and what a search finds."""

    added: list[Row]
    query: str
    choices: list[Choice]

    @property
    def added_seen(self) -> str:
        return _seen(self.added)


class ConfirmPage(NamedTuple):
    fresh: list[Row]  # skills without a claim
    higher: list[Row]  # the text says more than the profile
    lower: list[Row]  # the text says less
    same: list[Row]  # nothing to decide: the text says the same, or no level
    meant: list[Meant]
    unknown: list[tuple[str, bool]]  # phrases, and whether they are ticked
    parts: list[Part]
    warnings: tuple[str, ...]
    seen: str

    @property
    def rows(self) -> list[Row]:
        return [*self.fresh, *self.higher, *self.lower, *self.same]

    @property
    def number(self) -> int:
        """How many skills were found."""
        return len(self.rows)


def confirm_page(
    release: Released,
    content: Content,
    held: Mapping[int, int],
    words: Iterable[str] = (),
    form: Chosen | None = None,
) -> ConfirmPage:
    """The page of a text; with what stands in the form, if it was sent before. `words` are one's own already."""
    own = {fold(word) for word in words}
    all_found = found.by_skill(release, content.text, content.spots)
    many = len(all_found) > MANY
    rows = [_row(release, one, held.get(one.position), form, tick=not many) for one in all_found]
    named = {row.skill.slug for row in rows}
    return ConfirmPage(
        fresh=[row for row in rows if row.held is None],
        higher=[row for row in rows if _said(row) > 0],
        lower=[row for row in rows if _said(row) < 0],
        same=[row for row in rows if row.held is not None and not _said(row)],
        meant=_meant(release, content, named),
        unknown=[(word, word in form.words if form else not many) for word in content.unknown if fold(word) not in own],
        parts=found.parts(release, content.text, content.spots),
        warnings=content.warnings,
        seen=_seen(rows),
    )


def adding(release: Released, held: Mapping[int, int], form: Chosen, found: Collection[str] = ()) -> Adding:
    """What was added, and what the search finds, without the skills on the page already: each has a level there."""
    added = [_added(release, slug, held, form) for slug in form.added if slug not in found]
    without = {*found, *form.levels, *form.added}
    hits = release.offer(form.query, limit=SUGGESTIONS + len(without)) if form.query else []
    rest = [hit for hit in hits if hit.skill.slug not in without][:SUGGESTIONS]
    return Adding(added, form.query, [Choice(hit.skill, held.get(hit.skill.position), hit.matched) for hit in rest])


def _seen(rows: Iterable[Row]) -> str:
    """The levels that the form shows as held, for it to send back."""
    return ",".join(f"{row.skill.slug}:{row.held}" for row in rows if row.held is not None)


def _row(release: Released, one: Found, held: int | None, form: Chosen | None, *, tick: bool) -> Row:
    """A find. It is ticked unless it would lower a level, or says nothing new."""
    raises = held is None or (one.level is not None and one.level > held)
    ticked = one.slug in form.ticked if form else tick and raises
    level = form.levels.get(one.slug, one.proposed) if form else one.proposed
    return Row(release.skills[one.slug], one, held, level, ticked)


def _added(release: Released, slug: str, held: Mapping[int, int], form: Chosen) -> Row:
    skill = release.skills[slug]
    return Row(skill, None, held.get(skill.position), form.levels.get(slug), ticked=slug in form.ticked)


def _said(row: Row) -> int:
    """How much higher the text says than what is held; 0 if it says no level or nothing is held."""
    if row.held is None or row.found is None or row.found.level is None:
        return 0
    return row.found.level - row.held


def _meant(release: Released, content: Content, named: set[str]) -> list[Meant]:
    words: dict[str, Meant] = {}
    for spot in content.suggestions:
        skill = release.by_position.get(spot.position)
        if skill and skill.slug not in named:
            words.setdefault(skill.slug, Meant(content.text[spot.start : spot.end], skill))
    return list(words.values())
