"""Learning plans as they were made, and their steps."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from careers.catalogue.content import Role
from careers.models import Claim, Profile, Skill
from careers.profile.claims import Held
from matching.plans.marks import Mark


class PlanQuerySet(models.QuerySet["Plan"]):
    def of(self, profile: Profile) -> PlanQuerySet:
        """The person's own plans. Every page and API call reaches them through here, so nobody reaches another's."""
        return self.filter(profile=profile)

    def towards(self, role: Role) -> PlanQuerySet:
        """The plans for a role, by its present name or a former one."""
        return self.filter(role__in=[role.slug, *role.former_slugs])

    def with_steps(self) -> PlanQuerySet:
        """Fetch their steps too, skills included, in one more query."""
        return self.prefetch_related(models.Prefetch("steps", PlanStep.objects.select_related("skill")))

    def current_first(self) -> PlanQuerySet:
        """The plans that no newer one has replaced, then the others, newest first in each group."""
        replaced = models.ExpressionWrapper(Q(replaced_by__isnull=False), models.BooleanField())
        return self.order_by(replaced.asc(), "-made_at", "-pk")

    def unfinished(self) -> PlanQuerySet:
        """The plans with steps of today's kind that are not ticked off. Some of these may be held already."""
        left = PlanStep.objects.filter(plan=models.OuterRef("pk"), done_at=None, stage__isnull=False)
        return self.filter(models.Exists(left))

    def current(self) -> PlanQuerySet:
        """The plans that no newer one has replaced."""
        return self.filter(replaced_by=None)


class Plan(models.Model):
    """A learning path as it was made: on one release and profile version, for one pace. What changes later is shown
    next to it; only the marks on its steps change. Points are in hundredths.

    Plans of the first version have steps of one level each, without a stage, and nothing is proven of their hours.
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
    certificate = models.JSONField(help_text="{status, value, bound} of the hours; of the first version in `hours`.")
    projects = models.JSONField(default=list, help_text="[[slug, steps after which one can build it]]")
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
            # A plan with a deadline has a fit by then, and no other plan has one.
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
    """One skill lifted by one or more levels, in its place in a plan.

    A mark is either "done" or the level that the person says to have; it keeps what was claimed before it, for undoing.
    If the person changes that claim elsewhere, `before` is empty (`CUT_LOOSE`): there is nothing to undo any more.
    """

    CUT_LOOSE: list[Any] = []

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="steps")
    number = models.PositiveSmallIntegerField()
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="+")
    from_level = models.PositiveSmallIntegerField()
    to_level = models.PositiveSmallIntegerField()
    stage = models.PositiveSmallIntegerField(null=True, help_text="1, 2 or 3; none in plans of the first version.")
    hours = models.PositiveIntegerField()
    gain = models.PositiveSmallIntegerField(help_text="What the requirements that it closes bring, in hundredths.")
    asked = models.PositiveSmallIntegerField(help_text="The level that the role asks; 0: none.")
    essential = models.BooleanField()
    fit_after = models.PositiveSmallIntegerField(help_text="As it was when the plan was made.")
    band_after = models.CharField(max_length=20, blank=True, help_text="As it was when the plan was made.")
    opens = models.JSONField(default=list, help_text="[[skill position, level]]: later levels that need it.")
    serves = models.JSONField(default=list, help_text="[skill position]: what the role asks that stands on it.")
    starts = models.DateField()
    ends = models.DateField()
    done_at = models.DateTimeField(null=True)
    learned = models.PositiveSmallIntegerField(null=True, help_text="The level that its mark gave; none: no mark.")
    before = models.JSONField(null=True, help_text="[level, source, quote] claimed before its mark; none: nothing.")
    skipped = models.BooleanField(default=False, help_text="Left for later; it stays open.")

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_step_number_once"),
            models.UniqueConstraint(fields=["plan", "skill", "to_level"], name="plan_step_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_step_number_from_1"),
            models.CheckConstraint(condition=Q(to_level__range=(1, 5)), name="plan_step_level_1_to_5"),
            models.CheckConstraint(condition=Q(from_level__lt=F("to_level")), name="plan_step_leads_up"),
            models.CheckConstraint(condition=Q(stage__isnull=True) | Q(stage__range=(1, 3)), name="plan_step_stage"),
            models.CheckConstraint(condition=Q(asked__range=(0, 5)), name="plan_step_asked_0_to_5"),
            models.CheckConstraint(condition=Q(hours__gte=1), name="plan_step_takes_hours"),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="plan_step_ends_after_its_start"),
            models.CheckConstraint(
                condition=Q(learned__isnull=False) | Q(before__isnull=True, done_at__isnull=True),
                name="plan_step_keeps_nothing_undone",
            ),
            models.CheckConstraint(
                condition=Q(learned__isnull=True) | Q(learned__range=(1, 5)), name="plan_step_learned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.skill_id} to {self.to_level}"

    @property
    def done(self) -> bool:
        return self.done_at is not None

    @property
    def source(self) -> Claim.Source:
        """The source of what its mark gave. More than the step teaches can only have been said."""
        return Claim.Source.PLAN if self.done and self.learned == self.to_level else Claim.Source.SELF

    @property
    def mark(self) -> Mark | None:
        """Its mark, unless there is none or it was cut loose."""
        if self.learned is None or (self.before is not None and not self.before):
            return None
        return Mark(self.learned, self.source, Held(*self.before) if self.before else None)
