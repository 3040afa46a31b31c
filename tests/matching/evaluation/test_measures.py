"""Top-1, top-3, MRR, AUC and their intervals, against plain counting."""

import math
import typing
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from matching import engine, inputs
from matching.evaluation import measures, ours, tasks
from matching.publishing.preparing import prepare_files


class Case(typing.NamedTuple):
    order: np.ndarray[Any, Any]
    scores: np.ndarray[Any, Any]
    truth: np.ndarray[Any, Any]


def case(seed: int, rows: int = 40, roles: int = 5) -> Case:
    """Scores with many ties, and a role that nobody has."""
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, size=(rows, roles)).astype(float)
    truth = np.r_[np.arange(roles - 1), rng.integers(0, roles - 1, size=rows - roles + 1)]
    return Case(measures.places(scores), scores, truth)


def counted(rows: Iterable[tuple[Sequence[int], Sequence[float], int]]) -> dict[str, float]:
    """Macro top-1, top-3, MRR and AUC over (places, scores, true column), each said as its definition says it."""
    rows = list(rows)
    roles = sorted({truth for _, _, truth in rows})

    def macro(value: Callable[[int], float]) -> float:
        means = []
        for role in roles:
            mine = [value(places[role]) for places, _, truth in rows if truth == role]
            means.append(sum(mine) / len(mine))
        return sum(means) / len(means)

    def auc(role: int) -> float:
        pairs = [(a[role], b[role]) for _, a, mine in rows if mine == role for _, b, other in rows if other != role]
        return sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs)

    return {
        "top1": macro(lambda place: place == 0),
        "top3": macro(lambda place: place in (0, 1, 2)),
        "mrr": macro(lambda place: 1 / (place + 1)),
        "auc": sum(map(auc, roles)) / len(roles),
    }


def as_rows(one: Case, times: Sequence[int]) -> list[tuple[list[int], list[float], int]]:
    return [
        (places.tolist(), scores.tolist(), int(truth))
        for places, scores, truth, n in zip(*one, times, strict=True)
        for _ in range(n)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_the_four_measures_are_what_counting_gives(seed: int) -> None:
    one = case(seed)
    found = measures.figures(*one, np.ones((1, 40)))
    expected = counted(as_rows(one, [1] * 40))
    for name, value in expected.items():
        assert getattr(found, name)[0] == pytest.approx(value), name


@pytest.mark.parametrize("seed", range(3))
def test_a_weight_is_how_often_a_row_was_drawn(seed: int) -> None:
    one = case(seed)
    weights = measures.draws(one.truth, number=5, seed=seed)
    found = measures.figures(*one, weights)
    for at, times in enumerate(weights):
        for name, value in counted(as_rows(one, [int(n) for n in times])).items():
            assert getattr(found, name)[at] == pytest.approx(value), name


def test_samples_are_drawn_with_replacement_within_each_role() -> None:
    truth = np.array([0] * 30 + [2] * 50)
    weights = measures.draws(truth, number=2_000)
    assert (weights == np.round(weights)).all()
    assert (weights[:, :30].sum(axis=1) == 30).all()
    assert (weights[:, 30:].sum(axis=1) == 50).all()
    # A row of 30 is drawn Binomial(30, 1/30) times: variance 1 - 1/30, never once in (1 - 1/30)^30 of the draws.
    assert weights[:, :30].var() == pytest.approx(1 - 1 / 30, rel=0.03)
    assert (weights[:, :30] == 0).mean() == pytest.approx((1 - 1 / 30) ** 30, rel=0.03)
    assert (measures.draws(truth, number=9) == measures.draws(truth, number=9)).all()


def test_places_stand_by_score_and_ties_by_column() -> None:
    assert measures.places(np.array([[1.0, 3, 2], [0, 0, 0], [1, 2, 2]])).tolist() == [[2, 0, 1], [0, 1, 2], [2, 0, 1]]


def test_the_interval_is_the_middle_95_per_cent() -> None:
    assert measures.interval(np.arange(1_001) / 10) == (2.5, 97.5)


def test_the_interval_of_a_share_is_that_of_a_binomial() -> None:
    """100 of one role, 60 of them right: 0.6 ± 1.96 · √(0.6 · 0.4 / 100) = 0.504 to 0.696."""
    order = np.array([[0, 1]] * 60 + [[1, 0]] * 40)
    truth = np.zeros(100, dtype=np.int64)
    drawn = measures.figures(order, -order.astype(float), truth, measures.draws(truth, 4_000))
    assert measures.interval(drawn.top1) == pytest.approx((0.504, 0.696), abs=0.012)
    assert np.isnan(drawn.auc).all()  # nobody to tell them from


def test_centred_scores_add_up_to_nothing_and_keep_their_order() -> None:
    scores = case(1).scores
    assert measures.centred(scores).sum(axis=1) == pytest.approx(0)
    assert (measures.places(measures.centred(scores)) == measures.places(scores)).all()


@pytest.mark.parametrize("seed", range(5))
def test_auc_of_leads_is_counted_on_their_softmax_over_the_roles_of_the_task(seed: int) -> None:
    """Of all pairs of one who has a role and one who has not, how often e^(lead/5) / sum e^(lead/5) is higher."""
    rng = np.random.default_rng(seed)
    leads = rng.integers(-1_500, 4_000, size=(60, 4)) / 100
    leads[::7] = leads[0]  # some are equal
    truth = np.r_[np.arange(4), rng.integers(0, 4, size=56)]
    leads[np.arange(60), truth] += 15
    chances = [[math.exp(one / 5) / sum(math.exp(each / 5) for each in row) for one in row] for row in leads.tolist()]
    by_hand = []
    for role in range(4):
        mine = [row[role] for row, true in zip(chances, truth, strict=True) if true == role]
        others = [row[role] for row, true in zip(chances, truth, strict=True) if true != role]
        by_hand.append(
            sum((one > other) + (one == other) / 2 for one in mine for other in others) / (len(mine) * len(others))
        )
    scores = measures.softmax(leads / ours.SPREAD)
    found = measures.figures(measures.places(leads), scores, truth, np.ones((1, 60)))
    assert found.auc[0] == pytest.approx(sum(by_hand) / 4)
    longer = leads + rng.integers(0, 100, size=(60, 1))  # who has the longer list leads everywhere
    assert measures.softmax(longer / ours.SPREAD) == pytest.approx(scores)
    plain = measures.figures(measures.places(longer), longer, truth, np.ones((1, 60)))
    assert plain.auc[0] != pytest.approx(found.auc[0], abs=0.01), "or the softmax would make no difference"


def test_ours_is_judged_by_chances(catalogue: Path) -> None:
    released = prepare_files(catalogue).released
    compiled, roles = inputs.compiled(released), tasks.PEOPLE.roles
    profiles = [{"alfa": 3, "teamwork": 3}, {"golfing": 3, "hotel": 2}, {}]
    order, scores = ours.answer(compiled, roles, profiles)
    assert scores.sum(axis=1) == pytest.approx(1)
    assert scores[2] == pytest.approx(1 / 5), "who claims nothing leads nowhere"
    for at, profile in enumerate(profiles[:2]):
        leads = {one.role: (one.lead or 0) / 100 for one in engine.ranking(compiled, profile)}
        odds = [math.exp(leads[role] / 5) for role in roles]
        assert scores[at] == pytest.approx([one / sum(odds) for one in odds])
        assert sorted(range(5), key=lambda column: order[at, column]) == sorted(
            range(5), key=lambda column: [one.role for one in engine.ranking(compiled, profile)].index(roles[column])
        )
