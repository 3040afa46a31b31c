"""Whether a plan is valid, checked from the rules alone. It shares no code with the planner, the scorer or the pages.

A plan is given in the shape of the API: steps with skill, from_level, to_level, hours, fit_after, starts and ends.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from matching.engine.types import CatalogueSpec, RoleSpec
from tests.engine import reference

Reached = tuple[str, int]


@dataclass(frozen=True)
class Rules:
    """What a release says: the catalogue, the hours of each level, and what it needs first."""

    spec: CatalogueSpec
    hours: Mapping[Reached, int | None]
    needs: Mapping[Reached, Sequence[Reached]]


def faults(
    rules: Rules, levels: Mapping[str, int], role: RoleSpec, target: Fraction | None, steps: Sequence[Mapping[str, Any]]
) -> list[str]:
    """What is wrong with the steps of a plan: order, prerequisites, hours, fits, target. `target` None means ready."""
    found = []
    held = _all_levels(rules.spec, levels)
    learned = dict(levels)
    points = {one.skill: one for one in role.requirements}
    sum_of_gains = fit(rules.spec, levels, role)
    for number, step in enumerate(steps, start=1):
        skill, level = step["skill"], step["to_level"]
        here = f"step {number}, {skill} {level}"
        if step["from_level"] != level - 1:
            found.append(f"{here}: lifts by more than one level")
        if held[skill] >= level:
            found.append(f"{here}: is held already")
        if held[skill] < level - 1:
            found.append(f"{here}: the level below is not held")
        for need, least in rules.needs.get((skill, level), ()):
            if held[need] < least:
                found.append(f"{here}: needs {need} {least} first")
        if step["hours"] != rules.hours.get((skill, level)):
            found.append(f"{here}: takes {rules.hours.get((skill, level))} hours, not {step['hours']}")
        held[skill] = max(held[skill], level)
        learned[skill] = level
        if skill in points and level <= points[skill].level:
            sum_of_gains += points[skill].share * (level**2 - (level - 1) ** 2)
        if Fraction(step["fit_after"]) * 100 != fit(rules.spec, learned, role):
            found.append(f"{here}: the fit after it is {fit(rules.spec, learned, role)}, not {step['fit_after']}")
    goal = Fraction(75) if target is None else target
    if sum_of_gains < goal * 100:
        found.append(f"the target {goal} is not reached: {sum_of_gains}")
    if target is None:
        musts = (one for one in role.requirements if one.essential)
        found += [f"{one.skill} is a must-have and not met" for one in musts if held[one.skill] < one.level]
    return found


def needless(
    rules: Rules, levels: Mapping[str, int], role: RoleSpec, target: Fraction | None, steps: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Steps that could be left out alone, the plan still being valid but for its fits."""
    found = []
    for place in range(len(steps)):
        rest = [*steps[:place], *steps[place + 1 :]]
        wrong = [fault for fault in faults(rules, levels, role, target, rest) if "the fit after it" not in fault]
        if not wrong:
            found.append(f"{steps[place]['skill']} {steps[place]['to_level']}")
    return found


def date_faults(
    steps: Sequence[Mapping[str, Any]], hours_per_week: Fraction, start: datetime.date, weeks: int, hours: int
) -> list[str]:
    """What is wrong with the days: floor(7 x before / h) to ceil(7 x so far / h) - 1, counted from the start."""
    found = []
    before = 0
    for number, step in enumerate(steps, start=1):
        so_far = before + step["hours"]
        starts = start + datetime.timedelta(math.floor(7 * before / hours_per_week))
        ends = start + datetime.timedelta(math.ceil(7 * so_far / hours_per_week) - 1)
        if (step["starts"], step["ends"]) != (starts.isoformat(), ends.isoformat()):
            found.append(f"step {number}: {starts} to {ends}, not {step['starts']} to {step['ends']}")
        before = so_far
    if hours != before:
        found.append(f"the steps take {before} hours, not {hours}")
    if weeks != math.ceil(before / hours_per_week):
        found.append(f"{before} hours are {math.ceil(before / hours_per_week)} weeks, not {weeks}")
    return found


def _all_levels(spec: CatalogueSpec, levels: Mapping[str, int]) -> dict[str, int]:
    """E of every skill, at 0 too, as the plain reference has it."""
    return dict.fromkeys(spec.skills, 0) | reference.effective(spec, levels)


def fit(spec: CatalogueSpec, levels: Mapping[str, int], role: RoleSpec) -> int:
    held = _all_levels(spec, levels)
    return sum(one.share * min(held[one.skill], one.level) ** 2 for one in role.requirements)


def highest(rules: Rules, levels: Mapping[str, int], role: RoleSpec) -> tuple[int, set[str]]:
    """The fit of learning, each skill for itself, all that can be learned, and the must-haves out of reach."""
    held = _all_levels(rules.spec, levels)
    while True:
        more = [
            (skill, level)
            for skill in held
            for level in [held[skill] + 1]
            if level <= 5
            and rules.hours.get((skill, level)) is not None
            and all(held[need] >= least for need, least in rules.needs.get((skill, level), ()))
        ]
        if not more:
            break
        held.update(more)
    total = sum(one.share * min(held[one.skill], one.level) ** 2 for one in role.requirements)
    return total, {one.skill for one in role.requirements if one.essential and held[one.skill] < one.level}
