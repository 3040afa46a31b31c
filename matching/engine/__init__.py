"""The scoring engine: frozen values in, frozen values out; numpy and the standard library, no clock, no I/O.

- `types`: what goes in (a release, a profile's levels) and what comes out; points are whole hundredths.
- `closure`: near relations, closed transitively.
- `apportion`: what one level of each requirement is worth, shared out when a release is published.
- `scoring`: fits, leads, bands, receipts and ranks.
- `gains`: what a claim would add: "+n" for many claims at once, line by line, what to learn next, what is worth asking.
- `contrast`: why one role ranks before another, and the smallest change that would turn it round.
- `change`: why a fit moved from one release and profile to the next.
- `planning`: which steps lead to a role, in which order, and what each brings.
- `dating`: when they happen, in days from the start.
- `text`: hundredths as text.
"""

from matching.engine.apportion import ApportionmentError, Demand, apportion
from matching.engine.change import ChangePart, Renamed, RoleChange, explain_change
from matching.engine.closure import NearCircleError, close
from matching.engine.contrast import Contrast, ContrastLine, Reversal, contrast
from matching.engine.dating import Pace
from matching.engine.gains import Gain, Moved, WhatIf, gains, next_levels, open_questions, what_ifs
from matching.engine.planning import Plan, PlannedStep, Proof, Study, Unreachable, effective_levels, fit_within, plan
from matching.engine.scoring import (
    READY_FROM,
    Compiled,
    asked_by,
    band,
    compile_catalogue,
    fits,
    ranking,
    rankings,
    reached,
    score,
)
from matching.engine.text import hundredths
from matching.engine.types import CatalogueSpec, Line, Near, Requirement, RoleScore, RoleSpec

__all__ = [
    "READY_FROM",
    "ApportionmentError",
    "CatalogueSpec",
    "ChangePart",
    "Compiled",
    "Contrast",
    "ContrastLine",
    "Demand",
    "Gain",
    "Line",
    "Moved",
    "Near",
    "NearCircleError",
    "Pace",
    "Plan",
    "PlannedStep",
    "Proof",
    "Renamed",
    "Requirement",
    "Reversal",
    "RoleChange",
    "RoleScore",
    "RoleSpec",
    "Study",
    "Unreachable",
    "WhatIf",
    "apportion",
    "asked_by",
    "band",
    "close",
    "compile_catalogue",
    "contrast",
    "effective_levels",
    "explain_change",
    "fit_within",
    "fits",
    "gains",
    "hundredths",
    "next_levels",
    "open_questions",
    "plan",
    "ranking",
    "rankings",
    "reached",
    "score",
    "what_ifs",
]
