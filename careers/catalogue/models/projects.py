"""Projects: what to build or show for a role. These tables are the draft."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from careers.catalogue.models.roles import Role
from careers.catalogue.models.skills import LEVELS, Skill


class ProjectQuerySet(models.QuerySet["Project"]):
    def for_admin_list(self) -> ProjectQuerySet:
        """Add the number of skills that each exercises."""
        return self.annotate(skill_count=models.Count("levels", distinct=True))


class Project(models.Model):
    """Something to build or show for a role, and the skills and levels that it exercises."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="projects")
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    hours = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text="About how long it takes somebody who has the skills: 12 for a weekend, 80 for a month of evenings.",
    )
    build = models.TextField(max_length=600, help_text="What to make.")
    good = models.TextField(max_length=500, help_text="What good looks like: things somebody else can check.")
    show = models.TextField(max_length=400, help_text="How to show it to an employer.")
    skills = models.ManyToManyField(Skill, through="ProjectSkill", related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["role", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["role", "title"], name="project_title_once_a_role"),
            models.CheckConstraint(condition=Q(hours__range=(1, 500)), name="project_hours_1_to_500"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="project_has_slug_and_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ProjectSkill(models.Model):
    """The level of a skill that a project takes."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="levels")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="exercised_by")
    level = models.PositiveSmallIntegerField(validators=LEVELS)

    class Meta:
        verbose_name = "skill exercised"
        verbose_name_plural = "skills exercised"
        ordering = ["project", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["project", "skill"], name="project_skill_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="project_skill_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.skill} at {self.level}"
