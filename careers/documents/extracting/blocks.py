"""Paragraphs and tables of a written document as lines of text."""

from typing import Final

from .limits import TEXT
from .refusals import Reason, Refused

BULLET: Final = "• "


class Blocks:
    """Lines in the order in which a document is read; a table of short cells becomes a line a row."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[list[str]] = []  # paragraphs, which text boxes put into each other
        self._rows: list[list[list[str]]] = []  # of each open row the cells, each a list of paragraphs
        self._length = 0

    def start(self) -> None:
        """Begin a paragraph."""
        self._open.append([])

    def write(self, words: str) -> None:
        """Add to the paragraph that is open; text outside of paragraphs is layout of the file itself."""
        if self._open:
            self._length += len(words)
            if self._length > TEXT:
                raise Refused(Reason.TOO_LONG)
            self._open[-1].append(words)

    def end(self, mark: str = "") -> None:
        """End the paragraph that is open."""
        words = "".join(self._open.pop()).strip() if self._open else ""
        lines = self._rows[-1][-1] if self._rows and self._rows[-1] else self._lines
        lines.append(f"{mark}{words}" if words else "")

    def start_row(self) -> None:
        """Begin a row of a table."""
        self._rows.append([])

    def start_cell(self) -> None:
        """Begin a cell."""
        if self._rows:
            self._rows[-1].append([])

    def end_row(self) -> None:
        """End a row: one line if each cell is one, else cell after cell, because then the table was only layout."""
        if not self._rows:
            return
        cells = [[line for line in cell if line] for cell in self._rows.pop()]
        lines = self._rows[-1][-1] if self._rows and self._rows[-1] else self._lines
        if all(len(cell) <= 1 for cell in cells):
            lines.append("\t".join("".join(cell) for cell in cells).strip())
        else:
            lines.extend(line for cell in cells for line in (*cell, ""))

    def joined(self) -> str:
        """Return the text."""
        return "\n".join(self._lines)
