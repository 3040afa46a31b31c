"""CVs and job ads of our own, in which every skill is marked by hand; `texts/README.md` says by which rules.

A file begins with three lines (`# kind: cv`, `# layout: …`, `# written: before`) and an empty one. In the text after
them, `{{SQL queries|sql 3}}` says that the words "SQL queries" name the skill `sql` and that the text gives it level 3;
`{{SQL|sql}}` says that it gives none. Offsets are into the text without marks, in code points, as the reader's are.
"""

import re
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

TEXTS = Path(__file__).parent / "texts"
KINDS = ("cv", "ad")
YEAR = 2026  # until which "to today" counts in our texts
WRITTEN = ("before", "after")  # the reader was changed to read such texts better

_HEADER = ("kind", "layout", "written")
_MARK = re.compile(r"\{\{(?P<words>[^{}|\s](?:[^{}|]*[^{}|\s])?)\|(?P<skill>[a-z0-9-]+)(?: (?P<level>[1-5]))?\}\}")
_BRACE = re.compile(r"[{}]")
_SHOWN = 40  # letters of a broken mark that a message repeats


class Faulty(Exception):
    """A file that cannot be read; the message names the file, the line and what should stand there."""


class Label(NamedTuple):
    """A skill, the place that names it, and the level that is said there, if one is."""

    skill: str
    start: int
    end: int
    level: int | None


class Labelled(NamedTuple):
    """A text without its marks, and what they said."""

    name: str
    kind: str
    layout: str
    written: str
    text: str
    labels: tuple[Label, ...]

    @property
    def levels(self) -> dict[str, int | None]:
        """The highest level that the text gives to each skill it names; None if it gives none."""
        found: dict[str, int | None] = {}
        for label in self.labels:
            found[label.skill] = max(found.get(label.skill) or 0, label.level or 0) or None
        return found


def read(folder: Path, skills: Collection[str]) -> list[Labelled]:
    """All texts of a folder by name. Raises Faulty at the first one that is broken."""
    return [parse(path.name, path.read_text("utf-8"), skills) for path in sorted(folder.glob("*.txt"))]


def parse(name: str, raw: str, skills: Collection[str]) -> Labelled:
    """Read one file. Raises Faulty if its head or a mark is broken, or if a mark names none of `skills`."""
    head, body = _head(name, raw)
    plain: list[str] = []
    labels: list[Label] = []
    length, place = 0, body
    for mark in _MARK.finditer(raw, body):
        between = _without_braces(name, raw, place, mark.start())
        if mark["skill"] not in skills:
            raise _fault(name, raw, mark.start(), f"the catalogue has no skill {mark['skill']}")
        start = length + len(between)
        length = start + len(mark["words"])
        labels.append(Label(mark["skill"], start, length, int(mark["level"]) if mark["level"] else None))
        plain += (between, mark["words"])
        place = mark.end()
    plain.append(_without_braces(name, raw, place, len(raw)))
    return Labelled(name, **head, text="".join(plain), labels=tuple(labels))


def marked(one: Labelled) -> str:
    """The file that `parse` reads as this text."""
    parts = [f"# {key}: {getattr(one, key)}\n" for key in _HEADER]
    parts.append("\n")
    place = 0
    for label in one.labels:
        level = f" {label.level}" if label.level else ""
        parts += (one.text[place : label.start], f"{{{{{one.text[label.start : label.end]}|{label.skill}{level}}}}}")
        place = label.end
    return "".join([*parts, one.text[place:]])


def _head(name: str, raw: str) -> tuple[dict[str, str], int]:
    """The values of the first lines, and where the text begins."""
    found: dict[str, str] = {}
    place = 0
    for key in _HEADER:
        line = raw[place:].partition("\n")[0]
        value = line.removeprefix(f"# {key}: ")
        if value in ("", line):
            raise _fault(name, raw, place, f'this line has to be "# {key}: …"')
        allowed = {"kind": KINDS, "written": WRITTEN}.get(key, (value,))
        if value not in allowed:
            raise _fault(name, raw, place, f"{key} is one of {', '.join(allowed)}, not {value}")
        found[key] = value
        place += len(line) + 1
    if raw[place : place + 1] != "\n":
        raise _fault(name, raw, place, "an empty line has to stand between the head and the text")
    return found, place + 1


def _without_braces(name: str, raw: str, start: int, end: int) -> str:
    """What stands between two marks. A brace there is part of a broken mark, for texts have no braces of their own."""
    brace = _BRACE.search(raw, start, end)
    if brace:
        shown = raw[brace.start() : brace.start() + _SHOWN].partition("\n")[0]
        raise _fault(
            name, raw, brace.start(), f"a mark is {{{{words|slug}}}} or {{{{words|slug 3}}}}, level 1 to 5, not {shown}"
        )
    return raw[start:end]


def _fault(name: str, raw: str, place: int, message: str) -> Faulty:
    return Faulty(f"{name}:{raw.count(chr(10), 0, place) + 1}: {message}")
