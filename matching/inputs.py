"""Rows and releases to engine values: the one place where they meet.

A skill is known to the engine by its slug in the release at hand; claims are kept by the skill's permanent position, so
a renamed skill stays held. Claims of skills that the release does not have are the person's own and are not scored.
"""

from collections.abc import Mapping
from functools import lru_cache

from careers.catalogue.released import Released
from matching import engine


@lru_cache(maxsize=4)
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
        roles=tuple(
            engine.RoleSpec(
                slug=role.slug,
                title=role.title,
                typical=role.typical,
                requirements=tuple(
                    engine.Requirement(
                        skill=asked.skill,
                        level=asked.level,
                        essential=asked.essential,
                        points_per_level=asked.points_per_level,
                    )
                    for asked in role.requirements
                ),
            )
            for role in release.content.roles
        ),
        min_claims=release.min_claims,
    )


def levels(release: Released, by_position: Mapping[int, int]) -> dict[str, int]:
    """{slug: level} of the claims that the release knows."""
    return {
        release.by_position[position].slug: level
        for position, level in by_position.items()
        if position in release.by_position
    }
