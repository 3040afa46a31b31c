"""The time of a job as structured files write it, in the words that the reader of texts knows."""

import re
from typing import Final

_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO: Final = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-\d{1,2})?(?:T.*)?$")


def span(start: str, end: str) -> str:
    """Return "Jan 2019 – Mar 2021"; a job without an end goes on.

    >>> span("2019-01-15", "2021-03"), span("2019", ""), span("Jan 2019", "Mar 2021"), span("", "2020")
    ('Jan 2019 – Mar 2021', '2019 – present', 'Jan 2019 – Mar 2021', '')
    """
    return f"{_date(start)} – {_date(end) or 'present'}" if start.strip() else ""


def _date(words: str) -> str:
    iso = _ISO.match(words.strip())
    if not iso:
        return " ".join(words.split())
    month = int(iso[2] or 0)
    return f"{_MONTHS[month - 1]} {iso[1]}" if 1 <= month <= len(_MONTHS) else iso[1]
