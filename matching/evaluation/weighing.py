"""Importances that tell roles apart: how much each requirement should count, weighed on real people and real ads.

What a role asks, at which level and what is a must-have, editors say. How important it is (1 to 5) starts from how many
people and ads name it and is moved, one grade down or two up at most, to where those of a role come first for it:

    fit(p, r)  = sum_j w_j min(E_j(p), q_j) / q_j / sum_j w_j                 100 points; w: the importances of role r
    lead(p, r) = fit(p, r) - SHARE mean(r)                                    mean: as in `typical`, without its window
    P(r | p)   = exp(lead(p, r) / SPREAD) / sum over the roles of the task    the multinomial logit
    least        - sum_t mean_r mean_p log P(r | p) + PULL sum_j (w_j - start_j)^2

with tasks, and roles in them, counting the same however many rows they have. Each importance in turn is moved by a
grade wherever that makes the sum less, until none is: from where they start, and from the least they may be. The better
of the two counts, and the same rows give the same importances. Source: D. McFadden, "Conditional logit
analysis of qualitative choice behavior", 1974.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from careers.catalogue import counting
from careers.catalogue.draft import Draft, Requirement
from careers.catalogue.released import Content
from matching import engine
from matching.evaluation import ours
from matching.evaluation.measures import Floats
from matching.evaluation.tasks import PEOPLE, Sample, Task, check_roles
from matching.evaluation.typical import SHARE

FALLS, RISES = 1, 2  # grades that an importance may move from where it starts
MUST_HAVE = 3  # the least importance of a must-have that is weighed
SPREAD = 5.0  # points of lead that make a role e times as likely
PULL = 1 / 15_000  # a grade away from the start costs as much as this much likelihood
MIN_PEOPLE = 50  # a role with fewer is weighed by its ads alone
NAMED_BY = 0.05  # of the people with a role: what fewer claim is left as editors judged it
HARDLY_IN_ADS = 2  # where what people claim and ads hardly name starts

_Asked = tuple[str, str]  # role, skill
_Whole = npt.NDArray[np.int64]


class Range(NamedTuple):
    """Where an importance starts, and between what it may move."""

    start: int
    least: int
    most: int


@dataclass(frozen=True, slots=True, eq=False)
class _Sight:
    """What a task shows of N people or ads and R roles.

    - `roles` (R): their places among the roles of the release;
    - `covers[r]` (N x the requirements of r): what each requirement would give alone, 0 to 100;
    - `truth` (N): the column of the known role;
    - `shares` (N), adding up to 1: how much each row counts;
    - `typicals_count` (N): 0 for those with too few claims, else 1.
    """

    roles: _Whole
    covers: tuple[Floats, ...]
    truth: _Whole
    shares: Floats
    typicals_count: Floats


def ranges(
    draft: Draft, counts: Mapping[str, counting.Count], claimed: Mapping[str, Mapping[str, float]]
) -> dict[_Asked, Range]:
    """The requirements that are weighed. `claimed`: {role: {skill: share of the people with it}}, of roles with enough.

    They are those that enough ads of their role name, or enough people who have it claim.
    """
    found = {}
    for one in draft.requirements:
        start = _start(one, counts.get(one.role), claimed.get(one.role, {}))
        if start is not None:
            least = max(1, start - FALLS, MUST_HAVE if one.essential else 1)
            found[one.role, one.skill] = Range(start, least, max(least, min(5, start + RISES)))
    return found


def _start(one: Requirement, count: counting.Count | None, claimed: Mapping[str, float]) -> int | None:
    grade = counting.grade_of(one.skill, count)
    if grade is None and claimed.get(one.skill, 0) >= NAMED_BY:
        return HARDLY_IN_ADS
    return grade


def weigh(
    draft: Draft,
    content: Content,
    compiled: engine.Compiled,
    counts: Mapping[str, counting.Count],
    rows: Mapping[Task, Sequence[Sample]],
) -> dict[_Asked, int]:
    """{(role, skill): importance} of every requirement, weighed or as it was. `content` and `compiled` are the draft's.

    Raises Unmeasurable where the catalogue lacks a role that a task ranks, ValueError without a row.
    """
    check_roles(compiled.slugs)
    reading = ours.Reading(content)
    levels = {task: [reading.levels(one.strings) for one in samples] for task, samples in rows.items() if samples}
    if not levels:
        raise ValueError("there is no row to weigh importances on")
    reached = {task: engine.reached(compiled, held) for task, held in levels.items()}
    free = ranges(draft, counts, _claimed(compiled, reached.get(PEOPLE), rows.get(PEOPLE, ())))
    places = [(role.slug, asked.skill) for role in compiled.roles for asked in role.requirements]
    was = {(one.role, one.skill): one.importance for one in draft.requirements}
    within = [free.get(place, Range(was[place], was[place], was[place])) for place in places]
    sights = [_sight(compiled, task, rows[task], levels[task], reached[task]) for task in reached]
    problem = _Problem(compiled, sights, np.array(within, dtype=np.float64))
    return dict(zip(places, problem.solve().tolist(), strict=True))


def _claimed(
    compiled: engine.Compiled, reached: npt.NDArray[np.uint8] | None, people: Sequence[Sample]
) -> dict[str, dict[str, float]]:
    """Who claims a skill, or a kind of it: {role: {skill: share}} of the roles that enough people have."""
    if reached is None:
        return {}
    roles = np.array([person.role for person in people])
    return {
        str(role): dict(
            zip(compiled.asked_skills, (reached[roles == role] >= ours.LEVEL).mean(axis=0).tolist(), strict=True)
        )
        for role in np.unique(roles)
        if (roles == role).sum() >= MIN_PEOPLE
    }


def _sight(
    compiled: engine.Compiled,
    task: Task,
    samples: Sequence[Sample],
    levels: Sequence[Mapping[str, int]],
    reached: npt.NDArray[np.uint8],
) -> _Sight:
    truth = np.array([task.roles.index(sample.role) for sample in samples])
    roles = np.array([compiled.slugs.index(role) for role in task.roles])
    numbers = np.bincount(truth, minlength=len(roles))
    return _Sight(
        roles=roles,
        covers=tuple(_covers(compiled, engine.asked_by(compiled, role), reached) for role in roles),
        truth=truth,
        shares=1 / (numbers[truth] * np.count_nonzero(numbers)),
        typicals_count=np.array([len(held) >= compiled.spec.min_claims for held in levels], dtype=np.float64),
    )


def _covers(compiled: engine.Compiled, asked: slice, reached: npt.NDArray[np.uint8]) -> Floats:
    needs = compiled.needs[asked]
    covers: Floats = 100.0 * np.minimum(reached[:, compiled.columns[asked]], needs) / needs
    return covers


class _Problem:
    """The sum that is made least, as a function of the importances of all N requirements, role by role."""

    def __init__(self, compiled: engine.Compiled, sights: Sequence[_Sight], within: Floats) -> None:
        """`within` (N x 3): start, least and most of each importance."""
        self.start, self.least, self.most = within.T
        self.free = self.most > self.least
        self._asked = [engine.asked_by(compiled, role) for role in range(len(compiled.roles))]
        self._sights = sights
        rankings = np.zeros(len(compiled.roles))
        for sight in sights:
            rankings[sight.roles] += 1
        self._rankings = np.maximum(rankings, 1)

    def solve(self) -> _Whole:
        """The importances (N), whole: the better of two ways, from where they start and from the least they may be."""
        ways = (np.clip(self.start, self.least, self.most), self.least.copy())
        return min(map(self.settled, ways), key=self.cost).astype(np.int64)

    def settled(self, whole: Floats) -> Floats:
        """From these importances on, each is moved by a grade wherever that makes the cost less, until none is."""
        fits, cost = self._fits(whole), self.cost(whole)
        before = np.inf
        while cost < before:
            before = cost
            for moved, role in self._one_grade_away(whole):
                there = self._refitted(fits, role, moved)
                its_cost = self._cost(there) + self._pull(moved)
                if its_cost < cost - 1e-9:
                    whole[:], fits, cost = moved, there, its_cost
        return whole

    def cost(self, weights: Floats) -> float:
        """The sum of the module's docstring, for any weights above 0."""
        return self._cost(self._fits(weights)) + self._pull(weights)

    def _fits(self, weights: Floats) -> list[Floats]:
        """(N x R) of each sight, in points."""
        return [
            np.stack([self._fit(sight, column, weights) for column in range(len(sight.roles))], axis=1)
            for sight in self._sights
        ]

    def _fit(self, sight: _Sight, column: int, weights: Floats) -> Floats:
        own = weights[self._asked[sight.roles[column]]]
        fit: Floats = sight.covers[column] @ (own / own.sum())
        return fit

    def _means(self, fits: Sequence[Floats]) -> Floats:
        """mean(r), for each role of the release: over the sights that rank it."""
        means = np.zeros(len(self._asked))
        for sight, own in zip(self._sights, fits, strict=True):
            means[sight.roles] += sight.shares @ own
        return means / self._rankings

    def _chances(self, sight: _Sight, fits: Floats, means: Floats) -> Floats:
        """log P(r | p), N x R."""
        leads = fits - SHARE * sight.typicals_count[:, None] * means[sight.roles]
        odds = leads / SPREAD
        odds -= odds.max(axis=1, keepdims=True)
        chances: Floats = odds - np.log(np.exp(odds).sum(axis=1, keepdims=True))
        return chances

    def _cost(self, fits: Sequence[Floats]) -> float:
        means = self._means(fits)
        return -sum(
            float(sight.shares @ self._chances(sight, own, means)[np.arange(len(own)), sight.truth])
            for sight, own in zip(self._sights, fits, strict=True)
        )

    def _pull(self, weights: Floats) -> float:
        return PULL * float(((weights - self.start) ** 2).sum())

    def _one_grade_away(self, whole: Floats) -> Iterator[tuple[Floats, int]]:
        """Every importance in turn, moved down and up, with its role; what is done to `whole` meanwhile is seen."""
        for role, asked in enumerate(self._asked):
            for at in range(asked.start, asked.stop):
                for step in (-1, 1):
                    if self.free[at] and self.least[at] <= whole[at] + step <= self.most[at]:
                        moved = whole.copy()
                        moved[at] += step
                        yield moved, role

    def _refitted(self, fits: Sequence[Floats], role: int, weights: Floats) -> list[Floats]:
        """The fits once more, where only the importances of one role have changed."""
        there = [own.copy() for own in fits]
        for sight, own in zip(self._sights, there, strict=True):
            for column in np.flatnonzero(sight.roles == role).tolist():
                own[:, column] = self._fit(sight, column, weights)
        return there
