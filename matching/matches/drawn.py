"""The list of matches, drawn: its parts are kept under everything that they show.

Messages and notices are no part of what is kept, nor is the CSRF token. The next step is, unless somebody has plans:
that of a plan is drawn each time, as plans change in more ways than a key can say.
"""

import datetime
from collections.abc import Iterable, Mapping
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
from matching.plans import adviser

PARTS = ("target_sheet", "first_rows", "other_rows", "questions")
KEPT = 600  # seconds


def parts(request: HttpRequest, own: Standing, today: datetime.date) -> dict[str, Any]:
    """The context of the page with its parts as they are kept, or else drawn and kept; this request's token is put in.

    Where nothing is ranked, it is the context to draw the page from.
    """
    key = kept.key("matches", today, *own.drawn_from())
    found: dict[str, Any] | None = kept.get(key)
    shown: dict[str, Any] = {}
    if found is None:
        shown = context(own, today)
        if not own.ranked:
            return shown
        found = _drawn(shown, PARTS if own.has_plans else (*PARTS, "next_step"))
        kept.put(key, found, seconds=KEPT)
    token = get_token(request)
    filled = {name: mark_safe(part.replace(TOKEN, token)) for name, part in found["parts"].items()}  # noqa: S308
    around = {"parts": filled, "release": own.release, "has_target": bool(own.choices.target), "here": _here()}
    if own.has_plans:
        around["advice"] = shown["advice"] if shown else _advice(own, today)
    return found | around


def context(own: Standing, today: datetime.date, chosen: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All that the page is drawn from. A role that was just `chosen` keeps its place for the notice about it."""
    page: MatchesPage = matches_page(
        own.release, own.by_position, own.choices, own.ahead.hours, just_moved=chosen["role"] if chosen else ""
    )
    shown = {
        "advice": _advice(own, today, leading=page.roles[0].score.role if page.has_claims else None),
        "release": own.release,
        "has_target": bool(own.choices.target),
        "gone": own.gone,
        "recording": own.recording,
        "here": _here(),
        "chosen": chosen,
    }
    return page._asdict() | shown


def _advice(own: Standing, today: datetime.date, leading: str | None = None) -> adviser.Advice:
    return adviser.advice(
        own.profile,
        own.release,
        today,
        by_position=own.by_position,
        ahead=own.ahead,
        has_plans=own.has_plans,
        leading=leading,
    )


def _drawn(context: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Draw parts without the request, so that nothing of it can get into them."""
    context = context | {"csrf_token": TOKEN}
    drawn = {name: str(render_to_string(f"matching/matches.html#{name}", context)) for name in names}
    around = ("has_claims", "only_none", "none_near", "claim_count")
    return {"parts": drawn} | {name: context[name] for name in around}


def _here() -> str:
    """The address to come back to after an answer given on the list."""
    return reverse("matches", fragment="said")
