"""The styleguide in a browser: sound in every look, and nothing that one presses there does anything."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Request

from careers.models import User
from tests import people
from tests.e2e.test_pages import faults

LOOKS: dict[str, dict[str, Any]] = {
    f"{width}-{scheme}": {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    for width in (1280, 360)
    for scheme in ("light", "dark")
}


@pytest.fixture
def staff(catalogue: Any) -> User:
    return people.person("staff@example.org", is_staff=True)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "look",
    [
        pytest.param(look, id=name, marks=[] if name in ("1280-light", "360-dark") else pytest.mark.slow)
        for name, look in LOOKS.items()
    ],
)
def test_every_component_is_sound_in_every_state(
    open_page: Callable[..., Page], staff: User, log_in: Callable[[Page, User], None], look: dict[str, Any]
) -> None:
    page = open_page("/", **look)
    log_in(page, staff)
    assert faults(page, "/styleguide/") == []


def test_nothing_is_wider_than_a_small_phone(
    open_page: Callable[..., Page], staff: User, log_in: Callable[[Page, User], None]
) -> None:
    """Every fold is open, and names are as long as they may be."""
    page = open_page("/", viewport={"width": 320, "height": 640})
    log_in(page, staff)
    page.goto("/styleguide/")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('.guide-state')]
            .filter(one => one.scrollWidth > one.clientWidth).map(one => one.querySelector('h3').textContent)"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_what_one_presses_there_does_nothing(
    open_page: Callable[..., Page], staff: User, log_in: Callable[[Page, User], None]
) -> None:
    page = open_page("/")
    log_in(page, staff)
    page.goto("/styleguide/")
    page.wait_for_load_state("networkidle")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.evaluate("document.querySelectorAll('main form button, main form input').forEach(one => one.click())")
    page.evaluate("document.querySelectorAll('main form').forEach(one => one.noValidate = true)")
    page.evaluate("document.querySelectorAll('main form button').forEach(one => one.click())")
    page.wait_for_timeout(300)
    assert page.locator("main form button").count() > 50
    assert [request.url for request in asked if "favicon" not in request.url] == []
    assert page.url.endswith("/styleguide/")
