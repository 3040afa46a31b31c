"""The states of what any page may hold: messages, chips, bands, fields, pages of a list."""

import datetime
from types import SimpleNamespace
from typing import Any

from allauth.account.forms import ReauthenticateForm
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.urls import reverse

from careers.models import Session
from matching.about.styleguide.real import ARABIC, LONG, Real
from matching.about.styleguide.registry import Section, States
from matching.plans import pages as plan_pages
from matching.plans.forms import PlanForm
from matching.words import BAND_LABELS

section = Section("Messages, chips and fields")


@section.shows()
def alert(real: Real) -> States:
    for kind in ("info", "success", "warning", "error"):
        yield kind, {"kind": kind, "text": f"{real.skill.name} stays as it was."}
    yield "with a title", {"kind": "warning", "title": "Changed elsewhere.", "text": "Look, and choose again."}
    yield "a long name", {"text": f"{LONG} is your target now."}
    yield "Arabic", {"text": ARABIC}


@section.shows()
def news(real: Real) -> States:
    asked = SimpleNamespace(htmx=True)
    done = Message(constants.SUCCESS, "Undone. Your profile is as it was before.")
    refused = Message(constants.ERROR, "That level was changed elsewhere in the meantime.")
    yield "one", {"messages": [done], "request": asked}
    yield "many, with an error", {"messages": [done, refused], "request": asked}
    yield "empty", {"messages": [], "request": asked}


@section.shows(inside="div.alert alert-error")
def send_again(real: Real) -> States:
    yield "after a form without a valid token", {}


@section.shows(inside="div.alert alert-error")
def signed_out(real: Real) -> States:
    yield "after a form in another tab", {"log_in": reverse("account_login", query={"next": reverse("profile:page")})}


@section.shows(inside="div.alert alert-error")
def too_often(real: Real) -> States:
    yield "for a short while", {"wait": "20 seconds"}


@section.shows()
def busy(real: Real) -> States:
    yield "for an unknown time", {"text": "Looking"}
    yield "half done", {"text": "Reading", "value": 1, "max": 2}
    yield "only during a request", {"text": "Looking", "id": "finding"}


@section.shows()
def empty(real: Real) -> States:
    said = {"title": "No plan yet", "text": "Choose a role and the hours you have each week."}
    yield "without a way", said
    yield "one way", {**said, "href": "#make", "action": "Make a plan"}
    yield (
        "two ways, as part of a section",
        {**said, "level": 3, "href": "#make", "action": "Make a plan", "other_href": "#see", "other_action": "Matches"},
    )
    yield "a long name", {"title": LONG, "text": LONG}


@section.shows()
def chip(real: Real) -> States:
    yield "a fact", {"text": "expired"}
    for kind in ("held", "must"):
        yield kind, {"text": kind, "kind": kind}
    yield "a link", {"text": real.skill.name, "href": reverse("skill", args=[real.skill.slug])}
    yield "a long name", {"text": LONG}
    yield "Arabic", {"text": ARABIC}


@section.shows()
def band(real: Real) -> States:
    for one, label in BAND_LABELS.items():
        yield one, {"band": one, "label": label}
    yield "none", {"band": None}


@section.shows()
def field(real: Real) -> States:
    form = PlanForm(release=real.release, initial=plan_pages.usual(real.today))
    wrong = PlanForm({"hours_per_week": "300", "weeks_off": "tomorrow", "start": ""}, release=real.release)
    yield "a text with help", {"field": form["hours_per_week"]}
    yield "optional", {"field": form["target"]}
    yield "a choice", {"field": form["role"]}
    yield "a day", {"field": form["start"]}
    yield "a tick", {"field": form["sure"]}
    yield "an error", {"field": wrong["hours_per_week"]}
    yield "an error without a value", {"field": wrong["role"]}


@section.shows()
def sign_in_again(real: Real) -> States:
    said = {"action_url": reverse("account_reauthenticate"), "redirect_field": ""}
    yield "asked", {**said, "form": ReauthenticateForm(user=None)}
    yield "an error", {**said, "form": ReauthenticateForm({}, user=None)}


@section.shows()
def pagination(real: Real) -> States:
    pages = Paginator(real.release.roles_by_title, 1)
    yield "the first page", {"page": pages.page(1), "label": "Pages of roles"}
    yield "the last page, of a query", {"page": pages.page(pages.num_pages), "query": "q=sql&"}
    yield "in between", {"page": pages.page((1 + pages.num_pages) // 2), "label": "Pages of many roles"}
    yield "only one page", {"page": Paginator(real.release.roles_by_title, 100).page(1)}


@section.shows()
def sign_out(real: Real) -> States:
    yield "in a menu", {}


@section.shows()
def account_keeps(real: Real) -> States:
    yield "next to a form", {}


@section.shows()
def no_mail_yet(real: Real) -> States:
    yield "next to a form", {}


@section.shows(inside="ul.roles", across=True)
def session(real: Real) -> States:
    noon = datetime.datetime.combine(real.today, datetime.time(12), datetime.UTC)
    one: dict[str, Any] = {"session_key": "x" * 32, "begun_at": noon - datetime.timedelta(12)}
    known = Session(**one, device="Firefox on Linux", seen_on=real.today)
    yield "this one", {"session": known, "is_this": True}
    yield "another, seen today", {"session": known, "is_this": False}
    yield "seen a while ago", {"session": Session(**one, seen_on=one["begun_at"].date()), "is_this": False}
    yield "from before anything was noted", {"session": Session(session_key="x" * 32), "is_this": False}
    yield "a long name", {"session": Session(**one, device=LONG, seen_on=real.today), "is_this": False}
