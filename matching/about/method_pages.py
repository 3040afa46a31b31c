"""The worked example of the method page: a made-up, small profile against a real role of the release, line by line.

Nothing in it is written by hand, so it stays true of every release.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Near, Requirement, Role, Skill
from careers.catalogue.findings import WIDEST_USUALS
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.matches.pages import usual_counts

NEAR_LEVEL = 4
IMPLIED_LEVEL = 3


class Example(NamedTuple):
    """The role scored, and the levels that the made-up person claims."""

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
    """A skill outside the role that implies one that the role asks for and `held` does not give."""
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
    """Say whether the receipt calls it implied: a skill that is also near counts as near."""
    receipt = _score(release, role, {**held, implying: IMPLIED_LEVEL}).receipt
    return any((line.via, line.how) == (implying, "implied") for line in receipt)


def _score(release: Released, role: Role, held: Mapping[str, int]) -> engine.RoleScore:
    return next(one for one in engine.score(inputs.compiled(release), held) if one.role == role.slug)


def _held_through(release: Released, role: Role, asked: Sequence[Requirement]) -> tuple[Skill, Near] | None:
    """A skill outside the role that counts as one it asks for, preferably at a distance, not as a kind of it."""
    itself = {one.skill for one in role.requirements}
    found = [
        (other, near)
        for one in asked
        for other, near in release.counted_by.get(one.skill, [])
        if other.slug not in itself and near.distance < NEAR_LEVEL
    ]
    return min(found, key=lambda pair: pair[1].distance == 0, default=None)


class Line(NamedTuple):
    """A line of the receipt and its requirement; `of_importances` sums up the importances of its half of the role."""

    line: engine.Line
    skill: Skill
    asked: Requirement
    of_importances: int
    why: str

    @property
    def squared(self) -> int:
        return min(self.line.have, self.line.need) ** 2

    @property
    def need_squared(self) -> int:
        return self.line.need**2

    @property
    def ideal(self) -> float:
        """The points possible before they were made whole hundredths."""
        return 50 * self.asked.importance / self.of_importances


class MethodPage(NamedTuple):
    """The example: the lines that say something, and the others in one sum; points in hundredths."""

    role: Role
    profile: Sequence[tuple[Skill, int]]
    score: engine.RoleScore
    lines: Sequence[Line]
    rest: Sequence[engine.Line]
    must_have_importances: int
    valued_importances: int
    known_points: Sequence[int]
    best: int
    usual_counts: int
    widest_usuals: int = WIDEST_USUALS

    @property
    def rest_points(self) -> int:
        return sum(line.points_possible for line in self.rest)


def method_page(release: Released) -> MethodPage:
    role, held = example(release)
    scores = engine.score(inputs.compiled(release), held)
    score = next(one for one in scores if one.role == role.slug)
    shown = [line for line in score.receipt if line.have or line.skill in held]
    asked = {one.skill: one for one in role.requirements}
    halves = Counter({True: 0, False: 0})
    for one in role.requirements:
        halves[one.essential] += one.importance
    known = [line.points_possible if line.skill in held else line.points for line in shown]
    return MethodPage(
        role=role,
        profile=[(release.skills[slug], level) for slug, level in held.items()],
        score=score,
        lines=[
            Line(line, release.skills[line.skill], asked[line.skill], halves[line.essential], _why(release, line, held))
            for line in shown
        ],
        rest=[line for line in score.receipt if line not in shown],
        must_have_importances=halves[True],
        valued_importances=halves[False],
        known_points=[points for points in known if points],
        best=max(one.fit or 0 for one in scores),
        usual_counts=usual_counts(scores),
    )


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
