"""The dates of a plan's steps: hours of study turned into days from the start; whole numbers only."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.engine.types import check_whole

# Hours a week, in hundredths of an hour.
LEAST_PER_WEEK = 25
MOST_PER_WEEK = 16_800


@dataclass(frozen=True, slots=True)
class Pace:
    """A pace of study: `per_week` hundredths of an hour a week.

    `weeks_off`: weeks without study, counted from the start (0 is the first). Each makes everything after it a week
    later; a step that spans one simply lasts longer.

    >>> Pace(per_week=800).days([2, 10])
    [(0, 1), (1, 10)]
    >>> Pace(per_week=800, weeks_off=frozenset({1})).days([2, 10])
    [(0, 1), (1, 17)]
    >>> Pace(per_week=800).weeks(12)
    2
    """

    per_week: int
    weeks_off: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        check_whole("hundredths of an hour a week", self.per_week, LEAST_PER_WEEK, MOST_PER_WEEK)

    def days(self, hours: Iterable[int]) -> list[tuple[int, int]]:
        """The first and the last day of each step, 0 being the start, given the hours of the steps in their order.

        first = floor(7 x hours before it / hours a week)
        last  = ceil(7 x hours so far / hours a week) - 1
        """
        spans = []
        before = 0
        for one in hours:
            so_far = before + one
            spans.append((self._day(700 * before // self.per_week), self._day(-(-700 * so_far // self.per_week) - 1)))
            before = so_far
        return spans

    def weeks(self, hours: int) -> int:
        """Weeks of study, not counting weeks off: ceil(hours / hours a week)."""
        return -(-100 * hours // self.per_week)

    def hours_by(self, day: int) -> int:
        """The hours of steps that can have ended on or before `day`."""
        days = day + 1
        off = sum(max(0, min(7, days - 7 * week)) for week in self.weeks_off)
        return max(0, days - off) * self.per_week // 700

    def _day(self, studied: int) -> int:
        """The day with `studied` days of study before it."""
        week, day = divmod(studied, 7)
        for off in sorted(self.weeks_off):
            week += off <= week
        return 7 * week + day
