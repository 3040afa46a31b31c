"""Plans: make one, make it again, mark its steps and undo that, delete it and undo that."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import chain
from typing import Any, NamedTuple

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, transaction
from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Claim, Deed, Profile, Skill, User
from careers.profile import operations as profile_operations
from careers.profile.claims import Held
from careers.profile.deeds import Doing
from matching import engine, inputs
from matching.plans import marks
from matching.plans.marks import Mark
from matching.plans.models import Plan, PlanStep

DAY = datetime.timedelta(days=1)
MOST_PLANS = 100  # a person; nobody reads that many, and a runaway script stops here


class OutOfCalendar(Exception):
    """The plan would end after the year 9999."""


class TooManyPlans(Exception):
    """The person already has `MOST_PLANS`."""


class NothingToLearn(Exception):
    """The target is reached already; an empty plan is not stored. `drawn` is that plan."""

    def __init__(self, drawn: "Drawn") -> None:
        super().__init__("the target is reached already")
        self.drawn = drawn


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own encoder drops the microseconds of a time, and a plan put back should be the one deleted."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


class Wish(NamedTuple):
    """A request for a plan: a role of the release, a target (hundredths; None: ready), and the times of study."""

    role: str
    target: int | None
    pace: engine.Pace
    start: datetime.date
    deadline: datetime.date | None = None


class Drawn(NamedTuple):
    """A plan as values: what the engine made of a wish, and the days of each step.

    `projects`: for each project of the role, after how many steps its skills are reached (0: held at the start), or
    None if the plan does not reach them.
    """

    plan: engine.Plan
    days: Sequence[tuple[datetime.date, datetime.date]]
    weeks: int
    fit_by_deadline: int | None
    projects: Sequence[tuple[str, int | None]]


class Marked(NamedTuple):
    """The effect of a mark: the step, and whether the claim was written. `moved`: it had changed, so it was left."""

    step: PlanStep
    raised: bool = False
    moved: bool = False


def draw_plan(*, release: Released, levels: Mapping[str, int], wish: Wish) -> Drawn:
    """Work out a plan without storing it. Raises engine.Unreachable and OutOfCalendar."""
    compiled = inputs.compiled(release)
    made = engine.plan(compiled, inputs.study(release), levels, wish.role, wish.target)
    days = dated(wish.start, wish.pace, made)
    by_deadline = None
    if wish.deadline is not None:
        ended = sum(ends <= wish.deadline for _, ends in days)
        by_deadline = made.steps[ended - 1].fit_after if ended else made.fit
    projects = release.roles[wish.role].projects
    reached = engine.reached_after(
        compiled,
        levels,
        [(step.skill, step.to_level) for step in made.steps],
        [[(one.skill, one.level) for one in project.skills] for project in projects],
    )
    built = [(project.slug, after) for project, after in zip(projects, reached, strict=True)]
    return Drawn(made, days, wish.pace.weeks(made.hours), by_deadline, built)


def dated(start: datetime.date, pace: engine.Pace, made: engine.Plan) -> list[tuple[datetime.date, datetime.date]]:
    """The first and the last day of each step. Raises OutOfCalendar."""
    spans = pace.days(step.hours for step in made.steps)
    try:
        return [(start + first * DAY, start + last * DAY) for first, last in spans]
    except OverflowError as error:
        raise OutOfCalendar from error


def make_plan(*, user: User, release: Released, wish: Wish, at: datetime.datetime | None = None) -> Plan:
    """Store a plan from what the person holds now. The same wish twice (a double click) gives one plan.

    Raises engine.Unreachable, OutOfCalendar, TooManyPlans and NothingToLearn.
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
        if not drawn.plan.steps:
            raise NothingToLearn(drawn)
        return _stored(profile, release, wish, drawn, at or timezone.now())


def remake_plan(*, user: User, release: Released, plan: Plan, wish: Wish, at: datetime.datetime | None = None) -> Plan:
    """Make a plan again from what the person holds now. The old one stays with its marks, as replaced.

    One without marks is deleted: nothing in it would be missed. Raises what `make_plan` raises.
    """
    with transaction.atomic():
        made = make_plan(user=user, release=release, wish=wish, at=at)
        if made == plan:
            return plan
        old = Plan.objects.filter(pk=plan.pk)
        plan.replaces.update(replaced_by=made)
        if plan.steps.exclude(learned=None).exists():
            old.update(replaced_by=made)
        else:
            old.delete()
        return made


def replace_plan(*, user: User, release: Released, plan: Plan, by: Plan) -> bool:
    """Let a newer plan of the same person for the same role take the place of an older one, which keeps its marks.

    Return False, and change nothing, if one of them is no longer a current plan, or they are not for one role.
    """
    with transaction.atomic():
        profile = profile_operations.get_or_create_profile(user=user, lock=True)
        one_role = plan.role == by.role or release.role_slug(plan.role) == release.role_slug(by.role) is not None
        if plan == by or not one_role or profile.plans.current().filter(pk__in=[plan.pk, by.pk]).count() != 2:
            return False
        profile.plans.filter(replaced_by=plan).update(replaced_by=by)
        profile.plans.filter(pk=plan.pk).update(replaced_by=by)
        return True


def tick(*, user: User, plan: Plan, number: int, at: datetime.datetime | None = None) -> Marked:
    """Mark a step as done and raise the claim to what it taught (source: plan); a claim is never lowered.

    Ticking twice is like once: a second device finds the mark and changes nothing. Raises PlanStep.DoesNotExist.
    """
    with transaction.atomic():
        step = _locked(user, plan, number)
        if step.done:
            return Marked(step)
        step.done_at = at or timezone.now()
        return _mark(user, step, step.to_level, Deed.Kind.PLAN)


def say_level(*, user: User, plan: Plan, number: int, level: int) -> Marked:
    """Note that the person has this level (1 to 5) of a step's skill already, and raise the claim to it (source: self).

    A lower level than the one claimed changes nothing, nor does one said of a step that is done. Raises
    PlanStep.DoesNotExist.
    """
    with transaction.atomic():
        step = _locked(user, plan, number)
        if step.done:
            return Marked(step)
        return _mark(user, step, level, Deed.Kind.SELF)


def unmark(*, user: User, plan: Plan, number: int) -> Marked:
    """Undo a mark: the claim is then what it would be if there had been the others only.

    So the order of undoing does not matter, and the last undo leads to what stood there before the first mark, with
    its source and quote, or to no claim. A claim that the person has since changed elsewhere is left alone. Raises
    PlanStep.DoesNotExist.
    """
    with transaction.atomic():
        step = _locked(user, plan, number)
        if step.learned is None:
            return Marked(step)
        claim = _claim_of(step)
        own = claim.marks.pop(step.pk, None)
        step.done_at = step.learned = step.before = None
        step.save(update_fields=["done_at", "learned", "before"])
        if own is None:
            return Marked(step, moved=True)
        return _write(user, step, claim.now, marks.left(claim.now, own.beneath, claim.marks.values()), Deed.Kind.UNDO)


def skip(*, user: User, plan: Plan, number: int, skipped: bool = True) -> Marked:
    """Leave a step for later, or take that back; it stays open. Raises PlanStep.DoesNotExist."""
    with transaction.atomic():
        step = _locked(user, plan, number)
        step.skipped = skipped
        step.save(update_fields=["skipped"])
        return Marked(step)


def delete_plan(*, user: User, plan: Plan) -> str:
    """Delete a plan and return it as a text, for `restore_plan`. Raises Plan.DoesNotExist.

    What was learned in it stays in the profile; the plan it replaced is current again.
    """
    with transaction.atomic():
        profile = profile_operations.get_or_create_profile(user=user, lock=True)
        own = profile.plans.get(pk=plan.pk)
        marked = dict(own.steps.exclude(learned=None).values_list("pk", "skill"))
        for claim in _claims_of(profile.pk, set(marked.values())).values():
            _leave_learned(claim, marked.keys())
        text: str = serializers.serialize(
            "json", chain([own], own.steps.all(), own.replaces.all()), cls=_ToTheMicrosecond
        )
        own.delete()
        return text


def restore_plan(*, user: User, deleted: str) -> Plan | None:
    """Put back a plan that `delete_plan` deleted; None if its owner is another, or a skill of it is gone for good.

    If it is back already, nothing changes: what was marked in it since then stays.
    """
    try:
        with transaction.atomic():
            profile = profile_operations.get_or_create_profile(user=user, lock=True)
            first, *others = list(serializers.deserialize("json", deleted))
            plan = first.object
            if not isinstance(plan, Plan) or plan.profile_id != profile.pk:
                return None
            return profile.plans.filter(pk=plan.pk).first() or _put_back(profile, first, others)
    except (DatabaseError, ValueError, serializers.base.DeserializationError):
        return None


def _put_back(profile: Profile, first: Any, others: Sequence[Any]) -> Plan:
    """Insert a plan and its steps as they were. It replaces again what nothing else has replaced since."""
    plan: Plan = first.object
    steps = [other.object for other in others if isinstance(other.object, PlanStep)]
    skills = {step.skill_id for step in steps}
    if Skill.objects.filter(pk__in=skills).count() != len(skills):
        raise ValueError("a skill of this plan is no longer in the database")
    newer = plan.replaced_by_id
    if newer is not None and not profile.plans.filter(pk=newer).exists():
        plan.replaced_by = None
    first.save(force_insert=True)
    PlanStep.objects.bulk_create(steps)
    replaced = [other.object.pk for other in others if isinstance(other.object, Plan) and other.object.pk != newer]
    profile.plans.current().filter(pk__in=replaced).update(replaced_by=plan)
    return plan


class _Claim(NamedTuple):
    """The claim of a skill, and the marks that it rests on by the key of their step."""

    now: Held | None
    marks: dict[int, Mark]

    @property
    def ground(self) -> Held | None:
        """The claim beneath these marks."""
        return next((mark.beneath for mark in self.marks.values()), self.now)


def _claim_of(step: PlanStep) -> _Claim:
    return _claims_of(step.plan.profile_id, [step.skill_id])[step.skill_id]


def _claims_of(profile: int, skills: Collection[int]) -> dict[int, _Claim]:
    """The claims of these skills, each with what it rests on. Marks that no claim rests on any more are cut loose."""
    claimed = Claim.objects.filter(profile=profile, skill__in=skills).values_list("skill", "level", "source", "quote")
    now = {skill: Held(level, source, quote) for skill, level, source, quote in claimed}
    given: dict[int, dict[int, Mark]] = {skill: {} for skill in skills}
    for step in PlanStep.objects.filter(plan__profile=profile, skill__in=skills).exclude(learned=None):
        if step.mark:
            given[step.skill_id][step.pk] = step.mark
    claims = {skill: _Claim(now.get(skill), marks.resting(now.get(skill), given[skill])) for skill in skills}
    _set_before(
        {key for skill in skills for key in given[skill].keys() - claims[skill].marks.keys()}, PlanStep.CUT_LOOSE
    )
    for skill, claim in claims.items():
        _set_before({key for key, mark in claim.marks.items() if mark != given[skill][key]}, claim.ground)
    return claims


def _set_before(steps: Collection[int], before: Any) -> None:
    if steps:
        PlanStep.objects.filter(pk__in=steps).update(before=before)


def _locked(user: User, plan: Plan, number: int) -> PlanStep:
    """The step, with its owner's profile locked."""
    profile_operations.get_or_create_profile(user=user, lock=True)
    return plan.steps.select_related("skill", "plan").get(number=number)


def _mark(user: User, step: PlanStep, level: int, kind: str) -> Marked:
    """Give a step its mark, in the place of a level said of it before; a higher one stays."""
    claim = _claim_of(step)
    said = claim.marks.get(step.pk)
    step.learned = max(level, said.level) if said else level
    step.before = claim.ground
    step.skipped = False
    step.save(update_fields=["done_at", "learned", "before", "skipped"])
    given = claim.marks | {step.pk: Mark(step.learned, step.source, claim.ground)}
    return _write(user, step, claim.now, marks.left(claim.now, claim.ground, given.values()), kind)


def _write(user: User, step: PlanStep, now: Held | None, after: Held | None, kind: str) -> Marked:
    profile_operations.set_held(user=user, position=step.skill.position, held=after, deed=_deed(kind, step))
    return Marked(step, raised=after != now)


def _deed(kind: str, step: PlanStep) -> Doing:
    """What a history says of a mark: the step, and the role under the title that the plan was made with."""
    plan = step.plan
    return Doing(kind, plan.role, releases.numbered(plan.release_number).roles[plan.role].title, step.number)


def _leave_learned(claim: _Claim, own: Set[int]) -> None:
    """Let what the steps `own` taught lie beneath the marks of other plans, before they go."""
    taught = marks.left(claim.ground, claim.ground, (mark for key, mark in claim.marks.items() if key in own))
    if taught != claim.ground:
        _set_before(claim.marks.keys() - own, taught)


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
        certificate={"status": made.proof.status, "value": made.proof.value, "bound": made.proof.bound},
        projects=[[slug, after] for slug, after in drawn.projects if after is not None],
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
            from_level=step.from_level,
            to_level=step.to_level,
            stage=step.stage,
            hours=step.hours,
            gain=step.gain,
            asked=requirement.level if requirement else 0,
            essential=bool(requirement and requirement.essential),
            fit_after=step.fit_after,
            band_after=step.band_after,
            opens=[[position[skill], level] for skill, level in step.opens],
            serves=[release.skills[skill].position for skill in step.serves],
            starts=starts,
            ends=ends,
        )
