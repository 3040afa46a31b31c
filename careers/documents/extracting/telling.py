"""The form of a file, told from its first bytes before anything parses it; a name may say anything."""

import re
from enum import Enum, auto
from typing import Final

from .refusals import Reason, Refused

_PDF: Final = b"%PDF-"
_PDF_WITHIN: Final = 1024  # some writers put something before the mark
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")  # a DOCX with a password stands in an older file
_MARKUP: Final = (b"<!doctype html", b"<html")
_REFUSED: Final = (
    (b"{\\rtf", Reason.RTF),
    (b"\x89PNG\r\n\x1a\n", Reason.PICTURE),
    (b"\xff\xd8\xff", Reason.PICTURE),
    (b"GIF8", Reason.PICTURE),
    (b"BM", Reason.PICTURE),
    (b"II*\0", Reason.PICTURE),
    (b"MM\0*", Reason.PICTURE),
)
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")  # the second holds no file
_BLANKS: Final = b" \t\r\n\xef\xbb\xbf"

_ELEMENT: Final = re.compile(rb"<[?!A-Za-z]")


class Form(Enum):
    """What a file is made of."""

    PDF = auto()
    ZIP = auto()
    XML = auto()
    JSON = auto()
    TEXT = auto()


def form(content: bytes) -> Form:
    """Return the form of a file, or raise Refused for one that is told at once to be none of ours."""
    _refuse(content)
    if has_mark_of_pdf(content):
        return Form.PDF
    if content.startswith(_ZIP):
        return Form.ZIP
    start = content.replace(b"\0", b"")[:_PDF_WITHIN].lstrip(_BLANKS + b"\xff\xfe")
    if start[:20].lower().startswith(_MARKUP):
        raise Refused(Reason.OTHER)
    if _ELEMENT.match(start):
        return Form.XML
    return Form.JSON if start.startswith((b"{", b"[")) else Form.TEXT


def has_mark_of_pdf(content: bytes) -> bool:
    """Tell whether a file begins as a PDF does."""
    return _PDF in content[:_PDF_WITHIN]


def _refuse(content: bytes) -> None:
    if content.startswith(_OLE):
        raise Refused(Reason.LOCKED if _LOCKED in content else Reason.OLD_WORD)
    for mark, reason in _REFUSED:
        if content.startswith(mark) and (len(mark) > 2 or b"\0" in content[:32]):
            raise Refused(reason)
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif") or content[8:12] == b"WEBP":
        raise Refused(Reason.PICTURE)
