"""The faults of a draft that can be found without scoring: each finding names file, entry and remedy."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, NamedTuple

from careers.catalogue.draft import Draft, KindLevel
from careers.words import fold, fold_name

# Hundredths. Half of the 25.00 from which usual fits count in full: so the first role never has less than half of the
# best fit, because a leads b only with fit_a >= fit_b - 12.50 min(fit_b, 25.00) / 25.00 >= fit_b / 2.
WIDEST_USUALS = 1_250
PROJECT_SKILLS = 3  # fewer make an exercise, not a project for a role
STARTS_UP_TO = 4  # what is typical of a job is never an expert's level
TWICE = "appears twice"


class Finding(NamedTuple):
    """One fault: the file (or table) it is in, the entry, and what to do about it."""

    file: str
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry}: {self.message}" if self.entry else f"{self.file}: {self.message}"


def in_lines(found: Iterable[Finding]) -> str:
    """One finding a line, for commands and messages."""
    return "\n".join(map(str, found))


def check(draft: Draft) -> list[Finding]:
    """Every finding of every check, in the order of the files."""
    return [finding for one in CHECKS for finding in one(draft)]


def _kinds(draft: Draft) -> Iterator[Finding]:
    seen = Counter(kind.kind for kind in draft.kinds)
    for kind in draft.kinds:
        if seen[kind.kind] > 1:
            yield Finding("kinds", kind.kind, f"{TWICE}; keep one")
        if sorted(level.level for level in kind.levels) != [1, 2, 3, 4, 5]:
            yield Finding("kinds", kind.kind, "needs the levels 1 to 5, each once")
    for missing in sorted({skill.kind for skill in draft.skills} - set(seen)):
        yield Finding("kinds", missing, "is the kind of a skill and has no levels; add it")


def _skills(draft: Draft) -> Iterator[Finding]:
    yield from _twice("skills", (skill.slug for skill in draft.skills), f"the slug {TWICE}")
    positions: dict[int, str] = {}
    for skill in draft.skills:
        other = positions.setdefault(skill.position, skill.slug)
        if other != skill.slug:
            free = max(s.position for s in draft.skills) + 1
            yield Finding(
                "skills", skill.slug, f"position {skill.position} belongs to {other}; the next free one is {free}"
            )
        if len({level.level for level in skill.levels}) != len(skill.levels):
            yield Finding("skills", skill.slug, "describes a level twice; keep one sentence")
        if skill.hours_factor != 100 and not skill.hours_reason:
            yield Finding("skills", skill.slug, f"hours_factor is {skill.hours_factor}; say why in hours_reason")


def _terms(draft: Draft) -> Iterator[Finding]:
    """Slugs (former ones too), names and aliases of different skills differ when folded, exact aliases as spelt."""
    owner: dict[str, str] = {}
    for skill in draft.skills:
        own = {fold_name(skill.slug), fold_name(skill.name)}
        folded = {alias: fold_name(alias) for alias in skill.aliases}
        aliases = Counter(folded[alias] for alias in skill.aliases)
        for term in [*sorted(own), *aliases, *map(fold_name, skill.former_slugs)]:
            other = owner.setdefault(term, skill.slug)
            if other != skill.slug:
                yield Finding("skills", skill.slug, f"{term!r} already names {other}; remove one of the two")
        for alias in skill.aliases:
            if folded[alias] in own or aliases[folded[alias]] > 1:
                yield Finding(
                    "skills",
                    skill.slug,
                    f"the alias {alias!r} repeats the skill's own slug, name or another alias when folded; take it out",
                )
        if "" in aliases or "" in map(fold_name, skill.exact_aliases):
            yield Finding("skills", skill.slug, "an alias is blank; take it out")
    yield from _exact_aliases(draft, owner)


def _exact_aliases(draft: Draft, owner: Mapping[str, str]) -> Iterator[Finding]:
    """Only two exact aliases may fold alike, and then one of the skills says that it is the one meant."""
    spelt: dict[str, str] = {}
    folded: dict[str, list[str]] = {}
    preferred: dict[str, list[str]] = {}
    for skill in draft.skills:
        for alias in skill.exact_aliases:
            term = fold_name(alias)
            if spelt.setdefault(alias, skill.slug) != skill.slug or skill.exact_aliases.count(alias) > 1:
                yield Finding("skills", skill.slug, f"the exact alias {alias!r} already names {spelt[alias]}; keep one")
            elif owner.get(term, skill.slug) != skill.slug:
                message = f"the exact alias {alias!r} is {term!r} when folded, which names {owner[term]}; "
                yield Finding("skills", skill.slug, f"{message}only another exact alias may be the same")
            folded.setdefault(term, []).append(skill.slug)
        for alias in skill.preferred_aliases:
            if alias not in skill.exact_aliases:
                yield Finding("skills", skill.slug, f"the preferred alias {alias!r} is not one of its exact aliases")
            preferred.setdefault(fold_name(alias), []).append(skill.slug)
    for term, slugs in folded.items():
        rivals, chosen = sorted(set(slugs)), sorted(set(preferred.get(term, ())))
        if len(rivals) > 1 and len(chosen) != 1:
            message = f"their exact aliases are {term!r} when folded; mark one of them, and only one, as preferred"
            yield Finding("skills", " / ".join(rivals), message)


def _known(draft: Draft) -> Iterator[Finding]:
    """Every slug that an entry uses exists and is not retired."""
    skills = {skill.slug for skill in draft.skills if not skill.retired}
    roles = {role.slug for role in draft.roles}
    groups = {group.slug for group in draft.groups}
    uses: list[tuple[str, str, str, set[str]]] = []
    for near in draft.near:
        uses += [("near", f"{near.skill} / {near.counts_as}", slug, skills) for slug in (near.skill, near.counts_as)]
    for step in draft.prerequisites:
        uses += [
            ("prerequisites", f"{step.skill} / {step.level} / {step.needs}", s, skills)
            for s in (step.skill, step.needs)
        ]
    for asked in draft.requirements:
        entry = f"{asked.role} / {asked.skill}"
        uses += [("requirements", entry, asked.role, roles), ("requirements", entry, asked.skill, skills)]
    for project in draft.projects:
        uses.append(("projects", project.slug, project.role, roles))
        uses += [("projects", f"{project.slug} / {own.skill}", own.skill, skills) for own in project.skills]
    for resource in draft.resources:
        uses += [("resources", resource.url, use.skill, skills) for use in resource.skills]
    start_groups = {group.slug for group in draft.start_groups}
    for start in draft.starts:
        uses.append(("starts", start.slug, start.group, start_groups))
        uses += [("starts", f"{start.slug} / {own.skill}", own.skill, skills) for own in start.levels]
    for role in draft.roles:
        uses += [("roles", role.slug, difference.role, roles) for difference in role.differences]
        uses.append(("roles", role.slug, role.group, groups))
    starts = {start.slug for start in draft.starts}
    of_kind = {"role": roles, "skill": skills, "start": starts}
    for signpost in draft.signposts:
        uses += [("signposts", signpost.slug, lead.slug, of_kind[lead.kind]) for lead in signpost.leads_to]
    said = {id(roles): "role", id(skills): "skill", id(starts): "starting point"}
    for file, entry, slug, known in uses:
        if slug not in known:
            what = said.get(id(known), "group")
            yield Finding(file, entry, f"there is no {what} {slug!r}; correct the slug or add the {what}")


def _near(draft: Draft) -> Iterator[Finding]:
    yield from _twice("near", (f"{n.skill} / {n.counts_as}" for n in draft.near), TWICE)
    graph: dict[str, set[str]] = {}
    for near in draft.near:
        if near.skill == near.counts_as:
            yield Finding("near", f"{near.skill} / {near.counts_as}", "a skill is not near itself")
        elif near.distance == 0:
            graph.setdefault(near.skill, set()).add(near.counts_as)
    circle = _circle(graph)
    if circle:
        yield Finding("near", " / ".join(circle), "kinds of each other run in a circle; take one of these out")


def _prerequisites(draft: Draft) -> Iterator[Finding]:
    yield from _twice("prerequisites", (f"{p.skill} / {p.level} / {p.needs}" for p in draft.prerequisites), TWICE)
    circle = _circle(_step_graph(draft))
    if circle:
        yield Finding("prerequisites", " / ".join(circle), "prerequisites run in a circle; take one of these out")


def _groups(draft: Draft) -> Iterator[Finding]:
    yield from _twice("groups", (group.slug for group in draft.groups), f"the slug {TWICE}")
    yield from _twice("groups", (fold(group.title) for group in draft.groups), f"the title {TWICE}")


def _roles(draft: Draft) -> Iterator[Finding]:
    yield from _twice("roles", (role.slug for role in draft.roles), f"the slug {TWICE}")
    slugs = {role.slug for role in draft.roles}
    yield from _twice(
        "roles", (former for role in draft.roles for former in role.former_slugs), f"a former slug {TWICE}"
    )
    for role in draft.roles:
        for former in sorted(slugs & set(role.former_slugs)):
            yield Finding("roles", role.slug, f"its former slug {former} is the slug of a role; take it out")
    titles = (fold_name(title) for role in draft.roles for title in (role.title, *role.other_titles))
    yield from _twice("roles", titles, f"the title {TWICE}")
    halves = Counter((asked.role, asked.essential) for asked in draft.requirements)
    for role in draft.roles:
        if not role.responsibilities:
            yield Finding("roles", role.slug, "has no responsibilities; say what people do in it")
        if any(difference.role == role.slug for difference in role.differences):
            yield Finding("roles", role.slug, "differs from itself; name another role")
        yield from _twice("roles", (f"{role.slug} / {d.role}" for d in role.differences), f"the difference {TWICE}")
        must_haves, valued = halves[role.slug, True], halves[role.slug, False]
        if not must_haves and not valued:
            yield Finding("roles", role.slug, "asks nothing; add its requirements")
        elif not must_haves:
            yield Finding("roles", role.slug, "has no must-haves; mark at least one requirement as essential")
        elif not valued:
            yield Finding("roles", role.slug, "has no valued skills; ask at least one that is not essential")
    usual = sorted((_hundredths(role.usual), role.slug) for role in draft.roles)
    if usual and usual[-1][0] - usual[0][0] > WIDEST_USUALS:
        lowest, highest = usual[0][1], usual[-1][1]
        yield Finding("roles", f"{lowest} / {highest}", "usual fits are more than 12.50 apart; bring them closer")


def _requirements(draft: Draft) -> Iterator[Finding]:
    yield from _twice("requirements", (f"{r.role} / {r.skill}" for r in draft.requirements), TWICE)
    broader_of = kinds_of(draft)
    asked = {(r.role, r.skill) for r in draft.requirements}
    for r in draft.requirements:
        entry = f"{r.role} / {r.skill}"
        for broader in sorted(broader_of.get(r.skill, set())):
            if (r.role, broader) in asked:
                yield Finding("requirements", entry, f"the role also asks {broader}, of which this is a kind; ask one")
        if (r.counted is None) != (r.of is None):
            yield Finding("requirements", entry, "has one of counted and of; give both, or null for both if judged")
        elif r.counted is not None and r.of is not None and r.counted > r.of:
            yield Finding("requirements", entry, f"counted {r.counted} of {r.of}: more than there are; count again")
        if r.essential and r.importance < 4:
            message = f"is a must-have of importance {r.importance}; give it 4 or 5, or ask it as a valued skill"
            yield Finding("requirements", entry, message)


def _reachable(draft: Draft) -> Iterator[Finding]:
    """A level is reachable when every step to it, and to what it needs, has hours."""
    hours: dict[tuple[str, int], int | None] = {
        (kind.kind, level.level): level.hours for kind in draft.kinds for level in kind.levels
    }
    kind_of: dict[str, str] = {skill.slug: skill.kind for skill in draft.skills}
    graph = _step_graph(draft)
    reachable: dict[tuple[str, int], bool] = {}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError:
        return  # said by the check of prerequisites
    for step in order:
        skill, level = step
        own = hours.get((kind_of.get(skill, ""), level)) is not None
        reachable[step] = own and all(reachable[needed] for needed in graph.get(step, ()))
    for asked in draft.requirements:
        if asked.skill in kind_of and not reachable.get((asked.skill, asked.level), False):
            entry = f"{asked.role} / {asked.skill}"
            yield Finding(
                "requirements", entry, f"level {asked.level} cannot be reached: a step on the way has no hours"
            )


def _used(draft: Draft) -> Iterator[Finding]:
    """A skill is asked by a role, typical of a start, needed for one that is, or counts as one."""
    wanted = {r.skill for r in draft.requirements} | {own.skill for start in draft.starts for own in start.levels}
    while True:
        more = {p.needs for p in draft.prerequisites if p.skill in wanted}
        more |= {n.skill for n in draft.near if n.counts_as in wanted}
        if more <= wanted:
            break
        wanted |= more
    for skill in draft.skills:
        if not skill.retired and skill.slug not in wanted:
            yield Finding("skills", skill.slug, "no role or start has it, needs it or counts it; use it or retire it")


def _projects(draft: Draft) -> Iterator[Finding]:
    """A project takes only skills that its role asks, at levels that the way to the role reaches."""
    yield from _twice("projects", (project.slug for project in draft.projects), f"the slug {TWICE}")
    titles = (f"{project.role} / {fold(project.title)}" for project in draft.projects)
    yield from _twice("projects", titles, f"the title {TWICE}")
    asked = {(one.role, one.skill): one.level for one in draft.requirements}
    for project in draft.projects:
        yield from _twice("projects", (f"{project.slug} / {own.skill}" for own in project.skills), TWICE)
        if len(project.skills) < PROJECT_SKILLS:
            message = f"exercises {len(project.skills)} skills; name at least {PROJECT_SKILLS} that its role asks"
            yield Finding("projects", project.slug, message)
        for own in project.skills:
            entry = f"{project.slug} / {own.skill}"
            level = asked.get((project.role, own.skill))
            if level is None:
                yield Finding("projects", entry, f"{project.role} does not ask this skill; take it out or add it there")
            elif own.level > level:
                message = f"takes level {own.level}, and {project.role} asks {level}; no way to the role leads there"
                yield Finding("projects", entry, message)


def _resources(draft: Draft) -> Iterator[Finding]:
    yield from _twice("resources", (resource.url for resource in draft.resources), f"the link {TWICE}")
    for resource in draft.resources:
        if not resource.skills:
            yield Finding("resources", resource.url, "teaches no skill; say which")
        yield from _twice("resources", (f"{resource.url} / {use.skill}" for use in resource.skills), TWICE)
        for use in resource.skills:
            if use.from_level >= use.to_level:
                yield Finding("resources", resource.url, f"{use.skill}: from_level must be below to_level")
        served = sum(use.hours for use in resource.skills)
        if served > resource.hours:
            message = f"takes {resource.hours} hours and serves its skills for {served}; divide the hours between them"
            yield Finding("resources", resource.url, message)


def _starts(draft: Draft) -> Iterator[Finding]:
    yield from _twice("starts", (start.slug for start in draft.starts), f"the slug {TWICE}")
    yield from _twice("start_groups", (group.slug for group in draft.start_groups), f"the slug {TWICE}")
    yield from _twice("start_groups", (fold(group.title) for group in draft.start_groups), f"the title {TWICE}")
    names = (fold_name(name) for start in draft.starts for name in (start.title, *start.other_names))
    yield from _twice("starts", names, f"the name {TWICE}")
    for start in draft.starts:
        for own in start.levels:
            if own.level > STARTS_UP_TO:
                message = f"level {own.level} is not typical of a job; most people in one are at {STARTS_UP_TO} at most"
                yield Finding("starts", f"{start.slug} / {own.skill}", message)
        if not start.levels:
            yield Finding("starts", start.slug, "proposes no skill; say which are typical of it")
        yield from _twice("starts", (f"{start.slug} / {own.skill}" for own in start.levels), TWICE)


def _signposts(draft: Draft) -> Iterator[Finding]:
    """A signpost leads somewhere or says something, and its words are nobody's own name."""
    yield from _twice("signposts", (one.slug for one in draft.signposts), f"the slug {TWICE}")
    words = (fold_name(word) for one in draft.signposts for word in one.words)
    yield from _twice("signposts", words, f"these words {TWICE}")
    named = {fold_name(skill.name): skill.name for skill in draft.skills if not skill.retired}
    named |= {fold_name(role.title): role.title for role in draft.roles}
    named |= {fold_name(start.title): start.title for start in draft.starts}
    for one in draft.signposts:
        if not one.leads_to and not one.says:
            yield Finding("signposts", one.slug, "leads nowhere and says nothing; give it one or the other")
        for word in one.words:
            if fold_name(word) in named:
                yield Finding("signposts", one.slug, f"{word!r} is the name of {named[fold_name(word)]}; take it out")
        yield from _twice("signposts", (f"{one.slug} / {lead.kind} {lead.slug}" for lead in one.leads_to), TWICE)


CHECKS: tuple[Callable[[Draft], Iterable[Finding]], ...] = (
    _kinds,
    _skills,
    _terms,
    _known,
    _near,
    _prerequisites,
    _groups,
    _roles,
    _requirements,
    _reachable,
    _used,
    _projects,
    _resources,
    _starts,
    _signposts,
)


def kind_levels(draft: Draft) -> dict[tuple[str, int], KindLevel]:
    """The default sentence and hours of every (kind, level)."""
    return {(kind.kind, level.level): level for kind in draft.kinds for level in kind.levels}


def _hundredths(text: str) -> int:
    return int(text.replace(".", ""))


def _twice(file: str, names: Iterable[str], message: str) -> Iterator[Finding]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Finding(file, name, f"{message}; keep one")


def _step_graph(draft: Draft) -> dict[tuple[str, int], set[tuple[str, int]]]:
    """The steps that each (skill, level) needs first: the level below, and its prerequisites."""
    graph = {
        (skill.slug, level): ({(skill.slug, level - 1)} if level > 1 else set[tuple[str, int]]())
        for skill in draft.skills
        for level in range(1, 6)
    }
    for step in draft.prerequisites:
        graph.setdefault((step.skill, step.level), set()).add((step.needs, step.needs_level))
        graph.setdefault((step.needs, step.needs_level), set())
    return graph


def kinds_of(draft: Draft) -> dict[str, set[str]]:
    """For each skill, everything it is a kind of, directly or through others."""
    direct: dict[str, set[str]] = {}
    for near in draft.near:
        if near.distance == 0 and near.skill != near.counts_as:
            direct.setdefault(near.skill, set()).add(near.counts_as)
    closed: dict[str, set[str]] = {}
    for skill in direct:
        found: set[str] = set()
        left = list(direct[skill])
        while left:
            broader = left.pop()
            if broader not in found:
                found.add(broader)
                left += direct.get(broader, ())
        closed[skill] = found - {skill}
    return closed


def _circle(graph: dict[Any, set[Any]]) -> list[str]:
    """One circle of the graph as text, or nothing."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [f"{node[0]} {node[1]}" if isinstance(node, tuple) else str(node) for node in error.args[1]]
    return []
