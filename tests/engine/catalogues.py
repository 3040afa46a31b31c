"""Small catalogues for the engine's tests: by hand, and drawn by hypothesis."""

import dataclasses
import functools
import random

from hypothesis import settings
from hypothesis import strategies as st

from matching.engine import CatalogueSpec, Demand, Implied, Near, Requirement, RoleSpec, apportion, close
from tests.engine import reference

# The same examples on every run, on any machine: a red test is red for everybody.
same_examples = settings(derandomize=True, deadline=None, database=None, max_examples=60)

SKILLS = ("ada", "bash", "css", "dbt", "elm", "fpga", "git")
NUMBERS = 160


def role(slug: str, *asked: Requirement, usual: int = 0, title: str = "") -> RoleSpec:
    return RoleSpec(slug, title or slug.title(), usual, asked)


def catalogue(
    *roles: RoleSpec, near: tuple[Near, ...] = (), implied: tuple[Implied, ...] = (), more: str = ""
) -> CatalogueSpec:
    """The roles with just the skills they name, those of the relations, and those in `more` (separated by blanks)."""
    skills = {one.skill for each in roles for one in each.requirements} | set(more.split())
    skills |= {name for one in near for name in (one.skill, one.counts_as)}
    skills |= {name for one in implied for name in (one.skill, one.needs)}
    return CatalogueSpec(tuple(sorted(skills)), close(near), implied, roles)


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
    return st.integers(0, NUMBERS - 1).map(numbered)


@functools.cache
def numbered(number: int) -> CatalogueSpec:
    """A release of up to four roles that could be published. Titles and usual fits are few, and some roles ask the same
    with must-haves and valued skills exchanged, so that ties come up."""
    dice = random.Random(number)
    size = 1 + number // (NUMBERS // 4)
    distances = (0, 0, 1, 1, 2, 3, 4)
    pairs = [tuple(dice.sample(SKILLS, 2)) for _ in range(dice.randint(0, 2 * size))]
    near = {(skill, to): max(dice.choice(distances), int(skill > to)) for skill, to in pairs}
    base = dice.choice((0, 0, 1_200, 3_000))
    roles: list[RoleSpec] = []
    for slug in dice.sample(("ux", "ml", "qa", "bi"), dice.randint(1, size)):
        asked = _requirements(dice, dice.randint(2, size + 2))
        if roles and dice.random() < 0.3:
            asked = tuple(dataclasses.replace(one, essential=not one.essential) for one in roles[-1].requirements)
        title = dice.choice(("Builder", "builder", "Analyst"))
        roles.append(RoleSpec(slug, title, base + dice.choice((0, 0, 1, 350, 1_499, 1_500)), asked))
    spec = CatalogueSpec(SKILLS, close(Near(*pair, distance) for pair, distance in near.items()), (), tuple(roles))
    for rule in _implied(dice, dice.randint(0, 5 * size)):
        more = dataclasses.replace(spec, implied=(*spec.implied, rule))
        spec = spec if reference.self_raising(more) else more
    return spec


def _implied(dice: random.Random, count: int) -> tuple[Implied, ...]:
    """Rules that lead back in one order of all rungs, in which each level comes after the one below: no circles."""
    reached = dict.fromkeys(SKILLS, 0)
    rungs = []
    for skill in dice.sample(SKILLS * 5, 35):
        reached[skill] += 1
        rungs.append((skill, reached[skill]))
    found: dict[tuple[str, int, str], Implied] = {}
    for _ in range(count):
        first, then = sorted(dice.sample(range(len(rungs)), 2))
        (needs, needs_level), (skill, level) = rungs[first], rungs[then]
        if skill != needs:
            found[skill, level, needs] = Implied(skill, level, needs, needs_level)
    return tuple(found.values())


def _requirements(dice: random.Random, count: int) -> tuple[Requirement, ...]:
    must_haves = dice.randint(1, count - 1)
    asked = []
    for at, skill in enumerate(dice.sample(SKILLS, count)):
        essential = at < must_haves
        importance = dice.choice((4, 5) if essential else (1, 3, 3, 5))
        asked.append(Demand(skill, dice.choice((1, 2, 3, 4, 5)), importance, essential))
    if all(one.level == 3 for one in asked):
        asked[0] = dataclasses.replace(asked[0], level=4)
    shares = apportion(asked)
    return tuple(Requirement(one.skill, one.level, one.essential, shares[one.skill], one.importance) for one in asked)


def profiles(min_size: int = 0) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 5), min_size=min_size)


def some_levels(dice: random.Random, least: int) -> dict[str, int]:
    """Claims on any number of skills; one in three knows little, so that usual fits count in part only."""
    top = dice.choice((2, 5, 5))
    return {skill: dice.randint(0, top) for skill in dice.sample(SKILLS, dice.randint(least, len(SKILLS)))}
