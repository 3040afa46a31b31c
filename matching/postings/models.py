"""Job ads that a person keeps."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from careers.models import Profile
from matching.postings.reading import LONGEST

LONGEST_TITLE = 120


class PostingQuerySet(models.QuerySet["Posting"]):
    def of(self, profile: Profile) -> PostingQuerySet:
        """The person's own ads. Every page reaches them through here, so nobody reaches another's."""
        return self.filter(profile=profile)

    def listed(self) -> PostingQuerySet:
        """The ads without their text, newest first, as lists and comparisons need them."""
        return self.defer("text")


class Posting(models.Model):
    """A job ad that a person keeps: what it asks, as it was read and as they corrected it; its text only if they chose.

    No score is kept with it: the fit is worked out whenever it is shown.
    """

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="postings")
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(max_length=LONGEST, blank=True, help_text="Empty if the person keeps what it asks alone.")
    content: models.JSONField[Any, Any] = models.JSONField(
        help_text="What it asks and which skills it names, by their positions; see `reading.packed`."
    )
    kept_at = models.DateTimeField()

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-kept_at", "-pk"]
        indexes = [models.Index(fields=["profile", "-kept_at"], name="postings_of_a_profile")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="posting_has_title")]

    def __str__(self) -> str:
        return f"Job ad {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("posting", args=[self.pk])
