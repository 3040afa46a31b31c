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

_CONTROLS: Final = [bytes([code]) for code in range(32) if code not in b"\t\n\v\f\r"]
_MOST_CONTROLS: Final = 0.01  # of the bytes; programs and pictures have a tenth and more
_ENOUGH: Final = 100  # letters, before their mixture says anything
_LEAST_PLAIN: Final = 0.75  # of the letters; no language of the West has more accents than a fifth


def read(content: bytes) -> Extracted:
    """Return a text file as text."""
    return Extracted(Kind.TEXT, decode(content))


def decode(content: bytes) -> str:
    """Return bytes as text: as the mark at their start says, else UTF-8, else the encoding of Windows in the West."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding, Reason.BROKEN)
    if sum(map(content.count, _CONTROLS)) > _MOST_CONTROLS * len(content):
        raise Refused(Reason.OTHER)
    try:
        return content.decode()
    except UnicodeDecodeError:
        text = _decoded(content, "cp1252", Reason.ENCODING)
    if len(text) >= _ENOUGH and sum(map(str.isascii, text)) < _LEAST_PLAIN * len(text):
        raise Refused(Reason.ENCODING)
    return text


def _decoded(content: bytes, encoding: str, reason: Reason) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(reason) from error
