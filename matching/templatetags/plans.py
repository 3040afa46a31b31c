"""Days of plans as pages write them, and the plan from zero for pages of careers, which know nothing of plans."""

import datetime

from django import template
from django.template.context import RequestContext

from careers.catalogue import releases
from careers.catalogue.content import Role
from careers.words import said_day
from matching.plans import from_zero as plans

register = template.Library()

IN_TENS_FROM = 100
TO_THE_DAY = datetime.timedelta(weeks=13)


@register.filter
def day_from(day: datetime.date, now: datetime.date | None) -> str:
    """A day of a plan as exactly as estimated hours allow: a day if it is near `now`, else a month.

    >>> now = datetime.date(2026, 11, 28)
    >>> day_from(datetime.date(2027, 1, 5), now), day_from(datetime.date(2028, 10, 3), now)
    ('5 January 2027', 'October 2028')
    """
    exact = said_day(day)
    return exact.partition(" ")[2] if now and day - now > TO_THE_DAY else exact


@register.filter
def hours_said(hours: int) -> str:
    """Hours as exactly as estimates allow: from a hundred on to the nearest ten.

    >>> hours_said(1), hours_said(78), hours_said(1_316)
    ('1 hour', '78 hours', 'about 1,320 hours')
    """
    if hours >= IN_TENS_FROM:
        return f"about {round(hours, -1):,} hours"
    return f"{hours} hour{'' if hours == 1 else 's'}"


@register.simple_tag(takes_context=True)
def from_zero(context: RequestContext, role: Role) -> plans.FromZero:
    """Return the plan from zero to a role of the release that the page shows."""
    return plans.from_zero(releases.for_request(context.request), role.slug)
