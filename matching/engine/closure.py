"""Near relations, closed: what holding a skill counts as, directly or through other skills."""

import graphlib
from collections.abc import Iterable

from matching.engine.types import FARTHEST_NEAR, Near

_Arrows = dict[str, dict[str, int]]


class NearCircleError(ValueError):
    """Relations at distance 0 ("is a kind of") run in a circle; `circle` names its skills, the first one again last."""

    def __init__(self, circle: tuple[str, ...]) -> None:
        super().__init__(f"near relations at distance 0 run in a circle: {' -> '.join(circle)}")
        self.circle = circle


def close(near: Iterable[Near]) -> tuple[Near, ...]:
    """The transitive closure of `near`: every pair of skills at its shortest distance, as long as that is 4 or less.

        d*(a, c) = min over paths a -> ... -> c of the sum of the distances on it

    A relation given twice counts at its shorter distance. No skill is near itself; the result is sorted by skill, then
    by what it counts as. Each skill is searched outwards nearest first (Dijkstra), which ends early because nothing
    lies farther than 4 levels.

    Raises NearCircleError (a ValueError) when relations at distance 0 run in a circle: skills that are each a kind of
    the other would be one skill under two names.

    >>> [(n.skill, n.counts_as, n.distance) for n in close([Near("snowflake", "dwh", 0), Near("dwh", "sql", 2)])]
    [('dwh', 'sql', 2), ('snowflake', 'dwh', 0), ('snowflake', 'sql', 2)]

    Source: E. W. Dijkstra, "A note on two problems in connexion with graphs", Numerische Mathematik 1 (1959).
    """
    arrows = _shortest_arrows(near)
    _refuse_circles(arrows)
    return tuple(
        Near(skill, counts_as, distance)
        for skill in sorted(arrows)
        for counts_as, distance in sorted(_distances_from(skill, arrows).items())
    )


def _shortest_arrows(near: Iterable[Near]) -> _Arrows:
    arrows: _Arrows = {}
    for relation in near:
        from_skill = arrows.setdefault(relation.skill, {})
        from_skill[relation.counts_as] = min(relation.distance, from_skill.get(relation.counts_as, relation.distance))
    return arrows


def _refuse_circles(arrows: _Arrows) -> None:
    kinds = {skill: sorted(to for to, distance in arrows[skill].items() if distance == 0) for skill in sorted(arrows)}
    try:
        graphlib.TopologicalSorter(kinds).prepare()
    except graphlib.CycleError as error:
        # graphlib lists each skill after the one it was reached from, which is against the arrows here.
        raise NearCircleError(tuple(reversed(error.args[1]))) from None


def _distances_from(start: str, arrows: _Arrows) -> dict[str, int]:
    found = {start: 0}
    for distance in range(FARTHEST_NEAR + 1):
        # The list grows while it is walked: arrows of length 0 lead to skills of the same ring.
        ring = [skill for skill, at in found.items() if at == distance]
        for skill in ring:
            for to, step in arrows.get(skill, {}).items():
                reached = distance + step
                if reached <= FARTHEST_NEAR and reached < found.get(to, FARTHEST_NEAR + 1):
                    found[to] = reached
                    if step == 0:
                        ring.append(to)
    del found[start]
    return found
