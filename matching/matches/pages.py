"""What the list of ranked roles shows: roles, what to learn and what to tell next."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from careers.catalogue.released import Released
from careers.profile.pages import level_choices
from careers.words import LEVEL_WORDS, hundredths
from matching import engine, inputs
from matching.plans.words import plain
from matching.words import BAND_LABELS, USUAL_PACE, text

TOP_GAPS = 3
TOP_ROLES = 3
STEPS = 5
QUESTIONS = 3
LEADING = 5
NEAR_FROM = 1500  # hundredths of a point: with less, a role is a new trade and not a next step
ENOUGH_SAID = 4  # skills above level 0; with fewer we know too little to say so

Gains = Mapping[tuple[str, int], Mapping[str, int]]  # {(skill, level): {role: hundredths it adds}}


class Choices(NamedTuple):
    """What a person chose among the roles: one target, and which are pinned or hidden. None of it moves a score."""

    target: str | None = None
    marks: Mapping[str, str] = MappingProxyType({})


NOTHING_CHOSEN = Choices()


def gap_gains(release: Released, held: Mapping[str, int], scores: Iterable[engine.RoleScore]) -> Gains:
    """What closing each gap of these receipts adds to each fit.

    Scored, not read off the line: a skill may count as others that the role asks too.
    """
    gaps = sorted({(line.skill, line.need) for score in scores for line in score.receipt if not line.met})
    return {(gain.skill, gain.level): gain.by_role for gain in engine.gains(inputs.compiled(release), held, gaps)}


def usual_counts(scores: Iterable[engine.RoleScore]) -> int:
    """How much of the usual fits counts for this person, in per cent: all of it once their best fit reaches 25.00."""
    best = max((score.fit or 0 for score in scores), default=0)
    return 100 * min(best, engine.USUAL_COUNTS_FROM) // engine.USUAL_COUNTS_FROM


def none_near(scores: Iterable[engine.RoleScore], held: Mapping[str, int]) -> bool:
    """Say whether somebody has named enough skills and is still far from every role, so that no order is advice."""
    said = sum(level > 0 for level in held.values())
    return said >= ENOUGH_SAID and max((score.fit or 0 for score in scores), default=0) < NEAR_FROM


def role_row(release: Released, score: engine.RoleScore, gains: Gains) -> dict[str, Any]:
    """One ranked role: what the list shows of it."""
    gaps = sorted(
        ((line, _gain(gains, score, line)) for line in score.receipt if not line.met),
        key=lambda gap: (not gap[0].essential, -gap[1], gap[0].skill),
    )
    return {
        "slug": score.role,
        "title": score.title,
        "fit": text(score.fit),
        "lead": text(score.lead),
        "usual": hundredths(score.usual or 0),
        "close": score.close,
        "behind": hundredths(-score.lead) if score.lead is not None and score.lead < 0 else "",
        "known": hundredths(score.known),
        "highest": hundredths(score.highest),
        "highest_band": score.highest_band,
        "highest_band_label": BAND_LABELS[score.highest_band],
        "band": score.band,
        "band_label": BAND_LABELS.get(score.band or "", ""),
        "must_haves_met": score.must_haves_met,
        "must_haves_of": score.must_haves_of,
        "top_gaps": [_gap(release, line, points) for line, points in gaps[:TOP_GAPS]],
    }


def _gain(gains: Gains, score: engine.RoleScore, line: engine.Line) -> int:
    """Nothing where the line is met: then it is no gap."""
    return gains.get((line.skill, line.need), {}).get(score.role, 0)


def _gap(release: Released, line: engine.Line, gain: int) -> dict[str, Any]:
    return {
        "skill_slug": line.skill,
        "skill_name": release.skills[line.skill].name,
        "need": line.need,
        "have": line.have,
        "essential": line.essential,
        "gain": hundredths(gain),
    }


def matches_page(
    release: Released, by_position: Mapping[int, int], choices: Choices = NOTHING_CHOSEN, just_moved: str = ""
) -> dict[str, Any]:
    """Everything on the page of ranked roles: the roles in their groups, what to learn next, what is unknown.

    A role that was `just_moved` out of view keeps its place in the list this once, for the notice that undoes it.
    """
    held = inputs.levels(release, by_position)
    scores = engine.score(inputs.compiled(release), held)
    gains = gap_gains(release, held, scores)
    rows = [
        {
            **role_row(release, score, gains),
            "place": place,
            "mark": choices.marks.get(score.role),
            "is_target": score.role == choices.target,
        }
        for place, score in enumerate(scores, start=1)
    ]
    shown = [row for row in rows if row["mark"] != "hidden" or row["is_target"]]
    in_view = shown or rows  # who hid every role is still told something
    leading = _leading(in_view) if held else {row["slug"] for row in in_view}
    pinned = [row for row in shown if row["mark"] == "pinned"]
    others = [row for row in rows if row["mark"] != "pinned" and (row in shown or row["slug"] == just_moved)]
    return {
        "roles": rows,
        "pinned": pinned,
        "parts": _close_first(others, "The others" if pinned else ""),
        "hidden": [row for row in rows if row not in shown],
        "target": next((row for row in rows if row["is_target"]), None),
        "learn": learn_next(release, held, choices.target, {row["slug"] for row in in_view}),
        "unknown": unknown(release, held, scores, leading),
        "has_usuals": any(score.usual for score in scores),
        "usual_counts": usual_counts(scores),
        "none_near": none_near(scores, held),
        "has_claims": bool(held),
        "claim_count": len(by_position),
    }


def _close_first(ranked: Sequence[dict[str, Any]], title: str) -> list[dict[str, Any]]:
    """Ranked roles in two parts if several are close, which always come first; else in one, under `title`."""
    close = [row for row in ranked if row["close"]]
    if len(close) < 2:
        return [{"slug": "others", "title": title, "roles": ranked}]
    parts = (
        ("close", "Close together: the order among them says little", close),
        ("behind", "Further behind", ranked[len(close) :]),
    )
    return [{"slug": slug, "title": title, "roles": roles} for slug, title, roles in parts if roles]


def add_weeks(rows: Iterable[dict[str, Any]], ahead: Mapping[str, int | None]) -> None:
    """Beside each role that workers have planned: the weeks to ready at the usual pace."""
    for row in rows:
        if hours := ahead.get(row["slug"]):
            row["weeks"] = engine.Pace(USUAL_PACE).weeks(hours)
            row["pace"] = plain(USUAL_PACE)


def top_roles(release: Released, by_position: Mapping[int, int]) -> list[dict[str, Any]]:
    """The first roles, in short; none where nothing is claimed."""
    held = inputs.levels(release, by_position)
    scores = engine.score(inputs.compiled(release), held)[:TOP_ROLES] if held else ()
    return [
        {"slug": score.role, "title": score.title, "fit": text(score.fit), "highest": hundredths(score.highest)}
        for score in scores
    ]


def _leading(shown: Sequence[Mapping[str, Any]]) -> set[str]:
    """The roles that a person's questions are about: those they chose, and the first of the others."""
    chosen = {row["slug"] for row in shown if row["is_target"] or row["mark"] == "pinned"}
    return chosen | {row["slug"] for row in shown[:LEADING]}


def learn_next(
    release: Released, held: Mapping[str, int], target: str | None, shown: Collection[str]
) -> list[dict[str, Any]]:
    """The steps that add most to the fits of the roles shown, all together; for a target, its must-haves come first."""
    roles = shown if target is None else {target}
    steps = engine.next_levels(inputs.compiled(release), held, roles)
    if target is not None:
        musts = {asked.skill for asked in release.roles[target].requirements if asked.essential}
        steps = tuple(sorted(steps, key=lambda step: step.skill not in musts))
    return [_step(release, held, step, roles) for step in steps[:STEPS]]


def _step(release: Released, held: Mapping[str, int], step: engine.Gain, roles: Collection[str]) -> dict[str, Any]:
    skill = release.skills[step.skill]
    lifted = sorted(((points, role) for role, points in step.by_role.items() if role in roles), key=_most_first)
    return {
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "have": step.level - 1,
        "level": step.level,
        "level_word": LEVEL_WORDS[step.level],
        "level_sentence": skill.meaning(step.level),
        "own": held.get(skill.slug),
        "total": hundredths(step.over(roles)),
        "roles": [{"title": release.roles[role].title, "points": hundredths(points)} for points, role in lifted],
    }


def unknown(
    release: Released, held: Mapping[str, int], scores: Iterable[engine.RoleScore], leading: Collection[str]
) -> dict[str, Any]:
    """How much we do not know, and the questions that would tell most about the leading roles."""
    compiled = inputs.compiled(release)
    known = sorted(score.known for score in scores if score.role in leading)
    asked = engine.open_questions(compiled, held, leading)
    return {
        "leading_count": len(leading),
        "known_least": hundredths(known[0]),
        "known_most": hundredths(known[-1]),
        "spoken": sum(skill in held for skill in compiled.asked_skills),
        "asked": len(compiled.asked_skills),
        "open_count": len(asked),
        "questions": [_question(release, question, leading) for question in asked[:QUESTIONS]],
    }


def _question(release: Released, question: engine.Gain, leading: Collection[str]) -> dict[str, Any]:
    skill = release.skills[question.skill]
    moved = sorted(((points, role) for role, points in question.by_role.items() if role in leading), key=_most_first)
    return {
        "skill_slug": skill.slug,
        "skill_name": skill.name,
        "summary": skill.summary,
        "levels": level_choices(skill),
        "decides": hundredths(question.over(leading)),
        "roles": [release.roles[role].title for _, role in moved],
    }


def _most_first(pair: tuple[int, str]) -> tuple[int, str]:
    points, role = pair
    return -points, role
