"""The content of the list of ranked roles: roles, what to learn and what to tell next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from careers.catalogue.content import Level, Role, Skill
from careers.catalogue.released import Released
from careers.profile.pages import level_choices
from matching import engine, inputs
from matching.words import USUAL_PACE

TOP_GAPS = 3
TOP_ROLES = 3
STEPS = 5
QUESTIONS = 3
LEADING = 5
NEAR_FROM = 1500  # hundredths of a point: with less, a role is a new trade and not a next step
ENOUGH_SAID = 4  # skills above level 0; with fewer we know too little to say so


class Choices(NamedTuple):
    """A person's choices among the roles: one target, and which are pinned or hidden. None of it moves a score."""

    target: str | None = None
    marks: Mapping[str, str] = MappingProxyType({})


NOTHING_CHOSEN = Choices()
NOTHING_AHEAD: Mapping[str, int | None] = MappingProxyType({})


class Gap(NamedTuple):
    """A line of a receipt that is not met, and the hundredths that meeting it adds to the fit."""

    line: engine.Line
    skill: Skill
    gain: int


class RankedRole(NamedTuple):
    """A role at its place in the ranking, with the gaps to close first and what the person chose about it."""

    score: engine.RoleScore
    place: int
    gaps: Sequence[Gap]
    mark: str | None
    is_target: bool
    weeks: int | None  # to ready at the usual pace, if workers have planned it

    @property
    def behind(self) -> int:
        """The hundredths by which the fit is below the usual one; 0 if it is not."""
        return max(-(self.score.lead or 0), 0)

    @property
    def hidden(self) -> bool:
        return self.mark == "hidden" and not self.is_target


class Part(NamedTuple):
    """Ranked roles under a title, if there is one."""

    slug: str
    title: str
    roles: Sequence[RankedRole]


class Learn(NamedTuple):
    """The next level of a skill, and the hundredths that it adds: in `total`, and to each role, the most first."""

    skill: Skill
    level: Level
    own: int | None
    total: int
    roles: Sequence[tuple[Role, int]]


class Question(NamedTuple):
    """A skill that somebody has not spoken of, and the hundredths that their answer decides over `role_count` roles."""

    skill: Skill
    levels: Sequence[Level]
    decides: int
    role_count: int


class Unknown(NamedTuple):
    """The limits of what we know: hundredths known of the leading roles, skills spoken of, and what to ask next."""

    leading_count: int
    known_least: int
    known_most: int
    spoken: int
    asked: int
    questions: Sequence[Question]


class MatchesPage(NamedTuple):
    """The page of ranked roles: all in order, then the same in their groups, then what to learn and to tell next."""

    roles: Sequence[RankedRole]
    pinned: Sequence[RankedRole]
    parts: Sequence[Part]
    hidden: Sequence[RankedRole]
    target: RankedRole | None
    learn: Sequence[Learn]
    unknown: Unknown
    has_usuals: bool
    usual_counts: int
    none_near: bool
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
    roles = _ranked(release, held, scores, choices, ahead)
    in_view = [role for role in roles if not role.hidden] or roles  # somebody who hid every role still gets advice
    slugs = {role.score.role for role in in_view}
    pinned = [role for role in roles if role.mark == "pinned"]
    others = [role for role in roles if role.mark != "pinned" and (not role.hidden or role.score.role == just_moved)]
    return MatchesPage(
        roles=roles,
        pinned=pinned,
        parts=_close_first(others, "The others" if pinned else ""),
        hidden=[role for role in roles if role.hidden],
        target=next((role for role in roles if role.is_target), None),
        learn=learn_next(release, held, choices.target, slugs),
        unknown=unknown(release, held, scores, _leading(in_view) if held else slugs),
        has_usuals=any(score.usual for score in scores),
        usual_counts=usual_counts(scores),
        none_near=none_near(scores, held),
        has_claims=bool(held),
        claim_count=len(by_position),
    )


def _ranked(
    release: Released,
    held: Mapping[str, int],
    scores: Sequence[engine.RoleScore],
    choices: Choices,
    ahead: Mapping[str, int | None],
) -> list[RankedRole]:
    """Rank the roles. Gains are scored, not read off the lines: a skill may count as others that the role asks for."""
    claims = sorted({(line.skill, line.need) for score in scores for line in score.receipt if not line.met})
    gains = {(gain.skill, gain.level): gain.by_role for gain in engine.gains(inputs.compiled(release), held, claims)}
    ranked = []
    for place, score in enumerate(scores, start=1):
        role, hours = score.role, ahead.get(score.role)
        weeks = engine.Pace(USUAL_PACE).weeks(hours) if hours else None
        gaps = [
            Gap(line, release.skills[line.skill], gains[line.skill, line.need].get(role, 0))
            for line in score.receipt
            if not line.met
        ]
        ranked.append(RankedRole(score, place, first(gaps), choices.marks.get(role), role == choices.target, weeks))
    return ranked


def first(gaps: Iterable[Gap]) -> list[Gap]:
    """The gaps to close first: must-haves, then what adds most."""
    return sorted(gaps, key=lambda gap: (not gap.line.essential, -gap.gain, gap.skill.slug))[:TOP_GAPS]


def usual_counts(scores: Iterable[engine.RoleScore]) -> int:
    """The percentage of the usual fits that counts for this person: all of it once their best fit reaches 25.00."""
    best = max((score.fit or 0 for score in scores), default=0)
    return 100 * min(best, engine.USUAL_COUNTS_FROM) // engine.USUAL_COUNTS_FROM


def none_near(scores: Iterable[engine.RoleScore], held: Mapping[str, int]) -> bool:
    """Say whether somebody has named enough skills and is still far from every role, so that no order is advice."""
    said = sum(level > 0 for level in held.values())
    return said >= ENOUGH_SAID and max((score.fit or 0 for score in scores), default=0) < NEAR_FROM


def _close_first(ranked: Sequence[RankedRole], title: str) -> list[Part]:
    """Ranked roles in two parts if several are close, which always come first; else in one, under `title`."""
    close = [role for role in ranked if role.score.close]
    if len(close) < 2:
        return [Part("others", title, ranked)]
    parts = (
        Part("close", "Close together: the order among them says little", close),
        Part("behind", "Further behind", ranked[len(close) :]),
    )
    return [part for part in parts if part.roles]


def top_roles(release: Released, by_position: Mapping[int, int]) -> Sequence[engine.RoleScore]:
    """The first roles; none if nothing is claimed."""
    held = inputs.levels(release, by_position)
    return engine.score(inputs.compiled(release), held)[:TOP_ROLES] if held else ()


def _leading(in_view: Sequence[RankedRole]) -> set[str]:
    """The roles that a person's questions are about: those they chose, and the first of the others."""
    chosen = [role for role in in_view if role.is_target or role.mark == "pinned"]
    return {role.score.role for role in (*chosen, *in_view[:LEADING])}


def learn_next(release: Released, held: Mapping[str, int], target: str | None, in_view: Collection[str]) -> list[Learn]:
    """The steps that add most to the fits of the roles in view, all together; for a target, its must-haves first."""
    roles = in_view if target is None else {target}
    steps = engine.next_levels(inputs.compiled(release), held, roles)
    if target is not None:
        musts = {asked.skill for asked in release.roles[target].requirements if asked.essential}
        steps = tuple(sorted(steps, key=lambda step: step.skill not in musts))
    return [_learn(release, held, step, roles) for step in steps[:STEPS]]


def _learn(release: Released, held: Mapping[str, int], step: engine.Gain, roles: Collection[str]) -> Learn:
    skill = release.skills[step.skill]
    lifted = sorted((-points, role) for role, points in step.by_role.items() if role in roles)
    return Learn(
        skill=skill,
        level=skill.levels[step.level - 1],
        own=held.get(skill.slug),
        total=step.over(roles),
        roles=[(release.roles[role], -points) for points, role in lifted],
    )


def unknown(
    release: Released, held: Mapping[str, int], scores: Iterable[engine.RoleScore], leading: Collection[str]
) -> Unknown:
    """The limits of what we know, and the questions that would tell most about the leading roles."""
    compiled = inputs.compiled(release)
    known = [score.known for score in scores if score.role in leading]
    return Unknown(
        leading_count=len(leading),
        known_least=min(known),
        known_most=max(known),
        spoken=sum(skill in held for skill in compiled.asked_skills),
        asked=len(compiled.asked_skills),
        questions=[
            Question(
                skill=release.skills[question.skill],
                levels=level_choices(release.skills[question.skill]),
                decides=question.over(leading),
                role_count=sum(role in leading for role in question.by_role),
            )
            for question in engine.open_questions(compiled, held, leading)[:QUESTIONS]
        ],
    )
