"""The one next step that every page and the API name.

It is the first open step of the plan for a person's target, else for their leading role: of the plan that they keep
for it, if there is one, else of the plan to ready that the workers have worked out.
"""

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal, NamedTuple

from careers.catalogue.content import Role
from careers.catalogue.released import Released
from careers.models import Profile
from matching import engine, inputs
from matching.plans.models import Plan
from matching.plans.outlooks import Ahead, look_ahead
from matching.plans.shown import ShownPlan, Standing, Step, drawn_step
from matching.words import USUAL_PACE

Status = Literal["open", "reached", "pending", "beyond", "no-role"]


class Advice(NamedTuple):
    """The next step towards `to`, and the stored plan it belongs to, if it is of one.

    `status` says why there is no step: nothing is left to learn ("reached"), the workers have not worked it out yet
    ("pending"), no plan leads there ("beyond"), or there is neither a target nor a claim to rank roles by ("no-role").
    """

    release: Released
    status: Status
    to: Role | None = None
    step: Step | None = None
    plan: ShownPlan | None = None

    @property
    def role(self) -> str | None:
        return self.to.slug if self.to else None


def advice(
    profile: Profile,
    release: Released,
    today: datetime.date,
    *,
    by_position: Mapping[int, int] | None = None,
    ahead: Ahead | None = None,
    has_plans: bool = True,
    leading: str | None = None,
) -> Advice:
    """Return the next step of a person. `by_position` are their claims, `ahead` what `look_ahead` gave, `leading` the
    first role of their ranking, each if at hand; `has_plans` is false if it is known that there are none to look for.
    """
    by_position = profile.claims.levels_by_position() if by_position is None else by_position
    role = advised_role(profile, release, by_position, leading)
    if role is None:
        return Advice(release, "no-role")
    return towards(profile, release, today, role, by_position, ahead, has_plans=has_plans)


def towards(
    profile: Profile,
    release: Released,
    today: datetime.date,
    role: Role,
    by_position: Mapping[int, int],
    ahead: Ahead | None = None,
    *,
    has_plans: bool = True,
) -> Advice:
    """Return the next step towards one role, whether or not it is the one that is advised."""
    plan = _kept(profile, release, by_position, role, today) if has_plans else None
    if plan and plan.next:
        number = plan.next.number
        return Advice(release, "open", role, next(step for step in plan.steps if step.number == number), plan)
    ahead = look_ahead(profile=profile, release=release, on=today) if ahead is None else ahead
    if role.slug not in ahead.hours:
        return Advice(release, "pending", role)
    if ahead.hours[role.slug] is None:
        return Advice(release, "beyond", role)
    step = first_step(release, role, ahead.first_steps.get(role.slug), today)
    if step and step.known:
        step = replace(step, unasked=step.known.position not in by_position)
    return Advice(release, "open" if step else "reached", role, step)


def own_plan(profile: Profile, advice: Advice, role: Role) -> Plan | None:
    """The plan that a person keeps for a role; for the one that is advised, the adviser has looked already."""
    if advice.role == role.slug:
        return advice.plan.row if advice.plan else None
    return Plan.objects.of(profile).current().towards(role).unfinished().first()


def advised_role(
    profile: Profile, release: Released, by_position: Mapping[int, int], leading: str | None = None
) -> Role | None:
    """The target, else the leading role, which is worked out unless it is given; None for somebody without either."""
    chosen = release.role_slug(profile.target) or leading
    if chosen:
        return release.roles[chosen]
    levels = inputs.levels(release, by_position)
    return release.roles[engine.ranking(inputs.compiled(release), levels)[0].role] if levels else None


def first_step(release: Released, role: Role, step: engine.PlannedStep | None, today: datetime.date) -> Step | None:
    """The first step of a plan that is not kept: from today, at the usual pace."""
    if step is None:
        return None
    [(starts, ends)] = engine.Pace(USUAL_PACE).days([step.hours])
    days = [today + datetime.timedelta(days=day) for day in (starts, ends)]
    return drawn_step(release, role.requirements, 1, step, *days)


def _kept(
    profile: Profile, release: Released, by_position: Mapping[int, int], role: Role, today: datetime.date
) -> ShownPlan | None:
    """The newest plan that the person keeps for a role, if its target is not reached and it has steps left."""
    standing = Standing(release, by_position, today)
    newest = Plan.objects.of(profile).current().towards(role).unfinished().with_steps()
    shown = (standing.plan(row) for row in newest)
    return next((plan for plan in shown if plan.left and not plan.reached), None)
