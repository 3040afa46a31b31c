"""What is forgotten by itself: the clock is moved, and plain rows say who is left and who was written to."""

import datetime
import inspect
import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.test import Client
from django.utils import timezone

from careers.accounts import operations as accounts_operations
from careers.config.celery import app as celery
from careers.documents import operations as documents
from careers.models import AccessToken, Document, Session, User
from matching import tasks
from matching.own_data import retention
from matching.scores.models import Outlook
from tests import people

pytestmark = pytest.mark.database

NOON = people.NOON
DAY = datetime.timedelta(days=1)


def person(name: str, *, last_login: int | None = None, joined: int = 1_000, **fields: Any) -> User:
    """Somebody who joined and last signed in so many days ago."""
    login = None if last_login is None else NOON - last_login * DAY
    return people.person(f"{name}@example.org", date_joined=NOON - joined * DAY, last_login=login, **fields)


def left() -> set[str]:
    return {email.partition("@")[0] for email in User.objects.values_list("email", flat=True)}


def written_to() -> list[str]:
    return sorted(address.partition("@")[0] for one in mail.outbox for address in one.to)


@pytest.mark.django_db
def test_who_does_not_use_an_account_is_told_and_a_month_later_it_is_gone() -> None:
    person("idle", last_login=701)
    person("almost", last_login=699)
    person("never", joined=900)
    person("young", joined=10)
    person("editor", last_login=900, is_staff=True)
    for days in range(33):
        retention.forget(at=NOON + days * DAY)
        if days == 0:
            assert written_to() == ["idle", "never"]
            assert left() == {"idle", "almost", "never", "young", "editor"}
    assert written_to() == ["almost", "idle", "never"]
    assert left() == {"young", "editor", "almost"}, "almost was told a day or two later"
    retention.forget(at=NOON + 40 * DAY)
    assert left() == {"young", "editor"}
    retention.forget(at=NOON + 2_000 * DAY)
    assert written_to() == ["almost", "idle", "never", "young"]


@pytest.mark.django_db
def test_the_mail_says_until_when_and_where_to_sign_in() -> None:
    person("idle", last_login=720)
    retention.forget(at=NOON)
    [sent] = mail.outbox
    assert "after 24 December 2026 we delete it" in sent.body
    assert "/accounts/login/" in sent.body


@pytest.mark.django_db
@pytest.mark.parametrize("use", ["log-in", "program", "page"])
def test_any_use_after_the_mail_keeps_the_account_and_it_is_told_again_years_later(use: str) -> None:
    user = person("idle", last_login=720)
    retention.forget(at=NOON)
    back = NOON + 20 * DAY
    if use == "log-in":
        User.objects.filter(pk=user.pk).update(last_login=back)
    elif use == "program":
        accounts_operations.make_token(user=user, name="t", at=back - DAY, days=365)
        user.tokens.update(last_used_on=back.date())
    else:
        people.publish()
        profile = people.person_with({"python": 1}, "other@example.org")
        profile.user, stranger = user, profile.user
        profile.save()
        stranger.delete()
        Outlook.objects.update_or_create(profile=profile, defaults={"seen_on": back.date()})
    for days in (31, 100, 700):
        retention.forget(at=NOON + days * DAY)
    assert (left(), written_to()) == ({"idle"}, ["idle"])
    retention.forget(at=back + 702 * DAY)
    assert (left(), written_to()) == ({"idle"}, ["idle", "idle"])
    retention.forget(at=back + 740 * DAY)
    assert left() == set()


@pytest.mark.django_db
def test_an_address_that_nobody_confirms_is_forgotten_after_a_week_if_the_site_asks(settings: Any) -> None:
    person("stranger", joined=8)
    person("new", joined=6)
    person("confirmed", joined=8)
    EmailAddress.objects.create(user=User.objects.get(email="confirmed@example.org"), email="c@d.org", verified=True)
    EmailAddress.objects.create(user=User.objects.get(email="stranger@example.org"), email="e@f.org", verified=False)
    person("signed-in", joined=8, last_login=8)
    retention.forget(at=NOON)
    assert left() == {"stranger", "new", "confirmed", "signed-in"}
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    retention.forget(at=NOON)
    assert left() == {"new", "confirmed", "signed-in"}
    assert written_to() == []


@pytest.mark.django_db
def test_what_has_ended_is_deleted(client: Client) -> None:
    user = person("somebody", last_login=1)
    for ends in (-1, 1):
        Session.objects.create(session_key=f"ends{ends}", session_data="", expire_date=NOON + ends * DAY, user=user)
    for name, ends in (("long ended", -731), ("ended", -729), ("live", 1)):
        accounts_operations.make_token(user=user, name=name, at=NOON - 900 * DAY, days=2_000)
        AccessToken.objects.filter(name=name).update(expires_at=NOON + ends * DAY)
    kind = ContentType.objects.get_for_model(User)
    for name, ago in (("old", 366), ("new", 364)):
        entry = LogEntry.objects.create(
            user=user, content_type=kind, object_id="0", object_repr=name, action_flag=CHANGE, change_message=""
        )
        LogEntry.objects.filter(pk=entry.pk).update(action_time=NOON - ago * DAY)
    retention.forget(at=NOON)
    assert [one.session_key for one in Session.objects.all()] == ["ends1"]
    assert set(AccessToken.objects.values_list("name", flat=True)) == {"ended", "live"}
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == ["new"]


@pytest.mark.django_db
def test_the_task_forgets_by_the_clock_of_now() -> None:
    long_ago = datetime.timedelta(days=2_000)
    people.person("idle@example.org", date_joined=timezone.now() - long_ago)
    tasks.forget()
    assert written_to() == ["idle"]


def test_what_no_other_task_hands_out_has_its_time(settings: Any) -> None:
    """Each task of ours is called by the clock, or by the sweep, which the clock calls."""
    called = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "matching.tasks.sweep" in called
    handed_out = re.findall(r"publish=(\w+)\.delay", inspect.getsource(tasks.sweep))
    ours = {name for name in celery.tasks if name.startswith(("careers.", "matching."))}
    assert ours == called | {f"matching.tasks.{name}" for name in handed_out}


@pytest.mark.django_db
def test_a_run_forgets_a_bounded_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    for number in range(5):
        person(f"idle{number}", last_login=800)
    for told in (2, 4, 5, 5):
        retention.forget(at=NOON)
        assert len(mail.outbox) == told
    for remain in (3, 1, 0):
        retention.forget(at=NOON + 31 * DAY)
        assert len(left()) == remain


@pytest.mark.django_db
def test_a_cv_that_nobody_confirms_goes_within_a_day() -> None:
    """At the latest 24 hours after it was sent, if the task that forgets runs once an hour."""
    release = people.publish()
    for text in ("Python", "SQL"):
        documents.paste(user=people.person(f"{text}@example.org"), release=release, text=text, at=NOON)
    Document.objects.filter(text="SQL").update(sent_at=NOON + DAY)
    for hours in range(1, 24):
        retention.forget(at=NOON + datetime.timedelta(hours=hours))
    assert [one.text for one in Document.objects.all()] == ["SQL"]
