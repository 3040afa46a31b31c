"""Where somebody is signed in: shown in kind words, ended at a press, and over on the very next request."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.test import Client
from django.urls import reverse

from careers.accounts import operations
from careers.models import Session, User
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

PAGE = "/accounts/sessions/"
MINE = "/accounts/data/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1"
NEW = "another long password"


@pytest.fixture
def user() -> User:
    return people.person()


def browser(user: User, agent: str = FIREFOX) -> Client:
    """A browser in which somebody has just signed in, and shown once more that it is them."""
    client = Client(HTTP_USER_AGENT=agent)
    client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": PAGE})
    return client


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def others(client: Client) -> list[Session]:
    found: list[Session] = client.get(PAGE).context["others"]
    return found


def test_the_page_names_browsers_and_days_and_marks_this_one(user: User) -> None:
    with time_machine.travel(people.NOON, tick=False):
        phone = browser(user, SAFARI)
    with time_machine.travel(people.NOON + datetime.timedelta(3), tick=False):
        here = browser(user)
        assert is_in(phone)
    with time_machine.travel(people.NOON + datetime.timedelta(4), tick=False):
        page = here.get(PAGE)
    text = " ".join(page.content.decode().split())
    this, other = text.split("Elsewhere</h2>")
    assert "<h3>Firefox on Linux</h3>" in this
    assert "this one" in this
    assert "<h3>Safari on an iPhone</h3>" in other
    assert "Signed in on 24 November 2026 at 12:00 (UTC). Last used yesterday." in other
    assert f'href="{PAGE}" aria-current="page">Sessions' in text


def test_what_is_kept_is_no_address_and_not_what_the_browser_says_in_full(user: User) -> None:
    browser(user)
    row = Session.objects.get(user=user)
    assert row.device == "Firefox on Linux"
    kept = {field.name: str(getattr(row, field.name)) for field in Session._meta.concrete_fields}
    everything = f"{kept} {row.get_decoded()}"
    assert "127.0.0.1" not in everything
    assert "Gecko" not in everything


def test_the_page_has_nothing_to_sign_in_with(user: User) -> None:
    phone, here = browser(user, SAFARI), browser(user)
    page = here.get(PAGE).content.decode()
    for client in (phone, here):
        assert client.cookies["sessionid"].value not in page


def test_one_is_ended_and_the_rest_stay(user: User) -> None:
    phone, laptop, here = browser(user, SAFARI), browser(user), browser(user)
    [one] = [session for session in others(here) if session.device == "Safari on an iPhone"]
    told = here.post(reverse("session_end", args=[one.handle]), follow=True)
    assert "Ended: Safari on an iPhone is signed out." in told.content.decode()
    assert [is_in(client) for client in (phone, laptop, here)] == [False, True, True]
    again = here.post(reverse("session_end", args=[one.handle]), follow=True)
    assert "That session is over already." in again.content.decode()


def test_all_others_are_ended(user: User) -> None:
    phone, laptop, here = browser(user, SAFARI), browser(user), browser(user)
    told = here.post(reverse("sessions_end_others"), follow=True).content.decode()
    assert "2 other sessions are signed out; only this one is left." in told
    assert "You are signed in nowhere else." in told
    assert [is_in(client) for client in (phone, laptop, here)] == [False, False, True]
    assert "You are signed in nowhere else" in here.post(reverse("sessions_end_others"), follow=True).content.decode()


def test_ending_this_one_signs_out(user: User) -> None:
    here = browser(user)
    handle = here.get(PAGE).context["this"].handle
    told = here.post(reverse("session_end", args=[handle]), follow=True)
    assert told.request["PATH_INFO"] == "/"
    assert "You are signed out." in told.content.decode()
    assert not is_in(here)


def test_another_ones_session_is_as_if_it_were_not_there(user: User) -> None:
    here, theirs = browser(user), browser(people.person("b@example.org"))
    handle = theirs.get(PAGE).context["this"].handle
    foreign = here.post(reverse("session_end", args=[handle]), follow=True).content
    missing = here.post(reverse("session_end", args=["x" * 32]), follow=True).content
    assert b"over already" in foreign
    assert len(foreign) == len(missing)
    assert is_in(theirs)


def test_ending_asks_for_the_password_if_it_was_given_long_ago(user: User) -> None:
    here, old = browser(user), Client()
    old.force_login(user)
    handle = here.get(PAGE).context["this"].handle
    for path in (reverse("session_end", args=[handle]), reverse("sessions_end_others")):
        asked = old.post(path)
        assert asked["Location"].startswith(reverse("account_reauthenticate"))
        assert is_in(here)
    done = old.post(asked["Location"], {"password": people.PASSWORD, "next": reverse("sessions_end_others")})
    assert done["Location"] == PAGE  # what was pressed is not lost
    assert not is_in(here)


def test_a_day_costs_one_write_and_the_list_costs_the_same_for_many(user: User, django_assert_num_queries: Any) -> None:
    with time_machine.travel(people.NOON, tick=False):
        here = browser(user)
    with time_machine.travel(people.NOON + datetime.timedelta(1), tick=False):
        with django_assert_num_queries(4):  # the session, that it was seen, the person, their sessions
            here.get(PAGE)
        with django_assert_num_queries(3):
            here.get(PAGE)
        for _ in range(5):
            browser(user)
        with django_assert_num_queries(3):
            assert len(others(here)) == 5


def test_one_from_before_this_list_is_shown_and_ended(user: User) -> None:
    here, before = browser(user), browser(user)
    Session.objects.filter(pk=before.cookies["sessionid"].value).update(device="", begun_at=None, seen_on=None)
    assert "A browser that we know nothing of" in here.get(PAGE).content.decode()
    [one] = others(here)
    here.post(reverse("session_end", args=[one.handle]))
    assert not is_in(before)


def test_expired_ones_are_not_listed(user: User) -> None:
    here, gone = browser(user), browser(user)
    Session.objects.filter(pk=gone.cookies["sessionid"].value).update(expire_date=people.NOON)
    with time_machine.travel(people.NOON + datetime.timedelta(1)):
        assert others(here) == []


def test_expired_ones_are_forgotten_with_the_next_sign_in_of_anybody(user: User) -> None:
    gone, visitor = browser(user), Client()
    visitor.post("/try/forget/")
    Session.objects.update(expire_date=people.NOON)
    here = browser(people.person("b@example.org"))
    assert list(Session.objects.values_list("pk", flat=True)) == [here.cookies["sessionid"].value]
    assert not is_in(gone)


# Whatever changes who may come in ends the other sessions on their next request


def change_password(here: Client, user: User) -> None:
    here.post(reverse("account_change_password"), {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW})


def password_by_command(here: Client, user: User) -> None:
    user.set_password(NEW)
    user.save()


def add_factor(here: Client, user: User) -> None:
    page = here.get(reverse("mfa_activate_totp"))
    at = datetime.datetime.now(datetime.UTC).timestamp()
    here.post(reverse("mfa_activate_totp"), {"code": people.authenticator_code(page.context["form"].secret, at)})
    assert Authenticator.objects.exists()


def remove_factor(here: Client, user: User) -> None:
    people.factor_of(user)
    here.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()


def remove_factor_by_command(here: Client, user: User) -> None:
    people.factor_of(user)
    operations.remove_factor(email=user.email)


def switch_off(here: Client, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def delete(here: Client, user: User) -> None:
    here.post(reverse("leave"), {"email": user.email})
    assert not User.objects.exists()


STAYS = {change_password, add_factor, remove_factor}


@pytest.mark.parametrize(
    "change",
    [change_password, password_by_command, add_factor, remove_factor, remove_factor_by_command, switch_off, delete],
    ids=lambda change: change.__name__,
)
def test_it_is_over_on_the_next_request(
    change: Callable[[Client, User], None], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, elsewhere = browser(user), browser(user, SAFARI)
    token = operations.make_token(user=user, name="x").text
    people.commit_at_once(monkeypatch)
    change(here, user)
    program = Client(headers={"Authorization": f"Bearer {token}"})
    assert not is_in(elsewhere)
    assert program.get("/api/v1/me/profile/").status_code == 401
    assert is_in(here) == (change in STAYS)
    if change is not switch_off:
        assert not Session.objects.filter(user_id=user.pk).exclude(pk=here.cookies["sessionid"].value).exists()


def test_the_store_is_djangos_own_but_for_the_row() -> None:
    """What Django calls is what is overridden: a new version that calls something else fails here."""
    assert "_get_session_from_db" in vars(DatabaseStore)
    assert "create_model_instance" in vars(DatabaseStore)
