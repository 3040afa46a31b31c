"""New scores of many profiles, computed at once: from packed rows to packed rows, with nothing read or written."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from careers.catalogue import releases
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.scores import fits


class Behind(NamedTuple):
    """A score to be brought up to date: what the stored row saw, and the levels that its profile has now (packed)."""

    profile_id: int
    version: int
    release_before: int
    version_before: int
    fits_before: bytes
    levels_before: bytes
    levels: bytes


class Computed(NamedTuple):
    """The score of a profile on a release, and whether any fit differs from those stored."""

    fits: bytes
    moved: bool


def compute(release: Released, rows: Sequence[Behind]) -> list[Computed]:
    """The scores of these profiles on the release, in their order."""
    if not rows:
        return []
    packed = fits.packed(engine.fits_of(inputs.compiled(release), inputs.codes(release, [row.levels for row in rows])))
    now = fits.table(packed, len(release.roles))
    moved = np.zeros(len(rows), dtype=np.bool_)
    numbers = np.array([row.release_before for row in rows])
    for number in np.unique(numbers).tolist():
        here = np.flatnonzero(numbers == number)
        stored = [rows[at].fits_before for at in here.tolist()]
        moved[here] = _moved(releases.numbered(number) if number else release, stored, release, now[here])
    return [Computed(*one) for one in zip(packed, moved.tolist(), strict=True)]


def _moved(
    before: Released, stored: Sequence[bytes], release: Released, now: npt.NDArray[np.int32]
) -> npt.NDArray[np.bool_]:
    """Say for each profile whether any fit moved; roles that were renamed are compared, others begin or end."""
    was = fits.table(stored, len(before.roles))
    names = inputs.renamed(before, release).roles
    place = {role: at for at, role in enumerate(release.roles)}
    aligned = np.full_like(now, fits.NO_FIT)
    ended = np.zeros(len(now), dtype=np.bool_)
    for at, role in enumerate(before.roles):
        to = place.get(names.get(role, role))
        if to is None:
            ended |= was[:, at] != fits.NO_FIT
        else:
            aligned[:, to] = was[:, at]
    differs: npt.NDArray[np.bool_] = (aligned != now).any(axis=1) | ended
    return differs
