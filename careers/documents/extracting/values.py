"""What comes out of a file."""

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of file that we read."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TEXT = "text"
    JSON_RESUME = "json-resume"
    LINKEDIN = "linkedin"
    EUROPASS = "europass"


class Entry(NamedTuple):
    """A skill that a structured file lists itself. `level` is None if the file states none; `quote` are its words."""

    name: str
    level: int | None
    quote: str


class Extracted(NamedTuple):
    """The text of a file, the skills it lists itself, and what its owner should know about it."""

    kind: Kind
    text: str
    entries: tuple[Entry, ...] = ()
    warnings: tuple[str, ...] = ()
