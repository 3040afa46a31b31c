"""Somebody whose account or session ends while a request of theirs runs is asked to sign in, and comes back nowhere."""

from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from careers.accounts import operations as accounts_operations
from careers.accounts.sessions import SessionStore
from careers.models import AccessToken, Profile, Session, User
from careers.profile import api, builder, leaving, operations
from tests import flushing

pytestmark = [pytest.mark.database, pytest.mark.django_db]

flushing.install()

LOG_IN = reverse("account_login")


def test_an_account_that_is_gone_does_not_come_back_when_it_is_saved(somebody: User) -> None:
    late = User.objects.get()
    leaving.delete_account(user=somebody)
    late.set_password("a second password")
    with pytest.raises(DatabaseError), transaction.atomic():
        late.save()
    assert not User.objects.exists()


def test_a_profile_is_not_made_for_an_account_that_is_gone(somebody: User) -> None:
    late = User.objects.get()
    leaving.delete_account(user=somebody)
    for lock in (True, False):
        with pytest.raises(operations.AccountGone):
            operations.get_or_create_profile(user=late, lock=lock)
    assert not Profile.objects.exists()


def test_deleting_twice_is_like_once(somebody: User) -> None:
    late = User.objects.get()
    leaving.delete_account(user=somebody)
    leaving.delete_account(user=late)
    assert not User.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_session_is_made_for_an_account_that_is_gone() -> None:
    """Django takes the refusal for a key that is in use, and would try another one for ever."""
    session = SessionStore()
    session[SESSION_KEY] = "4711"
    with pytest.raises(UpdateError):
        session.create()
    assert not Session.objects.exists()


# What happens while a page is drawn


@pytest.fixture
def leaving_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    def context(*args: Any) -> Any:
        leaving.delete_account(user=User.objects.get())
        return Profile.objects.get()  # any error will do

    monkeypatch.setattr(builder, "_context", context)
    monkeypatch.setattr(api, "_shown", context)


@pytest.mark.usefixtures("leaving_meanwhile")
def test_a_page_of_somebody_who_left_meanwhile_is_the_log_in_page(tab: Client) -> None:
    page = reverse("profile:page")
    left = tab.get(page, follow=True)
    assert left.redirect_chain == [(f"{LOG_IN}?next={page}", 302)]
    assert "This account is deleted. Nothing of this was saved." in left.content.decode()
    assert tab.get(page).status_code == 302  # signed out for good


@pytest.mark.usefixtures("leaving_meanwhile")
def test_a_part_of_a_page_is_never_replaced_by_the_log_in_page(tab: Client) -> None:
    left = tab.get(reverse("profile:suggest"), {"q": "py"}, headers={"HX-Request": "true"})
    assert left.status_code == 200
    assert left["HX-Redirect"].startswith(LOG_IN)


@pytest.mark.usefixtures("leaving_meanwhile")
@pytest.mark.parametrize("by", ["session", "token"])
def test_a_call_of_somebody_who_left_meanwhile_is_a_401(by: str, somebody: User, tab: Client) -> None:
    text = accounts_operations.make_token(user=somebody, name="t").text
    caller = tab if by == "session" else Client(headers={"Authorization": f"Bearer {text}"})
    left = caller.get("/api/v1/me/profile/")
    assert (left.status_code, left.json()) == (401, {"detail": "This account is deleted."})
    assert left["WWW-Authenticate"].startswith("Bearer")
    assert not AccessToken.objects.exists()


def test_an_error_of_somebody_who_is_still_there_stays_one(tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "_context", lambda *args: Profile.objects.get(pk=4711))
    tab.raise_request_exception = False
    assert tab.get(reverse("profile:page")).status_code == 500


def test_a_session_that_ended_meanwhile_leads_to_the_log_in_page(tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    context = builder._context

    def signed_out_elsewhere(request: Any, *args: Any) -> Any:
        Session.objects.all().delete()
        request.session["typed"] = "something"
        return context(request, *args)

    monkeypatch.setattr(builder, "_context", signed_out_elsewhere)
    left = tab.get(reverse("profile:page"))
    assert (left.status_code, left["Location"]) == (302, f"{LOG_IN}?next={reverse('profile:page')}")
    assert left.cookies["sessionid"].value == ""
