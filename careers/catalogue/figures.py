"""The catalogue in figures: the tables of fixtures/README.md."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from careers.catalogue.draft import Draft
from careers.catalogue.released import Released
from careers.catalogue.way import from_zero

BEGIN = "<!-- figures: written by manage.py catalogue_figures --write -->\n"
END = "<!-- end of the figures -->\n"
ASKED = """What each role asks, must-haves first, then by points. *ads*: how many of those counted ask for the skill.
*named*: where the description of the role names it (5 in its name or first sentence, 4 in a responsibility, 3 in
passing).

"""


def tables(draft: Draft, release: Released, places: Mapping[str, int]) -> str:
    """The figures as Markdown. `places`: where the must-haves of each role, held alone, rank it (1 is first)."""
    return f"{_roles(release, places)}\n{_kinds(draft)}\n{_rest(draft)}\n{_requirements(release)}"


def put_into(text: str, figures: str) -> str:
    """`text` with the figures between their marks. Raises ValueError where it has no marks."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"has no place for the figures: the lines {BEGIN.strip()} and {END.strip()}")
    return f"{before}{begin}\n{figures}\n{end}{after}"


def _roles(release: Released, places: Mapping[str, int]) -> str:
    rows = []
    for role in release.content.roles:
        way = from_zero(release.skills, role)
        counted = [one for one in role.requirements if one.counted is not None]
        rows.append(
            (
                role.slug,
                len(role.responsibilities),
                len(role.requirements),
                sum(one.essential for one in role.requirements),
                f"{len(counted)} ({100 * len(counted) // len(role.requirements)} %)",
                counted[0].of if counted else "-",
                f"{way.hours_to_must_haves:,}",
                f"{way.hours:,}",
                places[role.slug],
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
            "to everything",
            "place by its must-haves alone",
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
