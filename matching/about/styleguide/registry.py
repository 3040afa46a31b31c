"""Components and their states: what the styleguide shows of each file in templates/components."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from matching.about.styleguide.real import Real

Arguments = Mapping[str, Any]
States = Iterator[tuple[str, Arguments]]
Build = Callable[[Real], States]


class Component(NamedTuple):
    """A component and the builder of its states.

    `inside` are the elements that it has to stand in, outermost first, such as "ol.rows ranks > li.sheet"; `across`
    says that it takes the width of a page, so that no two states stand side by side.
    """

    name: str
    build: Build
    inside: str
    across: bool


class Section:
    """Components that the styleguide shows under one heading, in this order."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.components: list[Component] = []

    def shows(self, inside: str = "", *, across: bool = False) -> Callable[[Build], Build]:
        """Register a function that yields a component's states: a name and the arguments of each.

        The function has the name of the component's file.
        """

        def register(build: Build) -> Build:
            self.components.append(Component(build.__name__, build, inside, across))
            return build

        return register
