"""The rule of importances, so that people and a test can check them: what the evidence says, and what needs a reason.

Two grades speak for the importance of a requirement: that of the share of job ads that ask for the skill (`counting`),
and `named`, that of the place in the description of the role. The larger one holds, one grade either way by judgement;
more than that needs a reason, and so does an importance for which neither grade speaks. That must-haves have 4 or 5 is
a matter of `findings`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from careers.catalogue.counting import grade
from careers.catalogue.draft import Draft, Requirement
from careers.catalogue.findings import Finding

BY_JUDGEMENT = 1  # grades that need no reason
LEAST_IF_NAMED = 3


class Grades(NamedTuple):
    """The grades that speak for an importance: of ads and of the role's description; None if one says nothing."""

    ads: int | None
    named: int | None

    @property
    def larger(self) -> int | None:
        return max((one for one in self if one is not None), default=None)


def grades(asked: Requirement) -> Grades:
    counted = None if asked.counted is None or asked.of is None else grade(asked.counted, asked.of)
    return Grades(counted, asked.named)


def check(draft: Draft) -> list[Finding]:
    """Every requirement whose importance neither its evidence nor a reason bears out, in the order of the file."""
    counted: dict[str, list[Requirement]] = defaultdict(list)
    for asked in draft.requirements:
        if asked.counted is not None:
            counted[asked.role].append(asked)
    return [
        Finding("requirements", f"{asked.role} / {asked.skill}", message)
        for asked in draft.requirements
        for message in (*_against_evidence(asked), *_against_others(asked, counted[asked.role]))
    ]


def _against_evidence(asked: Requirement) -> Iterator[str]:
    larger = grades(asked).larger
    if asked.named is not None and asked.importance < LEAST_IF_NAMED:
        yield (
            f"has importance {asked.importance}, but the description of the role names it; "
            f"give it {LEAST_IF_NAMED} or more"
        )
    if asked.reason:
        return
    if larger is None:
        yield "was not counted in ads and the description of the role does not name it; say in reason why it matters"
    elif abs(asked.importance - larger) > BY_JUDGEMENT:
        yield (
            f"has importance {asked.importance}, and the evidence says {larger}; "
            f"bring it within {BY_JUDGEMENT}, or say why in reason"
        )


def _against_others(asked: Requirement, counted: Iterable[Requirement]) -> Iterator[str]:
    """Of two counted skills, one that ads name twice as often is never two grades lower without a reason."""
    if asked.counted is None or asked.reason:
        return
    for other in counted:
        if not other.reason and asked.importance <= other.importance - 2 and _twice_as_often(asked, other):
            yield (
                f"has importance {asked.importance} and {other.skill} has {other.importance}, though ads name it twice "
                f"as often ({asked.counted} against {other.counted}); bring them closer, or say why in reason"
            )
            return


def _twice_as_often(asked: Requirement, other: Requirement) -> bool:
    mine, theirs = (asked.counted or 0) * (other.of or 1), (other.counted or 0) * (asked.of or 1)
    return mine > 0 and mine >= 2 * theirs
