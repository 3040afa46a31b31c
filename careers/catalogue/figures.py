"""The catalogue in figures: the tables of fixtures/README.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from careers.catalogue import study, terms
from careers.catalogue.draft import Draft
from careers.catalogue.released import Released
from careers.words import hundredths

BEGIN = "<!-- figures: written by manage.py catalogue_figures --write -->\n"
END = "<!-- end of the figures -->\n"
ASKED = """What each role asks, must-haves first, then by points. *ads*: how many of those counted ask for the skill.
*named*: where the description of the role names it (5 in its name or first sentence, 4 in a responsibility, 3 in
passing).

"""


MATERIAL = """Must-haves, at the highest level that a role asks: the hours from nothing to it, and the hours of the
resources that serve it up to there.

"""
STARTS = """Starting points: the first three roles of somebody who holds just what is typical of the job.

"""
TERMS = """What the description of the roles names: the skill that stands for it in the role, or the text of the
role that says it.

"""


class Hours(NamedTuple):
    """The hours of a role's plan from zero; None if it reaches no project."""

    to_must_haves: int
    to_ready: int
    to_first_project: int | None


class Worked(NamedTuple):
    """Figures of a release that only the engine can give."""

    places: Mapping[str, int]  # of each role by its must-haves alone; 1 is first
    hours: Mapping[str, Hours]  # of each role
    firsts: Mapping[str, Sequence[tuple[str, int]]]  # of each starting point: its first roles, each with its fit


def tables(draft: Draft, release: Released, worked: Worked, named: Sequence[terms.Term]) -> str:
    """The figures as Markdown. `named`: the terms of the description of the roles."""
    parts = (
        _roles(release, worked),
        _kinds(draft),
        _rest(draft),
        _material(draft),
        _starts(release, worked),
        _terms(release, named),
        _requirements(release),
    )
    return "\n".join(parts)


def put_into(text: str, figures: str) -> str:
    """`text` with the figures between their marks. Raises ValueError if it has no marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"has no place for the figures: the lines {BEGIN.strip()} and {END.strip()}")
    return f"{before}{begin}\n{figures}\n{end}{after}"


def _roles(release: Released, worked: Worked) -> str:
    rows = []
    for role in release.content.roles:
        hours = worked.hours[role.slug]
        counted = [one for one in role.requirements if one.counted is not None]
        rows.append(
            (
                role.slug,
                len(role.responsibilities),
                len(role.requirements),
                sum(one.essential for one in role.requirements),
                f"{len(counted)} ({100 * len(counted) // len(role.requirements)} %)",
                counted[0].of if counted else "-",
                f"{hours.to_must_haves:,}",
                f"{hours.to_ready:,}",
                worked.places[role.slug],
                len(role.projects),
                _share(hours),
            )
        )
    return _table(
        (
            "role",
            "responsibilities",
            "requirements",
            "must-haves",
            "counted",
            "of ads",
            "hours from zero to the must-haves",
            "to ready",
            "place by its must-haves alone",
            "projects",
            "share of the hours to ready after which the first can be built",
        ),
        rows,
    )


def _kinds(draft: Draft) -> str:
    skills = [skill for skill in draft.skills if not skill.retired]
    asked = {one.skill for one in draft.requirements}
    all_of = Counter(skill.kind for skill in skills)
    asked_of = Counter(skill.kind for skill in skills if skill.slug in asked)
    rows = [(kind, all_of[kind], asked_of[kind]) for kind in sorted(all_of)]
    return _table(("kind", "skills", "asked by a role"), [*rows, ("all", len(skills), sum(asked_of.values()))])


def _rest(draft: Draft) -> str:
    implied = sum(step.implied for step in draft.prerequisites)
    free = sum(resource.free for resource in draft.resources)
    rows = [
        ("aliases", sum(len(skill.aliases) for skill in draft.skills)),
        ("exact aliases", sum(len(skill.exact_aliases) for skill in draft.skills)),
        ("skills with sentences of their own", sum(bool(skill.levels) for skill in draft.skills)),
        ("kinds of (distance 0)", sum(near.distance == 0 for near in draft.near)),
        ("near (distance 1 to 4)", sum(near.distance > 0 for near in draft.near)),
        ("prerequisites, implied", implied),
        ("prerequisites, a teacher's order", len(draft.prerequisites) - implied),
        ("resources, free", free),
        ("resources, paid", len(draft.resources) - free),
        ("groups of roles", len(draft.groups)),
        ("starting points", len(draft.starts)),
    ]
    return _table(("what", "number"), rows)


def _share(hours: Hours) -> str:
    return "never" if hours.to_first_project is None else f"{100 * hours.to_first_project / hours.to_ready:.0f} %"


def _material(draft: Draft) -> str:
    rows = [
        (
            one.skill.slug,
            one.level,
            one.hours,
            one.material,
            f"{100 * one.material // one.hours} %",
            one.skill.practice.replace("|", "\\|") or "-",
        )
        for one in study.must_haves(draft)
    ]
    return MATERIAL + _table(("must-have", "level", "hours", "of material", "share", "what study does not give"), rows)


def _starts(release: Released, worked: Worked) -> str:
    rows = [
        (start.slug, group.slug, *(f"{role} {hundredths(fit)}" for role, fit in worked.firsts[start.slug]))
        for group, starts in release.starts_by_group
        for start in starts
    ]
    return STARTS + _table(("start", "group", "first role, fit", "second", "third"), rows)


def _terms(release: Released, named: Sequence[terms.Term]) -> str:
    rows = [(one.role, one.term, one.place or "nowhere") for one in terms.places(release, named)]
    return TERMS + _table(("role", "term", "where it stands"), rows)


def _requirements(release: Released) -> str:
    """Everything that roles ask, in the order of their receipts."""
    rows = [
        (
            role.slug,
            one.skill,
            "must-have" if one.essential else "valued",
            one.level,
            one.importance,
            "judged" if one.counted is None else f"{one.counted} of {one.of}",
            one.named or "-",
            one.reason.replace("|", "\\|") or "-",
        )
        for role in release.content.roles
        for one in role.requirements_in_order
    ]
    return ASKED + _table(("role", "skill", "asked as", "level", "importance", "ads", "named", "reason"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
