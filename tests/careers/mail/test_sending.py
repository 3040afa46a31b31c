"""Mails are rows of the transaction that wrote them; the workers send each once, whatever the mail server does."""

import datetime
import smtplib
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, transaction
from django.test import Client

from careers.mail import sending
from careers.mail.models import LEASE, LIVES, LONGEST_OUTAGE_PAUSE, LONGEST_PAUSE
from careers.models import Mail, MailServer, User
from careers.profile import leaving
from matching import tasks
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NOON = people.NOON
SECOND = datetime.timedelta(seconds=1)


class Server(BaseEmailBackend):
    """A mail server that does as it is told: `opens` and `takes` hold what each step raises, or nothing."""

    opens: list[Exception | None] = []
    takes: list[Exception | None] = []
    opened = 0
    got: list[Any] = []

    def open(self) -> bool:
        Server.opened += 1
        if error := Server.opens and Server.opens.pop(0):
            raise error
        return True

    def send_messages(self, messages: Any) -> int:
        if error := Server.takes and Server.takes.pop(0):
            raise error
        Server.got += [message.message() for message in messages]
        return len(messages)


class Time:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime.datetime:
        return self.at

    def passes(self, time: datetime.timedelta) -> None:
        self.at += time


@pytest.fixture(autouse=True)
def _outbox(settings: Any, time_machine: Any) -> None:
    settings.EMAIL_BACKEND = "careers.mail.outbox.Outbox"
    settings.MAIL_TRANSPORT = f"{__name__}.Server"
    Server.opens, Server.takes, Server.opened, Server.got = [], [], 0, []
    time_machine.move_to(NOON, tick=False)


@pytest.fixture
def clock() -> Time:
    return Time()


def write(*to: str, **more: Any) -> None:
    for address in to or ("a@example.org",):
        EmailMultiAlternatives(f"To {address}", "Hello.", "Rolewise <mail@rolewise.example>", [address], **more).send()


def send(clock: Time) -> int:
    return sending.send_due(clock=clock)


def test_a_mail_is_a_row_of_its_transaction() -> None:
    with transaction.atomic():
        write()
        assert Mail.objects.count() == 1
        transaction.set_rollback(True)
    assert Mail.objects.count() == 0
    assert Server.opened == 0


def test_a_sent_mail_leaves_nothing(clock: Time) -> None:
    message = EmailMultiAlternatives("Straße", "Text.", "Rolewise <mail@rolewise.example>", ["a@example.org"])
    message.attach_alternative("<p>HTML.</p>", "text/html")
    message.send()
    assert send(clock) == 1
    [got] = Server.got
    assert (str(got["Subject"]), got["To"], got["From"]) == (
        "=?utf-8?q?Stra=C3=9Fe?=",
        "a@example.org",
        "Rolewise <mail@rolewise.example>",
    )
    assert [part.get_content_type() for part in got.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert Mail.objects.count() == 0
    assert send(clock) == 0


def test_a_refused_connection_uses_up_no_attempt_and_is_tried_less_and_less(clock: Time) -> None:
    write("a@example.org", "b@example.org")
    Server.opens = [ConnectionRefusedError()] * 12
    pauses = []
    while len(pauses) < 12:
        assert send(clock) == 0
        began = clock.at
        while not sending.is_due(at=clock.at):
            assert send(clock) == 0  # out of turn: it does not even open
            clock.passes(SECOND / 2)
        pauses.append((clock.at - began).total_seconds())
    assert pauses == [1, 2, 4, 8, 16, 32, *[LONGEST_OUTAGE_PAUSE.total_seconds()] * 6]
    assert Server.opened == 12
    assert set(Mail.objects.values_list("attempts", flat=True)) == {0}
    assert send(clock) == 2
    assert [message["To"] for message in Server.got] == ["a@example.org", "b@example.org"]
    assert MailServer.objects.get().failures == 0


def test_one_sender_at_a_time(clock: Time) -> None:
    write()
    assert MailServer.objects.take_turn(clock())
    assert send(clock) == 0
    clock.passes(LEASE)  # the other one was killed
    assert send(clock) == 1


@pytest.mark.parametrize("error", [TimeoutError("silent"), smtplib.SMTPServerDisconnected("gone")])
def test_a_conversation_that_breaks_off_is_taken_up_with_the_others(clock: Time, error: Exception) -> None:
    write("a@example.org", "b@example.org")
    Server.takes = [error]
    assert send(clock) == 0
    clock.passes(SECOND)
    assert send(clock) == 1  # the one that was not in hand
    clock.passes(LEASE)
    assert send(clock) == 1
    assert [message["To"] for message in Server.got] == ["b@example.org", "a@example.org"]


def test_a_mail_keeps_its_message_id_over_attempts(clock: Time) -> None:
    """So that a mailbox can tell the two copies of a mail that was taken as the worker was killed."""
    write()
    content = Mail.objects.get().content
    Server.takes = [None]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Mail, "delete", _killed)
        with pytest.raises(SystemExit):
            send(clock)
    clock.passes(LEASE)
    assert send(clock) == 1
    first, second = Server.got
    assert first["Message-ID"] == second["Message-ID"] == content["headers"]["Message-ID"]
    assert first["Message-ID"].endswith("@rolewise.example>")
    assert first["Date"] == second["Date"]


def _killed(*_: object) -> None:
    raise SystemExit


def test_a_claimed_mail_is_nobody_elses_until_its_lease_is_over(clock: Time) -> None:
    write()
    assert sending._claim(clock()) is not None
    assert sending._claim(clock()) is None
    clock.passes(LEASE)
    assert sending._claim(clock()) is not None
    assert Mail.objects.get().attempts == 2


def test_pauses_of_one_mail_grow_to_an_hour(clock: Time) -> None:
    write()
    pauses = []
    for _ in range(5):
        Server.takes = [smtplib.SMTPRecipientsRefused({"a@example.org": (451, b"come back later")})]
        began = clock.at
        assert send(clock) == 0
        clock.at = Mail.objects.get().due_at
        pauses.append(clock.at - began)
    assert pauses == [LEASE, LEASE * 4, LEASE * 16, LONGEST_PAUSE, LONGEST_PAUSE]
    assert send(clock) == 1


@pytest.mark.parametrize(
    "refusal",
    [
        smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")}),
        smtplib.SMTPDataError(554, b"no"),
        UnicodeEncodeError("ascii", "ä", 0, 1, "no"),
    ],
)
def test_a_mail_refused_for_good_is_deleted_after_five_attempts_and_holds_up_nobody(
    clock: Time, refusal: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    write("a@example.org", "b@example.org")
    Server.takes = [refusal]
    assert send(clock) == 1
    assert MailServer.objects.get().down_since is None
    for _ in range(4):
        assert Mail.objects.count() == 1
        clock.at = Mail.objects.get().due_at
        Server.takes = [refusal]
        send(clock)
    assert Mail.objects.count() == 0
    assert "given up" in caplog.text
    assert "example.org" not in caplog.text


def test_a_server_that_leaves_in_the_middle_is_not_a_refusal(clock: Time) -> None:
    write("a@example.org", "b@example.org")
    Server.takes = [smtplib.SMTPRecipientsRefused({"a@example.org": (421, b"shutting down")})]
    assert send(clock) == 0
    assert MailServer.objects.get().failures == 1
    assert Mail.objects.count() == 2


def test_a_mail_that_fails_each_time_lets_the_others_pass(clock: Time) -> None:
    write("poison@example.org", "b@example.org")
    Mail.objects.filter(content__to=["poison@example.org"]).update(attempts=1)
    Server.takes = [None, smtplib.SMTPServerDisconnected()]
    assert send(clock) == 1
    assert [message["To"] for message in Server.got] == ["b@example.org"]


def test_after_three_days_a_mail_is_deleted_instead_of_sent(clock: Time) -> None:
    write()
    clock.passes(LIVES)
    assert sending.is_due(at=clock.at)
    assert send(clock) == 0
    assert Mail.objects.count() == 0


def test_a_turn_ends_in_time_for_the_next(clock: Time) -> None:
    write(*[f"{number}@example.org" for number in range(8)])
    take = Server.send_messages

    def slowly(self: Server, messages: Any) -> int:
        clock.passes(sending.ROUND / 4)
        return take(self, messages)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Server, "send_messages", slowly)
        assert [send(clock), send(clock), send(clock)] == [4, 4, 0]


def test_an_attachment_is_refused_as_long_as_somebody_is_told() -> None:
    with pytest.raises(ValueError, match="attachment"):
        write(attachments=[("a.txt", "text", "text/plain")])


# Who a mail is about


def test_there_is_no_account_without_the_mail_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise OperationalError("the database went away")

    monkeypatch.setattr("careers.mail.outbox.Outbox.send_messages", lost)
    with pytest.raises(OperationalError):
        Client().post("/accounts/signup/", {"email": "new@example.org", "password1": people.PASSWORD})
    assert not User.objects.exists()


def test_an_account_takes_its_unsent_mails_along(settings: Any) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    user = people.person("leaver@example.org")
    Client().post("/accounts/password/reset/", {"email": user.email})
    Client().post("/accounts/signup/", {"email": user.email, "password1": "another long one"})
    Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert Mail.objects.count() == 3
    leaving.delete_account(user=User.objects.get(pk=user.pk))
    assert [row.content["to"] for row in Mail.objects.all()] == [["nobody@example.org"]]


# The workers


def test_the_sweep_tells_the_workers_once_a_second_until_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[None] = []
    monkeypatch.setattr(tasks.send_mails, "delay", lambda: told.append(None))
    people.publish()
    tasks.sweep()
    assert told == []
    write()
    tasks.sweep()
    tasks.sweep()
    assert len(told) == 2
    tasks.send_mails()
    tasks.sweep()
    assert len(told) == 2
    assert len(Server.got) == 1


def test_a_lost_broker_loses_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise ConnectionRefusedError

    write()
    sending.hand_out(publish=refuse, at=NOON)
    assert Mail.objects.count() == 1
    assert sending.is_due(at=NOON)


# What /readyz says


def test_it_is_behind_while_the_server_fails_and_while_nobody_sends(clock: Time) -> None:
    assert sending.words(at=NOON) == "ok"
    write()
    assert sending.words(at=NOON + sending.LATE) == "ok"
    assert sending.words(at=NOON + sending.LATE + SECOND) == "1 waiting, the oldest since 2026-11-24T12:00:00Z"
    Server.opens = [ConnectionRefusedError()]
    send(clock)
    failed = "; the mail server has failed since 2026-11-24T12:00:00Z"
    assert sending.words(at=NOON) == f"1 waiting, the oldest since 2026-11-24T12:00:00Z{failed}"
    clock.passes(SECOND)
    assert send(clock) == 1
    assert sending.words(at=clock.at) == "ok"


def test_an_address_that_is_refused_is_nobodys_outage(clock: Time) -> None:
    write()
    Server.takes = [smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no such user")})]
    send(clock)
    assert sending.words(at=NOON + 2 * sending.LATE) == "ok"


def test_tests_read_mails_without_workers(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    write()
    assert len(mail.outbox) == 1
