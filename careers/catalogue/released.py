"""The released catalogue as one frozen object: what public pages, the API and the engine read, and nothing else."""

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple, TypeVar

import msgspec

from careers.catalogue import names, way
from careers.words import LEVEL_WORDS

Link = TypeVar("Link")

MEASURE = 2  # levels count by their square, must-haves make half of the points; 1 was in proportion to the level


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a release's content. What releases of the first measure do not say has a default."""


class Level(Record, frozen=True):
    level: int
    meaning: str
    hours: int | None

    @property
    def word(self) -> str:
        return LEVEL_WORDS[self.level]


class Prerequisite(Record, frozen=True):
    level: int
    skill: str
    skill_level: int
    implied: bool = False


class Near(Record, frozen=True):
    skill: str
    distance: int


class Resource(Record, frozen=True):
    title: str
    url: str
    provider: str
    kind: str
    hours: int
    free: bool
    language: str
    from_level: int
    to_level: int
    seen_on: datetime.date
    skill_hours: int = 0  # of its hours, those that serve this skill; 0: not said
    part: str = ""  # which part serves this skill; empty: all of it


class Skill(Record, frozen=True):
    slug: str
    name: str
    kind: str
    position: int
    summary: str
    aliases: tuple[str, ...]
    exact_aliases: tuple[str, ...]
    levels: tuple[Level, ...]
    prerequisites: tuple[Prerequisite, ...]
    near: tuple[Near, ...]
    resources: tuple[Resource, ...]
    preferred_aliases: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    hours_factor: int = 100
    hours_reason: str = ""
    practice: str = ""  # what study alone does not give

    def meaning(self, level: int) -> str:
        """The sentence of a level, 0 to 5."""
        return self.levels[level - 1].meaning if level else f"You have not used or learned {self.name} yet."


class Difference(Record, frozen=True):
    role: str
    text: str


class Requirement(Record, frozen=True):
    skill: str
    level: int
    importance: int
    essential: bool
    counted: int | None
    of: int | None
    named: int | None = None
    reason: str = ""
    share: int = 0

    def points_at(self, level: int) -> int:
        """The points of somebody at this level, in hundredths: a level counts by its square."""
        return self.share * min(level, self.level) ** 2

    @property
    def points_possible(self) -> int:
        """In hundredths of a point."""
        return self.points_at(self.level)

    @property
    def level_word(self) -> str:
        return LEVEL_WORDS[self.level]

    @property
    def evidence_text(self) -> str:
        if self.counted is None:
            return "judged by editors"
        return f"asked by {self.counted} of {self.of} job ads counted"


class ProjectSkill(Record, frozen=True):
    skill: str
    level: int


class Project(Record, frozen=True):
    slug: str
    title: str
    hours: int
    build: str
    good: str
    show: str
    skills: tuple[ProjectSkill, ...]


class Group(Record, frozen=True):
    slug: str
    title: str
    summary: str
    order: int


class Role(Record, frozen=True):
    slug: str
    title: str
    summary: str
    day: str
    entry: str
    foundation: bool
    esco_code: str
    onet_code: str
    responsibilities: tuple[str, ...]
    differences: tuple[Difference, ...]
    requirements: tuple[Requirement, ...]
    group: str = ""
    usual: int = 0
    former_slugs: tuple[str, ...] = ()
    beyond_study: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()

    @property
    def projects_in_order(self) -> list[Project]:
        """The shortest first."""
        return sorted(self.projects, key=lambda project: (project.hours, project.slug))

    @property
    def requirements_in_order(self) -> list[Requirement]:
        """Must-haves first, then points possible descending, then slug: the order of every receipt."""
        return sorted(self.requirements, key=lambda r: (not r.essential, -r.points_possible, r.skill))


class StartGroup(Record, frozen=True):
    slug: str
    title: str
    order: int


# Of a release that was published before starting points had groups.
UNGROUPED = StartGroup(slug="", title="Jobs", order=1000)


class StartingLevel(Record, frozen=True):
    skill: str
    level: int


class StartingPoint(Record, frozen=True):
    slug: str
    title: str
    summary: str
    levels: tuple[StartingLevel, ...]
    group: str = ""
    other_names: tuple[str, ...] = ()


class Content(Record, frozen=True):
    skills: tuple[Skill, ...]
    roles: tuple[Role, ...]
    groups: tuple[Group, ...] = ()
    start_groups: tuple[StartGroup, ...] = ()
    starts: tuple[StartingPoint, ...] = ()
    measure: int = 1  # only releases of MEASURE are scored; of the others, names and titles are read


class Match(NamedTuple):
    """A skill found by a part of its name, and the alias that matched where it was one."""

    skill: Skill
    matched: str


class Released:
    """Release `number` with its content, and look-ups in it. Never changes; one per process and release."""

    def __init__(self, *, number: int, digest: str, published_at: datetime.datetime, content: str) -> None:
        self.number = number
        self.digest = digest
        self.published_at = published_at
        self.content = msgspec.json.decode(content, type=Content)
        self.skills = {skill.slug: skill for skill in self.content.skills}
        self.roles = {role.slug: role for role in self.content.roles}
        self.starts = {start.slug: start for start in self.content.starts}
        self.by_position = {skill.position: skill for skill in self.content.skills}

    @property
    def published_on(self) -> datetime.date:
        return self.published_at.date()

    @property
    def measure(self) -> int:
        return self.content.measure

    @cached_property
    def roles_by_title(self) -> tuple[Role, ...]:
        """The foundation first, then by title."""
        return tuple(sorted(self.content.roles, key=lambda role: (not role.foundation, role.title.casefold())))

    @cached_property
    def _skill_slugs(self) -> dict[str, str]:
        return {old: skill.slug for skill in self.content.skills for old in (*skill.former_slugs, skill.slug)}

    @cached_property
    def _role_slugs(self) -> dict[str, str]:
        return {old: role.slug for role in self.content.roles for old in (*role.former_slugs, role.slug)}

    def skill_slug(self, slug: str) -> str | None:
        """The slug that the skill of this slug, present or former, has now."""
        return self._skill_slugs.get(slug)

    def role_slug(self, slug: str) -> str | None:
        """The slug that the role of this slug, present or former, has now."""
        return self._role_slugs.get(slug)

    @cached_property
    def starts_by_group(self) -> tuple[tuple[StartGroup, tuple[StartingPoint, ...]], ...]:
        """Each group that has starting points, in order, with its starting points by title."""
        known = {group.slug: group for group in self.content.start_groups}
        held: dict[StartGroup, list[StartingPoint]] = {}
        for start in self.starts_by_title:
            held.setdefault(known.get(start.group, UNGROUPED), []).append(start)
        return tuple((group, tuple(held[group])) for group in sorted(held, key=lambda one: (one.order, one.slug)))

    @cached_property
    def starts_by_title(self) -> tuple[StartingPoint, ...]:
        return tuple(sorted(self.content.starts, key=lambda start: start.title.casefold()))

    @cached_property
    def names(self) -> names.Names:
        return names.Names(self.content.skills)

    def find(self, term: str) -> Skill | None:
        """The skill that `term` names as people type it: by slug (present or former), name or alias."""
        slug = self.names.find(term)
        return None if slug is None else self.skills[slug]

    def suggest(self, query: str, *, limit: int) -> list[Match]:
        """Skills whose slug, name or alias holds the words of `query`, best first."""
        return [Match(self.skills[hit.skill], hit.matched) for hit in self.names.search(query)[:limit]]

    def closest(self, term: str) -> Skill | None:
        """The skill that an unknown `term` means, if it is really the same thing."""
        slug = self.names.closest(term)
        return None if slug is None else self.skills[slug]

    @cached_property
    def asked_by(self) -> dict[str, list[tuple[Role, Requirement]]]:
        """For each skill, the roles that ask it."""
        found: dict[str, list[tuple[Role, Requirement]]] = {}
        for role in self.roles_by_title:
            for asked in role.requirements:
                found.setdefault(asked.skill, []).append((role, asked))
        return found

    @cached_property
    def ways(self) -> dict[str, way.Way]:
        """For each role, the way from zero to all that it asks."""
        return {slug: way.from_zero(self.skills, role) for slug, role in self.roles.items()}

    @cached_property
    def foundation(self) -> Role | None:
        """The role that the others stand on, where one says that it is."""
        return next((role for role in self.roles_by_title if role.foundation), None)

    @cached_property
    def opens(self) -> dict[str, list[tuple[Skill, Prerequisite]]]:
        """For each skill, the skills that need it first."""
        return _inverted((skill, need, need.skill) for skill in self.content.skills for need in skill.prerequisites)

    @cached_property
    def counted_by(self) -> dict[str, list[tuple[Skill, Near]]]:
        """For each skill, the skills that count as it."""
        return _inverted((skill, near, near.skill) for skill in self.content.skills for near in skill.near)


def _inverted(links: Iterable[tuple[Skill, Link, str]]) -> dict[str, list[tuple[Skill, Link]]]:
    found: dict[str, list[tuple[Skill, Link]]] = {}
    for skill, link, target in links:
        found.setdefault(target, []).append((skill, link))
    return found
