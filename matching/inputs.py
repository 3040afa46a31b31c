"""Rows and releases turned into engine values: the one place where they meet.

A skill is known to the engine by its slug in the release at hand; claims are kept by the skill's permanent position, so
a renamed skill stays held. Claims of skills that the release does not have are the person's own and are not scored.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from careers.catalogue.released import Released
from matching import engine


@lru_cache(maxsize=16)
def _compiled(release: Released) -> engine.Compiled:
    return engine.compile_catalogue(specification(release))


def compiled(release: Released) -> engine.Compiled:
    """The release as the engine's tables, kept per process."""
    return _compiled(release)


def specification(release: Released) -> engine.CatalogueSpec:
    """The release as the engine's plain values."""
    return engine.CatalogueSpec(
        skills=tuple(skill.slug for skill in release.content.skills),
        near=tuple(
            engine.Near(skill=skill.slug, counts_as=near.skill, distance=near.distance)
            for skill in release.content.skills
            for near in skill.near
        ),
        implied=tuple(
            engine.Implied(skill=skill.slug, level=need.level, needs=need.skill, needs_level=need.skill_level)
            for skill in release.content.skills
            for need in skill.prerequisites
            if need.implied
        ),
        roles=tuple(
            engine.RoleSpec(
                slug=role.slug,
                title=role.title,
                usual=role.usual,
                requirements=tuple(
                    engine.Requirement(
                        skill=asked.skill,
                        level=asked.level,
                        essential=asked.essential,
                        share=asked.share,
                        importance=asked.importance,
                    )
                    for asked in role.requirements
                ),
            )
            for role in release.content.roles
        ),
    )


def with_role(release: Released, role: engine.RoleSpec) -> engine.CatalogueSpec:
    """The release's skills with one role alone, which is not of the release."""
    return replace(compiled(release).spec, roles=(role,))


@lru_cache(maxsize=16)
def renamed(old: Released, new: Released) -> engine.Renamed:
    """The names that `new` has changed: skills are recognised by their position, roles by the slugs they had.

    A release that rolls back to older content does not know the later slugs; then the old release knows the new ones.
    """
    skills = {
        skill.slug: new.by_position[skill.position].slug
        for skill in old.content.skills
        if skill.position in new.by_position
    }
    forward = {slug: new.role_slug(slug) for slug in old.roles}
    back = {old.role_slug(slug): slug for slug in new.roles if slug not in old.roles}
    roles = {slug: now or back.get(slug) for slug, now in forward.items()}
    return engine.Renamed(
        skills={slug: now for slug, now in skills.items() if now != slug},
        roles={slug: now for slug, now in roles.items() if now is not None and now != slug},
    )


@lru_cache(maxsize=4)
def study(release: Released) -> engine.Study:
    """The hours and prerequisites of the release, kept per process."""
    needs: dict[tuple[str, int], tuple[tuple[str, int], ...]] = {}
    for skill in release.content.skills:
        for need in skill.prerequisites:
            reached = (skill.slug, need.level)
            needs[reached] = (*needs.get(reached, ()), (need.skill, need.skill_level))
    return engine.Study(
        hours={(skill.slug, level.level): level.hours for skill in release.content.skills for level in skill.levels},
        needs=needs,
    )


def levels(release: Released, by_position: Mapping[int, int]) -> dict[str, int]:
    """{slug: level} of the claims that the release knows."""
    return {
        release.by_position[position].slug: level
        for position, level in by_position.items()
        if position in release.by_position
    }


@lru_cache(maxsize=16)
def _positions(release: Released) -> npt.NDArray[np.intp]:
    """The permanent position of each skill, in the order of the engine's columns."""
    return np.array([skill.position for skill in release.content.skills], dtype=np.intp)


def codes(release: Released, vectors: Sequence[bytes]) -> engine.Codes:
    """The engine's codes (people x skills of the release) of packed levels: the same bytes, in the release's order."""
    positions = _positions(release)
    width = int(positions.max(initial=-1)) + 1
    table = np.frombuffer(b"".join([vector[:width].ljust(width, b"\0") for vector in vectors]), dtype=np.uint8)
    # Gathered as a row a skill, which is what the engine works through, and handed over as its transpose.
    return table.reshape(len(vectors), width).T[positions].T
