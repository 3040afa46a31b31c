"""The values that go into the engine and the ones that come out: frozen, checked when they are built.

Points, fits, leads and typicals are whole hundredths of a point everywhere (7125 is 71.25), so that nothing is ever
rounded. No value has a field for who somebody is: the engine sees skills and levels, nothing else.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

TOTAL_POINTS = 10_000
TOP_LEVEL = 5
FARTHEST_NEAR = 4
# Wider apart than this, a `stretch` role (under 65.00) could stand above a `ready` one (80.00 and more).
WIDEST_TYPICALS = 1_500


@dataclass(frozen=True, slots=True)
class Requirement:
    """A role asks `skill` at `level` (1-5); each level held is worth `points_per_level` hundredths of a point.

    >>> Requirement("python", 4, essential=True, points_per_level=500).points_possible
    2000
    """

    skill: str
    level: int
    essential: bool
    points_per_level: int

    def __post_init__(self) -> None:
        check_whole(f"level of {self.skill}", self.level, 1, TOP_LEVEL)
        check_whole(f"points per level of {self.skill}", self.points_per_level, 1, TOTAL_POINTS)

    @property
    def points_possible(self) -> int:
        return self.points_per_level * self.level


@dataclass(frozen=True, slots=True)
class Near:
    """Holding `skill` at level L counts as `counts_as` at level L - `distance` (0-4; 0: it is a kind of it)."""

    skill: str
    counts_as: str
    distance: int

    def __post_init__(self) -> None:
        check_whole(f"distance from {self.skill} to {self.counts_as}", self.distance, 0, FARTHEST_NEAR)
        if self.skill == self.counts_as:
            raise ValueError(f"{self.skill} cannot be near itself")


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """One role of a release: its typical fit and its requirements, whose possible points add up to 100.00."""

    slug: str
    title: str
    typical: int
    requirements: tuple[Requirement, ...]

    def __post_init__(self) -> None:
        check_whole(f"typical fit of {self.slug}", self.typical, 0, TOTAL_POINTS)
        _check_unique(f"skill in role {self.slug}", (asked.skill for asked in self.requirements))
        total = sum(asked.points_possible for asked in self.requirements)
        if total != TOTAL_POINTS:
            raise ValueError(f"points of role {self.slug} add up to {total}, not {TOTAL_POINTS}")


@dataclass(frozen=True, slots=True)
class CatalogueSpec:
    """What a release says, as far as scoring goes; `near` is closed transitively (see `closure.close`).

    `min_claims`: for somebody with fewer skills above level 0, every role's typical fit counts as 0.
    """

    skills: tuple[str, ...]
    near: tuple[Near, ...]
    roles: tuple[RoleSpec, ...]
    min_claims: int

    def __post_init__(self) -> None:
        check_whole("min_claims", self.min_claims, 0)
        _check_unique("skill", self.skills)
        _check_unique("role", (role.slug for role in self.roles))
        _check_unique("near relation", (f"{near.skill} -> {near.counts_as}" for near in self.near))
        self._check_skills_known()
        self._check_typicals()

    def _check_skills_known(self) -> None:
        known = set(self.skills)
        for near in self.near:
            for skill in (near.skill, near.counts_as):
                if skill not in known:
                    raise ValueError(f"near relation {near.skill} -> {near.counts_as} names the unknown skill {skill}")
        for role in self.roles:
            for asked in role.requirements:
                if asked.skill not in known:
                    raise ValueError(f"role {role.slug} asks the unknown skill {asked.skill}")

    def _check_typicals(self) -> None:
        if not self.roles:
            return
        lowest = min(self.roles, key=lambda role: role.typical)
        highest = max(self.roles, key=lambda role: role.typical)
        if highest.typical - lowest.typical > WIDEST_TYPICALS:
            raise ValueError(
                f"typical fits of {lowest.slug} and {highest.slug} lie more than {WIDEST_TYPICALS // 100} points apart"
            )


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a receipt: what is needed, what is held (effectively), through which skill, and what that is worth.

    `via` is None where the person's own level of the skill gives as much, or where nothing is held.
    """

    skill: str
    need: int
    have: int
    via: str | None
    points: int
    points_possible: int
    essential: bool

    @property
    def met(self) -> bool:
        return self.have >= self.need


@dataclass(frozen=True, slots=True)
class RoleScore:
    """How one profile stands to one role; the points of `receipt` add up to `fit`, exactly.

    `highest` is the fit with every skill without a claim at level 5: the upper end of the range a page shows;
    `highest_band` is the band it would be in.
    `fit`, `lead` and `band` are None for a profile without claims.
    """

    role: str
    title: str
    fit: int | None
    lead: int | None
    known: int
    must_haves_met: int
    must_haves_of: int
    band: str | None
    highest: int
    highest_band: str
    receipt: tuple[Line, ...]


def check_whole(what: str, value: object, low: int, high: int | None = None) -> None:
    """Raise unless `value` is an int (a bool or a float is none here) from `low` to `high`.

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
            raise ValueError(f"{what} {name} is there {times} times")
