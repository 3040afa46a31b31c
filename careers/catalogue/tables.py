"""The draft in tables: the same values as in the files, read from and written to the rows that editors edit.

`careers.catalogue.draft` says which fields there are. A field and a column of the same name need no code here.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from careers.catalogue import draft as shapes
from careers.catalogue import models as rows
from careers.catalogue.draft import Draft, draft_digest, in_order
from careers.catalogue.findings import Finding
from careers.words import fold_name, hundredths

Shape = TypeVar("Shape", bound=shapes.Record)
Row = TypeVar("Row", bound=models.Model)


def read() -> Draft:
    """The draft as the tables hold it. A fixed number of queries, whatever its size."""
    return in_order(
        Draft(
            kinds=_kinds(),
            skills=_skills(),
            near=tuple(
                shapes.Near(skill=skill, counts_as=counts_as, distance=distance)
                for skill, counts_as, distance in rows.Near.objects.values_list(
                    "skill__slug", "counts_as__slug", "distance"
                )
            ),
            prerequisites=tuple(
                shapes.Prerequisite(skill=skill, level=level, needs=needs, needs_level=needs_level, implied=implied)
                for skill, level, needs, needs_level, implied in rows.Prerequisite.objects.values_list(
                    "skill__slug", "level", "needs__slug", "needs_level", "implied"
                )
            ),
            groups=tuple(_record(shapes.Group, row) for row in rows.RoleGroup.objects.all()),
            roles=_roles(),
            requirements=tuple(
                _record(shapes.Requirement, row, role=row.role.slug, skill=row.skill.slug)
                for row in rows.Requirement.objects.select_related("role", "skill")
            ),
            projects=_projects(),
            resources=_resources(),
            start_groups=tuple(_record(shapes.StartGroup, row) for row in rows.StartGroup.objects.all()),
            starts=_starts(),
            signposts=_signposts(),
        )
    )


def _record(shape: type[Shape], row: models.Model, **related: Any) -> Shape:
    """The record of a row: the columns named like its fields, and what other tables hold of it."""
    columns = {name: getattr(row, name) for name in shape.__struct_fields__ if name not in related}
    return shape(**columns, **related)


def _values(record: shapes.Record, model: type[models.Model], **related: Any) -> dict[str, Any]:
    """The columns of a row that are named like fields of a record, and those given."""
    columns = {field.name for field in model._meta.concrete_fields}
    there = {name: getattr(record, name) for name in record.__struct_fields__ if name in columns}
    return there | related


def _kinds() -> tuple[shapes.Kind, ...]:
    levels: dict[Any, list[shapes.KindLevel]] = defaultdict(list)
    for row in rows.KindLevel.objects.all():
        levels[row.kind].append(_record(shapes.KindLevel, row))
    return tuple(shapes.Kind(kind=kind, levels=tuple(own)) for kind, own in levels.items())


def _skills() -> tuple[shapes.Skill, ...]:
    return tuple(
        _record(
            shapes.Skill,
            row,
            former_slugs=tuple(former.slug for former in row.former_slugs.all()),
            aliases=tuple(alias.text for alias in row.aliases.all() if not alias.exact),
            exact_aliases=tuple(alias.text for alias in row.aliases.all() if alias.exact),
            preferred_aliases=tuple(alias.text for alias in row.aliases.all() if alias.preferred),
            levels=tuple(_record(shapes.SkillLevel, own) for own in row.levels.all()),
        )
        for row in rows.Skill.objects.prefetch_related("aliases", "levels", "former_slugs")
    )


def _roles() -> tuple[shapes.Role, ...]:
    return tuple(
        _record(
            shapes.Role,
            row,
            group=row.group.slug,
            other_titles=tuple(own.text for own in row.other_titles.all()),
            former_slugs=tuple(former.slug for former in row.former_slugs.all()),
            usual=hundredths(row.usual),
            beyond_study=tuple(one.text for one in row.beyond_study.all()),
            responsibilities=tuple(one.text for one in row.responsibilities.all()),
            differences=tuple(shapes.Difference(role=one.other.slug, text=one.text) for one in row.differences.all()),
        )
        for row in rows.Role.objects.select_related("group").prefetch_related(
            "responsibilities", "beyond_study", "differences__other", "former_slugs", "other_titles"
        )
    )


def _projects() -> tuple[shapes.Project, ...]:
    return tuple(
        _record(
            shapes.Project,
            row,
            role=row.role.slug,
            skills=tuple(_record(shapes.ProjectSkill, own, skill=own.skill.slug) for own in row.levels.all()),
        )
        for row in rows.Project.objects.select_related("role").prefetch_related("levels__skill")
    )


def _resources() -> tuple[shapes.Resource, ...]:
    return tuple(
        _record(
            shapes.Resource,
            row,
            skills=tuple(_record(shapes.Teaches, use, skill=use.skill.slug) for use in row.uses.all()),
        )
        for row in rows.Resource.objects.prefetch_related("uses__skill")
    )


def _starts() -> tuple[shapes.StartingPoint, ...]:
    return tuple(
        _record(
            shapes.StartingPoint,
            row,
            group=row.group.slug,
            other_names=tuple(own.text for own in row.other_names.all()),
            levels=tuple(_record(shapes.StartingLevel, own, skill=own.skill.slug) for own in row.levels.all()),
        )
        for row in rows.StartingPoint.objects.select_related("group").prefetch_related("levels__skill", "other_names")
    )


def _signposts() -> tuple[shapes.Signpost, ...]:
    return tuple(
        _record(
            shapes.Signpost,
            row,
            words=tuple(own.text for own in row.words.all()),
            leads_to=tuple(
                shapes.Lead(kind=lead.kind, slug=lead.target.slug) for lead in row.leads.all() if lead.target
            ),
        )
        for row in rows.Signpost.objects.prefetch_related("words", "leads__role", "leads__skill", "leads__start")
    )


def edited_since_load() -> bool:
    """Say whether the tables hold a draft other than the one that was last loaded from files."""
    row = rows.Catalogue.objects.first()
    if row is None or not row.loaded_digest:
        return rows.Skill.objects.exists() or rows.Role.objects.exists()
    return draft_digest(read()) != row.loaded_digest


def conflicts(draft: Draft) -> list[Finding]:
    """Permanent numbers and names that `draft` gives to other skills than the tables do."""
    there = list(rows.Skill.objects.values_list("slug", "position", "name_key"))
    position_of = {slug: position for slug, position, _ in there}
    written = {skill.position for skill in draft.skills}
    left = {name_key: slug for slug, position, name_key in there if position not in written}
    found = [
        Finding("skills", s.slug, f"position {s.position} here, {position_of[s.slug]} in the tables; keep that one")
        for s in draft.skills
        if position_of.get(s.slug, s.position) != s.position
    ]
    slug_of = {position: slug for slug, position, _ in there}
    found += [
        Finding("skills", s.slug, f"it was {old} until now; add that to its former_slugs, so that old links lead on")
        for s in draft.skills
        if (old := slug_of.get(s.position, s.slug)) not in {s.slug, *s.former_slugs}
    ]
    found += [
        Finding("skills", skill.slug, f"its name is that of the retired skill {left[key]}; choose another")
        for skill in draft.skills
        if (key := fold_name(skill.name)) in left
    ]
    return found


def replace(draft: Draft) -> None:
    """Make the tables hold `draft`. Skills that it no longer has are retired: people may hold them.

    Run it inside a transaction, with a draft that has no findings.
    """
    skills = _replace_skills(draft)
    _replace_between_skills(draft, skills)
    roles = _replace_roles(draft, skills)
    _replace_projects(draft, skills, roles)
    _replace_resources(draft, skills)
    starts = _replace_starts(draft, skills)
    _replace_signposts(draft, {"role": roles, "skill": skills, "start": starts})
    # What was retired by leaving it out of the files is in the tables, so the digest is taken from them.
    rows.Catalogue.objects.update_or_create(pk=1, defaults={"loaded_digest": draft_digest(read())})


def _replace_skills(draft: Draft) -> dict[str, rows.Skill]:
    for table in (
        rows.KindLevel,
        rows.Alias,
        rows.FormerSkillSlug,
        rows.SkillLevel,
        rows.Near,
        rows.Prerequisite,
        rows.Requirement,
    ):
        table.objects.all().delete()
    rows.KindLevel.objects.bulk_create(
        rows.KindLevel(**_values(own, rows.KindLevel, kind=kind.kind)) for kind in draft.kinds for own in kind.levels
    )
    _free_names({skill.position for skill in draft.skills})
    there = {row.position: row for row in rows.Skill.objects.all()}
    skills: dict[str, rows.Skill] = {}
    for skill in draft.skills:
        row = there.pop(skill.position, None) or rows.Skill()
        for name, value in _values(skill, rows.Skill).items():
            setattr(row, name, value)
        row.save()
        skills[skill.slug] = row
    rows.Skill.objects.filter(pk__in=[row.pk for row in there.values()]).update(retired=True)
    rows.Alias.objects.bulk_create(
        rows.Alias(
            skill=skills[skill.slug],
            text=text,
            exact=exact,
            preferred=exact and text in skill.preferred_aliases,
            key=text if exact else fold_name(text),
        )
        for skill in draft.skills
        for exact, texts in ((False, skill.aliases), (True, skill.exact_aliases))
        for text in texts
    )
    rows.FormerSkillSlug.objects.bulk_create(
        rows.FormerSkillSlug(skill=skills[skill.slug], slug=slug)
        for skill in draft.skills
        for slug in skill.former_slugs
    )
    rows.SkillLevel.objects.bulk_create(
        rows.SkillLevel(**_values(own, rows.SkillLevel, skill=skills[skill.slug]))
        for skill in draft.skills
        for own in skill.levels
    )
    return skills


def _free_names(positions: set[int]) -> None:
    """Move the unique names of the rows to be written out of the way, so that two skills may swap theirs."""
    aside = Concat(Value("~"), Cast(F("position"), CharField()))
    rows.Skill.objects.filter(position__in=positions).update(slug=aside, name_key=aside)


def _replace_between_skills(draft: Draft, skills: dict[str, rows.Skill]) -> None:
    rows.Near.objects.bulk_create(
        rows.Near(**_values(near, rows.Near, skill=skills[near.skill], counts_as=skills[near.counts_as]))
        for near in draft.near
    )
    rows.Prerequisite.objects.bulk_create(
        rows.Prerequisite(**_values(step, rows.Prerequisite, skill=skills[step.skill], needs=skills[step.needs]))
        for step in draft.prerequisites
    )


def _replace_roles(draft: Draft, skills: dict[str, rows.Skill]) -> dict[str, rows.Role]:
    rows.Role.objects.exclude(slug__in=[role.slug for role in draft.roles]).delete()
    for table in (rows.RoleName, rows.FormerRoleSlug, rows.Responsibility, rows.BeyondStudy, rows.Difference):
        table.objects.all().delete()
    groups = {group.slug: _kept(rows.RoleGroup, group.slug, _values(group, rows.RoleGroup)) for group in draft.groups}
    roles: dict[str, rows.Role] = {}
    for role in draft.roles:
        usual = int(role.usual.replace(".", ""))
        roles[role.slug] = _kept(rows.Role, role.slug, _values(role, rows.Role, group=groups[role.group], usual=usual))
    rows.RoleGroup.objects.exclude(slug__in=groups).delete()
    rows.RoleName.objects.bulk_create(
        rows.RoleName(role=roles[role.slug], text=text, key=fold_name(text))
        for role in draft.roles
        for text in role.other_titles
    )
    rows.FormerRoleSlug.objects.bulk_create(
        rows.FormerRoleSlug(role=roles[role.slug], slug=slug) for role in draft.roles for slug in role.former_slugs
    )
    rows.Responsibility.objects.bulk_create(
        rows.Responsibility(role=roles[role.slug], order=order, text=text)
        for role in draft.roles
        for order, text in enumerate(role.responsibilities, start=1)
    )
    rows.BeyondStudy.objects.bulk_create(
        rows.BeyondStudy(role=roles[role.slug], order=order, text=text)
        for role in draft.roles
        for order, text in enumerate(role.beyond_study, start=1)
    )
    rows.Difference.objects.bulk_create(
        rows.Difference(role=roles[role.slug], other=roles[one.role], text=one.text)
        for role in draft.roles
        for one in role.differences
    )
    rows.Requirement.objects.bulk_create(
        rows.Requirement(**_values(asked, rows.Requirement, role=roles[asked.role], skill=skills[asked.skill]))
        for asked in draft.requirements
    )
    return roles


def _kept(model: type[Row], slug: str, values: dict[str, Any]) -> Row:
    """The row of this slug with these values; it keeps its primary key, so that what points to it stays."""
    row, _ = model._default_manager.update_or_create(slug=slug, defaults=values)
    return row


def _replace_projects(draft: Draft, skills: dict[str, rows.Skill], roles: dict[str, rows.Role]) -> None:
    rows.Project.objects.all().delete()
    made = rows.Project.objects.bulk_create(
        rows.Project(**_values(one, rows.Project, role=roles[one.role])) for one in draft.projects
    )
    rows.ProjectSkill.objects.bulk_create(
        rows.ProjectSkill(**_values(own, rows.ProjectSkill, project=row, skill=skills[own.skill]))
        for row, one in zip(made, draft.projects, strict=True)
        for own in one.skills
    )


def _replace_resources(draft: Draft, skills: dict[str, rows.Skill]) -> None:
    rows.Resource.objects.all().delete()
    made = rows.Resource.objects.bulk_create(rows.Resource(**_values(one, rows.Resource)) for one in draft.resources)
    rows.ResourceUse.objects.bulk_create(
        rows.ResourceUse(**_values(use, rows.ResourceUse, resource=row, skill=skills[use.skill]))
        for row, one in zip(made, draft.resources, strict=True)
        for use in one.skills
    )


def _replace_starts(draft: Draft, skills: dict[str, rows.Skill]) -> dict[str, rows.StartingPoint]:
    rows.StartingPoint.objects.all().delete()
    rows.StartGroup.objects.all().delete()
    groups = {
        group.slug: rows.StartGroup.objects.create(**_values(group, rows.StartGroup)) for group in draft.start_groups
    }
    made = rows.StartingPoint.objects.bulk_create(
        rows.StartingPoint(**_values(start, rows.StartingPoint, group=groups[start.group])) for start in draft.starts
    )
    rows.StartName.objects.bulk_create(
        rows.StartName(start=row, text=text, key=fold_name(text))
        for row, start in zip(made, draft.starts, strict=True)
        for text in start.other_names
    )
    rows.StartingLevel.objects.bulk_create(
        rows.StartingLevel(**_values(own, rows.StartingLevel, start=row, skill=skills[own.skill]))
        for row, start in zip(made, draft.starts, strict=True)
        for own in start.levels
    )
    return {row.slug: row for row in made}


def _replace_signposts(draft: Draft, entries: Mapping[str, Mapping[str, models.Model]]) -> None:
    rows.Signpost.objects.all().delete()
    made = rows.Signpost.objects.bulk_create(rows.Signpost(**_values(one, rows.Signpost)) for one in draft.signposts)
    rows.SignpostWord.objects.bulk_create(
        rows.SignpostWord(signpost=row, text=text, key=fold_name(text))
        for row, one in zip(made, draft.signposts, strict=True)
        for text in one.words
    )
    rows.SignpostLead.objects.bulk_create(
        rows.SignpostLead(signpost=row, order=order, **{lead.kind: entries[lead.kind][lead.slug]})
        for row, one in zip(made, draft.signposts, strict=True)
        for order, lead in enumerate(one.leads_to, start=1)
    )
