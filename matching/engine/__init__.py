"""The scoring engine: frozen values in, frozen values out. Numpy and the standard library, nothing else."""

from matching.engine.apportion import ApportionmentError, Demand, apportion
from matching.engine.change import ChangePart, RoleChange, explain_change
from matching.engine.closure import close
from matching.engine.scoring import Compiled, band, compile_catalogue, fits, ranking, score
from matching.engine.types import CatalogueSpec, Line, Near, Requirement, RoleScore, RoleSpec

__all__ = [
    "ApportionmentError",
    "CatalogueSpec",
    "ChangePart",
    "Compiled",
    "Demand",
    "Line",
    "Near",
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
    "ranking",
    "score",
]
