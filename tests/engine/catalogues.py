"""Small catalogues for the engine's tests: by hand, and drawn by hypothesis."""

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


@st.composite
def requirements(draw: st.DrawFn) -> tuple[Requirement, ...]:
    skills = draw(st.lists(st.sampled_from(SKILLS), min_size=1, max_size=5, unique=True))
    levels = {skill: draw(st.integers(1, 5)) for skill in skills}
    if all(level == 3 for level in levels.values()):
        levels[skills[0]] = 4
    points = apportion([Demand(skill, level, draw(st.integers(1, 60))) for skill, level in levels.items()])
    return tuple(Requirement(skill, levels[skill], draw(st.booleans()), points[skill]) for skill in skills)


@st.composite
def specs(draw: st.DrawFn) -> CatalogueSpec:
    """A release of up to four roles; a few titles and typicals, so that ties come up."""
    slugs = draw(st.lists(st.sampled_from(("ux", "ml", "qa", "bi")), min_size=1, max_size=4, unique=True))
    roles = tuple(
        RoleSpec(
            slug,
            title=draw(st.sampled_from(("Builder", "builder", "Analyst"))),
            typical=draw(st.sampled_from((0, 0, 350, 1_500))),
            requirements=draw(requirements()),
        )
        for slug in slugs
    )
    return CatalogueSpec(SKILLS, close(draw(nears())), roles, min_claims=draw(st.integers(0, 3)))


def profiles(min_size: int = 0) -> st.SearchStrategy[dict[str, int]]:
    return st.dictionaries(st.sampled_from(SKILLS), st.integers(0, 5), min_size=min_size)
