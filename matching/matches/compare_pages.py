"""Two or three roles side by side: what they share, what only one of them asks, and how far somebody is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from careers.browse.role_pages import points_through
from careers.catalogue.content import Requirement, Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.plans.from_zero import FromZero, from_zero

MOST = 3
PRESETS = 8  # pairs of neighbours to choose from
PRESETS_A_ROLE = 2  # of these, so that one crowded corner of the catalogue leaves room for the others


class Chosen(NamedTuple):
    """The roles that an address asks to compare, the names that are not a role's, and the number of roles too many."""

    roles: tuple[Role, ...]
    unknown: tuple[str, ...]
    left_out: int


class Column(NamedTuple):
    """A role, its plan from zero, the score of whoever looks, and what tells it apart from the other roles here."""

    role: Role
    zero: FromZero
    score: engine.RoleScore | None
    must_have_count: int
    differences: Sequence[tuple[Role, str]]


class Row(NamedTuple):
    """A skill, each role's requirement of it (None: not asked for), the level claimed, and the line of a receipt."""

    skill: Skill
    asked: Sequence[Requirement | None]
    own: int | None
    line: engine.Line | None
    via: Skill | None

    @property
    def unknown(self) -> bool:
        """Whether somebody who has told us something has told us nothing that bears on it."""
        return self.line is not None and self.own is None and not self.line.have

    @property
    def all_asked(self) -> list[Requirement]:
        return [one for one in self.asked if one is not None]

    @property
    def only(self) -> Requirement:
        return self.all_asked[0]


class Group(NamedTuple):
    """The skills that only the roles of these titles ask for, of those compared."""

    titles: Sequence[str]
    of_all: bool
    rows: Sequence[Row]

    @property
    def must_haves(self) -> int:
        """How many of them are must-haves of a role that asks them."""
        return sum(any(one.essential for one in row.all_asked) for row in self.rows)


class Pair(NamedTuple):
    """Two roles, how many skills both ask, and the hundredths that meeting all of the one brings in the other."""

    one: Role
    other: Role
    shared: int
    points_other: int
    points_one: int

    @property
    def closeness(self) -> int:
        return self.points_other + self.points_one


class ComparePage(NamedTuple):
    """Roles in general and, if something is claimed, for the person; with fewer than two, neighbours to choose from."""

    columns: Sequence[Column]
    groups: Sequence[Group]
    overlaps: Sequence[Pair]
    unknown: Sequence[str]
    left_out: int
    most: int
    presets: Sequence[Pair]
    has_claims: bool
    choices: Sequence[Role]
    slots: Sequence[str]
    told_apart: bool


def chosen(release: Released, asked: Iterable[str]) -> Chosen:
    """The roles named in `asked`, each once and in that order; every entry may hold several with commas between."""
    names = list(dict.fromkeys(name for entry in asked for name in map(str.strip, entry.split(",")) if name))
    found = {name: release.role_slug(name) for name in names}
    roles = [release.roles[slug] for slug in dict.fromkeys(slug for slug in found.values() if slug)]
    unknown = [name[:80] for name, slug in found.items() if slug is None]
    return Chosen(tuple(roles[:MOST]), tuple(unknown[:MOST]), max(len(roles) - MOST, 0))


def compare_page(release: Released, picked: Chosen, by_position: Mapping[int, int]) -> ComparePage:
    held = inputs.levels(release, by_position)
    roles = picked.roles
    scores = {score.role: score for score in engine.score(inputs.compiled(release), held)} if held else {}
    lines = {line.skill: line for role in roles if role.slug in scores for line in scores[role.slug].receipt}
    columns = [_column(release, role, roles, scores.get(role.slug)) for role in roles]
    return ComparePage(
        columns=columns,
        groups=_groups(release, roles, lines, held) if len(roles) > 1 else [],
        overlaps=[_pair(one, other) for one, other in combinations(roles, 2)],
        unknown=picked.unknown,
        left_out=picked.left_out,
        most=MOST,
        presets=presets(release, roles) if len(roles) < 2 else [],
        has_claims=bool(held),
        choices=release.roles_by_title,
        slots=[roles[place].slug if place < len(roles) else "" for place in range(MOST)],
        told_apart=any(column.differences for column in columns),
    )


def presets(release: Released, picked: Sequence[Role]) -> list[Pair]:
    """The pairs of roles that share most; of a role that is picked, its own."""
    roles = release.roles_by_title
    pairs = [_pair(one, other) for one in picked or roles for other in roles if _first_of_pair(one, other, picked)]
    times: Counter[str] = Counter()
    found = []
    for pair in sorted(pairs, key=lambda pair: (-pair.closeness, pair.one.slug, pair.other.slug)):
        if pair.shared and (picked or max(times[pair.one.slug], times[pair.other.slug]) < PRESETS_A_ROLE):
            found.append(pair)
            times.update((pair.one.slug, pair.other.slug))
    return found[:PRESETS]


def _first_of_pair(one: Role, other: Role, picked: Sequence[Role]) -> bool:
    """Say whether a pair counts in this order: each pair once, and the role that is picked always first."""
    return one.slug != other.slug if picked else one.slug < other.slug


def _pair(one: Role, other: Role) -> Pair:
    shared = {asked.skill for asked in one.requirements} & {asked.skill for asked in other.requirements}
    return Pair(one, other, len(shared), points_through(one, other), points_through(other, one))


def _column(release: Released, role: Role, roles: Sequence[Role], score: engine.RoleScore | None) -> Column:
    return Column(
        role=role,
        zero=from_zero(release, role.slug),
        score=score,
        must_have_count=sum(asked.essential for asked in role.requirements),
        differences=[(other, one.text) for one in role.differences for other in roles if other.slug == one.role],
    )


def _groups(
    release: Released, roles: Sequence[Role], lines: Mapping[str, engine.Line], held: Mapping[str, int]
) -> list[Group]:
    """The skills that all ask for, then those that two of three ask for, then those of only one, role by role."""
    asked = [{one.skill: one for one in role.requirements} for role in roles]
    rows: dict[tuple[int, ...], list[Row]] = {}
    for skill in {skill for own in asked for skill in own}:
        row = _row(release, skill, [own.get(skill) for own in asked], lines.get(skill), held)
        rows.setdefault(tuple(place for place, one in enumerate(row.asked) if one), []).append(row)
    every, each = tuple(range(len(roles))), [(place,) for place in range(len(roles))]
    some = sorted(who for who in rows if 1 < len(who) < len(roles))
    return [
        Group([roles[place].title for place in who], who == every, sorted(rows.get(who, []), key=_most_first))
        for who in (every, *some, *each)
    ]


def _row(
    release: Released,
    skill: str,
    asked: Sequence[Requirement | None],
    line: engine.Line | None,
    held: Mapping[str, int],
) -> Row:
    via = release.skills[line.via] if line and line.via else None
    return Row(release.skills[skill], asked, held.get(skill), line, via)


def _most_first(row: Row) -> tuple[bool, int, str]:
    """Must-haves of any role, then by the points possible of all roles together."""
    asked = row.all_asked
    return not any(one.essential for one in asked), -sum(one.points_possible for one in asked), row.skill.slug
