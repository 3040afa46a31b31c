"""The tokens of the style sheet, and the contrast of every pair of colours in use (WCAG 2.2)."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from django.conf import settings

FILE = settings.BASE_DIR / "careers/static/careers/css/tokens.css"
TOKEN = re.compile(r"--(?P<name>[\w-]+): (?P<value>[^;]+);")
DARK = "@media (prefers-color-scheme: dark)"
LEAST = {"text": 4.5, "shape": 3.0}

Kind = Literal["text", "shape"]


class Pair(NamedTuple):
    """A colour on another one, and where it is seen. Text needs more contrast than a shape."""

    kind: Kind
    front: str
    back: str
    use: str


# Each pair once. What is only decoration stands in DECORATIVE instead.
PAIRS = (
    Pair("text", "ink", "paper", "text of a page"),
    Pair("text", "ink", "sheet", "text on white bands, sheets, buttons and fields"),
    Pair("text", "ink", "sunk", "the line that a link led to"),
    Pair("text", "ink", "held-soft", "a level that is pointed at"),
    Pair("text", "ink", "blue-soft", "a message"),
    Pair("text", "ink", "ochre-soft", "a warning"),
    Pair("text", "ink", "red-soft", "an error"),
    Pair("text", "ink-2", "paper", "notes"),
    Pair("text", "ink-2", "sheet", "notes on white, and what a field suggests"),
    Pair("text", "ink-2", "sunk", "notes in the line that a link led to"),
    Pair("text", "ink-2", "blue-soft", "notes in a message"),
    Pair("text", "link", "paper", "links"),
    Pair("text", "link", "sheet", "links on white"),
    Pair("text", "link", "sunk", "links in the line that a link led to"),
    Pair("text", "link", "blue-soft", "links in a message"),
    Pair("text", "link", "ochre-soft", "links in a warning"),
    Pair("text", "link", "red-soft", "links in an error"),
    Pair("text", "held", "paper", "what is gained, numbers of steps, the stamp “ready”"),
    Pair("text", "held", "sheet", "the same on white, and the chip “held”"),
    Pair("text", "held", "sunk", "what is gained, in the line that a link led to"),
    Pair("text", "on-held", "held", "the main button, and the level chosen"),
    Pair("text", "on-held", "held-hover", "the main button when pointed at"),
    Pair("text", "stamp", "paper", "“you are here”"),
    Pair("text", "stamp", "stamp-soft", "the chip “your target”"),
    Pair("text", "ochre", "paper", "the stamp “a stretch”"),
    Pair("text", "ochre", "sheet", "the same on white, and the chip “late”"),
    Pair("text", "red", "paper", "what is lost, errors of a field"),
    Pair("text", "red", "sheet", "the same on white, and buttons that delete"),
    Pair("text", "paper", "ink", "the link that skips to the content"),
    Pair("text", "sheet", "ink-2", "“none”, chosen in a role check"),
    Pair("shape", "held", "paper", "cells and bullets"),
    Pair("shape", "held", "sheet", "cells and bars on white"),
    Pair("shape", "held", "sunk", "a fit on its bar"),
    Pair("shape", "held", "held-soft", "a fit next to its range, the edge of a cell held through another"),
    Pair("shape", "edge", "paper", "cells that are asked, borders of fields and buttons"),
    Pair("shape", "edge", "sheet", "the same on white"),
    Pair("shape", "ink", "sunk", "the usual fit on its bar"),
    Pair("shape", "ink-2", "sunk", "bars of others than ours"),
    Pair("shape", "ochre", "sunk", "what helps the other role"),
    Pair("shape", "ochre", "paper", "the border of a warning"),
    Pair("shape", "red", "paper", "the border of an error"),
    Pair("shape", "red", "sheet", "the border of a field with an error"),
    Pair("shape", "link", "paper", "the border of a message"),
    Pair("shape", "link", "sheet", "today in a plan’s picture"),
    Pair("shape", "stamp", "paper", "the stage one is in"),
    Pair("shape", "stamp", "sheet", "the border of the target and the next step"),
    Pair("shape", "focus", "paper", "what has the focus"),
    Pair("shape", "focus", "sheet", "what has the focus, on white"),
    Pair("shape", "sheet", "held", "the sign of Rolewise"),
)
DECORATIVE = {
    "rule": "lines between rows",
    "shadow": "the shadow of a receipt",
    "outline": "the cells beyond what is asked",
    "asked": "the fill of cells that are asked, inside an edge",
}


class Colour(NamedTuple):
    name: str
    light: str
    dark: str


class Contrast(NamedTuple):
    """The contrast of a pair, light and dark, in hundredths: 450 is 4.5 : 1, rounded down."""

    pair: Pair
    light: int
    dark: int

    @property
    def enough(self) -> bool:
        return min(self.light, self.dark) >= 100 * LEAST[self.pair.kind]


class Tokens(NamedTuple):
    colours: Sequence[Colour]
    sizes: Sequence[tuple[str, str]]
    spaces: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    contrasts: Sequence[Contrast]


def tokens(css: str) -> Tokens:
    """Read the tokens of a style sheet: a block for light, and in it or after it one for dark."""
    light, dark = (dict(TOKEN.findall(part)) for part in css.split(DARK))
    plain = [(name, value) for name, value in light.items() if name not in dark]
    return Tokens(
        colours=[Colour(name, light[name], dark[name]) for name in dark],
        sizes=[one for one in plain if one[0].startswith("t-")],
        spaces=[one for one in plain if one[0].startswith("s-")],
        others=[one for one in plain if one[0][:2] not in {"t-", "s-"}],
        contrasts=[Contrast(pair, _of(pair, light), _of(pair, light | dark)) for pair in PAIRS],
    )


def _of(pair: Pair, colours: Mapping[str, str]) -> int:
    return int(100 * contrast(colours[pair.front], colours[pair.back]))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours.

    >>> contrast("#fff", "#000"), round(contrast("#777777", "#ffffff"), 2)
    (21.0, 4.48)
    """
    lower, higher = sorted((luminance(one), luminance(other)))
    return (higher + 0.05) / (lower + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of a colour such as #fff or #f5f2ea, from 0 (black) to 1 (white)."""
    digits = colour.removeprefix("#")
    pairs = [digit * 2 for digit in digits] if len(digits) == 3 else re.findall("..", digits)
    red, green, blue = (_linear(int(pair, 16) / 255) for pair in pairs)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
