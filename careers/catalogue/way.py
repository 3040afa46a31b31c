"""The way from zero: every step from knowing nothing to what a role asks, in an order that can be walked.

It is there to be read. It does not look for the shortest order or the quickest gain; learning plans do.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from careers.catalogue.content import Role, Skill

Reached = tuple[str, int]
"""A step by what it reaches: (skill, level)."""


class NoWay(ValueError):
    """A step has no hours, or steps need each other in a circle. Publishing refuses both."""


class Step(NamedTuple):
    """Lift one skill by one level."""

    skill: str
    from_level: int
    to_level: int
    hours: int


class Way(NamedTuple):
    """The steps in three phases. Each phase can be walked when the ones before it are done."""

    groundwork: tuple[Step, ...]  # on the way to the must-haves: what steps of other skills rest on
    must_haves: tuple[Step, ...]  # what else the must-haves take
    rest: tuple[Step, ...]  # everything else that is asked, with its own groundwork

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.groundwork + self.must_haves + self.rest

    @property
    def hours_to_must_haves(self) -> int:
        return hours(self.groundwork) + hours(self.must_haves)

    @property
    def hours(self) -> int:
        return hours(self.steps)

    @property
    def must_have_levels(self) -> dict[str, int]:
        """{skill: level} when every must-have is met."""
        return {step.skill: step.to_level for step in self.groundwork + self.must_haves}

    @property
    def levels(self) -> dict[str, int]:
        """{skill: level} at the end of it."""
        return {step.skill: step.to_level for step in self.steps}


def hours(steps: Iterable[Step]) -> int:
    return sum(step.hours for step in steps)


def from_zero(skills: Mapping[str, Skill], role: Role) -> Way:
    """Every step from nothing to all that `role` asks: the must-haves first, and before them their groundwork.

    A step to a level needs the level below it and what the released prerequisites name, so the steps are the smallest
    set that holds what is asked and is closed under that. Groundwork is closed too: what it rests on is itself needed
    by a step of another skill. So the phases can follow one another. Raises NoWay.
    """
    must = _closed(skills, ((one.skill, one.level) for one in role.requirements if one.essential))
    every = _closed(skills, ((one.skill, one.level) for one in role.requirements))
    groundwork = _closed(skills, (need for step in must for need in _needs(skills, step) if need[0] != step[0]))
    place = {one.skill: number for number, one in enumerate(role.requirements_in_order)}
    done: set[Reached] = set()
    phases = (
        _in_order(skills, sorted(phase, key=lambda step: (place.get(step[0], len(place)), step)), done)
        for phase in (groundwork, must - groundwork, every - must)
    )
    return Way(*(tuple(_step(skills, reached) for reached in phase) for phase in phases))


def _needs(skills: Mapping[str, Skill], step: Reached) -> list[Reached]:
    """The steps that must come before this one: the level below, and the prerequisites of the level it reaches."""
    skill, level = step
    below = [(skill, level - 1)] if level > 1 else []
    return below + [(need.skill, need.skill_level) for need in skills[skill].prerequisites if need.level == level]


def _closed(skills: Mapping[str, Skill], wanted: Iterable[Reached]) -> set[Reached]:
    """These steps and everything they need, directly or through others."""
    found: set[Reached] = set()
    left = list(wanted)
    while left:
        step = left.pop()
        if step not in found:
            found.add(step)
            left += _needs(skills, step)
    return found


def _in_order(skills: Mapping[str, Skill], steps: Iterable[Reached], done: set[Reached]) -> list[Reached]:
    """These steps so that each comes after what it needs; adds them to `done`.

    Several levels of one skill in a row read better than a level here and there, so of all skills the first one that
    can be walked to its end goes first.
    """
    left: dict[str, list[Reached]] = {}
    for step in steps:
        left.setdefault(step[0], []).append(step)
    ordered: list[Reached] = []
    while left:
        runs = {skill: _run(skills, own, done) for skill, own in left.items()}
        whole = [skill for skill, own in left.items() if len(runs[skill]) == len(own)]
        begun = [skill for skill, run in runs.items() if run]
        if not begun:
            raise NoWay(f"Steps need each other in a circle: {', '.join(left)}.")
        skill = (whole or begun)[0]
        ordered += runs[skill]
        done.update(runs[skill])
        left[skill] = left[skill][len(runs[skill]) :]
        if not left[skill]:
            del left[skill]
    return ordered


def _run(skills: Mapping[str, Skill], steps: Iterable[Reached], done: set[Reached]) -> list[Reached]:
    """As many of the steps of one skill, in their order, as can be taken now one after the other."""
    run: list[Reached] = []
    for step in steps:
        if not all(need in done or need in run for need in _needs(skills, step)):
            break
        run.append(step)
    return run


def _step(skills: Mapping[str, Skill], reached: Reached) -> Step:
    skill, level = reached
    needed = skills[skill].levels[level - 1].hours
    if needed is None:
        raise NoWay(f"{skill} {level} has no hours, so no way leads there.")
    return Step(skill, level - 1, level, needed)
