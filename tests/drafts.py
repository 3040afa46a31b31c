"""A small catalogue for tests: two roles, seven skills, a starting point, every kind of relation once.

Made up; nobody's content.
"""

from typing import Any

import msgspec

from careers.catalogue.draft import Draft, Skill

HOURS = (2, 10, 40, 80, None)


def small() -> dict[str, Any]:
    """The draft as builtins, free to be broken by a test before `draft()` decodes it."""
    return {
        "facts": {"min_claims": 0},
        "kinds": [
            {
                "kind": kind,
                "levels": [
                    {"level": level, "meaning": f"You can use {{skill}} at {level}.", "hours": hours}
                    for level, hours in enumerate(HOURS, start=1)
                ],
            }
            for kind in ("concept", "language", "practice", "tool")
        ],
        "skills": [
            skill("airflow", "Airflow", "tool", 0, aliases=["Apache Airflow"]),
            skill("orchestration", "Workflow orchestration", "practice", 1),
            skill("python", "Python", "language", 2, aliases=["py"], distinctiveness=80),
            skill("rag", "Retrieval-augmented generation", "concept", 3, exact_aliases=["RAG"]),
            skill("react", "React", "tool", 4),
            skill("react-pattern", "Reason-and-act pattern", "concept", 5, exact_aliases=["ReAct"]),
            skill("sql", "SQL", "language", 6, hours_factor=150, hours_reason="Thinking in sets takes practice."),
        ],
        "near": [
            {"skill": "airflow", "counts_as": "orchestration", "distance": 0},
            {"skill": "react-pattern", "counts_as": "rag", "distance": 2},
        ],
        "prerequisites": [{"skill": "rag", "level": 2, "needs": "python", "needs_level": 2}],
        "roles": [
            role("builder", "Builder", foundation=False, differences=[{"role": "engineer", "text": "Builds on it."}]),
            role("engineer", "Engineer", foundation=True),
        ],
        "requirements": [
            asks("builder", "python", 4, 5, essential=True),
            asks("builder", "rag", 3, 4, essential=True),
            asks("builder", "react", 2, 1),
            asks("builder", "react-pattern", 2, 2),
            asks("engineer", "orchestration", 3, 3),
            asks("engineer", "python", 3, 4, essential=True, basis="counted", counted=60, of=80),
            asks("engineer", "sql", 4, 5, essential=True),
        ],
        "resources": [
            {
                "url": "https://docs.example.org/sql",
                "title": "A book of SQL",
                "provider": "Example",
                "kind": "book",
                "hours": 12,
                "free": True,
                "language": "en",
                "seen_on": "2026-11-01",
                "skills": [{"skill": "sql", "from_level": 0, "to_level": 3}],
            }
        ],
        "starts": [
            {
                "slug": "tester",
                "title": "Tester",
                "summary": "Tests, in tests.",
                "levels": [{"skill": "python", "level": 3}, {"skill": "sql", "level": 2}],
            }
        ],
    }


def draft(raw: dict[str, Any] | None = None) -> Draft:
    return msgspec.convert(small() if raw is None else raw, Draft)


def as_skill(raw: dict[str, Any]) -> Skill:
    return msgspec.convert(raw, Skill)


def skill(slug: str, name: str, kind: str, position: int, **more: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": name,
        "kind": kind,
        "position": position,
        "summary": f"{name}, for tests.",
        "distinctiveness": 100,
        "hours_factor": 100,
        "hours_reason": "",
        "retired": False,
        "former_slugs": [],
        "aliases": [],
        "exact_aliases": [],
        "levels": [],
        **more,
    }


def role(slug: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": title,
        "former_slugs": [],
        "summary": f"{title}s work in tests.",
        "day": "Green, red, green.",
        "entry": "By being imported.",
        "foundation": False,
        "esco_code": "none",
        "onet_code": "none",
        "typical": "0.00",
        "responsibilities": ["Stand in for a role."],
        "differences": [],
        **more,
    }


def asks(role: str, skill: str, level: int, importance: int, *, essential: bool = False, **more: Any) -> dict[str, Any]:
    basis = {"basis": "judged", "counted": None, "of": None}
    return {
        "role": role,
        "skill": skill,
        "level": level,
        "importance": importance,
        "essential": essential,
        **basis,
        **more,
    }
