"""Why a fit moved: what the person changed, then what the editors changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from matching.engine.scoring import Compiled, score

_Points = Mapping[str, int]  # skill: points of its line on the receipt


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A requirement's line gained or lost `points` hundredths because of the profile or because of a new release."""

    cause: Literal["profile", "release"]
    skill: str
    points: int


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A role whose fit moved; the points of `parts` add up to `fit_after - fit_before`, None counting as 0 there.

    A fit is None where the release does not have the role, and for a profile without claims.
    """

    role: str
    fit_before: int | None
    fit_after: int | None
    parts: tuple[ChangePart, ...]


def explain_change(
    old: Compiled, old_levels: Mapping[str, int], new: Compiled, new_levels: Mapping[str, int]
) -> tuple[RoleChange, ...]:
    """Each role of either release whose fit moved, in the order of slugs, with the reasons line by line.

        fit_after - fit_before = sum_j (mid_j - before_j) + sum_j (after_j - mid_j)

    where j runs over the requirements of either release, before_j and after_j are the points of its line then and
    now, and mid_j are those that the new profile has on the old release. The first sum is what the profile changed, the
    second what the release changed; lines that did not move are left out. Profile parts come first, then by slug.

    Each release scores the claims on skills that it has. A skill that only the new release has is the release's doing;
    so is the loss of one that only the old release has, unless `new_levels` says otherwise about it. A fit that turns
    from None to 0 or back is a move without parts.

    Raises what `score` raises; a skill of `new_levels` is unknown when neither release has it.

    >>> from matching.engine.scoring import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
    >>> def release(python: int, sql: int) -> Compiled:
    ...     requirements = (Requirement("python", 4, True, python), Requirement("sql", 4, True, sql))
    ...     roles = (RoleSpec("analyst", "Analyst", 0, requirements),)
    ...     return compile_catalogue(CatalogueSpec(("python", "sql"), (), roles, min_claims=0))
    >>> [change] = explain_change(release(1500, 1000), {"sql": 2}, release(2000, 500), {"sql": 2, "python": 3})
    >>> change.fit_before, change.fit_after
    (2000, 7000)
    >>> [(part.cause, part.skill, part.points) for part in change.parts]
    [('profile', 'python', 4500), ('release', 'python', 1500), ('release', 'sql', -1000)]

    Exact because the two differences telescope: no effect is shared out between causes, so nothing is rounded.
    """
    old_skills, new_skills = set(old.spec.skills), set(new.spec.skills)
    retired = {skill: level for skill, level in old_levels.items() if skill not in new_skills}
    between = retired | {skill: level for skill, level in new_levels.items() if skill in old_skills}
    after_levels = {skill: level for skill, level in new_levels.items() if skill not in old_skills - new_skills}
    fits_before, before = _lines(old, old_levels)
    _, mid = _lines(old, between)
    fits_after, after = _lines(new, after_levels)
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


def _lines(compiled: Compiled, levels: Mapping[str, int]) -> tuple[dict[str, int | None], dict[str, _Points]]:
    """Fits by role, and points by role and skill."""
    scores = score(compiled, levels)
    return (
        {role.role: role.fit for role in scores},
        {role.role: {line.skill: line.points for line in role.receipt} for role in scores},
    )


def _parts(cause: Literal["profile", "release"], before: _Points, after: _Points) -> list[ChangePart]:
    return [
        ChangePart(cause, skill, moved)
        for skill in sorted(before.keys() | after.keys())
        if (moved := after.get(skill, 0) - before.get(skill, 0))
    ]
