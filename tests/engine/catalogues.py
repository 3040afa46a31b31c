"""Small catalogues for the engine's tests: by hand, and drawn by hypothesis."""

import dataclasses
import functools
import random

from hypothesis import settings
from hypothesis import strategies as st

from matching.engine import CatalogueSpec, Demand, Near, Requirement, RoleSpec, apportion, close

# The same examples on every run, on any machine: a red test is red for everybody.
same_examples = settings(derandomize=True, deadline=None, database=None, max_examples=60)

SKILLS = ("ada", "bash", "css", "dbt", "elm", "fpga", "git")


def role(slug: str, *asked: Requirement, typical: int = 0, title: str = "") -> RoleSpec:
    return RoleSpec(slug, title or slug.title(), typical, asked)


def catalogue(*roles: RoleSpec, near: tuple[Near, ...] = (), min_claims: int = 0, more: str = "") -> CatalogueSpec:
    """The roles with just the skills they name, those of `near`, and those in `more` (separated by blanks)."""
    asked = {one.skill for each in roles for one in each.requirements}
    skills = asked | {one.skill for one in near} | {one.counts_as for one in near} | set(more.split())
    return CatalogueSpec(tuple(sorted(skills)), close(near), roles, min_claims)


@st.composite
def nears(draw: st.DrawFn) -> tuple[Near, ...]:
    """Direct relations; those at distance 0 lead forward in the alphabet only, so they run in no circle."""
    pairs = st.tuples(st.sampled_from(SKILLS), st.sampled_from(SKILLS)).filter(lambda pair: pair[0] != pair[1])
    return tuple(
        Near(skill, to, draw(st.integers(0 if skill < to else 1, 4)))
        for skill, to in draw(st.lists(pairs, max_size=9, unique=True))
    )


def specs() -> st.SearchStrategy[CatalogueSpec]:
    """One of 160 small releases, made once because drawing them is slow; the later ones are larger, so that hypothesis
    still finds a small one to show."""
    return st.integers(0, 159).map(numbered)


@functools.cache
def numbered(number: int) -> CatalogueSpec:
    """A release of up to four roles; a few titles, weights and typicals, so that ties come up."""
    dice = random.Random(number)
    size = 1 + number // 40
    roles = tuple(
        RoleSpec(
            slug,
            title=dice.choice(("Builder", "builder", "Analyst")),
            typical=dice.choice((0, 0, 350, 1_500)),
            requirements=_requirements(dice, dice.randint(1, size + 1)),
        )
        for slug in dice.sample(("ux", "ml", "qa", "bi"), dice.randint(1, size))
    )
    near = {(skill, to): dice.randint(int(skill > to), 4) for skill, to in _pairs(dice, dice.randint(0, 3 * size))}
    return CatalogueSpec(SKILLS, close(Near(*pair, distance) for pair, distance in near.items()), roles, number % 4)


def _pairs(dice: random.Random, count: int) -> list[tuple[str, ...]]:
    return [tuple(dice.sample(SKILLS, 2)) for _ in range(count)]


def _requirements(dice: random.Random, count: int) -> tuple[Requirement, ...]:
    asked = [
        Demand(skill, dice.choice((1, 2, 3, 4, 5)), dice.choice((1, 1, 7, 40))) for skill in dice.sample(SKILLS, count)
    ]
    if all(one.level == 3 for one in asked):
        asked[0] = dataclasses.replace(asked[0], level=4)
    points = apportion(asked)
    return tuple(Requirement(one.skill, one.level, dice.random() < 0.5, points[one.skill]) for one in asked)


def profiles(min_size: int = 0) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 5), min_size=min_size)
