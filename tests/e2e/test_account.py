"""The account's own pages in a browser: a token made and revoked, everything downloaded, the account deleted."""

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from careers.models import User
from tests import people
from tests.e2e.browsing import follow
from tests.e2e.test_pages import LOOKS, faults_here


def again(page: Page) -> None:
    """Give the password once more, where the site asks for it."""
    page.get_by_label("Password").fill(people.PASSWORD)
    page.locator("main").get_by_role("button").first.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_a_token_is_made_and_revoked_and_the_account_deleted(
    open_page: Callable[..., Page],
    member: User,
    log_in: Callable[[Page, User], None],
    look: dict[str, Any],
    javascript: bool,
) -> None:
    """Also what was typed before the password was asked for again is not lost, and each state is sound."""
    page = open_page("/", **look, java_script_enabled=javascript)
    log_in(page, member)
    sound = faults_here if javascript else lambda page, path: []  # axe itself is JavaScript
    page.goto("/accounts/tokens/")
    page.get_by_label("What is it for?").fill("my script")
    follow(page.get_by_role("button", name="Make it"))
    found = sound(page, "asked again")
    again(page)
    expect(page.locator(".formula code")).to_contain_text("rw_")
    expect(page).to_have_url(re.compile("/accounts/tokens/$"))
    found += sound(page, "made")
    page.reload()
    expect(page.locator(".formula")).to_have_count(0)
    expect(page.get_by_role("button", name="Revoke “my script”")).to_have_count(1)
    page.get_by_role("button", name="Revoke “my script”").click()
    expect(page.get_by_text("“my script” is revoked")).to_be_visible()
    found += sound(page, "revoked")
    page.goto("/accounts/data/")
    follow(page.get_by_role("link", name="Delete my account"))
    found += sound(page, "asked")
    page.get_by_label("Your e-mail address").fill("another@example.org")
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("Nothing was deleted.")).to_be_visible()
    found += sound(page, "refused")
    page.get_by_label("Your e-mail address").fill(member.email)
    page.get_by_role("button", name="Delete it for good").click()
    expect(page.get_by_text("Your account is deleted")).to_be_visible()
    assert not User.objects.filter(pk=member.pk).exists()
    assert found == []


def test_everything_is_downloaded_as_a_file(
    open_page: Callable[..., Page], member: User, log_in: Callable[[Page, User], None]
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/accounts/data/")
    page.get_by_role("link", name="Download everything").click()
    with page.expect_download() as download:
        again(page)
    assert download.value.suggested_filename.startswith("rolewise-")
    assert json.loads(download.value.path().read_text())["account"]["email"] == member.email


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_a_second_factor_is_set_up_used_and_turned_off(
    open_page: Callable[..., Page], member: User, look: dict[str, Any]
) -> None:
    """With the key that the page shows; each state is sound."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    page = open_page("/accounts/login/", **look)
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password").fill(people.PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in"))
    page.goto("/accounts/2fa/")
    follow(page.get_by_role("link", name="Set it up"))
    found = faults_here(page, "asked again")
    again(page)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    key = page.locator("code.key").inner_text()
    found += faults_here(page, "to scan")
    page.get_by_label("Authenticator code").fill(people.authenticator_code(key, time.time()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("list", name="Unused codes").get_by_role("listitem")).to_have_count(10)
    code = page.get_by_role("list", name="Unused codes").get_by_role("listitem").first.inner_text()
    found += faults_here(page, "codes")
    page.goto("/accounts/2fa/")
    found += faults_here(page, "on")
    follow(page.locator("button:visible", has_text="Sign out"))
    expect(page.get_by_text("You are signed out.")).to_be_visible()
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password").fill(people.PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in"))
    page.get_by_label("Code").fill(code)
    found += faults_here(page, "asked for a code")
    follow(page.get_by_role("button", name="Sign in"))
    page.goto("/accounts/2fa/")
    expect(page.get_by_text("9 of 10 codes are left")).to_be_visible()
    follow(page.get_by_role("link", name="Turn it off"))
    if "reauthenticate" in page.url:
        again(page)
    expect(page.get_by_role("button", name="Turn it off")).to_be_visible()
    found += faults_here(page, "turning off")
    page.get_by_role("button", name="Turn it off").click()
    expect(page.get_by_role("link", name="Set it up")).to_be_visible()
    assert found == []
