"""No cookie says anything about somebody: every journey is walked, and every cookie on the way is taken apart."""

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from careers.models import Session
from matching.own_data import data_map
from tests import people

pytestmark = [pytest.mark.usefixtures("release")]

PERSONAL = ("canary", "later-address", "quiet-token-name")  # parts of what the journeys tell us
NEW = "another long password"


class Browser(Client):
    """A client that keeps every cookie that it is ever given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.given: list[Any] = []

    def request(self, **request: Any) -> HttpResponse:
        answer: Any = super().request(**request)
        self.given += answer.cookies.values()
        return answer  # type: ignore[no-any-return]


def readings(value: str) -> Iterator[str]:
    """A cookie as it is sent, and whatever comes out of it in the ways that Django writes one."""
    yield value
    yield unquote(value)
    for part in re.split(r"[:.\"]", value):
        padded = part.encode() + b"=" * (-len(part) % 4)
        try:
            plain = base64.urlsafe_b64decode(padded)
        except ValueError:
            continue
        yield plain.decode(errors="replace")
        try:
            yield zlib.decompress(plain).decode(errors="replace")
        except zlib.error:
            continue


def link_in(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", message.body)
    assert found
    return found[1]


def sign_in(browser: Browser, email: str, password: str = people.PASSWORD) -> None:
    browser.post(reverse("account_login"), {"login": email, "password": "wrong"})
    browser.post(reverse("account_login"), {"login": email, "password": password}, follow=True)
    browser.post(reverse("account_reauthenticate"), {"password": password, "next": "/plans/"}, follow=True)


def sign_up(browser: Browser) -> None:
    browser.post("/try/claim/", {"skill": "python", "level": "3"}, follow=True)
    for _ in range(2):
        fields = {"email": "canary-new@example.org", "password1": people.PASSWORD}
        browser.post(reverse("account_signup"), fields, follow=True)
    browser.post(link_in(mail.outbox[0]), follow=True)
    browser.post(reverse("account_logout"), follow=True)
    browser.post(link_in(mail.outbox[0]), follow=True)
    sign_in(browser, "canary-new@example.org")


def reset(browser: Browser) -> None:
    for email in ("canary@example.org", "canary-nobody@example.org"):
        browser.post(reverse("account_reset_password"), {"email": email}, follow=True)
    form = browser.get(link_in(mail.outbox[0]), follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW}, follow=True)
    sign_in(browser, "canary@example.org", NEW)


def change(browser: Browser) -> None:
    sign_in(browser, "canary@example.org")
    email = reverse("account_email")
    browser.post(email, {"email": "later-address@example.org", "action_add": "1"}, follow=True)
    browser.post(email, {"email": "later-address@example.org", "action_send": "1"}, follow=True)
    browser.post(email, {"email": "canary@example.org", "action_remove": "1"}, follow=True)
    browser.get(reverse("mfa_activate_totp"), follow=True)
    browser.post(link_in(mail.outbox[0]), follow=True)
    fields = {"oldpassword": people.PASSWORD, "password1": NEW, "password2": NEW}
    browser.post(reverse("account_change_password"), fields, follow=True)


def factor(browser: Browser) -> None:
    sign_in(browser, "canary@example.org")
    page = browser.get(reverse("mfa_activate_totp"))
    code = people.authenticator_code(page.context["form"].secret, people.NOON.timestamp())
    browser.post(reverse("mfa_activate_totp"), {"code": code}, follow=True)
    browser.post(reverse("mfa_generate_recovery_codes"), follow=True)
    browser.post(reverse("account_logout"), follow=True)
    browser.post(reverse("account_login"), {"login": "canary@example.org", "password": people.PASSWORD}, follow=True)
    browser.post(reverse("mfa_authenticate"), {"code": "000000"}, follow=True)


def use(browser: Browser) -> None:
    sign_in(browser, "canary@example.org")
    browser.post("/profile/claim/", {"skill": "python", "level": "3"}, follow=True)
    browser.post("/profile/words/keep/", {"word": "juggling"}, follow=True)
    browser.post(reverse("target", args=["builder"]), {"chosen": "1"}, follow=True)
    browser.post(reverse("share", args=["builder"]), {"name": "Canary Person"}, follow=True)
    browser.post(reverse("tokens"), {"name": "quiet-token-name", "days": "30", "access": "read"}, follow=True)
    browser.post(reverse("token_revoke", args=[1]), follow=True)
    browser.post(reverse("leave"), {"email": "canary@example.org"}, follow=True)


@pytest.mark.parametrize("limited", [False, True])
@pytest.mark.parametrize("verification", ["optional", "mandatory"])
@pytest.mark.parametrize("journey", [sign_up, reset, change, factor, use])
def test_no_cookie_says_anything_about_somebody(
    journey: Callable[[Browser], None],
    verification: str,
    limited: bool,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tell: Callable[..., None],
) -> None:
    people.commit_at_once(monkeypatch)
    settings.ACCOUNT_EMAIL_VERIFICATION = verification
    settings.RATE_LIMITS = limited
    cache.clear()
    user = people.person("canary@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Browser()
    with time_machine.travel(people.NOON, tick=False):
        journey(browser)
    assert len(browser.given) > 4
    for cookie in browser.given:
        for reading in readings(cookie.value):
            assert not [word for word in PERSONAL if word in reading.casefold()], (cookie.key, reading)
    named = {cookie.key for cookie in browser.given}
    assert named <= set(data_map.COOKIES), "the privacy page names every cookie"
    assert ("known" in named) == limited, "every journey signs in"
    if journey is use:
        assert not browser.cookies["sessionid"].value, "deleted with the account and its last message"
    tell(f"cookies, {journey.__name__} ({verification})", "0 personal", 0, len(browser.given))


def test_what_is_looked_for_would_be_found() -> None:
    """The cookie that Django's messages used to be in."""
    from django.contrib.messages import constants
    from django.contrib.messages.storage.base import Message
    from django.contrib.messages.storage.cookie import CookieStorage

    told = CookieStorage(None)._encode([Message(constants.INFO, "canary@example.org is confirmed.")])
    assert any("canary" in reading for reading in readings(told))


def test_a_session_that_was_only_there_for_a_message_goes_with_it(client: Client) -> None:
    client.post("/try/forget/")
    assert Session.objects.count() == 1
    assert "Forgotten." in client.get("/try/").content.decode()
    assert not Session.objects.exists()
    assert not client.cookies["sessionid"].value
