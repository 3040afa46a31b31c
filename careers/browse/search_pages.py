"""The results of the search over everything: roles, skills, jobs to start from, by all their names. Free of HTTP."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from careers.browse.role_pages import RoleCard, role_groups
from careers.browse.skill_pages import SkillRow, skill_row, skills_by_kind
from careers.catalogue.content import Group, Role, Signpost, Skill, StartingPoint
from careers.catalogue.released import Match, Released
from careers.catalogue.search import Hit, Kind
from careers.words import fold

SHOWN = 6  # results of a kind with their summaries
FOLDED = 40  # more of them, by name alone
MEANT = 2
NAMED = 4  # skills of a kind, and jobs of a group, that stand for it


class Answer(NamedTuple):
    """A result: a role, a starting point or a skill, and the other name that a query matched, if its own does not."""

    kind: Kind
    slug: str
    title: str
    summary: str
    also: str
    row: SkillRow | None = None  # of a skill


class Answers(NamedTuple):
    """The results of one kind, best first."""

    kind: Kind
    shown: list[Answer]
    folded: list[Answer]
    hits: int


class Example(NamedTuple):
    """Something to search for, and what sort of thing it is."""

    sort: str
    query: str


class Signs(NamedTuple):
    """A part of the catalogue: its name, some of what it holds, and how many more there are."""

    title: str
    some: list[str]
    more: int


class Map(NamedTuple):
    """The catalogue at a glance, for somebody who has not searched yet or found nothing."""

    roles: list[tuple[Group, list[RoleCard]]]
    starts: list[Signs]
    skills: list[Signs]
    examples: list[Example]


class Said(NamedTuple):
    """A part of what a signpost says, and the slug of the skill that it names, if it does."""

    text: str
    skill: str


class SearchPage(NamedTuple):
    first: Answer | None
    groups: list[Answers]  # the one with the best result first
    hits: int
    says: str  # by a signpost
    said: list[Said]  # the same, in parts
    named: list[Skill]  # in what it says
    meant: list[Answer]  # if nothing is found: what was probably typed wrongly
    parts: list[Answer]  # if nothing is found: what parts of the query name
    all: Map | None  # if nothing at all is found


def search_page(release: Released, query: str) -> SearchPage:
    search = release.search
    hits = search.find(query)
    signpost = search.signpost(query)
    meant = [] if hits else search.meant(query, limit=MEANT)
    parts = [] if hits or meant else search.parts(query)
    said = _said(release, signpost) if signpost else []
    return SearchPage(
        first=next(iter(_answers(release, hits[:1] or meant[:1])), None),
        groups=_grouped(release, hits),
        hits=len(hits),
        says=signpost.says if signpost else "",
        said=said,
        named=[release.skills[slug] for slug in dict.fromkeys(part.skill for part in said if part.skill)],
        meant=_answers(release, meant),
        parts=_answers(release, parts),
        all=None if hits or meant or parts else catalogue_map(release),
    )


def _said(release: Released, signpost: Signpost) -> list[Said]:
    """What a signpost says, parted at the names of the skills that it leads to."""
    skills = {
        release.skills[lead.slug].name.casefold(): lead.slug for lead in signpost.leads_to if lead.kind == "skill"
    }
    longest_first = sorted(map(re.escape, skills), key=len, reverse=True)
    parts = re.split(rf"\b({'|'.join(longest_first)})\b", signpost.says, flags=re.I) if skills else [signpost.says]
    return [Said(part, skills.get(part.casefold(), "")) for part in parts if part]


def catalogue_map(release: Released) -> Map:
    """Every role, the groups of jobs and the kinds of skills, the most asked ones named."""
    kinds = [
        (f"{kind}s", [row.skill.name for row in sorted(rows, key=lambda row: -row.roles)])
        for kind, rows in skills_by_kind(release)
    ]
    starts = [(group.title, [start.title for start in own]) for group, own in release.starts_by_group]
    return Map(role_groups(release), _signs(starts), _signs(kinds), _examples(release))


def _signs(parts: Iterable[tuple[str, list[str]]]) -> list[Signs]:
    return [Signs(title, names[:NAMED], len(names[NAMED:])) for title, names in parts]


def _examples(release: Released) -> list[Example]:
    """One thing to search for of each sort, taken from the catalogue."""
    asked = max(release.asked_by.items(), key=lambda asked: (len(asked[1]), asked[0]), default=None)
    found = [Example("a role", role.title) for role in release.roles_by_title[:1]]
    found += [Example("your job", start.title) for start in release.starts_by_title[-1:]]
    found += [Example("a skill or a tool", release.skills[asked[0]].name)] if asked else []
    return found + [Example("what people call it", post.words[-1]) for post in release.content.signposts[:1]]


def _grouped(release: Released, hits: Iterable[Hit]) -> list[Answers]:
    kinds: dict[Kind, list[Hit]] = {}
    for hit in hits:
        kinds.setdefault(hit.kind, []).append(hit)
    return [
        Answers(kind, _answers(release, own[:SHOWN]), _answers(release, own[SHOWN : SHOWN + FOLDED]), len(own))
        for kind, own in kinds.items()
    ]


def _answers(release: Released, hits: Iterable[Hit]) -> list[Answer]:
    return [_answer(release, hit) for hit in hits]


def _answer(release: Released, hit: Hit) -> Answer:
    if hit.kind == "skill":
        row = skill_row(release, Match(release.skills[hit.slug], hit.matched))
        return Answer("skill", hit.slug, row.skill.name, row.skill.summary, _also(hit, row.skill.name), row)
    entry: Role | StartingPoint = release.roles[hit.slug] if hit.kind == "role" else release.starts[hit.slug]
    return Answer(hit.kind, hit.slug, entry.title, entry.summary, _also(hit, entry.title))


def _also(hit: Hit, title: str) -> str:
    return "" if fold(hit.matched) in fold(title) else hit.matched
