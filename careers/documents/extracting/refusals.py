"""The reasons to refuse a file, each with a sentence that says what to do."""

from enum import StrEnum
from typing import Final

from . import limits


class Reason(StrEnum):
    """Why a file is refused; the value is a stable code."""

    EMPTY = "empty"
    NO_TEXT = "no-text"
    SCAN = "scan"
    LOCKED = "locked"
    SCRAMBLED = "scrambled"
    FONTS = "fonts"
    ENCODING = "encoding"
    TOO_LARGE = "too-large"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MUCH_INSIDE = "too-much-inside"
    TOO_LONG = "too-long"
    TOOK_TOO_LONG = "took-too-long"
    UNSAFE = "unsafe"
    BROKEN = "broken"
    OLD_WORD = "old-word"
    RTF = "rtf"
    PAGES = "pages"
    PICTURE = "picture"
    OTHER = "other"


_PASTE: Final = "Or paste the text of your CV instead."
SENTENCES: Final = {
    Reason.EMPTY: "This file is empty. Choose the file again, or paste the text of your CV instead.",
    Reason.NO_TEXT: "There is no text in this file. Choose another file, or paste the text of your CV instead.",
    Reason.SCAN: "This file is a picture of text, such as a scan, and we cannot read pictures. "
    f"Save your CV as a PDF from the program it was written in. {_PASTE}",
    Reason.LOCKED: f"This file is locked with a password. Save a copy without one and upload that. {_PASTE}",
    Reason.SCRAMBLED: "The words of this file are cut into pieces, so that we would read it wrong. "
    f"Save your CV with one column as PDF, DOCX or ODT. {_PASTE}",
    Reason.FONTS: "The fonts of this file do not say which letters they show, so that we would read it wrong. "
    f"Save your CV as DOCX or ODT, or print it to a PDF again. {_PASTE}",
    Reason.ENCODING: "We cannot tell in which encoding this text is saved, so that we would read it wrong. "
    f"Save it as UTF-8 and upload that. {_PASTE}",
    Reason.TOO_LARGE: f"This file is larger than {limits.FILE // limits.MEGABYTE} MB. "
    f"Save a copy without pictures and upload that. {_PASTE}",
    Reason.TOO_MANY_PAGES: f"This file has more than {limits.PAGES} pages. "
    f"Upload only the pages that are about you. {_PASTE}",
    Reason.TOO_MUCH_INSIDE: "There is more packed into this file than a CV holds. "
    f"Save your CV as a new file without pictures and attachments. {_PASTE}",
    Reason.TOO_LONG: f"There are more than {limits.TEXT:,} characters in this file. "
    f"Upload only what is about you. {_PASTE}",
    Reason.TOOK_TOO_LONG: "This file took too long to read, or too much memory. "
    f"Save your CV as a new file, as simple as you can. {_PASTE}",
    Reason.UNSAFE: "There are things in this file that can do harm, so we did not open it. "
    f"Save your CV as a new file. {_PASTE}",
    Reason.BROKEN: f"This file is damaged. Save your CV as a new file and upload that. {_PASTE}",
    Reason.OLD_WORD: f"This is a file of an older Word. Save your CV as DOCX or PDF and upload that. {_PASTE}",
    Reason.RTF: f"We do not read RTF. Save your CV as DOCX, ODT or PDF and upload that. {_PASTE}",
    Reason.PAGES: f"We do not read files of Pages. Export your CV as PDF or Word and upload that. {_PASTE}",
    Reason.PICTURE: "This is a picture, and we cannot read pictures. "
    f"Save your CV as a PDF from the program it was written in. {_PASTE}",
    Reason.OTHER: "This is not a kind of file that we read. Choose a PDF, DOCX, ODT or text file, a JSON Resume, "
    f"LinkedIn's data archive or a Europass CV as XML or JSON. {_PASTE}",
}


class Refused(Exception):
    """A file that we do not read: `reason`, and as text the sentence for its owner."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(SENTENCES[reason])
        self.reason = reason

    def __reduce__(self) -> tuple[type["Refused"], tuple[Reason]]:
        """Make it again from its reason when it travels between processes."""
        return type(self), (self.reason,)
