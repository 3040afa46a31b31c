"""The parts of the plan pages next to the plans themselves: form defaults, a picture, and the effect of a mark."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any, NamedTuple

from careers.catalogue.released import Released
from careers.words import said_day
from matching import drawing
from matching.plans import words
from matching.plans.models import Plan
from matching.plans.operations import Marked
from matching.plans.shown import Built, ShownPlan, Stage, State, Step
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
        "weeks_off": ", ".join(said_day(day) for day in days_off if day >= max(today, plan.start)),
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


class StageShown(NamedTuple):
    """A stage on the road: its name, what it is for, and whether it is behind the person, the present one, or ahead.

    Its steps come in three parts: behind, to be taken within a month, and after that. Its projects come in two: those
    that the person can build now, and those that they can build later.
    """

    stage: Stage
    name: str
    purpose: str
    at_its_end: str
    place: str  # "done", "here" or "ahead"
    behind: Sequence[Step]
    soon: Sequence[Step]
    later: Sequence[Step]
    build_now: Sequence[Built]
    build_later: Sequence[Built]
    last: bool
    tenths: int  # of the plan's hours, at least one: how wide it is on the road

    @property
    def percent_done(self) -> int:
        """The part of its hours that is behind the person."""
        return 100 - 100 * self.stage.hours_left // self.stage.hours

    @property
    def built(self) -> Built | None:
        """The first project that the person will be able to build in it or after it."""
        return self.build_later[0] if self.build_later else None

    @property
    def ends_in_building(self) -> bool:
        """Say whether its project comes after its last step, not on the way there."""
        return self.built is not None and self.built.after_step == self.stage.steps[-1].number


class Sitting(NamedTuple):
    """What is to be done of a step in a week, in hundredths of an hour."""

    step: Step
    hours: int
    all_of_it: bool

    @property
    def later(self) -> int:
        """The hundredths of an hour that are left of it after this week."""
        return 100 * self.step.hours - self.hours


class PlanPage(NamedTuple):
    """The parts of the page of a plan that follow from the person: the road, and what a week is for."""

    road: Sequence[StageShown]
    this_week: Sequence[Sitting]

    @property
    def here(self) -> StageShown | None:
        """The stage that the person is in; None if there is only one, or if nothing is left to do."""
        return next((one for one in self.road if one.place == "here" and len(self.road) > 1), None)


NAMES = {
    1: ("The base", "The must-haves up to level 2, and what they stand on.", "every must-have at level 2"),
    2: ("The must-haves", "Every must-have up to the level that the role asks.", "every must-have met"),
    3: ("The rest", "The other skills that make you ready for the role.", "ready for the role"),
    None: ("All steps", "In the order of the first version of our plans.", ""),
}
WEEKS_AHEAD = 4.4  # a month
MOST_AHEAD = 6  # steps, or the page of a month grows past two phone screens


def plan_page(plan: ShownPlan) -> PlanPage:
    return PlanPage(
        road=[_stage_shown(plan, stage) for stage in plan.stages], this_week=[] if plan.reached else _this_week(plan)
    )


def _stage_shown(plan: ShownPlan, stage: Stage) -> StageShown:
    left = stage.left
    hours, soon = 0, 0
    while soon < len(left) and soon < MOST_AHEAD and 100 * hours < WEEKS_AHEAD * plan.pace.per_week:
        hours += left[soon].hours
        soon += 1
    name, purpose, end = NAMES[stage.number]
    first_open = plan.left[0].number if plan.left else len(plan.lines) + 1
    return StageShown(
        stage=stage,
        name=name,
        purpose=purpose,
        at_its_end=end if plan.target is None else "",
        place="here" if stage is plan.stage else "ahead" if left else "done",
        behind=[step for step in stage.steps if step.state != "open"],
        soon=left[:soon],
        later=left[soon:],
        build_now=[one for one in stage.projects if one.after_step < first_open],
        build_later=[one for one in stage.projects if one.after_step >= first_open],
        last=stage is plan.stages[-1],
        tenths=max(round(10 * stage.hours / plan.hours), 1),
    )


def _this_week(plan: ShownPlan) -> list[Sitting]:
    """The steps that a week's hours are for, from the next one on; those left for later come last."""
    room, sittings = plan.pace.per_week, []
    for step in sorted(plan.left, key=lambda step: step.skipped):
        if room <= 0:
            break
        hours = min(room, 100 * step.hours)
        sittings.append(Sitting(step, hours, hours == 100 * step.hours))
        room -= hours
    return sittings


def finished(page: PlanPage, notice: Mapping[str, Any] | None) -> StageShown | None:
    """The stage that the answer just given has finished, so that it can be said."""
    if not notice or not (notice["done"] or notice["said"]):
        return None
    return next((one for one in page.road if not one.stage.left and one.stage.has(notice["number"])), None)


def notice(release: Released, marked: Marked) -> dict[str, Any]:
    """The effect of a mark, to be shown once; it may wait in a session."""
    step = marked.step
    skill = release.by_position.get(step.skill.position)
    return {
        "number": step.number,
        "skill_name": skill.name if skill else step.skill.name,
        "level": step.learned or step.to_level,
        "done": step.done,
        "said": step.learned is not None and not step.done,
        "skipped": step.skipped,
        "raised": marked.raised,
        "moved": marked.moved,
    }
