"""Files of LibreOffice and other programs that write OpenDocument."""

from typing import Final

from . import markup
from .archives import Archive
from .blocks import BULLET, Blocks
from .refusals import Reason, Refused
from .values import Extracted, Kind

MIME: Final = b"application/vnd.oasis.opendocument.text"
_CONTENT: Final = "content.xml"
_MANIFEST: Final = "META-INF/manifest.xml"
_LEFT_OUT: Final = {"tracked-changes", "annotation", "note-citation", "automatic-styles", "scripts", "sequence-decls"}
_PARAGRAPHS: Final = {"p", "h"}
_MOST_BLANKS: Final = 100


class _Body:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self._left_out = 0
        self._lists = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
        elif name in _PARAGRAPHS:
            self.blocks.start()
        elif name == "list-item":
            self._lists += 1
        elif name == "s":
            self.blocks.write(" " * min(_MOST_BLANKS, _whole(attributes.get("c", "1"))))
        elif name in ("tab", "line-break"):
            self.blocks.write("\t" if name == "tab" else "\n")
        elif name == "table-row":
            self.blocks.start_row()
        elif name == "table-cell":
            self.blocks.start_cell()

    def text(self, words: str) -> None:
        if not self._left_out:
            self.blocks.write(words)

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif name in _PARAGRAPHS:
            self.blocks.end(BULLET if self._lists else "")
        elif name == "list-item":
            self._lists -= 1
        elif name == "table-row":
            self.blocks.end_row()


def read(archive: Archive) -> Extracted:
    """Return the text of an ODT file."""
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise Refused(Reason.LOCKED)
    if _CONTENT not in archive.names:
        raise Refused(Reason.BROKEN)
    body = _Body()
    markup.feed(archive.read(_CONTENT), body)
    return Extracted(Kind.ODT, body.blocks.joined())


def _whole(number: str) -> int:
    return int(number) if number.isdecimal() else 1
