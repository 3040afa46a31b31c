"""PDF files, read by PDFium, the library that Chromium reads them with; it runs no script and follows no link."""

import codecs
from typing import Final

import pypdfium2
import pypdfium2.raw as raw

from .limits import PAGES
from .refusals import Reason, Refused
from .values import Extracted, Kind

codecs.lookup("utf-16-le")  # so that it is loaded before the process may open nothing more
_LOCKED: Final = {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}


def read(content: bytes) -> Extracted:
    """Return the text of a PDF."""
    with _opened(content) as document:
        if len(document) > PAGES:
            raise Refused(Reason.TOO_MANY_PAGES)
        text = "\n\n".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
    return Extracted(Kind.PDF, text)


def _opened(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused(Reason.LOCKED if error.err_code in _LOCKED else Reason.BROKEN) from error
