"""A job ad from the paste to its gap, kept, corrected and compared: without JavaScript by mouse, with it by keys."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.catalogue.released import Released
from careers.models import User
from matching.models import Posting
from matching.postings import reading
from matching.postings.operations import keep_posting
from tests.e2e.browsing import click, expect_focus_kept, follow, press
from tests.e2e.test_pages import LOOKS, faults, faults_here
from tests.matching.postings import ads

LogIn = Callable[[Page, User], None]


@pytest.mark.parametrize(
    ("do", "javascript", "width"),
    [(click, False, 360), (press, True, 1280)],
    ids=["mouse-no-javascript-phone", "keyboard-javascript"],
)
def test_paste_an_ad_see_its_gap_keep_it_and_compare(
    open_page: Callable[..., Page],
    member: User,
    log_in: LogIn,
    do: Callable[[Locator], None],
    javascript: bool,
    width: int,
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 800})
    log_in(page, member)
    page.goto("/")
    follow(page.get_by_role("link", name="Have a job ad? See how you fit it"))
    page.get_by_label("The ad").fill(ads.ML_ENGINEER)
    with page.expect_navigation():
        do(page.locator("#read"))

    expect(page.locator(".posting > .lede")).to_contain_text("it reads most like Machine Learning Engineer")
    expect(page.locator("#ask-pytorch")).to_contain_text("TensorFlow: one is enough")
    expect(page.locator("#way")).to_contain_text("No plan that learns each of these skills itself takes fewer hours")
    before = page.locator("#fit-total").inner_text()

    page.locator("[id='as-machine-learning']").select_option("out")
    do(page.locator("#correct"))
    for part in ("3 must-haves", "2 nice to have", "1 named in passing", "1 left out"):
        expect(page.locator("#asks")).to_contain_text(part)
    if javascript:
        expect_focus_kept(page)
    assert float(page.locator("#fit-total").inner_text()) > float(before)

    with page.expect_navigation():
        do(page.locator("#keep"))
    posting = Posting.objects.get()
    expect(page).to_have_url(re.compile(posting.get_absolute_url()))
    expect(page.get_by_role("heading", name="Kept since")).to_be_visible()
    expect(page.locator("#asks")).to_contain_text("1 left out")

    before = page.locator("#fit-total").inner_text()
    page.locator("#gap-pytorch").click()
    do(page.locator("#line-pytorch button[value='3']"))
    expect(page.locator("#line-pytorch")).to_contain_text("PyTorch is now 3 independent")
    assert float(page.locator("#fit-total").inner_text()) > float(before)

    page.goto("/postings/")
    page.get_by_label("The ad").fill(ads.DATA_ENGINEER)
    with page.expect_navigation():
        do(page.locator("#read"))
    with page.expect_navigation():
        do(page.locator("#keep"))
    page.goto("/postings/")
    for box in page.locator("input[name=ads]").all():
        box.check()
    with page.expect_navigation():
        do(page.locator("#compare"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Two ads side by side")
    expect(page.get_by_role("table")).to_contain_text("More than one asks")

    page.goto(posting.get_absolute_url())
    with page.expect_navigation():
        do(page.locator("#delete"))
    expect(page.locator(".messages")).to_contain_text("nothing of it is left here")
    assert Posting.objects.count() == 1


def test_without_an_account_a_refused_text_is_still_there(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/postings/")
    page.get_by_label("The ad").fill("https://example.org/jobs/7")
    page.locator("#read").click()
    expect(page.locator(".errorlist")).to_contain_text("we open no links")
    expect(page.get_by_label("The ad")).to_have_value("https://example.org/jobs/7")
    page.get_by_label("The ad").fill(ads.ML_ENGINEER)
    page.locator("#read").click()
    expect(page.get_by_role("heading", name="We keep nothing of it")).to_be_visible()
    expect(page.locator("#fit-title")).to_be_visible()
    assert not Posting.objects.exists()


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_ads_are_sound(
    open_page: Callable[..., Page], catalogue: Released, member: User, log_in: LogIn, look: dict[str, Any]
) -> None:
    """Read without an account, with one, without skills in it; kept, and side by side; everything unfolded."""
    page = open_page("/", **look)
    page.add_init_script(
        "addEventListener('load', () => document.querySelectorAll('details').forEach(d => d.open = true))"
    )

    def read(path: str, text: str) -> list[str]:
        page.goto(path)
        page.get_by_label("The ad").fill(text)
        page.locator("#read").click()
        expect(page.locator("#asks")).to_be_visible()
        return faults_here(page, f"{path}: {text[:20]}")

    found = read("/try/postings/", ads.ML_ENGINEER)
    log_in(page, member)
    found += [fault for text in (ads.ML_ENGINEER, ads.NURSE) for fault in read("/postings/", text)]
    kept = [
        keep_posting(user=member, release=catalogue, ad=reading.read(catalogue, text), title=title, text=text)
        for title, text in (("Tomatoes", ads.ML_ENGINEER), ("Ferries", ads.DATA_ENGINEER), ("W" * 120, ads.ML_ENGINEER))
    ]
    found += [fault for one in kept for fault in faults(page, one.get_absolute_url())]
    found += faults(page, "/postings/")
    found += faults(page, "/postings/compare/?" + "&".join(f"ads={one.pk}" for one in kept))
    assert found == []
