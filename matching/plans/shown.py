"""A plan as it is shown: one value for the list, the page and the API, whether it was just drawn or is stored.

Whatever needs scoring is worked out only when it is read: the list of plans never reads it.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from careers.catalogue.content import Resource, Role, Skill
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs
from matching.plans import words
from matching.plans.models import Plan, PlanStep
from matching.plans.operations import Drawn, Wish

State = Literal["open", "done", "held"]
SOON = 2  # open steps that the page unfolds


@dataclass(frozen=True, kw_only=True)
class Step:
    """One level of one skill in its place in a plan. Points are in hundredths."""

    number: int
    skill: str  # the slug
    name: str
    known: Skill | None  # None if the release no longer has it
    to_level: int
    hours: int
    starts: datetime.date
    ends: datetime.date
    gain: int  # what the role itself gives for it
    asked: int  # the level that the role asks; 0: none
    essential: bool
    opens: tuple[str, ...]  # later steps that need it, as "SQL 2"
    state: State = "open"
    fit_after: int = 0
    late: bool = False
    soon: bool = False  # to be done next

    @property
    def from_level(self) -> int:
        return self.to_level - 1

    @property
    def have(self) -> int:
        return self.from_level if self.state == "open" else self.to_level

    @property
    def done(self) -> bool:
        return self.state == "done"

    @property
    def held(self) -> bool:
        return self.state == "held"

    @property
    def why(self) -> str:
        return words.why(
            to_level=self.to_level, gain=self.gain, asked=self.asked, essential=self.essential, opens=self.opens
        )

    @property
    def meaning(self) -> str:
        return self.known.meaning(self.to_level) if self.known else ""

    @property
    def resources(self) -> list[Resource]:
        return words.resources(self.known, self.to_level) if self.known else []


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
    hours_proof: engine.Proof
    order_proof: engine.Proof
    lines: tuple[Step, ...]
    unknown: Sequence[str] = ()  # keys of a body that name no skill
    row: Plan | None = None
    now: Role | None = None  # the role as it is today
    score: engine.RoleScore | None = None
    rescored: Callable[[Sequence[Step]], Sequence[int]] | None = None

    @cached_property
    def steps(self) -> Sequence[Step]:
        if self.rescored is None:
            return self.lines
        soon = [step.number for step in self.left[:SOON]]
        return [
            replace(step, fit_after=fit, soon=step.number in soon)
            for step, fit in zip(self.lines, self.rescored(self.lines), strict=True)
        ]

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.lines)

    @property
    def weeks(self) -> int:
        return self.pace.weeks(self.hours)

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
    def reached(self) -> bool:
        if self.score is None:
            return False
        return self.score.band == "ready" if self.target is None else (self.score.fit or 0) >= self.target

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
        return self.left[0] if self.left else None

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
    def title(self) -> str:
        return self.now.title if self.now else self.role


def drawn_plan(release: Released, wish: Wish, drawn: Drawn, unknown: Sequence[str] = ()) -> ShownPlan:
    """Return a plan that is not stored."""
    skills = release.skills
    asked = {one.skill: one for one in release.roles[wish.role].requirements}
    return ShownPlan(
        release=release,
        **wish._asdict(),
        fit=drawn.plan.fit,
        fit_by_deadline=drawn.fit_by_deadline,
        hours_proof=drawn.plan.hours_proof,
        order_proof=drawn.plan.order_proof,
        unknown=unknown,
        lines=tuple(
            Step(
                number=number,
                skill=step.skill,
                name=skills[step.skill].name,
                known=skills[step.skill],
                to_level=step.to_level,
                hours=step.hours,
                starts=starts,
                ends=ends,
                gain=step.gain,
                asked=asked[step.skill].level if step.skill in asked else 0,
                essential=step.skill in asked and asked[step.skill].essential,
                opens=tuple(f"{skills[skill].name} {level}" for skill, level in step.opens),
                fit_after=step.fit_after,
            )
            for number, (step, (starts, ends)) in enumerate(zip(drawn.plan.steps, drawn.days, strict=True), start=1)
        ),
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
            hours_proof=engine.Proof(**row.certificate["hours"]),
            order_proof=engine.Proof(**row.certificate["order"]),
            lines=tuple(self._step(step, names) for step in steps),
            row=row,
            now=None if slug is None else self.release.roles[slug],
            score=score,
            rescored=None if slug is None else lambda lines: list(self._fits_after(slug, lines)),
        )

    def _step(self, row: PlanStep, names: Mapping[int, str]) -> Step:
        known = self.release.by_position.get(row.skill.position)
        enough = known is not None and self._effective.get(known.slug, 0) >= row.to_level
        state: State = "done" if row.done else "held" if enough else "open"
        return Step(
            number=row.number,
            skill=known.slug if known else row.skill.slug,
            name=names[row.skill.position],
            known=known,
            to_level=row.to_level,
            hours=row.hours,
            starts=row.starts,
            ends=row.ends,
            gain=row.gain,
            asked=row.asked,
            essential=row.essential,
            opens=tuple(f"{names[position]} {level}" for position, level in row.opens),
            state=state,
            fit_after=row.fit_after,
            late=state == "open" and row.ends < self.today,
        )

    def _name(self, row: PlanStep) -> str:
        known = self.release.by_position.get(row.skill.position)
        return known.name if known else row.skill.name

    def _fits_after(self, role: str, lines: Sequence[Step]) -> Iterator[int]:
        """The fit after each step: as made if the step is done or held, scored again if it is still to do."""
        levels = dict(self._held)
        for step in lines:
            if step.known is None or step.state != "open":
                yield step.fit_after
            else:
                levels[step.skill] = max(step.to_level, levels.get(step.skill, 0))
                yield engine.fits(self._compiled, levels)[role] or 0
