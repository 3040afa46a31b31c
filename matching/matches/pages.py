"""The list of ranked roles: the roles, and what to tell next."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from careers.catalogue.content import Level, Skill
from careers.catalogue.released import Released
from careers.profile.pages import level_choices
from matching import engine, inputs
from matching.words import USUAL_PACE

TOP_ROLES = 3
CARDS = 4  # close roles in full; more is no choice
CARRIED_BY = 3  # skills
LITTLE_KNOWN = 2500  # hundredths known of a role: with less a range is shown, and no verdict
MOSTLY_KNOWN = 5000  # with less, asking comes before planning
QUESTIONS = 3
NEAREST = 3  # starting points
LEADING = 5
NEAR_FROM = 1500  # hundredths of a point: with less, a role is a new trade and not a next step
ENOUGH_SAID = 4  # skills above level 0; with fewer we know too little to say so


class Choices(NamedTuple):
    """A person's choices among the roles: one target, and which are pinned or hidden. None of it moves a score."""

    target: str | None = None
    marks: Mapping[str, str] = MappingProxyType({})


NOTHING_CHOSEN = Choices()
NOTHING_AHEAD: Mapping[str, int | None] = MappingProxyType({})


class Named(NamedTuple):
    """A role by slug and title, and its mark: what its buttons and links need to know, for everybody alike."""

    role: str
    title: str
    mark: str | None
    is_target: bool


class RankedRole(NamedTuple):
    """A role at its place in the ranking, with what carries it, and what the person chose about it.

    `met` are its must-haves that are met, `missing` the others with the way to the level asked ("from 2 to 4", or
    "to 4" from nothing), most points first; `carried_by` the skills that bring most of the fit.
    """

    score: engine.RoleScore
    place: int
    met: Sequence[Skill]
    missing: tuple[tuple[Skill, str], ...]  # hashable, to be drawn once
    carried_by: Sequence[Skill]
    mark: str | None
    is_target: bool
    weeks: int | None  # to ready at the usual pace, if workers have planned it

    @property
    def beside_usual(self) -> str:
        """How the fit compares with the usual one, as far as that counts, in whole points."""
        return beside_usual(self.score)

    @property
    def met_names(self) -> str:
        return ", ".join(skill.name for skill in self.met)

    @property
    def carried_names(self) -> str:
        return ", ".join(skill.name for skill in self.carried_by)

    @property
    def against_usual(self) -> str:
        """The same as a figure, for a line of a list."""
        return against_usual(self.score)

    @property
    def named(self) -> Named:
        return Named(self.score.role, self.score.title, self.mark, self.is_target)

    @property
    def little_known(self) -> bool:
        return self.score.known < LITTLE_KNOWN < self.score.highest

    @property
    def hidden(self) -> bool:
        return self.mark == "hidden" and not self.is_target


class Question(NamedTuple):
    """A skill that somebody has not spoken of, and how many of the leading roles have it as a must-have, or ask it."""

    skill: Skill
    levels: Sequence[Level]
    must_have_of: int
    asked_by: int


class Unknown(NamedTuple):
    """The limits of what we know: hundredths known of the leading roles, skills spoken of, and what to ask next."""

    leading_count: int
    known_least: int
    known_most: int
    spoken: int
    asked: int
    questions: Sequence[Question]


class MatchesPage(NamedTuple):
    """The page of ranked roles: all in order, then the same in their groups, then what to tell next.

    `close` are the first role and those too close to it for an order, four at most; `others` those that follow.
    `only_none`: nothing is claimed above level 0, so that no order says anything.
    """

    roles: Sequence[RankedRole]
    close: Sequence[RankedRole]
    pinned: Sequence[RankedRole]
    others: Sequence[RankedRole]
    hidden: Sequence[RankedRole]
    target: RankedRole | None
    unknown: Unknown
    has_usuals: bool
    usual_counts: int
    none_near: bool
    only_none: bool
    has_claims: bool
    claim_count: int
    pace: int = USUAL_PACE


def matches_page(
    release: Released,
    by_position: Mapping[int, int],
    choices: Choices = NOTHING_CHOSEN,
    ahead: Mapping[str, int | None] = NOTHING_AHEAD,
    just_moved: str = "",
) -> MatchesPage:
    """Build the page. `ahead` holds the hours to ready of the roles that workers have planned.

    A role that was `just_moved` out of view keeps its place in the list this once, for the notice that undoes it.
    """
    held = inputs.levels(release, by_position)
    scores = engine.score(inputs.compiled(release), held)
    roles = _ranked(release, scores, choices, ahead)
    in_view = [role for role in roles if not role.hidden] or roles  # somebody who hid every role still gets advice
    slugs = {role.score.role for role in in_view}
    listed = [role for role in roles if not role.hidden or role.score.role == just_moved]
    close = [role for role in listed if role.score.close or role is listed[0]][:CARDS] if held else []
    rest = [role for role in listed if role not in close]
    return MatchesPage(
        roles=roles,
        close=close,
        pinned=[role for role in rest if role.mark == "pinned"],
        others=[role for role in rest if role.mark != "pinned"],
        hidden=[role for role in roles if role.hidden],
        target=next((role for role in roles if role.is_target), None),
        unknown=unknown(release, held, scores, _leading(in_view) if held else slugs),
        has_usuals=any(score.usual for score in scores),
        usual_counts=usual_counts(scores),
        none_near=none_near(scores, held),
        only_none=bool(held) and not any(held.values()),
        has_claims=bool(held),
        claim_count=len(by_position),
    )


def _ranked(
    release: Released, scores: Sequence[engine.RoleScore], choices: Choices, ahead: Mapping[str, int | None]
) -> list[RankedRole]:
    ranked = []
    for place, score in enumerate(scores, start=1):
        role, hours = score.role, ahead.get(score.role)
        weeks = engine.Pace(USUAL_PACE).weeks(hours) if hours else None
        musts = [line for line in score.receipt if line.essential]
        carrying = sorted(score.receipt, key=lambda line: -line.points)[:CARRIED_BY]
        ranked.append(
            RankedRole(
                score=score,
                place=place,
                met=[release.skills[line.skill] for line in musts if line.met],
                missing=tuple([(release.skills[line.skill], _way(line)) for line in musts if not line.met]),
                carried_by=[release.skills[line.skill] for line in carrying if line.points],
                mark=choices.marks.get(role),
                is_target=role == choices.target,
                weeks=weeks,
            )
        )
    return ranked


def _way(line: engine.Line) -> str:
    return f"from {line.have} to {line.need}" if line.have else f"to {line.need}"


def beside_usual(score: engine.RoleScore) -> str:
    """How a fit compares with the usual one, as far as that counts, in whole points."""
    sign, points = _beside(score)
    return f"{points} {'above' if sign == '+' else 'below'} the usual fit" if points else "at the usual fit"


def against_usual(score: engine.RoleScore) -> str:
    """The same as a figure with its sign."""
    return "{}{}".format(*_beside(score))


def _beside(score: engine.RoleScore) -> tuple[str, int]:
    """The sign and the nearest whole points of a lead."""
    lead = score.lead or 0
    points = (abs(lead) + 50) // 100
    return ("" if not points else "+" if lead > 0 else "−"), points


def usual_counts(scores: Iterable[engine.RoleScore]) -> int:
    """The percentage of the usual fits that counts for this person: all of it once their best fit reaches 25.00."""
    best = max((score.fit or 0 for score in scores), default=0)
    return 100 * min(best, engine.USUAL_COUNTS_FROM) // engine.USUAL_COUNTS_FROM


def none_near(scores: Iterable[engine.RoleScore], held: Mapping[str, int]) -> bool:
    """Say whether somebody has named enough skills and is still far from every role, so that no order is advice."""
    said = sum(level > 0 for level in held.values())
    return said >= ENOUGH_SAID and max((score.fit or 0 for score in scores), default=0) < NEAR_FROM


class SoFar(NamedTuple):
    """The ranking in short, next to the builder: the first roles, and how many are close to the first, itself too."""

    first: Sequence[engine.RoleScore]
    close: int


def so_far(release: Released, by_position: Mapping[int, int]) -> SoFar:
    """The ranking in short; nothing stands in it if no skill is claimed above level 0."""
    held = inputs.levels(release, by_position)
    scores = engine.score(inputs.compiled(release), held) if any(held.values()) else ()
    return SoFar(scores[:TOP_ROLES], sum(score.close for score in scores))


def top_roles(release: Released, by_position: Mapping[int, int]) -> Sequence[engine.RoleScore]:
    """The first roles; none if nothing is claimed."""
    held = inputs.levels(release, by_position)
    return engine.score(inputs.compiled(release), held)[:TOP_ROLES] if held else ()


def _leading(in_view: Sequence[RankedRole]) -> set[str]:
    """The roles that a person's questions are about: those they chose, and those close to the first."""
    chosen = [role for role in in_view if role.is_target or role.mark == "pinned"]
    close = [role for role in in_view if role.score.close] or in_view[:1]  # who hid the close ones has a first one left
    return {role.score.role for role in (*chosen, *close[:LEADING])}


def unknown(
    release: Released, held: Mapping[str, int], scores: Iterable[engine.RoleScore], leading: Collection[str]
) -> Unknown:
    """How much we do not know of the leading roles, and the likely questions about them."""
    known = [score.known for score in scores if score.role in leading]
    asked_skills = inputs.compiled(release).asked_skills
    return Unknown(
        leading_count=len(leading),
        known_least=min(known),
        known_most=max(known),
        spoken=sum(skill in held for skill in asked_skills),
        asked=len(asked_skills),
        questions=questions(release, held, leading),
    )


def questions(release: Released, held: Mapping[str, int], leading: Collection[str]) -> list[Question]:
    """The three skills to ask about, the likeliest first, of those without a claim that can move a leading role.

    Must-haves come before the rest; broad skills, which many roles ask, before narrow ones; those that the starting
    points nearest to the person hold before rare ones; ties by slug. Nothing is asked that other claims answer.
    """
    asked = [one for role in sorted(leading) for one in release.roles[role].requirements]
    unclaimed = {one.skill for one in asked} - held.keys()
    musts = Counter(one.skill for one in asked if one.essential)
    asked_by = Counter(one.skill for one in asked)
    breadth = _breadth(release)
    nearby = Counter(skill for start in nearest_starts(release, held) for skill in start)
    ordered = sorted(
        unclaimed, key=lambda skill: (skill not in musts, -breadth[skill], -nearby[skill], -musts[skill], skill)
    )
    return [
        Question(release.skills[one], tuple(level_choices(release.skills[one])), musts[one], asked_by[one])
        for one in islice(_moving(release, held, leading, ordered), QUESTIONS)
    ]


def _moving(
    release: Released, held: Mapping[str, int], leading: Collection[str], skills: Sequence[str]
) -> Iterator[str]:
    """Those of `skills` that can move a leading role, in their order; weighed a few at a time, as few are asked for."""
    for at in range(0, len(skills), 2 * QUESTIONS):
        claims = [(skill, engine.TOP_LEVEL) for skill in skills[at : at + 2 * QUESTIONS]]
        for gain in engine.gains(inputs.compiled(release), held, claims):
            if gain.over(leading):
                yield gain.skill


@lru_cache(maxsize=4)
def _breadth(release: Released) -> Mapping[str, int]:
    """{skill: how many roles ask it}, kept per process."""
    return Counter(one.skill for role in release.content.roles for one in role.requirements)


def nearest_starts(release: Released, held: Mapping[str, int]) -> Sequence[Mapping[str, int]]:
    """The levels of the starting points that have most in common with what is held; none if nothing is.

    In common are the levels that both have, as a share of what either has (Ruzicka). The greater of two levels is
    their sum less the smaller, so that only shared skills are looked at.
    """
    starts, sums, having = _starting_levels(release)
    all_held = sum(held.values())
    both = [0] * len(starts)
    for skill, level in held.items():
        for at, own in having.get(skill, ()):
            both[at] += own if own < level else level
    shares = [(shared / (sums[at] + all_held - shared), at) for at, shared in enumerate(both) if shared]
    return [starts[at] for _, at in heapq.nsmallest(NEAREST, shares, key=lambda share: (-share[0], share[1]))]


class _StartingLevels(NamedTuple):
    """The levels of each starting point, their sums, and for each skill who has it: (starting point, its level)."""

    starts: Sequence[Mapping[str, int]]
    sums: Sequence[int]
    having: Mapping[str, Sequence[tuple[int, int]]]


@lru_cache(maxsize=4)
def _starting_levels(release: Released) -> _StartingLevels:
    """The starting points as tables, kept per process."""
    starts = [{one.skill: one.level for one in start.levels} for start in release.content.starts]
    having: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at, start in enumerate(starts):
        for skill, level in start.items():
            having[skill].append((at, level))
    return _StartingLevels(starts, [sum(start.values()) for start in starts], dict(having))
