"""Resources: what a skill is learned from. These tables are the draft."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from careers.catalogue.models.skills import LEVELS, Skill


class Resource(models.Model):
    class Kind(models.TextChoices):
        BOOK = "book", "Book"
        COURSE = "course", "Course"
        DOCUMENTATION = "documentation", "Documentation"
        PAPER = "paper", "Paper"
        PRACTICE = "practice", "Practice"
        STANDARD = "standard", "Standard"
        TUTORIAL = "tutorial", "Tutorial"

    url = models.URLField("link", max_length=400, unique=True)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=120)
    kind = models.CharField(max_length=13, choices=Kind)
    hours = models.PositiveIntegerField(validators=[MinValueValidator(1)], help_text="About how long it takes.")
    free = models.BooleanField(default=True)
    language = models.CharField(max_length=8, default="en")
    seen_on = models.DateField(help_text="The day the link was last seen.")
    skills = models.ManyToManyField(Skill, through="ResourceUse", related_name="resources")

    class Meta:
        ordering = ["url"]
        constraints = [
            models.CheckConstraint(condition=Q(hours__gte=1), name="resource_hours_positive"),
            models.CheckConstraint(condition=~Q(url="") & ~Q(title=""), name="resource_has_link_and_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ResourceUse(models.Model):
    """A resource takes a skill from one level to a higher one."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="uses")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="resource_uses")
    from_level = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    to_level = models.PositiveSmallIntegerField(validators=LEVELS)
    hours = models.PositiveIntegerField(
        validators=[MinValueValidator(1)], help_text="How many of its hours serve this skill."
    )
    part = models.CharField(max_length=120, blank=True, help_text="Which part serves this skill; empty: all of it.")

    class Meta:
        verbose_name = "skill taught"
        verbose_name_plural = "skills taught"
        ordering = ["resource", "skill"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "skill"], name="resource_use_once"),
            models.CheckConstraint(
                condition=Q(from_level__gte=0, to_level__lte=5, from_level__lt=F("to_level")),
                name="resource_use_leads_upwards",
                violation_error_message="A resource leads to a higher level than it starts from.",
            ),
            models.CheckConstraint(condition=Q(hours__gte=1), name="resource_use_hours_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.skill} {self.from_level} to {self.to_level}"
