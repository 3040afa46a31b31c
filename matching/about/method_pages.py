"""The worked example of the method page: a made-up, small profile against a real role of the release, line by line.

Nothing in it is written by hand, so it stays true of every release.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from careers.catalogue.content import Near, Requirement, Role, Skill
from careers.catalogue.findings import WIDEST_USUALS
from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS, hundredths
from matching import engine, inputs, words
from matching.matches import pages as matches_pages

NEAR_LEVEL = 4
IMPLIED_LEVEL = 3


class Example(NamedTuple):
    """Who is scored against what; `through` is the skill held that counts as another."""

    role: Role
    held: dict[str, int]


def example(release: Released) -> Example:
    """The foundation (or the first role), and claims that show each rule once if the release has it.

    One must-have held above what is asked and one below, one skill held through a near one and one through a skill that
    implies it, one said to be none; all else stays unknown.
    """
    role = release.foundation or release.roles_by_title[0]
    asked = role.requirements_in_order
    held = {
        one.skill: one.level + step for one, step in zip(asked[:2], (1, -1), strict=False) if 1 <= one.level + step <= 5
    }
    near = _held_through(release, role, asked[2:])
    if near is not None:
        held[near[0].slug] = NEAR_LEVEL
    implying = _implying(release, role, held)
    if implying is not None:
        held[implying] = IMPLIED_LEVEL
    effective = engine.effective_levels(inputs.compiled(release).spec, held)
    unsaid = [one.skill for one in asked if one.skill not in effective]
    if unsaid:
        held[unsaid[-1]] = 0
    return Example(role, held)


def _implying(release: Released, role: Role, held: Mapping[str, int]) -> str | None:
    """A skill that the role does not ask and that brings one it asks, which `held` does not give, by implying it."""
    given = engine.effective_levels(inputs.compiled(release).spec, held)
    itself = {one.skill for one in role.requirements}
    found = (
        skill.slug
        for skill in release.content.skills
        if skill.slug not in itself
        and any(
            need.implied and need.level <= IMPLIED_LEVEL and need.skill in itself and need.skill not in given
            for need in skill.prerequisites
        )
    )
    return next((slug for slug in found if _comes_with(release, role, held, slug)), None)


def _comes_with(release: Released, role: Role, held: Mapping[str, int], implying: str) -> bool:
    """Whether the receipt says so: a skill that is near as well counts as near."""
    receipt = _score(release, role, {**held, implying: IMPLIED_LEVEL}).receipt
    return any((line.via, line.how) == (implying, "implied") for line in receipt)


def _score(release: Released, role: Role, held: Mapping[str, int]) -> engine.RoleScore:
    return next(one for one in engine.score(inputs.compiled(release), held) if one.role == role.slug)


def _held_through(release: Released, role: Role, asked: Sequence[Requirement]) -> tuple[Skill, Near] | None:
    """A skill that the role does not ask and that counts as one it asks: at a distance rather than as a kind of it."""
    itself = {one.skill for one in role.requirements}
    found = [
        (other, near)
        for one in asked
        for other, near in release.counted_by.get(one.skill, [])
        if other.slug not in itself and near.distance < NEAR_LEVEL
    ]
    return min(found, key=lambda pair: pair[1].distance == 0, default=None)


def method_page(release: Released) -> dict[str, Any]:
    role, held = example(release)
    scores = engine.score(inputs.compiled(release), held)
    score = next(one for one in scores if one.role == role.slug)
    shown = [line for line in score.receipt if line.have or line.skill in held]
    rest = [line for line in score.receipt if line not in shown]
    asked = {one.skill: one for one in role.requirements}
    halves = Counter({True: 0, False: 0})
    for one in role.requirements:
        halves[one.essential] += one.importance
    return {
        "role_slug": role.slug,
        "role_title": role.title,
        "profile": [
            {"skill_slug": slug, "skill_name": release.skills[slug].name, "level": level, "word": LEVEL_WORDS[level]}
            for slug, level in held.items()
        ],
        "lines": [_line(release, line, asked[line.skill], halves, held) for line in shown],
        "rest_count": len(rest),
        "rest_points": hundredths(sum(line.points_possible for line in rest)),
        "requirement_count": len(score.receipt),
        "must_have_importances": halves[True],
        "valued_importances": halves[False],
        "fit": hundredths(score.fit or 0),
        "usual": hundredths(score.usual or 0),
        "usual_whole": hundredths(role.usual),
        "usual_counts": matches_pages.usual_counts(scores),
        "widest_usuals": hundredths(WIDEST_USUALS),
        "best": hundredths(max(one.fit or 0 for one in scores)),
        "lead": hundredths(score.lead or 0),
        "known": hundredths(score.known),
        "known_lines": [hundredths(points) for line in shown if (points := _known(line, held))],
        "highest": hundredths(score.highest),
        "band": score.band,
        "band_label": words.BAND_LABELS[score.band or "explore"],
        "must_haves_met": score.must_haves_met,
        "must_haves_of": score.must_haves_of,
    }


def _known(line: engine.Line, held: dict[str, int]) -> int:
    return line.points_possible if line.skill in held else line.points


def _line(
    release: Released, line: engine.Line, asked: Requirement, halves: Mapping[bool, int], held: dict[str, int]
) -> dict[str, Any]:
    return {
        "skill_slug": line.skill,
        "skill_name": release.skills[line.skill].name,
        "essential": line.essential,
        "need": line.need,
        "have": line.have,
        "via_slug": line.via,
        "how": line.how,
        "counted": min(line.have, line.need),
        "share": hundredths(asked.share),
        "squared": min(line.have, line.need) ** 2,
        "need_squared": line.need**2,
        "points": hundredths(line.points),
        "points_possible": hundredths(line.points_possible),
        "why": _why(release, line, held),
        "known": hundredths(_known(line, held)),
        "importance": asked.importance,
        "of_importances": halves[asked.essential],
        "ideal": f"{50 * asked.importance / halves[asked.essential]:.4f}",
    }


def _why(release: Released, line: engine.Line, held: dict[str, int]) -> str:
    if line.via:
        own = held[line.via]
        name = release.skills[line.via].name
        if line.how == "implied":
            return f"Comes with {name} at {own}: nobody gets there without {line.have} here."
        if own == line.have:
            return f"Held through {name} at {own}, which counts in full."
        return f"Held through {name} at {own}, which counts as {line.have} here."
    if line.have > line.need:
        return f"Held at {line.have}, asked at {line.need}: more than asked adds nothing."
    if line.have == line.need:
        return f"Held at {line.have}, as asked."
    if line.have:
        short = line.need - line.have
        return f"Held at {line.have}, asked at {line.need}: {short} level{'s' if short > 1 else ''} short."
    return "They said none: no points, but it is known."
