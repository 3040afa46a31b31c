"""The content of the receipt of one role."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Level, Skill
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.matches.contrast_pages import ContrastPart, contrast_part
from matching.matches.pages import NOTHING_CHOSEN, Choices, Gap, first, usual_counts


class Raise(NamedTuple):
    """A higher level of a skill, what it adds to the fit, and the lines of other skills that are part of it."""

    level: Level
    points: int
    also: Sequence[tuple[Skill, engine.Moved]]


class ReceiptLine(NamedTuple):
    """A line under its heading; `own` is the level claimed, `via` the skill that it is held through, at `via_level`.

    `raises` are one more level and the whole gap, or one raise if they are the same; none if the line is met.
    """

    line: engine.Line
    skill: Skill
    group: str
    own: int | None
    via: Skill | None
    via_level: int | None
    raises: Sequence[Raise]


class ReceiptPage(NamedTuple):
    """The receipt of one role, with its neighbours in the ranking, and why it stands before or after another."""

    score: engine.RoleScore
    lines: Sequence[ReceiptLine]
    gaps: Sequence[Gap]
    mark: str | None
    is_target: bool
    has_claims: bool
    place: int
    role_count: int
    prev_role: engine.RoleScore | None
    next_role: engine.RoleScore | None
    usual_counts: int
    contrast: ContrastPart | None
    contrast_query: str


def receipt_page(
    release: Released,
    by_position: Mapping[int, int],
    role: str,
    choices: Choices = NOTHING_CHOSEN,
    against: str = "",
) -> ReceiptPage:
    """Build the page. `against` names the role to contrast with; if it names none, that is the next in the ranking."""
    held = inputs.levels(release, by_position)
    ranked = engine.score(inputs.compiled(release), held)
    place = next(place for place, score in enumerate(ranked, start=1) if score.role == role)
    score = ranked[place - 1]
    contrast = contrast_part(release, held, ranked, role, against)
    lines = _lines(release, held, score)
    return ReceiptPage(
        score=score,
        lines=lines,
        gaps=first(Gap(each.line, each.skill, each.raises[-1].points) for each in lines if each.raises),
        mark=choices.marks.get(role),
        is_target=role == choices.target,
        has_claims=bool(held),
        place=place,
        role_count=len(ranked),
        prev_role=ranked[place - 2] if place > 1 else None,
        next_role=ranked[place] if place < len(ranked) else None,
        usual_counts=usual_counts(ranked),
        contrast=contrast,
        contrast_query=contrast.query if contrast else "",
    )


def _lines(release: Released, held: Mapping[str, int], score: engine.RoleScore) -> list[ReceiptLine]:
    """Must-haves still open, must-haves met, then the others."""
    what_ifs = _what_ifs(release, held, score)
    return [
        ReceiptLine(
            line=line,
            skill=release.skills[line.skill],
            group=_group(score, line),
            own=held.get(line.skill),
            via=release.skills[line.via] if line.via else None,
            via_level=held.get(line.via) if line.via else None,
            raises=[_raise(release, each) for each in what_ifs if each.skill == line.skill],
        )
        for line in sorted(score.receipt, key=lambda line: (not line.essential, line.essential and line.met))
    ]


def _what_ifs(release: Released, held: Mapping[str, int], score: engine.RoleScore) -> tuple[engine.WhatIf, ...]:
    """One more level of each gap, and the whole gap if that is more than one."""
    gaps = [line for line in score.receipt if not line.met]
    claims = [(line.skill, level) for line in gaps for level in sorted({line.have + 1, line.need})]
    return engine.what_ifs(inputs.compiled(release), held, score.role, claims)


def _raise(release: Released, what_if: engine.WhatIf) -> Raise:
    level = release.skills[what_if.skill].levels[what_if.level - 1]
    return Raise(level, what_if.points, [(release.skills[moved.skill], moved) for moved in what_if.also])


def _group(score: engine.RoleScore, line: engine.Line) -> str:
    """The heading of its receipt that a line stands under."""
    if not line.essential:
        return "Valued as well"
    met, of = score.must_haves_met, score.must_haves_of
    return f"Must-haves met: {met} of {of}" if line.met else f"Must-haves still open: {of - met} of {of}"
