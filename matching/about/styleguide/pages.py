"""The content of the styleguide: the tokens, and every component with its arguments and states."""

import datetime
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from careers.catalogue.released import Released
from matching.about.styleguide import ads, basics, pictures, planning, profile, ranking, roles
from matching.about.styleguide.headers import Header, header
from matching.about.styleguide.real import Real
from matching.about.styleguide.registry import Arguments, Component
from matching.about.styleguide.tokens import FILE, Tokens, tokens

SECTIONS = (
    basics.section,
    pictures.section,
    profile.section,
    ranking.section,
    roles.section,
    planning.section,
    ads.section,
)
LONGEST = 40  # letters of a text that is an argument

Draw = Callable[[Component, int, Arguments], str]


class Shown(NamedTuple):
    """A state of a component: its arguments in short, and the component drawn with them."""

    name: str
    given: Sequence[str]
    drawn: str


class ShownComponent(NamedTuple):
    name: str
    across: bool
    header: Header
    states: Sequence[Shown]


class ShownSection(NamedTuple):
    title: str
    components: Sequence[ShownComponent]


class StyleguidePage(NamedTuple):
    tokens: Tokens
    sections: Sequence[ShownSection]


def styleguide_page(release: Released, today: datetime.date, draw: Draw) -> StyleguidePage:
    """Build the page. `draw` draws a component in its first, second ... state."""
    real = Real(release, today)
    sections = [
        ShownSection(section.title, [_shown(component, real, draw) for component in section.components])
        for section in SECTIONS
    ]
    return StyleguidePage(tokens(FILE.read_text(encoding="utf-8")), sections)


def _shown(component: Component, real: Real, draw: Draw) -> ShownComponent:
    states = [
        Shown(name, [f"{argument}={said(value)}" for argument, value in given.items()], draw(component, number, given))
        for number, (name, given) in enumerate(component.build(real), start=1)
    ]
    return ShownComponent(component.name, component.across, header(component.name), states)


def said(value: Any) -> str:
    """An argument in short.

    >>> said("info"), said(None), said(3), said([1, 2]), said({"a": 1}), said([])
    ('"info"', 'None', '3', '2 × int', 'dict', 'an empty list')
    """
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= LONGEST else f'"{value[:LONGEST]}…"'
    if value is None or isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
        return f"{len(value)} × {type(value[0]).__name__}" if value else "an empty list"
    return type(value).__name__
