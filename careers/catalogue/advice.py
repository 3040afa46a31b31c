"""Advice on a draft that may be published: nothing here is a fault, everything is a promise to readers.

The shipped catalogue keeps these promises (enough requirements to tell a role apart, few must-haves, a free way to
learn each skill). They are checked for every draft, so that editors see advice next to the findings. Advice that needs
the engine is in `matching.publishing.advising`.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator

from careers.catalogue import importances, study
from careers.catalogue.draft import Draft, Teaches
from careers.catalogue.findings import Finding

REQUIREMENTS = range(14, 25)
MUST_HAVES = range(4, 9)
VALUED_AT_5 = 2  # at most this many valued skills have the importance of the greatest must-haves
PROJECTS = range(3, 6)
STARTS = 50
TENTH = 10  # of the hours of several levels; a resource with less does not lead through all of them
OFTEN = 3  # a skill that this many roles ask has sentences of its own, and a second free resource
LINKS_AGE = datetime.timedelta(days=365)


def check(draft: Draft, *, today: datetime.date) -> list[Finding]:
    """Every piece of advice, in the order of the files."""
    checks = (_roles, importances.check, _sentences, _projects, _resources, _material, _spans, _starts)
    return [advice for one in checks for advice in one(draft)] + list(_links(draft, today))


def _roles(draft: Draft) -> Iterator[Finding]:
    asked = Counter(one.role for one in draft.requirements)
    must = Counter(one.role for one in draft.requirements if one.essential)
    valued_at_5 = Counter(one.role for one in draft.requirements if not one.essential and one.importance == 5)
    for role in draft.roles:
        if asked[role.slug] not in REQUIREMENTS:
            yield Finding("roles", role.slug, f"asks {asked[role.slug]} skills; {_between(REQUIREMENTS)} read well")
        if must[role.slug] not in MUST_HAVES:
            yield Finding("roles", role.slug, f"has {must[role.slug]} must-haves; {_between(MUST_HAVES)} tell it apart")
        if valued_at_5[role.slug] > VALUED_AT_5:
            message = (
                f"has {valued_at_5[role.slug]} valued skills of importance 5; keep {VALUED_AT_5}, lower the others"
            )
            yield Finding("roles", role.slug, message)
        if not role.differences:
            yield Finding("roles", role.slug, "says nothing about its neighbours; add what sets it apart from one")


def _sentences(draft: Draft) -> Iterator[Finding]:
    asked = Counter(one.skill for one in draft.requirements)
    for skill in draft.skills:
        if asked[skill.slug] >= OFTEN and len(skill.levels) < 5:
            yield Finding(
                "skills", skill.slug, f"{asked[skill.slug]} roles ask it; describe its five levels in its own sentences"
            )


def _resources(draft: Draft) -> Iterator[Finding]:
    """Every skill asked has free resources from the start to the level asked: one, or two if it is asked often."""
    free: dict[str, list[Teaches]] = defaultdict(list)
    for resource in draft.resources:
        for use in resource.skills:
            if resource.free:
                free[use.skill].append(use)
    asked: dict[str, list[int]] = defaultdict(list)
    for one in draft.requirements:
        asked[one.skill].append(one.level)
    for skill, levels in sorted(asked.items()):
        uses = free[skill]
        wanted = 2 if len(levels) >= OFTEN else 1
        if len(uses) < wanted:
            yield Finding(
                "resources", skill, f"free resources: {len(uses)}, roles that ask it: {len(levels)}; find {wanted}"
            )
        elif min(use.from_level for use in uses) > 1:
            yield Finding("resources", skill, "has no free resource to begin with; find one from level 0 or 1")
        elif max(use.to_level for use in uses) < max(levels):
            yield Finding("resources", skill, f"is asked up to {max(levels)}; find a free resource that leads there")


def _projects(draft: Draft) -> Iterator[Finding]:
    projects = Counter(project.role for project in draft.projects)
    for role in draft.roles:
        if projects[role.slug] not in PROJECTS:
            message = f"projects: {projects[role.slug]}; {_between(PROJECTS)} give people a choice"
            yield Finding("projects", role.slug, message)


def _material(draft: Draft) -> Iterator[Finding]:
    """Every must-have has material for half of its hours, or says why study is not enough."""
    for one in study.must_haves(draft):
        if not one.enough and not one.skill.practice:
            message = f"material for {one.material} of the {one.hours} hours to level {one.level}; find some for half"
            yield Finding("resources", one.skill.slug, f"{message}, or say in its practice what study cannot give")


def _spans(draft: Draft) -> Iterator[Finding]:
    """An evening's reading does not lead somebody through several levels."""
    hours = study.level_hours(draft)
    for resource in draft.resources:
        for use in resource.skills:
            span = study.between(hours, use.skill, use.from_level, use.to_level)
            if use.to_level - use.from_level > 1 and use.hours * TENTH < span:
                message = (
                    f"{use.hours} hours for the {span} from level {use.from_level} to {use.to_level} of {use.skill}"
                )
                yield Finding("resources", resource.url, f"{message}; name the one level that it helps with")


def _starts(draft: Draft) -> Iterator[Finding]:
    if len(draft.starts) < STARTS:
        yield Finding("starts", "", f"starting points: {len(draft.starts)}; with {STARTS} most people find their job")


def _links(draft: Draft, today: datetime.date) -> Iterator[Finding]:
    for resource in draft.resources:
        if today - resource.seen_on > LINKS_AGE:
            yield Finding("resources", resource.url, f"was last seen on {resource.seen_on}; check that it still works")


def _between(numbers: range) -> str:
    return f"{numbers.start} to {numbers.stop - 1}"
