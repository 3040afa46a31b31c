"""Learning plans: which steps lead to a role, in which order, and what each of them brings.

Three questions, kept apart so that each can be answered better without touching the others:

1. `pose`: what may be part of a plan at all, and what must be;
2. `choose`: which of those steps reach the target in few hours (`most_within`: which bring most in a given time);
3. `order`: in which order the fit rises fastest.

`plan` puts them together; `dating` says when. The choice and the order are valid and good, but not proven to be the
best, and the certificate says so.
"""

import graphlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import Literal

from matching.engine.closure import effective_levels
from matching.engine.scoring import READY_FROM, Compiled, fits
from matching.engine.types import RoleSpec, check_whole

Reached = tuple[str, int]
"""A step by what it reaches: (skill, level)."""

_Cones = Mapping[Reached, frozenset[Reached]]


@dataclass(frozen=True, slots=True)
class Study:
    """The hours and prerequisites of learning in a release, by what a step reaches.

    `hours`: from the level below; None: no plan can contain that step. `needs`: what has to be held before it,
    not counting the level below. Needs never run in a circle, even with each level after the one below.
    """

    hours: Mapping[Reached, int | None]
    needs: Mapping[Reached, tuple[Reached, ...]]

    def __post_init__(self) -> None:
        for (skill, level), hours in self.hours.items():
            if hours is not None:
                check_whole(f"hours of {skill} {level}", hours, 1)


@dataclass(frozen=True, slots=True)
class Step:
    """Lift `skill` from the level below to `to_level`: `hours` of study that add `gain` hundredths to the fit.

    `needs` are the steps that have to come before it, without those already held.
    """

    skill: str
    to_level: int
    hours: int
    gain: int
    needs: tuple[Reached, ...]

    @property
    def from_level(self) -> int:
        return self.to_level - 1

    @property
    def reached(self) -> Reached:
        return self.skill, self.to_level


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan may consist of: `steps` in an order that can be followed, with all that each one needs.

    A valid plan is a set of them that includes the `needs` of each of its steps and all of `forced`, and has
    `fit` + its gains >= `target`; all in hundredths of a point.
    """

    fit: int
    target: int
    steps: Mapping[Reached, Step]
    forced: frozenset[Reached]

    @property
    def missing(self) -> int:
        return max(0, self.target - self.fit)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step in its place: the fit after it (near skills count again here), and the steps of other skills it opens."""

    skill: str
    from_level: int
    to_level: int
    hours: int
    gain: int
    fit_after: int
    opens: tuple[Reached, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """The proof of how good a minimised value is: optimal, within a known bound, or unproven."""

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
    """A way from `fit` to `target`.

    `hours_proof.value` is its hours; `order_proof.value` the sum over its steps of gain x hours elapsed after them.
    """

    role: str
    fit: int
    target: int
    steps: tuple[PlannedStep, ...]
    hours_proof: Proof
    order_proof: Proof

    @property
    def hours(self) -> int:
        return self.hours_proof.value


class Unreachable(ValueError):
    """No plan reaches the target. `highest` is the best fit that plans reach, `beyond` the must-haves out of reach."""

    def __init__(self, highest: int, beyond: tuple[str, ...] = ()) -> None:
        super().__init__(f"no plan reaches the target; the highest fit within reach is {highest}")
        self.highest = highest
        self.beyond = beyond


def plan(compiled: Compiled, study: Study, levels: Mapping[str, int], role: str, target: int | None) -> Plan:
    """A valid plan from `levels` to `role`, always the same for the same input.

    `target` is a fit in hundredths (0 to 10000), or None for ready: 75.00 with every must-have met. Nothing that is
    already held is learned again: steps begin at effective levels. `compiled` has to have the role.
    Raises Unreachable, and what `fits` raises.

    >>> from matching.engine.scoring import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement
    >>> asked = (Requirement("python", 4, True, share=375), Requirement("rag", 2, False, share=1000))
    >>> spec = CatalogueSpec(("maths", "python", "rag"), (), (), (RoleSpec("builder", "Builder", 0, asked),))
    >>> hours = {(skill, level): 10 * level for skill in spec.skills for level in range(1, 6)}
    >>> study = Study(hours, {("rag", 1): (("python", 3),), ("rag", 2): (("maths", 1),)})
    >>> found = plan(compile_catalogue(spec), study, {"python": 2}, "builder", None)
    >>> [(step.skill, step.to_level, step.fit_after) for step in found.steps]
    [('python', 3, 3375), ('rag', 1, 4375), ('maths', 1, 4375), ('rag', 2, 7375), ('python', 4, 10000)]
    >>> found.hours, found.hours_proof.status
    (110, 'unproven')
    """
    problem = pose(compiled, study, levels, role, target)
    walked = order(problem.steps, choose(problem))
    steps = [problem.steps[reached] for reached in walked]
    after = _fits_after(compiled, levels, role, steps)
    planned = tuple(_planned(step, steps, fit) for step, fit in zip(steps, after, strict=True))
    elapsed = accumulate(step.hours for step in steps)
    return Plan(
        role=role,
        fit=problem.fit,
        target=problem.target,
        steps=planned,
        hours_proof=_proof(sum(step.hours for step in steps), steps),
        order_proof=_proof(sum(step.gain * hours for step, hours in zip(steps, elapsed, strict=True)), steps),
    )


def fit_within(compiled: Compiled, study: Study, levels: Mapping[str, int], made: Plan, hours: int) -> int:
    """The best fit to the role of `made` that we know how to reach in `hours`.

    Never less than the steps of `made` give in that time, and not limited by its target.
    """
    problem = pose(compiled, study, levels, made.role, 0)
    walked = order(problem.steps, most_within(problem, hours))
    after = _fits_after(compiled, levels, made.role, [problem.steps[reached] for reached in walked])
    elapsed = accumulate(step.hours for step in made.steps)
    own = (step.fit_after for step, so_far in zip(made.steps, elapsed, strict=True) if so_far <= hours)
    return max([problem.fit, *after, *own])


# What may be part of a plan


def pose(compiled: Compiled, study: Study, levels: Mapping[str, int], role: str, target: int | None) -> Problem:
    """The steps from `levels` to everything `role` asks for, as far as they can be learned, and those that are a must.

    There is a step (skill, k -> k+1) for each k >= E, the effective level at the start, up to what the role or another
    step needs. Its gain is s_j ((k + 1)^2 - k^2) while k is below what the role asks for; what it does for other skills
    is not counted here. A prerequisite is held if E is enough, so only prerequisites of levels that a step reaches
    bind. A step without hours cannot be in a plan, nor can anything that needs it. If `target` is None, the must-haves
    are forced in.

    Raises Unreachable if all of these steps together do not reach the target.
    """
    asked = next(one for one in compiled.roles if one.slug == role)
    fit = fits(compiled, levels)[role] or 0
    held = effective_levels(compiled.spec, levels)
    wanted = _wanted(asked, held)
    needs = _needs(study, held, wanted)
    possible: dict[Reached, Step] = {}
    for reached in graphlib.TopologicalSorter(needs).static_order():
        hours = study.hours.get(reached)
        if hours is not None and all(need in possible for need in needs[reached]):
            possible[reached] = Step(*reached, hours, wanted.get(reached, 0), needs[reached])
    cones = _cones(possible)
    useful = _united(cones, wanted.keys() & possible.keys())
    steps = {reached: step for reached, step in possible.items() if reached in useful}
    highest = fit + sum(step.gain for step in steps.values())
    goal = READY_FROM if target is None else min(target, sum(one.points_possible for one in asked.requirements))
    musts = {one.skill for one in asked.requirements if one.essential} if target is None else set()
    beyond = sorted({skill for skill, level in wanted.keys() - steps.keys() if skill in musts})
    if beyond or highest < goal:
        raise Unreachable(highest, tuple(beyond))
    forced = _united(cones, (reached for reached in wanted if reached[0] in musts))
    return Problem(fit, goal, steps, forced)


def _wanted(role: RoleSpec, held: Mapping[str, int]) -> dict[Reached, int]:
    """The levels that the role asks for beyond those held, and what each of them adds: s_j (k^2 - (k - 1)^2)."""
    return {
        (asked.skill, level): asked.points_at(level) - asked.points_at(level - 1)
        for asked in sorted(role.requirements, key=lambda asked: asked.skill)
        for level in range(held.get(asked.skill, 0) + 1, asked.level + 1)
    }


def _needs(study: Study, held: Mapping[str, int], wanted: Iterable[Reached]) -> dict[Reached, tuple[Reached, ...]]:
    """The steps that have to come before each of `wanted`, and before those in turn; the level below is among them."""
    found: dict[Reached, tuple[Reached, ...]] = {}
    left = list(wanted)
    while left:
        skill, level = reached = left.pop()
        if reached not in found:
            before = {(skill, level - 1), *study.needs.get(reached, ())}
            found[reached] = tuple(sorted(need for need in before if need[1] > held.get(need[0], 0)))
            left += found[reached]
    return found


def _cones(steps: Mapping[Reached, Step]) -> dict[Reached, frozenset[Reached]]:
    """Each step with everything it needs, directly or not. `steps` come in an order that can be followed."""
    cones: dict[Reached, frozenset[Reached]] = {}
    for reached, step in steps.items():
        cones[reached] = frozenset([reached]).union(*(cones[need] for need in step.needs))
    return cones


def _united(cones: _Cones, tops: Iterable[Reached]) -> frozenset[Reached]:
    return frozenset().union(*(cones[top] for top in tops))


# Which steps


def choose(problem: Problem) -> frozenset[Reached]:
    """Steps that reach the target in few hours: a greedy choice, less the steps that turn out not to be needed.

    Each round takes the step that brings most points an hour, with everything it still needs (its cone); points beyond
    the target count for nothing, so that the last step is a cheap one. Ties go to fewer hours, then by slug and level.
    """
    if problem.missing == 0 and not problem.forced:
        return frozenset()
    cones = _cones(problem.steps)
    chosen = problem.forced
    while (missing := problem.missing - _gain(problem.steps, chosen)) > 0:
        left = problem.steps.keys() - chosen
        chosen |= cones[_best(problem.steps, cones, left, most=missing)]
    return _pruned(problem, cones, chosen)


def most_within(problem: Problem, hours: int) -> frozenset[Reached]:
    """Steps that bring many points in at most `hours`, by the same greedy choice; the target does not matter."""
    cones = _cones(problem.steps)
    chosen: frozenset[Reached] = frozenset()
    while True:
        left = problem.steps.keys() - chosen
        rest = hours - _hours(problem.steps, chosen)
        fitting = {top for top in left if _hours(problem.steps, cones[top] & left) <= rest}
        if not fitting:
            return chosen
        chosen |= cones[_best(problem.steps, cones, fitting)]


def _pruned(problem: Problem, cones: _Cones, chosen: frozenset[Reached]) -> frozenset[Reached]:
    """Drop the steps that the target does not need: most hours first, each with everything that needs it."""
    while True:
        spare = _gain(problem.steps, chosen) - problem.missing
        towers: list[frozenset[Reached]] = [
            frozenset(top for top in chosen if base in cones[top]) for base in sorted(chosen - problem.forced)
        ]
        loose = [tower for tower in towers if _gain(problem.steps, tower) <= spare]
        if not loose:
            return chosen
        weights = [(_hours(problem.steps, tower), -_gain(problem.steps, tower)) for tower in loose]
        chosen -= loose[weights.index(max(weights))]


# In which order


def order(steps: Mapping[Reached, Step], chosen: Collection[Reached]) -> tuple[Reached, ...]:
    """The chosen steps, ordered so that the fit rises fast and each comes after what it needs.

    Each round takes the step that brings most points an hour, counted with everything it still needs and what that
    brings; what it needs comes before it, ordered by the same rule.
    """
    return tuple(_ordered(steps, _cones(steps), frozenset(chosen)))


def _ordered(steps: Mapping[Reached, Step], cones: _Cones, left: frozenset[Reached]) -> Iterator[Reached]:
    while left:
        top = _best(steps, cones, left)
        yield from _ordered(steps, cones, (cones[top] & left) - {top})
        yield top
        left -= cones[top]


def _best(
    steps: Mapping[Reached, Step], cones: _Cones, left: Collection[Reached], *, most: int | None = None
) -> Reached:
    """The step of `left` with most points an hour, including what it needs from `left`; gains count up to `most`."""

    def worth(top: Reached) -> tuple[Fraction, int, Reached]:
        cone = cones[top].intersection(left)
        gain, hours = _gain(steps, cone), _hours(steps, cone)
        return Fraction(-(gain if most is None else min(gain, most)), hours), hours, top

    return min(left, key=worth)


def _gain(steps: Mapping[Reached, Step], some: Iterable[Reached]) -> int:
    return sum(steps[reached].gain for reached in some)


def _hours(steps: Mapping[Reached, Step], some: Iterable[Reached]) -> int:
    return sum(steps[reached].hours for reached in some)


# The result


def _fits_after(compiled: Compiled, levels: Mapping[str, int], role: str, steps: Iterable[Step]) -> list[int]:
    """The fit after each step, scored again: a step may lift near skills too."""
    held = dict(levels)
    after = []
    for step in steps:
        held[step.skill] = step.to_level
        after.append(fits(compiled, held)[role] or 0)
    return after


def _planned(step: Step, steps: Iterable[Step], fit_after: int) -> PlannedStep:
    opens = tuple(sorted(other.reached for other in steps if step.reached in other.needs and other.skill != step.skill))
    return PlannedStep(step.skill, step.from_level, step.to_level, step.hours, step.gain, fit_after, opens)


def _proof(value: int, steps: Collection[Step]) -> Proof:
    """The proof of a value: optimal if there are no steps, otherwise unproven."""
    return Proof("unproven", value, None) if steps else Proof("optimal", value, value)
