"""Weeks off as people write them."""

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careers.words import said_day
from matching.plans.days_off import Unreadable, days_off

START = datetime.date(2026, 11, 28)
DAYS = st.dates(datetime.date(2026, 11, 28), datetime.date(2100, 1, 1))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []),
        ("24 December", ["2026-12-24"]),
        ("24 dec, 31 Dec.", ["2026-12-24", "2026-12-31"]),
        ("1 May\n\n2 May", ["2027-05-01", "2027-05-02"]),
        ("28 November", ["2026-11-28"]),
        ("27 November", ["2027-11-27"]),
        ("1st of August 2027", ["2027-08-01"]),
        ("24.12.2026; 24/12/2027", ["2026-12-24", "2027-12-24"]),
        ("2026-12-24 2026-12-31", ["2026-12-24", "2026-12-31"]),
        ("2 to 15 August 2027", ["2027-08-02", "2027-08-09", "2027-08-15"]),
        ("2–8 August 2027", ["2027-08-02", "2027-08-08"]),
        ("21 December to 4 January", ["2026-12-21", "2026-12-28", "2027-01-04"]),
        ("2026-12-21 to 2027-01-04", ["2026-12-21", "2026-12-28", "2027-01-04"]),
        ("9999-12-30 to 9999-12-31", ["9999-12-30", "9999-12-31"]),
    ],
)
def test_days_are_read_as_people_write_them(text: str, days: list[str]) -> None:
    assert [str(day) for day in days_off(text, START)] == days


@pytest.mark.parametrize(
    "text",
    [
        *("Christmas", "24", "31 June", "2026-02-30", "24 Decembre", "15 August 2027 to 2 August 2027"),
        *("1 to 2 to 3 May", "30 February", "24 De", "Ma 3", "0 May", "1 Ju", "2 to August", "１２ May 20277"),
    ],
)
def test_what_is_no_day_is_named(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        days_off(f"24 December, {text}", START)
    assert str(raised.value) == text


@given(st.lists(DAYS, max_size=20))
def test_days_that_we_write_are_read_back(days: list[datetime.date]) -> None:
    assert days_off(", ".join(said_day(day) for day in days), START) == days


@given(DAYS, st.integers(1, 200))
def test_every_week_between_two_days_has_one(first: datetime.date, length: int) -> None:
    last = first + datetime.timedelta(days=length)
    found = days_off(f"{said_day(first)} to {said_day(last)}", START)
    weeks = {(first + datetime.timedelta(days=days) - START).days // 7 for days in range(length + 1)}
    assert {(day - START).days // 7 for day in found} == weeks


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Unreadable):
        assert all(isinstance(day, datetime.date) for day in days_off(text, START))
