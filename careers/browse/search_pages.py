"""The results of the search over everything: roles, skills and their aliases. Free of HTTP."""

from typing import NamedTuple

from careers.browse.skill_pages import SkillRow, skills_found
from careers.catalogue.content import Role, Skill
from careers.catalogue.released import Released
from careers.words import fold

SKILLS = 20


class SearchPage(NamedTuple):
    roles: list[Role]
    skills: list[SkillRow]
    skill_hits: int
    more_skills: int
    meant: Skill | None  # if nothing is found


def search_page(release: Released, query: str) -> SearchPage:
    """Roles whose title or summary holds every word of the query, titles first; skills as type-ahead finds them."""
    roles, skills = _roles(release, query), skills_found(release, query)
    return SearchPage(
        roles=roles,
        skills=skills[:SKILLS],
        skill_hits=len(skills),
        more_skills=len(skills[SKILLS:]),
        meant=None if roles or skills else release.closest(query),
    )


def _roles(release: Released, query: str) -> list[Role]:
    words = fold(query).split()
    if not words:
        return []
    in_title = [role for role in release.roles_by_title if _holds(role.title, words)]
    elsewhere = [
        role
        for role in release.roles_by_title
        if role not in in_title and _holds(" ".join([role.title, role.summary, *role.former_slugs]), words)
    ]
    return in_title + elsewhere


def _holds(text: str, words: list[str]) -> bool:
    """Say whether every word starts a word of the text: "eng" finds "AI Engineer", "ai" does not find "maintain"."""
    starts = fold(text).replace("-", " ").replace("/", " ").replace("(", " ").split()
    return all(any(start.startswith(word) for start in starts) for word in words)
