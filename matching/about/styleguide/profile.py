"""The states of what people say their levels with: pickers, starting points, and the notices after a change."""

from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from careers.catalogue.content import Skill
from careers.documents.found import Found, quote
from careers.documents.pages import Row
from careers.profile import pages
from careers.profile.claims import Answered, Held, Replaced, Started
from careers.profile.models import Claim
from careers.profile.tried import Picked, Tried
from careers.words import LEVEL_WORDS
from matching.about.styleguide.real import ARABIC, LONG, Real, first, renamed
from matching.about.styleguide.registry import Arguments, Section, States
from matching.matches.pages import so_far

section = Section("Saying what one can do")
TRY = {"where": "try"}  # the builder of somebody without an account


@section.shows()
def level_picker(real: Real) -> States:
    yield "unknown", {**_picked(real.skill), "current": None}
    yield "none", {**_picked(real.skill), "current": 0}
    yield "held", {**_picked(real.skill), "current": 3}
    yield "a long name", {**_picked(renamed(real.skill, LONG)), "current": 5}
    yield "for somebody new", {**_picked(real.skill), "current": None, "unfold": True, "at": "mine"}
    asked = {"current": None, "query": "", "next": reverse("matches"), "part": "#page", "show": "#said"}
    yield "a question on another page", {**_picked(real.skill), **asked}


def _picked(skill: Skill) -> Arguments:
    levels = pages.level_choices(skill)
    return {"skill_slug": skill.slug, "skill_name": skill.name, "levels": levels, "prefix": "mine"}


@section.shows(across=True)
def level_scale(real: Real) -> States:
    yield "in general", {"levels": real.skill.levels}
    yield "at a level", {"levels": real.skill.levels, "current": 3}


@section.shows()
def changed(real: Real) -> States:
    yield "a level set", {"changed": change(real.skill, None, 3)}
    yield "set to none", {"changed": change(real.skill, 3, 0)}
    yield "taken away", {"changed": change(real.skill, 3, None)}
    yield "as it was", {"changed": change(real.skill, 3, 3)}
    yield "a long name", {"changed": change(renamed(real.skill, LONG), 1, 2)}
    yield "Arabic", {"changed": change(renamed(real.skill, ARABIC), 1, 2)}
    swapped = {"next": reverse("matches"), "query": "sql", "htmx": True, "part": "#page", "quiet": True}
    yield "in a part that htmx swaps", {"changed": change(real.skill, 1, 2), **swapped}


def change(skill: Skill, before: int | None, after: int | None) -> dict[str, Any]:
    """A change as the builder notes it."""
    return {
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "before": before,
        "after": after,
        "after_word": LEVEL_WORDS[after or 0],
        "meaning": skill.meaning(after) if after else "",
    }


@section.shows(inside="ul.proposals", across=True)
def proposal(real: Real) -> States:
    for start in first(real.release.starts_by_title):
        page = pages.start_page(real.release, start, {}, ticked=None, chosen={})
        one = page.fresh[0]
        yield "proposed", {"proposal": one}
        yield "not ticked", {"proposal": one._replace(ticked=False)}
        yield "held at a lower level", {"proposal": one._replace(held=1, ticked=False)}
        yield "held already", {"proposal": one._replace(held=5, ticked=False)}
        yield "a long name", {"proposal": one._replace(skill=renamed(one.skill, LONG))}


@section.shows(inside="div.cv > ul.proposals", across=True)
def found_skill(real: Real) -> States:
    one = _found(real.skill, f"Skills: {real.skill.name} (expert), SQL. I also teach it.", 5, "expert")
    yield "new", {"row": one}
    yield "no level said", {"row": _found(real.skill, f"Skills: {real.skill.name}", None, "")}
    yield "higher than held", {"row": one._replace(held=3)}
    yield "lower than held", {"row": _found(real.skill, f"Basics of {real.skill.name}", 2, "Basics")._replace(held=4)}
    yield "added by hand", {"row": one._replace(found=None, chosen=None)}
    yield "not ticked", {"row": one._replace(ticked=False)}
    yield "a long name", {"row": one._replace(skill=renamed(one.skill, LONG))}
    yield "Arabic", {"row": _found(renamed(real.skill, ARABIC), f"{ARABIC}، Python", 4, ARABIC)}


def _found(skill: Skill, text: str, level: int | None, reason: str) -> Row:
    start = max(text.find(skill.name), 0)
    quotes = (quote(text, start, start + len(skill.name)),)
    one = Found(skill.slug, skill.position, level, reason, quotes, places=1)
    return Row(skill, one, held=None, chosen=one.proposed, ticked=True)


@section.shows(across=True)
def started(real: Real) -> States:
    for start in first(real.release.starts_by_title):
        levels = {own.skill: own.level for own in start.levels}
        claims = {slug: Held(level, Claim.Source.START, "") for slug, level in levels.items()}
        all_new = tuple(Replaced(real.release.skills[slug].position, held, None) for slug, held in claims.items())
        yield "many added", {"started": pages.started(real.release, start, levels, Started(1, all_new))}
        yield "one added, others held", {"started": pages.started(real.release, start, levels, Started(1, all_new[:1]))}
        yield "nothing added", {"started": pages.started(real.release, start, levels, Started(1, ()))}


@section.shows()
def top_roles(real: Real) -> States:
    some, one = (so_far(real.release, real.positions(held)) for held in (real.held, {real.skill.slug: 1}))
    yield "some named", {"top": some, "receipt_url": "receipt"}
    yield "one named, without an account", {"top": one, "receipt_url": "try_receipt"}
    yield "a long name", {"top": some._replace(first=[renamed(real.score, LONG)]), "receipt_url": "receipt"}


@section.shows()
def level_row(real: Real) -> States:
    said = {"name": real.skill.slug, "legend": f"Your level of {real.skill.name}", "prefix": "row", "typical": ""}
    given = {**said, "levels": pages.level_choices(real.skill)}
    yield "nothing yet", {**given, "chosen": None}
    yield "chosen", {**given, "chosen": 3}
    yield "with a typical level", {**given, "chosen": 2, "typical": 3}


@section.shows(across=True)
def picked(real: Real) -> States:
    levels = pages.level_choices(real.skill)
    yield "a level set", {"changed": change(real.skill, None, 3), "levels": levels, **TRY}
    yield "taken away", {"changed": change(real.skill, 3, None), "levels": levels, **TRY}
    yield "as it was", {"changed": change(real.skill, 3, 3), "levels": levels, **TRY}
    inside = {**change(real.skill, 1, 2), "at": "mine"}
    yield "in the list", {"changed": inside, "levels": "", "query": "sql", **TRY}
    yield "a long name", {"changed": change(renamed(real.skill, LONG), 1, 2), "levels": levels, **TRY}


@section.shows(across=True)
def answered(real: Real) -> States:
    skills = [real.release.skills[one.skill] for one in real.role.requirements_in_order[:4]]
    done = tuple(Replaced(skill.position, Held(2, Claim.Source.SELF, ""), None) for skill in skills)
    undo = {"undo": "signed", "query": ", ".join(skill.name for skill in skills)}
    yield "many added", {"answered": {**pages.answered(real.release, Answered(done, ())), **undo}, **TRY}
    left = pages.answered(real.release, Answered(done[:1], tuple(skill.position for skill in skills[1:3])))
    yield "some changed elsewhere", {"answered": {**left, **undo}, **TRY}
    nothing = pages.answered(real.release, Answered((), ()))
    yield "nothing changed", {"answered": {**nothing, "undo": "", "query": ""}, **TRY}


@section.shows(across=True)
def start_ask(real: Real) -> States:
    yield "to somebody new", {"first_jobs": pages.first_jobs(real.release), **TRY}


@section.shows(across=True)
def kept_slip(real: Real) -> States:
    skills = [(row.skill.name, row.line.have) for row in real.own.lines if row.line.have]
    yield "many skills", {"picked": Picked(skills, []), "is_kept": False}
    yield "one skill, kept", {"picked": Picked(skills[:1], []), "is_kept": True}
    yield "long names and words", {"picked": Picked([(LONG, 3)], [ARABIC, LONG]), "is_kept": False}


def _tried(real: Real, words: tuple[str, ...] = ()) -> Tried:
    tried = Tried()
    tried.apply({real.skill.position: Held(3, Claim.Source.SELF, "")})
    tried.words.extend(words)
    return tried


@section.shows()
def keep_it(real: Real) -> States:
    yield "nothing picked", {"request": SimpleNamespace(tried=Tried())}
    yield "something picked", {"request": SimpleNamespace(tried=_tried(real))}
    yield "as the main thing to do", {"request": SimpleNamespace(tried=_tried(real)), "primary": True}


@section.shows()
def tried_offer(real: Real) -> States:
    yield "a skill", {"tried": _tried(real)}
    yield "a skill and words", {"tried": _tried(real, (ARABIC, LONG))}
