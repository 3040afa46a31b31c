"""A small catalogue for tests: two roles, seven skills, a starting point, every kind of relation once.

`DAG` and `Dag` are two exact aliases that fold alike; `DAG` is the preferred one.

Made up; nobody's content.
"""

from typing import Any

import msgspec

from careers.catalogue.draft import Draft, Skill

HOURS = (2, 10, 40, 80, None)


def small() -> dict[str, Any]:
    """The draft as builtins, free to be broken by a test before `draft()` decodes it."""
    return {
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
            skill("airflow", "Airflow", "tool", 0, aliases=["Apache Airflow"], exact_aliases=["Dag"]),
            skill(
                "orchestration",
                "Workflow orchestration",
                "practice",
                1,
                exact_aliases=["DAG"],
                preferred_aliases=["DAG"],
            ),
            skill("python", "Python", "language", 2, aliases=["py"]),
            skill("rag", "Retrieval-augmented generation", "concept", 3, exact_aliases=["RAG"]),
            skill("react", "React", "tool", 4),
            skill("react-pattern", "Reason-and-act pattern", "concept", 5, exact_aliases=["ReWOO"]),
            skill("sql", "SQL", "language", 6, hours_factor=150, hours_reason="Thinking in sets takes practice."),
        ],
        "near": [
            {"skill": "airflow", "counts_as": "orchestration", "distance": 0},
            {"skill": "react-pattern", "counts_as": "rag", "distance": 2},
        ],
        "prerequisites": [needs("rag", 2, "python", 2)],
        "groups": [
            {"slug": "base", "title": "The base", "summary": "", "order": 1},
            {"slug": "build", "title": "Build", "summary": "Things that tests use.", "order": 2},
        ],
        "roles": [
            role("builder", "Builder", group="build", differences=[{"role": "engineer", "text": "Builds on it."}]),
            role("engineer", "Engineer", group="base", foundation=True),
        ],
        "requirements": [
            asks("builder", "python", 4, 5, essential=True),
            asks("builder", "rag", 3, 4, essential=True),
            asks("builder", "react", 2, 1),
            asks("builder", "react-pattern", 2, 2),
            asks("engineer", "orchestration", 3, 3),
            asks("engineer", "python", 3, 4, essential=True, counted=60, of=80, named=4),
            asks("engineer", "sql", 4, 5, essential=True),
        ],
        "projects": [],
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
                "skills": [{"skill": "sql", "from_level": 0, "to_level": 3, "hours": 12, "part": ""}],
            }
        ],
        "start_groups": [{"slug": "software", "title": "Software", "order": 1}],
        "starts": [
            {
                "slug": "tester",
                "title": "Tester",
                "group": "software",
                "other_names": ["QA engineer"],
                "summary": "Tests, in tests.",
                "levels": [{"skill": "python", "level": 3}, {"skill": "sql", "level": 2}],
            }
        ],
        "signposts": [signpost("juggling", ["juggling"], says="Juggling is not scored.")],
    }


def project(**more: Any) -> dict[str, Any]:
    """A project of the builder. The small catalogue has none, so that tests may drop its skills."""
    return {
        "role": "builder",
        "slug": "question-answerer",
        "title": "A question answerer",
        "hours": 12,
        "build": "Answer questions in tests.",
        "good": "It is green.",
        "show": "In the log.",
        "skills": [{"skill": "python", "level": 2}, {"skill": "rag", "level": 2}, {"skill": "react", "level": 1}],
        **more,
    }


def signposted() -> dict[str, Any]:
    """The same draft with a signpost that leads somewhere. The small catalogue has none, as it has no project."""
    leads = (("skill", "sql"), ("skill", "python"))
    return {**small(), "signposts": [signpost("databases", ["data bases", "databases"], *leads)]}


def signpost(slug: str, words: list[str], *leads: tuple[str, str], says: str = "") -> dict[str, Any]:
    leads_to = [{"kind": kind, "slug": to} for kind, to in leads]
    return {"slug": slug, "words": words, "says": says, "leads_to": leads_to}


def otherwise(raw: dict[str, Any] | None = None) -> dict[str, Any]:
    """The same draft (the small one by default) with another usual fit: enough to make another release of it."""
    raw = small() if raw is None else raw
    return {**raw, "roles": [{**one, "usual": "0.01"} for one in raw["roles"]]}


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
        "hours_factor": 100,
        "hours_reason": "",
        "practice": "",
        "retired": False,
        "former_slugs": [],
        "aliases": [],
        "exact_aliases": [],
        "preferred_aliases": [],
        "levels": [],
        **more,
    }


def needs(skill: str, level: int, needs: str, needs_level: int, *, implied: bool = False) -> dict[str, Any]:
    return {"skill": skill, "level": level, "needs": needs, "needs_level": needs_level, "implied": implied}


def role(slug: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "slug": slug,
        "title": title,
        "group": "build",
        "other_titles": [],
        "former_slugs": [],
        "summary": f"{title}s work in tests.",
        "day": "Green, red, green.",
        "entry": "By being imported.",
        "foundation": False,
        "esco_code": "none",
        "onet_code": "none",
        "usual": "0.00",
        "beyond_study": [],
        "responsibilities": ["Stand in for a role."],
        "differences": [],
        **more,
    }


def asks(role: str, skill: str, level: int, importance: int, *, essential: bool = False, **more: Any) -> dict[str, Any]:
    judged = {"counted": None, "of": None, "named": None, "reason": ""}
    return {
        "role": role,
        "skill": skill,
        "level": level,
        "importance": importance,
        "essential": essential,
        **judged,
        **more,
    }
