"""Two or three roles side by side: what they share, what only one asks for, and how far along somebody is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Requirement, Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.plans.from_zero import FromZero, from_zero

MOST = 3
SHOWN = 8  # of what only one role asks for; the rest folds away


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
    def all_asked(self) -> list[Requirement]:
        return [one for one in self.asked if one is not None]

    @property
    def only(self) -> Requirement:
        return self.all_asked[0]


class Group(NamedTuple):
    """The skills that only the roles of these titles ask for, of those compared; many of a single role fold away."""

    titles: Sequence[str]
    of_all: bool
    rows: Sequence[Row]

    @property
    def first(self) -> Sequence[Row]:
        return self.rows if len(self.rows) <= SHOWN + 2 else self.rows[:SHOWN]

    @property
    def more(self) -> Sequence[Row]:
        return self.rows[len(self.first) :]


class ComparePage(NamedTuple):
    """Roles in general and, if something is claimed, for the person; with fewer than two, pairs to choose from."""

    columns: Sequence[Column]
    groups: Sequence[Group]
    unknown: Sequence[str]
    left_out: int
    most: int
    pairs: Sequence[tuple[Role, Role]]
    has_claims: bool
    choices: Sequence[Role]
    slots: Sequence[str]


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
    return ComparePage(
        columns=[_column(release, role, roles, scores.get(role.slug)) for role in roles],
        groups=_groups(release, roles, lines, held) if len(roles) > 1 else [],
        unknown=picked.unknown,
        left_out=picked.left_out,
        most=MOST,
        pairs=_pairs(release, roles) if len(roles) < 2 else [],
        has_claims=bool(held),
        choices=release.roles_by_title,
        slots=[roles[place].slug if place < len(roles) else "" for place in range(MOST)],
    )


def _pairs(release: Released, picked: Sequence[Role]) -> list[tuple[Role, Role]]:
    """Each role with the first neighbour that a text tells it apart from; a role that is picked, with all of them."""
    found: dict[frozenset[str], tuple[Role, Role]] = {}
    for role in picked or release.roles_by_title:
        for one in role.differences if picked else role.differences[:1]:
            found.setdefault(frozenset((role.slug, one.role)), (role, release.roles[one.role]))
    return list(found.values())


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
