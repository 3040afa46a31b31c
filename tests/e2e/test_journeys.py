"""The main job in a browser: sign up, list eight skills, see the ranked roles, open the top receipt."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.catalogue import releases
from tests import people
from tests.e2e.browsing import expect_focus_kept, follow

SKILLS = {"Python": 3, "SQL": 3, "Git": 2, "docker": 2, "linux": 3, "k8s": 1, "Postgres": 2, "airflow": 2}


def sign_up(page: Page) -> None:
    page.get_by_role("link", name=re.compile("sign up|build your profile", re.IGNORECASE)).first.click()
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("new@example.org")
    page.get_by_label(re.compile("^password", re.IGNORECASE)).first.fill(people.PASSWORD)
    page.locator("main").get_by_role("button", name=re.compile("sign up|create", re.IGNORECASE)).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")


def add_skill(page: Page, term: str, level: int, *, javascript: bool) -> None:
    search = page.get_by_label("Skill, tool, language or practice")
    search.clear()
    search.press_sequentially(term, delay=20)
    if not javascript:
        page.get_by_role("button", name="Find", exact=True).click()
    first = page.locator("#suggestions details").first
    expect(page.locator("#suggestions")).to_contain_text(f"“{term}”")
    first.get_by_role("button", name=re.compile(rf"^{level} ")).click()


def assert_receipt_adds_up(page: Page) -> None:
    """The points on the page, added by hand, are the fit on the page."""
    points = [Decimal(cell) for cell in page.locator("table.points tbody td.fig b").all_text_contents()]
    assert len(points) >= 12
    assert sum(points) == total(page)


def total(page: Page) -> Decimal:
    return Decimal(page.locator("#fit-total").inner_text())


def claim_all_of(gap: Locator) -> Decimal:
    """Unfold "I have this" in a line, press the level asked, and return what the page says that adds."""
    gap.locator("summary").first.click()
    said = gap.locator(".what-ifs li").last.inner_text()
    [level, points] = re.findall(r"to (\d): \+([\d.]+)", said)[0]
    gap.locator(f"button[name=level][value='{level}']").click()
    return Decimal(points)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_landing_page_to_the_top_receipt(open_page: Callable[..., Page], javascript: bool, width: int) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 900})
    sign_up(page)
    for number, (term, level) in enumerate(SKILLS.items(), start=1):
        add_skill(page, term, level, javascript=javascript)
        expect(page.locator("#claims-title")).to_have_text(re.compile(rf"^{number} skills? listed"))
    page.get_by_role("link", name="See your matches").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your matches")
    ranked = page.locator(".ranks h3 a[href^='/matches/']")
    expect(ranked).to_have_count(len(releases.current().roles))
    ranked.first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Data Engineer")
    assert_receipt_adds_up(page)


def test_the_same_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/accounts/signup/")
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).focus()
    page.keyboard.type("new@example.org")
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.type") != "password":
        page.keyboard.press("Tab")
    page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")
    for number, term in enumerate(["Python", "SQL"], start=1):
        page.get_by_label("Skill, tool, language or practice").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(term)
        expect(page.locator("#suggestions")).to_contain_text(f"“{term}”")
        _tab_to(page, lambda text: text.startswith("3 "))
        page.keyboard.press("Enter")
        expect(page.locator("#claims-title")).to_have_text(re.compile(rf"^{number} skills? listed"))
        expect_focus_kept(page)
    _tab_to(page, lambda text: text == "See your matches")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/matches/$"))


def _tab_to(page: Page, wanted: Callable[[str], bool]) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted(page.evaluate("document.activeElement.innerText").strip().replace("\n", " ")):
            return
    raise AssertionError("not reached by Tab")


def test_a_change_can_be_undone(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    sign_up(page)
    add_skill(page, "Python", 3, javascript=True)
    expect(page.locator("#claims-title")).to_have_text("1 skill listed")
    page.get_by_role("button", name=re.compile("undo", re.IGNORECASE)).click()
    expect(page.locator("#claims-title")).to_have_text("Nothing listed yet")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_current_job_to_ranked_roles_and_back(
    open_page: Callable[..., Page], javascript: bool, width: int
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 740})
    sign_up(page)
    page.goto("/matches/")
    page.get_by_role("link", name="Start from your current job").click()
    page.get_by_label("Job title or what you do").press_sequentially("backend", delay=20)
    if not javascript:
        page.get_by_role("button", name="Find", exact=True).click()
    expect(page.locator("#jobs h3")).to_have_text(["Backend developer"])
    follow(page.get_by_role("link", name="Backend developer"))
    proposed = page.get_by_role("checkbox").count()
    git, sql = page.locator(".proposal:has(#tick-git)"), page.locator(".proposal:has(#tick-sql)")
    git.get_by_role("checkbox").uncheck()
    expect(git.get_by_role("radio")).to_have_count(0)  # what is not ticked asks for no level
    says = sql.locator(".step-says:visible")
    expect(says).to_contain_text("3 independent")
    sql.get_by_role("radio", name="5 expert").check()
    expect(says).to_have_count(1)
    expect(says).to_contain_text("5 expert")
    page.get_by_role("button", name="Add the ticked skills").click()
    expect(page.locator("#claims-title")).to_have_text(f"{proposed - 1} skills listed")
    expect(page.locator("#mine-sql")).to_contain_text("5 expert")
    expect(page.locator("#mine-git")).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Undo")).click()
    expect(page.locator("#claims-title")).to_have_text("Nothing listed yet")
    expect(page.get_by_text("Undone. Your profile is as it was before.")).to_be_visible()


def test_a_level_is_chosen_by_keyboard_and_never_hidden_by_the_bar(open_page: Callable[..., Page]) -> None:
    page = open_page("/", viewport={"width": 360, "height": 740})
    sign_up(page)
    page.goto("/profile/start/backend-developer/")
    page.locator("#tick-docker").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[name=level-docker][value='4']")).to_be_checked()
    for _ in range(16):
        page.keyboard.press("Tab")
        assert page.evaluate(
            """() => { const bar = document.querySelector(".foot-bar"), here = document.activeElement;
                return here.closest(".proposal")
                    && here.getBoundingClientRect().bottom <= bar.getBoundingClientRect().top; }"""
        )


def test_i_have_this_moves_the_receipt(open_page: Callable[..., Page], member: object, log_in: Callable) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/matches/ai-engineer/")
    before = total(page)
    promised = claim_all_of(page.locator("table.points .held > details").first)
    expect(page.get_by_role("button", name=re.compile("undo", re.IGNORECASE))).to_be_visible()
    assert_receipt_adds_up(page)
    assert total(page) - before == promised


def test_two_tabs_lose_nothing(open_page: Callable[..., Page], member: object, log_in: Callable) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/profile/?q=terraform")
    other = page.context.new_page()
    other.goto("/profile/?q=terraform")
    for tab, level in ((page, 2), (other, 4)):
        tab.locator("#suggestions details").first.get_by_role("button", name=re.compile(rf"^{level} ")).click()
    expect(other.get_by_role("alert")).to_contain_text("set to 2 (assisted) elsewhere")
    other.reload()
    expect(other.locator("#claims")).to_contain_text("2 assisted")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("width", [1280, 360])
def test_from_a_receipt_to_a_plan_ticked_off_and_back(
    open_page: Callable[..., Page], member: object, log_in: Callable, javascript: bool, width: int
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 740})
    log_in(page, member)
    page.goto("/matches/ai-engineer/")
    fit = page.locator(".big b").inner_text().split()[0]  # while little is known a range
    page.get_by_label("Hours a week").fill("7.5")
    page.get_by_role("button", name="Make a plan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Engineer")
    expect(page.locator(".lede")).to_contain_text("at 7.5 h a week")
    assert page.locator(".big b").inner_text() == fit, "the same whole points on both pages"
    second = page.locator("#step-2")
    second.get_by_role("button", name="Done").click()
    expect(page.locator("#said")).to_contain_text("in your profile, and your fit is")
    expect(page.locator("#said .changed")).to_be_in_viewport()
    expect(second).to_have_attribute("data-state", "done")
    assert int(page.locator(".big b").inner_text()) >= int(fit)
    page.locator("#undo-mark").click()
    expect(page.locator("#said")).to_contain_text("is as it was before")
    expect(second).to_have_attribute("data-state", "open")
    assert page.locator(".big b").inner_text() == fit
    page.locator("#again-title").click()
    page.get_by_label("Hours a week").fill("15")
    page.get_by_role("button", name="Make the plan again").click()
    expect(page.locator(".lede")).to_contain_text("at 15 h a week")
    page.get_by_role("link", name="Your plans").click()
    expect(page.locator("main h2 a")).to_have_text(["AI Engineer"])
    page.get_by_label("Hours a week").fill("0.1")
    page.get_by_text("Target, deadline, weeks off").click()
    page.get_by_label("Fit to reach").fill("75.5")
    page.locator(".plan-form").evaluate("form => form.noValidate = true") if javascript else None
    page.get_by_role("button", name="Make a plan").click()
    if javascript:
        expect(page.locator(".errorlist")).to_contain_text("0.25")
    expect(page.get_by_label("Fit to reach")).to_have_value("75.5")


def test_a_plan_keeps_the_focus_and_says_what_happened(
    open_page: Callable[..., Page], member: object, log_in: Callable
) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/matches/ai-engineer/")
    page.get_by_role("button", name="Make a plan").click()
    page.locator("#mark-1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("in your profile, and your fit is")
    expect(page.locator("#said .changed")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#undo-mark")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_contain_text("is as it was before")
