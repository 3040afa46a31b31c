"""Mails that wait to be sent, and what is known of the server that takes them."""

from __future__ import annotations

import datetime
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models import F

LEASE = datetime.timedelta(seconds=90)  # longer than a task that sends may take; then another one may go on
LIVES = datetime.timedelta(days=3)  # as long as the links in mails work
LONGEST_PAUSE = datetime.timedelta(hours=1)  # between two attempts at the same mail
LONGEST_OUTAGE_PAUSE = datetime.timedelta(minutes=1)  # between two attempts at the server


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, at: datetime.datetime) -> Self:
        """Mails that nobody is sending, and whose pause is over."""
        return self.filter(due_at__lte=at)

    def expired(self, at: datetime.datetime) -> Self:
        return self.filter(written_at__lte=at - LIVES)

    def next_due(self, at: datetime.datetime) -> Mail | None:
        """The next mail, locked until the transaction ends; one that another worker holds is passed over.

        The mails tried least come first, so that one which fails each time never keeps the others waiting.
        """
        locked = self.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        return locked.due(at).order_by("attempts", "pk").first()


class Mail(models.Model):
    """A mail that waits to be sent. Its row is deleted once it is sent, or once the account it is about is gone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mails")
    content = models.JSONField(help_text="All of the mail, with the Message-ID that it keeps over all attempts.")
    written_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When it may be tried next.")
    attempts = models.PositiveIntegerField(default=0)

    objects = MailQuerySet.as_manager()

    def __str__(self) -> str:
        return f"mail {self.pk}"

    def pause(self) -> datetime.timedelta:
        """How long to wait for the attempt after this one: four times as long each time."""
        longer: int = 4 ** min(self.attempts, 9)
        return min(LEASE * longer, LONGEST_PAUSE)


class MailServerQuerySet(models.QuerySet["MailServer"]):
    def free(self, at: datetime.datetime) -> bool:
        """Say whether the server may be tried: nobody is sending, and it has not just failed."""
        return not self.filter(next_turn_at__gt=at).exists()

    def take_turn(self, at: datetime.datetime) -> bool:
        """Take the turn to send, and say whether one got it: one update that only one worker can make."""
        self.get_or_create(pk=1, defaults={"next_turn_at": at})
        return bool(self.filter(pk=1, next_turn_at__lte=at).update(next_turn_at=at + LEASE))

    def end_turn(self, at: datetime.datetime) -> None:
        """End a turn in which the server did all that it was asked."""
        self.filter(pk=1).update(next_turn_at=at, failures=0, down_since=None)

    def failed(self, at: datetime.datetime) -> None:
        """End a turn in which the server failed: the next is a second later, then twice as long each time."""
        failures = self.filter(pk=1).values_list("failures", flat=True).first() or 0
        pause = min(datetime.timedelta(seconds=2 ** min(failures, 9)), LONGEST_OUTAGE_PAUSE)
        self.filter(pk=1).update(next_turn_at=at + pause, failures=F("failures") + 1)
        self.filter(pk=1, down_since=None).update(down_since=at)


class MailServer(models.Model):
    """The one row about the server that takes our mails: whose turn it is, and since when it has failed."""

    next_turn_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    down_since = models.DateTimeField(null=True)

    objects = MailServerQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="mail_server_is_one")]

    def __str__(self) -> str:
        return "mail server"
