"""Terms of the description of the fifteen roles: each tool, method, law, venue and pattern has a place here.

`source_terms.json` in `fixtures/` lists the terms, by role; they are for this check alone and are not published. A term
has a place if it names a skill, or if the role's own text has it.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from careers.catalogue.content import Role
from careers.catalogue.released import Released
from careers.words import fold_name

FILE = "source_terms.json"


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    role: str
    term: str


class Placed(NamedTuple):
    """A term and its place; empty if it has none."""

    role: str
    term: str
    place: str


def read(folder: Path) -> tuple[Term, ...]:
    """Return the terms in the file next to the catalogue in `folder`; none if there is no such file."""
    path = folder / FILE
    return tuple(msgspec.json.decode(path.read_bytes(), type=list[Term])) if path.exists() else ()


def places(release: Released, terms: Iterable[Term]) -> list[Placed]:
    """Return the place of each term, in the order given; a term of an unknown role has none."""
    return [Placed(one.role, one.term, _place(release, one)) for one in terms]


def _place(release: Released, one: Term) -> str:
    role, term = release.roles.get(one.role), one.term
    if role is None:
        return ""
    skill = release.find(term)
    if skill is not None and any(asked.skill == skill.slug for asked in role.requirements):
        return f"skill {skill.slug}"
    text = next((name for name, own in _texts(role) if fold_name(term) in fold_name(own)), "")
    if text:
        return f"text: {text}"
    return "" if skill is None else f"skill {skill.slug}, not asked here"


def _texts(role: Role) -> Iterator[tuple[str, str]]:
    yield "title", role.title
    yield "summary", role.summary
    yield from (("responsibilities", one) for one in role.responsibilities)
    yield "day", role.day
    yield "ways in", role.entry
    yield from (("beyond study", one) for one in role.beyond_study)
    yield from (("differences", one.text) for one in role.differences)
    yield from (("projects", f"{one.title}. {one.build} {one.good} {one.show}") for one in role.projects)


# The roles in the order of their description.
ORDER = (
    "data-engineer",
    "ai-engineer",
    "ml-engineer",
    "deep-learning-engineer",
    "genai-engineer",
    "data-scientist",
    "mlops-engineer",
    "ai-product-manager",
    "ai-research-scientist",
    "prompt-engineer",
    "ai-safety-engineer",
    "ai-ethics-specialist",
    "ai-solutions-architect",
    "robotics-engineer",
    "ai-agent-engineer",
)


class Line(NamedTuple):
    """A responsibility as a text words it, and the skills of its role that the reader finds in it."""

    role: str
    text: str
    skills: tuple[str, ...]


def description(text: str) -> list[tuple[str, str]]:
    """(role, responsibility) for each bullet of a description: a list of the roles, then a paragraph and bullets each.

    >>> description("Roles\\n- One\\n- Two\\nThe first.\\n- Builds.\\nThe second.\\n- Runs.\\n- Mends.")
    [('data-engineer', 'Builds.'), ('ai-engineer', 'Runs.'), ('ai-engineer', 'Mends.')]
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    bullets = [line.startswith("- ") for line in lines]
    after_list = next(place for place in range(1, len(lines)) if bullets[place - 1] and not bullets[place])
    roles = iter(ORDER)
    found: list[tuple[str, str]] = []
    role = ""
    for line in lines[after_list:]:
        if line.startswith("- "):
            found.append((role, line[2:]))
        else:
            role = next(roles)
    return found


def read_lines(release: Released, lines: Iterable[tuple[str, str]]) -> list[Line]:
    """Return for each line the skills of its role that the reader finds in it, kinds of them included."""
    return [Line(role, text, _own(release, release.roles[role], release.reader.skills(text))) for role, text in lines]


def _own(release: Released, role: Role, skills: Iterable[str]) -> tuple[str, ...]:
    asked = {one.skill for one in role.requirements}
    return tuple(
        sorted(
            slug
            for slug in skills
            if slug in asked or any(near.skill in asked and not near.distance for near in release.skills[slug].near)
        )
    )
