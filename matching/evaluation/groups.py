"""Are some groups of people served worse? Accuracy and impact ratios by gender, country and experience.

    rate of a group   = the share of it whose fit to a role is above the median fit of all
    impact ratio      = rate of the group / highest rate of any group

as New York's Local Law 144 defines them for scores. Scores never see a group: if ratios differ, the people in the
groups ticked different things. Four fifths (0.80) is the usual alarm line. The interval is that of a ratio of two
independent shares on a logarithmic scale (95 %).
"""

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from matching.evaluation.measures import Floats, Places
from matching.evaluation.tasks import GROUPS, Sample

MIN_GROUP = 50  # smaller groups are counted, but get no figures
_Z = 1.96


def by_group(
    samples: Sequence[Sample], roles: Sequence[str], fits: Floats, order: Places, truth: Places
) -> dict[str, Any]:
    """Groups of at least MIN_GROUP people for each attribute, largest first, and how many are in smaller ones.

    `fits` (n x R) are in points; `order` and `truth` as in `measures`.
    """
    above = fits > np.median(fits, axis=0)
    at = order[np.arange(len(samples)), truth]
    return {attribute: _groups(samples, attribute, roles, above, at) for attribute in GROUPS}


def _groups(
    samples: Sequence[Sample], attribute: str, roles: Sequence[str], above: np.ndarray[Any, Any], at: Places
) -> dict[str, Any]:
    names = np.array([sample.groups[attribute] for sample in samples])
    sizes = Counter(names.tolist())
    large = sorted((name for name, n in sizes.items() if n >= MIN_GROUP), key=lambda name: (-sizes[name], name))
    rates = {name: above[names == name].mean(axis=0) for name in large}
    best = {role: max(large, key=lambda name: rates[name][column]) for column, role in enumerate(roles) if large}
    return {
        "in_smaller_groups": sum(n for n in sizes.values() if n < MIN_GROUP),
        "groups": [
            {
                "group": name,
                "n": sizes[name],
                "top1": float((at[names == name] < 1).mean()),
                "top3": float((at[names == name] < 3).mean()),
                "impact_ratios": {
                    role: _alone(rates[name][column])
                    if name == best[role]
                    else _ratio(rates[name][column], sizes[name], rates[best[role]][column], sizes[best[role]])
                    for column, role in enumerate(roles)
                },
            }
            for name in large
        ],
    }


def _ratio(rate: float, n: int, best: float, best_n: int) -> dict[str, Any]:
    if not best:
        return {"ratio": None, "interval": None}
    if not rate:
        return {"ratio": 0.0, "interval": None}
    ratio = float(rate / best)
    spread = _Z * math.sqrt((1 - rate) / (n * rate) + (1 - best) / (best_n * best))
    return {"ratio": ratio, "interval": [ratio * math.exp(-spread), ratio * math.exp(spread)]}


def _alone(rate: float) -> dict[str, Any]:
    """The group with the highest rate next to itself: 1 for certain, if anybody's fit is above the median."""
    return {"ratio": 1.0, "interval": [1.0, 1.0]} if rate else {"ratio": None, "interval": None}
