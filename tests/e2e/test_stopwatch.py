"""With a stopwatch, as somebody new: from the landing page to a ranked list, and to a dated plan.

People are slower than browsers. Each thing a person does is given its time by the keystroke-level model (Card, Moran
and Newell 1980): K to press a key (an average typist), P to point at something with the mouse, H to move the hand
between mouse and keyboard, M to decide what to do next; and READ to take in a page that is new. On a phone a tap takes
TAP, a flick that scrolls most of a screen FLICK (Lee and others 2015, with the look at what came), and a key THUMB
(Palin and others 2019: 36 words a minute). These times are what is held to the promise. What the site takes to answer
is measured and reported: it says more of the machine than of the pages. Set STOPWATCH=real to wait all of it out.

Only what is to be seen is clicked, and by keyboard the focus is shown wherever it goes.
"""

import math
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from types import TracebackType
from typing import Self

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.catalogue import releases
from matching.models import Plan
from tests import people

K, P, H, M, READ = 0.28, 1.1, 0.4, 1.35, 2.0
TAP, FLICK, THUMB = 0.75, 1.2, 0.33
BY_START, BY_HAND, DATED = 90, 180, 240  # seconds: the promises of the landing page, and of the plan
SKILLS = {"Python": 3, "SQL": 3, "Git": 2, "Docker": 2, "Linux": 3, "Kubernetes": 1, "Airflow": 2, "PostgreSQL": 2}
FIELD = "Skill, tool, language or practice"
ROLE = "Data Engineer"


class Stopwatch:
    """Adds up what a person takes, and measures what the site takes while the person waits (`with watch:`)."""

    def __init__(self) -> None:
        self.person = self.site = 0.0
        self.done: Counter[str] = Counter()
        self.real = os.environ.get("STOPWATCH") == "real"

    def spend(self, what: str, seconds: float) -> None:
        self.person += seconds
        self.done[what] += 1
        if self.real:
            time.sleep(seconds)

    def __enter__(self) -> Self:
        self.began = time.monotonic()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.site += time.monotonic() - self.began


class Person:
    """Somebody new, at a screen that shows `page`: does one thing at a time, each with its time."""

    def __init__(self, page: Page, watch: Stopwatch, *, javascript: bool = True) -> None:
        self.page, self.watch, self.javascript = page, watch, javascript
        self.read()

    def read(self) -> None:
        self.watch.spend("read a page", READ + M)

    def press(self, found: Locator) -> None:
        raise NotImplementedError

    def look_through(self, rows: Locator) -> None:
        """Read the rows of a list and agree with each."""
        for _ in range(rows.count()):
            self.watch.spend("read a row", M)

    def type(self, text: str) -> None:
        for letter in text:
            self.page.keyboard.press(letter)
            self.watch.spend("key", K)

    def fill(self, field: Locator, text: str) -> None:
        raise NotImplementedError


class WithMouse(Person):
    """Points, clicks, and changes hands to type."""

    def press(self, found: Locator) -> None:
        expect(found).to_be_visible()
        self.watch.spend("click", M + P + K)
        with self.watch:
            found.click()

    def fill(self, field: Locator, text: str) -> None:
        expect(field).to_be_visible()
        self.watch.spend("click", M + P + K)
        field.click(click_count=3)  # what stands there is marked, and typed over
        self.watch.spend("change hands", H)
        self.type(text)
        self.watch.spend("change hands", H)


class WithThumbs(Person):
    """Taps, and flicks to get to what is not on the screen."""

    def press(self, found: Locator) -> None:
        self.go_to(found)
        self.watch.spend("tap", M + TAP)
        with self.watch:
            found.tap()

    def type(self, text: str) -> None:
        for letter in text:
            self.page.keyboard.press(letter)
            self.watch.spend("key", THUMB)

    def fill(self, field: Locator, text: str) -> None:
        expect(field).to_be_visible()
        if not field.evaluate("there => there === document.activeElement"):
            self.go_to(field)
            self.watch.spend("tap", M + TAP)
            field.tap()
        self.page.keyboard.press("Control+A")  # a phone's own key clears a search field
        self.type(text)

    def go_to(self, found: Locator) -> None:
        expect(found).to_be_visible()
        away = found.evaluate(
            """there => { const box = there.getBoundingClientRect();
                return box.top < 0 ? -box.top : Math.max(0, box.bottom - innerHeight); }"""
        )
        for _ in range(math.ceil(away / (0.8 * self.page.evaluate("innerHeight")))):
            self.watch.spend("flick", FLICK)
        found.scroll_into_view_if_needed()

    def look_through(self, rows: Locator) -> None:
        super().look_through(rows)
        self.go_to(rows.last)


class WithKeyboard(Person):
    """Only keys: Tab and Shift+Tab to get anywhere, and each of them counts."""

    def press(self, found: Locator) -> None:
        self.go_to(found)
        self.watch.spend("key", M + K)
        with self.watch:
            self.page.keyboard.press("Enter")

    def fill(self, field: Locator, text: str) -> None:
        self.go_to(field)
        self.page.keyboard.press("Control+A")
        self.watch.spend("key", M + 2 * K)
        self.type(text)

    def go_to(self, found: Locator) -> None:
        expect(found).to_be_visible()
        for _ in range(150):
            if found.evaluate("there => there === document.activeElement"):
                return
            after = found.evaluate(
                "there => !(there.compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING)"
            )
            self.page.keyboard.press("Tab" if after else "Shift+Tab")
            self.watch.spend("Tab", K)
            assert_focus_shows(self.page)
        raise AssertionError(f"{found} is not reached by Tab")


def assert_focus_shows(page: Page) -> None:
    """What has the focus stands within the window and is marked."""
    here = page.evaluate(
        """() => { const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
            return {name: e.outerHTML.slice(0, 120), body: e === document.body,
                seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2}; }"""
    )
    assert here["body"] or (here["seen"] and here["marked"]), here


def pick(person: Person, term: str, level: int, number: int) -> None:
    page = person.page
    person.fill(page.get_by_label(FIELD), term)
    if not person.javascript:
        person.press(page.get_by_role("button", name="Find", exact=True))
    with person.watch:
        expect(page.locator("#suggestions")).to_contain_text(f"“{term}”")
    person.watch.spend("read the levels", READ)
    person.press(page.locator("#suggestions details").first.get_by_role("button", name=re.compile(rf"^{level} ")))
    with person.watch:
        expect(page.locator("#claims-title")).to_have_text(re.compile(rf"^{number} skills? listed"))


def see(person: Person, title: str | re.Pattern[str]) -> str:
    """Wait for a page, read it, and return its heading."""
    heading = person.page.get_by_role("heading", level=1)
    with person.watch:
        expect(heading).to_have_text(title)
    person.read()
    return heading.inner_text()


def to_the_builder(person: Person) -> None:
    person.press(person.page.locator("main").get_by_role("link", name="Try it with your skills"))
    see(person, "What can you do?")


def to_a_ranked_list(person: Person, first: str) -> None:
    page = person.page
    person.press(page.get_by_role("link", name="See your roles"))
    see(person, "Your matches")
    expect(page.locator(".ranks h3")).to_have_count(len(releases.current().roles))
    expect(page.locator(".ranks h3").first).to_have_text(first)


def ranked_by_hand(person: Person) -> None:
    to_the_builder(person)
    for number, (term, level) in enumerate(SKILLS.items(), start=1):
        pick(person, term, level, number)
    to_a_ranked_list(person, ROLE)


def ranked_by_a_start(person: Person) -> None:
    page = person.page
    to_the_builder(person)
    person.fill(page.get_by_label("Your job title"), "backend")
    if not person.javascript:
        person.press(page.get_by_role("button", name="Show skills"))
    person.press(page.get_by_role("link", name="Backend developer"))
    see(person, "Backend developer")
    person.look_through(page.locator(".proposal"))
    person.press(page.get_by_role("button", name="Add the ticked skills"))
    see(person, "What can you do?")
    to_a_ranked_list(person, "AI Engineer")


def to_a_dated_plan(person: Person) -> None:
    page = person.page
    person.press(page.locator(".ranks h3").first.get_by_role("link"))
    see(person, ROLE)
    person.press(page.get_by_role("link", name="Sign up and keep it"))
    see(person, "Sign up")
    person.fill(page.locator("main input[type=email]"), "new@example.org")
    person.fill(page.locator("main input[type=password]").first, people.PASSWORD)
    person.press(page.locator("main").get_by_role("button", name="Sign up"))
    here = see(person, re.compile("^(Your profile|Your matches|" + ROLE + ")$"))
    if here == "Your profile":
        person.press(page.get_by_role("link", name="See your matches").first)
        here = see(person, "Your matches")
    if here == "Your matches":
        person.press(page.locator(".ranks h3").first.get_by_role("link"))
        see(person, ROLE)
    person.press(page.get_by_role("button", name="Make a plan"))
    with person.watch:
        expect(page.locator(".plan-steps > li").first).to_be_visible()
    person.read()
    expect(page.locator(".lede time")).to_have_text(re.compile(r"^\d+ \w+ 20\d\d$"))


WHO = pytest.mark.parametrize(
    ("how", "javascript", "options"),
    [
        (WithThumbs, True, {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}),
        (WithKeyboard, True, {}),
        (WithMouse, False, {}),
    ],
    ids=["phone", "keyboard", "no-javascript"],
)
Report = Callable[[str, object], None]


def report(person: Person, name: str, say: Report) -> float:
    """The time that the person took so far; what the site took is only said."""
    watch = person.watch
    say(name, {"person": watch.person, "site": watch.site})
    print(f"{name}: the person {watch.person:.0f} s, the site {watch.site:.1f} s: {dict(watch.done)}")
    return watch.person


@WHO
def test_by_a_start_there_is_a_ranked_list_within_90_seconds(
    open_page: Callable[..., Page], how: type[Person], javascript: bool, options: dict, record_property: Report
) -> None:
    person = how(open_page("/", java_script_enabled=javascript, **options), Stopwatch(), javascript=javascript)
    ranked_by_a_start(person)
    assert report(person, "ranked by a start", record_property) < BY_START


@WHO
def test_by_hand_it_takes_three_minutes_and_a_dated_plan_four(
    open_page: Callable[..., Page], how: type[Person], javascript: bool, options: dict, record_property: Report
) -> None:
    person = how(open_page("/", java_script_enabled=javascript, **options), Stopwatch(), javascript=javascript)
    ranked_by_hand(person)
    assert report(person, "ranked by hand", record_property) < BY_HAND
    to_a_dated_plan(person)
    assert Plan.objects.get().steps.exists()
    assert report(person, "dated", record_property) < DATED
