"""The content of the receipt of one role."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from careers.catalogue.content import Level, Project, Skill
from careers.catalogue.released import Released
from careers.profile.pages import level_choices
from matching import engine, inputs
from matching.matches.contrast_pages import ContrastPart, contrast_part
from matching.matches.pages import (
    CARRIED_BY,
    LITTLE_KNOWN,
    MOSTLY_KNOWN,
    NOTHING_CHOSEN,
    Choices,
    against_usual,
    usual_counts,
)

IN_VIEW = 3  # valued skills of each kind: those that add most, and those that carry most
WORTH_A_FOLD = 3  # lines; with fewer left they are shown as well
TELLING = 50  # hundredths through other skills; less is not a whole point


class Raise(NamedTuple):
    """A higher level of a skill, what it adds to the fit, and the lines of other skills that are part of it."""

    level: Level
    points: int
    also: Sequence[tuple[Skill, engine.Moved]]

    @property
    def through(self) -> int:
        """The hundredths that it adds in the lines of other skills."""
        return sum(moved.points for _, moved in self.also)

    @property
    def lifts(self) -> bool:
        """Say whether the lines of other skills gain a point or more, as whole points are told."""
        return self.through >= TELLING

    @property
    def here(self) -> int:
        """The hundredths that it adds in the skill's own line."""
        return self.points - self.through


class ReceiptLine(NamedTuple):
    """A line of a receipt; `own` is the level claimed, `via` the skill that it is held through, at `via_level`.

    `raises` are one more level and the whole gap, or one raise if they are the same; none if the line is met.
    """

    line: engine.Line
    skill: Skill
    own: int | None
    via: Skill | None
    via_level: int | None
    raises: Sequence[Raise]

    @property
    def gain(self) -> int:
        """The hundredths that the level asked would add to the fit; 0 if the line is met."""
        return self.raises[-1].points if self.raises else 0

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)


class Part(NamedTuple):
    """Lines that stand together, with their sum."""

    lines: Sequence[ReceiptLine]

    @property
    def points(self) -> int:
        return sum(row.line.points for row in self.lines)

    @property
    def points_possible(self) -> int:
        return sum(row.line.points_possible for row in self.lines)


class ReceiptPage(NamedTuple):
    """The receipt of one role, with its neighbours in the ranking, and why it stands before or after another.

    The lines are the must-haves, those still open first; then of what is valued as well what adds or carries most, and
    the `rest`. `carrying` are the skills that bring most of the fit, `missing` the must-haves still open with the level
    asked, `adding` the open valued skills that add most. `projects` are the role's, shortest first.
    """

    score: engine.RoleScore
    musts: Part
    valued: Part
    rest: Part
    carrying: Sequence[Skill]
    missing: Sequence[tuple[Skill, int]]
    adding: Sequence[tuple[Skill, int]]
    projects: Sequence[Project]
    mark: str | None
    is_target: bool
    has_claims: bool
    place: int
    role_count: int
    prev_role: engine.RoleScore | None
    next_role: engine.RoleScore | None
    usual_counts: int
    against_usual: str
    little_known: bool
    ask_first: bool  # whether most of it is unknown, so that asking comes before planning
    contrast: ContrastPart | None
    contrast_query: str
    lines: Sequence[ReceiptLine]


def receipt_page(
    release: Released,
    by_position: Mapping[int, int],
    role: str,
    choices: Choices = NOTHING_CHOSEN,
    against: str = "",
    just_changed: str = "",
) -> ReceiptPage:
    """Build the page. `against` names the role to contrast with; if it names none, that is the next in the ranking.

    The line of a skill that was `just_changed` stays in view, for the notice that undoes it.
    """
    held = inputs.levels(release, by_position)
    ranked = engine.score(inputs.compiled(release), held)
    place = next(place for place, score in enumerate(ranked, start=1) if score.role == role)
    score = ranked[place - 1]
    contrast = contrast_part(release, held, ranked, role, against)
    parts = _parts(receipt_lines(release, inputs.compiled(release), held, score), just_changed)
    lines = list(chain.from_iterable(part.lines for part in parts))
    return ReceiptPage(
        score=score,
        musts=parts[0],
        valued=parts[1],
        rest=parts[2],
        carrying=_carrying(lines),
        missing=[(row.skill, row.line.need) for row in parts[0].lines if not row.line.met],
        adding=[(row.skill, row.line.need) for row in parts[1].lines if not row.line.met],
        projects=release.roles[role].projects_in_order,
        mark=choices.marks.get(role),
        is_target=role == choices.target,
        has_claims=bool(held),
        place=place,
        role_count=len(ranked),
        prev_role=ranked[place - 2] if place > 1 else None,
        next_role=ranked[place] if place < len(ranked) else None,
        usual_counts=usual_counts(ranked),
        against_usual=against_usual(score),
        little_known=score.known < LITTLE_KNOWN < score.highest,
        ask_first=score.known < MOSTLY_KNOWN < score.highest,
        contrast=contrast,
        contrast_query=contrast.query if contrast else "",
        lines=lines,
    )


def receipt_lines(
    release: Released, compiled: engine.Compiled, held: Mapping[str, int], score: engine.RoleScore
) -> list[ReceiptLine]:
    """Must-haves still open, must-haves met, then the others; of a role of `compiled`."""
    what_ifs = _what_ifs(compiled, held, score)
    return [
        ReceiptLine(
            line=line,
            skill=release.skills[line.skill],
            own=held.get(line.skill),
            via=release.skills[line.via] if line.via else None,
            via_level=held.get(line.via) if line.via else None,
            raises=[_raise(release, each) for each in what_ifs if each.skill == line.skill],
        )
        for line in sorted(score.receipt, key=lambda line: (not line.essential, line.essential and line.met))
    ]


def _parts(lines: Sequence[ReceiptLine], just_changed: str) -> tuple[Part, Part, Part]:
    """The must-haves; of the others those that add most and then those that carry most; and the rest."""
    others = [row for row in lines if not row.line.essential]
    adding = [row for row in sorted(others, key=lambda row: -row.gain)[:IN_VIEW] if row.gain]
    met = [row for row in sorted(others, key=lambda row: -row.line.points) if row.line.points and row not in adding]
    shown = adding + met[:IN_VIEW]
    shown += [row for row in others if row.skill.slug == just_changed and row not in shown]
    rest = [row for row in others if row not in shown]
    if len(rest) < WORTH_A_FOLD:
        shown, rest = shown + rest, []
    return Part([row for row in lines if row.line.essential]), Part(shown), Part(rest)


def _carrying(lines: Sequence[ReceiptLine]) -> list[Skill]:
    """The skills that bring most of the fit, most points first."""
    most = sorted(lines, key=lambda row: -row.line.points)[:CARRIED_BY]
    return [row.skill for row in most if row.line.points]


def _what_ifs(compiled: engine.Compiled, held: Mapping[str, int], score: engine.RoleScore) -> tuple[engine.WhatIf, ...]:
    """One more level of each gap, and the whole gap if that is more than one."""
    gaps = [line for line in score.receipt if not line.met]
    claims = [(line.skill, level) for line in gaps for level in sorted({line.have + 1, line.need})]
    return engine.what_ifs(compiled, held, score.role, claims)


def _raise(release: Released, what_if: engine.WhatIf) -> Raise:
    level = release.skills[what_if.skill].levels[what_if.level - 1]
    return Raise(level, what_if.points, [(release.skills[moved.skill], moved) for moved in what_if.also])
