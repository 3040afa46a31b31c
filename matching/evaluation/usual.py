"""The usual fit of each role: the mean fit of people and ads, taken off a fit before roles are ranked.

    mean_t(r) = the mean, over the roles that task t has rows of, of the mean fit to r of the rows of that role
    mean(r)   = the mean of mean_t(r) over the tasks that have rows of r
    usual(r)  = mean(r), moved to the nearer end of a window 12.50 points wide if it lies outside

so that every task, and every role in it, counts the same however many rows it has. The window is the one that moves
them least in all; of several, the lowest. A role that no task has rows of takes the mean of the others after moving: a
role that nobody has counted does not affect the window, and lies in it too. (Its own mean, over people with other jobs,
would be low and bring it up for everybody.) All of this is exact, and rounded once.
"""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np

from careers.catalogue.findings import WIDEST_USUALS as WINDOW
from matching import engine
from matching.evaluation.ours import Told


def usual_fits(roles: Sequence[str], counted: Iterable[Told]) -> dict[str, int]:
    """{role: usual fit in hundredths} of each of `roles`, the columns of the fits of every task that was counted.

    Raises ValueError if there are no rows at all.
    """
    means = [_means(roles, told) for told in counted if len(told.samples)]
    own = {role: [each[role] for each in means if role in each] for role in roles}
    return settled({role: _mean(each) if each else None for role, each in own.items()})


def settled(means: Mapping[str, Fraction | None]) -> dict[str, int]:
    """The usual fits for these mean fits; None is for a role that no task has rows of."""
    counted = {role: mean for role, mean in means.items() if mean is not None}
    if not counted:
        raise ValueError("there is no row to take a usual fit from")
    low = window(list(counted.values()))
    moved = {role: min(max(mean, low), low + WINDOW) for role, mean in counted.items()}
    others = _mean(list(moved.values()))
    return {role: round(moved.get(role, others)) for role in means}


def window(values: Sequence[Fraction]) -> Fraction:
    """The lower end of the window that moves `values` least in all; of several, the lowest.

    The total move is convex in the lower end, straight between the places at which an end of the window meets a value,
    and unbounded both ways. So the lowest of the least is one of those places.

    >>> window([Fraction(1_000), Fraction(1_800), Fraction(1_900), Fraction(3_000)])
    Fraction(1000, 1)
    """
    places = sorted({end for value in values for end in (value, value - WINDOW)})
    return min(places, key=lambda low: sum(_moved(value, low) for value in values))


def _moved(value: Fraction, low: Fraction) -> Fraction:
    return max(low - value, value - low - WINDOW, Fraction(0))


def _means(roles: Sequence[str], told: Told) -> dict[str, Fraction]:
    """mean_t(r) for the roles that the task has rows of."""
    labels = np.array([sample.role for sample in told.samples])
    here = np.unique(labels)
    sums = {role: (told.fits[labels == role].sum(axis=0).tolist(), int((labels == role).sum())) for role in here}
    return {
        role: _mean([Fraction(fits[at], n) for fits, n in sums.values()])
        for at, role in enumerate(roles)
        if role in sums
    }


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def with_usual(compiled: engine.Compiled, usual: Mapping[str, int]) -> engine.Compiled:
    """The same release with other usual fits."""
    roles = tuple(dataclasses.replace(role, usual=usual[role.slug]) for role in compiled.spec.roles)
    return engine.compile_catalogue(dataclasses.replace(compiled.spec, roles=roles))
