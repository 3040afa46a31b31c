"""The words of the catalogue that code needs: levels, and how a name is folded for look-up."""

import datetime
import unicodedata
from functools import lru_cache

_AS_BLANKS = str.maketrans("-_\u2010", "   ")  # U+2011, the hyphen that does not break, is folded to U+2010

WEEKS_SAID = 26  # a plan's time is said in weeks up to here
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LEVEL_WORDS = ("none", "aware", "assisted", "independent", "advanced", "expert")


def fold(text: str) -> str:
    """The spelling under which names are compared: NFKC, case-folded, white space collapsed.

    >>> fold("  Scikit-Learn "), fold("ＳＱＬ"), fold("Straße")
    ('scikit-learn', 'sql', 'strasse')
    """
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).split())


def fold_name(text: str) -> str:
    """The spelling under which slugs, names and aliases are compared: folded, with hyphens and underscores as blanks.

    >>> fold_name("Scikit_learn"), fold_name("scikit - Learn"), fold_name("CI/CD"), fold_name("C++")
    ('scikit learn', 'scikit learn', 'ci/cd', 'c++')
    """
    return " ".join(fold(text).translate(_AS_BLANKS).split())


@lru_cache(maxsize=32_768)  # more than there are fits and leads; an answer writes thousands of them
def hundredths(n: int) -> str:
    """Whole hundredths as a text with two decimals, exactly.

    >>> hundredths(7125), hundredths(5), hundredths(-1250)
    ('71.25', '0.05', '-12.50')
    """
    whole, rest = divmod(abs(n), 100)
    return f"{'-' if n < 0 else ''}{whole}.{rest:02}"


def duration(weeks: int) -> str:
    """A number of weeks as people say it: weeks up to half a year, then months, and years from three on.

    >>> [duration(weeks) for weeks in (1, 26, 27, 52, 155, 156, 508)]
    ['1 week', '26 weeks', 'about 6 months', 'about 12 months', 'about 36 months', 'about 3 years', 'about 10 years']
    """
    if weeks <= WEEKS_SAID:
        return f"{weeks} week{'' if weeks == 1 else 's'}"
    return f"about {round(weeks * 12 / 52)} months" if weeks < 3 * 52 else f"about {round(weeks / 52)} years"


def said_day(day: datetime.date) -> str:
    """A day as people write it.

    >>> said_day(datetime.date(2026, 11, 8))
    '8 November 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def signed(n: int) -> str:
    """Hundredths with their sign, as a text.

    >>> signed(1250), signed(-5), signed(0)
    ('+12.50', '−0.05', '0.00')
    """
    return f"+{hundredths(n)}" if n > 0 else hundredths(n).replace("-", "−")
