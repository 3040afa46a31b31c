"""The records that workers keep of a profile: its latest score, why it moved, the hours to roles; and the heartbeat."""

from __future__ import annotations

import datetime
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, FilteredRelation, Q

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
    def with_owner(self, **profiles: object) -> Self:
        """The scores of profiles by lookups of their ids (`gte`, `lte`, `in`), joined with the profile as `owner`.

        Said of both tables, because PostgreSQL carries only an equality over from one to the other; it would read
        every profile there is to find those of a block.
        """
        owners = Q(**{f"profile__id__{lookup}": value for lookup, value in profiles.items()})
        scores = {f"profile_id__{lookup}": value for lookup, value in profiles.items()}
        return self.filter(**scores).annotate(owner=FilteredRelation("profile", condition=owners))

    def recording(self, profile: Profile, release_number: int) -> str:
        """Say how far the workers are with this profile: "done", "waiting", or "stuck" if they gave it up for now.

        A profile that was fetched with its score is asked no further.
        """
        score: Score | None = getattr(profile, "score", None)
        if score is None:
            return "waiting" if profile.version else "done"
        if (score.profile_version, score.release_number) == (profile.version, release_number):
            return "done"
        return "stuck" if score.attempts >= MAX_ATTEMPTS else "waiting"

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


class RecordQuerySet(models.QuerySet["Record"]):
    def newest_first(self) -> RecordQuerySet:
        return self.order_by("-recorded_at", "-release_after", "-version_after")

    def since_release(self, number: int) -> RecordQuerySet:
        """The records that a release after this one had a part in, oldest first."""
        return self.filter(release_after__gt=number, release_before__lt=F("release_after")).order_by("recorded_at")


class BlockQuerySet(models.QuerySet["Block"]):
    def open(self) -> BlockQuerySet:
        """The blocks that are not done."""
        return self.filter(done_at=None)

    def leased(self, at: datetime.datetime, longest: datetime.timedelta) -> BlockQuerySet:
        """The open blocks that workers have, by a lease that is no longer than any is."""
        return self.open().filter(leased_until__gte=at, leased_until__lte=at + longest)

    def free(self, at: datetime.datetime, longest: datetime.timedelta) -> BlockQuerySet:
        """The other open blocks, first those handed out least."""
        with_workers = self.leased(at, longest).values("pk")
        return self.open().exclude(pk__in=with_workers).order_by("attempts", "first")


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
    fits = models.BinaryField(default=bytes, help_text="Packed (see fits.py), in the order of the release's roles.")
    levels = models.BinaryField(default=bytes, help_text="The packed levels it saw, to tell later what moved.")
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


class Record(models.Model):
    """What the workers recorded when a fit of a profile had moved: its fits and levels before and after.

    One compact row; `lines` works out from the releases what moved and why when somebody asks. Rows are told apart by
    what the record saw, so a slice that runs twice records once.
    """

    pk = models.CompositePrimaryKey("profile", "release_after", "version_after")
    # Without the database's check: it would read and lock a profile for each row of a block. The score row, which is
    # locked while a record is written and goes with its profile, holds the two together.
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="records", db_constraint=False, db_index=False)
    release_before = models.PositiveIntegerField()
    release_after = models.PositiveIntegerField()
    version_before = models.PositiveIntegerField()
    version_after = models.PositiveIntegerField()
    fits_before = models.BinaryField(default=bytes, help_text="Packed (see fits.py), in the order of that release.")
    fits_after = models.BinaryField(default=bytes)
    levels_before = models.BinaryField(null=True, help_text="Packed; nothing here if they were the same as after.")
    levels_after = models.BinaryField(default=bytes)
    told = models.JSONField(
        null=True, help_text="The lines as they were stored before records were compact: [{role, fits, parts}]."
    )
    recorded_at = models.DateTimeField()

    objects = RecordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Record of profile {self.profile_id}, version {self.version_after}, release {self.release_after}"


class Block(models.Model):
    """People to be scored on a release: those with profile ids from `first` to `last` whose scores are behind it.

    The sweep cuts everybody into blocks when it finds scores behind the current release, and cuts a block that failed
    into smaller ones, so that a row nobody can score ends up alone.
    """

    release_number = models.PositiveIntegerField()
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    people = models.PositiveIntegerField(help_text="How many were behind when the block was cut.")
    leased_until = models.DateTimeField(null=True, help_text="Handed to a worker until then.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Times a worker began on it.")
    done_at = models.DateTimeField(null=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release_number", "first", "last"], name="block_once"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="block_begins_before_it_ends"),
        ]
        indexes = [models.Index(fields=["attempts", "first"], condition=Q(done_at=None), name="block_open")]

    def __str__(self) -> str:
        return f"Profiles {self.first} to {self.last} on release {self.release_number}"


class Heartbeat(models.Model):
    """The one row in which workers say that they run. A sweep writes it, so it speaks for scheduler and broker too."""

    at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="heartbeat_one_row")]

    def __str__(self) -> str:
        return f"Heartbeat at {self.at}"
