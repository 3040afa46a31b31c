"""Weeks without study as people write them: "24 December", "2 to 15 August 2027", "2026-12-24, 2026-12-31"."""

import datetime
import re
from collections.abc import Iterator

from careers.words import MONTHS

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?(?:[ ./]+(?:of )?([^\W\d_]+|\d{1,2})\.?(?:[ ./,]+(\d{4}))?)?", re.IGNORECASE
)
_TO = re.compile(r"\s*–\s*|\s+(?:to|until|till|-)\s+", re.IGNORECASE)


class Unreadable(ValueError):
    """Something that is not a day; its only argument is the entry as it was written."""


def days_off(text: str, start: datetime.date) -> list[datetime.date]:
    """A day of each week off, in the order they were written. Entries are separated by commas, semicolons or lines.

    A day without a year is the first one from `start` on; the month of "2 to 15 August" holds for both days. Raises
    Unreadable for an entry that is not a day, or not two with the first one earlier.

    >>> start = datetime.date(2026, 11, 28)
    >>> [str(day) for day in days_off("24 Dec; 2 to 15 August 2027, 1.2.", start)]
    ['2026-12-24', '2027-08-02', '2027-08-09', '2027-08-15', '2027-02-01']
    >>> [str(day) for day in days_off("2026-12-24 2026-12-31", start)]
    ['2026-12-24', '2026-12-31']
    """
    found: list[datetime.date] = []
    for entry in filter(None, (entry.strip() for entry in re.split(r"[,;\n]+", text))):
        try:
            found += _entry(entry, start)
        except ValueError as error:
            raise Unreadable(entry) from error
    return found


def _entry(entry: str, start: datetime.date) -> list[datetime.date]:
    if all(_ISO.fullmatch(word) for word in entry.split()):
        return [datetime.date.fromisoformat(word) for word in entry.split()]
    first, *rest = _TO.split(entry)
    if not rest:
        return [_day(first, start)]
    [second] = rest
    last = _day(second, start)
    alone = _DAY.fullmatch(first)
    whole = f"{alone[1]} {last.month} {last.year}" if alone and not alone[2] else first
    begins = _day(whole, start)
    if not alone or not alone[3]:  # the year of the end, or the one before it
        begins = begins.replace(year=last.year - (begins.replace(year=last.year) > last))
    if begins > last:
        raise ValueError("it ends before it begins")
    return list(_weekly(begins, last))


def _weekly(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    for days in range(0, (last - first).days, 7):
        yield first + datetime.timedelta(days=days)
    yield last


def _day(text: str, start: datetime.date) -> datetime.date:
    if _ISO.fullmatch(text):
        return datetime.date.fromisoformat(text)
    found = _DAY.fullmatch(text)
    if not found or not found[2]:
        raise ValueError("it is not a day")
    month = int(found[2]) if found[2].isdigit() else _month(found[2])
    if found[3]:
        return datetime.date(int(found[3]), month, int(found[1]))
    day = datetime.date(start.year, month, int(found[1]))
    return day if day >= start else day.replace(year=start.year + 1)


def _month(word: str) -> int:
    """The month that the word begins; three letters are enough."""
    fits = [number for number, name in enumerate(MONTHS, start=1) if name.lower().startswith(word.lower())]
    if len(word) < 3 or len(fits) != 1:
        raise ValueError("it is not a month")
    return fits[0]
