"""The history and the news of a release in a browser: told by cause, folded, dismissed; and what an account keeps."""

import datetime
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from careers.catalogue import releases
from careers.models import Profile, Requirement, User
from careers.profile import operations as profile_operations
from matching.publishing.operations import publish_release
from matching.scores import scoring
from tests import people
from tests.e2e.test_pages import LOOKS, faults_here

LogIn = Callable[[Page, User], None]
NAMES = ["wide-light", "narrow-dark"]


def record(member: User, minute: int) -> None:
    at = people.NOON + datetime.timedelta(minutes=minute)
    scoring.score_profiles(profile_ids=[Profile.objects.get(user=member).pk], at=at)


def busy(member: User, changes: int) -> None:
    """Somebody who sets a level again and again (one of four moves nothing), and takes one change back three times."""
    for minute in range(changes):
        profile_operations.set_claim(user=member, release=releases.current(), skill="docker", level=1 + minute % 4)
        record(member, minute)
    for minute in range(changes, changes + 6, 2):
        done = profile_operations.set_claim(user=member, release=releases.current(), skill="sql", level=5)
        record(member, minute)
        profile_operations.take_back(user=member, replaced=[done])
        record(member, minute + 1)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_the_history_goes_from_new_to_old(
    open_page: Callable[..., Page], member: User, log_in: LogIn, look: dict[str, Any], javascript: bool
) -> None:
    busy(member, 16)
    page = open_page("/", **look, java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/history/")
    expect(page.locator(".cause").first).to_contain_text("You set SQL to 5 and took it back, 3 times.")
    expect(page.locator(".cause h3").first).to_have_text("You set Docker and containers to 3")
    found = faults_here(page, "history") if javascript else []
    page.locator(".move-why summary").first.click()
    expect(page.locator(".parts").first).to_be_visible()
    found += faults_here(page, "a movement open") if javascript else []
    page.get_by_role("link", name="Older").click()
    expect(page).to_have_url(re.compile(r"page=2$"))
    expect(page.get_by_role("link", name="Older")).to_have_count(0)
    page.get_by_role("link", name="Newer").click()
    expect(page.locator(".cause").first).to_contain_text("took it back")
    assert found == []


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_a_release_is_news_once(
    open_page: Callable[..., Page], member: User, log_in: LogIn, look: dict[str, Any], javascript: bool
) -> None:
    record(member, 0)
    page = open_page("/", **look, java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/matches/")
    expect(page.locator(".release-news")).to_have_count(0)
    asked = Requirement.objects.get(role__slug="data-engineer", skill__slug="sql")
    Requirement.objects.filter(pk=asked.pk).update(level=asked.level - 1)
    publish_release(reason="Data engineers get by with less SQL.")
    record(member, 1)
    page.goto("/matches/")
    news = page.locator(".release-news")
    expect(news).to_contain_text(re.compile(r"Release 2 moved .*Data Engineer.* up by \d"))
    expect(news).to_contain_text("Data engineers get by with less SQL.")
    found = faults_here(page, "news") if javascript else []
    news.get_by_role("button", name="Dismiss").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your matches")
    expect(page.locator(".release-news")).to_have_count(0)
    page.reload()
    expect(page.locator(".release-news")).to_have_count(0)
    assert found == []


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_what_will_be_kept_is_sound(open_page: Callable[..., Page], look: dict[str, Any]) -> None:
    page = open_page("/try/start/backend-developer/", **look)
    page.get_by_role("button", name="Add the ticked skills").click()
    expect(page).to_have_url(re.compile("/try/$"))
    page.goto("/accounts/signup/")
    expect(page.get_by_text("What will be kept")).to_be_visible()
    assert faults_here(page, "sign-up") == []
    page.get_by_label("E-mail address").fill("فاطمة@example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Sign up and keep it").click()
    expect(page.get_by_text("What will be kept")).to_be_visible()
    assert faults_here(page, "refused") == []


def test_the_folds_of_the_method_open_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/about/method/", viewport={"width": 360, "height": 740})
    fold = page.locator(".method-fold summary").first
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#example-title")).to_be_visible()
    closed = page.locator(".method-fold:not([open]) > summary")
    while closed.count():
        closed.first.click()
    assert faults_here(page, "all open") == []
