"""CVs as people have them, in the styles of many programs, each with words that have to come out, in this order.

The people in them are made up of a job and skills; what must not come out of a structured file is `PRIVATE`.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from careers.documents.extracting import Entry, Kind

PRIVATE = "Jo Example"  # stands wherever a structured file says who somebody is


class Honest(NamedTuple):
    """A file that is read: the words in their order, the skills it lists itself, and whether there is a warning."""

    name: str
    make: Callable[[], bytes]
    kind: Kind
    words: tuple[str, ...]
    entries: tuple[Entry, ...] = ()
    warned: bool = False


ABSENT = (PRIVATE, "Fallback", "COBOL")  # who somebody is, what is said twice, what was deleted


def files() -> Iterator[Honest]:
    from tests.careers.documents.extracting import honest_layouts, honest_pdf, honest_structured, honest_written

    for module in (honest_pdf, honest_layouts, honest_written, honest_structured):
        yield from module.files()


def in_order(words: tuple[str, ...], text: str) -> list[str]:
    """The words that do not come, or do not come after the one before. A tab is only a tab."""
    missing = [one for one in words if "\t" in one and one not in text]
    text, at = " ".join(text.split()), 0
    for one in words:
        plain = one.replace("\t", " ")
        found = text.find(plain, at)
        if found < 0:
            missing.append(one)
        else:
            at = found + len(plain)
    return missing
