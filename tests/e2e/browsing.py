"""What every journey needs of a browser."""

from playwright.sync_api import Locator, Page, expect


def follow(control: Locator) -> None:
    """Click what leads to another page, and wait until that page is there: a click alone does not wait for it."""
    with control.page.expect_navigation():
        control.click()


def expect_focus_kept(page: Page) -> None:
    """Something on the page has the focus. Asked from outside: the page itself forbids what polls inside it."""
    expect(page.locator("body *:focus")).to_have_count(1)


def click(control: Locator) -> None:
    control.click()


def press(control: Locator) -> None:
    """Tab from where the focus is to a control, and press it."""
    page = control.page
    name = control.get_attribute("id")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"#{name} cannot be reached by Tab")
