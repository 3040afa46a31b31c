"""The answers of Rolewise: a sample's strings read with the catalogue's own names and aliases, then scored as usual."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from careers.catalogue.content import Content
from careers.reading.names import Names
from careers.reading.reader import Reader
from matching import engine
from matching.evaluation.measures import Floats, Places, softmax
from matching.evaluation.rows import Ranked
from matching.evaluation.tasks import Sample, Strings

LEVEL = 3  # of a skill in a string, which states no level
SPREAD = 5.0  # points of lead that make a role e times as likely, when leads are compared as chances
_SLICE = 1_000

Hundredths = npt.NDArray[np.int64]


class Reading:
    """Reads strings, each once: options and ad skills occur thousands of times.

    A string that is a name is read as one, like a key of the API; anything longer is read as text.
    """

    def __init__(self, content: Content) -> None:
        self._names = Names(content.skills)
        self._reader = Reader(content.skills)
        self._read: dict[str, frozenset[str]] = {}

    def skills(self, string: str) -> frozenset[str]:
        """The slugs of the skills that a string names. Every string of the evaluation is read here and nowhere else."""
        if string not in self._read:
            named = self._names.find(string)
            self._read[string] = frozenset({named} if named else self._reader.skills(string))
        return self._read[string]

    def levels(self, strings: Strings) -> dict[str, int]:
        """{slug: 3} of every skill that the strings name."""
        return {skill: LEVEL for string in strings for skill in sorted(self.skills(string))}

    def understood(self, told: Iterable[Strings]) -> float | None:
        """The share of all strings that name a skill we know; None if there are no strings."""
        named = [bool(self.skills(string)) for strings in told for string in strings]
        return sum(named) / len(named) if named else None


class Told(NamedTuple):
    """People or ads (n), the levels we read from each, and its fits to all roles of the release (n x R, hundredths)."""

    samples: Sequence[Sample]
    profiles: Sequence[Mapping[str, int]]
    fits: Hundredths

    def only(self, keep: Callable[[Sample], bool]) -> "Told":
        """Return only the samples to keep."""
        at = [place for place, sample in enumerate(self.samples) if keep(sample)]
        return Told([self.samples[one] for one in at], [self.profiles[one] for one in at], self.fits[at])


def read(compiled: engine.Compiled, reading: Reading, samples: Sequence[Sample]) -> Told:
    """The samples as we read them."""
    profiles = [reading.levels(sample.strings) for sample in samples]
    fits = [[fit or 0 for fit in engine.fits(compiled, profile).values()] for profile in profiles]
    return Told(samples, profiles, np.array(fits, dtype=np.int64).reshape(len(samples), len(compiled.slugs)))


def answer(compiled: engine.Compiled, roles: Sequence[str], profiles: Sequence[Mapping[str, int]]) -> Ranked:
    """Our ranking of `roles`; AUC compares how likely each is by softmax(lead / SPREAD)."""
    order, leads = rank(compiled, roles, profiles)
    return Ranked(order, softmax(leads / SPREAD))


def rank(
    compiled: engine.Compiled, roles: Sequence[str], profiles: Sequence[Mapping[str, int]]
) -> tuple[Places, Floats]:
    """The place of each role (n x R) among `roles` as pages rank them, and its lead in points (0 without a claim)."""
    column = {role: at for at, role in enumerate(roles)}
    order = np.zeros((len(profiles), len(roles)), dtype=np.int64)
    leads = np.zeros((len(profiles), len(roles)))
    for start in range(0, len(profiles), _SLICE):
        for row, ranked in enumerate(engine.rankings(compiled, profiles[start : start + _SLICE]), start):
            here = [(column[one.role], one.lead) for one in ranked if one.role in column]
            for place, (at, lead) in enumerate(here):
                order[row, at], leads[row, at] = place, (lead or 0) / 100
    return order, leads
