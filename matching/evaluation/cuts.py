"""Short profiles: real people and ads cut down to three skills, and how often the first role is then absurd.

A first role is absurd if the best fit is more than twice the fit to it: what was said points to another role, and only
the usual fits brought this one up. All roles of the release are ranked, as pages rank them.
"""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from matching import engine
from matching.evaluation.ours import Told

SKILLS = 3
SEED = 0


def cuts(compiled: engine.Compiled, told: Told) -> dict[str, Any]:
    """Count the people or ads with at least three skills whose first role has under half of the best fit."""
    short = [
        cut(sample.id, profile)
        for sample, profile in zip(told.samples, told.profiles, strict=True)
        if len(profile) >= SKILLS
    ]
    absurd = sum(map(is_absurd, engine.rankings(compiled, short)))
    return {"n": len(short), "absurd": absurd, "share": absurd / len(short) if short else None}


def cut(identity: str, profile: Mapping[str, int]) -> dict[str, int]:
    """Three of the skills, drawn by the id: always the same three, whoever else is in the folder."""
    drawn = random.Random(f"{SEED}:{identity}").sample(sorted(profile), SKILLS)  # noqa: S311  (no secret)
    return {skill: profile[skill] for skill in drawn}


def is_absurd(ranked: Sequence[engine.Ranked]) -> bool:
    """Say whether the first of the roles ranked has under half of the best fit."""
    fits = [one.fit or 0 for one in ranked]
    return 2 * fits[0] < max(fits)
