"""Plans: make one, make it again, tick its steps off and undo that."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from careers.catalogue.released import Released
from careers.models import Claim, Profile, Skill, User
from careers.profile import operations as profile_operations
from careers.profile.claims import Held, Replaced
from matching import engine, inputs
from matching.plans.models import Plan, PlanStep

DAY = datetime.timedelta(days=1)
MOST_PLANS = 100  # a person; nobody reads that many, and a runaway script stops here


class OutOfCalendar(Exception):
    """The plan would end after the year 9999."""


class TooManyPlans(Exception):
    """The person already has `MOST_PLANS`."""


class Wish(NamedTuple):
    """A request for a plan: a role of the release, a target (hundredths; None: ready), and the times of study."""

    role: str
    target: int | None
    pace: engine.Pace
    start: datetime.date
    deadline: datetime.date | None = None


class Drawn(NamedTuple):
    """A plan as values: what the engine made of a wish, with the days of each step."""

    plan: engine.Plan
    days: Sequence[tuple[datetime.date, datetime.date]]
    weeks: int
    fit_by_deadline: int | None


class Ticked(NamedTuple):
    """The effect of a mark: the step, and whether the claim was written. `moved`: it had changed, so it was left."""

    step: PlanStep
    raised: bool = False
    moved: bool = False


def draw_plan(*, release: Released, levels: Mapping[str, int], wish: Wish) -> Drawn:
    """Work out a plan without storing it. Raises engine.Unreachable and OutOfCalendar."""
    compiled, study = inputs.compiled(release), inputs.study(release)
    made = engine.plan(compiled, study, levels, wish.role, wish.target)
    by_deadline = None
    if wish.deadline is not None:
        hours = wish.pace.hours_by((wish.deadline - wish.start).days)
        by_deadline = engine.fit_within(compiled, study, levels, made, hours)
    days = _dated(wish, made)
    return Drawn(made, days, wish.pace.weeks(made.hours), by_deadline)


def _dated(wish: Wish, made: engine.Plan) -> list[tuple[datetime.date, datetime.date]]:
    """The first and the last day of each step."""
    spans = wish.pace.days(step.hours for step in made.steps)
    try:
        return [(wish.start + first * DAY, wish.start + last * DAY) for first, last in spans]
    except OverflowError as error:
        raise OutOfCalendar from error


def make_plan(*, user: User, release: Released, wish: Wish, at: datetime.datetime | None = None) -> Plan:
    """Store a plan from what the person holds now. The same wish twice (a double click) gives one plan.

    Raises engine.Unreachable, OutOfCalendar and TooManyPlans.
    """
    with transaction.atomic():
        profile = profile_operations.get_or_create_profile(user=user, lock=True)
        same = _same(profile, release, wish)
        if same is not None:
            return same
        if profile.plans.count() >= MOST_PLANS:
            raise TooManyPlans
        levels = inputs.levels(release, profile.claims.levels_by_position())
        drawn = draw_plan(release=release, levels=levels, wish=wish)
        return _stored(profile, release, wish, drawn, at or timezone.now())


def remake_plan(*, user: User, release: Released, plan: Plan, wish: Wish, at: datetime.datetime | None = None) -> Plan:
    """Make a plan again from what the person holds now. The old one stays with its marks, as replaced.

    One without marks is deleted: nothing in it would be missed. Raises what `make_plan` raises.
    """
    with transaction.atomic():
        made = make_plan(user=user, release=release, wish=wish, at=at)
        if made == plan:
            return plan
        plan.replaces.update(replaced_by=made)
        if plan.steps.exclude(done_at=None).exists():
            plan.replaced_by = made
            plan.save(update_fields=["replaced_by"])
        else:
            plan.delete()
        return made


def tick(*, user: User, plan: Plan, number: int, at: datetime.datetime | None = None) -> Ticked:
    """Mark a step as done and raise the claim to what it taught (source: plan); a claim is never lowered.

    Ticking twice is like once: a second device finds the mark and changes nothing. Raises PlanStep.DoesNotExist.
    """
    with transaction.atomic():
        profile_operations.get_or_create_profile(user=user, lock=True)
        step = plan.steps.select_related("skill").get(number=number)
        if step.done:
            return Ticked(step)
        before = profile_operations.learn(user=user, position=step.skill.position, level=step.to_level)
        step.done_at = at or timezone.now()
        step.before = before
        step.save(update_fields=["done_at", "before"])
        return Ticked(step, raised=before is None or before.level < step.to_level)


def untick(*, user: User, plan: Plan, number: int) -> Ticked:
    """Undo a mark and restore exactly the claim before it, or its absence.

    If a later step of the skill was ticked since, the claim is that step's, which inherits the claim before this one.
    A claim that the person has since changed is left alone. Raises PlanStep.DoesNotExist.
    """
    with transaction.atomic():
        profile_operations.get_or_create_profile(user=user, lock=True)
        step = plan.steps.select_related("skill").get(number=number)
        if not step.done:
            return Ticked(step)
        before = Held(*step.before) if step.before else None
        step.done_at = step.before = None
        step.save(update_fields=["done_at", "before"])
        wrote = before is None or before.level < step.to_level
        if not wrote or _inherited(plan.profile_id, step, before):
            return Ticked(step)
        written = Held(step.to_level, Claim.Source.PLAN, "")
        moved = profile_operations.take_back(user=user, replaced=[Replaced(step.skill.position, written, before)])
        return Ticked(step, raised=not moved, moved=bool(moved))


def delete_plan(*, plan: Plan) -> None:
    """Delete a plan. What was learned in it stays in the profile; the plan it replaced is current again."""
    plan.delete()


def _inherited(profile_id: int, step: PlanStep, before: Held | None) -> bool:
    """Say whether a step ticked later has what this one wrote as its own "before"; if so, set that to `before`."""
    later = PlanStep.objects.filter(plan__profile=profile_id, skill=step.skill, to_level__gt=step.to_level)
    for other in later.exclude(done_at=None):
        if other.before == [step.to_level, Claim.Source.PLAN, ""]:
            other.before = before
            other.save(update_fields=["before"])
            return True
    return False


def _same(profile: Profile, release: Released, wish: Wish) -> Plan | None:
    """A plan for the same wish on the same release and profile version, with nothing done in it yet."""
    found = Plan.objects.current().filter(
        profile=profile,
        role=wish.role,
        target=wish.target,
        hours_per_week=wish.pace.per_week,
        start=wish.start,
        deadline=wish.deadline,
        release_number=release.number,
        profile_version=profile.version,
    )
    off = sorted(wish.pace.weeks_off)
    return next((plan for plan in found.order_by("pk") if plan.weeks_off == off), None)


def _stored(profile: Profile, release: Released, wish: Wish, drawn: Drawn, at: datetime.datetime) -> Plan:
    made = drawn.plan
    plan = Plan.objects.create(
        profile=profile,
        role=wish.role,
        target=wish.target,
        hours_per_week=wish.pace.per_week,
        start=wish.start,
        deadline=wish.deadline,
        weeks_off=sorted(wish.pace.weeks_off),
        release_number=release.number,
        profile_version=profile.version,
        fit_before=made.fit,
        fit_by_deadline=drawn.fit_by_deadline,
        certificate={"hours": _proof(made.hours_proof), "order": _proof(made.order_proof)},
        made_at=at,
    )
    PlanStep.objects.bulk_create(_steps(plan, release, drawn))
    return plan


def _steps(plan: Plan, release: Released, drawn: Drawn) -> Iterator[PlanStep]:
    position = {step.skill: release.skills[step.skill].position for step in drawn.plan.steps}
    skills = Skill.objects.in_bulk(set(position.values()), field_name="position")
    asked = {one.skill: one for one in release.roles[plan.role].requirements}
    for number, (step, (starts, ends)) in enumerate(zip(drawn.plan.steps, drawn.days, strict=True), start=1):
        requirement = asked.get(step.skill)
        yield PlanStep(
            plan=plan,
            number=number,
            skill=skills[position[step.skill]],
            to_level=step.to_level,
            hours=step.hours,
            gain=step.gain,
            asked=requirement.level if requirement else 0,
            essential=bool(requirement and requirement.essential),
            fit_after=step.fit_after,
            opens=[[position[skill], level] for skill, level in step.opens],
            starts=starts,
            ends=ends,
        )


def _proof(proof: engine.Proof) -> dict[str, str | int | None]:
    return {"status": proof.status, "value": proof.value, "bound": proof.bound}
