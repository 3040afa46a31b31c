"""The header of a component: the comment at its top, which says what it is and names its arguments.

{% comment %}
A sentence or more about the component.
- name: what it is
- name (optional): what it is, and what happens without it
- name (of the page): what it is; taken from the page around it, so the component is included without `only`
{% endcomment %}
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from django.template.engine import Engine

HEADER = re.compile(r"(?:\{% load [\w ]+ %\})?\{% comment %\}\n(?P<lines>.+?)\{% endcomment %\}", re.DOTALL)
ARGUMENT = re.compile(r"- (?P<name>\w+)(?: \((?P<how>optional|of the page)\))?: (?P<text>.+)")


class Argument(NamedTuple):
    """An argument of a component; `how` is "optional", "of the page", or empty for one that has to be given."""

    name: str
    how: str
    text: str


class Header(NamedTuple):
    text: str
    arguments: Sequence[Argument]


class Malformed(Exception):
    """The header of a component has another form than the one above."""


def header(component: str) -> Header:
    """Read the header of the component with this name. Raises Malformed."""
    return read(Engine.get_default().get_template(f"components/{component}.html").source)


def read(source: str) -> Header:
    """Read the header of a component's source.

    >>> read("{% comment %}\\nA fact.\\n- text: the fact\\n- href (optional): where it leads\\n{% endcomment %}")
    ... # doctest: +NORMALIZE_WHITESPACE
    Header(text='A fact.', arguments=[Argument(name='text', how='', text='the fact'),
                                      Argument(name='href', how='optional', text='where it leads')])
    """
    found = HEADER.match(source)
    if found is None:
        raise Malformed("It does not begin with a comment of its own lines.")
    lines = found["lines"].splitlines()
    said = [line for line in lines if not line.startswith("- ")]
    return Header(" ".join(said), [_argument(line) for line in lines[len(said) :]])


def _argument(line: str) -> Argument:
    found = ARGUMENT.fullmatch(line)
    if found is None:
        raise Malformed(f"This is not an argument: {line}")
    return Argument(found["name"], found["how"] or "", found["text"])
