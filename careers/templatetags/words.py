"""Template filters that write points, durations and levels. Pages themselves format nothing."""

import re
from collections.abc import Sequence

from django import template

from careers import words
from careers.catalogue.content import Skill

register = template.Library()

A_WEEKEND, TWO_WEEKENDS = 16, 28  # hours for a project


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
def duration(weeks: int) -> str:
    """Weeks as people say them.

    >>> duration(8), duration(44)
    ('8 weeks', 'about 10 months')
    """
    return words.duration(weeks)


@register.filter
def whole(n: int | None) -> str:
    """Hundredths of a point as whole points, rounded down: nobody is told 75 who has 74.99. Nothing for None.

    >>> whole(7499), whole(7500), whole(None)
    ('74', '75', '')
    """
    return "" if n is None else str(n // 100)


@register.filter
def about(n: int) -> str:
    """A gain in hundredths of a point as the nearest whole points.

    >>> about(532), about(-250), about(49)
    ('+5', '−3', 'under +1')
    """
    points = (abs(n) + 50) // 100
    if not points:
        return "under +1"
    return f"{'+' if n > 0 else '−'}{points}"


@register.filter
def listed(skills: Sequence[Skill]) -> str:
    """The names of skills as a sentence has them: "Python, SQL and Git"; nothing for none."""
    names = [skill.name for skill in skills]
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


@register.filter
def level_word(level: int | None) -> str:
    """The word for a level from 0 to 5; nothing for None.

    >>> level_word(3), level_word(None)
    ('independent', '')
    """
    return "" if level is None else words.LEVEL_WORDS[level]


@register.filter
def effort(hours: int) -> str:
    """The time that a project takes, as people plan it.

    >>> effort(12), effort(24), effort(40)
    ('a weekend', 'two weekends', 'about 40 hours')
    """
    if hours <= A_WEEKEND:
        return "a weekend"
    return "two weekends" if hours <= TWO_WEEKENDS else f"about {hours} hours"


@register.filter
def one_line(summary: str) -> str:
    """The first sentence of a summary, without the list after its colon.

    >>> one_line("They build, e.g. search. Much else follows."), one_line("They build: this, that. And more.")
    ('They build, e.g. search.', 'They build.')
    """
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-Z])", summary, maxsplit=1)[0]
    start, colon, _ = sentence.partition(": ")
    return f"{start}." if colon else sentence
