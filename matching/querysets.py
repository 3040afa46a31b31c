"""The vocabulary of reads: what is left to score, and what is shown."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from careers.models import Profile
    from matching.models import Heartbeat, HistoryLine, Outlook, Plan, Score  # noqa: F401

MAX_ATTEMPTS = 5


Recorded = TypeVar("Recorded", "Score", "Outlook")


class RecordedQuerySet(models.QuerySet[Recorded]):
    """What workers record of a profile: which rows are behind, given up, or older than what one has."""

    def behind_profile(self) -> Self:
        """Rows older than their profile. Served by the partial index `…_behind_profile`."""
        return self.filter(profile_version__lt=F("wanted_version"))

    def behind_release(self, number: int) -> Self:
        """Rows older than release `number`. Served by the index `…_behind_release`."""
        return self.filter(release_number__lt=number)

    def not_given_up(self) -> Self:
        """Those that have not failed too often."""
        return self.filter(attempts__lt=MAX_ATTEMPTS)

    def older_than(self, release_number: int, profile_version: int | F) -> Self:
        """The version fence: rows that saw an older release, or the same one and an older profile."""
        return self.filter(
            Q(release_number__lt=release_number) | Q(release_number=release_number, profile_version__lt=profile_version)
        )


class ScoreQuerySet(RecordedQuerySet["Score"]):
    def recording(self, profile: Profile, release_number: int) -> str:
        """How far the workers are with this profile: "done", "waiting", or "stuck" where they gave it up for now."""
        score = self.filter(profile=profile).values_list("profile_version", "release_number", "attempts").first()
        if score is None:
            return "waiting" if profile.version else "done"
        version, release, attempts = score
        if (version, release) == (profile.version, release_number):
            return "done"
        return "stuck" if attempts >= MAX_ATTEMPTS else "waiting"

    def recorded(self, profile_id: int) -> Score | None:
        """What the workers recorded last of this profile; None before the first time."""
        return self.filter(profile_id=profile_id, release_number__gt=0).first()

    def hold(self, profile_id: int) -> None:
        """Wait until no worker records anything of this profile, and keep them waiting until the transaction ends."""
        list(self.select_for_update().filter(profile_id=profile_id).values_list("pk"))


class OutlookQuerySet(RecordedQuerySet["Outlook"]):
    def seen_since(self, day: datetime.date) -> OutlookQuerySet:
        """Those of people seen on that day or later."""
        return self.filter(seen_on__gte=day)


class HistoryQuerySet(models.QuerySet["HistoryLine"]):
    def of(self, profile_id: int) -> HistoryQuerySet:
        """The movements of one profile, latest first."""
        return self.filter(profile_id=profile_id).order_by("-recorded_at", "role", "-pk")

    def of_roles(self, roles: Collection[str] | None) -> HistoryQuerySet:
        """The lines of these roles; of all where None."""
        return self if roles is None else self.filter(role__in=roles)

    def moments(self) -> models.QuerySet[HistoryLine, datetime.datetime]:
        """When something was recorded, newest first: what the pages of a history are counted in."""
        return self.order_by("-recorded_at").values_list("recorded_at", flat=True).distinct()

    def at(self, moments: Iterable[datetime.datetime]) -> HistoryQuerySet:
        """The lines of these moments, newest first."""
        return self.filter(recorded_at__in=list(moments)).order_by("-recorded_at", "role")


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def latest_at(self) -> datetime.datetime | None:
        """When a worker last said that it runs; None if none ever did."""
        return self.values_list("at", flat=True).first()


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, profile: Profile) -> PlanQuerySet:
        """The person's own plans: every page and call reaches them through here, so nobody reaches another's."""
        return self.filter(profile=profile)

    def with_steps(self) -> PlanQuerySet:
        """With their steps, skills included, in two more queries."""
        return self.prefetch_related("steps__skill")

    def current(self) -> PlanQuerySet:
        """Those that no newer plan has replaced."""
        return self.filter(replaced_by=None)
