"""The scoring engine: frozen values in, frozen values out; numpy and the standard library, no clock, no I/O.

- `types`: what goes in (a release, a profile's levels) and what comes out; points are whole hundredths.
- `closure`: near relations, closed transitively.
- `apportion`: what one level of each requirement is worth, shared out when a release is published.
- `scoring`: fits, leads, bands, receipts and ranks.
- `gains`: what a claim would add: "+n" for many claims at once, what to learn next, what is worth asking.
- `change`: why a fit moved from one release and profile to the next.
- `text`: hundredths as text.
"""

from matching.engine.apportion import ApportionmentError, Demand, apportion
from matching.engine.change import ChangePart, Renamed, RoleChange, explain_change
from matching.engine.closure import NearCircleError, close
from matching.engine.gains import Gain, gains, next_levels, open_questions
from matching.engine.scoring import Compiled, band, compile_catalogue, fits, ranking, rankings, score
from matching.engine.text import hundredths
from matching.engine.types import CatalogueSpec, Line, Near, Requirement, RoleScore, RoleSpec

__all__ = [
    "ApportionmentError",
    "CatalogueSpec",
    "ChangePart",
    "Compiled",
    "Demand",
    "Gain",
    "Line",
    "Near",
    "NearCircleError",
    "Renamed",
    "Requirement",
    "RoleChange",
    "RoleScore",
    "RoleSpec",
    "apportion",
    "band",
    "close",
    "compile_catalogue",
    "explain_change",
    "fits",
    "gains",
    "hundredths",
    "next_levels",
    "open_questions",
    "ranking",
    "rankings",
    "score",
]
