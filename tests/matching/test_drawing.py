"""Pictures over time: the months that are named to read them by."""

import datetime
from itertools import pairwise

import pytest

from matching.drawing import MOST_TICKS, months, ticks


@pytest.mark.parametrize("days", [1, 20, 45, 90, 200, 365, 700, 3_000, 30_000, 2_000_000])
@pytest.mark.parametrize("start", [datetime.date(2026, 1, 1), datetime.date(2026, 12, 31), datetime.date(2028, 2, 29)])
def test_few_months_are_named_in_the_picture_of_a_plan(start: datetime.date, days: int) -> None:
    end = start + datetime.timedelta(days=days)
    named = ticks(start, end)
    assert len(named) <= MOST_TICKS
    assert all(day.day == 1 and start < day <= end for day in named)
    assert len({later.year * 12 + later.month - day.year * 12 - day.month for day, later in pairwise(named)}) <= 1
    assert len(named) >= 2 or days < 200


def test_a_month_stands_where_its_first_day_does() -> None:
    start = datetime.date(2026, 1, 1)
    [february] = months(start, datetime.date(2026, 3, 1), lambda day: (day - start).days)
    assert (february, february.percent) == ((datetime.date(2026, 2, 1), 31), 310)
