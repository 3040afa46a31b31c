"""What goes wrong on the way: a session that ends, a server that is gone or broken, a network that is off, Back.

Each time there is a word to see, what was typed stays, and once things work again so does the page.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from careers.models import Claim, User
from careers.web import limits
from matching.models import Plan
from tests import people
from tests.e2e.browsing import expect_focus_kept, follow
from tests.e2e.test_journeys import add_skill

LogIn = Callable[[Page, User], None]
WAYS = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
SKILL = "Skill, tool, language or practice"
FAILURES = {
    "off": ("did not reach us", lambda route: route.abort("internetdisconnected")),
    "gone": ("did not reach us", lambda route: route.abort("connectionrefused")),
    "cut": ("did not reach us", lambda route: route.abort("connectionreset")),
    "500": ("Something broke on our side", lambda route: route.fulfill(status=500, body="<h1>Oh</h1>")),
    "503": ("Something broke on our side", lambda route: route.fulfill(status=503, body="<h1>Oh</h1>")),
    "404": ("not here any more", lambda route: route.fulfill(status=404, body="<h1>Oh</h1>")),
}


@pytest.fixture
def open_rough(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """As open_page, for pages whose console has reason to complain; a script that breaks still fails the test."""
    contexts, broken = [], []

    def open_rough(path: str, **options: Any) -> Page:
        context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 740}, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(path)
        return page

    yield open_rough
    for context in contexts:
        context.close()
    assert broken == []


def end_session(page: Page) -> None:
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def sign_in(page: Page, member: User) -> None:
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(member.email)
    page.get_by_label(re.compile("^password", re.IGNORECASE)).fill(people.PASSWORD)
    follow(page.locator("main").get_by_role("button", name="Sign in"))


def assert_whole(page: Page) -> None:
    """A page, not a part of one."""
    expect(page.locator("header.top")).to_have_count(1)
    expect(page.locator("main h1")).to_have_count(1)
    expect(page.locator("footer")).to_have_count(1)


# A session that ends


def test_while_a_skill_is_typed(open_rough: Callable[..., Page], member: User, log_in: LogIn) -> None:
    page = open_rough("/")
    log_in(page, member)
    page.goto("/profile/")
    end_session(page)
    page.get_by_label(SKILL).press_sequentially("terraform", delay=10)
    expect(page.locator("#trouble")).to_contain_text("You were signed out")
    expect(page.locator("#trouble")).to_be_in_viewport()
    expect(page.get_by_label(SKILL)).to_have_value("terraform")
    expect(page.locator("#suggestions")).not_to_contain_text("Sign in")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    there = opened.value
    sign_in(there, member)
    expect(there.get_by_label(SKILL)).to_have_value("terraform")  # signing in leads to what was typed
    page.get_by_label(SKILL).press("Enter")  # and the page they left works on
    expect(page.locator("#suggestions")).to_contain_text("“terraform”")
    expect(page.locator("#trouble")).to_be_hidden()
    page.locator("#suggestions .pick").nth(2).click()
    expect(page.locator("#builder > .picked")).to_contain_text("is now 2 assisted")


@WAYS
def test_while_a_plan_is_typed(open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool) -> None:
    page = open_page("/", java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/plans/")
    page.get_by_label("Role", exact=True).select_option("data-engineer")
    page.get_by_label("Hours a week").fill("7.5")
    page.get_by_label("First day").fill("2028-02-29")
    page.get_by_text("Target, deadline, weeks off").click()
    page.get_by_label("Weeks off").fill("2028-03-09, 2028-03-16")
    end_session(page)
    page.get_by_role("button", name="Make a plan").click()
    expect(page.get_by_text("You were signed out, so this was not saved.")).to_be_visible()
    sign_in(page, member)
    expect(page.get_by_label("Hours a week")).to_have_value("7.5")
    expect(page.get_by_label("First day")).to_have_value("2028-02-29")
    expect(page.get_by_label("Weeks off")).to_have_value("2028-03-09, 2028-03-16")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data Engineer")
    assert Plan.objects.get().weeks_off == [1, 2]


@WAYS
def test_signed_in_anew_in_another_tab(
    open_rough: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    """The log-in makes the token of the page that is open an old one."""
    page = open_rough("/", java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/plans/")
    page.get_by_label("Hours a week").fill("7.5")
    end_session(page)
    there = page.context.new_page()
    there.goto("/accounts/login/")
    sign_in(there, member)
    page.get_by_role("button", name="Make a plan").click()
    if not javascript:
        expect(page.get_by_role("heading", level=1)).to_have_text("Please send that again")
        expect(page.locator("main")).to_contain_text(f"you are signed in as {member.email}")
        page.get_by_role("button", name="Send it again").click()
    expect(page.locator(".lede")).to_contain_text("at 7.5 h a week")


def test_while_a_plan_is_followed(open_rough: Callable[..., Page], member: User, log_in: LogIn) -> None:
    """A tick is not saved, half a form below it stays, and after signing in both go on."""
    page = open_rough("/")
    log_in(page, member)
    page.goto("/plans/")
    follow(page.get_by_role("button", name="Make a plan"))
    page.locator("#again-title").click()
    page.get_by_label("Hours a week").fill("3.25")
    end_session(page)
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#trouble")).to_contain_text("You were signed out")
    expect(page.locator("#trouble")).to_be_in_viewport()
    expect(page.get_by_label("Hours a week")).to_have_value("3.25")
    assert not Plan.objects.get().steps.exclude(done_at=None).exists()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in a new tab").click()
    sign_in(opened.value, member)
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#said")).to_contain_text("in your profile, and your fit is")
    assert Plan.objects.get().steps.exclude(done_at=None).count() == 1


# An answer that takes its time


def test_who_types_on_meanwhile_keeps_what_they_typed(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/?q=python")
    under_way: list[Route] = []
    page.route("**/try/claim/", lambda route: under_way.append(route))
    page.locator("#suggestions .pick").nth(3).click()
    page.get_by_label(SKILL).click(click_count=3)
    page.get_by_label(SKILL).press_sequentially("terraf", delay=10)
    under_way.pop().continue_()
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")
    expect(page.get_by_label(SKILL)).to_have_value("terraf")
    expect(page.get_by_label(SKILL)).to_be_focused()
    page.keyboard.type("orm")  # the caret is where it was
    expect(page.get_by_label(SKILL)).to_have_value("terraform")
    expect(page.locator("#suggestions")).to_contain_text("“terraform”")


def test_half_a_form_stays_when_something_else_on_the_page_is_done(
    open_page: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/matches/data-engineer/")
    page.get_by_label("Hours a week").fill("6.5")
    page.locator("table.ledger summary").first.click()
    page.locator("table.ledger .pick:visible").last.click()
    expect(page.locator("table.ledger .changed")).to_be_visible()
    expect(page.get_by_label("Hours a week")).to_have_value("6.5")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.locator(".lede")).to_contain_text("at 6.5 h a week")
    page.locator("#again-title").click()
    page.get_by_label("Hours a week").fill("3.25")
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#undo-mark")).to_be_visible()
    expect(page.get_by_label("Hours a week")).to_have_value("3.25")
    page.get_by_role("button", name="Make the plan again").click()
    expect(page.locator(".lede")).to_contain_text("at 3.25 h a week")


def test_what_is_pressed_the_moment_it_appears_loads_no_whole_page(open_page: Callable[..., Page]) -> None:
    """Else the browser would send the form itself, load a whole page, and lose the focus of whoever is quick."""
    page = open_page("/try/")
    page.evaluate(
        """() => new MutationObserver(() => {
            const level = document.querySelector("#suggestions .pick[value='3']");
            if (level && !window.pressed) { window.pressed = true; level.focus(); level.click(); }
        }).observe(document.getElementById("builder"), {childList: true, subtree: true})"""
    )
    page.get_by_label(SKILL).press_sequentially("python", delay=10)
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")
    assert page.evaluate("window.pressed"), "the page is still the same one"
    expect_focus_kept(page)


# A request that fails half way


@pytest.mark.parametrize("failure", FAILURES)
def test_a_search_that_fails_is_told_and_works_again(open_rough: Callable[..., Page], failure: str) -> None:
    said, fail = FAILURES[failure]
    page = open_rough("/try/")
    add_skill(page, "Python", 3, javascript=True)
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")
    page.route("**/try/suggest/**", fail)
    page.get_by_label(SKILL).fill("")
    page.get_by_label(SKILL).press_sequentially("terraform", delay=10)
    expect(page.locator("#trouble")).to_contain_text(said)
    expect(page.locator("#trouble")).to_be_in_viewport()
    expect(page.locator("#live")).to_contain_text(said)
    expect(page.get_by_label(SKILL)).to_have_value("terraform")
    expect(page.get_by_label(SKILL)).to_be_focused()
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")
    page.unroute("**/try/suggest/**")
    page.get_by_label(SKILL).press("Enter")
    expect(page.locator("#suggestions")).to_contain_text("“terraform”")
    expect(page.locator("#trouble")).to_be_hidden()


def test_a_list_that_does_not_arrive_keeps_its_levels_and_is_sent_again(open_rough: Callable[..., Page]) -> None:
    said, fail = FAILURES["cut"]
    page = open_rough("/try/?q=python,sql")
    page.route("**/try/answer/", fail)
    page.locator("#list-python-4").check(force=True)
    page.locator("#rest-2").check(force=True)
    page.locator("#add-all").click()
    expect(page.locator("#trouble")).to_contain_text(said)
    expect(page.locator("#list-python-4")).to_be_checked()
    page.unroute("**/try/answer/")
    page.locator("#add-all").click()
    expect(page.locator(".picked")).to_contain_text("Python 4, SQL 2")


@pytest.mark.parametrize("failure", ["off", "500"])
def test_a_change_that_fails_is_told_and_sent_again(
    open_rough: Callable[..., Page], member: User, log_in: LogIn, failure: str
) -> None:
    said, fail = FAILURES[failure]
    page = open_rough("/")
    log_in(page, member)
    page.goto("/profile/?q=terraform")
    page.route("**/profile/claim/", fail)
    level = page.locator("#suggestions .pick").nth(3)
    level.click()
    expect(page.locator("#trouble")).to_contain_text(said)
    expect(page.locator("#trouble")).to_be_in_viewport()
    expect(page.get_by_label(SKILL)).to_have_value("terraform")
    page.unroute("**/profile/claim/")
    level.click()
    expect(page.locator("#builder > .picked")).to_contain_text("is now 3 independent")
    assert Claim.objects.filter(skill__slug="terraform").count() == 1


def test_what_is_too_often_is_told_with_when_to_go_on(
    open_rough: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A search, then a change, over the limit: each says so in its own words, and works again later."""
    page = open_rough("/try/?q=terraform")
    search, level = page.get_by_label(SKILL), page.locator("#suggestions .pick").nth(3)

    def spend(name: str, *who: str, units: int = 1) -> None:
        if name == row:
            raise limits.Refused(row, 25)

    for row, ask in (("look", lambda: search.fill("terraform cloud")), ("send", level.click)):
        with monkeypatch.context() as patch:
            patch.setattr(limits, "spend", spend)
            ask()
            for place in ("#trouble", "#live"):
                expect(page.locator(place)).to_contain_text("too many requests from here")
                expect(page.locator(place)).to_contain_text("Wait 25 seconds")
            expect(page.locator("#trouble")).to_be_in_viewport()
            expect(search).to_have_value("terraform cloud" if row == "look" else "terraform")
        search.fill("terraform")
        search.press("Enter")
        expect(page.locator("#trouble")).to_be_hidden()
        expect(level).to_be_visible()
    level.click()
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")


def test_an_answer_that_is_lost_changes_nothing_twice(
    open_rough: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    """The server did it, the answer never came, and the person presses again."""
    page = open_rough("/")
    log_in(page, member)
    page.goto("/plans/")
    follow(page.get_by_role("button", name="Make a plan"))
    plan = Plan.objects.get()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/steps/1/", lose)
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#trouble")).to_contain_text("did not reach us")
    before = plan.steps.get(number=1)
    assert before.done
    page.unroute("**/steps/1/")
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#undo-mark")).to_be_visible()
    after = plan.steps.get(number=1)
    assert (after.done_at, after.before) == (before.done_at, before.before)


def test_two_devices_tick_the_same_step(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    here, there = open_page("/"), open_page("/")
    log_in(here, member)
    log_in(there, member)
    here.goto("/plans/")
    follow(here.get_by_role("button", name="Make a plan"))
    there.goto(here.url)
    fit = None
    for page in (here, there):
        page.locator("#step-1").get_by_role("button", name="Done").click()
        expect(page.locator("#undo-mark")).to_be_visible()
        fit = fit or page.locator(".big b").inner_text()
        expect(page.locator(".big b")).to_have_text(fit)
    assert Plan.objects.get().steps.exclude(done_at=None).count() == 1


# Back and Forward


def type_and_open(page: Page, field: str, typed: str, part: str) -> None:
    """Type into a search that htmx answers, open what it found."""
    page.get_by_label(field).press_sequentially(typed, delay=10)
    expect(page).to_have_url(re.compile(rf"q={typed}$"))
    page.locator(part).get_by_role("link").first.click()
    page.wait_for_url(lambda url: "q=" not in url)
    assert_whole(page)


@pytest.mark.parametrize(
    ("path", "field", "part"),
    [
        ("/skills/", "Find a skill, tool, language or practice", "#list"),
        ("/search/", "A role, a skill or tool, or your job", "#found"),
    ],
)
def test_back_to_a_search_is_a_whole_page_with_what_was_typed(
    open_page: Callable[..., Page], path: str, field: str, part: str
) -> None:
    """The last answer from that address was a part; the browser must not show it as the page."""
    page = open_page("/")
    page.goto(path)
    type_and_open(page, field, "kubernetes", part)
    page.go_back()
    assert_whole(page)
    expect(page.locator("main input[type=search]")).to_have_value("kubernetes")
    expect(page.locator(part)).to_contain_text("Kubernetes")
    page.go_forward()
    assert_whole(page)
    page.go_back()
    page.reload()
    assert_whole(page)
    page.go_back()
    assert_whole(page)


@WAYS
def test_back_and_forward_through_a_plan(
    open_page: Callable[..., Page], member: User, log_in: LogIn, javascript: bool
) -> None:
    """Back never shows a plan as it was before the tick, nor asks to send something twice."""
    page = open_page("/", java_script_enabled=javascript)
    log_in(page, member)
    page.goto("/matches/")
    page.goto("/plans/")
    page.get_by_label("Hours a week").fill("7.5")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.locator(".lede")).to_contain_text("at 7.5 h a week")
    page.locator("#step-1").get_by_role("button", name="Done").click()
    expect(page.locator("#undo-mark")).to_be_visible()
    page.get_by_role("link", name="Your receipt").click()
    expect(page.locator("#fit-total")).to_be_visible()
    page.go_back()
    assert_whole(page)
    expect(page.locator("#step-1")).to_have_attribute("data-state", "done")
    while not page.url.endswith("/plans/"):
        page.go_back()
        assert_whole(page)
    expect(page.locator("main h2 a")).to_have_count(1)  # the list knows the plan that was made since
    page.go_back()
    expect(page).to_have_url(re.compile("/matches/$"))
    assert_whole(page)
    page.go_forward()
    assert_whole(page)
    assert Plan.objects.count() == 1


def test_back_after_choices_on_the_matches_page(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/matches/")
    role = page.locator(".ranks > li").last.get_attribute("id").removeprefix("role-")
    page.locator(f"#more-{role}").click()
    page.locator(f"#pin-{role}").click()
    expect(page.locator(f"#role-{role} .changed")).to_be_visible()
    page.locator(f"#role-{role} h3 a").click()
    expect(page.locator("#fit-total")).to_be_visible()
    page.go_back()
    assert_whole(page)
    assert page.locator(".ranks > li").first.get_attribute("id") == f"role-{role}"
    page.go_forward()
    assert_whole(page)
    expect(page.locator("#fit-total")).to_be_visible()


def test_back_after_signing_out_shows_nothing_personal(
    open_page: Callable[..., Page], member: User, log_in: LogIn
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/profile/")
    expect(page.locator("#claims")).to_contain_text("Python")
    page.locator(".nav-account").get_by_role("button", name="Sign out").click()
    expect(page.locator(".nav-account")).to_contain_text("Sign in")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    expect(page.locator("#claims")).to_have_count(0)
