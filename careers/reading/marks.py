"""How well and how long, as texts say it: words, years, stars, fractions, percentages; each is a level from 1 to 5."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Said(NamedTuple):
    """A level, and the words that say it."""

    level: int
    reason: str


# The words of each level, the highest first: "very good" is not "good".
_WORDS = {
    5: r"experte?n?|guru|master(?:ed|y)?|wizard",
    4: r"advanced|deep|excellent|expertise|extensive|fluent(?:ly)?|in-depth|proficien\w+|profound|sehr gut\w*"
    r"|strong(?:ly)?"
    r"|thorough|(?:really|very) (?:good|strong)",
    3: r"competent|confident\w*|daily|good|gute?n?|hands-on|intermediate|medium|on my own|practical knowledge"
    r"|sicher\w*|solid"
    r"|sound|well versed|working knowledge",
    2: r"a (?:bit|little)|basic grasp|basics?|elementary|familiar\w*|fundamentals of|grundkenntnisse|helped|limited"
    r"|little"
    r"|notions|rudimentary|some|under (?:the )?supervision|基礎",
    1: r"awareness of|beginner'?s?|currently learning|exposure to|first steps|intro(?:duction|ductory)?(?: course| to)?"
    r"|just started|learning(?: now)?|novice",
}
ANY = "|".join(_WORDS.values())
_WORD = re.compile(
    "|".join(rf"(?P<l{level}>(?<![\w-])(?:{words})(?!\w|-(?!level)))" for level, words in _WORDS.items()), re.I
)
_NOT_HOW_WELL = re.compile(  # the word is part of another name or phrase
    r"\b(?:active|deep|federated|few-shot|in-context|machine|reinforcement|supervised|transfer) learning"
    r"|learning to rank|expert (?:group|jury|panel)|architect expert"
    r"|good (?:clinical|humour|idea|manners|references)|some (?:of|time)|strong (?:personality|team)"
    r"|daily (?:bread|life)",
    re.I,
)
_STARS = re.compile(r"[★☆●○⬤◯✭✩■□▮▯]{3,10}")
_FULL = frozenset("★●⬤✭■▮")
_SCALE = re.compile(r"(?:level\s*)?(?P<have>\d{1,2})(?:[.,]\d)?\s*(?:/|of|out of)\s*(?P<full>\d{1,2})\b", re.I)
_LEAST, _MOST = 3, 10  # full marks of a scale
_PERCENT = re.compile(r"[^\w,;]*(?P<share>\d{1,3})\s*%(?!\s*\w)")
_NAMES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS = {name: n for n, name in enumerate(_NAMES, 1)} | {
    "a": 1,
    "fifteen": 15,
    "many": 4,
    "several": 3,
    "twenty": 20,
}
_NUMBER = r"(?:\d{1,2}(?:[.,]\d)?|" + "|".join(sorted(_NUMBERS, reverse=True)) + ")"
_OVER = r"(?:(?P<over>almost|at least|less than|min(?:imum|\.)?|more than|over|under)\s+)?"
YEARS = re.compile(
    rf"{_OVER}\b(?P<number>{_NUMBER})(?P<plus>\s?\+| or more)?(?:(?<=[\d+])|[-\s])\s*"
    r"(?P<unit>years?|yrs?|months?|mos?\b|jahren?|ans|años|年|лет|y\b)(?P<more> or more)?",
    re.I,
)
# The second half of "six years of SQL and four of Python".
_AND_YEARS = re.compile(
    rf"(?:,\s*(?:and\s+)?|\band\s+)(?:the (?:first|last)\s+)?{_OVER}(?P<number>{_NUMBER})(?P<plus>\+)?"
    r"\s+(?:in|of|with)(?: them in)?\s*$",
    re.I,
)


def years_level(years: float) -> int:
    """The level that years of use say: they never say 5.

    >>> [years_level(years) for years in (0.5, 1, 3, 3.1, 12)]
    [2, 3, 3, 4, 4]
    """
    return 2 if years < 1 else 3 if years <= 3 else 4


def share_level(share: float) -> int:
    """The level of a percentage.

    >>> [share_level(share) for share in (0.1, 0.3, 0.5, 0.7, 0.9, 1)]
    [1, 2, 3, 4, 5, 5]
    """
    return sum(share >= least for least in (0, 0.3, 0.5, 0.7, 0.9))


def stars(words: str) -> Said | None:
    """The stars at the start of `words`, after a few signs: "★★★☆☆" is 3."""
    found = _STARS.search(words[:60])
    if not found or re.search(r"\w{4}", words[: found.start()]):
        return None
    return Said(_fifths(sum(letter in _FULL for letter in found.group()), len(found.group())), found.group())


def scale(words: str) -> Said | None:
    """A fraction of full marks: "8/10" is 4, "level 3 of 5" is 3."""
    found = _SCALE.search(words)
    if not found or not _LEAST <= int(found["full"]) <= _MOST or int(found["have"]) > int(found["full"]):
        return None
    return Said(_fifths(int(found["have"]), int(found["full"])), found.group())


def percent(words: str) -> Said | None:
    """A percentage at the start of `words`, after signs alone."""
    found = _PERCENT.match(words)
    whole = int(found["share"]) if found else 101
    return Said(share_level(whole / 100), f"{whole} %") if whole <= 100 else None


def word(words: str) -> Said | None:
    """The first word that says how well."""
    return next((said for said, _, _ in all_words(words)), None)


def all_words(words: str) -> Iterator[tuple[Said, int, int]]:
    """Every word that says how well, with its place."""
    clean = _NOT_HOW_WELL.sub(lambda found: " " * len(found.group()), words)
    for found in _WORD.finditer(clean):
        level = next(level for level in _WORDS if found[f"l{level}"])
        yield Said(level, " ".join(found.group().split())), found.start(), found.end()


def all_years(words: str, *, is_ad: bool) -> Iterator[tuple[Said, int, int]]:
    """Every number of years, with its place."""
    return ((_years(found, is_ad=is_ad), *found.span()) for found in YEARS.finditer(words))


def years(words: str, *, is_ad: bool) -> Said | None:
    """The first number of years."""
    return next((said for said, _, _ in all_years(words, is_ad=is_ad)), None)


def and_years(words: str, *, is_ad: bool) -> Said | None:
    """The number at the end of `words` whose unit stands before it: "two years of Flask, one of"."""
    found = _AND_YEARS.search(words)
    if not found or not YEARS.search(words, 0, found.start()):
        return None
    return _years(found, is_ad=is_ad)


def _years(found: re.Match[str], *, is_ad: bool) -> Said:
    """An ad's "3+" is the least that is enough; a CV's is more than three."""
    parts = found.groupdict()
    raw = parts["number"].lower().replace(",", ".")
    number = float(_NUMBERS.get(raw, raw))
    if (parts.get("unit") or "").lower().startswith("mo"):
        number /= 12
    if (parts["over"] or "").lower() in ("less than", "under"):
        number -= 0.1
    more = parts.get("plus") or parts.get("more") or (parts["over"] or "").lower() in ("over", "more than")
    said = " ".join(found.group().strip(" ,").split())
    return Said(
        years_level(number + 0.1 if more and not is_ad else number), said if parts.get("unit") else f"{said} years"
    )


def _fifths(have: int, full: int) -> int:
    return max(1, round(5 * have / full))
