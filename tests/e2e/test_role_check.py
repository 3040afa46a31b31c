"""The role check in a browser: by touch, by keyboard, without JavaScript, in every state."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from careers.catalogue.released import Released
from careers.models import Claim, User
from careers.profile import operations as profile_operations
from tests.e2e.browsing import follow
from tests.e2e.test_journeys import total
from tests.e2e.test_pages import LOOKS, faults, faults_here

LogIn = Callable[[Page, User], None]
WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
CHECK = "/roles/data-engineer/check/"


def square(page: Page, skill: str, level: int) -> Any:
    return page.locator(f"label:has(#{skill}-{level})")


@WAYS
def test_without_an_account_from_nothing_to_a_known_fit(open_page: Callable[..., Page], javascript: bool) -> None:
    """Three answers and one press; the receipt then has the fit that the page told."""
    page = open_page(CHECK, java_script_enabled=javascript, viewport={"width": 360, "height": 740})
    expect(page.locator("#fit")).to_contain_text("No answer yet")
    fits = [0]
    for skill in ("python", "sql", "git"):
        square(page, skill, 3).click()
        if not javascript:
            page.get_by_role("button", name="Save and see the fit move").click()
            expect(page.locator("#said")).to_contain_text("is now 3 independent.")
        expect(page.locator("#check-undo")).to_contain_text(re.compile(rf"{skill}", re.IGNORECASE))
        fits.append(int(page.locator("#fit b").inner_text()))
    assert fits == sorted(set(fits))
    assert page.locator("#level-python .step-says:visible").all_inner_texts()[0].startswith("3 independent.")
    page.locator("#check-none").click()
    expect(page.locator("#said")).to_contain_text("answers are saved.")
    expect(page.locator("#check-none")).to_have_count(0)
    fit = int(page.locator("#fit b").inner_text())
    follow(page.locator("#check-receipt"))
    expect(page).to_have_url(re.compile("/try/roles/data-engineer/$"))
    assert int(total(page)) == fit


@WAYS
def test_none_of_the_rest_is_taken_back_in_one_press(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    page = open_page("/", java_script_enabled=javascript)
    log_in(page, member)
    page.goto(CHECK)
    before, chosen = Claim.objects.count(), page.locator("#check input:checked").count()
    assert 0 < chosen < page.locator("#check .check-row").count()
    page.locator("#check-none").click()
    expect(page.locator("#check input:checked")).to_have_count(page.locator("#check .check-row").count())
    page.locator("#check-undo").click()
    expect(page.locator("#said")).to_contain_text("Undone.")
    expect(page.locator("#check input:checked")).to_have_count(chosen)
    assert Claim.objects.count() == before


def test_by_keyboard_the_arrows_choose_and_the_focus_stays(
    open_page: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto(CHECK)
    fit = page.locator("#fit b").inner_text()
    page.locator("#sql-3").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#fit b")).not_to_have_text(fit)
    expect(page.locator("#sql-4")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("must-haves")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#fit b")).to_have_text(fit)
    page.locator("#check-none").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#said .alert")).to_be_focused()


def test_quick_fingers_lose_no_answer(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    """Many answers while the first is still under way: all of them count, and none is refused as an older one."""
    page = open_page("/")
    log_in(page, member)
    page.goto(CHECK)
    for level in (1, 2, 3, 4, 5):
        for skill in ("python", "sql", "git"):
            square(page, skill, level).click()
    expect(page.locator("#fit")).to_have_count(1)
    page.wait_for_function("!document.querySelector('.htmx-request')")
    page.wait_for_timeout(500)
    page.wait_for_function("!document.querySelector('.htmx-request')")
    assert page.locator("#said .alert").count() == 0
    held = dict(Claim.objects.values_list("skill__slug", "level"))
    assert [held[skill] for skill in ("python", "sql", "git")] == [5, 5, 5]


def test_two_tabs_show_what_the_other_changed(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto(CHECK)
    other = page.context.new_page()
    other.goto(CHECK)
    square(page, "python", 5).click()
    expect(page.locator("#check-undo")).to_be_visible()
    square(other, "python", 1).click()
    expect(other.locator("#said")).to_contain_text("Changed elsewhere in the meantime, so it stays as it is: Python.")
    expect(other.locator("#python-5")).to_be_checked()


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_every_state_is_sound(
    open_page: Callable[..., Page], member: User, log_in: LogIn, catalogue: Released, look: dict[str, Any]
) -> None:
    page = open_page("/", **look)
    found = faults(page, CHECK)
    square(page, "python", 3).click()
    expect(page.locator("#check-undo")).to_be_visible()
    found += faults_here(page, "answered")
    log_in(page, member)
    found += faults(page, CHECK)
    page.locator("#check-none").click()
    expect(page.locator("#said .alert")).to_be_visible()
    found += faults_here(page, "none of the rest")
    page.locator("#check-undo").click()
    expect(page.locator("#said")).to_contain_text("Undone.")
    found += faults_here(page, "undone")
    sizes = [label.bounding_box() or {} for label in page.locator("#check .step").all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24
    page.locator("#sql-3").evaluate("field => field.value = '9'")
    square(page, "sql", 3).click(force=True)
    page.locator("#check").evaluate("form => form.requestSubmit()")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    found += faults_here(page, "refused")
    page.set_viewport_size({"width": 320, "height": 225})
    found += faults(page, CHECK)
    assert found == []


def test_the_longest_pages_stay_small(
    open_page: Callable[..., Page], member: User, log_in: LogIn, catalogue: Released
) -> None:
    """Nothing claimed has the most actions, every skill at 5 the most to tell: all of them under 150 kB."""
    page = open_page("/")
    sizes = {path: len(page.request.get(path).body()) for path in (CHECK, "/try/roles/data-engineer/")}
    log_in(page, member)
    profile_operations.change_claims(user=member, release=catalogue, levels=dict.fromkeys(catalogue.skills, 5))
    for path in (CHECK, "/matches/data-engineer/", "/matches/ai-engineer/"):
        sizes[f"own {path}"] = len(page.request.get(path).body())
    assert max(sizes.values()) < 150_000, sizes
