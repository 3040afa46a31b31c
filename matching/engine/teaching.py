"""A teacher's order: the base first, then the must-haves, then the rest; what most stands on comes first.

Hours are proven (`fewest`); an order is a rule. Two others were tried on all fifteen roles: the fit that rises fastest
begins with twenty topics for two hours each; whole requirements by points an hour put Python eighth.
"""

import graphlib
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple

from matching.engine.fewest import Rung, cones_of, united

BASE_TO = 2  # the level up to which must-haves belong to the base
BASE, MUST_HAVES, REST = STAGES = (1, 2, 3)


class Stride(NamedTuple):
    """Rungs of one skill and one stage that follow each other: one step of a plan."""

    stage: int
    rungs: tuple[Rung, ...]


def strides(
    hours: Mapping[Rung, int],
    needs: Mapping[Rung, Collection[Rung]],
    closed: Mapping[Rung, int],
    must_haves: Collection[str],
) -> tuple[Stride, ...]:
    """Return all rungs of a plan in the order in which a teacher would take them.

    `needs` lists the rungs of the plan, every one after those that it needs. `closed` has the gain of each requirement
    that the plan closes, by the rung that reaches its level; `must_haves` are the skills of those that are must-haves.

    Stage 1, the base: the must-haves up to level 2 and all that they stand on. Stage 2: the must-haves up to the level
    asked and all that that stands on. Stage 3: the rest. Inside a stage the next rung is, among those whose needs are
    done, the one on which most stands: the sum of the gains of the requirements that need it. Of several, one that
    serves a requirement of the rung before it comes first (else four topics of equal weight are begun at once), then
    fewer hours, then the slug. A skill once begun goes on as long as stage and needs allow.

    >>> hours = {("sql", 1): 10, ("sql", 2): 20, ("spark", 1): 30, ("git", 1): 15, ("sql", 3): 40}
    >>> needs = {("sql", 1): [], ("sql", 2): [("sql", 1)], ("spark", 1): [("sql", 1)], ("git", 1): []}
    >>> needs[("sql", 3)] = [("sql", 2)]
    >>> order = strides(hours, needs, {("sql", 3): 900, ("spark", 1): 500, ("git", 1): 300}, ["sql", "git"])
    >>> [(stride.stage, *stride.rungs) for stride in order]
    [(1, ('sql', 1), ('sql', 2)), (1, ('git', 1)), (2, ('sql', 3)), (3, ('spark', 1))]
    """
    cones = cones_of(needs)
    served = {rung: frozenset(top for top in closed if rung in cones[top]) for rung in needs}
    musts = [top for top in closed if top[0] in must_haves]
    base = united(cones, (rung for rung in needs for top in musts if rung == (top[0], min(top[1], BASE_TO))))
    required = united(cones, musts)
    order = (
        (stage, rung)
        for stage, rungs in zip(STAGES, (base, required - base, needs.keys() - required), strict=True)
        for rung in _walked(needs, rungs, served, closed, hours)
    )
    return tuple(
        Stride(stage, tuple(rung for _, rung in run))
        for (stage, _), run in groupby(order, key=lambda placed: (placed[0], placed[1][0]))
    )


def _walked(
    needs: Mapping[Rung, Collection[Rung]],
    rungs: Collection[Rung],
    served: Mapping[Rung, frozenset[Rung]],
    closed: Mapping[Rung, int],
    hours: Mapping[Rung, int],
) -> Iterator[Rung]:
    """The rungs of one stage in their order; what they need of earlier stages is done."""
    graph = graphlib.TopologicalSorter({rung: [need for need in needs[rung] if need in rungs] for rung in rungs})
    graph.prepare()
    weight = {rung: sum(closed[top] for top in served[rung]) for rung in rungs}
    free: set[Rung] = set()
    above: Rung = ("", 0)
    serves: frozenset[Rung] = frozenset()
    while graph.is_active():
        free.update(graph.get_ready())
        if above not in free:
            above = min(free, key=lambda rung: (-weight[rung], serves.isdisjoint(served[rung]), hours[rung], rung))
        rung, above, serves = above, (above[0], above[1] + 1), served[above]
        free.remove(rung)
        yield rung
        graph.done(rung)
