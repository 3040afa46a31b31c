"""Sessions that name their user (the setting SESSION_ENGINE), so that they are deleted with the account."""

from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import IntegrityError, models

from careers.accounts.models import User


class Session(AbstractBaseSession):
    """A session that names its user: deleting the account deletes it, and nobody has to search for it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")

    @classmethod
    def get_session_store_class(cls) -> type:
        return SessionStore


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        session.user_id = data.get(SESSION_KEY)
        return session

    def save(self, must_create: bool = False) -> None:
        """Save the session. Raises UpdateError if its account is gone by now.

        Django takes a refused new row for a key that is in use, and would try other keys for ever.
        """
        try:
            super().save(must_create)
        except (CreateError, IntegrityError) as error:
            user = self.get(SESSION_KEY)
            if user is None or User.objects.filter(pk=user).exists():
                raise
            raise UpdateError from error
