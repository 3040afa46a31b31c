"""A real browser: Debian's chromium, driven by Playwright, on the real catalogue."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from careers.catalogue import released, releases
from careers.models import User
from careers.profile import operations as profile_operations
from tests import browsers, flushing, people

flushing.install()

# Playwright's sync API keeps an event loop in this thread, and Django refuses queries beside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

EIGHT_SKILLS = {
    "python": 3,
    "sql": 3,
    "git": 2,
    "docker": 2,
    "data-pipelines": 2,
    "linux": 3,
    "kubernetes": 1,
    "web-apis": 3,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = browsers.program()
    if program is None:
        pytest.fail("The browser tests need Debian's chromium: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(program), args=browsers.arguments())
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[sqlite3.Connection]:
    """The whole database with the catalogue published, made once: loading takes a second, copying it a moment."""
    with contextlib.closing(sqlite3.connect(":memory:")) as copy:
        with django_db_blocker.unblock():
            call_command("load_catalogue", settings.BASE_DIR / "fixtures", verbosity=0)
            connection.connection.backup(copy)
            with flushing.releases_may_go():
                call_command("flush", verbosity=0, interactive=False)
        yield copy


@pytest.fixture
def catalogue(_loaded: sqlite3.Connection, transactional_db: None) -> released.Released:
    connection.ensure_connection()
    _loaded.backup(connection.connection)
    ContentType.objects.clear_cache()  # the copy has the keys of its own time
    return releases.current()


@pytest.fixture
def site(live_server: Any, catalogue: released.Released, settings: Any) -> str:
    settings.SITE_URL = str(live_server.url)
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages of a fresh browser; whatever its console says against us, or asks of strangers, fails the test."""
    contexts: list[BrowserContext] = []
    wrongs: list[str] = []

    def open_page(path: str = "/", **options: Any) -> Page:
        context = browser.new_context(base_url=site, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: wrongs.append(message.text) if _complains(message) else None)
        page.on("pageerror", lambda error: wrongs.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((site, "data:")) else wrongs.append(f"stranger: {r.url}"))
        page.on("response", lambda r: wrongs.append(f"{r.status} {r.url}") if r.status >= 500 else None)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrongs == []


def _complains(message: ConsoleMessage) -> bool:
    """Chromium also notes there that a page is the refusal of a form (400): that is an answer, not a fault."""
    refusal = "status of 400" in message.text and message.page and message.location["url"] == message.page.url
    return message.type in {"error", "warning"} and not refusal


@pytest.fixture
def member(catalogue: released.Released) -> User:
    """Somebody with eight skills."""
    user = people.person("member@example.org")
    levels = {slug: level for slug, level in EIGHT_SKILLS.items() if slug in catalogue.skills}
    profile_operations.change_claims(user=user, release=catalogue, levels=levels)
    return user


@pytest.fixture
def log_in(client: Any, site: str) -> Callable[[Page, User], None]:
    def log_in(page: Page, user: User) -> None:
        if user.is_staff:
            people.at_desk(client, user)
        else:
            client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])

    return log_in
