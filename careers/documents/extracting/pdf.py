"""PDF files, read by PDFium, the library that Chromium reads them with; it runs no script and follows no link."""

import ctypes
import math
from collections.abc import Iterator
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as raw

from . import doubts, layout
from .layout import Letter
from .limits import PAGES, TEXT
from .refusals import Reason, Refused
from .values import Extracted, Kind
from .warnings import HIDDEN, RECOGNISED

_LOCKED: Final = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}
_FEWEST: Final = 30  # letters; fewer on pages with pictures is a scan
_SAMPLE: Final = 50  # letters of a page
_MOST_OBJECTS: Final = 5_000  # of a page, that are looked at
_BLANKS: Final = {10, 13, 32}
# PDFium has a sign of its own for a hyphen at which a word was cut, and none for a letter that it cannot name.
_SIGNS: Final = {0: "\ufffd", 2: "-"}
_WHITE: Final = 250  # of 255: as white as paper
Box = tuple[float, float, float, float]  # left, bottom, right, top
_INVISIBLE: Final = {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}


def read(content: bytes) -> Extracted:
    """Return the text of a PDF."""
    try:
        with pypdfium2.PdfDocument(content) as document:
            return _read(document)
    except pypdfium2.PdfiumError as error:
        raise Refused(Reason.LOCKED if error.err_code in _LOCKED else Reason.BROKEN) from error


def _read(document: pypdfium2.PdfDocument) -> Extracted:
    if len(document) > PAGES:
        raise Refused(Reason.TOO_MANY_PAGES)
    pages: list[str] = []
    seen = _Seen()
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        if words.count_chars() + sum(map(len, pages)) > TEXT:
            raise Refused(Reason.TOO_LONG)
        pages.append(layout.text_of(_upright(_letters(words), _quarters(words))))
        seen.look(page)
    text = "\n\n".join(pages)
    if len(text.strip()) < _FEWEST and seen.pictures:
        raise Refused(Reason.SCAN)
    reason = doubts.doubt(text)
    if reason is not None:
        raise Refused(reason)
    return Extracted(Kind.PDF, text, warnings=seen.warnings())


def _letters(page: pypdfium2.PdfTextPage) -> Iterator[Letter]:
    """Yield the characters of a page in the order in which it was written."""
    box = raw.FS_RECTF()
    there, handle = ctypes.byref(box), page.raw
    unicode, place = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for number in range(page.count_chars()):
        code = unicode(handle, number)
        if code not in _BLANKS:  # those that PDFium adds stand nowhere
            place(handle, number, there)
        yield _SIGNS.get(code) or chr(code), box.left, box.bottom, box.right, box.top


def _upright(letters: Iterator[Letter], quarters: int) -> Iterator[Letter]:
    """Yield the letters of a page as they stand if it is turned so that most of them stand upright."""
    match quarters:
        case 1:
            return ((text, bottom, -right, top, -left) for text, left, bottom, right, top in letters)
        case 2:
            return ((text, -right, -top, -left, -bottom) for text, left, bottom, right, top in letters)
        case 3:
            return ((text, -top, left, -bottom, right) for text, left, bottom, right, top in letters)
    return letters


def _quarters(page: pypdfium2.PdfTextPage) -> int:
    """Return by how many quarters of a turn most letters are turned; how its file says to turn it may be wrong."""
    count = page.count_chars()
    angles = (raw.FPDFText_GetCharAngle(page.raw, number) for number in range(0, count, count // _SAMPLE + 1))
    turns = [round(angle / (math.pi / 2)) % 4 for angle in angles]
    return max(range(4), key=turns.count)


class _Seen:
    """Counts what else the pages hold besides text, and how much of the text is invisible."""

    def __init__(self) -> None:
        self.pictures = 0
        self.texts = 0
        self.invisible = 0
        self.hidden = 0

    def look(self, page: pypdfium2.PdfPage) -> None:
        """Look at the objects of a page. White text counts only where nothing is painted that it could stand on."""
        white = painted = 0
        texts: list[Box] = []
        for number in range(min(_MOST_OBJECTS, raw.FPDFPage_CountObjects(page.raw))):
            thing = raw.FPDFPage_GetObject(page.raw, number)
            match raw.FPDFPageObj_GetType(thing):
                case raw.FPDF_PAGEOBJ_TEXT:
                    texts.append(_box(thing))
                    self.invisible += raw.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE
                    white += _is_white(thing)
                case raw.FPDF_PAGEOBJ_IMAGE:
                    self.pictures += 1
                    painted += 1
                    self.hidden += _covered(_box(thing), texts)
                case _:
                    painted += not _is_white(thing)
        self.texts += len(texts)
        self.hidden += 0 if painted else white

    def warnings(self) -> tuple[str, ...]:
        """Return what to tell the owner of the file."""
        if self.pictures and self.invisible > self.texts / 2:
            return (RECOGNISED,)
        return (HIDDEN,) if self.invisible or self.hidden else ()


def _is_white(thing: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(thing, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _box(thing: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _covered(box: Box, texts: list[Box]) -> int:
    """Return how many texts lie wholly below a picture that is painted after them."""
    left, bottom, right, top = box
    return sum(left <= t[0] and bottom <= t[1] and t[2] <= right and t[3] <= top for t in texts)
