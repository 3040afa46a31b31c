"""The typical fit of each role: what a fit is held against before roles are ranked.

    mean_t(r)  = the mean, over the roles of task t that have rows, of the mean fit to r of the rows of that role
    mean(r)    = the mean of mean_t(r) over the tasks that rank r (where none does, the mean of those that one does),
                 moved to the nearest end of a window 15 points wide
    typical(r) = 0.8 mean(r)

so that every task and every role in it counts the same, however many rows it has. The window is the one that moves
least in all; of several the lowest. All of the mean ranks whole profiles no better than 0.8 of it, and short ones
worse: roles that hardly anybody fits then come first for whoever has said little (README.md has the figures).
"""

from collections.abc import Mapping, Sequence

import numpy as np

from careers.catalogue.released import Content
from matching import engine
from matching.evaluation import ours
from matching.evaluation.tasks import Sample, Task

SHARE = 0.8
WINDOW = 1_500  # hundredths of a point


def typical_fits(content: Content, compiled: engine.Compiled, rows: Mapping[Task, Sequence[Sample]]) -> dict[str, int]:
    """{role: typical fit in hundredths}, from the rows of each task. Raises ValueError without a row."""
    reading = ours.Reading(content)
    means = {task: _means(compiled, samples, reading) for task, samples in rows.items() if samples}
    if not means:
        raise ValueError("there is no row to take a typical fit from")
    of_role = [
        [each[at] for task, each in means.items() if role in task.roles] for at, role in enumerate(compiled.slugs)
    ]
    ranked = [float(np.mean(own)) for own in of_role if own]
    if not ranked:
        raise ValueError("no task ranks a role of this catalogue")
    mean = np.array([round(np.mean(own or ranked)) for own in of_role])
    typical = np.rint(SHARE * _within_window(mean)).astype(int)
    return dict(zip(compiled.slugs, typical.tolist(), strict=True))


def _means(compiled: engine.Compiled, samples: Sequence[Sample], reading: ours.Reading) -> np.ndarray:
    """mean_t(r) for every role of the release, in hundredths."""
    found = [engine.fits(compiled, reading.levels(sample.strings)) for sample in samples]
    fits = np.array([[each[role] or 0 for role in compiled.slugs] for each in found])
    labels = np.array([sample.role for sample in samples])
    means: np.ndarray = np.mean([fits[labels == role].mean(axis=0) for role in np.unique(labels)], axis=0)
    return means


def _within_window(fits: np.ndarray) -> np.ndarray:
    """The fits, each moved to the nearest end of the window where it lies outside.

    >>> _within_window(np.array([1_000, 1_800, 1_900, 3_000])).tolist()
    [1000, 1800, 1900, 2500]
    """
    lowest = range(int(fits.min()), max(int(fits.max()) - WINDOW, int(fits.min())) + 1)
    moved = [int(np.abs(fits - np.clip(fits, low, low + WINDOW)).sum()) for low in lowest]
    low = lowest[int(np.argmin(moved))]
    return np.clip(fits, low, low + WINDOW)
