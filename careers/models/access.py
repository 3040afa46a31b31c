"""Ways in: personal tokens for programs, and sessions that know whose they are."""

import hashlib

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from careers.querysets import AccessTokenQuerySet


class AccessToken(models.Model):
    """What a program shows instead of a password. The token itself is shown once; only its digest is kept.

    A token is 256 random bits, so that a plain digest is enough: there is nothing to guess from a list of words.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, help_text="What it is for, in the person's own words.")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the token.")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, help_text="The day of the latest call.")

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_after_it_was_made"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.user_id}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()


class Session(AbstractBaseSession):
    """A session that names its person, so that it goes with the account and nobody has to search for it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type:
        from careers.sessions import SessionStore

        return SessionStore
