"""Sessions that name their user (the setting SESSION_ENGINE): deleted with the account, and shown to whom they are of.

A session says which kind of program began it, when, and on which day it was last seen: enough to tell one's own from a
stranger's. No internet address is kept, and not what the browser says of itself in full.
"""

import datetime
import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import IntegrityError, models
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from careers.accounts.mails import device
from careers.accounts.models import User

FORGOTTEN_AT_ONCE = 100
DEVICE, BEGUN = "_device", "_begun"  # in the data of a session, from which its row is written whenever it is saved


class Session(AbstractBaseSession):
    """A session that names its user: deleting the account deletes it, and nobody has to search for it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=80, default="", help_text="The kind of program that signed in.")
    begun_at = models.DateTimeField(null=True, help_text="When it signed in.")
    seen_on = models.DateField(null=True, help_text="The day of the latest request.")

    @classmethod
    def get_session_store_class(cls) -> type:
        return SessionStore

    @property
    def handle(self) -> str:
        """A name for it on pages: whoever reads it there cannot sign in with it."""
        return hashlib.sha256(self.session_key.encode()).hexdigest()[:32]


def live_sessions(user: User, at: datetime.datetime) -> "models.QuerySet[Session]":
    """The sessions that still let somebody in, the latest first."""
    return Session.objects.filter(user=user, expire_date__gt=at).order_by("-seen_on", "-begun_at")


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        session: Session = super().create_model_instance(data)  # type: ignore[assignment]
        session.user_id = data.get(SESSION_KEY)
        if session.user_id is not None:
            session.device = data.get(DEVICE, "")
            session.begun_at = datetime.datetime.fromisoformat(data[BEGUN]) if BEGUN in data else None
            session.seen_on = timezone.now().date()
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

    def _get_session_from_db(self) -> Session | None:
        """Django's own reading of the row; it also notes the day on which somebody was seen (one write a day)."""
        session: Session | None = super()._get_session_from_db()  # type: ignore[misc]
        today = timezone.now().date()
        if session is not None and session.user_id is not None and session.seen_on != today:
            Session.objects.filter(pk=session.pk).update(seen_on=today)
        return session


@receiver(user_logged_in)
def forget_those_that_ended(sender: Any, **kwargs: Any) -> None:
    """Delete some sessions that have expired, whosever they were: each sign-in makes one and takes several away."""
    expired = Session.objects.filter(expire_date__lte=timezone.now()).values_list("pk", flat=True)
    Session.objects.filter(pk__in=list(expired[:FORGOTTEN_AT_ONCE])).delete()


@receiver(user_logged_in)
def note_the_device(sender: Any, *, request: HttpRequest, **kwargs: Any) -> None:
    request.session[DEVICE] = device(request.META.get("HTTP_USER_AGENT", ""))
    request.session[BEGUN] = timezone.now().isoformat()
