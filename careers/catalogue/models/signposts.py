"""Signposts: words that name nothing in the catalogue, and where they lead. These tables are the draft."""

from __future__ import annotations

from typing import Any, Literal

from django.db import models
from django.db.models import Q

from careers.catalogue.models.roles import Role
from careers.catalogue.models.skills import Skill
from careers.catalogue.models.starts import StartingPoint
from careers.words import fold_name


class SignpostQuerySet(models.QuerySet["Signpost"]):
    def for_admin_list(self) -> SignpostQuerySet:
        """Add the words of each."""
        return self.prefetch_related("words")


class Signpost(models.Model):
    """Words that people type, such as "ChatGPT" or "public speaking", and what they are shown. Nothing is scored."""

    slug = models.SlugField(max_length=80, unique=True)
    says = models.CharField(
        max_length=300,
        blank=True,
        help_text="What to tell them: that it is not scored, and what to do. Empty: what it leads to says enough.",
    )

    objects = SignpostQuerySet.as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="signpost_has_slug")]

    def __str__(self) -> str:
        return self.slug


class SignpostWord(models.Model):
    """What people type, each spelling once: case, hyphens and blanks do not matter."""

    signpost = models.ForeignKey(Signpost, models.CASCADE, related_name="words")
    text = models.CharField("words", max_length=80)
    key = models.CharField(max_length=240, unique=True, editable=False)

    class Meta:
        verbose_name = "words"
        verbose_name_plural = "words"
        ordering = ["signpost", "key"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="signpost_word_has_text")]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = fold_name(self.text)
        super().save(*args, **kwargs)


class SignpostLead(models.Model):
    """A role, a skill or a starting point that a signpost leads to."""

    signpost = models.ForeignKey(Signpost, models.CASCADE, related_name="leads")
    order = models.PositiveSmallIntegerField(default=0)
    role = models.ForeignKey(Role, models.CASCADE, null=True, blank=True, related_name="+")
    skill = models.ForeignKey(Skill, models.CASCADE, null=True, blank=True, related_name="+")
    start = models.ForeignKey(
        StartingPoint, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="starting point"
    )

    class Meta:
        verbose_name = "lead"
        ordering = ["signpost", "order"]
        constraints = [
            models.UniqueConstraint(fields=["signpost", "order"], name="signpost_lead_order_once"),
            models.CheckConstraint(
                condition=Q(role__isnull=False, skill__isnull=True, start__isnull=True)
                | Q(role__isnull=True, skill__isnull=False, start__isnull=True)
                | Q(role__isnull=True, skill__isnull=True, start__isnull=False),
                name="signpost_leads_to_one_thing",
                violation_error_message="Choose a role, a skill or a starting point, and only one of them.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.target)

    @property
    def kind(self) -> Literal["role", "skill", "start"]:
        return "role" if self.role else "skill" if self.skill else "start"

    @property
    def target(self) -> Role | Skill | StartingPoint | None:
        return self.role or self.skill or self.start
