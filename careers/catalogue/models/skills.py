"""Skills and how they are connected: aliases, levels, near skills, prerequisites. These tables are the draft."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from careers.words import fold_name


class SkillQuerySet(models.QuerySet["Skill"]):
    def for_admin_list(self) -> SkillQuerySet:
        """Add the number of aliases and of roles that ask each."""
        return self.annotate(
            alias_count=models.Count("aliases", distinct=True), role_count=models.Count("required_by", distinct=True)
        )


LEVELS = [MinValueValidator(1), MaxValueValidator(5)]


class Kind(models.TextChoices):
    CONCEPT = "concept", "Concept"
    DOMAIN = "domain", "Domain"
    LANGUAGE = "language", "Language"
    PRACTICE = "practice", "Practice"
    TOOL = "tool", "Tool"


class KindLevel(models.Model):
    """The meaning of a level, and the hours from the level below, for skills of a kind that do not say otherwise."""

    kind = models.CharField(max_length=8, choices=Kind)
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    meaning = models.CharField(max_length=400, help_text="One sentence with an example. {skill} stands for the name.")
    hours = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Estimated hours from the level below. Empty: no plan can contain this step.",
    )

    class Meta:
        ordering = ["kind", "level"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "level"], name="kind_level_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="kind_level_known_kind"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="kind_level_1_to_5"),
            models.CheckConstraint(condition=Q(hours__isnull=True) | Q(hours__gte=1), name="kind_level_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, level {self.level}"


class Skill(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=240, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    position = models.PositiveIntegerField(
        unique=True, help_text="The skill's permanent number. It is never given to another skill."
    )
    summary = models.CharField(max_length=300, help_text="One sentence: what it is.")
    hours_factor = models.PositiveIntegerField(
        default=100,
        validators=[MinValueValidator(10), MaxValueValidator(1000)],
        help_text="Hours of every level, in per cent of what is usual for the kind.",
    )
    hours_reason = models.CharField(max_length=200, blank=True, help_text="Why the factor is not 100.")
    practice = models.CharField(
        max_length=200,
        blank=True,
        help_text="What study alone does not give, such as practice in a job; empty: study is enough.",
    )
    retired = models.BooleanField(
        default=False, help_text="No longer part of the catalogue. People who hold it keep it; it is not scored."
    )

    objects = SkillQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in Kind]), name="skill_known_kind"),
            models.CheckConstraint(condition=Q(hours_factor__range=(10, 1000)), name="skill_hours_factor_10_to_1000"),
            models.CheckConstraint(condition=~Q(slug="") & ~Q(name=""), name="skill_has_slug_and_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = fold_name(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("skill", args=[self.slug])


class Alias(models.Model):
    """Another way to write a skill. Inside a sentence, an exact alias (ReAct, LoRA) holds in that spelling only."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=80)
    exact = models.BooleanField(default=False, help_text="In sentences it holds in this spelling only.")
    preferred = models.BooleanField(
        default=False, help_text="Exact only: the one that is meant by any other spelling, if two are the same then."
    )
    key = models.CharField(max_length=240, editable=False, help_text="The folded text; the text itself where exact.")

    class Meta:
        verbose_name_plural = "aliases"
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(fields=["exact", "key"], name="alias_of_one_skill"),
            models.CheckConstraint(condition=~Q(text=""), name="alias_has_text"),
            models.CheckConstraint(
                condition=Q(preferred=False) | Q(exact=True),
                name="alias_preferred_is_exact",
                violation_error_message="Only an exact alias can be the preferred one. Tick both, or neither.",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key_of(self.text, exact=self.exact)
        super().save(*args, **kwargs)

    @staticmethod
    def key_of(text: str, *, exact: bool) -> str:
        return text if exact else fold_name(text)


class FormerSkillSlug(models.Model):
    """A slug that the skill had before: links and callers that still use it are redirected to the current one."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="former_skill_slug_has_text")]

    def __str__(self) -> str:
        return self.slug


class SkillLevel(models.Model):
    """The meaning of a level of this skill, if the sentence of its kind does not say enough."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="levels")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    meaning = models.CharField(max_length=400)

    class Meta:
        ordering = ["skill", "level"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "level"], name="skill_level_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 5)), name="skill_level_1_to_5"),
        ]

    def __str__(self) -> str:
        return f"{self.skill}, level {self.level}"


class Near(models.Model):
    """Holding `skill` at level L counts as `counts_as` at level L - distance. Distance 0: it is a kind of it."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="near")
    counts_as = models.ForeignKey(Skill, models.CASCADE, related_name="counted_by")
    distance = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])

    class Meta:
        verbose_name = "near skill"
        ordering = ["skill", "counts_as"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "counts_as"], name="near_once"),
            models.CheckConstraint(condition=Q(distance__range=(0, 4)), name="near_distance_0_to_4"),
            models.CheckConstraint(
                condition=~Q(skill=F("counts_as")),
                name="near_another_skill",
                violation_error_message="A skill is not near itself. Choose another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} counts as {self.counts_as}, {self.distance} below"


class Prerequisite(models.Model):
    """To reach `level` of `skill`, learn `needs` to `needs_level` first."""

    skill = models.ForeignKey(Skill, models.CASCADE, related_name="prerequisites")
    level = models.PositiveSmallIntegerField(validators=LEVELS)
    needs = models.ForeignKey(Skill, models.CASCADE, related_name="needed_for")
    needs_level = models.PositiveSmallIntegerField(validators=LEVELS)
    implied = models.BooleanField(
        default=False, help_text="Nobody has the one without the other. If not ticked, it is a teacher’s order only."
    )

    class Meta:
        ordering = ["skill", "level", "needs"]
        constraints = [
            models.UniqueConstraint(fields=["skill", "level", "needs"], name="prerequisite_once"),
            models.CheckConstraint(
                condition=Q(level__range=(1, 5)) & Q(needs_level__range=(1, 5)), name="prerequisite_levels_1_to_5"
            ),
            models.CheckConstraint(
                condition=~Q(skill=F("needs")),
                name="prerequisite_another_skill",
                violation_error_message="A skill is not a prerequisite of itself. Choose another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} {self.level} needs {self.needs} {self.needs_level}"
