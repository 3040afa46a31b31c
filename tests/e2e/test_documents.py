"""A CV in a real browser: upload or paste, confirm each find, see the matches move; by keyboard, without JavaScript."""

import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from careers.catalogue.released import Released
from careers.documents import reading, views
from careers.models import Claim, Document, User
from careers.profile import operations, own_words
from tests import people
from tests.e2e.browsing import follow
from tests.e2e.test_pages import LOOKS, faults, faults_here

JAVASCRIPT = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
CV = """Data engineer
Since 2019 I build data pipelines with Python and Airflow on AWS.
Skills: Python (expert), SQL, Docker, Kuberntes, Juggling knives
Basics of React. <script>document.title = "run"</script>
"""
LogIn = Callable[[Page, User], None]


def work() -> None:
    """Do what the sweep and a worker would do now."""
    waiting: list[tuple[int, int]] = []
    reading.hand_out(publish=lambda pk, tried: waiting.append((pk, tried)), at=timezone.now())
    for pk, tried in waiting:
        reading.read_document(document_id=pk, tried=tried)


def pdf(browser: Browser, text: str) -> bytes:
    """The text as a PDF that a browser printed."""
    page = browser.new_page()
    page.set_content("<pre style='font: 11pt sans-serif'></pre>")
    page.evaluate("text => { document.querySelector('pre').textContent = text }", text)
    made = page.pdf()
    page.close()
    return made


def send(page: Page, name: str, content: bytes) -> None:
    page.goto("/profile/documents/")
    page.get_by_label("Your file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    follow(page.get_by_role("button", name="Upload"))


def order(page: Page) -> list[str]:
    page.goto("/matches/")
    return [text.strip() for text in page.locator("main h3").all_text_contents()]


def levels() -> dict[str, int]:
    return dict(Claim.objects.values_list("skill__slug", "level"))


@JAVASCRIPT
def test_from_a_pdf_to_matches(
    open_page: Callable[..., Page], log_in: LogIn, browser: Browser, catalogue: Released, javascript: bool
) -> None:
    page = open_page("/", java_script_enabled=javascript)
    user = people.person("new@example.org")
    operations.change_claims(user=user, release=catalogue, levels={"prompt-engineering": 3})
    log_in(page, user)
    before = order(page)
    send(page, "cv.pdf", pdf(browser, CV))
    expect(page.get_by_role("heading", level=1)).to_have_text("cv.pdf")
    expect(page.get_by_text("Reading your file")).to_be_visible()
    work()
    if not javascript:
        page.get_by_role("link", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("skills found")
    python = page.locator("#found-python")
    expect(python.locator("mark").first).to_have_text("Python")
    expect(python).to_contain_text("from “expert”")
    page.locator("#found-docker .check").click()
    page.locator("#found-sql .step").nth(2).click()
    expect(page.locator(".cv-text")).to_contain_text('<script>document.title = "run"</script>')
    follow(page.locator("#save"))
    expect(page.get_by_text(re.compile(r"\d+ skills? added"))).to_be_visible()
    assert page.title() == "Your profile · Rolewise"
    held = levels()
    assert (held["python"], held["sql"], "docker" in held) == (5, 2, False)
    assert not Document.objects.exists()
    assert order(page) != before


def test_a_missing_skill_is_added_while_one_types(open_page: Callable[..., Page], log_in: LogIn, member: User) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/profile/documents/")
    page.get_by_label("The text of your CV").fill(CV)
    follow(page.locator("#read-text"))
    page.get_by_label("Is one missing? Look for it").press_sequentially("pytor")
    page.locator("#add-pytorch").click()
    expect(page.locator("#tick-pytorch")).to_be_checked()
    page.locator("#found-pytorch .step").nth(2).click()
    page.get_by_label("Is one missing? Look for it").press_sequentially("fast")
    expect(page.locator("#found-pytorch input[value='2']")).to_be_checked()
    follow(page.locator("#save"))
    assert Claim.objects.get(skill__slug="pytorch").level == 2
    follow(page.locator("#undo"))
    assert not Claim.objects.filter(skill__slug="pytorch").exists()


def test_the_whole_way_by_keyboard(open_page: Callable[..., Page], log_in: LogIn, catalogue: Released) -> None:
    page = open_page("/")
    log_in(page, people.person("keys@example.org"))
    page.goto("/profile/documents/")
    reach(page, "text")
    page.keyboard.insert_text("Skills: Python (expert), SQL")
    reach(page, "read-text")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    reach(page, "tick-sql")
    page.keyboard.press("Space")
    reach(page, "tick-python", "Shift+Tab")
    reach(page, "python-5")
    page.keyboard.press("ArrowLeft")
    reach(page, "save")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert levels() == {"python": 4}


def reach(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press a key until something has the focus."""
    for _ in range(60):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached with {key}")


def test_linkedins_archive_comes_in(open_page: Callable[..., Page], log_in: LogIn, catalogue: Released) -> None:
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("Skills.csv", "Name\nPython (Programming Language)\nSQL\nJuggling knives\n")
        file.writestr("Positions.csv", POSITIONS)
        file.writestr("Connections.csv", "First Name\nSomebody Else\n")
    page = open_page("/")
    log_in(page, people.person("new@example.org"))
    send(page, "archive.zip", archive.getvalue())
    work()
    expect(page.get_by_role("heading", level=1)).to_contain_text("skills found")
    expect(page.locator("#tick-python")).to_be_checked()
    expect(page.locator("#found-airflow")).to_be_visible()
    expect(page.get_by_label("Juggling knives")).to_be_checked()
    assert "Somebody Else" not in page.content()
    follow(page.locator("#save"))
    assert {"python", "sql"} <= levels().keys()


POSITIONS = "Company Name,Title,Description,Location,Started On,Finished On\nSample,Engineer,I ran Airflow.,,Jan 2020,"


def test_json_resume_goes_out_and_comes_back_equal(
    open_page: Callable[..., Page], log_in: LogIn, catalogue: Released, tmp_path: Path
) -> None:
    """All skills of the catalogue, at all levels, and words of one's own."""
    everything = {slug: number % 6 for number, slug in enumerate(sorted(catalogue.skills))}
    user, other = people.person("out@example.org"), people.person("back@example.org")
    profile = operations.change_claims(user=user, release=catalogue, levels=everything)
    own_words.keep_word(user=user, word="juggling knives")
    page = open_page("/")
    log_in(page, user)
    page.goto("/profile/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as JSON Resume").click()
    file = tmp_path / "skills.json"
    download.value.save_as(file)
    page.context.clear_cookies()
    log_in(page, other)
    send(page, "skills.json", file.read_bytes())
    work()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(rf"^{len(everything)} skills found"), timeout=30_000
    )
    page.wait_for_load_state()  # the heading is there before the last of so many skills
    page.locator("#confirm [type=checkbox]:not(:checked)").evaluate_all("ticks => ticks.forEach(tick => tick.click())")
    follow(page.locator("#save"))
    theirs = operations.get_or_create_profile(user=other)
    assert bytes(theirs.levels) == bytes(operations.get_or_create_profile(user=user).levels)
    assert dict(theirs.claims.values_list("skill__slug", "level")) == everything
    assert list(theirs.words.values_list("text", flat=True)) == ["juggling knives"]
    assert profile.pk != theirs.pk


def test_a_page_that_takes_long_is_asked_for_once(
    open_page: Callable[..., Page], log_in: LogIn, member: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that polls for its file stops polling once the page with the finds is on its way."""
    page = open_page("/")
    log_in(page, member)
    send(page, "cv.txt", CV.encode())
    shown: list[int | None] = []
    show = views._confirming

    def slowly(*arguments: Any) -> HttpResponse:
        shown.append(arguments[-1].pk)
        time.sleep(2.5)
        return show(*arguments)

    monkeypatch.setattr(views, "_confirming", slowly)
    work()
    expect(page.get_by_role("heading", level=1)).to_contain_text("skills found", timeout=20_000)
    assert len(shown) == 1


@JAVASCRIPT
def test_a_cv_without_an_account(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/", java_script_enabled=javascript)
    follow(page.get_by_role("link", name="Paste your CV"))
    page.get_by_label("The text of your CV").fill(CV)
    follow(page.locator("#read-text"))
    page.get_by_label("Is one missing? Look for it").fill("pytorch")
    if javascript:
        expect(page.locator("#add-pytorch")).to_be_visible()
    else:
        follow(page.locator("#find-skill"))
    page.locator("#add-pytorch").click()
    expect(page.locator("#tick-pytorch")).to_be_checked()
    page.locator("#found-pytorch .step").nth(1).click()
    follow(page.locator("#save"))
    expect(page.get_by_text(re.compile(r"\d+ skills added"))).to_be_visible()
    follow(page.get_by_role("link", name="See your roles"))
    expect(page.locator("main h3").first).to_be_visible()
    assert (Document.objects.count(), Claim.objects.count()) == (0, 0)


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_pages_are_sound(open_page: Callable[..., Page], log_in: LogIn, member: User, look: dict[str, Any]) -> None:
    """The ways in, with and without an account; waiting, late, refused; finds new, higher, lower and the same."""
    page = open_page("/", **look)
    found = faults(page, "/try/documents/")
    page.get_by_label("The text of your CV").fill(CV)
    follow(page.locator("#read-text"))
    found += faults_here(page, "confirming a try")
    log_in(page, member)
    for name, content in (("waits.txt", b"Python"), ("no.rtf", b"{\\rtf1}")):
        send(page, name, content)
        found += faults_here(page, f"waiting: {name}")
    Document.objects.filter(name="waits.txt").update(sent_at=timezone.now() - reading.LEASE, attempts=1)
    work()
    for document in Document.objects.all():
        found += faults(page, f"/profile/documents/{document.pk}/")
    found += faults(page, "/profile/documents/")
    page.get_by_label("The text of your CV").fill(f"{CV} Git: advanced. Basics of Linux. Kubernetes. Web APIs.")
    follow(page.locator("#read-text"))
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found += faults_here(page, "confirming")
    assert found == []
