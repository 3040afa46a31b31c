"""Sign-up, log-in and reset, in both modes: mandatory verification (production) and optional (embedded)."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from careers.models import User
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


@pytest.fixture(params=["optional", "mandatory"])
def verification(request: pytest.FixtureRequest, settings: Any) -> str:
    settings.ACCOUNT_EMAIL_VERIFICATION = request.param
    return str(request.param)


def sign_up(client: Client, email: str = "new@example.org", password: str = people.PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_signup"), {"email": email, "password1": password, **more})


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found
    return found[1]


def test_sign_up_makes_an_account_and_sends_a_mail(client: Client, verification: str) -> None:
    answer = sign_up(client)
    assert answer.status_code == 302
    assert User.objects.get().email == "new@example.org"
    assert len(mail.outbox) == 1
    signed_in = client.get(reverse("profile:page")).status_code == 200
    assert signed_in == (verification == "optional")


def test_a_confirmed_address_may_log_in(client: Client, verification: str) -> None:
    sign_up(client)
    client.logout()
    client.post(link_in(mail.outbox[0]))
    assert EmailAddress.objects.get().verified
    client.post(reverse("account_login"), {"login": "New@Example.org", "password": people.PASSWORD})
    assert client.get(reverse("profile:page")).status_code == 200


@pytest.mark.parametrize("email", ["new@example.org", "NEW@example.org"])
def test_signing_up_twice_is_no_error_and_no_second_account(client: Client, verification: str, email: str) -> None:
    sign_up(client)
    answer = sign_up(Client(), email)
    assert answer.status_code in {200, 302}
    assert User.objects.count() == 1


def test_a_double_submitted_sign_up_makes_one_account(client: Client, verification: str) -> None:
    sign_up(client)
    assert sign_up(client).status_code == 302
    assert User.objects.count() == 1


def test_a_forgotten_password_is_reset_by_mail(client: Client, verification: str) -> None:
    user = people.person("new@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client.post(reverse("account_reset_password"), {"email": "new@example.org"})
    form = client.get(link_in(mail.outbox[0]), follow=True)
    action = form.request["PATH_INFO"]
    answer = client.post(action, {"password1": "another long password", "password2": "another long password"})
    assert answer.status_code == 302
    client.logout()
    client.post(reverse("account_login"), {"login": "new@example.org", "password": "another long password"})
    assert client.get(reverse("profile:page")).status_code == 200


def test_a_reset_for_nobody_looks_the_same(client: Client, verification: str) -> None:
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert answer.status_code == 302
    assert not User.objects.exists()


ODD = [
    "",
    " ",
    "\x00",
    "a\x00b@example.org",
    "\u202e@example.org",
    "x" * 10_000,
    f"{'x' * 300}@example.org",
    "\ud83d",
    "א@",
    "@",
]


@pytest.mark.thorough
@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize(
    ("page", "field"),
    [("account_signup", "email"), ("account_login", "login"), ("account_reset_password", "email")],
)
def test_odd_addresses_are_told_and_never_a_500(
    client: Client, verification: str, page: str, field: str, text: str
) -> None:
    body = {field: text, "password": people.PASSWORD, "password1": people.PASSWORD}
    encoded = urlencode(body, errors="surrogatepass")
    answer = client.post(reverse(page), encoded, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 302}
    assert User.objects.filter(email__contains="\ufffd").count() == 0


@pytest.mark.parametrize("password", ["", "short", "password12", "1234567890", "x" * 10_000, "a\x00b" * 10])
def test_bad_passwords_are_told(client: Client, verification: str, password: str) -> None:
    answer = sign_up(client, password=password)
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_the_admin_is_reached_through_the_same_door(client: Client) -> None:
    answer = client.get("/admin/login/?next=/admin/", follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("account_login"))


def test_the_page_says_how_long_a_password_has_to_be(client: Client, settings: Any) -> None:
    [least] = [
        one["OPTIONS"]["min_length"]
        for one in settings.AUTH_PASSWORD_VALIDATORS
        if one["NAME"].endswith("MinimumLengthValidator")
    ]
    assert f"At least {least} characters" in client.get(reverse("account_signup")).content.decode()
    sign_up(client, password="x9-" * (least // 3))
    assert not User.objects.exists()


@pytest.mark.parametrize(("late", "taken"), [(0, True), (30, True), (60, False)])
def test_the_code_before_the_one_shown_is_taken_but_no_older_one(client: Client, late: int, taken: bool) -> None:
    """Who reads a code in its last second is not refused for typing it."""
    user = people.person()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    with time_machine.travel(people.NOON, tick=False):
        client.post(reverse("account_login"), {"login": user.email, "password": people.PASSWORD})
        asked_again = client.get(reverse("mfa_activate_totp"))
        page = client.post(asked_again.url, {"password": people.PASSWORD}, follow=True)
        key = page.context["form"].secret
        code = people.authenticator_code(key, people.NOON.timestamp() - late)
        client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(type=Authenticator.Type.TOTP).exists() == taken


FOREIGN = [
    "https://example.org/",
    "//example.org/",
    "///example.org/",
    "/\\example.org/",
    "\\\\example.org/",
    "javascript:alert(1)",
    "http://testserver/plans/",
    "http:///example.org/",
    "plans/",
    " /plans/",
    "/\n/example.org/",
    "",
]


@pytest.mark.parametrize("wanted", FOREIGN)
@pytest.mark.parametrize("way", ["account_login", "account_signup", "account_logout"])
def test_only_a_path_of_ours_is_gone_to(client: Client, way: str, wanted: str) -> None:
    if way == "account_login":
        people.person("new@example.org")
    if way == "account_logout":
        client.force_login(people.person())
    fields = {"email": "new@example.org", "login": "new@example.org", "password": people.PASSWORD}
    answer = client.post(reverse(way), {**fields, "password1": people.PASSWORD, "next": wanted})
    homes = {"account_login": "/matches/", "account_signup": "/profile/", "account_logout": "/"}
    assert answer["Location"] == homes[way]


@pytest.mark.parametrize("way", ["account_login", "account_signup"])
def test_a_path_of_ours_is_gone_to_and_kept_through_a_mistake(client: Client, way: str) -> None:
    if way == "account_login":
        people.person("new@example.org")
    fields = {"email": "new@example.org", "login": "new@example.org", "next": "/plans/?role=builder"}
    refused = client.post(reverse(way), {**fields, "password": "wrong", "password1": "short"})
    assert 'name="next" value="/plans/?role=builder"' in refused.content.decode()
    right = {"password": people.PASSWORD, "password1": people.PASSWORD}
    assert client.post(reverse(way), {**fields, **right})["Location"] == "/plans/?role=builder"


def test_signing_up_is_one_sentence(client: Client) -> None:
    page = client.post(
        reverse("account_signup"), {"email": "new@example.org", "password1": people.PASSWORD}, follow=True
    )
    [message] = page.context["messages"]
    assert str(message).startswith("Welcome. We have sent a link to new@example.org")
    assert page.request["PATH_INFO"] == "/profile/"


def test_signing_in_says_nothing_but_the_page(client: Client) -> None:
    EmailAddress.objects.create(user=people.person(), email="a@example.org", primary=True, verified=True)
    fields = {"login": "a@example.org", "password": people.PASSWORD}
    page = client.post(reverse("account_login"), fields, follow=True)
    assert list(page.context["messages"]) == []


def test_one_press_signs_out(client: Client) -> None:
    client.force_login(people.person())
    header = client.get("/roles/").content.decode().split("</header>", 1)[0]
    form = header.split(f'<form method="post" action="{reverse("account_logout")}">', 1)[1].split("</form>", 1)[0]
    assert "csrfmiddlewaretoken" in form
    assert "Sign out" in form
    page = client.post(reverse("account_logout"), follow=True)
    assert page.request["PATH_INFO"] == "/"
    assert not page.context["user"].is_authenticated


ACCOUNT_PAGES = ["account_email", "account_change_password", "mfa_index", "sessions", "tokens", "data", "leave"]


@pytest.mark.parametrize("name", ACCOUNT_PAGES)
def test_the_menu_marks_account_on_every_page_of_it(client: Client, name: str) -> None:
    client.force_login(people.person())
    page = client.get(reverse(name), follow=True).content.decode()
    header, rest = page.split("</header>", 1)
    current = "page" if name == "account_email" else "true"
    assert f'<a href="{reverse("account_email")}" aria-current="{current}">Account</a>' in header
    assert header.count("aria-current") == 1
    menu = rest.split('aria-label="Your account"', 1)[1].split("</nav>", 1)[0] if "Your account" in rest else ""
    assert menu.count("aria-current") == 1 or "reauthenticate" in page
