"""Roles: what they do, what sets them apart, and what they ask. These tables are the draft."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from careers.catalogue.models.skills import LEVELS, Skill
from careers.words import fold_name


class RoleQuerySet(models.QuerySet["Role"]):
    def for_admin_list(self) -> RoleQuerySet:
        """Add the number of requirements and of must-haves."""
        return self.annotate(
            requirement_count=models.Count("requirements", distinct=True),
            must_have_count=models.Count("requirements", filter=models.Q(requirements__essential=True), distinct=True),
        )


class RoleGroupQuerySet(models.QuerySet["RoleGroup"]):
    def for_admin_list(self) -> RoleGroupQuerySet:
        """Add the number of roles in each."""
        return self.annotate(role_count=models.Count("roles"))


class RoleGroup(models.Model):
    """Roles that are shown together on the list of roles. No score depends on it."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    summary = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text="Groups stand on the list in this order; the one with the foundation is always first.",
    )

    objects = RoleGroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(order__range=(1, 1000)), name="role_group_order_1_to_1000"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="role_group_has_slug_and_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Role(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=80)
    group = models.ForeignKey(RoleGroup, models.PROTECT, related_name="roles")
    summary = models.TextField(max_length=1000)
    day = models.TextField(
        max_length=2000, help_text="What a working day looks like. An empty line begins a paragraph."
    )
    entry = models.TextField(max_length=1000, help_text="How people typically get in: degrees, experience.")
    foundation = models.BooleanField(default=False, help_text="The role the others stand on.")
    esco_code = models.CharField("ESCO code", max_length=40, default="none")
    onet_code = models.CharField("O*NET code", max_length=40, default="none")
    usual = models.PositiveSmallIntegerField(
        "usual fit",
        default=0,
        validators=[MaxValueValidator(10_000)],
        help_text="In hundredths of a point: the mean fit of the people and ads that were counted.",
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(usual__range=(0, 10_000)), name="role_usual_0_to_100_points"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(title=""), name="role_has_slug_and_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("role", args=[self.slug])


class RoleName(models.Model):
    """Another title of the same work, as advertisements and people have it."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="other_titles")
    text = models.CharField("title", max_length=80)
    key = models.CharField(max_length=240, unique=True, editable=False)

    class Meta:
        verbose_name = "other title"
        ordering = ["role", "key"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="role_name_has_text")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold_name(self.text)
        super().save(*args, **kwargs)


class FormerRoleSlug(models.Model):
    """A slug that the role had before: links that still use it are redirected to the current one."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="former_role_slug_has_text")]

    def __str__(self) -> str:
        return self.slug


class Responsibility(models.Model):
    role = models.ForeignKey(Role, models.CASCADE, related_name="responsibilities")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=400)

    class Meta:
        verbose_name_plural = "responsibilities"
        ordering = ["role", "order"]
        constraints = [models.UniqueConstraint(fields=["role", "order"], name="responsibility_order_once")]

    def __str__(self) -> str:
        return self.text


class BeyondStudy(models.Model):
    """Something that employers ask and no hours of study give: a doctorate, years of leading, a licence."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="beyond_study")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=400)

    class Meta:
        verbose_name = "thing beyond study"
        verbose_name_plural = "beyond study"
        ordering = ["role", "order"]
        constraints = [models.UniqueConstraint(fields=["role", "order"], name="beyond_study_order_once")]

    def __str__(self) -> str:
        return self.text


class Difference(models.Model):
    """The difference between a role and a neighbour that it is often taken for."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="differences")
    other = models.ForeignKey(Role, models.CASCADE, related_name="+")
    text = models.CharField(max_length=600)

    class Meta:
        ordering = ["role", "other"]
        constraints = [
            models.UniqueConstraint(fields=["role", "other"], name="difference_once"),
            models.CheckConstraint(
                condition=~Q(role=F("other")),
                name="difference_from_another_role",
                violation_error_message="A role does not differ from itself. Choose another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} and {self.other}"


class Requirement(models.Model):
    """A role asks a skill at a level, with the evidence for its importance."""

    class Named(models.IntegerChoices):
        FIRST = 5, "in the role’s name or first sentence"
        RESPONSIBILITY = 4, "in a responsibility"
        IN_PASSING = 3, "in passing"

    role = models.ForeignKey(Role, models.CASCADE, related_name="requirements")
    skill = models.ForeignKey(Skill, models.PROTECT, related_name="required_by")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    importance = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    essential = models.BooleanField(default=False, help_text="A must-have of the role.")
    counted = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many of the ads counted ask it; empty: judged."
    )
    of = models.PositiveIntegerField(null=True, blank=True, help_text="How many ads were counted; empty: judged.")
    named = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=Named, help_text="Where the description of the role names it; empty: nowhere."
    )
    reason = models.CharField(
        max_length=200,
        blank=True,
        help_text="Why the importance is more than one off the evidence, in a line.",
    )

    class Meta:
        ordering = ["role", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["role", "skill"], name="requirement_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="requirement_level_1_to_5"),
            models.CheckConstraint(condition=Q(importance__range=(1, 5)), name="requirement_importance_1_to_5"),
            models.CheckConstraint(
                condition=Q(counted__isnull=True, of__isnull=True)
                | Q(counted__isnull=False, of__isnull=False, of__gte=1, counted__lte=F("of")),
                name="requirement_counted_of_ads",
                violation_error_message="Give both numbers, the first not above the second, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(named__isnull=True) | Q(named__in=[3, 4, 5]), name="requirement_named_3_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} asks {self.skill} at {self.level}"
