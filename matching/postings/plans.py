"""A plan for a job ad: the planner's own, with the ad as the role."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from careers.catalogue.content import Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.plans.operations import dated
from matching.plans.shown import ShownPlan, drawn_step
from matching.postings.fits import AdRole


class Times(NamedTuple):
    """When somebody studies: from a day on, at a pace."""

    start: datetime.date
    pace: engine.Pace


class AdPlan(NamedTuple):
    """A plan for an ad; `beyond` are the must-haves that no plan reaches, and then it leads as far as study does.

    `reached`: there is nothing left to plan.
    """

    plan: ShownPlan
    beyond: Sequence[Skill]
    reached: bool


def ad_plan(release: Released, role: AdRole, held: Mapping[str, int], times: Times) -> AdPlan:
    """Work out the plan to "ready" for the ad; if none leads there, to the highest fit that plans reach.

    Raises OutOfCalendar.
    """
    beyond: Sequence[str] = ()
    study, slug = inputs.study(release), role.role.slug
    try:
        made = engine.plan(role.compiled, study, held, slug, None)
        target = None
    except engine.Unreachable as error:
        beyond, target = error.beyond, error.highest
        made = engine.plan(role.compiled, study, held, slug, target)
    return AdPlan(
        plan=_shown(release, role, made, target, times),
        beyond=[release.skills[skill] for skill in beyond],
        reached=target is None and not made.steps,
    )


def _shown(release: Released, role: AdRole, made: engine.Plan, target: int | None, times: Times) -> ShownPlan:
    days = dated(times.start, times.pace, made)
    steps = [
        drawn_step(release, role.role.requirements, number, step, *span)
        for number, (step, span) in enumerate(zip(made.steps, days, strict=True), start=1)
    ]
    return ShownPlan(
        release=release,
        role=role.role.slug,
        target=target,
        pace=times.pace,
        start=times.start,
        deadline=None,
        fit=made.fit,
        fit_by_deadline=None,
        certificate=made.proof,
        lines=tuple(replace(step, asker="the ad") for step in steps),
    )
