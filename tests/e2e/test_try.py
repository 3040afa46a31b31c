"""The whole promise without an account, in a browser: pick, see roles, read a receipt, sign up and keep it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.models import Claim, Profile, User
from careers.profile import tried
from tests import people
from tests.e2e.browsing import expect_focus_kept, follow
from tests.e2e.test_journeys import SKILLS, add_skill, assert_receipt_adds_up, claim_all_of, total
from tests.e2e.test_pages import faults, faults_here, wide_mostly

FIELD = "Skill, tool, language or practice"
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
TWELVE = "Python, SQL, Git, Docker, Linux, k8s, Airflow, Postgres, Terraform, Kafka, dbt, Spark"

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])


class Hands:
    """Counts what somebody does on a phone: a tap is one thing, and so is typing a word or pasting a list.

    Only what can be seen is tapped: nothing is scrolled to.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def tap(self, target: Locator) -> None:
        expect(target).to_be_in_viewport()
        target.tap()
        self.done += 1

    def type(self, text: str) -> None:
        expect(self.page.get_by_label(FIELD)).to_be_focused()
        self.page.keyboard.type(text)
        self.done += 1

    def paste(self, text: str) -> None:
        """Paste as a browser tells a page of it: a line of a field would lose the breaks between the lines."""
        self.page.evaluate(
            """text => { const data = new DataTransfer(); data.setData("text", text);
                document.activeElement.dispatchEvent(
                    new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }""",
            text,
        )
        self.done += 1


def listed(page: Page, number: int) -> None:
    expect(page.locator("#claims-title")).to_have_text(re.compile(rf"^{number} skills? listed"))


def listed_none(page: Page) -> None:
    expect(page.locator("#claims-title")).to_have_text("Nothing listed yet")


@JAVASCRIPT
@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_landing_page_to_a_receipt_and_an_account(
    open_page: Callable[..., Page], javascript: bool, width: int
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 900})
    page.locator("main .btn-primary").first.click()
    expect(page).to_have_url(re.compile("/try/$"))
    for number, (term, level) in enumerate(SKILLS.items(), start=1):
        add_skill(page, term, level, javascript=javascript)
        listed(page, number)
    page.get_by_role("link", name="See your roles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your matches")
    page.locator("main h3 a[href^='/try/roles/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Data Engineer")
    assert_receipt_adds_up(page)
    assert not Profile.objects.exists()
    page.get_by_role("link", name="Sign up and keep it").click()
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill("new@example.org")
    page.get_by_label(re.compile("^password", re.IGNORECASE)).first.fill(people.PASSWORD)
    page.locator("main").get_by_role("button", name=re.compile("sign up", re.IGNORECASE)).click()
    expect(page.get_by_text(f"Your account now keeps {len(SKILLS)} skills.")).to_be_visible()
    expect(page).to_have_url(re.compile("/matches/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your matches")
    assert Claim.objects.count() == len(SKILLS)
    assert tried.COOKIE not in [cookie["name"] for cookie in page.context.cookies()]


def test_the_same_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/")
    tab_to(page, "Try it with your skills")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/try/$"))
    for number, term in enumerate(["Python", "SQL"], start=1):
        page.get_by_label("Skill, tool, language or practice").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(term)
        expect(page.locator("#suggestions")).to_contain_text(f"“{term}”")
        tab_to(page, "3 ")
        page.keyboard.press("Enter")
        listed(page, number)
        expect_focus_kept(page)
    tab_to(page, "See your roles")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/try/roles/$"))
    tab_to(page, "Data Engineer")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/try/roles/data-engineer/$"))


def test_the_search_by_keyboard_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/roles/")
    page.locator("#top-q").focus()
    page.keyboard.type("k8s")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=k8s$"))
    tab_to(page, "Kubernetes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kubernetes")


def tab_to(page: Page, start: str) -> None:
    """Press Tab, beginning anew at the top where need be, until what has the focus starts with `start`."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText").strip().replace("\n", " ").startswith(start):
            return
    raise AssertionError(f"{start} is not reached by Tab")


@JAVASCRIPT
def test_what_one_types_is_found(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/search/", java_script_enabled=javascript)
    field = page.get_by_label("A role, a skill or tool, or your job")
    field.press_sequentially("kubernets", delay=20)
    if not javascript:
        page.locator("main").get_by_role("button", name="Search").click()
    expect(page.locator("#nothing")).to_contain_text("Nothing here is called “kubernets”")
    expect(page).to_have_url(re.compile(r"\?q=kubernets$"))
    page.get_by_role("link", name="Kubernetes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kubernetes")


@JAVASCRIPT
def test_on_a_narrow_screen_the_button_leads_to_the_search(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": 360, "height": 740})
    expect(page.locator("#top-q")).to_be_hidden()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")


@JAVASCRIPT
def test_a_word_we_do_not_know_is_kept_and_removed(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/try/", java_script_enabled=javascript)
    search = page.get_by_label("Skill, tool, language or practice")
    search.press_sequentially("basket weaving", delay=10)
    if not javascript:
        page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Keep “basket weaving”").click()
    expect(page.locator("#words")).to_contain_text("basket weaving")
    expect(page.locator("#words")).to_contain_text("not scored")
    page.locator("#words").get_by_role("button", name="Remove").click()
    expect(page.locator("#words")).to_have_count(0)


def test_three_skills_take_eight_things_to_do_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/", **PHONE)
    hands = Hands(page)
    hands.tap(page.get_by_label(FIELD))
    for number, (term, level) in enumerate([("python", 3), ("sql", 2), ("docker", 2)], start=1):
        hands.type(term)
        expect(page.locator("#suggestions")).to_contain_text(f"“{term}”")
        hands.tap(page.locator("#suggestions .pick").nth(level))
        listed(page, number)
        expect(page.locator(".picked")).to_be_in_viewport()
        expect(page.locator("#suggestions .pick")).to_have_count(0)
        expect(page.get_by_label(FIELD)).to_have_value("")
        expect(page.locator(".builder-status")).to_contain_text(f"{number} skill")
        expect(page.get_by_role("link", name="See your roles")).to_be_in_viewport()
    assert hands.done <= 8


def test_twelve_pasted_skills_take_six_things_to_do_on_a_phone(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/", **PHONE)
    hands = Hands(page)
    hands.tap(page.get_by_label(FIELD))
    hands.paste(TWELVE.replace(", ", "\n"))
    expect(page.locator("#answers")).to_contain_text("12 skills in your list")
    hands.tap(page.locator(".answer-all .step").nth(2))
    hands.tap(page.locator("#add-all"))
    listed(page, 12)
    expect(page.locator(".picked")).to_contain_text("12 skills added")
    assert hands.done <= 6
    page.locator("#undo").tap()
    expect(page.locator("#answers")).to_contain_text("12 skills in your list")
    listed_none(page)


@JAVASCRIPT
def test_a_list_is_answered_in_part_and_goes_on_after_back(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/try/", java_script_enabled=javascript)
    page.get_by_label(FIELD).press_sequentially("python, sql, kubernets, juggling", delay=10)
    if not javascript:
        page.get_by_role("button", name="Find", exact=True).click()
    row = page.locator(".answer:has([name=level-python])")
    row.get_by_role("radio", name="4 advanced").check(force=True)
    expect(row.locator(".step-says:visible")).to_contain_text("4 advanced")
    page.get_by_role("button", name="Add these").click()
    listed(page, 1)
    expect(page.get_by_label(FIELD)).to_have_value("sql, kubernets, juggling")
    expect(page).to_have_url(re.compile(r"\?q=sql"))
    follow(page.locator("main").get_by_role("link", name="Kubernetes"))
    expect(page.get_by_label(FIELD)).to_have_value("sql, Kubernetes, juggling")
    follow(page.get_by_role("link", name="See your roles"))
    page.go_back()
    expect(page.get_by_label(FIELD)).to_have_value("sql, Kubernetes, juggling")
    page.locator(".answer-all").get_by_role("radio", name=re.compile("^2")).check(force=True)
    page.get_by_role("button", name="Add these").click()
    listed(page, 3)
    expect(page.get_by_label(FIELD)).to_have_value("juggling")


def test_a_list_too_long_for_the_field_goes_into_the_one_for_lists(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/")
    page.get_by_label(FIELD).focus()
    Hands(page).paste("\n".join([*TWELVE.split(", "), *(f"juggling {n}" for n in range(200))]))
    expect(page.locator("#names")).to_be_focused()
    page.get_by_role("button", name="Read the list").click()
    expect(page.get_by_text("These are the first 50 of your list. 162 more did not fit")).to_be_visible()
    expect(page.locator("#answers")).to_contain_text("12 skills in your list, and 38 that we do not know")


def test_enter_before_the_answer_came_is_an_answer_too(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/")
    page.get_by_label(FIELD).focus()
    page.keyboard.type("python")
    page.keyboard.press("Enter")
    expect(page.locator("#suggestions")).to_contain_text("“python”")
    expect(page.get_by_label(FIELD)).to_be_focused()
    expect(page).to_have_url(re.compile(r"/try/\?q=python$"))


def test_a_level_is_changed_and_removed_where_it_stands(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/start/backend-developer/", **PHONE)
    follow(page.get_by_role("button", name="Add the ticked skills"))
    row = page.locator("#mine-sql")
    row.locator("summary").first.tap()
    row.locator(".pick").nth(5).tap()
    expect(row.locator(".picked")).to_contain_text("SQL is now 5 expert.")
    expect(row.locator(".picked")).to_be_focused()
    expect(row.locator(".picked")).to_be_in_viewport()
    row.locator("summary").first.tap()
    row.get_by_role("button", name="Remove").tap()
    expect(row.locator(".picked")).to_contain_text("SQL is unknown again")
    expect(row.locator(".picked")).to_be_in_viewport()
    row.get_by_role("button", name="Undo").tap()
    expect(row.locator("summary").first).to_contain_text("5 expert")


@JAVASCRIPT
def test_what_somebody_does_now_leads_to_a_start(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/try/", java_script_enabled=javascript, viewport={"width": 360, "height": 780})
    expect(page.get_by_role("heading", name="What do you do now?")).to_be_visible()
    for way in ("Student", "No job yet", "Career break"):
        expect(page.get_by_role("link", name=way)).to_be_visible()
    page.get_by_label("Your job title").press_sequentially("solicitor", delay=10)
    if not javascript:
        page.get_by_role("button", name="Show skills").click()
    follow(page.get_by_role("link", name="Lawyer"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lawyer")
    assert page.evaluate("document.documentElement.scrollHeight") <= 3 * 780
    follow(page.get_by_role("button", name="Add the ticked skills"))
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", name=re.compile("^You have all 12 already"))).to_be_visible()


def test_at_400_percent_nothing_sticks(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/start/backend-developer/", viewport={"width": 320, "height": 225})
    stuck = "e => getComputedStyle(e).position === 'sticky'"
    assert not page.locator(".foot-bar").evaluate(stuck)
    follow(page.get_by_role("button", name="Add the ticked skills"))
    assert not page.locator(".builder-head").evaluate(stuck)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.locator(".builder-head").evaluate(stuck)


@JAVASCRIPT
def test_back_and_forward_show_what_was_picked(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/try/", java_script_enabled=javascript)
    add_skill(page, "Python", 3, javascript=javascript)
    listed(page, 1)
    follow(page.get_by_role("link", name="See your roles"))
    follow(page.locator("main h3 a[href^='/try/roles/']").first)
    title = page.get_by_role("heading", level=1).inner_text()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your matches")
    page.go_back()
    listed(page, 1)
    add_skill(page, "SQL", 3, javascript=javascript)
    listed(page, 2)
    page.get_by_role("link", name="See your roles").click()
    expect(page.get_by_text("against the 2 skills")).to_be_visible()
    page.go_back()
    listed(page, 2)
    page.go_forward()
    follow(page.locator("main h3 a[href^='/try/roles/']").first)
    assert title  # a receipt was there, and one is again
    assert_receipt_adds_up(page)


def test_i_have_this_moves_a_receipt_and_is_undone(open_page: Callable[..., Page]) -> None:
    page = open_page("/try/start/backend-developer/")
    follow(page.get_by_role("button", name="Add the ticked skills"))
    page.goto("/try/roles/ai-engineer/")
    before = total(page)
    promised = claim_all_of(page.locator("table.points .held > details").first)
    expect(page.locator("#undo")).to_be_visible()
    assert total(page) - before == promised
    page.locator("#undo").click()
    expect(page.locator("#fit-total")).to_have_text(str(before))


@JAVASCRIPT
def test_signing_in_offers_what_was_picked(open_page: Callable[..., Page], member: User, javascript: bool) -> None:
    page = open_page("/try/?q=terraform", java_script_enabled=javascript)
    page.locator("#suggestions details").first.get_by_role("button", name=re.compile("^2 ")).click()
    listed(page, 1)
    held = Claim.objects.count()
    page.get_by_role("link", name="I have an account").click()
    page.get_by_label(re.compile("e-?mail", re.IGNORECASE)).fill(member.email)
    page.get_by_label(re.compile("^password", re.IGNORECASE)).fill(people.PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("you picked 1 skill.")).to_be_visible()
    page.get_by_role("button", name="Add to my profile").click()
    listed(page, held + 1)


@JAVASCRIPT
def test_roles_are_chosen_and_compared(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/roles/compare/", java_script_enabled=javascript)
    page.get_by_label("Role 1").select_option("ai-engineer")
    page.get_by_label("Role 2").select_option("data-engineer")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Engineer and Data Engineer")
    expect(page.get_by_text("They share 6 skills")).to_be_visible()


@wide_mostly
def test_pages_are_sound(open_page: Callable[..., Page], look: dict) -> None:
    """Before anything is picked and afterwards, with words kept, refused and unknown; everything unfolded."""
    page = open_page("/", **look)
    page.add_init_script(
        "addEventListener('load', () => document.querySelectorAll('details').forEach(d => d.open = true))"
    )
    say_the_same = [
        "/try/start/",
        "/try/start/backend-developer/",
        "/roles/compare/",
        "/roles/compare/?roles=nope,ai-engineer",
        "/search/",
        "/search/?q=eng",
        "/search/?q=kubernets",
        "/search/?q=ChatGPT",
        "/search/?q=time+management",
        "/search/?q=senior+teacher+with+python",
        "/about/method/",
    ]
    tell_of_picks = [
        "/try/",
        "/try/?q=sp",
        "/try/?q=basket-weaving",
        "/try/?q=python,sql,kubernets,juggling",
        "/try/roles/",
        "/try/roles/data-engineer/",
        "/try/roles/data-engineer/?against=nope",
        "/roles/compare/?roles=ai-engineer,data-engineer",
        "/roles/compare/?roles=ai-engineer,data-engineer,ai-ethics-specialist",
        "/accounts/signup/",
    ]
    found = [fault for path in [*say_the_same, *tell_of_picks] for fault in faults(page, path)]
    page.goto("/try/start/backend-developer/")
    follow(page.get_by_role("button", name="Add the ticked skills"))
    found += faults_here(page, "started")
    page.goto("/try/?q=basket-weaving")
    page.get_by_role("button", name=re.compile("^Keep")).click()
    expect(page.locator("#words")).to_be_visible()
    found += faults_here(page, "kept")
    found += [fault for path in tell_of_picks for fault in faults(page, path)]
    assert found == []
