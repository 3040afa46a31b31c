"""What follows from profiles: the latest score and why it moved, recorded by the workers, and people's plans."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from careers.models import Profile, Skill
from matching.querysets import HeartbeatQuerySet, HistoryQuerySet, OutlookQuerySet, PlanQuerySet, ScoreQuerySet


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
    """How long the ways are to the roles that come first for somebody: recorded for people seen lately.

    Like a score it is stale while its version is below the profile's or its release below the current one. A plan takes
    some hundredths of a second, which is too long for every look at a list.
    """

    profile = models.OneToOneField(Profile, models.CASCADE, primary_key=True, related_name="outlook")
    seen_on = models.DateField()
    wanted_version = models.PositiveIntegerField(default=0)
    release_number = models.PositiveIntegerField(default=0, help_text="The release it saw; 0 before the first.")
    profile_version = models.PositiveIntegerField(default=0, help_text="The profile version it saw.")
    hours = models.JSONField(default=dict, help_text="{role: hours to ready, or null where no plan leads there}")
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
            # The sweep's two questions, as of scores; the last seen first.
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


class Plan(models.Model):
    """A learning path as it was made: on one release and profile version, for one pace. What changes later is told
    beside it; only the marks of its steps move. Points are in hundredths.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="plans")
    role = models.SlugField(max_length=80)
    target = models.PositiveSmallIntegerField(null=True, help_text="A fit in hundredths; none: ready.")
    hours_per_week = models.PositiveSmallIntegerField(help_text="In hundredths of an hour.")
    start = models.DateField()
    deadline = models.DateField(null=True)
    weeks_off = models.JSONField(default=list, help_text="Weeks without study, counted from the start (0).")
    release_number = models.PositiveIntegerField()
    profile_version = models.PositiveIntegerField()
    fit_before = models.PositiveSmallIntegerField()
    fit_by_deadline = models.PositiveSmallIntegerField(null=True)
    certificate = models.JSONField(help_text="{hours, order: {status, value, bound}}")
    made_at = models.DateTimeField()
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["profile", "-made_at"], name="plans_of_a_profile")]
        constraints = [
            models.CheckConstraint(condition=Q(target__isnull=True) | Q(target__lte=10_000), name="plan_target_to_100"),
            models.CheckConstraint(condition=Q(hours_per_week__range=(25, 16_800)), name="plan_hours_per_week"),
            models.CheckConstraint(
                condition=Q(deadline__isnull=True) | Q(deadline__gte=F("start")), name="plan_deadline_after_start"
            ),
            # A deadline has its fit, and nothing else has one.
            models.CheckConstraint(
                condition=Q(deadline__isnull=True, fit_by_deadline__isnull=True)
                | Q(deadline__isnull=False, fit_by_deadline__isnull=False, fit_by_deadline__lte=10_000),
                name="plan_fit_by_its_deadline",
            ),
            models.CheckConstraint(condition=Q(fit_before__lte=10_000), name="plan_fit_before_to_100"),
        ]

    def __str__(self) -> str:
        return f"Plan {self.pk} to {self.role}"

    def get_absolute_url(self) -> str:
        return reverse("plan", args=[self.pk])


class PlanStep(models.Model):
    """One level of one skill in its place of a plan. Done is a mark with what was claimed before it, for undoing."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    to_level = models.PositiveSmallIntegerField()
    hours = models.PositiveIntegerField()
    gain = models.PositiveSmallIntegerField(help_text="What it adds to the fit by itself, in hundredths.")
    asked = models.PositiveSmallIntegerField(help_text="The level that the role asks; 0: none.")
    essential = models.BooleanField()
    fit_after = models.PositiveSmallIntegerField(help_text="As it was when the plan was made.")
    opens = models.JSONField(default=list, help_text="[[skill position, level]]: later steps that need it.")
    starts = models.DateField()
    ends = models.DateField()
    done_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True, help_text="[level, source, quote] claimed before it was done; none: nothing.")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_number_once"),
            models.UniqueConstraint(fields=["plan", "skill", "to_level"], name="plan_step_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_step_number_from_1"),
            models.CheckConstraint(condition=Q(to_level__range=(1, 5)), name="plan_step_level_1_to_5"),
            models.CheckConstraint(condition=Q(asked__range=(0, 5)), name="plan_step_asked_0_to_5"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="plan_step_takes_hours"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="plan_step_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=False) | Q(before__isnull=True), name="plan_step_keeps_nothing_undone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.skill_id} to {self.to_level}"

    @property
    def from_level(self) -> int:
        return self.to_level - 1

    @property
    def done(self) -> bool:
        return self.done_at is not None
