"""The states of what the pages of roles and skills are made of."""

from careers.browse import role_pages, skill_pages
from careers.catalogue.content import Project
from matching.about.styleguide.real import ARABIC, LONG, Real, first, renamed
from matching.about.styleguide.registry import Section, States
from matching.plans import from_zero as plans

section = Section("Roles and skills")


@section.shows(inside="ul.cards > li.sheet", across=True)
def role_card(real: Real) -> States:
    base = real.release.foundation.title if real.release.foundation else ""
    cards = [card for _, cards in role_pages.role_groups(real.release) for card in cards]
    card = cards[-1]
    yield "the foundation", {"card": cards[0], "level": 3, "base": base}
    yield "another role", {"card": card, "level": 3, "base": base}
    yield "brief", {"card": card, "level": 3, "brief": True}
    yield "a long name", {"card": card._replace(role=renamed(card.role, LONG)), "level": 3}
    yield "Arabic", {"card": card._replace(role=renamed(card.role, ARABIC)), "level": 3, "brief": True}


@section.shows(across=True)
def role_groups(real: Real) -> States:
    groups = role_pages.role_groups(real.release)
    said = {"base": real.release.foundation.title if real.release.foundation else "", "level": 3, "card_level": 4}
    yield "two groups", {"groups": groups[:2], "brief": "", **said}
    yield "brief", {"groups": groups[:2], "brief": True, **said}


@section.shows(across=True)
def asked_table(real: Real) -> States:
    page = real.page
    yield "must-haves", {"role": real.role, "half": page.must_haves, "caption": "Must-haves"}
    for valued in first([page.valued], lambda half: half.asked):
        yield "one", {"role": real.role, "half": valued._replace(asked=valued.asked[:1]), "caption": "Valued as well"}
    asked = page.must_haves.asked[0]
    long = page.must_haves._replace(asked=[asked._replace(skill=renamed(asked.skill, LONG))])
    yield "a long name", {"role": real.role, "half": long, "caption": "Must-haves"}


@section.shows(inside="p")
def asked_by_count(real: Real) -> States:
    asked = len(real.release.asked_by[real.skill.slug])
    yield "many", {"roles": asked}
    yield "one", {"roles": 1}
    yield "none", {"roles": 0}


def _projects(real: Real) -> list[tuple[Project, list[tuple[object, int]]]]:
    return [(one.project, [*one.skills]) for one in real.page.projects]


@section.shows()
def project(real: Real) -> States:
    for one, skills in _projects(real)[:1]:
        yield "a small one", {"project": one, "skills": skills}
        yield "a long name", {"project": renamed(one, LONG), "skills": skills}
    for one, skills in _projects(real)[-1:]:
        yield "a large one", {"project": one, "skills": skills}


@section.shows(across=True)
def from_zero(real: Real) -> States:
    yield real.role.title, {"zero": plans.from_zero(real.release, real.role.slug)}


@section.shows(inside="ol.road-steps")
def from_zero_step(real: Real) -> States:
    steps = plans.from_zero(real.release, real.role.slug).steps
    for step in first(steps, lambda step: not step.serves):
        yield "asked by the role", {"step": step}
        yield "a long name", {"step": step._replace(skill=renamed(step.skill, LONG))}
    for step in first(steps, lambda step: step.serves):
        yield "for one other skill", {"step": step._replace(serves=step.serves[:1])}
    for step in first(steps, lambda step: len(step.serves) > 2):
        yield "for many", {"step": step}


def _links(real: Real) -> list[skill_pages.Linked]:
    """The skill with most others that it opens the way to."""
    pages = (skill_pages.skill_page(real.release, skill).opens for skill in real.release.skills.values())
    return max(pages, key=len)


@section.shows()
def link_list(real: Real) -> States:
    links = _links(real)
    yield "one", {"links": links[:1], "show": 8, "what": "that it opens the way to"}
    yield "many", {"links": links, "show": 3, "what": "that it opens the way to"}


@section.shows(inside="ul.asked")
def link_line(real: Real) -> States:
    for link in _links(real)[:1]:
        yield "with a note", {"one": link}
        yield "without one", {"one": link._replace(note="")}
        yield "a long name", {"one": link._replace(skill=renamed(link.skill, LONG))}
