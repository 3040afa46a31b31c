"""The scoring engine: frozen values in, frozen values out; numpy and the standard library, no clock, no I/O.

- `types`: what goes in (a release, a profile's levels) and what comes out; points are whole hundredths.
- `closure`: near relations, closed transitively.
- `apportion`: what one level of each requirement is worth, shared out when a release is published.
- `scoring`: fits, leads, bands, receipts and ranks.
- `change`: why a fit moved from one release and profile to the next.
- `text`: hundredths as text.
"""

from matching.engine.apportion import ApportionmentError, Demand, apportion
from matching.engine.change import ChangePart, RoleChange, explain_change
from matching.engine.closure import NearCircleError, close
from matching.engine.scoring import Compiled, band, compile_catalogue, fits, ranking, score
from matching.engine.text import hundredths
from matching.engine.types import CatalogueSpec, Line, Near, Requirement, RoleScore, RoleSpec

__all__ = [
    "ApportionmentError",
    "CatalogueSpec",
    "ChangePart",
    "Compiled",
    "Demand",
    "Line",
    "Near",
    "NearCircleError",
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
    "hundredths",
    "ranking",
    "score",
]
