"""The content of the role check: all that a role asks on one page, with what somebody said of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from careers.catalogue.content import Level, Role, Skill
from careers.catalogue.released import Released
from careers.profile.claims import Answered, Replaced
from careers.profile.pages import level_choices
from careers.words import LEVEL_WORDS
from matching import engine, inputs
from matching.matches.pages import LITTLE_KNOWN

_MOVED = "Changed elsewhere in the meantime, so it stays as it is: {}. Look, and choose again."
_GONE = "The role does not ask this any more, so it was left out: {}."


class Asked(NamedTuple):
    """A requirement: the level asked, the answer chosen on the page, and the skill that it is held through, if any."""

    skill: Skill
    line: engine.Line
    chosen: int | None
    via: Skill | None

    @property
    def hint(self) -> str:
        """What other skills give of it already."""
        return f"counts as {self.line.have} through {self.via.name}" if self.via else ""

    @property
    def levels(self) -> list[Level]:
        return level_choices(self.skill)


class CheckPage(NamedTuple):
    """The page: must-haves first. `open` have no answer yet; `seen` tells the form which claims it was drawn with."""

    role: Role
    score: engine.RoleScore
    musts: Sequence[Asked]
    valued: Sequence[Asked]
    answered: int
    open: int
    seen: str
    little_known: bool


class Checked(TypedDict):
    """The notice of what was just saved, as sessions and cookies keep it for the next page.

    `trouble` is what could not be saved and why; `undo` the signed changes, empty if there are none.
    """

    said: str
    trouble: str
    undo: str


def check_page(
    release: Released, by_position: Mapping[int, int], slug: str, chosen: Mapping[str, int] | None = None
) -> CheckPage:
    """Build the page; `chosen` are the answers of a form that was refused."""
    held, role = inputs.levels(release, by_position), release.roles[slug]
    score = next(one for one in engine.score(inputs.compiled(release), held) if one.role == slug)
    picked = {**held, **(chosen or {})}
    rows = [
        Asked(
            release.skills[line.skill],
            line,
            picked.get(line.skill),
            release.skills[line.via] if line.via else None,
        )
        for line in score.receipt
    ]
    answered = sum(row.chosen is not None for row in rows)
    return CheckPage(
        role=role,
        score=score,
        musts=[row for row in rows if row.line.essential],
        valued=[row for row in rows if not row.line.essential],
        answered=answered,
        open=len(rows) - answered,
        seen=" ".join(f"{row.skill.slug}:{held[row.skill.slug]}" for row in rows if row.skill.slug in held),
        little_known=score.known < LITTLE_KNOWN < score.highest,
    )


def checked(release: Released, done: Answered, gone: Sequence[str], undo: str) -> Checked:
    """The notice of answers that were saved; `gone` are the names of what the role does not ask any more."""
    moved = [release.by_position[position].name for position in done.moved]
    trouble = [_MOVED.format(", ".join(moved))] if moved else []
    trouble += [_GONE.format(", ".join(gone))] if gone else []
    return Checked(said=_saved(release, done.replaced), trouble=" ".join(trouble), undo=undo)


def undone(left: Sequence[str]) -> Checked:
    """The notice of answers that were taken back, except for those changed since (`left`)."""
    return Checked(said="Undone.", trouble=_MOVED.format(", ".join(left)) if left else "", undo="")


def _saved(release: Released, replaced: Sequence[Replaced]) -> str:
    if len(replaced) != 1 or replaced[0].after is None:
        return f"{len(replaced)} answers are saved." if replaced else "Nothing was changed."
    [done] = replaced
    level = replaced[0].after.level
    return f"{release.by_position[done.position].name} is now {level} {LEVEL_WORDS[level]}."
