"""Requests for a plan: the limits that pages and API share, and the wording of a refusal."""

import datetime
from collections.abc import Collection
from decimal import Decimal

from careers.catalogue.released import Released
from careers.words import said_day
from matching import engine
from matching.plans import words
from matching.plans.operations import OutOfCalendar, TooManyPlans, Wish

LEAST_HOURS, MOST_HOURS = Decimal("0.25"), Decimal(168)
MOST_FIT = Decimal(100)


class Refused(Exception):
    """A wish that cannot be met: the field at fault and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field, reason)
        self.field = field
        self.reason = reason


def wish(
    *,
    release: Released,
    role: str,
    target: Decimal | None,
    hours_per_week: Decimal,
    start: datetime.date,
    deadline: datetime.date | None = None,
    days_off: Collection[datetime.date] = (),
) -> Wish:
    """The wish in the engine's units. `days_off`: one day of each week without study. Raises Refused."""
    slug = release.role_slug(role)
    if slug is None:
        raise Refused("role", f"“{role[:80]}” is not a role in release {release.number}.")
    if deadline is not None and deadline < start:
        raise Refused("deadline", f"The deadline, {said_day(deadline)}, is before the start, {said_day(start)}.")
    if any(day < start for day in days_off):
        raise Refused("weeks_off", f"A week off is before the start, {said_day(start)}.")
    weeks_off = frozenset((day - start).days // 7 for day in days_off)
    pace = engine.Pace(int(hours_per_week * 100), weeks_off)
    return Wish(slug, None if target is None else int(target * 100), pace, start, deadline)


def refusal(release: Released, error: Exception) -> Refused:
    """The refusal to show if a plan could not be made."""
    if isinstance(error, engine.Unreachable):
        return Refused("target", words.unreachable(error.highest, [release.skills[one].name for one in error.beyond]))
    if isinstance(error, OutOfCalendar):
        return Refused("start", "This plan would end after the year 9999. Start earlier, or study more.")
    if isinstance(error, TooManyPlans):
        return Refused("role", "You already have as many plans as we keep for one person. Delete one first.")
    raise error


PLANLESS = (engine.Unreachable, OutOfCalendar, TooManyPlans)
