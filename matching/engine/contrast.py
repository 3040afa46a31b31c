"""The reasons one role ranks before another, line by line, and the smallest change that would swap them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matching.engine.compiled import Compiled, claim_rows, index_of
from matching.engine.scoring import score
from matching.engine.types import TOP_LEVEL, USUAL_COUNTS_FROM, RoleScore

_Whole = npt.NDArray[np.integer[Any]]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """The points that a skill gives to each of two roles, in hundredths.

    `skill` is None in the line of the usual fits, where both numbers are what is taken off a fit to make its lead.
    """

    skill: str | None
    ahead: int
    behind: int

    @property
    def points(self) -> int:
        """The points by which the line helps the role ahead; negative if it helps the other."""
        return self.ahead - self.behind


@dataclass(frozen=True, slots=True)
class Reversal:
    """A change of one claim, from `from_level` (0 if there is none) to `to_level`, that puts the role behind first.

    `lead` is the hundredths by which its lead is then greater, rounded down: 0 if less than one, or if fit, must-haves
    or slug decide.
    """

    skill: str
    from_level: int
    to_level: int
    lead: int

    @property
    def levels(self) -> int:
        return abs(self.to_level - self.from_level)


@dataclass(frozen=True, slots=True)
class Contrast:
    """Two roles compared for one profile; the points of `lines` add up to `lead`, exactly.

    `lead` is the difference of the leads as shown, with the part of the usual fits that counts rounded down to a
    hundredth. The order depends on the exact leads, so with a `lead` of 0 one role may still be ahead by less than a
    hundredth: `exactly_ahead`.

    `raising` is the smallest raise of one claim that swaps the two, `lowering` the smallest lowering of one; None if
    there is none.
    """

    ahead: RoleScore
    behind: RoleScore
    lines: tuple[ContrastLine, ...]
    raising: Reversal | None
    lowering: Reversal | None
    exactly_ahead: bool

    @property
    def lead(self) -> int:
        """The hundredths by which the lead of the role ahead is greater."""
        return (self.ahead.lead or 0) - (self.behind.lead or 0)

    @property
    def reversal(self) -> Reversal | None:
        """The smaller of `raising` and `lowering`; the raise if both are equally small."""
        found = [each for each in (self.raising, self.lowering) if each is not None]
        return min(found, key=lambda each: each.levels, default=None)

    @property
    def decided_by(self) -> Literal["lead", "fit", "must-haves", "slug"]:
        """The criterion that decides the order: the first of these in which the two differ."""
        if self.exactly_ahead:
            return "lead"
        if self.ahead.fit != self.behind.fit:
            return "fit"
        return "slug" if self.ahead.must_haves_met == self.behind.must_haves_met else "must-haves"


def contrast(compiled: Compiled, levels: Mapping[str, int], role: str, other: str) -> Contrast:
    """Explain why one of two roles ranks before the other, as the difference of their receipts.

        lead_a - lead_b = sum_j (points_a(j) - points_b(j)) - (usual_a - usual_b)

    where j runs over the skills that either role asks and points_r(j) = s_j min(E_j, q_j)^2 of role r, 0 if it does not
    ask j; usual_r is the part of the usual fit that counts, as `score` shows it. Lines that give both the same are left
    out; the largest comes first, ties by slug. All in whole hundredths.

    The reversals are exact: a claim on each skill of the release at each level, one change at a time, is ranked as
    `score` ranks (exact lead, fit, must-haves met, slug), including near and implied skills and the part of the usual
    fits that then counts, which depends on the best of all fits. The smallest has the fewest levels between the claim
    as it is (none counts as 0) and as it would be; of several, the one that then leads by most, ties by slug. A claim
    is never removed: setting it to 0 does all that removing it could, as long as something is claimed.

    With S skills and N requirements of all roles: one pass over 6 S x N.

    Raises ValueError if nothing is claimed (then nothing ranks before anything), for a role that the release does not
    have, and if both roles are the same; for levels, what `score` raises.

    >>> from matching.engine.compiled import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
    >>> roles = (
    ...     RoleSpec("analyst", "Analyst", 0, (Requirement("sql", 4, True, 500), Requirement("git", 1, True, 2000))),
    ...     RoleSpec("coder", "Coder", 500, (Requirement("python", 4, True, 375), Requirement("git", 2, True, 1000))),
    ... )
    >>> compiled = compile_catalogue(CatalogueSpec(("git", "python", "sql"), (), (), roles))
    >>> why = contrast(compiled, {"sql": 3, "git": 1, "python": 2}, "coder", "analyst")
    >>> why.ahead.role, why.behind.role, why.lead
    ('analyst', 'coder', 4500)
    >>> [(line.skill, line.ahead, line.behind, line.points) for line in why.lines]
    [('sql', 4500, 0, 4500), ('python', 0, 1500, -1500), ('git', 2000, 1000, 1000), (None, 0, -500, 500)]
    >>> why.raising
    Reversal(skill='python', from_level=2, to_level=4, lead=0)
    >>> why.lowering
    Reversal(skill='sql', from_level=3, to_level=0, lead=0)
    """
    if role == other:
        raise ValueError(f"{role} cannot be contrasted with itself")
    if not levels:
        raise ValueError("nothing is claimed, so no role ranks before another")
    at = {slug: index_of(compiled, slug) for slug in (role, other)}
    ranked = score(compiled, levels)
    ahead, behind = (one for one in ranked if one.role in at)
    raising, lowering = _reversals(compiled, levels, at[ahead.role], at[behind.role])
    best = max(one.fit or 0 for one in ranked)
    exactly = _exact(compiled, at[ahead.role], ahead, best) > _exact(compiled, at[behind.role], behind, best)
    return Contrast(ahead, behind, _lines(ahead, behind), raising, lowering, exactly_ahead=exactly)


def _exact(compiled: Compiled, at: int, score: RoleScore, best: int) -> int:
    """The lead as it is compared: USUAL_COUNTS_FROM times its exact value."""
    return USUAL_COUNTS_FROM * (score.fit or 0) - compiled.roles[at].usual * min(best, USUAL_COUNTS_FROM)


def _lines(ahead: RoleScore, behind: RoleScore) -> tuple[ContrastLine, ...]:
    points_ahead, points_behind = ({line.skill: line.points for line in each.receipt} for each in (ahead, behind))
    skills = [
        ContrastLine(skill, points_ahead.get(skill, 0), points_behind.get(skill, 0))
        for skill in points_ahead.keys() | points_behind.keys()
    ]
    usual = ContrastLine(None, -(ahead.usual or 0), -(behind.usual or 0))
    telling = (line for line in (*skills, usual) if line.points)
    return tuple(sorted(telling, key=lambda line: (-abs(line.points), line.skill or "")))


def _reversals(
    compiled: Compiled, levels: Mapping[str, int], ahead: int, behind: int
) -> tuple[Reversal | None, Reversal | None]:
    """The smallest raise and the smallest lowering of one claim that put role `behind` before `ahead` (indices)."""
    claimed = np.array([[levels.get(skill, 0)] for skill in compiled.spec.skills])
    change = np.arange(TOP_LEVEL + 1) - claimed
    fits, met = _after_each_change(compiled, levels)
    fit, more_met = fits[..., behind] - fits[..., ahead], met[..., behind] - met[..., ahead]
    usual = compiled.roles[behind].usual - compiled.roles[ahead].usual
    lead = USUAL_COUNTS_FROM * fit - usual * np.minimum(fits.max(axis=2), USUAL_COUNTS_FROM)
    # Signs in the order in which they decide; the slug decides if all are 0, and roles are in slug order.
    order = 4 * np.sign(lead) + 2 * np.sign(fit) + np.sign(more_met)
    reverses = order >= 0 if behind < ahead else order > 0
    return (
        _smallest(compiled, change, lead, reverses & (change > 0)),
        _smallest(compiled, change, lead, reverses & (change < 0)),
    )


def _after_each_change(compiled: Compiled, levels: Mapping[str, int]) -> tuple[_Whole, _Whole]:
    """Fit and must-haves met of each role after each change: (S, 6, R) each, by skill and the level it is set to."""
    others = _without_each_claim(compiled, levels, compiled.closure)
    alone = compiled.closure.reshape(len(others), TOP_LEVEL + 1, -1)
    held = np.maximum(alone, others[:, None]).take(compiled.columns, axis=2)
    counted = np.minimum(held, compiled.needs)
    fits = np.add.reduceat(compiled.shares * (counted * counted), compiled.starts, axis=2).astype(np.int64)
    met = np.add.reduceat(compiled.essential & (held >= compiled.needs), compiled.starts, axis=2, dtype=np.int64)
    return fits, met


def _without_each_claim(
    compiled: Compiled, levels: Mapping[str, int], alone: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Effective levels without the claim on a skill: a row for each skill of the release, columns as in `alone`.

    Each claim is left out in turn: its row is the greatest of the claims before it and of those after it.
    """
    rows = claim_rows(compiled, levels.items())
    nothing = np.zeros((1, alone.shape[1]), np.uint8)
    before = np.maximum.accumulate(np.concatenate([nothing, alone[rows]]))
    after = np.maximum.accumulate(np.concatenate([nothing, alone[rows[::-1]]]))[::-1]
    others = np.repeat(before[-1:], len(compiled.spec.skills), axis=0)
    others[[row // (TOP_LEVEL + 1) for row in rows]] = np.maximum(before[:-1], after[1:])
    return others


def _smallest(compiled: Compiled, change: _Whole, lead: _Whole, reverses: _Flags) -> Reversal | None:
    if not reverses.any():
        return None
    fewest = np.abs(change[reverses]).min()
    found = np.argwhere(reverses & (np.abs(change) == fewest)).tolist()
    at, level = min(found, key=lambda each: (-lead[each[0], each[1]], compiled.spec.skills[each[0]]))
    return Reversal(
        compiled.spec.skills[at], level - int(change[at, level]), level, int(lead[at, level]) // USUAL_COUNTS_FROM
    )
