"""JSON Resume, in and out: https://jsonresume.org/schema. Nothing of `basics` that says who somebody is, is read."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from . import levels
from .spans import span
from .values import Entry, Extracted, Kind

SCHEMA: Final = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
SECTIONS: Final = frozenset({"basics", "work", "skills", "education", "projects", "volunteer", "certificates"})
_JOBS: Final = ("work", "volunteer", "projects")
_TITLES: Final = ("position", "area", "studyType", "title")


def write(skills: Iterable[tuple[str, int | None]]) -> bytes:
    """Return skills and their levels as a JSON Resume; `read` gives the same skills and levels back."""
    listed = [{"name": name} | ({} if level is None else {"level": levels.NAMES[level]}) for name, level in skills]
    return json.dumps({"$schema": SCHEMA, "skills": listed}, ensure_ascii=False, indent=2).encode()


def is_resume(document: object) -> bool:
    """Tell whether a JSON document has the sections of a resume, each of the right shape."""
    if not isinstance(document, dict) or not SECTIONS & document.keys():
        return False
    return all(isinstance(document[name], dict if name == "basics" else list) for name in SECTIONS & document.keys())


def read(document: dict[str, Any]) -> Extracted:
    """Return the skills that a resume lists, and as text what it says about work."""
    entries = [entry for skill in _dicts(document.get("skills")) for entry in _entries(skill)]
    return Extracted(Kind.JSON_RESUME, "\n".join(_lines(document)), levels.unique(entries))


def _entries(skill: dict[str, Any]) -> Iterator[Entry]:
    """Yield a skill and its keywords. The level is stated for the skill, so its keywords have none."""
    name, said = _words(skill.get("name")), _words(skill.get("level"))
    if name:
        yield Entry(name, levels.of_word(said), f"{name}: {said}" if said else name)
    for keyword in _texts(skill.get("keywords")):
        yield Entry(keyword, None, f"{name}: {keyword}" if name else keyword)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    basics = document.get("basics", {})
    yield from filter(None, (_words(basics.get("label")), _words(basics.get("summary"))))
    for section in (*_JOBS, "education"):
        for one in _dicts(document.get(section)):
            yield from _job(one)
    for one in _dicts(document.get("certificates")):
        yield _words(one.get("name"))


def _job(one: dict[str, Any]) -> Iterator[str]:
    """Yield a job, a project or studies, without the name of the employer or school."""
    title = ", ".join(filter(None, (_words(one.get(key)) for key in _TITLES)))
    time = span(_words(one.get("startDate")), _words(one.get("endDate")))
    yield ""
    yield from filter(None, (f"{title} ({time})" if title and time else title or time,))
    yield from filter(None, (_words(one.get("summary")), _words(one.get("description"))))
    for line in (*_texts(one.get("highlights")), *_texts(one.get("keywords")), *_texts(one.get("courses"))):
        yield f"• {line}"


def _dicts(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [words for one in value if (words := _words(one))] if isinstance(value, list) else []


def _words(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
