"""Matches worth returning to, in a browser: choose, pin, hide, answer, learn, and read why a fit moved."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile, User
from careers.profile import operations as profile_operations
from matching.matches import operations
from matching.plans import outlooks
from matching.scores import scoring
from tests.e2e.test_journeys import assert_receipt_adds_up, claim_all_of, total
from tests.e2e.test_pages import faults_here, wide_mostly

LogIn = Callable[[Page, User], None]
WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
WIDTHS = pytest.mark.parametrize("width", [1280, 360])


def matches(open_page: Callable[..., Page], member: User, log_in: LogIn, **options: Any) -> Page:
    page = open_page("/", **options)
    log_in(page, member)
    page.goto("/matches/")
    return page


def choose(page: Page, what: str, role: str) -> None:
    """Press a button of a role's row, which is folded away."""
    page.locator(f"#more-{role}").click()
    page.locator(f"#{what}-{role}").click()


def titles(page: Page) -> list[str]:
    return page.locator(".ranks h3").all_inner_texts()


def all_fits(page: Page) -> int:
    """The sum of the fits as they are shown: whole points, on a card a figure and in a row among its facts."""
    shown = page.locator(".match-fit b, .rank-facts .fact:first-child")
    return sum(int(text.split()[-1]) for text in shown.all_inner_texts())


@WAYS
@WIDTHS
def test_choose_pin_hide_and_take_each_back(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool, width: int
) -> None:
    page = matches(open_page, member, log_in, java_script_enabled=javascript, viewport={"width": width, "height": 740})
    before = titles(page)
    last = page.locator(".ranks > li").last.get_attribute("id").removeprefix("role-")
    choose(page, "target", last)
    expect(page.locator("#target .changed")).to_contain_text(f"{before[-1]} is your target now.")
    expect(page.locator("#target h2")).to_have_text(before[-1])
    expect(page.locator("#target .changed")).to_be_in_viewport()
    choose(page, "pin", last)
    expect(page.locator(f"#role-{last} .changed")).to_be_in_viewport()
    assert titles(page) == [before[-1], *before[:-1]]
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator(f"#role-{last} .changed")).to_contain_text("stands at its place in the list")
    assert titles(page) == before
    page.locator("#clear-target").click()
    expect(page.locator("#target")).to_contain_text("is no longer your target.")
    expect(page.locator("#target h2")).to_have_count(0)
    choose(page, "hide", last)
    expect(page.locator(f"#role-{last} .changed")).to_be_in_viewport()
    assert titles(page) == before[:-1]
    page.goto("/matches/")
    page.locator("#hidden-summary").click()
    expect(page.locator("#hidden").get_by_role("link", name=before[-1])).to_be_visible()
    page.locator(f"#hide-{last}").click()
    expect(page.locator(f"#role-{last} .changed")).to_be_visible()
    assert titles(page) == before


@WAYS
def test_answer_a_question_and_learn_the_next_level_in_place(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    page = matches(open_page, member, log_in, java_script_enabled=javascript)
    asked = page.locator("#questions .fold-name").all_inner_texts()
    fits = all_fits(page)
    page.locator("#questions").get_by_role("button", name=re.compile("^0 none")).first.click()
    expect(page.locator("#said")).to_contain_text(f"{asked[0]} is now 0 none.")
    assert asked[0] not in page.locator("#questions .fold-name").all_inner_texts()
    assert all_fits(page) == fits
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator("#said")).to_contain_text(f"{asked[0]} is unknown again.")
    assert page.locator("#questions .fold-name").all_inner_texts() == asked
    expect(page.locator("#next")).to_contain_text("Our workers are planning")
    outlooks.record_outlooks(profile_ids=[member.profile.pk])
    page.reload()
    step = page.locator("#next .next-step-name a").inner_text()
    page.get_by_role("button", name=re.compile("^I have this")).click()
    expect(page.locator("#said")).to_contain_text(f"{step} is now")
    assert all_fits(page) > fits


def test_the_same_by_keyboard_and_the_focus_is_never_lost(
    open_page: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    page = matches(open_page, member, log_in)
    first = page.locator(".ranks > li").first.get_attribute("id").removeprefix("role-")
    page.locator(f"#more-{first}").focus()
    page.keyboard.press("Enter")
    page.locator(f"#pin-{first}").focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"#role-{first} .changed")).to_be_focused()
    expect(page.locator("#live")).to_contain_text("is pinned")
    page.keyboard.press("Tab")
    expect(page.locator("#undo-choice")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("stands at its place")
    page.locator("#questions .pick").first.focus()
    page.keyboard.press("Space")
    expect(page.locator("#said .changed")).to_be_focused()


def test_i_have_this_keeps_its_promise_line_after_line(
    open_page: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/matches/data-engineer/")
    for _ in range(3):
        before = total(page)
        line = page.locator("table.points tr:has(.held > details)").first
        skill = line.get_attribute("id")
        promised = claim_all_of(line.locator(".held > details"))
        expect(page.locator(f"#{skill} .changed")).to_be_focused()
        expect(page.locator(f"#{skill} .changed")).to_be_in_viewport()
        assert total(page) - before == promised
        assert_receipt_adds_up(page)


@WAYS
def test_i_have_this_offers_every_level(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    """Who holds two levels can say so, and who holds none too: six squares, each large enough for a finger."""
    page = open_page("/", java_script_enabled=javascript, viewport={"width": 360, "height": 740})
    log_in(page, member)
    page.goto("/matches/data-engineer/")
    for level in (2, 0):
        gap = page.locator("table.points .held > details").nth(1)
        skill = gap.locator("input[name=skill]").get_attribute("value")
        gap.locator("summary").first.click()
        squares = gap.locator("button[name=level]")
        assert [square.get_attribute("value") for square in squares.all()] == list("012345")
        sizes = [square.bounding_box() or {} for square in squares.all()]
        assert min(min(size["width"], size["height"]) for size in sizes) >= 24
        squares.nth(level).click()
        expect(page.locator(f"#line-{skill} .changed")).to_contain_text(f"is now {level} ")


@pytest.mark.parametrize("size", ["A4", "Letter"])
def test_a_receipt_prints_on_one_sheet(
    open_page: Callable[..., Page], member: User, log_in: LogIn, catalogue: Released, size: str
) -> None:
    page = open_page("/")
    log_in(page, member)
    shared = operations.share_receipt(user=member, release=catalogue, role="data-engineer", name="Ada Lovelace")
    most = max(catalogue.content.roles, key=lambda role: len(role.requirements)).slug
    page.emulate_media(media="print")
    for path in ("/matches/data-engineer/", f"/matches/{most}/", f"/shared/{shared.token}/"):
        page.goto(path)
        sheets = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(format=size))
        assert len(sheets) == 1, path
        lines = page.locator("table.points tbody tr").all()
        assert [line for line in lines if not line.is_visible()] == [], "what is folded is printed too"
        expect(page.get_by_text("I have this").first).not_to_be_visible()


@WAYS
def test_a_link_to_a_receipt_is_made_seen_and_taken_back(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": 360, "height": 740})
    log_in(page, member)
    page.goto("/matches/data-engineer/")
    page.get_by_label("Name to show").fill("Ada Lovelace")
    page.locator("#make-link").click()
    address = page.get_by_label("The link").input_value()
    stranger = open_page(address, java_script_enabled=javascript)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("Data Engineer")
    expect(stranger.locator("main")).to_contain_text("Ada Lovelace")
    assert total(stranger) == total(page)
    assert stranger.locator("main form, main button").count() == 0
    page.locator("#unshare").click()
    expect(page.get_by_text("The link is taken back.")).to_be_visible()
    gone = stranger.request.get(address)
    assert gone.status == 404
    assert "There is no page at this address" in gone.text()


@WAYS
@WIDTHS
def test_a_contrast_adds_up_and_what_it_says_turns_it_round(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool, width: int
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 740})
    log_in(page, member)
    page.goto("/matches/ai-engineer/")
    page.get_by_label("Compare with").select_option("ml-engineer")
    page.locator("#against-show").click()
    expect(page).to_have_url(re.compile(r"against=ml-engineer"))
    expect(page.locator("#contrast-title")).to_have_text(re.compile("^Why .* before .*$"))
    _, ahead, behind = re.split("^Why | before ", page.locator("#contrast-title").inner_text())
    assert {ahead, behind} == {"AI Engineer", "Machine Learning Engineer"}
    expect(page.locator(".contrast-said")).to_contain_text("You know more of what")
    page.locator("#contrast-sum").click()
    table = page.locator(".contrast-table").first
    lines = [Decimal(cell.replace("−", "-")) for cell in table.locator("tbody .fig").all_inner_texts()]
    assert sum(lines) == Decimal(table.locator("tfoot .double").inner_text())
    change = page.locator("#turn p").first
    skill, level = change.locator("a").get_attribute("href").split("/")[-2], int(change.locator("b").inner_text()[0])
    profile_operations.change_claims(user=member, release=releases.current(), levels={skill: level})
    page.reload()
    expect(page.locator("#contrast-title")).to_have_text(f"Why {behind} before {ahead}")


def test_two_devices_choose_at_once(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    """The later choice holds; an undo from before it changes nothing, and says so."""
    here, there = (matches(open_page, member, log_in) for _ in range(2))
    first, second, third = (
        row.get_attribute("id").removeprefix("role-") for row in here.locator(".ranks > li").all()[:3]
    )
    choose(here, "target", first)
    expect(here.locator("#target .changed")).to_be_visible()
    choose(here, "target", second)
    expect(here.locator("#target .changed")).to_contain_text("instead of")
    choose(there, "target", third)
    expect(there.locator("#target .changed")).to_be_visible()
    here.locator("#undo-choice").click()
    expect(here.locator("#page > .alert-warning")).to_contain_text("was changed elsewhere")
    expect(here.locator("#target h2 a")).to_have_attribute("href", f"/matches/{third}/")


@WAYS
def test_the_history_says_what_moved_and_adds_up(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    profile = Profile.objects.get(user=member)
    scoring.score_profiles(profile_ids=[profile.pk])
    profile_operations.change_claims(user=member, release=releases.current(), levels={"sql": 4, "python": 2})
    page = open_page("/", java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/history/")
    expect(page.get_by_text("is being written down")).to_be_visible()
    scoring.score_profiles(profile_ids=[profile.pk])
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("is being written down")).to_have_count(0)
    group = page.locator(".cause").first
    expect(group.locator(".cause-head")).to_contain_text("You set Python to 2 and SQL to 4")
    move = group.locator(".move").first
    move.locator("summary").click()
    moved = [Decimal(cell.replace("−", "-")) for cell in move.locator("tbody .fig").all_inner_texts()]
    delta = move.locator(".move-delta").inner_text().replace("−", "-")
    together = move.locator("tfoot .fig").inner_text().replace("−", "-")
    assert sum(moved) == Decimal(together), "the lines and their sum are in hundredths"
    assert abs(sum(moved) - Decimal(delta)) <= Decimal("0.5"), "the row is in whole points"
    page.get_by_label("Role", exact=True).select_option("data-engineer")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(re.compile("role=data-engineer"))
    expect(page.locator(".move h4").first).to_have_text("Data Engineer")
    assert set(page.locator(".move h4").all_inner_texts()) == {"Data Engineer"}
    page.go_back()
    expect(page.get_by_label("Role", exact=True)).to_have_value("")
    assert len(set(page.locator(".move h4").all_inner_texts())) > 1


@wide_mostly
def test_every_state_is_sound(
    open_page: Callable[..., Page], member: User, log_in: LogIn, look: dict[str, Any]
) -> None:
    """Everything unfolded: a target with its notice, a pinned role, a hidden one, an answer, a refusal, the history."""
    page = matches(open_page, member, log_in, **look)
    first, second, third = (
        row.get_attribute("id").removeprefix("role-") for row in page.locator(".ranks > li").all()[:3]
    )
    found = []

    def look_at(state: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found.extend(faults_here(page, state))

    choose(page, "pin", second)
    expect(page.locator(f"#role-{second} .changed")).to_be_visible()
    look_at("pinned")
    page.goto("/matches/")
    choose(page, "hide", third)
    expect(page.locator(f"#role-{third} .changed")).to_be_visible()
    look_at("hidden")
    page.goto("/matches/")
    choose(page, "target", first)
    expect(page.locator("#target .changed")).to_be_visible()
    look_at("target")
    page.locator("#questions .pick").first.click()
    expect(page.locator("#said .changed")).to_be_visible()
    look_at("answered")
    page.goto("/history/")
    look_at("waiting")
    scoring.score_profiles(profile_ids=[Profile.objects.get(user=member).pk])
    page.goto("/history/")
    expect(page.locator(".move").first).to_be_visible()
    look_at("history")
    page.goto(f"/matches/{first}/")
    look_at("receipt, unfolded")
    page.goto(f"/matches/{first}/")
    page.locator("table.points summary").first.click()
    page.locator("table.points .pick:visible").last.click()
    expect(page.locator("table.points .changed")).to_be_visible()
    look_at("receipt")
    page.goto(f"/matches/{first}/")
    page.locator("#make-link").click()
    expect(page.get_by_label("The link")).to_be_visible()
    look_at("shared")
    page.goto(page.get_by_label("The link").input_value())
    look_at("what they see")
    page.goto(f"/matches/{first}/")
    page.locator("#against").select_option(index=3)
    page.locator("#against-show").click()
    expect(page).to_have_url(re.compile("against="))
    expect(page.locator("#contrast-title")).to_be_visible()
    look_at("contrast")
    assert found == []
