"""Advice on a draft that needs the engine: whether must-haves tell the roles apart."""

import datetime
from collections.abc import Iterator

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
    """Somebody who meets the must-haves of one role, and has nothing else, meets all of no other and ranks it first.

    Level with the first counts as first: the order of two equal leads is that of their must-haves.
    """
    release = _as_released(draft)
    compiled = inputs.compiled(release)
    for role in release.content.roles:
        ranked = engine.score(compiled, {one.skill: one.level for one in role.requirements if one.essential})
        leads = {score.role: score.lead or 0 for score in ranked}
        for score in ranked:
            if score.role != role.slug and score.must_haves_met == score.must_haves_of:
                yield Finding("roles", role.slug, f"its must-haves meet all those of {score.role}; tell them apart")
        if leads[role.slug] < leads[ranked[0].role]:
            yield Finding(
                "roles", role.slug, f"its must-haves alone rank {ranked[0].role} first; add one that only it has"
            )


def _as_released(draft: Draft) -> Released:
    """The draft as the release that it would become."""
    content = canonical_json(release_content(draft))
    return Released(number=0, digest="", published_at=datetime.datetime.min, content=content)
