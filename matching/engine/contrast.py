"""Why one role ranks before another, line by line, and the smallest change that would turn it round."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from matching.engine.scoring import Compiled, asked_by, claim_rows, index_of, score
from matching.engine.types import TOP_LEVEL, RoleScore

_Whole = npt.NDArray[np.integer[Any]]
_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ContrastLine:
    """What a skill gives to each of two roles, in hundredths.

    `skill` is None in the line of the typical fits: there both numbers are what is taken off a fit to make its lead.
    """

    skill: str | None
    ahead: int
    behind: int

    @property
    def points(self) -> int:
        """What the line does for the lead of the one ahead over the other; negative where it helps the other."""
        return self.ahead - self.behind


@dataclass(frozen=True, slots=True)
class Reversal:
    """One claim changed from `from_level` (0 where there is none) to `to_level` puts the role behind before the other.

    `lead` is by how many hundredths its lead is the greater one then: 0 where fit, must-haves or slug decide.
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
    """Two roles as they stand to one profile; the points of `lines` add up to `lead`, exactly.

    `raising` is the smallest raise of one claim that turns their order round, `lowering` the smallest lowering of one;
    None where there is none.
    """

    ahead: RoleScore
    behind: RoleScore
    lines: tuple[ContrastLine, ...]
    raising: Reversal | None
    lowering: Reversal | None

    @property
    def lead(self) -> int:
        """By how many hundredths the lead of the one ahead is the greater one."""
        return (self.ahead.lead or 0) - (self.behind.lead or 0)

    @property
    def reversal(self) -> Reversal | None:
        """The smaller of `raising` and `lowering`; of two equally small ones, the raise."""
        found = [each for each in (self.raising, self.lowering) if each is not None]
        return min(found, key=lambda each: each.levels, default=None)

    @property
    def decided_by(self) -> Literal["lead", "fit", "must-haves", "slug"]:
        """What the order of the two hangs on: the first of these in which they differ."""
        if self.lead:
            return "lead"
        if self.ahead.fit != self.behind.fit:
            return "fit"
        return "slug" if self.ahead.must_haves_met == self.behind.must_haves_met else "must-haves"


def contrast(compiled: Compiled, levels: Mapping[str, int], role: str, other: str) -> Contrast:
    """Why the one of two roles that ranks first does, as the difference of their receipts.

        lead_a - lead_b = sum_j (points_a(j) - points_b(j)) - (typical_a - typical_b)

    where j runs over the skills that either role asks and points_r(j) = s_j min(E_j, q_j) of role r, 0 where it does
    not ask j; typical counts as `score` lets it count. Lines that give both as much are left out; the greatest comes
    first, ties by slug. All in whole hundredths, so nothing is rounded.

    The reversals are exact: every claim of the release's skills at every level, each change on its own, is ranked as
    `score` ranks (lead, fit, must-haves met, slug), near skills and the border of `min_claims` included. Smallest is
    the fewest levels between the claim as it is (none counts as 0) and as it would be; of several, the one that leads
    by most then, ties by slug. A claim is never taken away: at 0 it does all that taking it away could do, as long as
    something is claimed.

    With S skills and N requirements of the two roles together: one pass over 6 S x N.

    Raises ValueError where nothing is claimed (nothing ranks before anything then), for a role that the release does
    not have and for two times the same; for levels, what `score` raises.

    >>> from matching.engine.scoring import compile_catalogue
    >>> from matching.engine.types import CatalogueSpec, Requirement, RoleSpec
    >>> roles = (
    ...     RoleSpec("analyst", "Analyst", 0, (Requirement("sql", 5, True, 1600), Requirement("git", 1, True, 2000))),
    ...     RoleSpec("coder", "Coder", 500, (Requirement("python", 4, True, 2000), Requirement("git", 2, True, 1000))),
    ... )
    >>> compiled = compile_catalogue(CatalogueSpec(("git", "python", "sql"), (), roles, min_claims=0))
    >>> why = contrast(compiled, {"sql": 3, "git": 1, "python": 2}, "coder", "analyst")
    >>> why.ahead.role, why.behind.role, why.lead
    ('analyst', 'coder', 2300)
    >>> [(line.skill, line.ahead, line.behind, line.points) for line in why.lines]
    [('sql', 4800, 0, 4800), ('python', 0, 4000, -4000), ('git', 2000, 1000, 1000), (None, 0, -500, 500)]
    >>> why.raising
    Reversal(skill='python', from_level=2, to_level=4, lead=1700)
    >>> why.lowering
    Reversal(skill='sql', from_level=3, to_level=1, lead=900)
    """
    if role == other:
        raise ValueError(f"{role} cannot be contrasted with itself")
    if not levels:
        raise ValueError("nothing is claimed, so no role ranks before another")
    at = {slug: index_of(compiled, slug) for slug in (role, other)}
    ahead, behind = (one for one in score(compiled, levels) if one.role in at)
    raising, lowering = _reversals(compiled, levels, at[ahead.role], at[behind.role])
    return Contrast(ahead, behind, _lines(ahead, behind), raising, lowering)


def _lines(ahead: RoleScore, behind: RoleScore) -> tuple[ContrastLine, ...]:
    points_ahead, points_behind = ({line.skill: line.points for line in each.receipt} for each in (ahead, behind))
    skills = [
        ContrastLine(skill, points_ahead.get(skill, 0), points_behind.get(skill, 0))
        for skill in points_ahead.keys() | points_behind.keys()
    ]
    typical = ContrastLine(None, _taken_off(ahead), _taken_off(behind))
    telling = (line for line in (*skills, typical) if line.points)
    return tuple(sorted(telling, key=lambda line: (-abs(line.points), line.skill or "")))


def _taken_off(score: RoleScore) -> int:
    return (score.lead or 0) - (score.fit or 0)


def _reversals(
    compiled: Compiled, levels: Mapping[str, int], ahead: int, behind: int
) -> tuple[Reversal | None, Reversal | None]:
    """The smallest raise and the smallest lowering of one claim that put role `behind` before `ahead` (indices)."""
    claimed = np.array([[levels.get(skill, 0)] for skill in compiled.spec.skills])
    change = np.arange(TOP_LEVEL + 1) - claimed
    fit_ahead, met_ahead = _after_each_change(compiled, levels, ahead)
    fit_behind, met_behind = _after_each_change(compiled, levels, behind)
    fit, met = fit_behind - fit_ahead, met_behind - met_ahead
    typical = compiled.roles[behind].typical - compiled.roles[ahead].typical
    lead = fit - np.where(_typicals_count(compiled, claimed), typical, 0)
    # Signs in the order in which they decide; the slug decides where all are 0, and roles are in the order of slugs.
    order = 4 * np.sign(lead) + 2 * np.sign(fit) + np.sign(met)
    reverses = order >= 0 if behind < ahead else order > 0
    return (
        _smallest(compiled, change, lead, reverses & (change > 0)),
        _smallest(compiled, change, lead, reverses & (change < 0)),
    )


def _after_each_change(compiled: Compiled, levels: Mapping[str, int], role: int) -> tuple[_Whole, _Whole]:
    """Fit and must-haves met of a role after each change: (S, 6) each, a row a skill, a column a level it is set to."""
    asked = asked_by(compiled, role)
    alone = compiled.closure.take(compiled.columns[asked], axis=1)
    others = _without_each_claim(compiled, levels, alone)
    held = np.maximum(alone.reshape(len(others), TOP_LEVEL + 1, -1), others[:, None])
    needs = compiled.needs[asked]
    fit = np.minimum(held, needs) @ compiled.points_per_level[asked]
    met: _Whole = np.count_nonzero(compiled.essential[asked] & (held >= needs), axis=2)
    return fit, met


def _without_each_claim(
    compiled: Compiled, levels: Mapping[str, int], alone: npt.NDArray[np.uint8]
) -> npt.NDArray[np.uint8]:
    """Effective levels without the claim on a skill, a row for each skill of the release, a column as `alone` has them.

    Left out by turns: the greatest of the claims before it and of those after it.
    """
    rows = claim_rows(compiled, levels)
    nothing = np.zeros((1, alone.shape[1]), np.uint8)
    before = np.maximum.accumulate(np.concatenate([nothing, alone[rows]]))
    after = np.maximum.accumulate(np.concatenate([nothing, alone[rows[::-1]]]))[::-1]
    others = np.repeat(before[-1:], len(compiled.spec.skills), axis=0)
    others[[row // (TOP_LEVEL + 1) for row in rows]] = np.maximum(before[:-1], after[1:])
    return others


def _typicals_count(compiled: Compiled, claimed: _Whole) -> _Flags:
    """Whether typical fits count after each change: (S, 6), given the levels claimed (S, 1)."""
    others = np.count_nonzero(claimed) - (claimed > 0)
    counted: _Flags = others + (np.arange(TOP_LEVEL + 1) > 0) >= compiled.spec.min_claims
    return counted


def _smallest(compiled: Compiled, change: _Whole, lead: _Whole, reverses: _Flags) -> Reversal | None:
    if not reverses.any():
        return None
    fewest = np.abs(change[reverses]).min()
    found = np.argwhere(reverses & (np.abs(change) == fewest)).tolist()
    at, level = min(found, key=lambda each: (-lead[each[0], each[1]], compiled.spec.skills[each[0]]))
    return Reversal(compiled.spec.skills[at], level - int(change[at, level]), level, int(lead[at, level]))
