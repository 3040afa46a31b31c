"""Advice on a draft that needs the engine: whether must-haves tell the roles apart."""

import datetime
from collections.abc import Iterator, Sequence

from careers.catalogue import advice
from careers.catalogue.draft import Draft, canonical_json
from careers.catalogue.findings import Finding
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.operations.publishing import check, release_content


def advise(draft: Draft, *, today: datetime.date) -> tuple[Finding, ...]:
    """What is worth an editor's look in a draft; nothing where it has findings, which come first."""
    if check(draft):
        return ()
    return (*advice.check(draft, today=today), *_must_haves(draft))


def _must_haves(draft: Draft) -> Iterator[Finding]:
    """Somebody who meets the must-haves of one role, and has nothing else, meets all of no other and ranks it first."""
    for role, ranked in ranked_by_must_haves(as_released(draft)).items():
        for score in ranked:
            if score.role != role and score.must_haves_met == score.must_haves_of:
                yield Finding("roles", role, f"its must-haves meet all those of {score.role}; tell them apart")
        if place(role, ranked) > 1:
            yield Finding("roles", role, f"its must-haves alone rank {ranked[0].role} first; add one that only it has")


def ranked_by_must_haves(release: Released) -> dict[str, Sequence[engine.RoleScore]]:
    """For each role, the ranking of somebody who has exactly its must-haves and nothing else."""
    compiled = inputs.compiled(release)
    return {
        role.slug: engine.score(compiled, {one.skill: one.level for one in role.requirements if one.essential})
        for role in release.content.roles
    }


def place(role: str, ranked: Sequence[engine.RoleScore]) -> int:
    """The place of a role in a ranking, from 1; two with one lead share a place."""
    leads = {score.role: score.lead or 0 for score in ranked}
    return 1 + sum(lead > leads[role] for lead in leads.values())


def as_released(draft: Draft) -> Released:
    """The draft as the release that it would become; it has no findings."""
    content = canonical_json(release_content(draft))
    return Released(number=0, digest="", published_at=datetime.datetime.min, content=content)
