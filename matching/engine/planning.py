"""Learning plans: which steps lead to a role in the fewest hours, in which order, and what each of them brings.

1. `pose`: what a plan may contain, what it must contain, and what is missing;
2. `fewest.fewest_hours`: which rungs reach the target in the fewest hours, proven;
3. `teaching.strides`: in which order, in stages, as steps.

`plan` puts them together; `dating` says when.
"""

import contextlib
import graphlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from matching.engine.closure import closure_of, effective_levels
from matching.engine.compiled import Compiled
from matching.engine.fewest import MOST_STATES, Rung, cones_of, fewest_hours, united
from matching.engine.scoring import READY_FROM, fit_and_band, fits
from matching.engine.teaching import Stride, strides
from matching.engine.types import Requirement, RoleSpec, check_whole

WEIGHTY_FROM = 4  # the importance from which "ready" asks for a skill up to one level below what the role asks


@dataclass(frozen=True, slots=True)
class Study:
    """The hours and prerequisites of learning in a release, by the rung they belong to.

    `hours`: from the level below; None: no plan can contain that rung. `needs`: what has to be held before it,
    not counting the level below. Publishing refuses needs that run in a circle; no plan contains such rungs.
    """

    hours: Mapping[Rung, int | None]
    needs: Mapping[Rung, tuple[Rung, ...]]

    def __post_init__(self) -> None:
        for (skill, level), hours in self.hours.items():
            if hours is not None:
                check_whole(f"hours of {skill} {level}", hours, 1)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan may consist of. Points are in hundredths.

    A plan is a set of the rungs in `needs`, with all that each of them needs and all of `forced`, such that `fit` and
    the `gains` in it come to `goal`. `needs` lists every rung after those that it needs.
    """

    role: RoleSpec
    fit: int
    goal: int
    hours: Mapping[Rung, int]
    needs: Mapping[Rung, tuple[Rung, ...]]
    gains: Mapping[Rung, int]
    forced: tuple[Rung, ...]

    @property
    def missing(self) -> int:
        return max(0, self.goal - self.fit)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One skill lifted by one or more levels, in its place in a plan. Points are in hundredths.

    `gain`: of the requirements that this step closes. `opens`: the rungs of other skills that need it. `serves`: the
    skills of the requirements that stand on it, its own left out, most points first. `fit_after` and `band_after` are
    scored again, near and implied skills included.
    """

    skill: str
    from_level: int
    to_level: int
    stage: int
    hours: int
    gain: int
    opens: tuple[Rung, ...]
    serves: tuple[str, ...]
    fit_after: int
    band_after: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of how few the hours are: optimal, at most so many more than the fewest, or unproven."""

    status: Literal["optimal", "bounded", "unproven"]
    value: int
    bound: int | None

    @property
    def gap(self) -> int | None:
        """100 (value - bound) / bound in hundredths of a per cent, rounded up."""
        if self.bound is None or self.value == self.bound:
            return None if self.bound is None else 0
        return -(-10_000 * (self.value - self.bound) // self.bound)


@dataclass(frozen=True, slots=True)
class Plan:
    """A way from `fit` to `goal`, in hundredths; `proof` says how few its hours are."""

    role: str
    fit: int
    goal: int
    steps: tuple[PlannedStep, ...]
    proof: Proof

    @property
    def hours(self) -> int:
        return self.proof.value


class Unreachable(ValueError):
    """No plan reaches the target. `highest` is the best fit that plans reach, `beyond` the skills out of reach."""

    def __init__(self, highest: int, beyond: tuple[str, ...] = ()) -> None:
        super().__init__(f"no plan reaches the target; the highest fit within reach is {highest}")
        self.highest = highest
        self.beyond = beyond


def plan(
    compiled: Compiled,
    study: Study,
    levels: Mapping[str, int],
    role: str,
    target: int | None,
    *,
    most_states: int = MOST_STATES,
) -> Plan:
    """Return the plan from `levels` to `role` that takes the fewest hours; always the same for the same input.

    `target` is a fit in hundredths (0 to 10000), or None for ready (see `pose`). Nothing that is already held is
    learned again: steps begin at effective levels. `compiled` has to have the role. After `most_states` states of the
    search the hours are the fewest found, with a bound.

    Raises Unreachable, and what `fits` raises.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec
    >>> asked = (Requirement("python", 4, True, share=375), Requirement("rag", 2, False, share=1000))
    >>> spec = CatalogueSpec(("maths", "python", "rag"), (), (), (RoleSpec("builder", "Builder", 0, asked),))
    >>> hours = {(skill, level): 10 * level for skill in spec.skills for level in range(1, 6)}
    >>> study = Study(hours, {("rag", 1): (("python", 3),), ("rag", 2): (("maths", 1),)})
    >>> found = plan(compile_catalogue(spec), study, {"python": 1}, "builder", None)
    >>> [(step.stage, step.skill, step.from_level, step.to_level, step.fit_after) for step in found.steps]
    [(1, 'python', 1, 2, 1500), (2, 'python', 2, 4, 6000), (3, 'maths', 0, 1, 6000), (3, 'rag', 0, 2, 10000)]
    >>> found.hours, found.proof.status, found.steps[-1].band_after
    (130, 'optimal', 'ready')
    """
    problem = pose(compiled, study, levels, role, target)
    found = fewest_hours(
        problem.hours, problem.needs, problem.gains, problem.missing, problem.forced, most_states=most_states
    )
    needs = {rung: direct for rung, direct in problem.needs.items() if rung in found.rungs}
    aims = _aims(problem, found.rungs)
    musts = [asked.skill for asked in problem.role.requirements if asked.essential]
    steps = _steps(problem, needs, aims, strides(problem.hours, needs, aims, musts), compiled, levels)
    status: Literal["optimal", "bounded"] = "optimal" if found.hours == found.bound else "bounded"
    return Plan(role, problem.fit, problem.goal, tuple(steps), Proof(status, found.hours, found.bound))


def pose(compiled: Compiled, study: Study, levels: Mapping[str, int], role: str, target: int | None) -> Problem:
    """Return the rungs from `levels` to everything that `role` asks, as far as they can be learned.

    There is a rung (skill, k) for each k above E, the effective level at the start, up to what the role or another
    rung needs. A prerequisite is held if E is enough, so only prerequisites of levels that a rung reaches bind. A
    requirement gains s_j (q_j^2 - E_j^2) by the rung that reaches q_j and nothing before it; what a rung does for near
    skills is not counted. A rung without hours cannot be in a plan, nor one in a circle, nor anything that needs them.

    Ready (`target` None) is a fit of 75.00, with every must-have at the level asked and every other requirement of
    importance 4 or 5 at most one level below it: these rungs are forced in.

    Raises Unreachable if all of these rungs together do not reach the target.
    """
    asked = next(one for one in compiled.roles if one.slug == role)
    fit = fits(compiled, levels)[role] or 0
    held = effective_levels(compiled.spec, levels)
    gains = {
        (one.skill, one.level): one.points_possible - one.points_at(held.get(one.skill, 0))
        for one in sorted(asked.requirements, key=lambda one: one.skill)
        if held.get(one.skill, 0) < one.level
    }
    needs = _needs(study, held, gains)
    possible: dict[Rung, tuple[Rung, ...]] = {}
    for rung in _in_order(needs):
        if study.hours.get(rung) is not None and all(need in possible for need in needs[rung]):
            possible[rung] = needs[rung]
    reached = {rung: gain for rung, gain in gains.items() if rung in possible}
    must = {one for one in map(_asked_when_ready, asked.requirements) if one[1] > held.get(one[0], 0)}
    forced = sorted(must) if target is None else []
    goal = READY_FROM if target is None else min(target, sum(one.points_possible for one in asked.requirements))
    beyond = tuple(sorted(skill for skill, level in forced if (skill, level) not in possible))
    highest = fit + sum(reached.values())
    if beyond or highest < goal:
        raise Unreachable(highest, beyond)
    useful = united(cones_of(possible), [*reached, *forced])
    return Problem(
        role=asked,
        fit=fit,
        goal=goal,
        hours={rung: hours for rung in useful if (hours := study.hours[rung]) is not None},
        needs={rung: direct for rung, direct in possible.items() if rung in useful},
        gains=reached,
        forced=tuple(forced),
    )


def reached(asked: RoleSpec, fit: int, held: Mapping[str, int], target: int | None) -> bool:
    """Say whether a target is reached, so that a plan to it has no steps; `held` are effective levels.

    Ready asks a little more here than the band does (see `pose`).

    >>> asked = (Requirement("python", 3, True, share=800), Requirement("pandas", 4, False, share=175, importance=5))
    >>> role = RoleSpec("analyst", "Analyst", 0, asked)
    >>> reached(role, 7_900, {"python": 3, "pandas": 2}, None), reached(role, 7_900, {"python": 3, "pandas": 3}, None)
    (False, True)
    """
    if target is not None:
        return fit >= target
    return fit >= READY_FROM and all(
        held.get(skill, 0) >= level for skill, level in map(_asked_when_ready, asked.requirements)
    )


def _asked_when_ready(asked: Requirement) -> Rung:
    """The level of a requirement that somebody who is ready has; 0 if they may do without."""
    if asked.essential:
        return asked.skill, asked.level
    return asked.skill, asked.level - 1 if asked.importance >= WEIGHTY_FROM else 0


def _needs(study: Study, held: Mapping[str, int], wanted: Iterable[Rung]) -> dict[Rung, tuple[Rung, ...]]:
    """The rungs that have to come before each of `wanted`, and before those in turn; the level below is among them."""
    found: dict[Rung, tuple[Rung, ...]] = {}
    left = list(wanted)
    while left:
        skill, level = rung = left.pop()
        if rung not in found:
            before = {(skill, level - 1), *study.needs.get(rung, ())}
            found[rung] = tuple(sorted(need for need in before if need[1] > held.get(need[0], 0)))
            left += found[rung]
    return found


def _in_order(needs: Mapping[Rung, Collection[Rung]]) -> Iterator[Rung]:
    """Every rung after those that it needs. What stands in a circle, or on one, cannot be learned and is left out."""
    sorter = graphlib.TopologicalSorter(needs)
    with contextlib.suppress(graphlib.CycleError):  # what is outside of circles can be taken all the same
        sorter.prepare()
    while ready := sorter.get_ready():
        yield from ready
        sorter.done(*ready)


def _aims(problem: Problem, rungs: Collection[Rung]) -> dict[Rung, int]:
    """The rung that a plan takes each requirement to, with all the points that the requirement still brings.

    What has to be lifted to one level below what is asked weighs as much as if it were closed: else it would weigh
    nothing, and the alphabet would order it.
    """
    short = dict(problem.forced)
    aims = {}
    for (skill, level), gain in problem.gains.items():
        aim = (skill, level if (skill, level) in rungs else short.get(skill, 0))
        if aim in rungs:
            aims[aim] = gain
    return aims


def _steps(
    problem: Problem,
    needs: Mapping[Rung, Collection[Rung]],
    aims: Mapping[Rung, int],
    order: Iterable[Stride],
    compiled: Compiled,
    levels: Mapping[str, int],
) -> Iterator[PlannedStep]:
    """The steps with what each of them opens, serves and brings. A step is scored again, for about 20 us."""
    cones = cones_of(needs)
    held = dict(levels)
    for stage, rungs in order:
        own = set(rungs)
        skill, level = rungs[-1]
        held[skill] = level
        fit, band = fit_and_band(compiled, held, problem.role.slug)
        opened = (rung for rung, direct in needs.items() if rung[0] != skill and own.intersection(direct))
        served = sorted((-gain, aim[0]) for aim, gain in aims.items() if aim[0] != skill and own & cones[aim])
        yield PlannedStep(
            skill=skill,
            from_level=rungs[0][1] - 1,
            to_level=level,
            stage=stage,
            hours=sum(problem.hours[rung] for rung in rungs),
            gain=sum(problem.gains.get(rung, 0) for rung in rungs),
            opens=tuple(sorted(opened)),
            serves=tuple(served_skill for _, served_skill in served),
            fit_after=fit,
            band_after=band,
        )


def reached_after(
    compiled: Compiled,
    levels: Mapping[str, int],
    steps: Iterable[tuple[str, int]],
    goals: Iterable[Collection[Rung]],
) -> tuple[int | None, ...]:
    """For each goal, a set of (skill, level): after how many steps all of it is held; None if that never happens.

    `steps` are (skill, level reached) in their order; levels count as in a score, near and implied skills included.
    """
    rules = closure_of(compiled.spec)
    effective = rules.effective(levels)
    left = dict(enumerate(goals))
    found: dict[int, int | None] = dict.fromkeys(left)
    for number, (skill, level) in enumerate([("", 0), *steps]):
        # Every rule has one premise, so what a profile gives is the greatest of what its claims give alone.
        for given, reached in rules.effective({skill: level}).items():
            effective[given] = max(reached, effective.get(given, 0))
        for at in [at for at, goal in left.items() if all(effective.get(one, 0) >= least for one, least in goal)]:
            found[at] = number
            del left[at]
    return tuple(found.values())
