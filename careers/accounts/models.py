"""People who sign in, and their tokens for programs."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountGone(Exception):
    """The account was deleted while something was done for it. Who asked is answered like anybody signed out."""


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    def live(self, at: datetime.datetime) -> AccessTokenQuerySet:
        """Tokens that are still valid."""
        return self.filter(expires_at__gt=at, user__is_active=True)

    def shown(self, token: str, *, at: datetime.datetime) -> AccessToken | None:
        """The token with this text, with its user; None if it is not valid."""
        return self.live(at).filter(digest=self.model.digest_of(token)).select_related("user").first()


class UserManager(BaseUserManager["User"]):
    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """An address is kept in small letters, whoever makes the account: the log-in looks for it in these."""
        return (email or "").lower()

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})


class User(AbstractUser):
    """An account. It holds an address and a password, and nothing about who somebody is."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("e-mail address", unique=True)
    idle_told_at = models.DateTimeField(
        null=True, editable=False, help_text="When we last said that an account which nobody uses is deleted."
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_whatever_case")]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the account; a new password ends all that the old one let in, whoever sets it and wherever.

        Personal tokens, sessions, and a change of the address that waits to be confirmed, because whoever asked for it
        holds the link. The session in which the password is set gets a new key right afterwards
        (django.contrib.auth.update_session_auth_hash).

        An account that was deleted meanwhile does not come back: Django would insert a row that it can't update.

        `_password` is Django's own sign of a new password (AbstractBaseUser.save): one that is only hashed again at a
        log-in does not set it.
        """
        changed = self._password is not None and self.pk is not None  # type: ignore[attr-defined]
        if not self._state.adding and kwargs.keys().isdisjoint({"force_insert", "update_fields"}):
            kwargs["force_update"] = True
        super().save(*args, **kwargs)
        if changed:
            self.tokens.all().delete()
            self.sessions.all().delete()
            addresses = apps.get_model("account", "EmailAddress").objects.filter(user=self)
            addresses.filter(verified=False).exclude(email__iexact=self.email).delete()


class AccessToken(models.Model):
    """A token that a program sends instead of a password. Its text is shown once; only its digest is kept.

    A token is 256 random bits, so a plain digest is enough: no word list helps to guess it.
    """

    class Access(models.TextChoices):
        READ = "read", "reads"
        WRITE = "write", "reads and changes"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, help_text="What it is for, in the person's own words.")
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the token.")
    access = models.CharField(
        max_length=5, choices=Access, default=Access.WRITE, help_text="Whether it may change anything."
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, help_text="The day of the latest call.")

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="token_expires_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=models.Q(access__in=["read", "write"]), name="token_reads_or_reads_and_writes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.user_id}"

    @staticmethod
    def digest_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()
