"""The list of matches, drawn: its rows and questions are kept under everything they show, next to nothing else.

The next step, messages and notices are no part of what is kept, nor is the CSRF token.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from careers.templatetags.once import TOKEN
from careers.web import kept
from matching.matches.pages import MatchesPage, matches_page
from matching.matches.standing import Standing

PARTS = ("target_sheet", "rows", "questions")
KEPT = 600  # seconds


def page(own: Standing, chosen: Mapping[str, Any] | None = None) -> MatchesPage:
    """The page of somebody's matches; a role that was just `chosen` keeps its place for the notice about it."""
    just_moved = chosen["role"] if chosen else ""
    return matches_page(own.release, own.by_position, own.choices, own.ahead.hours, just_moved=just_moved)


def here() -> str:
    """The address to come back to after an answer given on the list."""
    return reverse("matches", fragment="said")


def kept_parts(request: HttpRequest, own: Standing) -> dict[str, Any]:
    """The parts of the page as they are kept, or else drawn and kept, with the token of this request put in."""
    key = kept.key("matches", *own.drawn_from())
    found = kept.get(key)
    if found is None:
        found = _drawn(own)
        kept.put(key, found, seconds=KEPT)
    token = get_token(request)
    parts = {name: mark_safe(part.replace(TOKEN, token)) for name, part in found["parts"].items()}  # noqa: S308
    return {"parts": parts, "none_near": found["none_near"]}


def _drawn(own: Standing) -> dict[str, Any]:
    """Draw the parts without the request, so that nothing of it can get into them."""
    context = own._asdict() | page(own)._asdict() | {"csrf_token": TOKEN, "here": here()}
    parts = {name: str(render_to_string(f"matching/matches.html#{name}", context)) for name in PARTS}
    return {"parts": parts, "none_near": context["none_near"]}
