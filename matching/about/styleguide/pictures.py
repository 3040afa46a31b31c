"""The states of pictures: cells, bars, the skyline of a role and a fit over time."""

import datetime
from collections.abc import Iterable

from careers.templatetags.words import points
from matching.about.accuracy_pages import Models, accuracy
from matching.about.styleguide.real import Real
from matching.about.styleguide.registry import Section, States
from matching.plans import pages as plan_pages
from matching.plans.shown import Step
from matching.scores import history
from matching.scores.lines import HistoryLine

section = Section("Pictures")


@section.shows()
def levels(real: Real) -> States:
    none = {"via": "", "unknown": ""}
    yield "held, all of it", {"have": 3, "need": 3, **none}
    yield "held, a part of it", {"have": 2, "need": 4, **none}
    yield "held, more than needed", {"have": 4, "need": 2, **none}
    yield "none", {"have": 0, "need": 4, **none}
    yield "unknown", {"have": 0, "need": 4, "via": "", "unknown": True}
    yield "through another skill", {"have": 2, "need": 3, "via": real.skill, "unknown": ""}
    yield "needed, nobody’s levels", {"have": "", "need": 3, **none}
    yield "held, nothing asked", {"have": 3, "need": 5, **none}


@section.shows()
def legend(real: Real) -> States:
    yield "cells", {}
    yield "bars", {"bar": True}
    yield "bars with usual fits", {"bar": True, "usual": True, "usual_counts": 100}
    yield "bars, little known", {"bar": True, "usual": True, "usual_counts": 40}


@section.shows()
def fit_bar(real: Real) -> States:
    people = {"a fit and its range": real.own, "little known": real.begun, "all of it": real.full}
    for name, receipt in people.items():
        score = receipt.score
        yield name, {"fit": points(score.fit), "highest": points(score.highest), "usual": points(score.usual)}
    yield "a fit alone", {"fit": points(real.own.score.fit)}
    yield "none", {"fit": points(real.blank.score.fit)}


@section.shows()
def amount_bar(real: Real) -> States:
    kinds = real.page.by_kind
    yield "the most", {"amount": kinds[0].points, "most": kinds[0].points}
    yield "the least", {"amount": kinds[-1].points, "most": kinds[0].points}
    yield "nothing", {"amount": 0, "most": kinds[0].points}


@section.shows()
def balance_bar(real: Real) -> States:
    for contrast in filter(None, [real.begun.contrast]):
        for row in contrast.rows[:2]:
            name = "more for the one ahead" if row.line.points > 0 else "more for the one behind"
            yield name, {"points": row.line.points, "left": row.left, "width": row.width, "most": contrast.most}


@section.shows()
def overlap(real: Real) -> States:
    for one in real.page.neighbours[:2]:
        yield one.role.title, {"only_here": one.only_here, "shared": len(one.shared), "all": one.all}
    asked = len(real.role.requirements)
    yield "nothing shared", {"only_here": asked, "shared": 0, "all": 2 * asked}
    yield "everything shared", {"only_here": 0, "shared": asked, "all": asked}


@section.shows(across=True)
def skyline(real: Real) -> States:
    page = real.page
    yield real.role.title, {"skyline": page.skyline, "must_haves": page.must_haves, "valued": page.valued}


@section.shows()
def role_icon(real: Real) -> States:
    for role in real.release.roles_by_title[:4]:
        yield role.title, {"role": role}


@section.shows()
def group_picture(real: Real) -> States:
    for group in real.release.content.groups[:3]:
        yield group.title, {"group": group}


@section.shows()
def levels_kept(real: Real) -> States:
    yield "drawn once, shown elsewhere", {"levels": real.skill.levels}


@section.shows(across=True)
def timeline(real: Real) -> States:
    plan, done = real.plan, real.under_way
    ends = {
        "from_fit": plan.fit,
        "to_fit": plan.steps[-1].fit_after,
        "starts": "today",
        "ends": f"{plan.ends:%d %b %Y}",
    }
    picture = plan_pages.picture(plan.fit or 0, plan.goal, plan.steps, plan.start, plan.start)
    later = plan_pages.picture(
        plan.fit or 0, plan.goal, done.steps, plan.start, done.steps[len(done.steps) // 2].starts
    )
    high = plan_pages.picture(plan.fit or 0, 95_00, plan.steps, plan.start, plan.start)
    yield "a plan", {"picture": picture, **ends, "goal": plan.goal}
    yield "a plan under way", {"picture": later, **ends, "goal": plan.goal}
    yield "a goal near the top", {"picture": high, **ends, "goal": 95_00}
    past = history.over_time(list(_lines(plan.fit or 0, plan.steps)))
    yield "a history", {"picture": past, **ends, "goal": ""}


def _lines(fit: int, steps: Iterable[Step]) -> Iterable[HistoryLine]:
    """The records of somebody who took these steps, newest first."""
    fits = [fit, *(step.fit_after for step in steps)]
    days = [datetime.datetime.combine(step.ends, datetime.time(), datetime.UTC) for step in steps]
    lines = [
        HistoryLine(role="", recorded_at=day, fit_before=before, fit_after=after)
        for day, before, after in zip(days, fits[:-1], fits[1:], strict=True)
    ]
    return reversed(lines)


@section.shows()
def share_bar(real: Real) -> States:
    for models in _measured(real):
        yield "ours", {"first": models.ours.first, "three": models.ours.three, "own": True}
        yield "chance", {"first": models.chance.first, "three": models.chance.three, "own": False}


@section.shows()
def accuracy_bars(real: Real) -> States:
    for models in _measured(real):
        yield "with a trained model", {"figures": models}
        yield "without one", {"figures": models._replace(trained=None)}


def _measured(real: Real) -> Iterable[Models]:
    """The figures of the first kind of people or ads that was measured."""
    figures = accuracy(real.release)
    return [task.models for task in figures.tasks[:1]] if figures else []
