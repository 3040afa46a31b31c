"""The reasons why one role ranks before another, as the receipt page shows them."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from careers.catalogue.content import Role, Skill
from careers.catalogue.released import Released
from matching import engine, inputs

SHOWN = 8  # lines in view; the rest folds away
REASONS = 3  # skills that the first sentence names
TELLING = 50  # hundredths; a smaller difference is no reason


class ContrastRow(NamedTuple):
    """A line with its skill (None in the line of the usual fits), and its bar, which starts `left` of the middle."""

    line: engine.ContrastLine
    skill: Skill | None

    @property
    def left(self) -> int:
        return min(self.line.points, 0)

    @property
    def width(self) -> int:
        return abs(self.line.points)


class Change(NamedTuple):
    """A raise that reverses the order: whether its skill is claimed, and the level that others give, if higher."""

    found: engine.Reversal
    skill: Skill
    claimed: bool
    others: int | None


class ContrastPart(NamedTuple):
    """The contrast with the role `other`, and a choice of others.

    `change` is the smallest step up that turns the two round: nobody is advised to step down. `problem` says why it is
    not the one `asked` for: that is "unknown", or the "same" role; "" if there is none.
    """

    found: engine.Contrast
    other: str
    problem: str
    asked: str
    choices: Sequence[Role]
    rows: Sequence[ContrastRow]
    more: Sequence[ContrastRow]
    change: Change | None

    @property
    def query(self) -> str:
        """The query string that brings a form on the page back to this contrast."""
        return f"?against={self.other}" if self.asked and not self.problem else ""

    @property
    def most(self) -> int:
        return max((abs(line.points) for line in self.found.lines), default=0)

    @property
    def more_points(self) -> int:
        return sum(row.line.points for row in self.more)

    @property
    def for_ahead(self) -> list[Skill]:
        """The skills that help the role ahead most."""
        return self._reasons(1)

    @property
    def for_behind(self) -> list[Skill]:
        """The skills that help the role behind most."""
        return self._reasons(-1)

    def _reasons(self, sign: int) -> list[Skill]:
        rows = [row for row in (*self.rows, *self.more) if sign * row.line.points >= TELLING]
        return [row.skill for row in rows if row.skill][:REASONS]

    @property
    def usual_helps(self) -> bool:
        """Say whether the role ahead has so much the lower usual fit that this is a reason."""
        return sum(line.points for line in self.found.lines if line.skill is None) >= TELLING

    @property
    def has_usual(self) -> bool:
        return any(line.skill is None for line in self.found.lines)


def contrast_part(
    release: Released, held: Mapping[str, int], ranked: Sequence[engine.RoleScore], role: str, asked: str
) -> ContrastPart | None:
    """The contrast of `role` with the one `asked` for, or with the next in the ranking (the last one: the one before).

    `asked` is what an address says, so it may be anything. None if nothing is claimed or there is no other role: then
    nothing ranks before anything.
    """
    if not held or len(ranked) < 2:
        return None
    chosen = release.role_slug(asked) if asked else None
    other = chosen if chosen not in (None, role) else _neighbour(ranked, role)
    found = engine.contrast(inputs.compiled(release), held, role, other)
    rows = [ContrastRow(line, release.skills[line.skill] if line.skill else None) for line in found.lines]
    effective = {line.skill: line.have for score in ranked for line in score.receipt}
    return ContrastPart(
        found=found,
        other=other,
        problem="" if not asked or chosen == other else "same" if chosen == role else "unknown",
        asked=asked[:80],
        choices=[one for one in release.roles_by_title if one.slug != role],
        rows=rows[:SHOWN],
        more=rows[SHOWN:],
        change=_change(release, held, effective, found.raising) if found.raising else None,
    )


def _neighbour(ranked: Sequence[engine.RoleScore], role: str) -> str:
    slugs = [score.role for score in ranked]
    after = slugs.index(role) + 1
    return slugs[after] if after < len(slugs) else slugs[-2]


def _change(
    release: Released, held: Mapping[str, int], effective: Mapping[str, int], change: engine.Reversal
) -> Change:
    others = effective.get(change.skill, 0)
    return Change(
        found=change,
        skill=release.skills[change.skill],
        claimed=change.skill in held,
        others=others if others > change.from_level else None,
    )
