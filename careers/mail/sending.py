"""Sending what waits: the workers do it, told every second by the sweep that there is something to send.

A mail is claimed in a transaction of its own, by counting the attempt and moving its next one past the lease; then it
is sent; then its row is deleted. If a worker is killed in between, the mail is tried again once the lease is over. So
no mail is lost, and the only way to one that arrives twice is a kill, or a lost database, between the mail server's
"taken" and the deletion; both copies then have one Message-ID, by which mailboxes tell that they are the same.

A server that refuses or is silent costs one attempt a minute, however many mails wait: it is opened before anything is
claimed, by one worker at a time, so that an outage uses up nobody's attempts.
"""

import datetime
import logging
import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from careers.mail.models import Mail, MailServer
from careers.mail.outbox import read

logger = logging.getLogger(__name__)

ROUND = datetime.timedelta(seconds=20)  # after that no further mail is begun in one turn
MOST_REFUSALS = 5  # for good: then the address does not exist, or nobody wants our mail there
SHUTS, FOR_GOOD, REFUSED = 421, 500, 554  # codes of RFC 5321: the server leaves; refusals that stay; no reason given
LATE = datetime.timedelta(seconds=30)  # a mail that waits longer than this is behind

Clock = Callable[[], datetime.datetime]


class ServerFailed(Exception):
    """The mail server cannot be reached, or a conversation with it broke off."""


def is_due(*, at: datetime.datetime) -> bool:
    """Say whether there is something to send and the server may be tried."""
    return Mail.objects.due(at).exists() and MailServer.objects.free(at)


def hand_out(*, publish: Callable[[], object], at: datetime.datetime) -> None:
    """Tell the workers that there is something to send; if the broker is lost, the next sweep tells them."""
    if not is_due(at=at):
        return
    try:
        publish()
    except Exception:  # whatever the client raises
        logger.warning("The broker took no work; mails wait for the next sweep.", exc_info=True)


def send_due(*, clock: Clock = timezone.now) -> int:
    """Send what is due, one mail after another; return how many the server took."""
    began = clock()
    if not MailServer.objects.take_turn(began):
        return 0
    _forget_expired(began)
    sent = 0
    try:
        with _server() as server:
            while clock() < began + ROUND and (mail := _claim(clock())):
                sent += _send(mail, server)
    except ServerFailed as failure:
        logger.warning("The mail server failed; mails wait and are tried again: %s", failure)
        MailServer.objects.failed(clock())
    else:
        MailServer.objects.end_turn(clock())
    return sent


def words(*, at: datetime.datetime) -> str:
    """How mail is doing: "ok", or how many wait since when. A mail refused at its own address says nothing."""
    down_since = MailServer.objects.values_list("down_since", flat=True).first()
    waiting = Mail.objects.all() if down_since else Mail.objects.filter(attempts=0)
    found = waiting.aggregate(count=Count("pk"), oldest=Min("written_at"))
    if not found["count"] or (not down_since and at - found["oldest"] <= LATE):
        return "ok"
    why = f"; the mail server has failed since {_utc(down_since)}" if down_since else ""
    return f"{found['count']} waiting, the oldest since {_utc(found['oldest'])}{why}"


def _utc(at: datetime.datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def _server() -> Iterator[Any]:
    """An open connection to the server; whatever goes wrong with it is a ServerFailed."""
    server = get_connection(settings.MAIL_TRANSPORT)
    try:
        server.open()
        yield server
    except (OSError, smtplib.SMTPException) as error:
        raise ServerFailed(f"{type(error).__name__}: {error}") from error
    finally:
        _hang_up(server)


def _hang_up(server: Any) -> None:
    try:
        server.close()
    except (OSError, smtplib.SMTPException):  # all it was given is taken, or is tried again
        logger.info("The mail server did not say goodbye.")


def _claim(at: datetime.datetime) -> Mail | None:
    """Begin on the next mail: count the attempt, which has to outlive a worker that is killed, and hold it back."""
    with transaction.atomic():
        mail = Mail.objects.next_due(at)
        if mail is not None:
            mail.due_at = at + mail.pause()
            mail.attempts += 1
            mail.save(update_fields=["due_at", "attempts"])
    return mail


def _send(mail: Mail, server: Any) -> bool:
    """Send one mail; say whether the server took it. A refusal of this one mail does not end the conversation."""
    try:
        server.send_messages([read(mail.content)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as refusal:
        codes = _codes(refusal)
        if SHUTS in codes:
            raise
        _refused(mail, codes)
        return False
    except ValueError:  # of an address that SMTP has no words for
        _refused(mail, [REFUSED])
        return False
    mail.delete()
    return True


def _refused(mail: Mail, codes: list[int]) -> None:
    for_good = min(codes, default=0) >= FOR_GOOD and mail.attempts >= MOST_REFUSALS
    logger.warning("The server refused %s (%s), attempt %d.", mail, codes, mail.attempts)
    if for_good:
        logger.error("%s is given up: the server refuses it for good.", mail)
        mail.delete()


def _codes(refusal: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> list[int]:
    if isinstance(refusal, smtplib.SMTPDataError):
        return [refusal.smtp_code]
    return [code for code, _ in refusal.recipients.values()]


def _forget_expired(at: datetime.datetime) -> None:
    count, _ = Mail.objects.expired(at).delete()
    if count:
        logger.error("%d mails could not be sent within three days; they are deleted, their links have ended.", count)
