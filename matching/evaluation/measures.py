"""Macro top-1, top-3, MRR and AUC of a ranking, with bootstrap intervals.

All take `order` (n x R, the place of each role for each sample, from 0), `scores` (n x R, higher is better), `truth`
(n, the column of the true role) and `weights` (B x n, how often each sample was drawn; ones for the figure itself).
Macro: the mean over the roles that have samples, so that a role with few counts as much as one with many.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

DRAWS = 400
INTERVAL = (2.5, 97.5)  # per cent


class Figures(NamedTuple):
    """One figure per draw for each measure: shape (B,). `auc` is NaN if all samples have the same role."""

    top1: Floats
    top3: Floats
    auc: Floats
    mrr: Floats


def truth(roles: Sequence[str], labels: Iterable[str]) -> Places:
    """The column of each true role among `roles`."""
    return np.array([roles.index(label) for label in labels], dtype=np.int64)


def places(scores: Floats) -> Places:
    """The place of each role, from 0; equal scores in the order of the columns."""
    best_first = np.argsort(-scores, axis=1, kind="stable")
    order = np.empty_like(best_first)
    np.put_along_axis(order, best_first, np.arange(scores.shape[1])[None, :], axis=1)
    return order.astype(np.int64)


def softmax(scores: Floats) -> Floats:
    """Each row as chances, to judge the order of roles for one sample, not which sample has the longer list.

    >>> softmax(np.array([[0.0, 0.0], [np.log(3), 0.0]]))
    array([[0.5 , 0.5 ],
           [0.75, 0.25]])
    """
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances: Floats = odds / odds.sum(axis=1, keepdims=True)
    return chances


def centred(scores: Floats) -> Floats:
    """Each row less its mean: in place of `softmax`, for scores that have no known scale as chances."""
    means: Floats = scores.mean(axis=1, keepdims=True)
    return scores - means


def draws(truth: Places, number: int = DRAWS, seed: int = 0) -> Floats:
    """Weights (number x n) of bootstrap samples, drawn with replacement within each role."""
    rng = np.random.default_rng(seed)
    weights = np.zeros((number, len(truth)))
    for role in np.unique(truth):
        here = np.flatnonzero(truth == role)
        weights[:, here] = rng.multinomial(len(here), np.full(len(here), 1 / len(here)), size=number)
    return weights


def figures(order: Places, scores: Floats, truth: Places, weights: Floats) -> Figures:
    """The four measures for each row of `weights`."""
    at = order[np.arange(len(truth)), truth]
    roles = np.unique(truth)
    return Figures(
        top1=_macro(at < 1, truth, roles, weights),
        top3=_macro(at < 3, truth, roles, weights),
        auc=np.mean([auc(scores[:, role], truth == role, weights) for role in roles], axis=0),
        mrr=_macro(1 / (1 + at), truth, roles, weights),
    )


def _macro(values: npt.NDArray[Any], truth: Places, roles: Places, weights: Floats) -> Floats:
    means = [weights[:, here] @ values[here] / weights[:, here].sum(axis=1) for here in _each(truth, roles)]
    macro: Floats = np.mean(means, axis=0)
    return macro


def _each(truth: Places, roles: Places) -> Iterator[Places]:
    return (np.flatnonzero(truth == role) for role in roles)


def auc(scores: Floats, positive: npt.NDArray[np.bool_], weights: Floats) -> Floats:
    """The share of pairs whose positive sample scores above the negative one, ties counting half: (B,); NaN if none.

        sum over positive i, negative k of w_i w_k ([s_i > s_k] + [s_i = s_k] / 2)  /  (sum w_i  sum w_k)

    >>> auc(np.array([3.0, 1, 1, 0]), np.array([True, True, False, False]), np.ones((1, 4)))
    array([0.875])
    """
    if positive.all() or not positive.any():
        return np.full(len(weights), np.nan)
    by_score = np.argsort(scores, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(scores[by_score]) != 0])
    drawn = weights[:, by_score]
    positives = np.add.reduceat(drawn * positive[by_score], starts, axis=1)
    negatives = np.add.reduceat(drawn * ~positive[by_score], starts, axis=1)
    below = np.cumsum(negatives, axis=1) - negatives / 2
    won: Floats = (positives * below).sum(axis=1) / (positives.sum(axis=1) * negatives.sum(axis=1))
    return won


def interval(values: Floats) -> tuple[float, float]:
    """The middle 95 % of the draws."""
    low, high = np.percentile(values, INTERVAL)
    return float(low), float(high)
