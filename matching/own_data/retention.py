"""What is forgotten by itself, and when. The privacy page says the same in words (own_data/data_map.py).

An hourly task does it, a bounded number of accounts at a time; it can be run twice, late, or not for weeks.
"""

import datetime
import logging

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from careers.documents import operations as documents
from careers.models import AccessToken, Session, User
from careers.profile import leaving
from matching.scores.models import Outlook

UNCONFIRMED = datetime.timedelta(days=7)
IDLE = datetime.timedelta(days=730)
WARNED_AHEAD = datetime.timedelta(days=30)
EDITS = datetime.timedelta(days=365)
AT_ONCE = 200  # accounts a run, so that one run never takes longer than a task may

USED_SINCE_TOLD = (
    Q(last_login__gt=F("idle_told_at"))
    | Exists(AccessToken.objects.filter(user=OuterRef("pk"), last_used_on__gt=OuterRef("idle_told_at__date")))
    | Exists(Outlook.objects.filter(profile__user=OuterRef("pk"), seen_on__gt=OuterRef("idle_told_at__date")))
)

logger = logging.getLogger(__name__)


def forget(*, at: datetime.datetime) -> None:
    """Delete what has ended or was never confirmed, and accounts that nobody uses; warn their owners a month before."""
    documents.forget(at=at)
    Session.objects.filter(expire_date__lt=at).delete()
    AccessToken.objects.filter(expires_at__lt=at - IDLE).delete()  # until then their use says that the account is used
    LogEntry.objects.filter(action_time__lt=at - EDITS).delete()
    for user in (*unconfirmed(at)[:AT_ONCE], *overdue(at)[:AT_ONCE]):
        leaving.delete_account(user=user)
        logger.info("Forgot an account that was never confirmed, or not used for two years.")
    for user in to_warn(at)[:AT_ONCE]:
        _warn(user, at)


def unconfirmed(at: datetime.datetime) -> QuerySet[User]:
    """The accounts whose address was not confirmed in a week, if the site asks for that."""
    if app_settings.EMAIL_VERIFICATION != app_settings.EmailVerificationMethod.MANDATORY:
        return User.objects.none()
    confirmed = Exists(User.objects.filter(pk=OuterRef("pk"), emailaddress__verified=True))
    return User.objects.filter(~confirmed, date_joined__lt=at - UNCONFIRMED, last_login=None, is_staff=False)


def to_warn(at: datetime.datetime) -> QuerySet[User]:
    """The accounts that nobody has used for almost two years, and whose owners were not told since."""
    return _not_used_since(at - IDLE + WARNED_AHEAD).filter(Q(idle_told_at=None) | USED_SINCE_TOLD)


def overdue(at: datetime.datetime) -> QuerySet[User]:
    """The accounts that nobody has used for two years, although their owners were told a month ago or earlier."""
    return _not_used_since(at - IDLE).filter(~USED_SINCE_TOLD, idle_told_at__lt=at - WARNED_AHEAD)


def _not_used_since(at: datetime.datetime) -> QuerySet[User]:
    """The accounts without a log-in, a call of a program or a page since then.

    Staff are left out: those who run the site decide about them.
    """
    called = Exists(AccessToken.objects.filter(user=OuterRef("pk"), last_used_on__gte=at.date()))
    seen = Exists(Outlook.objects.filter(profile__user=OuterRef("pk"), seen_on__gte=at.date()))
    unused = User.objects.filter(~called, ~seen, date_joined__lt=at, is_staff=False)
    return unused.filter(Q(last_login=None) | Q(last_login__lt=at)).order_by("pk")


def _warn(user: User, at: datetime.datetime) -> None:
    """Tell the owner, once; the mail and the note of it are one transaction."""
    with transaction.atomic():
        fresh = User.objects.select_for_update(no_key=True).filter(pk=user.pk, idle_told_at=user.idle_told_at)
        if fresh.update(idle_told_at=at):
            get_adapter().render_mail("account/email/idle", user.email, {"on": (at + WARNED_AHEAD).date()}).send()
