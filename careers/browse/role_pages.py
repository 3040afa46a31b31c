"""The content of the pages of roles: values of a release, and what a page adds to them. Free of HTTP."""

from collections.abc import Iterable
from typing import NamedTuple

from careers.catalogue.content import Group, Project, Requirement, Role, Skill
from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS

SKYLINE_GAP = 60  # between must-haves and the rest, in hundredths of a point like the widths

# Roles of a release that was published before the catalogue had groups.
UNGROUPED = Group(slug="", title="Roles", summary="", order=1)


class RoleCard(NamedTuple):
    """A role in brief."""

    role: Role
    must_haves: list[str]  # names
    shared: int | None  # with the foundation; None if there is none, or this is it


def role_groups(release: Released) -> list[tuple[Group, list[RoleCard]]]:
    """Every role in brief, in the groups of the catalogue: the foundation's first, then by order."""
    known = {group.slug: group for group in release.content.groups}
    roles: dict[Group, list[Role]] = {}
    for role in release.roles_by_title:
        roles.setdefault(known.get(role.group, UNGROUPED), []).append(role)
    in_order = sorted(roles, key=lambda group: (not roles[group][0].foundation, group.order, group.slug))
    return [(group, [_card(release, role) for role in roles[group]]) for group in in_order]


def _card(release: Released, role: Role) -> RoleCard:
    base = release.foundation
    return RoleCard(
        role,
        must_haves=[release.skills[one.skill].name for one in role.requirements_in_order if one.essential],
        shared=len(_shared(release, role, base)) if base and not role.foundation else None,
    )


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
    """A role next to another, and the requirements they share, by skill: a kind of a skill is another skill."""

    role: Role
    text: str
    shared: list[Both]
    only_here: int
    only_there: int

    @property
    def all(self) -> int:
        return self.only_here + len(self.shared) + self.only_there


class StandsOn(NamedTuple):
    """The foundation, and the skills of it that a role asks."""

    role: Role
    asked: list[Both]


class ProjectSkills(NamedTuple):
    """A project, and the level that it takes of each skill."""

    project: Project
    skills: list[tuple[Skill, int]]


class RolePage(NamedTuple):
    role: Role
    must_haves: Half
    valued: Half
    counted: bool  # whether job ads were counted
    skyline: Skyline
    by_level: list[Asked]  # the highest level first; must-haves lead within a level
    by_kind: list[OfKind]
    stands_on: StandsOn | None
    carries: list[tuple[Role, int]]
    neighbours: list[Neighbour]
    projects: list[ProjectSkills]


def role_page(release: Released, role: Role) -> RolePage:
    asked = [Asked(release.skills[one.skill], one) for one in role.requirements_in_order]
    return RolePage(
        role=role,
        must_haves=Half([one for one in asked if one.requirement.essential]),
        valued=Half([one for one in asked if not one.requirement.essential]),
        counted=any(one.counted is not None for one in role.requirements),
        skyline=skyline(asked),
        by_level=sorted(asked, key=lambda one: -one.requirement.level),
        by_kind=_by_kind(asked),
        stands_on=_stands_on(release, role),
        carries=_carries(release, role),
        neighbours=[_neighbour(release, role, release.roles[one.role], one.text) for one in role.differences],
        projects=[_project(release, project) for project in role.projects_in_order],
    )


def _project(release: Released, project: Project) -> ProjectSkills:
    skills = [(release.skills[own.skill], own.level) for own in project.skills]
    return ProjectSkills(project, sorted(skills, key=lambda own: (-own[1], own[0].name.casefold())))


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


def _neighbour(release: Released, role: Role, other: Role, text: str) -> Neighbour:
    shared = _shared(release, role, other)
    only_here, only_there = (len(one.requirements) - len(shared) for one in (role, other))
    return Neighbour(other, text, shared, only_here, only_there)


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
