"""The score in its plainest form, the oracle of the tests. It shares no code with the engine.


E_j = max(0, max_i (L_i - d_ij))     fit = sum_j s_j * min(E_j, q_j)     lead = fit - typical
"""

from collections.abc import Mapping
from typing import Any

from matching.engine.types import CatalogueSpec, Near, RoleSpec


def score(catalogue: CatalogueSpec, levels: Mapping[str, int]) -> list[dict[str, Any]]:
    """Every role, ranked, in the shape of the API's `roles`."""
    return [_shown(role) for role in ranked(catalogue, levels)]


def ranked(catalogue: CatalogueSpec, levels: Mapping[str, int]) -> list[dict[str, Any]]:
    """The same in whole hundredths, with the titles."""
    near_to = _near_to(catalogue)
    roles = [_role(catalogue, role, levels, near_to) for role in catalogue.roles]
    if not levels:
        roles.sort(key=lambda role: (role["title"].casefold(), role["role"]))
    else:
        roles.sort(key=lambda role: (-role["lead"], -role["fit"], -role["must_haves"]["met"], role["role"]))
    return roles


def _near_to(catalogue: CatalogueSpec) -> dict[str, list[Near]]:
    """For each skill the near relations that end there, the smallest distance first, then by slug."""
    found: dict[str, list[Near]] = {}
    for near in sorted(catalogue.near, key=lambda near: (near.distance, near.skill)):
        found.setdefault(near.counts_as, []).append(near)
    return found


def _role(
    catalogue: CatalogueSpec, role: RoleSpec, levels: Mapping[str, int], near_to: Mapping[str, list[Near]]
) -> dict[str, Any]:
    receipt = []
    known = 0
    for requirement in role.requirements:
        have, via = _effective(near_to.get(requirement.skill, []), requirement.skill, levels)
        counted = min(have, requirement.level)
        receipt.append(
            {
                "skill": requirement.skill,
                "need": requirement.level,
                "have": have,
                "via": via,
                "points": requirement.points_per_level * counted,
                "points_possible": requirement.points_per_level * requirement.level,
                "essential": requirement.essential,
            }
        )
        known += requirement.points_per_level * (requirement.level if requirement.skill in levels else counted)
    receipt.sort(key=lambda line: (not line["essential"], -line["points_possible"], line["skill"]))
    fit = sum(line["points"] for line in receipt)
    essential = [line for line in receipt if line["essential"]]
    met = sum(line["have"] >= line["need"] for line in essential)
    above_none = sum(1 for level in levels.values() if level > 0)
    typical = role.typical if above_none >= catalogue.min_claims else 0
    return {
        "role": role.slug,
        "title": role.title,
        "fit": fit if levels else None,
        "lead": fit - typical if levels else None,
        "known": known,
        "must_haves": {"met": met, "of": len(essential)},
        "band": _band(fit, met == len(essential)) if levels else None,
        "receipt": receipt,
    }


def _effective(leading_here: list[Near], skill: str, levels: Mapping[str, int]) -> tuple[int, str | None]:
    """The effective level of a skill, and through which other skill where the person's own gives less."""
    own = levels.get(skill, 0)
    best, via = own, None
    for near in leading_here:
        credit = levels.get(near.skill, 0) - near.distance
        if credit > best:
            best, via = credit, near.skill
    return best, via


def _band(fit: int, all_must_haves: bool) -> str:
    if fit < 4000:
        return "explore"
    if fit < 6500:
        return "stretch"
    if fit >= 8000 and all_must_haves:
        return "ready"
    return "nearly-there"


def _shown(role: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in role.items() if key != "title"}
    for key in ("fit", "lead", "known"):
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
