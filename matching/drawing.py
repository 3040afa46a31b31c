"""A fit over time as numbers for a picture: 1000 wide, fits from 0 to 100 upside down over a height of 200."""

import datetime
from collections.abc import Callable, Iterable
from typing import NamedTuple

from careers.words import hundredths

WIDE, HIGH = 1000, 200
MOST_TICKS = 5  # more month names would run into each other on a phone


def down(fit: int) -> str:
    """The distance of a fit (in hundredths) below the top.

    >>> down(10_000), down(8_000), down(0)
    ('0.00', '40.00', '200.00')
    """
    return hundredths(2 * (10_000 - fit))


class Stairs(NamedTuple):
    """The path of a line, and that of the area below it."""

    line: str
    area: str


class Tick(NamedTuple):
    """A day to read a picture by, and its x."""

    day: datetime.date
    x: int

    @property
    def percent(self) -> int:
        """In hundredths of a per cent of the width."""
        return 10 * self.x


def stairs(first: int, steps: Iterable[tuple[int, int]]) -> Stairs:
    """A fit that starts at `first` and jumps at each (x, fit).

    >>> stairs(0, [(500, 5_000), (1000, 10_000)])
    Stairs(line='M0 200.00H500V100.00H1000V0.00', area='M0 200.00H500V100.00H1000V0.00V200H0Z')
    """
    path = f"M0 {down(first)}" + "".join(f"H{x}V{down(fit)}" for x, fit in steps)
    return Stairs(path, f"{path}V{HIGH}H0Z")


def months(start: datetime.date, end: datetime.date, across: Callable[[datetime.date], int]) -> list[Tick]:
    """The names of months to read a picture by; `across` gives the x of a day."""
    return [Tick(day, across(day)) for day in ticks(start, end)]


def ticks(start: datetime.date, end: datetime.date) -> list[datetime.date]:
    """Firsts of months to read the picture by: every one, every third, every January ..., so that there are few.

    None in the last eighth, where its name would run out of the picture.
    """
    first, last = (12 * day.year + day.month - 1 for day in (start, start + (end - start) * 7 / 8))
    every = max(-(-(last - first) // MOST_TICKS), 1)
    every = next((months for months in (1, 2, 3, 6) if months >= every), 12 * -(-every // 12))
    return [
        datetime.date(month // 12, month % 12 + 1, 1) for month in range(first + every - first % every, last + 1, every)
    ]
