"""The order in which a page is read, from where its letters stand.

Programs write a page in the order in which it was typed, and that order is kept. Two things are mended. Where columns
were written line by line, side by side, they are taken apart; a table stays together, a row a line. And if the order
jumps about so much that it tells nothing, the page is read from the top to the bottom.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import Final, NamedTuple

_BLANKS: Final = " \r\n"
_GAP: Final = 0.9  # of the height of a letter: more is a new cell
_TOUCHING: Final = 0.15  # less is no gap
_FEWEST_GAPS: Final = 3  # of a line, to be told as set to full width by their likeness
_ALIKE: Final = 1.25
_SAME_LINE: Final = 0.5  # of the lower of two heights, that they have in common
_PARAGRAPH: Final = 0.8  # of the height: more between two lines is a paragraph
_NEXT: Final = 3.5  # of the height: two lines further apart are not of one column
_JUMPS: Final = 0.4  # of all steps: more of them upwards tell that the order means nothing
_FEWEST_STEPS: Final = 20
_FEWEST_ROWS: Final = 5  # side by side, to be taken for columns
_PRESENT: Final = 0.6  # of the rows have both sides
_PRESENT_IF_WORDY: Final = 0.35  # the same, if there are sentences on the left
_WORDY: Final = 3  # words, as sentences have and cells of tables seldom
_WRAPPED: Final = 0.12  # of the cells go on with a sentence
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_TIME: Final = re.compile(r"\b(?:19|20)\d\d\b")
_NEARLY: Final = 0.85  # of the width of a column
_FULL: Final = 0.6  # of the cells reach the end of their column, in scripts without small letters


# Hebrew, Arabic and their neighbours, and the forms that Arabic letters have in a word.
_LEFTWARD: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# A character and its box, left, bottom, right and top; up is positive. A plain tuple, because a file has 100,000.
Letter = tuple[str, float, float, float, float]


class Piece(NamedTuple):
    """Letters of one line that stand close to each other."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 0.1)


def text_of(letters: Iterable[Letter]) -> str:
    """Return the text of a page."""
    pieces = list(_pieces(_to_the_left_mended(list(letters))))
    if _jumps(pieces):
        pieces = _from_the_top(pieces)
    return "\n".join(_lines(_rows(pieces)))


def _to_the_left_mended(letters: list[Letter]) -> list[Letter]:
    """Turn round each word of a script that goes to the left if its letters come as they stand, from left to right."""
    if not _LEFTWARD.search("".join([letter[0] for letter in letters])):
        return letters
    mended: list[Letter] = []
    for to_the_left, group in groupby(letters, lambda letter: _to_the_left(letter[0])):
        word = list(group)
        rises = sum(one[1] < other[1] for one, other in pairwise(word))
        mended += reversed(word) if to_the_left and 2 * rises >= len(word) else word
    return mended


def _to_the_left(text: str) -> bool:
    return _LEFTWARD.match(text) is not None


def _pieces(letters: Iterable[Letter]) -> Iterator[Piece]:
    """Yield pieces. The one function here that runs for every letter, so it calls none for itself."""
    words: list[str] = []
    left = bottom = right = top = last_left = last_bottom = last_right = last_top = 0.0
    for text, one_left, one_bottom, one_right, one_top in letters:
        if text in _BLANKS:
            if words and text == " ":
                words.append(text)
            continue
        shared = (one_top if one_top < last_top else last_top) - (
            one_bottom if one_bottom > last_bottom else last_bottom
        )
        height, last_height = one_top - one_bottom, last_top - last_bottom
        on_one_line = shared > _SAME_LINE * (height if height < last_height else last_height)
        far = _GAP * height  # in either direction: some scripts go to the left
        if words and not (on_one_line and one_left - last_right <= far and last_left - one_right <= far):
            yield Piece("".join(words).strip(), left, bottom, right, top)
            words = []
        if not words:
            left, bottom, right, top = one_left, one_bottom, one_right, one_top
        left, right = (one_left if one_left < left else left), (one_right if one_right > right else right)
        bottom, top = (one_bottom if one_bottom < bottom else bottom), (one_top if one_top > top else top)
        words.append(text)
        last_left, last_bottom, last_right, last_top = one_left, one_bottom, one_right, one_top
    if words:
        yield Piece("".join(words).strip(), left, bottom, right, top)


def _rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces of each line, in the order in which they are read."""
    rows: list[list[Piece]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if not last or not _on_one_line(last, piece):
            rows.append([piece])
        elif piece.left >= last.right or _to_the_left(piece.text) or _to_the_left(last.text):
            rows[-1].append(piece)
        elif piece.right <= rows[-1][0].left:
            rows[-1].insert(0, piece)
        else:
            rows.append([piece])
    return rows


def _lines(rows: Sequence[list[Piece]]) -> Iterator[str]:
    """Yield the lines of a page: columns one after the other, everything else row by row."""
    last: Piece | None = None
    for block in _blocks(rows):
        for row in block:
            if last and _apart(last, row[0]):
                yield ""
            yield _joined(row)
            last = row[0]


def _joined(row: Sequence[Piece]) -> str:
    """Return a row as a line: cells are parted by tabs, words that stand close or all equally far by blanks."""
    gaps = [max(other.left - one.right, one.left - other.right) for one, other in pairwise(row)]
    spread = len(gaps) >= _FEWEST_GAPS and max(gaps) <= _ALIKE * min(gaps)
    words = [row[0].text]
    for gap, piece in zip(gaps, row[1:], strict=True):
        words += ["\t" if gap > _GAP * piece.height and not spread else _blank(gap, piece), piece.text]
    return "".join(words)


def _blank(gap: float, piece: Piece) -> str:
    """Return what parts two pieces of a line; a change of direction may stand inside a word."""
    return " " if gap > _TOUCHING * piece.height else ""


def _blocks(rows: Sequence[list[Piece]]) -> Iterator[Sequence[list[Piece]]]:
    """Yield rows as they are, and two columns as two blocks where rows stand side by side as columns do."""
    number = 0
    while number < len(rows):
        end, gutter = _side_by_side(rows, number)
        block = rows[number:end]
        left = [[piece for piece in row if piece.right <= gutter] for row in block]
        right = [[piece for piece in row if piece.right > gutter] for row in block]
        if _are_columns(left, right):
            yield [row for row in left if row]
            yield [row for row in right if row]
        else:
            yield block
        number = end


def _side_by_side(rows: Sequence[list[Piece]], start: int) -> tuple[int, float]:
    """Return where the rows from here on end that leave a common gap free, and where that gap begins."""
    if len(rows[start]) != 2:
        return start + 1, 0.0
    free_from, free_to = rows[start][0].right, rows[start][1].left
    end = start + 1
    while end < len(rows) and _follows(rows[end - 1], rows[end]):
        lefts = [piece.right for piece in rows[end] if piece.right < free_to]
        rights = [piece.left for piece in rows[end] if piece.right >= free_to]
        new_from, new_to = max([free_from, *lefts]), min([free_to, *rights])
        if new_to - new_from < rows[end][0].height / 2:
            break
        free_from, free_to, end = new_from, new_to, end + 1
    return end, free_from


def _are_columns(left: Sequence[list[Piece]], right: Sequence[list[Piece]]) -> bool:
    """Tell columns, in which sentences run on from line to line, from a table, in which each row is for itself.

    Times or single words on the left of only some rows are what the rest of these rows is about: a table too.
    """
    both = sum(1 for one, other in zip(left, right, strict=True) if one and other)
    cells = [row[0].text for row in left if row]
    words = sum(len(_WORD.findall(cell)) for cell in cells) / max(1, len(cells))
    share = _PRESENT_IF_WORDY if words >= _WORDY else _PRESENT
    if both < max(_FEWEST_ROWS, share * min(_end(left), _end(right))):
        return False
    times = sum(_TIME.search(cell) is not None for cell in cells)
    return times <= len(cells) / 2 and (_run_on(left) or _run_on(right))


def _end(side: Sequence[list[Piece]]) -> int:
    """Return the row at which a side ends: two columns are seldom of one length."""
    return max((number for number, row in enumerate(side, 1) if row), default=0)


def _run_on(side: Sequence[list[Piece]]) -> bool:
    """Tell whether sentences go on in the next line, or, in scripts without small letters, whether lines are full."""
    cells = [row[0] for row in side if row]
    if not any(cell.text[0].isalpha() and cell.text[0].lower() == cell.text[0].upper() for cell in cells if cell.text):
        steps = sum(other.text[:1].islower() and len(one.text.split()) >= _WORDY for one, other in pairwise(cells))
        return steps >= _WRAPPED * len(cells)
    widest = max(cell.right - cell.left for cell in cells)
    return sum(cell.right - cell.left > _NEARLY * widest for cell in cells) >= _FULL * len(cells)


def _jumps(pieces: Sequence[Piece]) -> bool:
    """Tell whether pieces go up the page so often that their order says nothing. A new column goes up once."""
    steps = [(one, other) for one, other in pairwise(pieces) if not _on_one_line(one, other)]
    ups = sum(other.bottom > one.bottom for one, other in steps)
    return len(steps) >= _FEWEST_STEPS and ups > _JUMPS * len(steps)


def _from_the_top(pieces: Sequence[Piece]) -> list[Piece]:
    height = median(piece.height for piece in pieces)
    return sorted(pieces, key=lambda piece: (-round(piece.bottom / height), piece.left))


def _follows(one: list[Piece], other: list[Piece]) -> bool:
    """Tell whether a row is the next one below another."""
    return other[0].top < one[0].top and one[0].bottom - other[0].top < _NEXT * other[0].height


def _apart(one: Piece, other: Piece) -> bool:
    return other.top > one.top or one.bottom - other.top > _PARAGRAPH * other.height


def _on_one_line(one: Piece, other: Piece) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > _SAME_LINE * min(one.top - one.bottom, other.top - other.bottom)
