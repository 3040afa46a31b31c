"""Job ads and the engine: which role an ad is like, and an ad as a role of its own, scored and planned for somebody."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from careers.catalogue.released import Released
from matching import engine, inputs
from matching.postings.reading import Asked

ALIKE = 3  # the level that each skill of an ad counts as when it is compared with roles, as the evaluation counts them
IMPORTANCE = 3  # of everything that an ad asks: it says what is a must-have, and no more
# Hundredths: an ad that fits its role less is like none of ours. Of 2,010 ads of our roles in ../shared/data/dev, 8 in
# 100 name more than `FEW` skills and fit less; of 936 ads of other jobs, 36 in 100.
LIKE_NONE = 2_000
FEW = 3  # skills; an ad that names no more says too little to be like anything


class AdRole(NamedTuple):
    """An ad as a role of a release, and the skill that stands for each thing asked."""

    release: Released
    role: engine.RoleSpec
    chosen: Mapping[str, str]

    @property
    def compiled(self) -> engine.Compiled:
        """The engine's tables with that one role."""
        return _compiled(self.release, self.role)


class Standing(NamedTuple):
    """The fit to an ad without its receipt, as `score` gives it; all in hundredths but the must-haves."""

    fit: int
    known: int
    highest: int
    must_haves_met: int
    must_haves_of: int

    @property
    def band(self) -> str:
        return engine.band(self.fit, self.must_haves_met, self.must_haves_of)


def like(release: Released, named: Iterable[str]) -> Sequence[engine.RoleScore]:
    """The roles by how much an ad is like them, the most first: ranked as for somebody who holds what it names."""
    return engine.score(inputs.compiled(release), dict.fromkeys(named, ALIKE))


def ad_role(release: Released, asks: Sequence[Asked], held: Mapping[str, int]) -> AdRole:
    """The ad as a role of its own for somebody who holds `held`.

    Of several skills of which one is enough, the one counts that they hold best, up to the level asked; of equals, the
    one that the ad names first. Shares do not depend on the choice, so that a fit never falls when a level rises.

    Raises engine.ApportionmentError if nothing is asked.
    """
    effective = engine.effective_levels(inputs.compiled(release).spec, held)
    chosen = {ask.slug: max(ask.skills, key=lambda skill: min(effective.get(skill, 0), ask.level)) for ask in asks}
    shares, total = engine.apportion_posting([engine.Demand(ask.slug, ask.level, IMPORTANCE, ask.must) for ask in asks])
    role = engine.RoleSpec(
        slug="ad",
        title="This ad",
        usual=0,
        total=total,
        requirements=tuple(
            engine.Requirement(chosen[ask.slug], ask.level, ask.must, shares[ask.slug], IMPORTANCE) for ask in asks
        ),
    )
    return AdRole(release, role, chosen)


@lru_cache(maxsize=64)
def _compiled(release: Released, role: engine.RoleSpec) -> engine.Compiled:
    """The release's skills with one role alone; it takes some 30 ms, and is kept per process for the next look."""
    return engine.compile_catalogue(inputs.with_role(release, role))


def score(role: AdRole, held: Mapping[str, int]) -> engine.RoleScore:
    """The fit to the ad with its receipt."""
    [found] = engine.score(role.compiled, held)
    return found


def standing(role: AdRole, held: Mapping[str, int]) -> Standing:
    """The fit to an ad by its formula, without the tables, which take longer to make than a list of ads may."""
    spec = inputs.compiled(role.release).spec
    have = engine.effective_levels(spec, held)
    best = engine.effective_levels(spec, {**dict.fromkeys(spec.skills, engine.TOP_LEVEL), **held})
    asked = role.role.requirements
    musts = [one for one in asked if one.essential]
    return Standing(
        fit=sum(one.points_at(have.get(one.skill, 0)) for one in asked),
        known=sum(one.points_at(one.level if one.skill in held else have.get(one.skill, 0)) for one in asked),
        highest=sum(one.points_at(best.get(one.skill, 0)) for one in asked),
        must_haves_met=sum(have.get(one.skill, 0) >= one.level for one in musts),
        must_haves_of=len(musts),
    )
