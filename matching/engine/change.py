"""The reasons a fit moved: what the person changed, then what the editors changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from matching.engine.compiled import Compiled
from matching.engine.scoring import score
from matching.engine.types import Line

_Receipt = Mapping[str, Line]  # skill: its line


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A requirement's line gained or lost `points` hundredths because of the profile or because of a new release.

    `have` and `need` are the effective level and the level asked, before and after this cause (need 0: not asked
    there); `via` is the skill through which the higher of the two levels is, or was, held.
    """

    cause: Literal["profile", "release"]
    skill: str
    points: int
    have: tuple[int, int]
    need: tuple[int, int]
    via: str | None = None


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role whose fit moved; the points of `parts` add up to `fit_after - fit_before`, with None counting as 0.

    A fit is None if the release does not have the role, and for a profile without claims.
    """

    role: str
    fit_before: int | None
    fit_after: int | None
    parts: tuple[ChangePart, ...]


@dataclass(frozen=True, slots=True)
class Renamed:
    """Slugs of the old release that are different in the new one: {old: new}, for skills and for roles."""

    skills: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def line(self, line: Line) -> Line:
        """Return a line of the old release with the names of the new one."""
        if not self.skills:
            return line
        via = None if line.via is None else self.skills.get(line.via, line.via)
        return replace(line, skill=self.skills.get(line.skill, line.skill), via=via)


_NOTHING_RENAMED = Renamed()


def explain_change(
    old: Compiled,
    old_levels: Mapping[str, int],
    new: Compiled,
    new_levels: Mapping[str, int],
    renamed: Renamed = _NOTHING_RENAMED,
) -> tuple[RoleChange, ...]:
    """Each role of either release whose fit moved, in slug order, with the reasons line by line.

        fit_after - fit_before = sum_j (mid_j - before_j) + sum_j (after_j - mid_j)

    where j runs over the requirements of either release, before_j and after_j are the points of its line before
    and after, and mid_j those of the new profile on the old release. The first sum is what the profile changed, the
    second what the release changed; lines that did not move are left out. Profile parts come first, then by slug.

    Each release scores the claims on skills that it has. A skill that only the new release has is the release's doing;
    so is the loss of one that only the old release has, unless `new_levels` says otherwise about it. A fit that turns
    from None to 0 or back is a move without parts. `old_levels` uses the old release's slugs, everything else the
    new one's: what is `renamed` is the same role, or the same line, under its new name.

    Raises what `score` raises; a skill of `new_levels` is unknown if neither release has it.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
    >>> def release(python: int, sql: int) -> Compiled:
    ...     requirements = (Requirement("python", 4, True, python), Requirement("sql", 4, True, sql))
    ...     roles = (RoleSpec("analyst", "Analyst", 0, requirements),)
    ...     return compile_catalogue(CatalogueSpec(("python", "sql"), (), (), roles))
    >>> [change] = explain_change(release(375, 250), {"sql": 2}, release(500, 125), {"sql": 2, "python": 3})
    >>> change.fit_before, change.fit_after
    (1000, 5000)
    >>> [(part.cause, part.skill, part.points) for part in change.parts]
    [('profile', 'python', 3375), ('release', 'python', 1125), ('release', 'sql', -500)]

    Exact because the two differences telescope: no effect is shared out between causes, so nothing is rounded.
    """
    in_old = {renamed.skills.get(skill, skill): skill for skill in old.spec.skills}
    new_skills = set(new.spec.skills)
    retired = {
        skill: old_levels[skill] for name, skill in in_old.items() if name not in new_skills and skill in old_levels
    }
    between = retired | {in_old[skill]: level for skill, level in new_levels.items() if skill in in_old}
    after_levels = {skill: level for skill, level in new_levels.items() if skill in new_skills or skill not in in_old}
    fits_before, before = _receipts(old, old_levels, renamed)
    _, mid = _receipts(old, between, renamed)
    fits_after, after = _receipts(new, after_levels, _NOTHING_RENAMED)
    return tuple(
        RoleChange(
            role=role,
            fit_before=fits_before.get(role),
            fit_after=fits_after.get(role),
            parts=(
                *_parts("profile", before.get(role, {}), mid.get(role, {})),
                *_parts("release", mid.get(role, {}), after.get(role, {})),
            ),
        )
        for role in sorted(before.keys() | after.keys())
        if fits_before.get(role) != fits_after.get(role)
    )


def _receipts(
    compiled: Compiled, levels: Mapping[str, int], renamed: Renamed
) -> tuple[dict[str, int | None], dict[str, _Receipt]]:
    """Fits by role, and lines by role and skill, under the names they have now."""
    fits: dict[str, int | None] = {}
    receipts: dict[str, _Receipt] = {}
    for one in score(compiled, levels):
        role = renamed.roles.get(one.role, one.role)
        fits[role] = one.fit
        receipts[role] = {line.skill: line for line in map(renamed.line, one.receipt)}
    return fits, receipts


def _parts(cause: Literal["profile", "release"], before: _Receipt, after: _Receipt) -> list[ChangePart]:
    found = []
    for skill in sorted(before.keys() | after.keys()):
        was = before.get(skill) or _not_asked(after[skill])
        now = after.get(skill) or _not_asked(before[skill])
        if was.points != now.points:
            via = now.via if now.have >= was.have else was.via
            moved = now.points - was.points
            found.append(ChangePart(cause, skill, moved, (was.have, now.have), (was.need, now.need), via))
    return found


def _not_asked(line: Line) -> Line:
    """The line in a release that does not ask for its skill; the level held is assumed to be the same there."""
    return replace(line, need=0, points=0, points_possible=0)
