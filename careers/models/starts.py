"""Starting points: current jobs as typical levels of our skills. These tables are the draft."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from careers.models.skills import LEVELS, Skill
from careers.querysets import StartingPointQuerySet


class StartingPoint(models.Model):
    """A job that people come from. What it proposes counts only where somebody confirms it for themselves."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
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
        return reverse("start", args=[self.slug])


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
