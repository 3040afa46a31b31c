"""Text files, in the encodings that people really have."""

import codecs
from typing import Final

from .refusals import Reason, Refused
from .values import Extracted, Kind

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

for _name in ("cp1252", *(name for _, name in _MARKS)):
    codecs.lookup(_name)  # loads it, which the process cannot do any more once it is locked in


def read(content: bytes) -> Extracted:
    """Return a text file as text."""
    return Extracted(Kind.TEXT, decode(content))


def decode(content: bytes) -> str:
    """Return bytes as text: what the mark at their start says, else UTF-8, else Windows' and the oldest encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    if b"\0" in content:
        raise Refused(Reason.OTHER)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(Reason.BROKEN) from error
