"""How a reader does on the traps: rows that are right, finds that are false, and finds that are missed."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Self

from careers.reading.reader import Find
from tests.careers.reading.traps import Trap


class Count(NamedTuple):
    rows: int = 0
    right: int = 0
    false: int = 0
    missed: int = 0

    def plus(self, other: Self) -> Self:
        return type(self)(*(one + two for one, two in zip(self, other, strict=True)))


def counts(traps: Iterable[Trap], find: Callable[[str], Sequence[Find]]) -> dict[str, Count]:
    """The count of each kind of trap."""
    found: dict[str, Count] = {}
    for trap in traps:
        found[trap.kind] = found.get(trap.kind, Count()).plus(count(trap, find(trap.text)))
    return found


def count(trap: Trap, finds: Sequence[Find]) -> Count:
    """Compare finds with what is right. A find answers one label: of the same skill, and in a place that touches it.

    So "Claude 3.5" is as good as "Claude", but the same skill somewhere else in the text is a false find.
    """
    left = list(finds)
    missed = 0
    for label in trap.finds:
        answer = next((one for one in left if one.skill == label.skill and _touch(one, label)), None)
        if answer:
            left.remove(answer)
        else:
            missed += 1
    return Count(1, int(not left and not missed), len(left), missed)


def table(counted: dict[str, Count]) -> str:
    """The counts as lines: a kind a line, and all of them together."""
    total = Count()
    for one in counted.values():
        total = total.plus(one)
    rows = [("kind", *Count._fields), *((kind, *one) for kind, one in counted.items()), ("together", *total)]
    width = max(len(str(row[0])) for row in rows)
    return "\n".join(f"{kind:<{width}}" + "".join(f"{cell:>8}" for cell in cells) for kind, *cells in rows)


def _touch(one: Find, two: Find) -> bool:
    return one.start < two.end and two.start < one.end
