"""How well a reader reads texts in which every skill is marked: precision, recall, F1, and levels."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from tests.careers.reading.labelled import YEAR, Label, Labelled


class Find(Protocol):
    """A skill and the place that names it; a reader that proposes levels has a `level` here too."""

    @property
    def skill(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Reads(Protocol):
    def find(self, text: str, *, this_year: int | None = None) -> Sequence[Find]: ...


class Score(NamedTuple):
    """Of `found` things `right` ones, and of `wanted` ones `met`."""

    right: int = 0
    found: int = 0
    met: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.met / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


class Levels(NamedTuple):
    """Of `compared` skills that were found and have a level in the text: how many levels agree, and to within one.

    A reader that proposes no level at all has `proposed` 0; then there is nothing to judge.
    """

    compared: int = 0
    proposed: int = 0
    equal: int = 0
    within_one: int = 0


class Measured(NamedTuple):
    """One text, or several together: the sums of their counts."""

    texts: int
    skills: Score
    mentions: Score
    levels: Levels
    false: tuple[Find, ...] = ()
    missed: tuple[Label, ...] = ()


def measure(reader: Reads, one: Labelled) -> Measured:
    """Compare what the reader finds in a text with its labels.

    Skills are compared as sets. A find is right if it overlaps a label of its skill, and a label is met if a find of
    its skill overlaps it: how much of "Python 3.12 programming" is the name is a matter of taste.
    """
    finds = tuple(reader.find(one.text, this_year=YEAR))
    false = tuple(find for find in finds if not any(_same(find, label) for label in one.labels))
    missed = tuple(label for label in one.labels if not any(_same(find, label) for find in finds))
    found, wanted = {find.skill for find in finds}, {label.skill for label in one.labels}
    both = len(found & wanted)
    return Measured(
        texts=1,
        skills=Score(both, len(found), both, len(wanted)),
        mentions=Score(len(finds) - len(false), len(finds), len(one.labels) - len(missed), len(one.labels)),
        levels=_levels(finds, one.levels),
        false=false,
        missed=missed,
    )


def together(measured: Iterable[Measured]) -> Measured:
    """The sums, so that each skill and each mention counts the same, whichever text it stands in."""
    all_ = tuple(measured)
    return Measured(
        texts=sum(one.texts for one in all_),
        skills=Score(*_sums(one.skills for one in all_)),
        mentions=Score(*_sums(one.mentions for one in all_)),
        levels=Levels(*_sums(one.levels for one in all_)),
    )


def _levels(finds: Sequence[Find], said: dict[str, int | None]) -> Levels:
    proposed: dict[str, int] = {}
    for find in finds:
        proposed[find.skill] = max(proposed.get(find.skill, 0), getattr(find, "level", None) or 0)
    pairs = [(said[skill], level) for skill, level in proposed.items() if said.get(skill)]
    return Levels(
        compared=len(pairs),
        proposed=sum(1 for _, level in pairs if level),
        equal=sum(1 for wanted, level in pairs if level == wanted),
        within_one=sum(1 for wanted, level in pairs if level and abs(level - (wanted or 0)) <= 1),
    )


def _same(find: Find, label: Label) -> bool:
    return find.skill == label.skill and find.start < label.end and label.start < find.end


def _sums(rows: Iterable[tuple[int, ...]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
