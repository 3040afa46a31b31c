"""Advice on a draft that takes the engine: do must-haves tell the roles apart, and are shares near their ideal?"""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from careers.catalogue import advice
from careers.catalogue.content import Project
from careers.catalogue.findings import Finding
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs
from matching.publishing.preparing import Prepared, demands

BEGUN = 2  # the level of the must-haves at which somebody should be able to build something small
HALVES_APART = 50  # hundredths of a point between the must-haves and the valued skills of a role
NOT_WHOLE = "whole shares cannot be nearer at these levels, so ask for one of its skills at another level"


def advise(prepared: Prepared, *, today: datetime.date) -> tuple[Finding, ...]:
    """Advice worth an editor's look at a draft; none if the draft has findings, which come first."""
    if prepared.findings:
        return ()
    release = prepared.released
    return (
        *advice.check(prepared.draft, today=today),
        *_shares(prepared),
        *_must_haves(release),
        *_projects(release),
    )


def _shares(prepared: Prepared) -> Iterator[Finding]:
    """Check that whole shares are near the ideal ones, and that each half of a role has nearly half of its points."""
    for role in prepared.draft.roles:
        asked = demands(prepared.draft, role.slug)
        share = prepared.shares[role.slug]
        points = [share[one.skill] * one.level**2 for one in asked]
        for one, own, ideal in zip(asked, points, engine.ideals(asked), strict=True):
            if abs(own - ideal) * 5 > ideal:
                message = f"counts {hundredths(own)} points, by its importance {hundredths(round(ideal))}"
                yield Finding("requirements", f"{role.slug} / {one.skill}", f"{message}; {NOT_WHOLE}")
        must = sum(own for one, own in zip(asked, points, strict=True) if one.essential)
        if abs(2 * must - sum(points)) > HALVES_APART:
            yield Finding("roles", role.slug, f"its must-haves count {hundredths(must)} points; {NOT_WHOLE}")


def _must_haves(release: Released) -> Iterator[Finding]:
    """Check that somebody with just the must-haves of one role meets all those of no other, and ranks it first."""
    for role, ranked in ranked_by_must_haves(release).items():
        for score in ranked:
            if score.role != role and score.must_haves_met == score.must_haves_of:
                yield Finding("roles", role, f"its must-haves meet all those of {score.role}; tell them apart")
        if place(role, ranked) > 1:
            yield Finding("roles", role, f"its must-haves alone rank {ranked[0].role} first; add one that only it has")


def _projects(release: Released) -> Iterator[Finding]:
    """Check that somebody with all must-haves at level 2, and nothing else, can do one of the role's projects."""
    spec = inputs.specification(release)
    for role in release.content.roles:
        begun = {one.skill: min(one.level, BEGUN) for one in role.requirements if one.essential}
        levels = engine.effective_levels(spec, begun)
        if role.projects and not any(feasible(project, levels) for project in role.projects):
            message = f"none can be done with all must-haves at {BEGUN}; add a small one, or ask less of the smallest"
            yield Finding("projects", role.slug, message)


def feasible(project: Project, levels: Mapping[str, int]) -> bool:
    """Say whether these effective levels are enough for a project."""
    return all(levels.get(own.skill, 0) >= own.level for own in project.skills)


def ranked_starts(release: Released) -> dict[str, Sequence[engine.RoleScore]]:
    """The ranking, for each starting point, of somebody who holds just what is typical of it."""
    compiled = inputs.compiled(release)
    return {
        start.slug: engine.score(compiled, {own.skill: own.level for own in start.levels})
        for start in release.starts_by_title
    }


def ranked_by_must_haves(release: Released) -> dict[str, Sequence[engine.RoleScore]]:
    """The ranking, for each role, of somebody who has exactly its must-haves and nothing else."""
    compiled = inputs.compiled(release)
    return {
        role.slug: engine.score(compiled, {one.skill: one.level for one in role.requirements if one.essential})
        for role in release.content.roles
    }


def place(role: str, ranked: Sequence[engine.RoleScore]) -> int:
    """The place of a role in a ranking, from 1; two with one lead share a place."""
    leads = {score.role: score.lead or 0 for score in ranked}
    return 1 + sum(lead > leads[role] for lead in leads.values())
