"""Why a fit moved: what the person changed, then what editors changed, line by line, adding up to the movement."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matching.engine.scoring import Compiled, score
from matching.engine.types import RoleScore

Cause = Literal["profile", "release"]


@dataclass(frozen=True, slots=True)
class ChangePart:
    """`points` (signed hundredths) that one requirement won or lost through `cause`."""

    cause: Cause
    skill: str
    points: int


@dataclass(frozen=True, slots=True)
class RoleChange:
    """One fit that moved. The parts add up to fit_after - fit_before, where None counts as 0."""

    role: str
    fit_before: int | None
    fit_after: int | None
    parts: tuple[ChangePart, ...]


def explain_change(
    old: Compiled, old_levels: Mapping[str, int], new: Compiled, new_levels: Mapping[str, int]
) -> tuple[RoleChange, ...]:
    """Every role of either release whose fit moved, by slug, and why.

    For each requirement j, with p(release, levels)_j the points of its line (0 where there is none):

        through the profile   p(old, new levels)_j - p(old, old levels)_j
        through the release   p(new, new levels)_j - p(old, new levels)_j

    `new_levels` on the old release are those of the skills it has. Lines that did not move are left out. Raises as
    `score` does.
    """
    kept = {skill: level for skill, level in new_levels.items() if (skill, 0) in old.row_of}
    before = _by_role(old, old_levels)
    between = _by_role(old, kept)
    after = _by_role(new, new_levels)
    changes = (
        RoleChange(
            role=role,
            fit_before=_fit(before, role),
            fit_after=_fit(after, role),
            parts=(
                *_parts("profile", _points(before, role), _points(between, role)),
                *_parts("release", _points(between, role), _points(after, role)),
            ),
        )
        for role in sorted(before.keys() | after.keys())
    )
    return tuple(change for change in changes if change.fit_before != change.fit_after)


def _by_role(compiled: Compiled, levels: Mapping[str, int]) -> dict[str, RoleScore]:
    return {one.role: one for one in score(compiled, levels)}


def _fit(scores: Mapping[str, RoleScore], role: str) -> int | None:
    return scores[role].fit if role in scores else None


def _points(scores: Mapping[str, RoleScore], role: str) -> dict[str, int]:
    return {line.skill: line.points for line in scores[role].receipt} if role in scores else {}


def _parts(cause: Cause, before: Mapping[str, int], after: Mapping[str, int]) -> list[ChangePart]:
    moved = {skill: after.get(skill, 0) - before.get(skill, 0) for skill in sorted(before.keys() | after.keys())}
    return [ChangePart(cause, skill, points) for skill, points in moved.items() if points]
