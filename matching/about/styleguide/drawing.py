"""A component drawn in one state, so that many stand on one page and nothing there changes anything."""

import re

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from matching.about.styleguide.registry import Arguments, Component

TAG = re.compile(r"<(?P<name>[a-z][\w-]*)(?P<attributes>\s[^>]*)?>")
ATTRIBUTE = re.compile(r'\s+(?P<name>[\w:-]+)(?:="(?P<value>[^"]*)")?')
# What sends a form, or takes the focus. Without it a form closes the dialog that it is not in: nothing happens.
ACTS = re.compile(r"hx-[\w-]+|action|formaction|data-focus|autofocus")
NAMES_IDS = {"id", "for", "name", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls"}
LANDMARKS = {"section", "nav", "aside", "form", "search"}


def drawn(request: HttpRequest, component: Component, number: int, arguments: Arguments) -> SafeString:
    """Draw a state of a component. `number` counts its states, from 1."""
    html = render_to_string(f"components/{component.name}.html", dict(arguments), request=request)
    return _within(component.inside, mark_safe(inert(html, f"{component.name}-{number}").strip()))  # noqa: S308 - a template's


def _within(inside: str, html: SafeString) -> SafeString:
    """Put the component into the elements that it has to stand in."""
    for element in reversed(inside.split(" > ") if inside else []):
        name, _, classes = element.partition(".")
        html = format_html("<{} class='{}'>{}</{}>", name, classes, html, name)
    return html


def inert(html: str, prefix: str) -> str:
    """Take what acts out of a piece of a page, and make its ids its own; its landmarks are named by its heading too.

    >>> inert('<form id="a" method="post" action="/x/" hx-post="/x/"><button aria-describedby="b c">', "p")
    '<form id="p-a" method="dialog"><button aria-describedby="p-b p-c">'
    >>> inert('<nav aria-labelledby="a"><a href="#b">', "p")
    '<nav aria-labelledby="p-a p"><a href="#p-b">'
    """
    return TAG.sub(lambda tag: f"<{tag['name']}{_attributes(tag, prefix)}>", html)


def _attributes(tag: re.Match[str], prefix: str) -> str:
    return ATTRIBUTE.sub(lambda found: _attribute(tag["name"], found, prefix), tag["attributes"] or "")


def _attribute(tag: str, found: re.Match[str], prefix: str) -> str:
    name, value = found["name"], found["value"]
    if ACTS.fullmatch(name):
        return ""
    return found[0] if value is None else f' {name}="{_value(tag, name, value, prefix)}"'


def _value(tag: str, name: str, value: str, prefix: str) -> str:
    """The value of an attribute where many of its kind stand on one page."""
    if name == "method":
        return "dialog"
    if name == "href" and value.startswith("#"):
        return f"#{prefix}-{value[1:]}"
    if name == "aria-label" and tag in LANDMARKS:
        return f"{value}, {prefix}"
    if name in NAMES_IDS:
        own = [f"{prefix}-{one}" for one in value.split()]
        return " ".join([*own, prefix] if name == "aria-labelledby" and tag in LANDMARKS else own)
    return value
