"""The draft catalogue as plain frozen values: the shape of the files in fixtures/ and of the tables alike.

Each class is one record of one file; README.md in fixtures/ says what the fields mean. Decoding checks types, ranges
and unknown or missing keys; `careers.catalogue.findings` checks what holds between records.
"""

import datetime
import hashlib
import json
from typing import Annotated, Any, Literal

import msgspec

Slug = Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9]+(-[a-z0-9]+)*\Z", max_length=80)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Sentence = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
Level = Annotated[int, msgspec.Meta(ge=1, le=5)]
Hours = Annotated[int, msgspec.Meta(ge=1, le=10_000)]
KindName = Literal["concept", "domain", "language", "practice", "tool"]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of a catalogue file."""


class KindLevel(Record, frozen=True):
    level: Level
    meaning: Sentence
    hours: Hours | None


class Kind(Record, frozen=True):
    kind: KindName
    levels: tuple[KindLevel, ...]


class SkillLevel(Record, frozen=True):
    level: Level
    meaning: Sentence


class Skill(Record, frozen=True):
    slug: Slug
    name: Name
    kind: KindName
    position: Annotated[int, msgspec.Meta(ge=0, le=100_000)]
    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    hours_factor: Annotated[int, msgspec.Meta(ge=10, le=1000)]
    hours_reason: Annotated[str, msgspec.Meta(max_length=200)]
    practice: Annotated[str, msgspec.Meta(max_length=200)]  # what study alone does not give; empty: it is enough
    retired: bool
    former_slugs: tuple[Slug, ...]
    aliases: tuple[Name, ...]
    exact_aliases: tuple[Name, ...]
    preferred_aliases: tuple[Name, ...]  # those of the exact ones that their folded text means, if another folds alike
    levels: tuple[SkillLevel, ...]


class Near(Record, frozen=True):
    skill: Slug
    counts_as: Slug
    distance: Annotated[int, msgspec.Meta(ge=0, le=4)]


class Prerequisite(Record, frozen=True):
    skill: Slug
    level: Level
    needs: Slug
    needs_level: Level
    implied: bool  # nobody has the one without the other; else it is a teacher's order only


class Difference(Record, frozen=True):
    role: Slug
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=600)]


class Group(Record, frozen=True):
    """Roles that are shown together on the list of roles."""

    slug: Slug
    title: Name
    summary: Annotated[str, msgspec.Meta(max_length=200)]
    order: Annotated[int, msgspec.Meta(ge=1, le=1000)]


class Role(Record, frozen=True):
    slug: Slug
    title: Name
    group: Slug
    other_titles: tuple[Name, ...]  # what ads and people call the same work
    former_slugs: tuple[Slug, ...]
    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    day: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]
    entry: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    foundation: bool
    esco_code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    onet_code: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    usual: Annotated[str, msgspec.Meta(pattern=r"\A(100\.00|[0-9]{1,2}\.[0-9]{2})\Z")]
    beyond_study: tuple[Sentence, ...]  # what employers ask and no hours of study give
    responsibilities: tuple[Sentence, ...]
    differences: tuple[Difference, ...]


class Requirement(Record, frozen=True):
    role: Slug
    skill: Slug
    level: Level
    importance: Level
    essential: bool
    counted: Annotated[int, msgspec.Meta(ge=0, le=10_000_000)] | None  # n of N ads; both null if it is judged
    of: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)] | None
    named: (
        Literal[3, 4, 5] | None
    )  # what roles-source.txt says of it: first sentence or name, responsibility, in passing
    reason: Annotated[str, msgspec.Meta(max_length=200)]


class ProjectSkill(Record, frozen=True):
    skill: Slug
    level: Level


class Project(Record, frozen=True):
    """Something to build or show for a role."""

    role: Slug
    slug: Slug
    title: Name
    hours: Annotated[int, msgspec.Meta(ge=1, le=500)]
    build: Annotated[str, msgspec.Meta(min_length=1, max_length=600)]
    good: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    show: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]
    skills: tuple[ProjectSkill, ...]


class Teaches(Record, frozen=True):
    skill: Slug
    from_level: Annotated[int, msgspec.Meta(ge=0, le=4)]
    to_level: Level
    hours: Hours  # of the resource, those that serve this skill
    part: Annotated[str, msgspec.Meta(max_length=120)]  # which part serves it; empty: all of it


class Resource(Record, frozen=True):
    url: Annotated[str, msgspec.Meta(pattern=r"\Ahttps?://[^\s/]+\.[^\s/]+(/\S*)?\Z", max_length=400)]
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    provider: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    kind: Literal["book", "course", "documentation", "paper", "practice", "standard", "tutorial"]
    hours: Hours
    free: bool
    language: Annotated[str, msgspec.Meta(pattern=r"\A[a-z]{2,3}(-[A-Za-z0-9]{2,4})?\Z")]
    seen_on: datetime.date
    skills: tuple[Teaches, ...]


class StartGroup(Record, frozen=True):
    """Starting points that people look for together."""

    slug: Slug
    title: Name
    order: Annotated[int, msgspec.Meta(ge=1, le=1000)]


class StartingLevel(Record, frozen=True):
    skill: Slug
    level: Level


class StartingPoint(Record, frozen=True):
    slug: Slug
    title: Name
    group: Slug
    other_names: tuple[Name, ...]
    summary: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    levels: tuple[StartingLevel, ...]


class Lead(Record, frozen=True):
    kind: Literal["role", "skill", "start"]
    slug: Slug


class Signpost(Record, frozen=True):
    """Words that people type and that name nothing here: where they lead, best first, and what is to be said."""

    slug: Slug
    words: Annotated[tuple[Name, ...], msgspec.Meta(min_length=1)]
    says: Annotated[str, msgspec.Meta(max_length=300)]
    leads_to: tuple[Lead, ...]


class Draft(Record, frozen=True):
    """The whole draft, every list in the order of its file."""

    kinds: tuple[Kind, ...] = ()
    skills: tuple[Skill, ...] = ()
    near: tuple[Near, ...] = ()
    prerequisites: tuple[Prerequisite, ...] = ()
    groups: tuple[Group, ...] = ()
    roles: tuple[Role, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    projects: tuple[Project, ...] = ()
    resources: tuple[Resource, ...] = ()
    start_groups: tuple[StartGroup, ...] = ()
    starts: tuple[StartingPoint, ...] = ()
    signposts: tuple[Signpost, ...] = ()


ORDER: dict[str, Any] = {
    "kinds": lambda record: record.kind,
    "skills": lambda record: record.slug,
    "near": lambda record: (record.skill, record.counts_as),
    "prerequisites": lambda record: (record.skill, record.level, record.needs),
    "groups": lambda record: record.slug,
    "roles": lambda record: record.slug,
    "requirements": lambda record: (record.role, record.skill),
    "projects": lambda record: (record.role, record.slug),
    "resources": lambda record: record.url,
    "start_groups": lambda record: record.slug,
    "starts": lambda record: record.slug,
    "signposts": lambda record: record.slug,
}


def in_order(draft: Draft) -> Draft:
    """The same draft with every list in its canonical order, so that equal content is equal text."""

    def tidy(skill: Skill) -> Skill:
        return msgspec.structs.replace(
            skill,
            aliases=tuple(sorted(skill.aliases)),
            exact_aliases=tuple(sorted(skill.exact_aliases)),
            preferred_aliases=tuple(sorted(skill.preferred_aliases)),
            former_slugs=tuple(sorted(skill.former_slugs)),
            levels=tuple(sorted(skill.levels, key=lambda level: level.level)),
        )

    return Draft(
        kinds=tuple(
            msgspec.structs.replace(kind, levels=tuple(sorted(kind.levels, key=lambda level: level.level)))
            for kind in sorted(draft.kinds, key=ORDER["kinds"])
        ),
        skills=tuple(tidy(skill) for skill in sorted(draft.skills, key=ORDER["skills"])),
        near=tuple(sorted(draft.near, key=ORDER["near"])),
        prerequisites=tuple(sorted(draft.prerequisites, key=ORDER["prerequisites"])),
        groups=tuple(sorted(draft.groups, key=ORDER["groups"])),
        roles=tuple(
            msgspec.structs.replace(
                role,
                other_titles=tuple(sorted(role.other_titles)),
                former_slugs=tuple(sorted(role.former_slugs)),
                differences=tuple(sorted(role.differences, key=lambda d: d.role)),
            )
            for role in sorted(draft.roles, key=ORDER["roles"])
        ),
        requirements=tuple(sorted(draft.requirements, key=ORDER["requirements"])),
        projects=tuple(
            msgspec.structs.replace(project, skills=tuple(sorted(project.skills, key=lambda own: own.skill)))
            for project in sorted(draft.projects, key=ORDER["projects"])
        ),
        resources=tuple(
            msgspec.structs.replace(resource, skills=tuple(sorted(resource.skills, key=lambda use: use.skill)))
            for resource in sorted(draft.resources, key=ORDER["resources"])
        ),
        start_groups=tuple(sorted(draft.start_groups, key=ORDER["start_groups"])),
        starts=tuple(
            msgspec.structs.replace(
                start,
                other_names=tuple(sorted(start.other_names)),
                levels=tuple(sorted(start.levels, key=lambda level: level.skill)),
            )
            for start in sorted(draft.starts, key=ORDER["starts"])
        ),
        signposts=tuple(
            msgspec.structs.replace(signpost, words=tuple(sorted(signpost.words)))
            for signpost in sorted(draft.signposts, key=ORDER["signposts"])
        ),
    )


def canonical_json(value: Any) -> str:
    """Canonical JSON: UTF-8, sorted keys, no spaces."""
    return json.dumps(
        msgspec.to_builtins(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def draft_digest(draft: Draft) -> str:
    return digest(canonical_json(in_order(draft)))
