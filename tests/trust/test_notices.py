"""Whoever owns an account is told by mail of all that lets somebody in or keeps somebody out, whoever did it."""

import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from careers.models import User
from tests import people

pytestmark = [pytest.mark.usefixtures("release")]

SECRET = "JBSWY3DPEHPK3PXP"
NEW = "another long password"
OLD_ADDRESS, NEW_ADDRESS = "a@example.org", "later@example.org"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()  # which remembers the codes that were used
    people.commit_at_once(monkeypatch)


@pytest.fixture
def user() -> User:
    user = people.person(OLD_ADDRESS)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def tab(user: User, at: str = "/plans/") -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": at})
    return client


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", message.body)
    assert found
    return found[1]


def change_password(user: User) -> None:
    fields = {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW}
    tab(user).post(reverse("account_change_password"), fields)


def reset_password(user: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    form = client.get(link_in(mail.outbox.pop()), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})


def ask_for_another_address(user: User) -> None:
    tab(user).post(reverse("account_email"), {"email": NEW_ADDRESS, "action_add": "1"})
    mail.outbox[:] = [message for message in mail.outbox if message.to != [NEW_ADDRESS]]


def change_address(user: User) -> None:
    tab(user).post(reverse("account_email"), {"email": NEW_ADDRESS, "action_add": "1"})
    [sent] = [message for message in mail.outbox if message.to == [NEW_ADDRESS]]
    mail.outbox.clear()
    Client().post(link_in(sent))


def take_the_change_back(user: User) -> None:
    client = tab(user)
    client.post(reverse("account_email"), {"email": NEW_ADDRESS, "action_add": "1"})
    mail.outbox.clear()
    client.post(reverse("account_email"), {"email": NEW_ADDRESS, "action_remove": "1"})


def set_up_an_app(user: User) -> None:
    client = tab(user)
    page = client.get(reverse("mfa_activate_totp"))
    code = people.authenticator_code(page.context["form"].secret, people.NOON.timestamp())
    client.post(reverse("mfa_activate_totp"), {"code": code})


def turn_it_off(user: User) -> None:
    people.factor_of(user)
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": "/plans/"})
    client.post(reverse("mfa_deactivate_totp"))


def make_recovery_codes(user: User) -> None:
    people.factor_of(user)
    client = Client()
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": "/plans/"})
    client.post(reverse("mfa_generate_recovery_codes"))


def use_a_recovery_code(user: User) -> None:
    TOTP.activate(user, SECRET)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    client = Client()
    client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": code})


def make_a_token_on_the_page(user: User) -> None:
    tab(user).post(reverse("tokens"), {"name": "my laptop", "days": "30", "access": "read"})


def make_a_token_by_the_api(user: User) -> None:
    fields = {"email": user.email, "password": people.PASSWORD, "name": "my laptop"}
    Client().post("/api/v1/tokens/", fields, content_type="application/json")


def _admin() -> Client:
    boss = User.objects.create_superuser("boss@example.org", people.PASSWORD)
    client = people.at_desk(Client(), boss)
    client.post(reverse("account_reauthenticate"), {"password": people.PASSWORD, "next": "/plans/"})
    return client


def set_a_password_at_the_desk(user: User) -> None:
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    _admin().post(page, {"usable_password": "true", "password1": NEW, "password2": NEW})


def remove_a_factor_by_command(user: User) -> None:
    people.factor_of(user)
    call_command("remove_factor", user.email.upper(), stdout=StringIO())
    assert not Authenticator.objects.exists()


TOLD: dict[Callable[[User], None], tuple[str, str]] = {
    change_password: ("Your password was changed", "signed out everywhere else"),
    reset_password: ("Your new password is set", "with the link from a mail"),
    ask_for_another_address: ("Your address is about to change", NEW_ADDRESS),
    change_address: ("Your address was changed", NEW_ADDRESS),
    take_the_change_back: ("An address was removed", NEW_ADDRESS),
    set_up_an_app: ("Your second factor is on", "six digits"),
    turn_it_off: ("Your second factor is off", "the password alone"),
    make_recovery_codes: ("You have new recovery codes", "old ones do not work"),
    use_a_recovery_code: ("A recovery code was used", "9 are left"),
    make_a_token_on_the_page: ("A token was made for your account", "“my laptop”, which reads what is yours"),
    make_a_token_by_the_api: ("A token was made for your account", "“my laptop”, which reads and changes"),
    set_a_password_at_the_desk: ("Your password was changed for you", "The people who run Rolewise"),
    remove_a_factor_by_command: ("Your second factor was turned off for you", "The people who run Rolewise"),
}


@pytest.mark.parametrize("do", TOLD, ids=lambda do: do.__name__)
def test_the_owner_is_told_once_at_the_address_that_counts(do: Callable[[User], None], user: User) -> None:
    with time_machine.travel(people.NOON, tick=False):
        do(user)
    [told] = mail.outbox
    subject, words = TOLD[do]
    assert (told.to, told.subject) == ([OLD_ADDRESS], subject)
    assert words in told.body
    assert "on 24 November 2026 at 12:00 (UTC)" in told.body
    assert "http://testserver/" in told.body
    assert told.alternatives[0][1] == "text/html"


def test_somebody_whose_address_no_page_confirmed_is_told_too() -> None:
    """As after createsuperuser."""
    user = User.objects.create_superuser(OLD_ADDRESS, people.PASSWORD)
    change_password(user)
    assert [told.subject for told in mail.outbox] == ["Your password was changed"]


@pytest.mark.parametrize("do", [change_password, reset_password, set_a_password_at_the_desk])
def test_a_new_password_stops_a_change_of_the_address(do: Callable[[User], None], user: User) -> None:
    """The mail about the change says that it does: whoever asked for it holds the link that confirms it."""
    tab(user).post(reverse("account_email"), {"email": NEW_ADDRESS, "action_add": "1"})
    [link] = [link_in(message) for message in mail.outbox if message.to == [NEW_ADDRESS]]
    mail.outbox.clear()
    do(user)
    Client().post(link)
    assert User.objects.get(pk=user.pk).email == OLD_ADDRESS
    assert list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) == [OLD_ADDRESS]


@pytest.mark.parametrize("which", ["a change", "the first"])
def test_an_address_that_waits_says_what_to_do_before_a_factor(which: str, user: User) -> None:
    client = tab(user)
    if which == "a change":
        client.post(reverse("account_email"), {"email": NEW_ADDRESS, "action_add": "1"})
        words = f"You are changing your address to {NEW_ADDRESS}, and that is not confirmed yet."
    else:
        EmailAddress.objects.update(verified=False)
        words = f"First confirm that {OLD_ADDRESS} is your address"
    page = client.get(reverse("mfa_activate_totp"), follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_index")
    text = page.content.decode()
    assert "An address of yours is not confirmed yet. Confirm it or take it back" in text
    assert words in text
    assert f'<a href="{reverse("account_email")}">E-mail</a>' in text
    assert reverse("mfa_activate_totp") not in text, "no button that leads back here"


def test_what_an_admin_only_looks_at_or_mistypes_is_not_told(user: User) -> None:
    page = reverse("admin:auth_user_password_change", args=[user.pk])
    admin = _admin()
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"usable_password": "true", "password1": NEW, "password2": "x"}).status_code == 200
    assert mail.outbox == []


def test_rights_change_only_for_who_has_just_shown_that_it_is_them(user: User) -> None:
    boss = User.objects.create_superuser("boss@example.org", people.PASSWORD)
    client = people.at_desk(Client(), boss)
    page = reverse("admin:careers_user_change", args=[user.pk])
    assert client.get(page).status_code == 200
    asked = client.post(page, {"email": user.email, "is_active": "on", "is_staff": "on"})
    assert asked["Location"].startswith("/accounts/")
    assert "reauthenticate" in asked["Location"]
    assert not User.objects.get(pk=user.pk).is_staff


def test_the_command_says_what_is_wrong(user: User) -> None:
    with pytest.raises(CommandError, match="no second factor"):
        call_command("remove_factor", user.email)
    with pytest.raises(CommandError, match="no account"):
        call_command("remove_factor", "nobody@example.org")
