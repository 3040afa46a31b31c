"""Word's files. Text in boxes, tables and content controls counts as text; what was deleted does not."""

from typing import Final

from . import markup
from .archives import Archive
from .blocks import BULLET, Blocks
from .refusals import Reason, Refused
from .values import Extracted, Kind
from .warnings import HIDDEN

TYPES: Final = "[Content_Types].xml"
_MAIN: Final = ("wordprocessingml.document.main+xml", "macroEnabled.main+xml", "wordprocessingml.template.main+xml")
_LEFT_OUT: Final = {"Fallback", "moveFrom", "del", "instrText"}  # said twice, elsewhere, or no more
_BREAKS: Final = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_LISTS: Final = ("ListBullet", "ListNumber")
_WHITE: Final = "FFFFFF"
_PAPER: Final = {"AUTO", _WHITE, ""}
_PICTURES: Final = {"drawing", "pict", "background"}


class _Types:
    """The part of the package that is the document."""

    def __init__(self) -> None:
        self.main = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Override" and attributes.get("ContentType", "").endswith(_MAIN):
            self.main = attributes.get("PartName", "").lstrip("/")

    def text(self, words: str) -> None: ...
    def end(self, name: str) -> None: ...


class _Body:
    def __init__(self) -> None:
        self.blocks = Blocks()
        self._vanished = self._white = self._painted = False
        self._left_out = 0
        self._in_text = False
        self._in_run = False
        self._marks: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if self._left_out or name in _LEFT_OUT:
            self._left_out += 1
            return
        match name:
            case "p":
                self.blocks.start()
                self._marks.append("")
            case "r" | "t":
                self._in_run, self._in_text = True, name == "t"
            case "tab" | "br" | "cr" | "noBreakHyphen" if self._in_run:  # else they are settings of a paragraph
                self.blocks.write(_BREAKS[name])
            case "tr":
                self.blocks.start_row()
            case "tc":
                self.blocks.start_cell()
            case "numPr" | "pStyle" if self._marks and attributes.get("val", "ListBullet").startswith(_LISTS):
                self._marks[-1] = BULLET
            case _:
                self._look(name, attributes)

    def _look(self, name: str, attributes: dict[str, str]) -> None:
        """Look whether text is hidden, or white, or may stand on something dark."""
        self._vanished |= self._in_run and name == "vanish"
        self._white |= self._in_run and name == "color" and attributes.get("val", "").upper() == _WHITE
        self._painted |= name in _PICTURES
        self._painted |= name == "shd" and attributes.get("fill", "auto").upper() not in _PAPER

    @property
    def hidden(self) -> bool:
        """Whether any text is invisible. White text counts as visible if something dark may lie behind it."""
        return self._vanished or (self._white and not self._painted)

    def text(self, words: str) -> None:
        if self._in_text and not self._left_out:
            self.blocks.write(words)

    def end(self, name: str) -> None:
        if self._left_out:
            self._left_out -= 1
        elif name == "p":
            self.blocks.end(self._marks.pop())
        elif name == "r":
            self._in_run = False
        elif name == "t":
            self._in_text = False
        elif name == "tr":
            self.blocks.end_row()


def read(archive: Archive) -> Extracted:
    """Return the text of a DOCX file."""
    types = _Types()
    markup.feed(archive.read(TYPES), types)
    if types.main not in archive.names:
        raise Refused(Reason.OTHER)
    body = _Body()
    markup.feed(archive.read(types.main), body)
    return Extracted(Kind.DOCX, body.blocks.joined(), warnings=(HIDDEN,) if body.hidden else ())
