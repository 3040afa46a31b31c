"""The starting points nearest to somebody, on the catalogue that we ship."""

import random

from careers.catalogue.released import Released
from matching.matches import pages


def test_the_nearest_starts_are_those_with_the_largest_common_share(shipped: Released) -> None:
    """As the share is defined: the smaller levels over the greater ones, of all skills that either has."""
    chance = random.Random(3)
    starts = [{one.skill: one.level for one in start.levels} for start in shipped.content.starts]

    def share(start: dict[str, int], held: dict[str, int]) -> float:
        either = start.keys() | held.keys()
        smaller = sum(min(start.get(skill, 0), held.get(skill, 0)) for skill in either)
        return smaller / sum(max(start.get(skill, 0), held.get(skill, 0)) for skill in either)

    for _ in range(30):
        held = {skill: chance.randint(1, 5) for skill in chance.sample(sorted(shipped.skills), chance.randint(3, 30))}
        ordered = sorted(starts, key=lambda start: share(start, held), reverse=True)
        expected = [start for start in ordered if share(start, held)][: pages.NEAREST]
        assert pages.nearest_starts(shipped, held) == expected
    assert pages.nearest_starts(shipped, {}) == []
