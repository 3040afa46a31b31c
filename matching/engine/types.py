"""The values that go into the engine and the ones that come out: frozen, checked when they are built.

Points, fits, leads and usual fits are whole hundredths of a point everywhere (7125 is 71.25), so that nothing is
rounded after publishing. No value has a field for who somebody is: the engine sees skills and levels, nothing else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

TOTAL_POINTS = 10_000
TOP_LEVEL = 5
TOP_IMPORTANCE = 5
FARTHEST_NEAR = 4
# From this best fit upwards the usual fits count in full; below it, in proportion.
USUAL_COUNTS_FROM = 2_500
# While this is below the number above, points that only the leading role gains never cost it first place. (Publishing
# allows only half of that number, see `careers.catalogue.findings`.)
WIDEST_USUALS = 1_500


@dataclass(frozen=True, slots=True)
class Requirement:
    """A role asks for `skill` at `level` (1-5); held at level k it is worth k squared shares, in hundredths of a point.

    Scores see the importance (1-5) only in the share; plans also ask for what weighs most.

    >>> asked = Requirement("python", 4, essential=True, share=125)
    >>> [asked.points_at(level) for level in range(6)], asked.points_possible
    ([0, 125, 500, 1125, 2000, 2000], 2000)
    """

    skill: str
    level: int
    essential: bool
    share: int
    importance: int = 3

    def __post_init__(self) -> None:
        check_whole(f"level of {self.skill}", self.level, 1, TOP_LEVEL)
        check_whole(f"share of {self.skill}", self.share, 1, TOTAL_POINTS)
        check_whole(f"importance of {self.skill}", self.importance, 1, TOP_IMPORTANCE)

    def points_at(self, level: int) -> int:
        return self.share * min(level, self.level) ** 2

    @property
    def points_possible(self) -> int:
        return self.points_at(self.level)


@dataclass(frozen=True, slots=True)
class Near:
    """Holding `skill` at level L counts as `counts_as` at level L - `distance` (0-4; 0: it is a kind of that)."""

    skill: str
    counts_as: str
    distance: int

    def __post_init__(self) -> None:
        check_whole(f"distance from {self.skill} to {self.counts_as}", self.distance, 0, FARTHEST_NEAR)
        if self.skill == self.counts_as:
            raise ValueError(f"{self.skill} cannot be near itself")


@dataclass(frozen=True, slots=True)
class Implied:
    """Nobody holds `skill` at `level` without holding `needs` at `needs_level`."""

    skill: str
    level: int
    needs: str
    needs_level: int

    def __post_init__(self) -> None:
        check_whole(f"level of {self.skill}", self.level, 1, TOP_LEVEL)
        check_whole(f"level of {self.needs}", self.needs_level, 1, TOP_LEVEL)
        if self.skill == self.needs:
            raise ValueError(f"{self.skill} cannot imply itself")


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """One role: its usual fit and its requirements, whose possible points add up to `total`, 100.00 in a release.

    A job ad that asks everything at level 3 has a total of 99.99 (see `apportion.apportion_posting`).
    """

    slug: str
    title: str
    usual: int
    requirements: tuple[Requirement, ...]
    total: int = TOTAL_POINTS

    def __post_init__(self) -> None:
        check_whole(f"usual fit of {self.slug}", self.usual, 0, TOTAL_POINTS)
        _check_unique(f"skill in role {self.slug}", (asked.skill for asked in self.requirements))
        total = sum(asked.points_possible for asked in self.requirements)
        if total != self.total:
            raise ValueError(f"points of role {self.slug} add up to {total}, not {self.total}")


@dataclass(frozen=True, slots=True)
class CatalogueSpec:
    """A release, as far as scoring needs it; `near` is closed transitively (see `closure.close`)."""

    skills: tuple[str, ...]
    near: tuple[Near, ...]
    implied: tuple[Implied, ...]
    roles: tuple[RoleSpec, ...]

    def __post_init__(self) -> None:
        _check_unique("skill", self.skills)
        _check_unique("role", (role.slug for role in self.roles))
        _check_unique("near relation", (f"{near.skill} -> {near.counts_as}" for near in self.near))
        self._check_skills_known()
        self._check_usuals()

    def _check_skills_known(self) -> None:
        known = set(self.skills)
        used = [
            *((f"near relation {one.skill} -> {one.counts_as}", (one.skill, one.counts_as)) for one in self.near),
            *((f"implied prerequisite {one.skill} -> {one.needs}", (one.skill, one.needs)) for one in self.implied),
            *((f"role {role.slug}", [asked.skill for asked in role.requirements]) for role in self.roles),
        ]
        for what, skills in used:
            for skill in skills:
                if skill not in known:
                    raise ValueError(f"{what} names the unknown skill {skill}")

    def _check_usuals(self) -> None:
        if not self.roles:
            return
        lowest = min(self.roles, key=lambda role: role.usual)
        highest = max(self.roles, key=lambda role: role.usual)
        if highest.usual - lowest.usual > WIDEST_USUALS:
            raise ValueError(
                f"usual fits of {lowest.slug} and {highest.slug} lie more than {WIDEST_USUALS // 100} points apart"
            )


How = Literal["near", "implied"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt: the level needed, the effective level held, through which skill, and what that is worth.

    `via` is None if the person's own level of the skill gives as much, or if nothing is held; `how` says whether the
    skill named by `via` is near this one or implies it.
    """

    skill: str
    need: int
    have: int
    via: str | None
    how: How | None
    points: int
    points_possible: int
    essential: bool

    @property
    def met(self) -> bool:
        return self.have >= self.need


class RoleScore(NamedTuple):
    """The score of one profile for one role; the points of `receipt` add up to `fit`, exactly.

    `highest` is the fit with every skill without a claim at level 5: the upper end of the range a page shows;
    `highest_band` is the band it would be in.
    `usual` is the part of the role's usual fit that counts for this profile, and `lead` is `fit` less that; `close`
    says that the lead is so near the first one that their order says little. `fit`, `usual`, `lead` and `band`
    are None for a profile without claims.
    """

    role: str
    title: str
    fit: int | None
    usual: int | None
    lead: int | None
    close: bool
    known: int
    must_haves_met: int
    must_haves_of: int
    band: str | None
    highest: int
    highest_band: str
    receipt: tuple[Line, ...]

    @property
    def must_haves_begun(self) -> int:
        """The number of must-haves that are held below the level asked."""
        return sum(line.essential and 0 < line.have < line.need for line in self.receipt)


def check_whole(what: str, value: object, low: int, high: int | None = None) -> None:
    """Raise unless `value` is an int (a bool or a float is not) from `low` to `high`.

    >>> check_whole("level of sql", 6, 0, 5)
    Traceback (most recent call last):
        ...
    ValueError: level of sql is 6, not 0 to 5
    """
    if type(value) is not int:
        raise TypeError(f"{what} is {value!r}, not an integer")
    if value < low or (high is not None and value > high):
        allowed = f"{low} or more" if high is None else f"{low} to {high}"
        raise ValueError(f"{what} is {value}, not {allowed}")


def _check_unique(what: str, names: Iterable[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise ValueError(f"{what} {name} appears {times} times")
