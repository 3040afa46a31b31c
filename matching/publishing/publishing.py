"""Publishing: the draft is checked as a whole, frozen with its integers, and stored as the next release."""

import datetime
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from careers.catalogue import draft as shapes
from careers.catalogue import findings, releases, tables
from careers.catalogue.content import MEASURE
from careers.catalogue.diff import Change, compare
from careers.catalogue.draft import Draft, canonical_json, digest
from careers.catalogue.findings import Finding
from careers.catalogue.study import level_hours
from careers.models import Catalogue, Release, User
from matching import engine
from matching.scores.scoring import unpark


class NotPublishable(Exception):
    """The draft has findings; each names the file or table, the entry, and what to do."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in found))
        self.findings = tuple(found)


class Preview(NamedTuple):
    """What publishing the draft would do: what stands in the way, and what would change."""

    findings: tuple[Finding, ...]
    changes: tuple[Change, ...]
    digest: str


def preview_release() -> Preview:
    """The checks and the difference of the draft to the current release; writes nothing."""
    draft = tables.read()
    found = check(draft)
    if found:
        return Preview(tuple(found), (), "")
    content = canonical_json(release_content(draft))
    return Preview((), tuple(compare(_current_content(), json.loads(content))), digest(content))


def publish_release(*, reason: str, author: User | None = None, at: datetime.datetime | None = None) -> Release | None:
    """Publish the draft as the next release; None where it is the current release's content already.

    Raises NotPublishable with every finding.
    """
    with transaction.atomic():
        Catalogue.objects.get_or_create(pk=1)
        Catalogue.objects.select_for_update().get(pk=1)  # two editors publish one after the other
        return _publish(tables.read(), reason=reason, author=author, at=at)


def load_draft(*, draft: Draft, reason: str, at: datetime.datetime | None = None) -> Release | None:
    """Make the tables hold `draft` and publish it, in one transaction; None where it is the current content.

    Raises NotPublishable with every finding; then nothing was written.
    """
    found = [*check(draft), *tables.conflicts(draft)]
    if found:
        raise NotPublishable(found)
    with transaction.atomic():
        tables.replace(draft)
        return _publish(tables.read(), reason=reason, author=None, at=at)


def is_current(draft: Draft) -> bool:
    """Whether the current release has exactly the content of `draft` (which has no findings)."""
    try:
        return releases.current().digest == digest(canonical_json(release_content(draft)))
    except releases.NoRelease:
        return False


def _publish(draft: Draft, *, reason: str, author: User | None, at: datetime.datetime | None) -> Release | None:
    found = check(draft)
    if found:
        raise NotPublishable(found)
    content = canonical_json(release_content(draft))
    try:
        if releases.current().digest == digest(content):
            return None
    except releases.NoRelease:
        pass
    unpark()
    return releases.store_release(
        digest=digest(content),
        content=content,
        reason=reason,
        author_id=author.pk if author else None,
        at=at or timezone.now(),
    )


def check(draft: Draft) -> list[Finding]:
    """Every finding: those of the draft alone and, where there are none, those that need the engine."""
    found = findings.check(draft)
    if not draft.roles:
        found.append(Finding("roles", "", "there is no role; a release has at least one"))
    if found:
        return found
    for role in draft.roles:
        try:
            shares(draft, role.slug)
        except engine.ApportionmentError as error:
            found.append(Finding("requirements", role.slug, str(error)))
    return [*found, *_self_raising(draft)]


def _self_raising(draft: Draft) -> Iterator[Finding]:
    for skill, level, raised in engine.self_raising(_without_roles(draft)):
        yield Finding(
            "prerequisites",
            skill,
            f"level {level} alone would count as level {raised} of the same skill, by what is implied and near; "
            "take one of the relations on that way out",
        )


def _without_roles(draft: Draft) -> engine.CatalogueSpec:
    """What claims give, as the engine's plain values."""
    return engine.CatalogueSpec(
        skills=tuple(skill.slug for skill in draft.skills if not skill.retired),
        near=_closed(draft),
        implied=tuple(
            engine.Implied(skill=step.skill, level=step.level, needs=step.needs, needs_level=step.needs_level)
            for step in draft.prerequisites
            if step.implied
        ),
        roles=(),
    )


def _closed(draft: Draft) -> tuple[engine.Near, ...]:
    return engine.close(
        engine.Near(skill=one.skill, counts_as=one.counts_as, distance=one.distance) for one in draft.near
    )


def release_content(draft: Draft) -> dict[str, Any]:
    """What a release freezes: closed near relations, hours, and the shares that points are made of."""
    draft = shapes.in_order(draft)
    near = _closed(draft)
    hours = level_hours(draft)
    return {
        "measure": MEASURE,
        "groups": draft.groups,
        "skills": [_skill(draft, skill, near, hours) for skill in draft.skills if not skill.retired],
        "roles": [_role(draft, role) for role in draft.roles],
        "start_groups": draft.start_groups,
        "starts": draft.starts,
    }


def _skill(
    draft: Draft,
    skill: shapes.Skill,
    near: Sequence[engine.Near],
    hours: Mapping[tuple[str, int], int | None],
) -> dict[str, Any]:
    usual = findings.kind_levels(draft)
    own = {level.level: level.meaning for level in skill.levels}
    return {
        "slug": skill.slug,
        "former_slugs": skill.former_slugs,
        "name": skill.name,
        "kind": skill.kind,
        "position": skill.position,
        "summary": skill.summary,
        "hours_factor": skill.hours_factor,
        "hours_reason": skill.hours_reason,
        "practice": skill.practice,
        "aliases": skill.aliases,
        "exact_aliases": skill.exact_aliases,
        "preferred_aliases": skill.preferred_aliases,
        "levels": [
            {
                "level": level,
                "meaning": own.get(level) or usual[skill.kind, level].meaning.replace("{skill}", skill.name),
                "hours": hours[skill.slug, level],
            }
            for level in range(1, 6)
        ],
        "prerequisites": [
            {"level": step.level, "skill": step.needs, "skill_level": step.needs_level, "implied": step.implied}
            for step in draft.prerequisites
            if step.skill == skill.slug
        ],
        "near": [{"skill": one.counts_as, "distance": one.distance} for one in near if one.skill == skill.slug],
        "resources": [
            {
                "title": resource.title,
                "url": resource.url,
                "provider": resource.provider,
                "kind": resource.kind,
                "hours": resource.hours,
                "free": resource.free,
                "language": resource.language,
                "from_level": use.from_level,
                "to_level": use.to_level,
                "seen_on": resource.seen_on.isoformat(),
                "skill_hours": use.hours,
                "part": use.part,
            }
            for resource in draft.resources
            for use in resource.skills
            if use.skill == skill.slug
        ],
    }


def _role(draft: Draft, role: shapes.Role) -> dict[str, Any]:
    share = shares(draft, role.slug)
    return {
        "slug": role.slug,
        "former_slugs": role.former_slugs,
        "title": role.title,
        "group": role.group,
        "summary": role.summary,
        "day": role.day,
        "entry": role.entry,
        "foundation": role.foundation,
        "esco_code": role.esco_code,
        "onet_code": role.onet_code,
        "usual": int(role.usual.replace(".", "")),
        "beyond_study": role.beyond_study,
        "responsibilities": role.responsibilities,
        "differences": role.differences,
        "requirements": [
            {
                "skill": asked.skill,
                "level": asked.level,
                "importance": asked.importance,
                "essential": asked.essential,
                "counted": asked.counted,
                "of": asked.of,
                "named": asked.named,
                "reason": asked.reason,
                "share": share[asked.skill],
            }
            for asked in draft.requirements
            if asked.role == role.slug
        ],
        "projects": [
            {
                "slug": one.slug,
                "title": one.title,
                "hours": one.hours,
                "build": one.build,
                "good": one.good,
                "show": one.show,
                "skills": one.skills,
            }
            for one in draft.projects
            if one.role == role.slug
        ],
    }


def shares(draft: Draft, role: str) -> dict[str, int]:
    """The share of each requirement of a role, in hundredths of a point. Raises engine.ApportionmentError."""
    return engine.apportion([demand_of(asked) for asked in draft.requirements if asked.role == role])


def demand_of(asked: shapes.Requirement) -> engine.Demand:
    return engine.Demand(skill=asked.skill, level=asked.level, importance=asked.importance, essential=asked.essential)


def _current_content() -> dict[str, Any] | None:
    """As it is read today: what a release stored long ago does not say has its default, and is no change."""
    try:
        content: dict[str, Any] = json.loads(canonical_json(releases.current().content))
    except releases.NoRelease:
        return None
    return content
