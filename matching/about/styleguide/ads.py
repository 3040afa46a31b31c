"""The states of job ads: what one asks, which role it is like, and the steps towards it."""

from collections.abc import Sequence

from matching import engine
from matching.about.styleguide.real import Real
from matching.about.styleguide.registry import Section, States
from matching.postings.pages import AdPage, AskRow, ad_page
from matching.postings.plans import Times
from matching.postings.reading import Quote, read
from matching.words import USUAL_PACE

section = Section("Job ads")


def _page(real: Real) -> AdPage:
    """An ad that asks what the role of the landing page asks first."""
    one, two, three = [real.release.skills[one.skill].name for one in real.role.requirements_in_order][:3]
    text = f"Requirements\n- 5+ years of {one}\n- {two} in a small team\n\nNice to have\n- {three}\n"
    held = real.positions({real.skill.slug: 2})
    return ad_page(real.release, read(real.release, text), held, Times(real.today, engine.Pace(USUAL_PACE)))


def _rows(real: Real) -> Sequence[AskRow]:
    page = _page(real)
    return [*page.musts, *page.nice]


@section.shows(inside="ul.asks", across=True)
def ask_row(real: Real) -> States:
    first, *rest = _rows(real)
    yield "a must-have with a level that the ad says", {"row": first, "has_claims": True}
    yield "nice to have", {"row": rest[-1], "has_claims": True}
    yield "one of several is enough", {"row": first._replace(others=[real.skill])}
    yield "as the person says", {"row": first._replace(ask=first.ask._replace(changed=True, level=2))}
    yield "left out", {"row": first._replace(ask=first.ask._replace(left_out=True))}
    markup = first.ask._replace(quote=Quote("<b>Strong</b> ", first.skill.name, " & more <script>"))
    yield "markup in the ad", {"row": first._replace(ask=markup)}


@section.shows(inside="ul.alike")
def alike_role(real: Real) -> States:
    likeness = _page(real).likeness
    if likeness:
        yield "the first", {"one": likeness.first, "open": True}
        yield "another", {"one": likeness.roles[-1]}
        yield "nothing speaks for it", {"one": likeness.first._replace(speaks=[], rest=0, rest_count=0)}


@section.shows(inside="ol.rows plan-steps", across=True)
def ad_step(real: Real) -> States:
    fit = _page(real).fit
    for name, step in zip(("the first", "the second"), fit.plan.plan.lines if fit and fit.plan else (), strict=False):
        yield name, {"step": step}
