"""What the search over everything shows, as plain values: roles, skills and their aliases, free of HTTP."""

from typing import Any

from careers.browse.role_pages import one_line
from careers.catalogue.released import Released
from careers.words import fold

SKILLS = 20


def search_page(release: Released, query: str) -> dict[str, Any]:
    """Roles whose title or summary holds every word of the query, titles first; skills as type-ahead finds them."""
    skills = release.suggest(query, limit=len(release.skills))
    roles = _roles(release, query)
    meant = None if roles or skills else release.closest(query)
    return {
        "roles": roles,
        "skills": [
            {
                "skill_slug": one.skill.slug,
                "skill_name": one.skill.name,
                "kind": one.skill.kind,
                "matched": one.matched,
                "summary": one.skill.summary,
                "roles": len(release.asked_by.get(one.skill.slug, [])),
            }
            for one in skills[:SKILLS]
        ],
        "more_skills": max(len(skills) - SKILLS, 0),
        "skill_hits": len(skills),
        "count": len(roles) + len(skills),
        "meant": meant.name if meant else "",
        "all_roles": [{"slug": role.slug, "title": role.title} for role in release.roles_by_title],
        "skill_count": len(release.skills),
    }


def _roles(release: Released, query: str) -> list[dict[str, Any]]:
    words = fold(query).split()
    if not words:
        return []
    in_title = [role for role in release.roles_by_title if _holds(role.title, words)]
    elsewhere = [
        role
        for role in release.roles_by_title
        if role not in in_title and _holds(" ".join([role.title, role.summary, *role.former_slugs]), words)
    ]
    return [{"slug": role.slug, "title": role.title, "line": one_line(role.summary)} for role in in_title + elsewhere]


def _holds(text: str, words: list[str]) -> bool:
    """Whether every word starts a word of the text: "eng" finds "AI Engineer", "ai" does not find "maintain"."""
    starts = fold(text).replace("-", " ").replace("/", " ").replace("(", " ").split()
    return all(any(start.startswith(word) for start in starts) for word in words)
