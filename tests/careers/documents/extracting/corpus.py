"""All hostile files, and the few that only a limit of the kernel ends."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from careers.documents.extracting import Reason
from tests.careers.documents.extracting import hostile_other, hostile_pdf, hostile_zip

BY_SIZE = {Reason.EMPTY, Reason.TOO_LARGE}  # told before any process is started


class Hostile(NamedTuple):
    """A file that means harm, and the reason to refuse it, or None if what is in it can be read without harm."""

    name: str
    make: Callable[[], bytes]
    reason: Reason | None

    @property
    def is_bomb(self) -> bool:
        """Whether only a limit of the kernel ends it."""
        return self.reason is Reason.TOOK_TOO_LONG


def hostile() -> Iterator[Hostile]:
    for kind, module in (("archive", hostile_zip), ("PDF", hostile_pdf), ("other", hostile_other)):
        for name, make, reason in module.cases():
            yield Hostile(f"{kind}, {name}", make, reason)
