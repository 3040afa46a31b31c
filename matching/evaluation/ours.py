"""What Rolewise makes of a sample: its strings read with the catalogue's own names and aliases, then scored as ever."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from careers.catalogue.names import Names
from careers.catalogue.released import Content
from careers.documents.reader import Reader
from matching import engine
from matching.evaluation.measures import Floats, Places
from matching.evaluation.tasks import Strings

LEVEL = 3  # of a string that tells none
_SLICE = 1_000


class Reading:
    """Reads strings, each once: options and ad skills come thousands of times.

    A string that is a name is read as one, like a key of the API; what is longer is read as a text.
    """

    def __init__(self, content: Content) -> None:
        self._names = Names(content.skills)
        self._reader = Reader(content.skills)
        self._read: dict[str, frozenset[str]] = {}

    def skills(self, string: str) -> frozenset[str]:
        if string not in self._read:
            named = self._names.find(string)
            self._read[string] = frozenset({named} if named else self._reader.skills(string))
        return self._read[string]

    def levels(self, strings: Strings) -> dict[str, int]:
        """{slug: 3} of every skill that the strings name."""
        return {skill: LEVEL for string in strings for skill in sorted(self.skills(string))}

    def understood(self, told: Iterable[Strings]) -> float | None:
        """The share of all strings that name a skill we know; None without a string."""
        named = [bool(self.skills(string)) for strings in told for string in strings]
        return sum(named) / len(named) if named else None


def rank(
    compiled: engine.Compiled, roles: Sequence[str], profiles: Sequence[Mapping[str, int]]
) -> tuple[Places, Floats]:
    """The place of each role (n x R) among `roles` as pages rank them, and its lead in points (0 without a claim)."""
    column = {role: at for at, role in enumerate(roles)}
    order = np.zeros((len(profiles), len(roles)), dtype=np.int64)
    leads = np.zeros((len(profiles), len(roles)))
    for start in range(0, len(profiles), _SLICE):
        for row, ranked in enumerate(engine.rankings(compiled, profiles[start : start + _SLICE]), start):
            here = [(column[role], lead) for role, _, lead in ranked if role in column]
            for place, (at, lead) in enumerate(here):
                order[row, at], leads[row, at] = place, (lead or 0) / 100
    return order, leads
