"""A plan as it is shown: one value for the list, the page and the API, whether it was just drawn or is stored.

Whatever needs scoring is worked out only when it is read: the list of plans never reads it.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, NamedTuple

from careers.catalogue.content import Project, Requirement, Resource, Role, Skill
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs
from matching.plans import words
from matching.plans.models import Plan, PlanStep
from matching.plans.operations import Drawn, Wish

State = Literal["open", "done", "held"]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One skill lifted by one or more levels, in its place in a plan. Points are in hundredths."""

    number: int
    skill: str  # the slug
    name: str
    known: Skill | None  # None if the release no longer has it
    from_level: int
    to_level: int
    stage: int | None  # None in plans of the first version
    hours: int
    starts: datetime.date
    ends: datetime.date
    gain: int  # what the requirements that it closes bring
    asked: int  # the level that the role asks; 0: none
    essential: bool
    opens: tuple[str, ...]  # later levels that need it, as "SQL 2"
    serves: tuple[str, ...]  # the names of what the role asks that stands on it
    state: State = "open"
    skipped: bool = False
    fit_after: int = 0
    band_after: str = ""
    late: bool = False
    has: int = 0  # the effective level of the person today
    unasked: bool = False  # whether the person has never said a level of this skill
    said: int | None = None  # the level that the person says to have
    asker: str = "the role"  # who asks the level

    @property
    def have(self) -> int:
        """The level that the person stands at, within this step."""
        return self.to_level if self.state != "open" else min(max(self.from_level, self.has), self.to_level)

    @property
    def unknown(self) -> bool:
        """Say whether it begins at a 0 that nobody has stated: no claim says anything of this skill."""
        return self.unasked and self.have == 0

    @property
    def done(self) -> bool:
        return self.state == "done"

    @property
    def held(self) -> bool:
        return self.state == "held"

    @property
    def between(self) -> range:
        """The levels that somebody may have already without having all of this step."""
        return range(self.have + 1, self.to_level)

    @property
    def lift(self) -> str:
        """The levels from and to, in words; from where the person stands while it is open."""
        from_level = self.have if self.state == "open" else self.from_level
        return words.lift(from_level, self.to_level, unknown=self.unknown)

    @property
    def why(self) -> str:
        return words.why(
            to_level=self.to_level,
            gain=self.gain,
            asked=self.asked,
            essential=self.essential,
            serves=self.serves,
            asker=self.asker,
        )

    @property
    def meaning(self) -> str:
        return self.known.meaning(self.to_level) if self.known else ""

    @property
    def resources(self) -> list[Resource]:
        return (
            words.resources(self.known, self.have if self.state == "open" else self.from_level, self.to_level)
            if self.known
            else []
        )


class Built(NamedTuple):
    """A project of the role in its place in a plan; `after_step` counts from 1, 0 is before the first."""

    project: Project
    after_step: int

    @property
    def title(self) -> str:
        return self.project.title

    @property
    def build(self) -> str:
        return self.project.build


class Stage(NamedTuple):
    """The steps of one stage that follow each other, and the projects that can be built after them."""

    number: int | None
    steps: Sequence[Step]
    projects: Sequence[Built]
    first: bool  # whether it holds the first step, so that what can be built before any step stands here

    def has(self, number: int) -> bool:
        return any(step.number == number for step in self.steps)

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.steps)

    @property
    def left(self) -> Sequence[Step]:
        return [step for step in self.steps if step.state == "open"]

    @property
    def hours_left(self) -> int:
        return sum(step.hours for step in self.left)

    @property
    def starts(self) -> datetime.date:
        return self.steps[0].starts

    @property
    def ends(self) -> datetime.date:
        return self.steps[-1].ends


@dataclass(frozen=True, kw_only=True)
class ShownPlan:
    """A plan with everything that a list, a page or an answer shows. `row` is None for a plan that is not stored.

    `lines` are its steps as they were made, which costs nothing; `steps` are the same with today's fit after each, for
    the cost of one scoring for each open step of a stored plan.
    """

    release: Released  # the current one
    role: str  # the slug, as it was when the plan was made
    target: int | None  # hundredths; None: ready
    pace: engine.Pace
    start: datetime.date
    deadline: datetime.date | None
    fit: int | None  # None if the release no longer has the role
    fit_by_deadline: int | None
    certificate: engine.Proof
    lines: tuple[Step, ...]
    projects: Sequence[Built] = ()
    unknown: Sequence[str] = ()  # keys of a body that name no skill
    row: Plan | None = None
    now: Role | None = None  # the role as it is today
    score: engine.RoleScore | None = None
    reached: bool = False  # whether the target is
    rescored: Callable[[Sequence[Step]], Sequence[Step]] | None = None

    @cached_property
    def steps(self) -> Sequence[Step]:
        return self.lines if self.rescored is None else self.rescored(self.lines)

    @cached_property
    def stages(self) -> Sequence[Stage]:
        """The steps by stage, in their order; a plan of the first version is one stage without a number."""
        found: list[Stage] = []
        for number, run in groupby(self.steps, key=lambda step: step.stage):
            steps = list(run)
            built = [one for one in self.projects if steps[0].number <= max(one.after_step, 1) <= steps[-1].number]
            found.append(Stage(number, steps, built, first=not found))
        return found

    @property
    def stage(self) -> Stage | None:
        """The stage that the person is in: the one with the next step."""
        following = self.next
        return None if following is None else next(one for one in self.stages if one.has(following.number))

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.lines)

    @property
    def weeks(self) -> int:
        return self.pace.weeks(self.hours)

    @property
    def weeks_left(self) -> int:
        return self.pace.weeks(self.hours_left)

    @property
    def ends(self) -> datetime.date | None:
        return self.lines[-1].ends if self.lines else None

    @property
    def target_text(self) -> str:
        return "ready" if self.target is None else hundredths(self.target)

    @property
    def pace_text(self) -> str:
        return words.plain(self.pace.per_week)

    @property
    def goal(self) -> int:
        """The fit that the target asks for."""
        return engine.READY_FROM if self.target is None else self.target

    @property
    def ready_already(self) -> bool:
        """Say whether the role's band is ready although the plan is not: it asks a little more than the band."""
        return self.score is not None and self.score.band == "ready" and self.target is None and not self.reached

    @property
    def ready_after(self) -> int | None:
        """The number of the first step after which the role's band is ready, if it is not yet, and steps follow it."""
        if self.score is not None and self.score.band == "ready":
            return None
        left = [step for step in self.steps if step.state == "open"]
        return next((step.number for step in left[:-1] if step.band_after == "ready"), None)

    @property
    def missing(self) -> Sequence[tuple[str, int]]:
        """The must-haves still open: the name of the skill and the level asked."""
        if self.score is None:
            return []
        open_ = (line for line in self.score.receipt if line.essential and not line.met)
        return [(self.release.skills[line.skill].name, line.need) for line in open_]

    @property
    def most_more(self) -> int | None:
        """The whole per cent that the hours are at most above the fewest, if that is proven."""
        return None if self.certificate.gap is None else -(-self.certificate.gap // 100)

    @property
    def missed(self) -> bool:
        """Say whether the deadline is too near."""
        return self.deadline is not None and (self.fit_by_deadline or 0) < self.goal and not self.reached

    @cached_property
    def left(self) -> Sequence[Step]:
        """The steps still to do."""
        return [step for step in self.lines if step.state == "open"]

    @property
    def next(self) -> Step | None:
        """The first step still to do that is not left for later; if all are, the first of those."""
        return next((step for step in self.left if not step.skipped), self.left[0] if self.left else None)

    @property
    def next_day(self) -> datetime.date | None:
        """The day on which the next step starts, if one is left."""
        return self.next.starts if self.next else None

    @property
    def hours_left(self) -> int:
        return sum(step.hours for step in self.left)

    @property
    def late(self) -> Sequence[Step]:
        return [step for step in self.left if step.late]

    @property
    def done_count(self) -> int:
        """Steps done or held."""
        return len(self.lines) - len(self.left)

    @property
    def outdated(self) -> bool:
        return self.row is not None and self.row.release_number != self.release.number

    @property
    def of_first_version(self) -> bool:
        """Say whether it was made before plans had stages: one level a step, in the order of the points."""
        return any(step.stage is None for step in self.lines)

    @property
    def title(self) -> str:
        return self.now.title if self.now else self.role


def drawn_plan(release: Released, wish: Wish, drawn: Drawn, unknown: Sequence[str] = ()) -> ShownPlan:
    """Return a plan that is not stored."""
    role = release.roles[wish.role]
    return ShownPlan(
        release=release,
        role=wish.role,
        target=wish.target,
        pace=wish.pace,
        start=wish.start,
        deadline=wish.deadline,
        fit=drawn.plan.fit,
        fit_by_deadline=drawn.fit_by_deadline,
        certificate=drawn.plan.proof,
        unknown=unknown,
        now=role,
        projects=_built(role, drawn.projects),
        lines=tuple(
            drawn_step(release, role.requirements, number, step, *days)
            for number, (step, days) in enumerate(zip(drawn.plan.steps, drawn.days, strict=True), start=1)
        ),
    )


def drawn_step(
    release: Released,
    requirements: Iterable[Requirement | engine.Requirement],
    number: int,
    step: engine.PlannedStep,
    starts: datetime.date,
    ends: datetime.date,
) -> Step:
    """Return a step of the engine's towards these requirements, with its names and days."""
    skills = release.skills
    asked = {one.skill: one for one in requirements}.get(step.skill)
    return Step(
        number=number,
        skill=step.skill,
        name=skills[step.skill].name,
        known=skills[step.skill],
        from_level=step.from_level,
        to_level=step.to_level,
        stage=step.stage,
        hours=step.hours,
        starts=starts,
        ends=ends,
        gain=step.gain,
        asked=asked.level if asked else 0,
        essential=bool(asked and asked.essential),
        opens=tuple(f"{skills[skill].name} {level}" for skill, level in step.opens),
        serves=tuple(skills[skill].name for skill in step.serves),
        fit_after=step.fit_after,
        band_after=step.band_after,
    )


class Standing:
    """The state that stored plans are compared with: the current release, what their owner holds, and the day.

    It scores once, for all plans.
    """

    def __init__(self, release: Released, by_position: Mapping[int, int], today: datetime.date) -> None:
        self.release = release
        self.today = today
        self._held = inputs.levels(release, by_position)
        self._compiled = inputs.compiled(release)

    @cached_property
    def _effective(self) -> Mapping[str, int]:
        return engine.effective_levels(self._compiled.spec, self._held)

    @cached_property
    def _scores(self) -> Mapping[str, engine.RoleScore]:
        return {score.role: score for score in engine.score(self._compiled, self._held)}

    def plan(self, row: Plan) -> ShownPlan:
        """Return a stored plan, which has to be fetched with its steps and their skills (`with_steps`).

        The steps are as they were made. One is `held` if the person's level is already enough; then it takes no time.
        """
        slug = self.release.role_slug(row.role)
        steps = list(row.steps.all())
        names = {step.skill.position: self._name(step) for step in steps}
        role = None if slug is None else self.release.roles[slug]
        score = None if slug is None else self._scores[slug]
        return ShownPlan(
            release=self.release,
            role=row.role,
            target=row.target,
            pace=engine.Pace(row.hours_per_week),
            start=row.start,
            deadline=row.deadline,
            fit=None if score is None else score.fit or 0,
            fit_by_deadline=row.fit_by_deadline,
            certificate=engine.Proof(**row.certificate.get("hours", row.certificate)),
            lines=tuple(self._step(step, names) for step in steps),
            projects=[] if role is None else _built(role, row.projects),
            row=row,
            now=role,
            score=score,
            reached=score is not None and self._reached(score, row.target),
            rescored=None if slug is None else lambda lines: list(self._rescored(slug, lines)),
        )

    def _reached(self, score: engine.RoleScore, target: int | None) -> bool:
        [asked] = [role for role in self._compiled.roles if role.slug == score.role]
        return engine.reached(asked, score.fit or 0, self._effective, target)

    def _step(self, row: PlanStep, names: Mapping[int, str]) -> Step:
        known = self.release.by_position.get(row.skill.position)
        has = self._effective.get(known.slug, 0) if known else 0
        state: State = "done" if row.done else "held" if has >= row.to_level else "open"
        return Step(
            number=row.number,
            skill=known.slug if known else row.skill.slug,
            name=names[row.skill.position],
            known=known,
            from_level=row.from_level,
            to_level=row.to_level,
            stage=row.stage,
            hours=row.hours,
            starts=row.starts,
            ends=row.ends,
            gain=row.gain,
            asked=row.asked,
            essential=row.essential,
            opens=tuple(f"{names[position]} {level}" for position, level in row.opens if position in names),
            serves=tuple(names[position] for position in row.serves if position in names),
            state=state,
            skipped=row.skipped and state == "open",
            fit_after=row.fit_after,
            band_after=row.band_after,
            late=state == "open" and row.ends < self.today,
            has=has,
            unasked=known is not None and known.slug not in self._held,
            said=None if row.done else row.learned,
        )

    def _name(self, row: PlanStep) -> str:
        known = self.release.by_position.get(row.skill.position)
        return known.name if known else row.skill.name

    def _rescored(self, role: str, lines: Sequence[Step]) -> Iterator[Step]:
        """The steps with the fit after each: as made if it is done or held, scored again if it is still to do."""
        levels = dict(self._held)
        for step in lines:
            if step.known is None or step.state != "open":
                yield step
            else:
                levels[step.skill] = max(step.to_level, levels.get(step.skill, 0))
                fit, band = engine.fit_and_band(self._compiled, levels, role)
                yield replace(step, fit_after=fit, band_after=band)


def _built(role: Role, places: Sequence[tuple[str, int | None]]) -> list[Built]:
    """The projects that the plan reaches and the role still has, in the order in which they can be built."""
    projects = {project.slug: project for project in role.projects}
    return sorted(
        (Built(projects[slug], after) for slug, after in places if after is not None and slug in projects),
        key=lambda one: one.after_step,
    )
