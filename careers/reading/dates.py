"""The dates of jobs: how long one took, from the line above a list of its tools or from its title's own line."""

import re

from careers.reading.layout import Layout

NOW = 2026  # the year that "present" is read as; the level of a job that goes on is a proposal in any case

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = r"(?:(?P<{0}m>(?:" + "|".join(_MONTHS) + r")[a-z]*\.?|\d{{1,2}})(?:[ ./]))?"
_SPAN = re.compile(
    r"\b" + _MONTH.format("a") + r"(?P<a>(?:19|20)\d\d)年?\s*(?:-|–|—|to|until|～|bis)\s*"
    r"(?:" + _MONTH.format("b") + r"(?P<b>(?:19|20)\d\d)|(?P<now>present|now|today|current|heute))",
    re.I,
)
_SINCE = re.compile(r"\bsince (?P<a>(?:19|20)\d\d)\b", re.I)
_SHORT = re.compile(r"\b(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven) months\b", re.I)
_SMALL = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"]
_STUDY = re.compile(
    r"\b(?:B\.S\.|BSc|M\.S\.|MSc|PhD|bachelor|degree|diploma|education|master|studies|study|university)\b", re.I
)
_LONGEST = 200  # letters of a line
_ABOVE = 14  # lines between a job's dates and its list of tools


def years(words: str) -> float | None:
    """How long the dates in a line are, in years; months count if they are there.

    >>> years("Senior analyst, 2019–2022"), years("Jun 2021 - Aug 2025"), years("nine months in 2025"), years("2018")
    (3.0, 4.166666666666667, 0.75, None)
    """
    short = _SHORT.search(words)
    if short:
        raw = short["number"].lower()
        return (_SMALL.index(raw) + 1 if raw in _SMALL else int(raw)) / 12
    span = _SPAN.search(words)
    if span:
        end = NOW if span["now"] else int(span["b"])
        months = (
            (_month(span["bm"]) or 0) - (_month(span["am"]) or 0) if span["am"] and (span["bm"] or span["now"]) else 0
        )
        return max(0.0, end - int(span["a"]) + months / 12)
    since = _SINCE.search(words)
    return float(NOW - int(since["a"])) if since else None


def job_years(layout: Layout, line: int, *, here: bool = False) -> float | None:
    """How long the job of a line took; with `here` that of the line itself or the next. Studies give none."""
    numbers = (line, line + 1, line + 2) if here else range(line, max(-1, line - _ABOVE), -1)
    for number in numbers:
        if not 0 <= number < len(layout.lines):
            break
        words = layout.words(number, most=_LONGEST)
        if not words and not here:
            return None
        if here and number > line and (not words or layout.lines[number].mark):
            break
        if _STUDY.search(words):
            return None
        own = number == line or not (layout.lines[number].mark or words.endswith("."))
        found = years(words) if own else None
        if found is not None:
            return found
    return None


def _month(words: str | None) -> int | None:
    if not words:
        return None
    if words.isdigit():
        return int(words)
    return _MONTHS.index(words[:3].lower()) + 1
