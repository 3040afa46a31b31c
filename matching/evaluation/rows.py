"""One model on one task as a row of the document, and how far ours is ahead of the trained model."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from matching.evaluation import measures
from matching.evaluation.measured import MEASURES, OURS, TRAINED

Row = dict[str, Any]


class Ranked(NamedTuple):
    """One model's answer to a task: the place of each role (n x R), and the scores that AUC compares."""

    order: measures.Places
    scores: measures.Floats


class Judged(NamedTuple):
    """The result of an answer: the figures themselves (1,), and those of bootstrap samples (B,)."""

    figures: measures.Figures
    drawn: measures.Figures


def by_score(scores: measures.Floats) -> Ranked:
    return Ranked(measures.places(scores), scores)


def judge(answer: Ranked, truth: measures.Places, draws: measures.Floats) -> Judged:
    return Judged(measures.figures(*answer, truth, np.ones((1, len(truth)))), measures.figures(*answer, truth, draws))


def mean(judged: Sequence[Judged]) -> Judged:
    """The mean of the figures, and of all the first draws, all the second ones, and so on."""
    return Judged(*(measures.Figures(*np.mean(parts, axis=0)) for parts in zip(*judged, strict=True)))


def row(model: str, judged: Judged) -> Row:
    return {"model": model, **values(judged.figures), "intervals": intervals(judged.drawn)}


def ahead(judged: Mapping[str, Judged]) -> dict[str, list[float | None]] | None:
    """The interval of ours less the trained model, draw by draw; None without a trained model."""
    if TRAINED not in judged:
        return None
    pairs = zip(judged[OURS].drawn, judged[TRAINED].drawn, strict=True)
    return intervals(measures.Figures(*(ours - trained for ours, trained in pairs)))


def values(figures: measures.Figures) -> dict[str, float | None]:
    return {name: number(getattr(figures, name)[0]) for name in MEASURES}


def intervals(drawn: measures.Figures) -> dict[str, list[float | None]]:
    return {name: [number(end) for end in measures.interval(getattr(drawn, name))] for name in MEASURES}


def number(value: float) -> float | None:
    """Return a value that JSON can hold: None instead of NaN."""
    return None if np.isnan(value) else float(value)
