"""Releases: immutable, numbered copies of the published catalogue, and the draft's own record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReleaseQuerySet(models.QuerySet["Release"]):
    def reasons(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return {number: why it was published}."""
        return dict(self.filter(number__in=set(numbers)).values_list("number", "reason"))

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Releases never change. Publish a new one.")

    def delete(self) -> NoReturn:
        raise TypeError("Releases stay. Publish a new one.")


class Catalogue(models.Model):
    """The one row about the draft as a whole; editors publish one after the other by locking it."""

    loaded_digest = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of the draft as it was last loaded from files."
    )

    class Meta:
        verbose_name_plural = "catalogue"
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="catalogue_one_row")]

    def __str__(self) -> str:
        return "The catalogue"


class Release(models.Model):
    """One published catalogue. It never changes: the database refuses updates and deletions (see the migrations)."""

    number = models.PositiveIntegerField(primary_key=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    content = models.TextField(help_text="The content as canonical JSON.")
    reason = models.CharField(max_length=300)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField()

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="release_number_from_1"),
            models.CheckConstraint(condition=~Q(content="") & ~Q(digest=""), name="release_has_content"),
        ]

    def __str__(self) -> str:
        return f"Release {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"Release {self.number} is published and never changes. Publish a new one.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"Release {self.number} is published and stays. Publish a new one.")
