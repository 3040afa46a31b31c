"""Documents on their way into a profile: a file until it is read, then text and finds until they are confirmed."""

from __future__ import annotations

import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from careers.profile.models import Profile

# An hourly task erases what is older, so that everything is gone after a day.
KEPT = datetime.timedelta(hours=23)
LEASE = datetime.timedelta(seconds=45)  # longer than a task that reads may take; then another worker may go on
MOST_ATTEMPTS = 3
LONGEST_NAME = 80  # letters of a file's name


class DocumentQuerySet(models.QuerySet["Document"]):
    def kept(self, at: datetime.datetime) -> Self:
        """Documents that are not too old to be shown, even if nobody has erased them yet."""
        return self.filter(sent_at__gt=at - KEPT)

    def expired(self, at: datetime.datetime) -> Self:
        return self.filter(sent_at__lte=at - KEPT)

    def waiting(self) -> Self:
        """Documents that are to be read, those tried least first: one that breaks each time never holds up others."""
        return self.filter(state=Document.State.WAITING).order_by("attempts", "pk")

    def hopeless(self, at: datetime.datetime) -> Self:
        """Documents that broke whoever read them, as often as we try."""
        return self.filter(state=Document.State.WAITING, attempts__gte=MOST_ATTEMPTS, due_at__lte=at)

    def listed(self) -> list[Document]:
        """Documents for the page that lists them, the newest first, without what is long."""
        return list(self.defer("content", "text", "finds").order_by("-pk"))


class Document(models.Model):
    """A CV that somebody sent. Its file is erased once it is read, the whole row once its finds are confirmed.

    `finds` are [skill position, start, end, level, reason] with places in `text`; a file of skills has its entries
    as finds, and then `text` is made of them.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waits to be read"
        READ = "read", "Read"
        REFUSED = "refused", "Cannot be read"
        BROKEN = "broken", "Set apart"

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="documents")
    name = models.CharField(max_length=LONGEST_NAME, help_text="The file's name, or what it is called here.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of what was sent: the same is not kept twice.")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    content = models.BinaryField(null=True, help_text="The file, until it is read; empty if a text was pasted.")
    text = models.TextField(blank=True)
    finds = models.JSONField(default=list)
    suggestions = models.JSONField(default=list, help_text="[skill position, start, end]: probably misspelt names.")
    unknown = models.JSONField(default=list, help_text="Phrases that look like skills and that we do not know.")
    warnings = models.JSONField(default=list, help_text="Sentences for its owner.")
    refusal = models.TextField(blank=True, help_text="Why it cannot be read, and what to do instead.")
    sent_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When a worker may begin on it.")
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["profile", "pk"]
        indexes = [models.Index(fields=["attempts", "id"], condition=Q(state="waiting"), name="document_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["profile", "digest"], name="document_kept_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "read", "refused", "broken"]), name="document_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", content__isnull=False) | ~Q(state="waiting") & Q(content__isnull=True),
                name="document_file_until_read",
            ),
        ]

    def __str__(self) -> str:
        return f"document {self.pk}"

    @property
    def until(self) -> datetime.datetime:
        """When it is gone, whatever happens."""
        return self.sent_at + datetime.timedelta(days=1)
