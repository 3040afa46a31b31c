"""The kind of a file, told from its first bytes; a name may say anything."""

from typing import Final

from .refusals import Reason, Refused
from .values import Kind

_PDF_WITHIN: Final = 1024  # some writers put something before the mark
_REFUSED: Final = (
    (b"{\\rtf", Reason.RTF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OLD_WORD),
    (b"\x89PNG\r\n\x1a\n", Reason.PICTURE),
    (b"\xff\xd8\xff", Reason.PICTURE),
    (b"GIF87a", Reason.PICTURE),
    (b"GIF89a", Reason.PICTURE),
    (b"II*\x00", Reason.PICTURE),
    (b"MM\x00*", Reason.PICTURE),
)


def kind(content: bytes, suffix: str) -> Kind:
    """Return the kind of a file, or raise Refused."""
    for mark, reason in _REFUSED:
        if content.startswith(mark):
            raise Refused(reason)
    if b"%PDF-" in content[:_PDF_WITHIN]:
        return Kind.PDF
    return Kind.TEXT
