"""The states of what the pages of roles and skills are made of."""

from collections.abc import Mapping

from careers.browse import role_pages, search_pages, skill_pages
from careers.catalogue.content import Project
from matching.about.styleguide.real import ARABIC, LONG, Real, first, renamed
from matching.about.styleguide.registry import Section, States
from matching.matches import for_me as mine
from matching.matches.for_me import ForMe, Own, Way
from matching.plans import from_zero as plans
from matching.plans.adviser import Advice
from matching.words import USUAL_PACE

section = Section("Roles and skills")


@section.shows(inside="ul.cards cards-whole > li.sheet role-card", across=True)
def role_card(real: Real) -> States:
    cards = [card for _, cards in role_pages.role_groups(real.release) for card in cards]
    card = cards[-1]
    yield "the foundation", {"card": cards[0], "level": 3}
    yield "with its languages", {"card": card, "level": 3, "languages": True}
    yield "brief", {"card": card, "level": 3, "brief": True}
    yield "a long name", {"card": card._replace(role=renamed(card.role, LONG)), "level": 3}
    yield "Arabic", {"card": card._replace(role=renamed(card.role, ARABIC)), "level": 3, "brief": True}


@section.shows(across=True)
def role_groups(real: Real) -> States:
    said = {"groups": role_pages.role_groups(real.release)[:2], "level": 3, "card_level": 4}
    yield "two groups", {"brief": "", "languages": True, **said}
    yield "brief", {"brief": True, **said}


@section.shows(inside="section.sheet")
def for_me(real: Real) -> States:
    zero = plans.from_zero(real.release, real.role.slug)
    said = {"role": real.role, "zero": zero, "signed_in": True}
    nobody, some, begun, full = (_for_me(real, held) for held in ({}, real.held, {real.skill.slug: 1}, real.asked))
    yield "nothing known, no account", {**said, "mine": nobody, "signed_in": False}
    yield "nothing known", {**said, "mine": nobody}
    yield (
        "some",
        {**said, "mine": some._replace(way=Way(24, USUAL_PACE, Advice(real.release, "open", real.role, real.step)))},
    )
    yield "little known", {**said, "mine": begun}
    yield "all of it", {**said, "mine": full}


def _for_me(real: Real, held: Mapping[str, int]) -> ForMe:
    return mine.for_me(real.release, real.role, Own(real.positions(held), None), real.today)


@section.shows()
def must_haves(real: Real) -> States:
    rows = _for_me(real, real.held).must_haves
    yield "in general", {"rows": _for_me(real, {}).must_haves}
    yield "for somebody", {"rows": rows}
    yield "a long name", {"rows": [rows[0]._replace(skill=renamed(rows[0].skill, LONG))]}


@section.shows()
def neighbour(real: Real) -> States:
    for one in real.page.neighbours[:2]:
        yield one.role.title, {"role": real.role, "one": one, "heading": True}
    for one in real.page.neighbours[:1]:
        yield "under its name already", {"role": real.role, "one": one}
        yield "a long name", {"role": real.role, "one": one._replace(role=renamed(one.role, LONG))}


@section.shows(across=True)
def compare_form(real: Real) -> States:
    roles = real.release.roles_by_title
    yield "nothing chosen", {"slots": ["", "", ""], "choices": roles, "primary": True}
    yield "two chosen", {"slots": [roles[0].slug, roles[-1].slug, ""], "choices": roles, "primary": ""}


@section.shows()
def asked_by(real: Real) -> States:
    asked = real.release.asked_by[real.skill.slug]
    yield "one", {"asked_by": asked[:1]}
    yield "many", {"asked_by": asked}


@section.shows(inside="ul.rows")
def answer(real: Real) -> States:
    for query in (real.role.title, real.skill.name, *(start.title for start in real.release.starts_by_title[:1])):
        found = search_pages.search_page(real.release, query).first
        if found:
            yield f"a {found.kind}", {"answer": found, "where": "profile", "sort": True}
            also = found._replace(also=ARABIC, title=LONG)
            yield f"a {found.kind} with a long name", {"answer": also, "where": "try", "sort": ""}


@section.shows(inside="p")
def signs(real: Real) -> States:
    for one in search_pages.catalogue_map(real.release).skills[:1]:
        yield "many", {"signs": one}
        yield "a few", {"signs": one._replace(more=0)}


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
    for link in (
        one for skill in real.release.content.skills for one in skill_pages.skill_page(real.release, skill).kind_of
    ):
        counted = {"through": link.skill, "through_roles": len(real.release.asked_by.get(link.skill.slug, []))}
        yield "none, but it counts", {"roles": 0, "whole": True, **counted}
        break


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
