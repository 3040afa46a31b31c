"""The reader of each form of file, and what is looked at in every text that comes out."""

import json
from importlib import import_module
from typing import Any

from . import archives, docx, europass, json_resume, linkedin, odt, plain, telling, tidying
from .limits import TEXT
from .refusals import Reason, Refused
from .telling import Form
from .values import Entry, Extracted


def prepare(content: bytes) -> None:
    """Load PDFium if it is needed: that takes as long as all the rest."""
    if telling.has_mark_of_pdf(content):
        import_module(f"{__package__}.pdf")


def read(content: bytes, suffix: str) -> Extracted:
    """Return what is in a file, or raise Refused. The suffix of its name only tells text from broken JSON."""
    extracted = _read(content, suffix)
    if len(extracted.text) > TEXT:
        raise Refused(Reason.TOO_LONG)
    extracted = _tidied(extracted)
    if not extracted.text and not extracted.entries:
        raise Refused(Reason.NO_TEXT)
    return extracted


def _read(content: bytes, suffix: str) -> Extracted:
    match telling.form(content):
        case Form.PDF:
            from . import pdf

            return pdf.read(content)
        case Form.ZIP:
            return _from_archive(archives.Archive(content))
        case Form.XML:
            return _from_xml(content, suffix)
        case Form.JSON:
            return _from_json(content, suffix)
        case Form.TEXT:
            return plain.read(content)


def _from_archive(archive: archives.Archive) -> Extracted:
    if docx.TYPES in archive.names:
        return docx.read(archive)
    if "mimetype" in archive.names and archive.read("mimetype").startswith(odt.MIME):
        return odt.read(archive)
    if any(archive.named(name) for name in linkedin.KNOWN_BY):
        return linkedin.read(archive)
    raise Refused(Reason.PAGES if "Index/Document.iwa" in archive.names else Reason.OTHER)


def _from_xml(content: bytes, suffix: str) -> Extracted:
    try:
        return europass.read_xml(content)
    except Refused as refused:
        if refused.reason is Reason.BROKEN and suffix != ".xml":
            return plain.read(content)  # a text may begin with a pointed bracket
        raise


def _from_json(content: bytes, suffix: str) -> Extracted:
    try:
        document: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        if suffix == ".json":
            raise Refused(Reason.BROKEN) from error
        return plain.read(content)
    if isinstance(document, dict) and isinstance(document.get("SkillsPassport"), dict):
        return europass.read_json(document)
    if json_resume.is_resume(document):
        return json_resume.read(document)
    raise Refused(Reason.OTHER)


def _tidied(extracted: Extracted) -> Extracted:
    """Tidy all words that come out: a JSON document may hold half a character, and a table a null."""
    entries = tuple(Entry(tidying.line(name), level, tidying.line(quote)) for name, level, quote in extracted.entries)
    return extracted._replace(text=tidying.tidy(extracted.text), entries=tuple(filter(_has_name, entries)))


def _has_name(entry: Entry) -> bool:
    return bool(entry.name)
