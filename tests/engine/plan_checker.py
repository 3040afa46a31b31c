"""Whether a plan is valid, checked from the rules alone. It shares no code with the planner, the scorer or the pages.

A plan is given in the shape of the API: steps with skill, from_level, to_level, stage, hours, fit_after, band_after,
starts and ends.
"""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
from tests.engine import highs, reference

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
    """What is wrong with the steps of a plan: order, prerequisites, hours, fits, bands, stages, target.

    `target` None means ready.
    """
    found = []
    start = all_levels(rules.spec, levels)
    held, learned = dict(start), dict(levels)
    stage = 1
    for number, step in enumerate(steps, start=1):
        skill, bottom, top = step["skill"], step["from_level"], step["to_level"]
        here = f"step {number}, {skill} {top}"
        if bottom != held[skill]:
            found.append(f"{here}: begins at {bottom}, and {held[skill]} is held by then")
        if bottom >= top:
            found.append(f"{here}: does not lift anything")
        rungs = [(skill, level) for level in range(bottom + 1, top + 1)]
        for rung in rungs:
            for need, least in rules.needs.get(rung, ()):
                if held[need] < least:
                    found.append(f"{here}: {skill} {rung[1]} needs {need} {least} first")
        each = [rules.hours.get(rung) for rung in rungs]
        if None in each or sum(filter(None, each)) != step["hours"]:
            found.append(f"{here}: takes {each} hours, not {step['hours']}")
        if not stage <= step["stage"] <= 3:
            found.append(f"{here}: is in stage {step['stage']}, after stage {stage}")
        stage = step["stage"]
        held[skill] = learned[skill] = top
        fit, band = standing(rules.spec, learned, role)
        if Fraction(step["fit_after"]) * 100 != fit:
            found.append(f"{here}: the fit after it is {fit}, not {step['fit_after']}")
        if step["band_after"] != band:
            found.append(f"{here}: after it one is {band}, not {step['band_after']}")
    goal = 7_500 if target is None else target * 100
    reached = standing(rules.spec, levels, role)[0] + sum(_closed(role, start, held).values())
    if reached < goal:
        found.append(f"the target {goal} is not reached: {reached}")
    if target is None:
        found += [f"{skill} {level} is not reached" for skill, level in asked_when_ready(role) if held[skill] < level]
    return found


def gains(rules: Rules, levels: Mapping[str, int], role: RoleSpec, steps: Sequence[Mapping[str, Any]]) -> list[int]:
    """The gain of each step: s_j (q_j^2 - E_j^2) of the requirements that it closes, E being the level at the start."""
    start = all_levels(rules.spec, levels)
    held, found, so_far = dict(start), [], 0
    for step in steps:
        held[step["skill"]] = step["to_level"]
        so_far, before = sum(_closed(role, start, held).values()), so_far
        found.append(so_far - before)
    return found


def asked_when_ready(role: RoleSpec) -> list[Reached]:
    """The levels that somebody who is ready has reached: all must-haves, and what weighs 4 or 5 but for a level."""
    return [
        (one.skill, one.level if one.essential else one.level - 1)
        for one in role.requirements
        if one.essential or one.importance >= 4
    ]


def within_reach(rules: Rules, levels: Mapping[str, int], role: RoleSpec) -> tuple[int, list[str]]:
    """The fit of learning, each skill for itself, all that can be learned, and what ready asks for beyond that."""
    start = all_levels(rules.spec, levels)
    held = dict(start)
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
    total = standing(rules.spec, levels, role)[0] + sum(_closed(role, start, held).values())
    return total, sorted(skill for skill, level in asked_when_ready(role) if held[skill] < level)


def fewest_hours(rules: Rules, levels: Mapping[str, int], role: RoleSpec, target: int | None) -> int | None:
    """The fewest hours that reach `target`, in hundredths or None for ready; None if it is out of reach.

    All rungs of the release may be taken, not only those that the role stands on.
    """
    held = all_levels(rules.spec, levels)
    wanted = [(skill, level) for skill in held for level in range(held[skill] + 1, 6)]
    hours = {rung: taken for rung in wanted if (taken := rules.hours.get(rung)) is not None}
    needs = {
        (skill, level): [
            need for need in [(skill, level - 1), *rules.needs.get((skill, level), ())] if need[1] > held[need[0]]
        ]
        for skill, level in hours
    }
    missing = (7_500 if target is None else target) - standing(rules.spec, levels, role)[0]
    forced = [rung for rung in asked_when_ready(role) if target is None and rung[1] > held[rung[0]]]
    gained = {(one.skill, one.level): _gain(one, held) for one in role.requirements if held[one.skill] < one.level}
    return highs.fewest(hours, needs, gained, missing, forced)


def standing(spec: CatalogueSpec, levels: Mapping[str, int], role: RoleSpec) -> tuple[int, str]:
    """The fit and the band, as the plain reference has them."""
    held = all_levels(spec, levels)
    fit = sum(one.share * min(held[one.skill], one.level) ** 2 for one in role.requirements)
    musts = [one for one in role.requirements if one.essential]
    return fit, reference.band(fit, sum(held[one.skill] >= one.level for one in musts), len(musts))


def _closed(role: RoleSpec, start: Mapping[str, int], held: Mapping[str, int]) -> dict[str, int]:
    """The requirements that were not met at the start and are now, with what they bring."""
    return {
        one.skill: _gain(one, start) for one in role.requirements if start[one.skill] < one.level <= held[one.skill]
    }


def _gain(asked: Requirement, start: Mapping[str, int]) -> int:
    return asked.share * (asked.level**2 - start[asked.skill] ** 2)


def all_levels(spec: CatalogueSpec, levels: Mapping[str, int]) -> dict[str, int]:
    """E of every skill, at 0 too, as the plain reference has it."""
    return dict.fromkeys(spec.skills, 0) | reference.effective(spec, levels)


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
