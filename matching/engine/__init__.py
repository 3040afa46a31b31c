"""The scoring engine: frozen values in, frozen values out; numpy and the standard library, no clock, no I/O.

- `types`: what goes in (a release, a profile's levels) and what comes out; points are whole hundredths.
- `closure`: near relations closed transitively, and the levels that claims give: own, implied, near.
- `apportion`: the share of each requirement, worked out when a release is published.
- `compiled`: a release as tables.
- `scoring`: fits, leads, bands and ranks; `receipts`: the lines that they are made of.
- `bulk`: the same fits for many profiles at once.
- `gains`: what a claim would add: "+n" for many claims at once, and line by line.
- `contrast`: why one role ranks before another, and the smallest change that would swap them.
- `change`: why a fit moved from one release and profile to the next.
- `planning`: which steps lead to a role, and what each brings; `fewest` proves their hours, `teaching` orders them.
- `dating`: when they happen, in days from the start.
"""

from matching.engine.apportion import ApportionmentError, Demand, apportion, apportion_posting, ideals
from matching.engine.bulk import Codes, Fits, fits_of, packed, rankings
from matching.engine.change import ChangePart, Renamed, RoleChange, explain_change
from matching.engine.closure import NearCircleError, close, effective_levels, self_raising
from matching.engine.compiled import Compiled, compile_catalogue
from matching.engine.contrast import Contrast, ContrastLine, Reversal, contrast
from matching.engine.dating import Pace
from matching.engine.fewest import Rung
from matching.engine.gains import Gain, Moved, WhatIf, gains, what_ifs
from matching.engine.planning import Plan, PlannedStep, Proof, Study, Unreachable, plan, reached, reached_after
from matching.engine.scoring import READY_FROM, Ranked, band, fit_and_band, fits, ranking, score
from matching.engine.types import (
    TOP_LEVEL,
    USUAL_COUNTS_FROM,
    CatalogueSpec,
    How,
    Implied,
    Line,
    Near,
    Requirement,
    RoleScore,
    RoleSpec,
)

__all__ = [
    "READY_FROM",
    "TOP_LEVEL",
    "USUAL_COUNTS_FROM",
    "ApportionmentError",
    "CatalogueSpec",
    "ChangePart",
    "Codes",
    "Compiled",
    "Contrast",
    "ContrastLine",
    "Demand",
    "Fits",
    "Gain",
    "How",
    "Implied",
    "Line",
    "Moved",
    "Near",
    "NearCircleError",
    "Pace",
    "Plan",
    "PlannedStep",
    "Proof",
    "Ranked",
    "Renamed",
    "Requirement",
    "Reversal",
    "RoleChange",
    "RoleScore",
    "RoleSpec",
    "Rung",
    "Study",
    "Unreachable",
    "WhatIf",
    "apportion",
    "apportion_posting",
    "band",
    "close",
    "compile_catalogue",
    "contrast",
    "effective_levels",
    "explain_change",
    "fit_and_band",
    "fits",
    "fits_of",
    "gains",
    "ideals",
    "packed",
    "plan",
    "ranking",
    "rankings",
    "reached",
    "reached_after",
    "score",
    "self_raising",
    "what_ifs",
]
