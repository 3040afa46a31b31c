"""The score in its plainest form, the oracle of the tests. It shares no code with the engine.

Held:       the least levels H with H_i >= L_i for every claim, H_b >= H_a if a is a kind of b (distance 0), and
            H_p >= m if H_i >= k and level k of i implies p at m
Effective:  E_b = max over a of (H_a - d_ab), with d_bb = 0
Fit:        sum_j s_j min(E_j, q_j)^2
Lead:       fit - usual x w, where w = min(best, 25.00) / 25.00 and best is the greatest fit
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

from matching.engine.types import CatalogueSpec, RoleSpec

Levels = Mapping[str, int]


class Demand(Protocol):
    @property
    def skill(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def importance(self) -> int: ...
    @property
    def essential(self) -> bool: ...


def score(catalogue: CatalogueSpec, levels: Levels) -> list[dict[str, Any]]:
    """Every role, ranked, in the shape of the API's `roles`."""
    return [_shown(role) for role in ranked(catalogue, levels)]


def ranked(catalogue: CatalogueSpec, levels: Levels) -> list[dict[str, Any]]:
    """The same in whole hundredths, with the titles, the part of the usual fit that counts and the end of the range."""
    have = effective(catalogue, levels)
    alone = {skill: effective(catalogue, {skill: level}) for skill, level in levels.items()}
    at_best = effective(catalogue, {**dict.fromkeys(catalogue.skills, 5), **levels})
    by_slug = {role.slug: role for role in catalogue.roles}
    return [
        {
            **standing,
            "known": _known(by_slug[standing["role"]], have, levels),
            "highest": _fit(by_slug[standing["role"]], at_best),
            "highest_band": _band_with(by_slug[standing["role"]], at_best),
            "receipt": _receipt(catalogue, by_slug[standing["role"]], have, alone, levels),
        }
        for standing in standings(catalogue, levels)
    ]


def standings(catalogue: CatalogueSpec, levels: Levels) -> list[dict[str, Any]]:
    """The ranked roles without what does not decide the ranking; `exact` is the lead times 2500, not rounded."""
    have = effective(catalogue, levels)
    found = []
    counted = min(2_500, max((_fit(role, have) for role in catalogue.roles), default=0))
    for role in catalogue.roles:
        fit = _fit(role, have)
        usual = role.usual * counted // 2_500
        standing: dict[str, Any] = {
            "role": role.slug,
            "title": role.title,
            "fit": fit,
            "usual": usual,
            "lead": fit - usual,
            "exact": 2_500 * fit - role.usual * counted,
            "close": False,
            "must_haves": {"met": _met(role, have), "of": sum(asked.essential for asked in role.requirements)},
            "band": _band_with(role, have),
        }
        found.append(standing)
    if not levels:
        nothing = {"fit": None, "usual": None, "lead": None, "exact": None, "band": None}
        found.sort(key=lambda one: (one["title"].casefold(), one["role"]))
        return [{**one, **nothing} for one in found]
    found.sort(key=lambda one: (-one["exact"], -one["fit"], -one["must_haves"]["met"], one["role"]))
    for one in found:
        # 5.00 x w, times 2500 like the exact leads: 500 x counted / 2500 x 2500.
        one["close"] = found[0]["exact"] - one["exact"] <= 500 * counted
    return found


def effective(catalogue: CatalogueSpec, levels: Levels) -> dict[str, int]:
    """The effective level of every skill: near skills are credited after everything that is held, and imply nothing."""
    held = _held(catalogue, levels)
    have = dict(held)
    for near in catalogue.near:
        have[near.counts_as] = max(have[near.counts_as], held[near.skill] - near.distance)
    return have


def _held(catalogue: CatalogueSpec, levels: Levels) -> dict[str, int]:
    held = dict.fromkeys(catalogue.skills, 0)
    held.update(levels)
    while True:
        before = dict(held)
        for near in catalogue.near:
            if near.distance == 0:
                held[near.counts_as] = max(held[near.counts_as], held[near.skill])
        for rule in catalogue.implied:
            if held[rule.skill] >= rule.level:
                held[rule.needs] = max(held[rule.needs], rule.needs_level)
        if held == before:
            return held


def self_raising(catalogue: CatalogueSpec) -> set[tuple[str, int, int]]:
    """The claims (skill, level, level that comes of it) that alone give their own skill more than they say."""
    claims = [(skill, level) for skill in catalogue.skills for level in range(1, 6)]
    given = [(skill, level, effective(catalogue, {skill: level})[skill]) for skill, level in claims]
    return {(skill, level, raised) for skill, level, raised in given if raised > level}


def _via(
    catalogue: CatalogueSpec, skill: str, have: int, alone: Mapping[str, Levels], levels: Levels
) -> tuple[str | None, str | None]:
    if have == 0 or levels.get(skill) == have:
        return None, None
    near = [
        (one.distance, one.skill)
        for one in catalogue.near
        if one.counts_as == skill and one.skill in levels and levels[one.skill] - one.distance == have
    ]
    if near:
        return min(near)[1], "near"
    return min(claim for claim, given in alone.items() if given[skill] == have), "implied"


def _receipt(
    catalogue: CatalogueSpec, role: RoleSpec, have: Levels, alone: Mapping[str, Levels], levels: Levels
) -> list[dict[str, Any]]:
    lines = []
    for asked in role.requirements:
        through, how = _via(catalogue, asked.skill, have[asked.skill], alone, levels)
        lines.append(
            {
                "skill": asked.skill,
                "need": asked.level,
                "have": have[asked.skill],
                "via": through,
                "how": how,
                "points": asked.share * min(have[asked.skill], asked.level) ** 2,
                "points_possible": asked.share * asked.level**2,
                "essential": asked.essential,
            }
        )
    return sorted(lines, key=lambda line: (not line["essential"], -line["points_possible"], line["skill"]))


def _fit(role: RoleSpec, have: Levels) -> int:
    return sum(asked.share * min(have[asked.skill], asked.level) ** 2 for asked in role.requirements)


def _known(role: RoleSpec, have: Levels, levels: Levels) -> int:
    known = 0
    for asked in role.requirements:
        level = asked.level if asked.skill in levels else min(have[asked.skill], asked.level)
        known += asked.share * level**2
    return known


def _met(role: RoleSpec, have: Levels) -> int:
    return sum(have[asked.skill] >= asked.level for asked in role.requirements if asked.essential)


def _band_with(role: RoleSpec, have: Levels) -> str:
    return band(_fit(role, have), _met(role, have), sum(asked.essential for asked in role.requirements))


def band(fit: int, met: int, of: int) -> str:
    if fit >= 7_500 and met == of:
        return "ready"
    if met == of or (fit >= 5_000 and 2 * met >= of):
        return "nearly-there"
    return "stretch" if fit >= 3_000 else "explore"


def _shown(role: dict[str, Any]) -> dict[str, Any]:
    keys = ("role", "fit", "usual", "lead", "close", "known", "must_haves", "band", "receipt")
    shown = {key: role[key] for key in keys}
    for key in ("fit", "usual", "lead", "known"):
        shown[key] = _two_decimals(role[key])
    shown["receipt"] = [
        {**line, "points": _two_decimals(line["points"]), "points_possible": _two_decimals(line["points_possible"])}
        for line in role["receipt"]
    ]
    return shown


def _two_decimals(hundredths: int | None) -> str | None:
    if hundredths is None:
        return None
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def apportion(demands: Sequence[Demand]) -> dict[str, int] | None:
    """The shares of a few demands, by trying every way to make 10000 of them; None if there is none."""
    asked = sorted(demands, key=lambda one: one.skill)
    ideals = ideal_shares(asked)
    # Whole numbers compare faster: each ideal times one number that makes all of them whole, and the shares with them.
    scale = math.lcm(*(ideal.denominator for ideal in ideals))
    whole = [int(ideal * scale) for ideal in ideals]

    def badness(shares: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        cost = sum(one.level**2 * (s * scale - w) ** 2 for one, s, w in zip(asked, shares, whole, strict=True))
        return cost, tuple(-share for share in shares)

    best = min(_all_shares([one.level**2 for one in asked], 10_000), key=badness, default=None)
    return None if best is None else {one.skill: share for one, share in zip(asked, best, strict=True)}


def ideal_shares(demands: Sequence[Demand]) -> list[Fraction]:
    """What each share would be if it did not have to be whole: the must-haves have half of the points and the valued
    skills the other half, each half in proportion to importance."""
    halves = {half: sum(one.importance for one in demands if one.essential is half) for half in (True, False)}
    return [Fraction(5_000 * one.importance, halves[one.essential] * one.level**2) for one in demands]


def _all_shares(squares: list[int], points: int) -> Iterator[tuple[int, ...]]:
    square, *rest = squares
    if not rest:
        if points > 0 and points % square == 0:
            yield (points // square,)
        return
    for share in range(1, points // square + 1):
        for others in _all_shares(rest, points - square * share):
            yield (share, *others)
