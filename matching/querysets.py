"""The vocabulary of reads: what is left to score, and what is shown."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from matching.models import HistoryLine, Score  # noqa: F401

MAX_ATTEMPTS = 5


class ScoreQuerySet(models.QuerySet["Score"]):
    def behind_profile(self) -> ScoreQuerySet:
        """Scores older than their profile. Served by the partial index `score_behind_profile`."""
        return self.filter(profile_version__lt=F("wanted_version"))

    def behind_release(self, number: int) -> ScoreQuerySet:
        """Scores older than release `number`. Served by the index `score_behind_release`."""
        return self.filter(release_number__lt=number)

    def free(self, at: datetime.datetime) -> ScoreQuerySet:
        """Those that no worker holds at `at` and that have not failed too often."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=at), attempts__lt=MAX_ATTEMPTS)

    def older_than(self, release_number: int, profile_version: int) -> ScoreQuerySet:
        """The version fence: rows that saw an older release, or the same one and an older profile."""
        return self.filter(
            Q(release_number__lt=release_number) | Q(release_number=release_number, profile_version__lt=profile_version)
        )


class HistoryQuerySet(models.QuerySet["HistoryLine"]):
    def newest(self, profile_id: int, *, limit: int) -> list[HistoryLine]:
        """The latest movements of one profile, largest first within the same record."""
        return list(self.filter(profile_id=profile_id).order_by("-recorded_at", "-fit_after", "role")[:limit])
