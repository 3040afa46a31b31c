"""Preparing a release, once for each draft: it is checked as a whole, and frozen with its integers."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from careers.catalogue import content as frozen
from careers.catalogue import draft as shapes
from careers.catalogue import files, findings, shaping
from careers.catalogue.content import MEASURE
from careers.catalogue.draft import Draft, canonical_json, digest
from careers.catalogue.findings import Finding
from careers.catalogue.released import Released
from careers.catalogue.study import level_hours
from matching import engine

Shares = Mapping[str, int]  # {skill: share in hundredths of a point} of one role


@dataclass(frozen=True)
class Prepared:
    """A draft, and the result of publishing it: the findings in its way or, if there are none, the frozen content.

    `content` (canonical JSON), `digest` and `shares` (by role) are empty if there are findings.
    """

    draft: Draft
    findings: tuple[Finding, ...] = ()
    content: str = ""
    digest: str = ""
    shares: Mapping[str, Shares] = field(default_factory=dict)

    @cached_property
    def released(self) -> Released:
        """The release that it would become, numbered 0. There must be no findings."""
        return Released(number=0, digest=self.digest, published_at=datetime.datetime.min, content=self.content)


def prepare(draft: Draft) -> Prepared:
    """Check a draft and freeze it. One apportionment a role, and a tenth of a second for the shipped catalogue."""
    found = list(shaping.misshapen(draft)) or findings.check(draft)
    if not draft.roles:
        found.append(Finding("roles", "", "there are no roles; a release has at least one"))
    if found:  # what follows relies on sound records
        return Prepared(draft, tuple(found))
    near = engine.close(
        engine.Near(skill=one.skill, counts_as=one.counts_as, distance=one.distance) for one in draft.near
    )
    shares: dict[str, Shares] = {}
    for role in draft.roles:
        try:
            shares[role.slug] = engine.apportion(demands(draft, role.slug))
        except engine.ApportionmentError as error:
            found.append(Finding("requirements", role.slug, str(error)))
    found += _self_raising(draft, near)
    if found:
        return Prepared(draft, tuple(found))
    content = canonical_json(_content(shapes.in_order(draft), near, shares))
    return Prepared(draft, (), content, digest(content), shares)


def prepare_files(folder: Path) -> Prepared:
    """Prepare the draft in a folder of files; if the files have faults, there is nothing else."""
    draft, found = files.read(folder)
    return Prepared(draft, tuple(found)) if found else prepare(draft)


def demands(draft: Draft, role: str) -> list[engine.Demand]:
    """The demands of a role, among which the engine divides its points."""
    return [
        engine.Demand(skill=asked.skill, level=asked.level, importance=asked.importance, essential=asked.essential)
        for asked in draft.requirements
        if asked.role == role
    ]


def _self_raising(draft: Draft, near: tuple[engine.Near, ...]) -> Iterator[Finding]:
    """Check that no level of a skill counts as a higher one of the same skill."""
    without_roles = engine.CatalogueSpec(
        skills=tuple(skill.slug for skill in draft.skills if not skill.retired),
        near=near,
        implied=tuple(
            engine.Implied(skill=step.skill, level=step.level, needs=step.needs, needs_level=step.needs_level)
            for step in draft.prerequisites
            if step.implied
        ),
        roles=(),
    )
    for skill, level, raised in engine.self_raising(without_roles):
        yield Finding(
            "prerequisites",
            skill,
            f"level {level} alone would count as level {raised} of the same skill, through implied and near skills; "
            "remove one of the relations on that path",
        )


def _content(draft: Draft, near: Sequence[engine.Near], shares: Mapping[str, Shares]) -> dict[str, Any]:
    """The content that a release freezes: near relations closed, hours worked out, and the shares that make points."""
    hours = level_hours(draft)
    return {
        "measure": MEASURE,
        "groups": draft.groups,
        "skills": [_skill(draft, skill, near, hours) for skill in draft.skills if not skill.retired],
        "roles": [_role(draft, role, shares[role.slug]) for role in draft.roles],
        "start_groups": draft.start_groups,
        "starts": draft.starts,
        "signposts": draft.signposts,
    }


def _kept(shape: type[frozen.Record], record: shapes.Record, **worked_out: Any) -> dict[str, Any]:
    """The fields that a release keeps of a record of the draft, and those that are worked out for it.

    The shape in `careers.catalogue.content` is the list of them: a field that both have is kept without naming it here.
    """
    there = msgspec.structs.asdict(record)
    return {name: there[name] for name in shape.__struct_fields__ if name in there} | worked_out


def _skill(
    draft: Draft,
    skill: shapes.Skill,
    near: Sequence[engine.Near],
    hours: Mapping[tuple[str, int], int | None],
) -> dict[str, Any]:
    usual = findings.kind_levels(draft)
    own = {level.level: level.meaning for level in skill.levels}
    return _kept(
        frozen.Skill,
        skill,
        levels=[
            {
                "level": level,
                "meaning": own.get(level) or usual[skill.kind, level].meaning.replace("{skill}", skill.name),
                "hours": hours[skill.slug, level],
            }
            for level in range(1, 6)
        ],
        prerequisites=[
            _kept(frozen.Prerequisite, step, skill=step.needs, skill_level=step.needs_level)
            for step in draft.prerequisites
            if step.skill == skill.slug
        ],
        near=[{"skill": one.counts_as, "distance": one.distance} for one in near if one.skill == skill.slug],
        resources=[
            _kept(frozen.Resource, resource) | _kept(frozen.Resource, use, hours=resource.hours, skill_hours=use.hours)
            for resource in draft.resources
            for use in resource.skills
            if use.skill == skill.slug
        ],
    )


def _role(draft: Draft, role: shapes.Role, share: Shares) -> dict[str, Any]:
    return _kept(
        frozen.Role,
        role,
        usual=int(role.usual.replace(".", "")),
        requirements=[
            _kept(frozen.Requirement, asked, share=share[asked.skill])
            for asked in draft.requirements
            if asked.role == role.slug
        ],
        projects=[_kept(frozen.Project, one) for one in draft.projects if one.role == role.slug],
    )
