"""The fits of a profile as bytes: two for each role of a release, in the release's order, in hundredths.

A profile without any claim has no fits: then there are no bytes.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from careers.catalogue.released import Released
from matching import engine

NO_FIT = -1
_TWO_BYTES = np.dtype("<u2")


def packed(found: engine.Fits) -> list[bytes]:
    """The bytes of each profile."""
    table = np.ascontiguousarray(found.points.T, dtype=_TWO_BYTES)
    width = table.shape[1] * _TWO_BYTES.itemsize
    whole = table.tobytes()
    return [
        whole[at * width : (at + 1) * width] if claimed else b"" for at, claimed in enumerate(found.claimed.tolist())
    ]


def table(vectors: Sequence[bytes], roles: int) -> npt.NDArray[np.int32]:
    """The fits of profiles (people x roles), with NO_FIT for those without."""
    found = np.full((len(vectors), roles), NO_FIT, dtype=np.int32)
    there = np.array([bool(vector) for vector in vectors], dtype=np.bool_)
    found[there] = np.frombuffer(b"".join(vectors), dtype=_TWO_BYTES).reshape(-1, roles)
    return found


def by_role(release: Released, vector: bytes | memoryview) -> dict[str, int | None]:
    """The {role: fit in hundredths, None without claims} of a profile that was scored on this release."""
    if not vector:
        return dict.fromkeys(release.roles)
    return dict(zip(release.roles, np.frombuffer(vector, dtype=_TWO_BYTES).tolist(), strict=True))
