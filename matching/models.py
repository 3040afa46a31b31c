"""What the workers record: each person's latest score, and why it moved."""

from django.db import models
from django.db.models import F, Q

from careers.models import Profile
from matching.querysets import HeartbeatQuerySet, HistoryQuerySet, ScoreQuerySet


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
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times handed out since the last success.")

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
    # Also, where they moved, "have" and "need" as [before, after], and "via", the skill it is held through.
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
