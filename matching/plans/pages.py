"""The parts of the plan pages next to the plans themselves: form defaults, a picture, and the effect of a mark."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any, NamedTuple

from careers.catalogue.released import Released
from matching import drawing
from matching.plans import words
from matching.plans.models import Plan
from matching.plans.operations import Ticked
from matching.plans.shown import ShownPlan, State, Step
from matching.words import USUAL_PACE

ALL_HIGH = 228  # of the picture: below the fits is a strip of the steps
NEAR_TOP = 9000  # from here up there is no room above the line of the goal


def usual(today: datetime.date) -> dict[str, Any]:
    """The defaults in the form for a new plan."""
    return {"hours_per_week": words.plain(USUAL_PACE), "start": today}


def asked(release: Released, plan: Plan, today: datetime.date) -> dict[str, Any]:
    """The defaults in the form for making a plan again: the same, from today on."""
    days_off = [plan.start + datetime.timedelta(weeks=week) for week in plan.weeks_off]
    return {
        "role": release.role_slug(plan.role),
        "hours_per_week": words.plain(plan.hours_per_week),
        "start": max(today, plan.start),
        "target": None if plan.target is None else Decimal(plan.target).scaleb(-2),
        "deadline": plan.deadline if plan.deadline and plan.deadline >= max(today, plan.start) else None,
        "weeks_off": ", ".join(str(day) for day in days_off if day >= max(today, plan.start)),
    }


class Cell(NamedTuple):
    """A step in the strip below a picture. All in the picture's units."""

    x: int
    width: int
    state: State


class Picture(NamedTuple):
    """A plan over time: stairs of the fit, the goal across them, today, and the steps as a strip below.

    Percentages are hundredths of a per cent of the whole picture.
    """

    stairs: drawing.Stairs
    goal: str
    goal_percent: int
    goal_on_top: bool
    today: int | None
    ticks: Sequence[drawing.Tick]
    cells: Sequence[Cell]
    high: int = ALL_HIGH
    base_percent: int = 10_000 * drawing.HIGH // ALL_HIGH

    @property
    def today_percent(self) -> int | None:
        return None if self.today is None else 10 * self.today


def plan_picture(plan: ShownPlan, today: datetime.date) -> Picture | None:
    """The picture of a stored plan; None if it has no steps."""
    if plan.row is None or not plan.lines:
        return None
    return picture(plan.row.fit_before, plan.goal, plan.steps, plan.start, today)


def picture(fit_before: int, goal: int, steps: Sequence[Step], start: datetime.date, today: datetime.date) -> Picture:
    """The picture of steps (at least one) that lead from a fit to a goal."""
    days = max((steps[-1].ends - start).days + 1, 1)

    def across(day: datetime.date, more: int = 0) -> int:
        return drawing.WIDE * ((day - start).days + more) // days

    so_far = accumulate((step.fit_after for step in steps), max, initial=fit_before)
    jumps = zip((across(step.ends, 1) for step in steps), islice(so_far, 1, None), strict=True)
    return Picture(
        stairs=drawing.stairs(fit_before, jumps),
        goal=drawing.down(goal),
        goal_percent=200 * (10_000 - goal) // ALL_HIGH,
        goal_on_top=goal > NEAR_TOP,
        today=across(today) if start < today <= steps[-1].ends else None,
        ticks=drawing.months(start, steps[-1].ends, across),
        cells=[
            Cell(across(step.starts), max(across(step.ends, 1) - across(step.starts), 1), step.state) for step in steps
        ],
    )


def notice(release: Released, ticked: Ticked) -> dict[str, Any]:
    """The effect of a mark, to be shown once; it may wait in a session."""
    skill = release.by_position.get(ticked.step.skill.position)
    return {
        "number": ticked.step.number,
        "skill_name": skill.name if skill else ticked.step.skill.name,
        "level": ticked.step.to_level,
        "done": ticked.step.done,
        "raised": ticked.raised,
        "moved": ticked.moved,
    }
