"""The states of ranked roles and their receipts."""

from django.urls import reverse
from django.utils import timezone

from careers.profile.choices import Chosen
from matching.about.styleguide.profile import change
from matching.about.styleguide.real import ARABIC, LONG, Real, first, renamed
from matching.about.styleguide.registry import Arguments, Section, States
from matching.matches import compare_pages, notices
from matching.matches.check_pages import check_page
from matching.matches.models import SharedReceipt
from matching.matches.pages import Choices, RankedRole
from matching.matches.receipt_pages import Part, ReceiptPage
from matching.scores.news import News, Step
from matching.words import USUAL_PACE

section = Section("Matches and receipts")


def _ranked(real: Real) -> dict[str, RankedRole]:
    role = real.role.slug
    own = real.ranked(real.held)
    return {
        "a close role": own,
        "the target": real.ranked(real.held, Choices(target=role)),
        "pinned": real.ranked(real.held, Choices(marks={role: "pinned"})),
        "little known": real.ranked({real.skill.slug: 1}),
        "all must-haves met": real.ranked({one.skill: one.level for one in real.role.requirements}),
        "no time known": own._replace(weeks=None),
        "a long name": renamed(own, LONG),
        "Arabic": renamed(own, ARABIC),
    }


def _hidden(real: Real) -> Arguments:
    """A role that was just hidden: the notice stands in its place."""
    role = real.role.slug
    notice = notices.role_marked(real.release, role, Chosen(None, "hidden"))
    hidden = real.ranked(real.held, Choices(marks={role: "hidden"}))
    return {"role": hidden, "receipt_url": "receipt", "choosable": True, "chosen": notice}


def _the_first(real: Real) -> Arguments:
    """The first role, which can be compared with the one after it."""
    role = real.role.slug
    compared = {"first": role, "second": real.other.slug}
    return {"role": real.ranked(real.held), "receipt_url": "receipt", "choosable": True} | compared


@section.shows(inside="ol.ranks matches-close", across=True)
def match_card(real: Real) -> States:
    same = {"receipt_url": "receipt", "pace": USUAL_PACE}
    for name, role in _ranked(real).items():
        yield name, {"role": role, **same, "choosable": True, "first": real.other.slug}
    yield "the first", {**_the_first(real), "pace": USUAL_PACE}
    yield "without an account", {"role": real.ranked(real.held), **same, "level": 3}
    yield "just hidden", _hidden(real)


@section.shows(inside="ol.rows ranks quiet", across=True)
def match_row(real: Real) -> States:
    for name, role in _ranked(real).items():
        yield name, {"role": role, "receipt_url": "receipt", "choosable": True, "first": real.other.slug}
    yield "the first", _the_first(real)
    yield "without an account", {"role": real.ranked(real.held), "receipt_url": "receipt", "level": 3}
    yield "just hidden", _hidden(real)


@section.shows()
def none_near(real: Real) -> States:
    yield "enough said, all far", {"roles": real.matches(real.held).roles}


@section.shows()
def in_order(real: Real) -> States:
    yield "several roles", {"close": 4}
    yield "one role", {"close": 1}


@section.shows()
def choices(real: Real) -> States:
    yield "nothing chosen", {"score": real.score, "is_target": False, "mark": None}
    yield "the target", {"score": real.score, "is_target": True, "mark": None}
    yield "pinned", {"score": real.score, "is_target": False, "mark": "pinned"}
    yield "hidden", {"score": real.score, "is_target": False, "mark": "hidden"}
    here = reverse("receipt", args=[real.role.slug])
    yield "on a receipt", {"score": real.score, "is_target": False, "mark": None, "next": here}


@section.shows()
def chosen(real: Real) -> States:
    role, other = real.role.slug, real.other.slug
    done = {
        "a target": notices.target_chosen(real.release, role, Chosen(None, role)),
        "another target": notices.target_chosen(real.release, role, Chosen(other, role)),
        "no target": notices.target_chosen(real.release, role, Chosen(role, None)),
        "the same target": notices.target_chosen(real.release, role, Chosen(role, role)),
        "pinned": notices.role_marked(real.release, role, Chosen(None, "pinned")),
        "hidden": notices.role_marked(real.release, role, Chosen(None, "hidden")),
        "at its place": notices.role_marked(real.release, role, Chosen("pinned", None)),
    }
    for name, notice in done.items():
        yield name, {"chosen": notice, "next": ""}


def _receipts(real: Real) -> dict[str, ReceiptPage]:
    return {"some": real.own, "one skill named": real.begun, "each rule once": real.mixed, "all of it": real.full}


@section.shows(inside="section.sheet")
def fit_facts(real: Real) -> States:
    for name, page in _receipts(real).items():
        said = {"against_usual": page.against_usual, "little_known": page.little_known}
        yield name, {"score": page.score, "usual_counts": page.usual_counts, "more": reverse("profile:page"), **said}


def _said(page: ReceiptPage) -> Arguments:
    said = {"score": page.score, "carrying": page.carrying, "missing": page.missing, "adding": page.adding}
    return {**said, "little_known": page.little_known}


@section.shows(inside="p")
def receipt_said(real: Real) -> States:
    for name, page in _receipts(real).items():
        yield name, _said(page)
    yield "to somebody else", {**_said(real.own), "shared": True}


@section.shows(inside="section.sheet")
def show_and_apply(real: Real) -> States:
    yield "ready", {"score": real.full.score, "projects": real.full.projects, "is_target": False}
    yield "ready for the target", {"score": real.full.score, "projects": real.full.projects, "is_target": True}


@section.shows()
def share(real: Real) -> States:
    made = {"role": real.role.slug, "token": "A" * 22, "made_at": timezone.now()}
    yield "no link", {"score": real.score, "link": None}
    yield "a link", {"score": real.score, "link": SharedReceipt(**made)}
    yield "a link under a name", {"score": real.score, "link": SharedReceipt(**made, name=ARABIC)}


@section.shows()
def release_news(real: Real) -> States:
    steps = [Step(role.slug, role.title, 2, up=True) for role in real.release.roles_by_title[:2]]
    told = News(real.release.number, "Counted more ads.", steps, 3, restated=False)
    yield "many moved", {"news": told}
    yield "one moved, down", {"news": told._replace(moved=[steps[0]._replace(up=False)], others=0, reason="")}
    yield "counted differently", {"news": told._replace(moved=[], others=0, restated=True)}
    yield "a long name", {"news": told._replace(moved=[steps[0]._replace(title=LONG)])}


@section.shows(inside="p")
def range_said(real: Real) -> States:
    for name, page in _receipts(real).items():
        yield name, {"score": page.score, "little_known": page.little_known, "more": reverse("profile:page")}
    yield "without a link", {"score": real.own.score, "little_known": False}
    yield "all spoken of", {"score": real.own.score._replace(known=100_00), "little_known": False}


@section.shows()
def receipt(real: Real) -> States:
    note = "A made-up person against a real role."
    lines, none = real.own.lines, Part([])
    yield "many lines", {"score": real.score, "lines": lines[:5], "rest": Part(lines[5:]), "note": note}
    yield "a few lines", {"score": real.score, "lines": lines[:3], "rest": none, "note": note}
    lines = [line._replace(skill=renamed(line.skill, LONG)) for line in real.own.lines[:1]]
    yield "long names", {"score": renamed(real.score, LONG), "lines": lines, "rest": none, "note": note}


@section.shows(inside="ul.receipt-lines")
def receipt_line(real: Real) -> States:
    for row in real.own.lines[:1]:
        yield "held", {"line": row.line, "skill": row.skill}
    for row in first(real.mixed.lines, lambda row: row.via):
        yield "through another skill", {"line": row.line, "skill": row.skill}
    for row in real.blank.lines[:1]:
        yield "not held", {"line": row.line, "skill": row.skill}


@section.shows(across=True)
def receipt_ledger(real: Real) -> States:
    here = reverse("receipt", args=[real.mixed.score.role])
    given = {"score": real.mixed.score, "title": "Must-haves", "here": here}
    yield "each rule once", {**given, "part": real.mixed.musts}
    yield "nothing to do", {**given, "part": real.mixed.musts, "readonly": True}
    yield "without its heading", {**given, "part": Part(real.mixed.lines[:1]), "quiet": True}
    row = real.mixed.lines[0]
    yield "just set", {**given, "part": Part([row]), "changed": change(row.skill, None, row.line.have)}
    yield "a long name", {**given, "part": Part([row._replace(skill=renamed(row.skill, LONG))])}


@section.shows(across=True)
def receipt_paper(real: Real) -> States:
    yield "each rule once", {**_parts(real.mixed), "here": reverse("receipt", args=[real.mixed.score.role])}
    yield "all of it, read only", {**_parts(real.full), "readonly": True}
    row = real.own.musts.lines[0]
    set_now = {"changed": change(row.skill, None, row.line.have), "here": reverse("receipt", args=[real.role.slug])}
    yield "just set", {**_parts(real.own), **set_now, "musts": Part([row]), "rest": Part([])}


def _parts(page: ReceiptPage) -> Arguments:
    parts = {"musts": page.musts, "valued": page.valued, "rest": page.rest}
    return {"score": page.score, "has_claims": page.has_claims, **parts}


@section.shows(across=True)
def check_row(real: Real) -> States:
    page = check_page(real.release, real.positions(real.held), real.role.slug)
    rows = [*page.musts, *page.valued]
    yield "answered", {"row": rows[0]}
    yield "open", {"row": rows[0]._replace(chosen=None)}
    for row in first(rows, lambda row: row.via):
        yield "through another skill", {"row": row}
    yield "a long name", {"row": rows[0]._replace(skill=renamed(rows[0].skill, LONG))}


@section.shows(across=True)
def contrast(real: Real) -> States:
    for name, page in {
        "with the next in the list": real.own,
        "little known": real.begun,
        "of a role that is not there": real.receipt(real.held, against="no-such-role"),
        "of the role itself": real.receipt(real.held, against=real.role.slug),
    }.items():
        here = reverse("receipt", args=[page.score.role])
        yield name, {"contrast": page.contrast, "here": here, "usual_counts": page.usual_counts}


@section.shows(inside="ul.only-rows")
def only_row(real: Real) -> States:
    picked = compare_pages.chosen(real.release, [real.role.slug, real.other.slug])
    general, own = (compare_pages.compare_page(real.release, picked, real.positions(held)) for held in ({}, real.held))
    rows = [row for group in own.groups if not group.of_all for row in group.rows]
    for row in general.groups[-1].rows[:1]:
        yield "nobody’s levels", {"row": row, "has_claims": False}
        yield "a long name", {"row": row._replace(skill=renamed(row.skill, LONG)), "has_claims": False}
    for row in first(rows, lambda row: row.line and row.line.have):
        yield "held", {"row": row, "has_claims": True}
    for row in first(rows, lambda row: row.own is None and row.line and not row.line.have):
        yield "unknown", {"row": row, "has_claims": True}
