"""Two or three ads side by side: what each asks, the fit to each, and first of all the gaps that they share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.postings import reading
from matching.postings.models import Posting
from matching.postings.pages import AdPage, AskRow, ad_page
from matching.postings.plans import Times

MOST = 3
GAPS = "Gaps they share"


class Column(NamedTuple):
    """An ad with its page."""

    posting: Posting
    page: AdPage

    @property
    def rows(self) -> Sequence[AskRow]:
        return (*self.page.musts, *self.page.nice, *self.page.passing)


class Row(NamedTuple):
    """A skill and what each ad asks of it (None: nothing), and the level held."""

    skill: Skill
    asked: Sequence[AskRow | None]
    have: int

    @property
    def times(self) -> int:
        return sum(one is not None for one in self.asked)

    @property
    def must_haves(self) -> int:
        return sum(one is not None and one.ask.must for one in self.asked)

    @property
    def shared_gap(self) -> bool:
        """Say whether more than one ad asks more of it than is held."""
        return sum(one is not None and one.ask.level > self.have for one in self.asked) > 1


class Group(NamedTuple):
    """Rows that belong together, under a heading."""

    title: str
    rows: Sequence[Row]


class ComparePage(NamedTuple):
    """Ads side by side; with fewer than two there is nothing to compare. `gaps` are those that ads share."""

    columns: Sequence[Column]
    groups: Sequence[Group]
    gaps: int
    left_out: int
    has_claims: bool


def compare_page(
    release: Released, postings: Sequence[Posting], by_position: Mapping[int, int], times: Times
) -> ComparePage:
    """Build the page of the first `MOST` ads."""
    columns = [
        Column(posting, ad_page(release, reading.unpacked(release, posting.content), by_position, times))
        for posting in postings[:MOST]
    ]
    held = engine.effective_levels(inputs.compiled(release).spec, inputs.levels(release, by_position))
    groups = _groups(columns, list(_rows(columns, held)), has_claims=bool(by_position))
    return ComparePage(
        columns=columns,
        groups=groups,
        gaps=sum(len(group.rows) for group in groups if group.title == GAPS),
        left_out=max(0, len(postings) - MOST),
        has_claims=bool(by_position),
    )


def _rows(columns: Sequence[Column], held: Mapping[str, int]) -> Iterable[Row]:
    """A row for each skill; what most ads ask, and ask as a must-have, comes first."""
    by_skill = [{row.skill.slug: row for row in column.rows} for column in columns]
    skills = {row.skill.slug: row.skill for column in columns for row in column.rows}
    rows = [Row(skill, [own.get(slug) for own in by_skill], held.get(slug, 0)) for slug, skill in skills.items()]
    return sorted(rows, key=lambda row: (-row.times, -row.must_haves, row.skill.name.casefold()))


def _groups(columns: Sequence[Column], rows: Sequence[Row], *, has_claims: bool) -> list[Group]:
    """The gaps that ads share, what else more than one asks, and what only one asks, ad by ad."""
    shared = [row for row in rows if row.times > 1]
    gaps = [row for row in shared if has_claims and row.shared_gap]
    groups = [Group(GAPS, gaps), Group("More than one asks", [row for row in shared if row not in gaps])]
    groups += [
        Group(f"Only {column.posting.title}", [row for row in rows if row.times == 1 and row.asked[at] is not None])
        for at, column in enumerate(columns)
    ]
    return [group for group in groups if group.rows]
