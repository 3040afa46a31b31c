"""LinkedIn's data archive, a zip of tables: of those about work, the columns that are named here are read."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Final

from . import levels, plain
from .archives import Archive
from .refusals import Reason, Refused
from .spans import span
from .values import Entry, Extracted, Kind

SKILLS: Final = "Skills.csv"
KNOWN_BY: Final = (SKILLS, "Positions.csv", "Profile.csv")
_ROWS: Final = 2_000
# Table by table the columns that become text; a time comes after the first of them.
_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Profile.csv": ("Headline", "Summary"),
    "Positions.csv": ("Title", "Description"),
    "Projects.csv": ("Title", "Description"),
    "Volunteering.csv": ("Role", "Description"),
    "Education.csv": ("Degree Name", "Notes", "Activities"),
    "Certifications.csv": ("Name",),
    "Courses.csv": ("Name",),
}


def read(archive: Archive) -> Extracted:
    """Return the skills of an archive, which have no levels, and as text what it says about work."""
    names = [row.get("Name", "").strip() for row in _rows(archive, SKILLS)]
    lines = [line for table in _TEXTS for row in _rows(archive, table) for line in _lines(row, _TEXTS[table])]
    return Extracted(Kind.LINKEDIN, "\n".join(lines), levels.unique([Entry(name, None, name) for name in names]))


def _rows(archive: Archive, table: str) -> Iterator[dict[str, str]]:
    name = archive.named(table)
    if name is None:
        return
    rows = csv.DictReader(io.StringIO(plain.decode(archive.read(name)), newline=""), restval="")
    try:
        for number, row in enumerate(rows):
            if number == _ROWS:
                raise Refused(Reason.TOO_LONG)
            yield {key: value for key, value in row.items() if isinstance(key, str)}
    except csv.Error as error:
        raise Refused(Reason.BROKEN) from error


def _lines(row: dict[str, str], columns: tuple[str, ...]) -> Iterator[str]:
    title, *rest = (row.get(column, "").strip() for column in columns)
    time = span(row.get("Started On", ""), row.get("Finished On", ""))
    yield from filter(None, (f"{title} ({time})" if title and time else title or time, *rest))
    yield ""
