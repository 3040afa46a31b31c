"""Near relations closed transitively, and the levels that claims give in the end."""

import graphlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matching.engine.types import FARTHEST_NEAR, TOP_LEVEL, CatalogueSpec, Implied, Near

_Arrows = dict[str, dict[str, int]]
_Rule = TypeVar("_Rule", Near, Implied)


class NearCircleError(ValueError):
    """Relations at distance 0 ("is a kind of") run in a circle; `circle` lists its skills, the first one again last."""

    def __init__(self, circle: tuple[str, ...]) -> None:
        super().__init__(f"near relations at distance 0 run in a circle: {' -> '.join(circle)}")
        self.circle = circle


def close(near: Iterable[Near]) -> tuple[Near, ...]:
    """The transitive closure of `near`: every pair of skills at its shortest distance, if that is 4 or less.

        d*(a, c) = min over paths a -> ... -> c of the sum of its distances

    A relation given twice counts at its shorter distance. No skill is near itself; the result is sorted by skill, then
    by what it counts as. Each skill is searched outwards nearest first (Dijkstra), which ends early because nothing
    beyond 4 levels counts.

    Raises NearCircleError (a ValueError) if relations at distance 0 run in a circle: skills that are each a kind of
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
        # graphlib lists each skill after the one it was reached from, against the arrows here.
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


@dataclass(frozen=True, slots=True)
class Closure:
    """The rules by which claims give levels, grouped by the skill that gives them. Made by `closure_of`."""

    near: Mapping[str, Sequence[Near]]
    implied: Mapping[str, Sequence[Implied]]

    def held(self, levels: Mapping[str, int]) -> dict[str, int]:
        """The least levels H with H_i >= L_i for each claim, H_b >= H_a if a is a kind of b, and H_p >= m if H_i >= k
        and level k of i implies p at level m. Skills at 0 are left out.

        Each rule has one premise, so this is a walk along the rules from each claim, and H of a profile is the
        greatest of what each claim gives alone.
        """
        held: dict[str, int] = {}
        left = list(levels.items())
        while left:
            skill, level = left.pop()
            if level > held.get(skill, 0):
                held[skill] = level
                left += [(near.counts_as, level) for near in self.near.get(skill, ()) if near.distance == 0]
                left += [(one.needs, one.needs_level) for one in self.implied.get(skill, ()) if one.level <= level]
        return held

    def effective(self, levels: Mapping[str, int]) -> dict[str, int]:
        """E_b = max over a of (H_a - d_ab), d_bb = 0: near skills are credited last and imply nothing.

        Skills at 0 are left out.
        """
        held = self.held(levels)
        effective = dict(held)
        for skill, level in held.items():
            for near in self.near.get(skill, ()):
                if level - near.distance > effective.get(near.counts_as, 0):
                    effective[near.counts_as] = level - near.distance
        return effective


def closure_of(spec: CatalogueSpec) -> Closure:
    return Closure(_by_skill(spec.near), _by_skill(spec.implied))


def effective_levels(spec: CatalogueSpec, levels: Mapping[str, int]) -> dict[str, int]:
    """E of every skill, including those that no role asks for; skills at 0 are left out.

    >>> near = (Near("scala", "programming", 0), Near("sql", "databases", 1))
    >>> implied = (Implied("spark", 3, "sql", 2), Implied("spark", 4, "scala", 3))
    >>> spec = CatalogueSpec(("databases", "programming", "scala", "spark", "sql"), near, implied, ())
    >>> sorted(effective_levels(spec, {"spark": 4}).items())
    [('databases', 1), ('programming', 3), ('scala', 3), ('spark', 4), ('sql', 2)]
    """
    return closure_of(spec).effective(levels)


def self_raising(spec: CatalogueSpec) -> tuple[tuple[str, int, int], ...]:
    """Claims that would raise their own skill: (skill, level claimed, level that it would count as); publishing refuses
    them, because a receipt could not say what such a level is held through."""
    closure = closure_of(spec)
    found = (
        (skill, level, closure.effective({skill: level})[skill])
        for skill in spec.skills
        for level in range(1, TOP_LEVEL + 1)
    )
    return tuple(one for one in found if one[2] > one[1])


def _by_skill(rules: Iterable[_Rule]) -> dict[str, list[_Rule]]:
    found: dict[str, list[_Rule]] = {}
    for rule in rules:
        found.setdefault(rule.skill, []).append(rule)
    return found
