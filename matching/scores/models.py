"""The records that workers keep of a profile: its latest score, why it moved, the hours to roles; and the heartbeat."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from careers.models import Profile

MAX_ATTEMPTS = 5

Recorded = TypeVar("Recorded", "Score", "Outlook")


class RecordedQuerySet(models.QuerySet[Recorded]):
    """Rows that workers record of a profile: those behind, given up, or older than a given version."""

    def behind_profile(self) -> Self:
        """Rows older than their profile. Served by the partial index `…_behind_profile`."""
        return self.filter(profile_version__lt=F("wanted_version"))

    def behind_release(self, number: int) -> Self:
        """Rows older than release `number`. Served by the index `…_behind_release`."""
        return self.filter(release_number__lt=number)

    def not_given_up(self) -> Self:
        """The rows that have not failed too often."""
        return self.filter(attempts__lt=MAX_ATTEMPTS)

    def older_than(self, release_number: int, profile_version: int | F) -> Self:
        """The version fence: rows that saw an older release, or the same one and an older profile."""
        return self.filter(
            Q(release_number__lt=release_number) | Q(release_number=release_number, profile_version__lt=profile_version)
        )


class ScoreQuerySet(RecordedQuerySet["Score"]):
    def recording(self, profile: Profile, release_number: int) -> str:
        """Say how far the workers are with this profile: "done", "waiting", or "stuck" if they gave it up for now."""
        score = self.filter(profile=profile).values_list("profile_version", "release_number", "attempts").first()
        if score is None:
            return "waiting" if profile.version else "done"
        version, release, attempts = score
        if (version, release) == (profile.version, release_number):
            return "done"
        return "stuck" if attempts >= MAX_ATTEMPTS else "waiting"

    def recorded(self, profile_id: int) -> Score | None:
        """The score that the workers last recorded of this profile; None before the first time."""
        return self.filter(profile_id=profile_id, release_number__gt=0).first()

    def hold(self, profile_id: int) -> None:
        """Wait until no worker records anything of this profile, and keep them waiting until the transaction ends."""
        list(self.select_for_update().filter(profile_id=profile_id).values_list("pk"))


class OutlookQuerySet(RecordedQuerySet["Outlook"]):
    def seen_since(self, day: datetime.date) -> OutlookQuerySet:
        """The outlooks of people seen on that day or later."""
        return self.filter(seen_on__gte=day)


class HistoryQuerySet(models.QuerySet["HistoryLine"]):
    def of(self, profile_id: int) -> HistoryQuerySet:
        """The movements of one profile, latest first."""
        return self.filter(profile_id=profile_id).order_by("-recorded_at", "role", "-pk")

    def of_roles(self, roles: Collection[str] | None) -> HistoryQuerySet:
        """The lines of these roles; of all if None."""
        return self if roles is None else self.filter(role__in=roles)

    def moments(self) -> models.QuerySet[HistoryLine, tuple[datetime.datetime, int, int, int, int]]:
        """When something was recorded, newest first, with the profile's versions and the releases it lies between."""
        return (
            self.order_by("-recorded_at")
            .values_list("recorded_at", "version_before", "version_after", "release_before", "release_after")
            .distinct()
        )

    def since_release(self, number: int) -> HistoryQuerySet:
        """The lines that a release after this one had a part in."""
        return self.filter(release_after__gt=number, release_before__lt=F("release_after"))

    def at(self, moments: Iterable[datetime.datetime]) -> HistoryQuerySet:
        """The lines of these moments, newest first."""
        return self.filter(recorded_at__in=list(moments)).order_by("-recorded_at", "role")


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def latest_at(self) -> datetime.datetime | None:
        """The time a worker last said that it runs; None if none ever did."""
        return self.values_list("at", flat=True).first()


class Score(models.Model):
    """The latest recorded score of a profile, and the work still to do on it.

    The work is a state, not a message: a score is stale while its version is below the profile's or its release below
    the current one. `wanted_version` repeats the profile's version, written in the same transaction, so that one
    partial index finds the stale rows at a cost that does not grow with the fresh ones.
    """

    profile = models.OneToOneField(Profile, models.CASCADE, primary_key=True, related_name="score")
    wanted_version = models.PositiveIntegerField(default=0)
    release_number = models.PositiveIntegerField(default=0, help_text="The release it saw; 0 before the first score.")
    profile_version = models.PositiveIntegerField(default=0, help_text="The profile version it saw.")
    fits = models.JSONField(default=dict, help_text="{role: fit in hundredths, or null without claims}")
    levels = models.JSONField(default=dict, help_text="{skill position: level} it saw, to tell later what moved.")
    scored_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True, help_text="Handed to a worker until then.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times a worker began since the last success.")

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(profile_version__lte=F("wanted_version")), name="score_never_ahead_of_its_profile"
            )
        ]
        indexes = [
            # The sweep's two questions: which scores are behind their profile, which behind the release?
            models.Index(
                fields=["profile"], condition=Q(profile_version__lt=F("wanted_version")), name="score_behind_profile"
            ),
            models.Index(fields=["release_number", "profile"], name="score_behind_release"),
        ]

    def __str__(self) -> str:
        return f"Score of profile {self.profile_id}"


class Outlook(models.Model):
    """The way to the roles that come first for somebody: its hours and first step, recorded for people seen lately.

    Like a score it is stale while its version is below the profile's or its release below the current one. A plan takes
    some hundredths of a second, which is too long for each view of a list.
    """

    profile = models.OneToOneField(Profile, models.CASCADE, primary_key=True, related_name="outlook")
    seen_on = models.DateField()
    wanted_version = models.PositiveIntegerField(default=0)
    release_number = models.PositiveIntegerField(default=0, help_text="The release it saw; 0 before the first.")
    profile_version = models.PositiveIntegerField(default=0, help_text="The profile version it saw.")
    hours = models.JSONField(default=dict, help_text="{role: hours to ready, or null where no plan leads there}")
    first_steps = models.JSONField(
        default=dict, help_text="{role: the first step of its plan, or null if none is left}"
    )
    leased_until = models.DateTimeField(null=True, help_text="Handed to a worker until then.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times a worker began since the last success.")

    objects = OutlookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(profile_version__lte=F("wanted_version")), name="outlook_never_ahead_of_its_profile"
            )
        ]
        indexes = [
            # The sweep's two questions, as for scores; the last seen first.
            models.Index(
                fields=["-seen_on"], condition=Q(profile_version__lt=F("wanted_version")), name="outlook_behind_profile"
            ),
            models.Index(fields=["release_number", "-seen_on"], name="outlook_behind_release"),
        ]

    def __str__(self) -> str:
        return f"Outlook of profile {self.profile_id}"


class HistoryLine(models.Model):
    """One movement of one fit, and the parts that add up to it."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="history")
    role = models.SlugField(max_length=80)
    release_before = models.PositiveIntegerField()
    release_after = models.PositiveIntegerField()
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    fit_before = models.PositiveSmallIntegerField(null=True)
    fit_after = models.PositiveSmallIntegerField(null=True)
    # Also, if they changed, "have" and "need" as [before, after], and "via", the skill it is held through.
    parts = models.JSONField(help_text="[{cause, skill, points}]: points in hundredths, adding up to the movement.")
    recorded_at = models.DateTimeField()

    objects = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "role"]
        indexes = [models.Index(fields=["profile", "-recorded_at"], name="history_of_a_profile")]
        constraints = [
            # A slice that runs twice records a movement once.
            models.UniqueConstraint(
                fields=["profile", "role", "release_after", "version_after"], name="history_line_once"
            ),
            models.CheckConstraint(
                condition=Q(fit_before__isnull=True) | Q(fit_before__lte=10_000), name="history_fit_before_to_100"
            ),
            models.CheckConstraint(
                condition=Q(fit_after__isnull=True) | Q(fit_after__lte=10_000), name="history_fit_after_to_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of profile {self.profile_id}, version {self.version_after}"


class Heartbeat(models.Model):
    """The one row in which workers say that they run. A sweep writes it, so it speaks for scheduler and broker too."""

    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="heartbeat_one_row")]

    def __str__(self) -> str:
        return f"Heartbeat at {self.at}"
