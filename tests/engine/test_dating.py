"""Hours to days, exactly: floor(7 x before / h) to ceil(7 x so far / h) - 1."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.engine import Pace
from tests.engine.catalogues import same_examples


@pytest.mark.parametrize(
    ("per_week", "hours", "days"),
    [
        (800, [8, 8], [(0, 6), (7, 13)]),
        (800, [1, 1, 6], [(0, 0), (0, 1), (1, 6)]),
        (25, [1], [(0, 27)]),
        (16_800, [1, 23, 24, 25], [(0, 0), (0, 0), (1, 1), (2, 3)]),
        (300, [1, 1, 1], [(0, 2), (2, 4), (4, 6)]),
        (333, [1], [(0, 2)]),
    ],
)
def test_days_by_hand(per_week: int, hours: list[int], days: list[tuple[int, int]]) -> None:
    assert Pace(per_week).days(hours) == days


def test_weeks_off_push_what_comes_after_them() -> None:
    """8 h a week, 24 hours: weeks 0, 1 and 2. With weeks 1 and 2 off they are 0, 3 and 4."""
    pace = Pace(800, frozenset({1, 2}))
    assert pace.days([8, 8, 8]) == [(0, 6), (21, 27), (28, 34)]
    assert pace.days([16]) == [(0, 27)], "a step goes on across them"
    assert [pace.hours_by(day) for day in (5, 6, 20, 27)] == [6, 8, 8, 16]


@pytest.mark.parametrize("per_week", [24, 16_801, 0, -1])
def test_an_impossible_pace_is_refused(per_week: int) -> None:
    with pytest.raises(ValueError, match="hundredths of an hour a week"):
        Pace(per_week)


paces = st.builds(Pace, st.integers(25, 16_800), st.frozensets(st.integers(0, 30), max_size=4))


@pytest.mark.thorough
@same_examples
@given(paces, st.lists(st.integers(1, 200), min_size=1, max_size=12))
def test_days_follow_the_formula_and_a_deadline_counts_what_ends_by_it(pace: Pace, hours: list[int]) -> None:
    week = Fraction(pace.per_week, 100)
    working = [day for day in range(10_000 * 7) if day // 7 not in pace.weeks_off] if sum(hours) / week < 9_000 else []
    so_far = 0
    for one, (first, last) in zip(hours, pace.days(hours), strict=True):
        starts = math.floor(7 * so_far / week)
        so_far += one
        ends = math.ceil(7 * so_far / week) - 1
        if working:
            assert (first, last) == (working[starts], working[ends])
        assert pace.hours_by(last) >= so_far > pace.hours_by(last - 1)
    assert pace.weeks(so_far) == math.ceil(so_far / week)
