"""Starting points: current jobs as typical levels of our skills. These tables are the draft."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from careers.catalogue.models.skills import LEVELS, Skill
from careers.words import fold_name


class StartingPointQuerySet(models.QuerySet["StartingPoint"]):
    def for_admin_list(self) -> StartingPointQuerySet:
        """Add the number of skills that each proposes."""
        return self.annotate(level_count=models.Count("levels", distinct=True))


class StartGroupQuerySet(models.QuerySet["StartGroup"]):
    def for_admin_list(self) -> StartGroupQuerySet:
        """Add the number of starting points in each."""
        return self.annotate(start_count=models.Count("starts"))


class StartGroup(models.Model):
    """Starting points that people look for together. No score depends on it."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="Groups stand on the list in this order.",
    )

    objects = StartGroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(order__range=(1, 1000)), name="start_group_order_1_to_1000"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="start_group_has_slug_and_title"),
        ]

    def __str__(self) -> str:
        return self.title


class StartingPoint(models.Model):
    """A job that people come from. What it proposes counts only if somebody confirms it for themselves."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    group = models.ForeignKey(StartGroup, models.PROTECT, related_name="starts")
    summary = models.TextField(max_length=300, help_text="What people in this job do, in one or two sentences.")

    objects = StartingPointQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="starting_point_has_slug_and_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("profile:start", args=[self.slug])


class StartName(models.Model):
    """Another name of the job, as people type it."""

    start = models.ForeignKey(StartingPoint, models.CASCADE, related_name="other_names", verbose_name="starting point")
    text = models.CharField("name", max_length=80)
    key = models.CharField(max_length=240, unique=True, editable=False)

    class Meta:
        verbose_name = "other name"
        ordering = ["start", "key"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="start_name_has_text")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold_name(self.text)
        super().save(*args, **kwargs)


class StartingLevel(models.Model):
    """The level of a skill that is typical of somebody with some years in the job."""

    start = models.ForeignKey(StartingPoint, models.CASCADE, related_name="levels", verbose_name="starting point")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="typical_of")
    level = models.PositiveSmallIntegerField(validators=LEVELS)

    class Meta:
        verbose_name = "typical level"
        ordering = ["start", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["start", "skill"], name="starting_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="starting_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.skill} at {self.level}"
