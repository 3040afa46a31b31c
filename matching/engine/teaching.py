"""A teacher's order: the base first, then the must-haves, then the rest; what most stands on comes first.

Hours are proven (`fewest`); an order is a rule. Two others were tried on all fifteen roles: the fit that rises fastest
begins with twenty topics for two hours each; whole requirements by points an hour put Python eighth.
"""

import graphlib
from collections import Counter
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
    aims: Mapping[Rung, int],
    must_haves: Collection[str],
) -> tuple[Stride, ...]:
    """Return all rungs of a plan in the order in which a teacher would take them.

    `needs` lists the rungs of the plan, every one after those that it needs. `aims` are the rungs that the plan takes
    its requirements to, with the points that stand on each; `must_haves` are the skills of those that are must-haves.

    Stage 1, the base: the must-haves up to level 2 and all that they stand on. Stage 2: the must-haves up to the level
    asked and all that that stands on. Stage 3: the rest. Inside a stage the next rung is, among those whose needs are
    done, the one on which most stands: the sum of the points of the requirements that need it. Of several, one that
    serves a requirement of the rung before it comes first (else four topics of equal weight are begun at once), then
    fewer hours, then the slug. A skill once begun goes on as long as stage and needs allow; one that would have to be
    dropped at once, since all it opens is its own next level, which needs something else first, waits until then. Each
    stage begins afresh.

    >>> hours = {("sql", 1): 10, ("sql", 2): 20, ("spark", 1): 30, ("git", 1): 15, ("sql", 3): 40}
    >>> needs = {("sql", 1): [], ("sql", 2): [("sql", 1)], ("spark", 1): [("sql", 1)], ("git", 1): []}
    >>> needs[("sql", 3)] = [("sql", 2)]
    >>> order = strides(hours, needs, {("sql", 3): 900, ("spark", 1): 500, ("git", 1): 300}, ["sql", "git"])
    >>> [(stride.stage, *stride.rungs) for stride in order]
    [(1, ('sql', 1), ('sql', 2)), (1, ('git', 1)), (2, ('sql', 3)), (3, ('spark', 1))]
    """
    cones = cones_of(needs)
    served = {rung: frozenset(aim for aim in aims if rung in cones[aim]) for rung in needs}
    musts = [aim for aim in aims if aim[0] in must_haves]
    base = united(cones, (rung for rung in needs for aim in musts if rung == (aim[0], min(aim[1], BASE_TO))))
    required = united(cones, musts)
    order = (
        (stage, rung)
        for stage, rungs in zip(STAGES, (base, required - base, needs.keys() - required), strict=True)
        for rung in _walked(needs, rungs, served, aims, hours)
    )
    return tuple(
        Stride(stage, tuple(rung for _, rung in run))
        for (stage, _), run in groupby(order, key=lambda placed: (placed[0], placed[1][0]))
    )


def _walked(
    needs: Mapping[Rung, Collection[Rung]],
    rungs: Collection[Rung],
    served: Mapping[Rung, frozenset[Rung]],
    aims: Mapping[Rung, int],
    hours: Mapping[Rung, int],
) -> Iterator[Rung]:
    """The rungs of one stage in their order; what they need of earlier stages is done."""
    left = {rung: {need for need in needs[rung] if need in rungs} for rung in rungs}
    opened = Counter(need for direct in left.values() for need in direct)
    graph = graphlib.TopologicalSorter(left)
    graph.prepare()
    weight = {rung: sum(aims[aim] for aim in served[rung]) for rung in rungs}
    done: set[Rung] = set()
    free: set[Rung] = set()
    above: Rung = ("", 0)
    serves: frozenset[Rung] = frozenset()

    def dropped(rung: Rung) -> bool:
        """Say whether the skill could not go on after this rung, although it is all that the rung is for."""
        after = (rung[0], rung[1] + 1)
        return rung not in aims and after in left and opened[rung] == 1 and bool(left[after] - done - {rung})

    while graph.is_active():
        free.update(graph.get_ready())
        if above not in free:
            above = min(
                free,
                key=lambda rung: (dropped(rung), -weight[rung], serves.isdisjoint(served[rung]), hours[rung], rung),
            )
        rung, above, serves = above, (above[0], above[1] + 1), served[above]
        free.remove(rung)
        done.add(rung)
        yield rung
        graph.done(rung)
