"""The released catalogue as one frozen object: public pages, the API and the engine read this and nothing else."""

import datetime
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import msgspec

from careers.catalogue.content import (
    UNGROUPED,
    Content,
    Link,
    Near,
    Prerequisite,
    Requirement,
    Role,
    Skill,
    StartGroup,
    StartingPoint,
)
from careers.catalogue.search import Search
from careers.reading import names
from careers.reading.reader import Reader


class Match(NamedTuple):
    """A skill found by a part of its name, and the alias that matched, if it was one."""

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
        """The roles by title, the foundation first."""
        return tuple(sorted(self.content.roles, key=lambda role: (not role.foundation, role.title.casefold())))

    @cached_property
    def _skill_slugs(self) -> dict[str, str]:
        return {old: skill.slug for skill in self.content.skills for old in (*skill.former_slugs, skill.slug)}

    @cached_property
    def _role_slugs(self) -> dict[str, str]:
        return {old: role.slug for role in self.content.roles for old in (*role.former_slugs, role.slug)}

    def skill_slug(self, slug: str) -> str | None:
        """The current slug of the skill with this slug, present or former."""
        return self._skill_slugs.get(slug)

    def role_slug(self, slug: str) -> str | None:
        """The current slug of the role with this slug, present or former."""
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

    @cached_property
    def reader(self) -> Reader:
        """The reader of texts that knows the names of this release."""
        return Reader(self.content.skills)

    def find(self, term: str) -> Skill | None:
        """The skill that `term` names as people type it: by slug (present or former), name or alias."""
        slug = self.names.find(term)
        return None if slug is None else self.skills[slug]

    def items(self, text: str) -> list[str]:
        """The items of a list that somebody pasted; the text itself, on one line, if it is a name or not a list."""
        whole = " ".join(text.split())
        return [whole] if self.find(whole) else names.parts(text)

    def suggest(self, query: str, *, limit: int) -> list[Match]:
        """Skills whose slug, name or alias holds the words of `query`, best first."""
        return [Match(self.skills[hit.skill], hit.matched) for hit in self.names.search(query)[:limit]]

    @cached_property
    def search(self) -> Search:
        """The search over roles, skills and starting points."""
        return Search(self.content, self.names)

    def offer(self, query: str, *, limit: int) -> list[Match]:
        """The skills to offer to somebody who types `query`: those of a signpost first, then those `suggest` finds."""
        signpost = self.search.signpost(query)
        led = [lead.slug for lead in signpost.leads_to if lead.kind == "skill"] if signpost else []
        found = [match for match in self.suggest(query, limit=limit) if match.skill.slug not in led]
        return [Match(self.skills[slug], "") for slug in led][:limit] + found[: max(0, limit - len(led))]

    def meant(self, term: str) -> Skill | None:
        """The skill that somebody probably meant by an unknown `term`: a page may ask, where the API may not guess."""
        hits = self.search.meant(term, kinds=["skill"], limit=1)
        return self.skills[hits[0].slug] if hits else None

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
    def foundation(self) -> Role | None:
        """The role that the others build on, if there is one."""
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
