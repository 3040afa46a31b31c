"""The reader of each kind of file. The kind is told from the content alone, before anything is parsed."""

from collections.abc import Callable, Mapping
from typing import Final

from . import pdf, plain, telling
from .limits import TEXT
from .refusals import Reason, Refused
from .values import Extracted, Kind

_READERS: Final[Mapping[Kind, Callable[[bytes], Extracted]]] = {
    Kind.PDF: pdf.read,
    Kind.TEXT: plain.read,
}


def read(content: bytes, suffix: str) -> Extracted:
    """Return what is in a file, or raise Refused."""
    extracted = _READERS[telling.kind(content, suffix)](content)
    if len(extracted.text) > TEXT:
        raise Refused(Reason.TOO_LONG)
    if not extracted.text.strip() and not extracted.entries:
        raise Refused(Reason.NO_TEXT)
    return extracted
