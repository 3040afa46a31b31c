"""The plan from zero: the road to ready in a role for somebody who holds nothing yet. It is the same for everybody."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import NamedTuple

from careers.browse.role_pages import Both
from careers.catalogue.content import Project, Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs, words

# Hours a week: next to a full job, the usual evening pace, half time, full time.
PACES = ((4, ""), (8, ""), (20, "half time"), (35, "full time"))
MUST_HAVES = 2  # the stage at whose end every must-have is met
SHOWN = 5  # steps of a stage that a page unfolds


class Step(NamedTuple):
    """One skill lifted by one or more levels.

    `serves`: what the role asks that stands on this step, if it does not ask the skill itself.
    """

    skill: Skill
    from_level: int
    to_level: int
    hours: int
    serves: tuple[Skill, ...]


class Reached(NamedTuple):
    """A project of the role, the step after which somebody can build it (from 1), and the hours until then."""

    project: Project
    after_step: int
    hours: int

    @property
    def weeks(self) -> int:
        """At the usual pace."""
        return engine.Pace(words.USUAL_PACE).weeks(self.hours)


class Stage(NamedTuple):
    """The steps of a stage (1 the base, 2 the must-haves, 3 the rest), and the projects that it brings within reach."""

    number: int
    hours_before: int
    steps: tuple[Step, ...]
    projects: tuple[Reached, ...]

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.steps)

    @property
    def ends(self) -> int:
        """The hours from zero to its end."""
        return self.hours_before + self.hours

    @property
    def first(self) -> Sequence[Step]:
        """The steps that a page unfolds. One more is no reason to fold it away."""
        return self.steps if len(self.steps) <= SHOWN + 1 else self.steps[:SHOWN]

    @property
    def more(self) -> Sequence[Step]:
        return self.steps[len(self.first) :]


class AtPace(NamedTuple):
    """The weeks that the plan takes at so many hours a week."""

    hours_a_week: int
    name: str
    to_must_haves: int
    to_ready: int


@dataclass(frozen=True, slots=True)
class FromZero:
    """The plan from zero to ready in a role; without stages if no plan leads there.

    `on_foundation`: the skills that the foundation asks and the role does not, but its plan leads through; `here` is
    the level that the plan reaches.
    """

    stages: tuple[Stage, ...]  # those that have steps
    proof: engine.Proof
    on_foundation: tuple[Both, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        return tuple(step for stage in self.stages for step in stage.steps)

    @property
    def projects(self) -> tuple[Reached, ...]:
        """The projects that the plan reaches, in the order in which it does."""
        return tuple(one for stage in self.stages for one in stage.projects)

    @property
    def hours(self) -> int:
        return self.stages[-1].ends if self.stages else 0

    @property
    def hours_to_must_haves(self) -> int:
        return sum(stage.hours for stage in self.stages if stage.number <= MUST_HAVES)

    @property
    def paces(self) -> list[AtPace]:
        return [self._at(engine.Pace(100 * hours), hours, name) for hours, name in PACES]

    @property
    def usual_pace(self) -> AtPace:
        return self._at(engine.Pace(words.USUAL_PACE), words.USUAL_PACE // 100)

    def _at(self, pace: engine.Pace, hours_a_week: int, name: str = "") -> AtPace:
        return AtPace(hours_a_week, name, pace.weeks(self.hours_to_must_haves), pace.weeks(self.hours))


@lru_cache(maxsize=64)
def from_zero(release: Released, role: str) -> FromZero:
    """Return the plan from zero to ready in the role with this slug. It takes about 20 ms and is kept per process.

    There always is one, because publishing refuses a requirement that no plan can reach; without it the plan is empty.
    """
    compiled, asked = inputs.compiled(release), release.roles[role]
    try:
        plan = engine.plan(compiled, inputs.study(release), {}, role, None)
    except engine.Unreachable:
        return FromZero((), engine.Proof("unproven", 0, None), ())
    return FromZero(
        stages=tuple(_stages(release, asked, plan.steps, _reached(compiled, asked, plan.steps))),
        proof=plan.proof,
        on_foundation=tuple(_on_foundation(release, asked, {step.skill: step.to_level for step in plan.steps})),
    )


def _reached(compiled: engine.Compiled, role: Role, steps: Sequence[engine.PlannedStep]) -> list[Reached]:
    """The projects that the plan reaches; of those after the same step, the shortest comes first."""
    goals = [[(own.skill, own.level) for own in project.skills] for project in role.projects_in_order]
    after = engine.reached_after(compiled, {}, [(step.skill, step.to_level) for step in steps], goals)
    ends = [0, *accumulate(step.hours for step in steps)]
    reached = [Reached(project, at, ends[at]) for project, at in zip(role.projects_in_order, after, strict=True) if at]
    return sorted(reached, key=lambda one: one.after_step)


def _stages(
    release: Released, role: Role, steps: Sequence[engine.PlannedStep], projects: Sequence[Reached]
) -> Iterator[Stage]:
    asked = {one.skill for one in role.requirements}
    hours = done = 0
    for number, run in groupby(steps, key=lambda step: step.stage):
        own = tuple(_step(release, asked, step) for step in run)
        numbers = range(done + 1, done + len(own) + 1)
        stage = Stage(number, hours, own, tuple(one for one in projects if one.after_step in numbers))
        yield stage
        hours, done = stage.ends, numbers[-1]


def _step(release: Released, asked: set[str], step: engine.PlannedStep) -> Step:
    serves = () if step.skill in asked else tuple(release.skills[skill] for skill in step.serves)
    return Step(release.skills[step.skill], step.from_level, step.to_level, step.hours, serves)


def _on_foundation(release: Released, role: Role, levels: Mapping[str, int]) -> Iterator[Both]:
    base = release.foundation
    own = {one.skill for one in role.requirements}
    for one in base.requirements_in_order if base else ():
        if one.skill in levels and one.skill not in own:
            yield Both(release.skills[one.skill], levels[one.skill], one.level)
