"""The content of the pages of roles: values of a release, and what a page adds to them. Free of HTTP."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from careers.catalogue.content import Group, Project, Requirement, Role, Skill
from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS

LANGUAGE = "language"
MORNING = 160  # of a working day, what follows its first line where there is room
OPENING = 55  # characters of a longer text that at least stand before its fold
NEIGHBOURS = 4  # roles that stand on a role's page for what they share, whether or not a text tells them apart
SKYLINE_GAP = 60  # between must-haves and the rest, in hundredths of a point like the widths

SENTENCE_END = re.compile(r"(?<=[.!?؟]) (?![a-z\d])")  # not after "e.g."

# Roles of a release that was published before the catalogue had groups.
UNGROUPED = Group(slug="", title="Roles", summary="", order=1)


class RoleCard(NamedTuple):
    """A role in brief. `valued_languages` are the programming languages among what it values as well."""

    role: Role
    must_haves: list[str]
    valued_languages: list[str]


class RolesPage(NamedTuple):
    """The roles in their groups: all of them, or those one can do without programming; with how many there are."""

    groups: list[tuple[Group, list[RoleCard]]]
    shown: int
    without: bool
    without_count: int


def roles_page(release: Released, *, without_programming: bool = False) -> RolesPage:
    without = [role for role in release.roles_by_title if not takes_programming(release, role)]
    roles = without if without_programming else release.roles_by_title
    return RolesPage(_grouped(release, roles), len(roles), without_programming, len(without))


def role_groups(release: Released) -> list[tuple[Group, list[RoleCard]]]:
    """Every role in brief, in the groups of the catalogue: the foundation's first, then by order."""
    return _grouped(release, release.roles_by_title)


def _grouped(release: Released, chosen: Iterable[Role]) -> list[tuple[Group, list[RoleCard]]]:
    known = {group.slug: group for group in release.content.groups}
    roles: dict[Group, list[Role]] = {}
    for role in chosen:
        roles.setdefault(known.get(role.group, UNGROUPED), []).append(role)
    in_order = sorted(roles, key=lambda group: (not roles[group][0].foundation, group.order, group.slug))
    return [(group, [_card(release, role) for role in roles[group]]) for group in in_order]


def _card(release: Released, role: Role) -> RoleCard:
    asked = [(release.skills[one.skill], one.essential) for one in role.requirements_in_order]
    return RoleCard(
        role,
        must_haves=[skill.name for skill, essential in asked if essential],
        valued_languages=[skill.name for skill, essential in asked if skill.kind == LANGUAGE and not essential],
    )


def takes_programming(release: Released, role: Role) -> bool:
    """Say whether a must-have is a programming language or comes with one, as PyTorch does with Python."""
    musts = [(one.skill, one.level) for one in role.requirements if one.essential]
    return any(release.skills[slug].kind == LANGUAGE for slug in _held_with(release, musts))


def _held_with(release: Released, levels: Iterable[tuple[str, int]]) -> set[str]:
    """The skills that whoever holds these levels holds too: implied prerequisites, and what they are kinds of."""
    found: dict[str, int] = {}
    todo = list(levels)
    while todo:
        slug, level = todo.pop()
        if found.get(slug, 0) >= level:
            continue
        found[slug] = level
        skill = release.skills[slug]
        todo += [(one.skill, one.skill_level) for one in skill.prerequisites if one.implied and one.level <= level]
        todo += [(near.skill, level) for near in skill.near if near.distance == 0]
    return set(found)


class Asked(NamedTuple):
    """A requirement with its skill."""

    skill: Skill
    requirement: Requirement

    @property
    def meaning(self) -> str:
        return self.skill.meaning(self.requirement.level)


class Half(NamedTuple):
    """The must-haves, or the skills valued as well: each is worth half of the points."""

    asked: list[Asked]

    @property
    def points(self) -> int:
        return sum(one.requirement.points_possible for one in self.asked)


class Block(NamedTuple):
    """A requirement as a block in the picture of the levels."""

    skill: Skill
    requirement: Requirement
    x: int
    y: int
    width: int


class Skyline(NamedTuple):
    blocks: list[Block]
    width: int


class OfKind(NamedTuple):
    """The number of skills of one kind that a role asks for, and the points they make up."""

    kind: str
    skills: int
    points: int


class Both(NamedTuple):
    """A skill that matters to two roles, with the level that each needs."""

    skill: Skill
    here: int
    there: int


class Neighbour(NamedTuple):
    """A role next to another, and the requirements they share, by skill: a kind of a skill is another skill.

    `text` is empty if nobody wrote how the two differ. `points_there` are the hundredths of the other role's points
    that somebody has through shared skills who meets all of this one; `points_here` the same the other way round.
    """

    role: Role
    text: str
    shared: list[Both]
    only_here: int
    only_there: int
    points_there: int
    points_here: int

    @property
    def all(self) -> int:
        return self.only_here + len(self.shared) + self.only_there

    @property
    def closeness(self) -> int:
        return self.points_there + self.points_here


class Told(NamedTuple):
    """A longer text: how it begins, and the rest of it, which may be empty."""

    first: str
    rest: str


class StandsOn(NamedTuple):
    """The foundation, and the skills of it that a role asks."""

    role: Role
    asked: list[Both]


class ProjectSkills(NamedTuple):
    """A project, and the level that it takes of each skill."""

    project: Project
    skills: list[tuple[Skill, int]]


class RolePage(NamedTuple):
    """A role. After its first line come the `limits`, and after the first line of the day its `morning`."""

    role: Role
    limits: Told
    day: Told
    morning: Told
    entry: Told
    must_haves: Half
    valued: Half
    ads: int  # how many job ads were counted
    skyline: Skyline
    by_level: list[Asked]  # the highest level first; must-haves lead within a level
    by_kind: list[OfKind]
    stands_on: StandsOn | None
    carries: list[tuple[Role, int]]
    neighbours: list[Neighbour]
    projects: list[ProjectSkills]


def role_page(release: Released, role: Role) -> RolePage:
    asked = [Asked(release.skills[one.skill], one) for one in role.requirements_in_order]
    day = told(role.day)
    return RolePage(
        role=role,
        limits=told(told(role.summary, 0).rest, 0),
        day=day,
        morning=told(day.rest, MORNING),
        entry=told(role.entry),
        must_haves=Half([one for one in asked if one.requirement.essential]),
        valued=Half([one for one in asked if not one.requirement.essential]),
        ads=max((one.of or 0 for one in role.requirements), default=0),
        skyline=skyline(asked),
        by_level=sorted(asked, key=lambda one: -one.requirement.level),
        by_kind=_by_kind(asked),
        stands_on=_stands_on(release, role),
        carries=_carries(release, role),
        neighbours=neighbours(release, role),
        projects=[_project(release, project) for project in role.projects_in_order],
    )


def _project(release: Released, project: Project) -> ProjectSkills:
    skills = [(release.skills[own.skill], own.level) for own in project.skills]
    return ProjectSkills(project, sorted(skills, key=lambda own: (-own[1], own[0].name.casefold())))


def told(text: str, least: int = OPENING) -> Told:
    r"""Split a text after whole sentences of its first paragraph: as few as make `least` characters, at least one.

    >>> told("One. Two, e.g. this. Three.", 9)
    Told(first='One. Two, e.g. this.', rest='Three.')
    >>> told("One.\n\nTwo.")
    Told(first='One.', rest='Two.')
    """
    opening, _, others = text.partition("\n\n")
    sentences = SENTENCE_END.split(opening)
    beginnings = [" ".join(sentences[: count + 1]) for count in range(len(sentences))]
    first = next((one for one in beginnings if len(one) >= least), opening)
    rest = opening.removeprefix(first).strip()
    return Told(first, "\n\n".join(part for part in (rest, others) if part))


# The picture of the levels, and the same in words


def skyline(asked: Iterable[Asked]) -> Skyline:
    """One block per requirement: as high as the level asked for, and as wide as its share times that level.

    A level counts by its square, so the area of a block is its points. Must-haves are on the left, the highest first.
    """
    blocks: list[Block] = []
    x = 0
    for skill, one in sorted(asked, key=lambda pair: _highest_first(pair.requirement)):
        if blocks and blocks[-1].requirement.essential and not one.essential:
            x += SKYLINE_GAP
        width = one.share * one.level
        blocks.append(Block(skill, one, x=x, y=len(LEVEL_WORDS) - 1 - one.level, width=width))
        x += width
    return Skyline(blocks, width=x)


def _highest_first(one: Requirement) -> tuple[bool, int, int, str]:
    return not one.essential, -one.level, -one.share, one.skill


def _by_kind(asked: Iterable[Asked]) -> list[OfKind]:
    """The kinds of skill that a role asks for, most points first."""
    points: dict[str, list[int]] = {}
    for skill, one in asked:
        points.setdefault(skill.kind, []).append(one.points_possible)
    kinds = [OfKind(kind, len(own), sum(own)) for kind, own in points.items()]
    return sorted(kinds, key=lambda one: (-one.points, one.kind))


# Roles next to each other


def _shared(release: Released, role: Role, other: Role) -> list[Both]:
    """The skills that both ask for, in the order of `role`."""
    theirs = {one.skill: one.level for one in other.requirements}
    return [
        Both(release.skills[one.skill], one.level, theirs[one.skill])
        for one in role.requirements_in_order
        if one.skill in theirs
    ]


def neighbours(release: Released, role: Role) -> list[Neighbour]:
    """The roles that share most with this one, and those that a text tells it apart from; the closest first."""
    texts = {one.role: one.text for one in role.differences}
    others = [_neighbour(release, role, other, texts.get(other.slug, "")) for other in release.content.roles]
    closest = sorted((one for one in others if one.role is not role), key=lambda one: (-one.closeness, one.role.slug))
    return [one for place, one in enumerate(closest) if one.text or (place < NEIGHBOURS and one.shared)]


def _neighbour(release: Released, role: Role, other: Role, text: str) -> Neighbour:
    shared = _shared(release, role, other)
    return Neighbour(
        role=other,
        text=text,
        shared=shared,
        only_here=len(role.requirements) - len(shared),
        only_there=len(other.requirements) - len(shared),
        points_there=points_through(role, other),
        points_here=points_through(other, role),
    )


def points_through(role: Role, other: Role) -> int:
    """The hundredths of `other` that somebody has through shared skills who meets all that `role` asks.

    Near skills and implied prerequisites would bring more: this is about requirements that stand in both.
    """
    levels = {one.skill: one.level for one in role.requirements}
    return sum(one.points_at(levels.get(one.skill, 0)) for one in other.requirements)


def _stands_on(release: Released, role: Role) -> StandsOn | None:
    base = release.foundation
    return None if base is None or role.foundation else StandsOn(base, _shared(release, role, base))


def _carries(release: Released, role: Role) -> list[tuple[Role, int]]:
    """Roles that stand on this one, if it is the foundation, and how many of its skills each asks for, most first."""
    if not role.foundation:
        return []
    others = [other for other in release.roles_by_title if not other.foundation]
    rows = [(other, len(_shared(release, other, role))) for other in others]
    return sorted(rows, key=lambda row: -row[1])
