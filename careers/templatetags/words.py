"""How templates write what pages hand them: points, durations and levels. Pages themselves format nothing."""

from django import template

from careers import words

register = template.Library()


@register.filter
def points(n: int | None) -> str:
    """Hundredths of a point, exactly; nothing for None.

    >>> points(7125), points(-5), points(None)
    ('71.25', '−0.05', '')
    """
    return "" if n is None else words.hundredths(n).replace("-", "−")


@register.filter
def signed(n: int | None) -> str:
    """Hundredths of a point with their sign in front; nothing for None.

    >>> signed(120), signed(-5), signed(None)
    ('+1.20', '−0.05', '')
    """
    return "" if n is None else words.signed(n)


@register.filter
def duration(weeks: int | None) -> str:
    """Many weeks as years and months; nothing if weeks say it well enough.

    >>> duration(8), duration(75), duration(None)
    ('', '1 year 5 months', '')
    """
    return "" if weeks is None else words.long_time(weeks)


@register.filter
def level_word(level: int | None) -> str:
    """The word of a level from 0 to 5; nothing for None.

    >>> level_word(3), level_word(None)
    ('independent', '')
    """
    return "" if level is None else words.LEVEL_WORDS[level]
