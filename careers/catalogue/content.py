"""The content of a release, as frozen values."""

import datetime
from typing import Literal, TypeVar

import msgspec

from careers.words import LEVEL_WORDS

Link = TypeVar("Link")

MEASURE = 2  # levels count by their square, must-haves make half of the points; 1 was in proportion to the level


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a release's content. Fields that releases of the first measure lack have a default."""


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
    other_titles: tuple[str, ...] = ()
    former_slugs: tuple[str, ...] = ()
    beyond_study: tuple[str, ...] = ()
    projects: tuple[Project, ...] = ()

    @property
    def projects_in_order(self) -> list[Project]:
        """The projects, shortest first."""
        return sorted(self.projects, key=lambda project: (project.hours, project.slug))

    @property
    def requirements_in_order(self) -> list[Requirement]:
        """Must-haves first, then points possible descending, then slug: the order of every receipt."""
        return sorted(self.requirements, key=lambda r: (not r.essential, -r.points_possible, r.skill))


class StartGroup(Record, frozen=True):
    slug: str
    title: str
    order: int


# For a release that was published before starting points had groups.
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


class Lead(Record, frozen=True):
    kind: Literal["role", "skill", "start"]
    slug: str


class Signpost(Record, frozen=True):
    """Words that people type and that name nothing here: where they lead, best first, and what is to be said."""

    slug: str
    words: tuple[str, ...]
    says: str
    leads_to: tuple[Lead, ...]


class Content(Record, frozen=True):
    skills: tuple[Skill, ...]
    roles: tuple[Role, ...]
    groups: tuple[Group, ...] = ()
    start_groups: tuple[StartGroup, ...] = ()
    starts: tuple[StartingPoint, ...] = ()
    signposts: tuple[Signpost, ...] = ()
    measure: int = 1  # only releases of MEASURE are scored; of the others, names and titles are read
