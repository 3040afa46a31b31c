"""Every page, wide and light, narrow and dark: axe has no findings, nothing scrolls sideways, one heading leads."""

import datetime
import gzip
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from careers.catalogue.released import Released
from careers.models import Release, User
from matching import engine
from matching.models import Plan, PlanStep, Score
from matching.plans import operations as plans_operations
from matching.plans import outlooks
from matching.scores import scoring
from tests import people
from tests.e2e.browsing import follow

ANYBODY = [
    "/",
    "/roles/",
    "/roles/?without=programming",
    "/roles/data-engineer/",
    "/roles/ai-engineer/",
    "/roles/compare/",
    "/roles/compare/?roles=ai-engineer,genai-engineer",
    "/roles/compare/?roles=data-engineer,ai-research-scientist,ai-product-manager",
    "/skills/",
    "/skills/?q=sp",
    "/skills/?q=nothing-like-it",
    "/skills/python/",
    "/skills/pytorch/",
    "/about/method/",
    "/about/privacy/",
    "/try/postings/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
THEIR_OWN = [
    "/profile/",
    "/profile/?q=sp",
    "/profile/?q=nothing-like-it",
    "/profile/start/",
    "/profile/start/?q=nothing-like-it",
    "/profile/start/backend-developer/",
    "/matches/",
    "/matches/ai-engineer/",
    "/matches/ai-engineer/?against=data-engineer",
    "/matches/ai-engineer/?against=nope",
    "/roles/",
    "/roles/data-engineer/",
    "/roles/compare/?roles=data-engineer,ml-engineer,mlops-engineer",
    "/plans/",
    "/plans/?role=data-engineer",
    "/postings/",
    "/postings/compare/",
    "/history/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/tokens/",
    "/accounts/data/",
]
LOOKS: list[dict[str, Any]] = [
    {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
]

# What shares its parts with pages and components that are looked at both ways has its second look in `make faults`.
wide_mostly = pytest.mark.parametrize(
    "look", [pytest.param(LOOKS[0], id="wide-light"), pytest.param(LOOKS[1], id="narrow-dark", marks=pytest.mark.slow)]
)


def faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    return faults_here(page, path)


def faults_here(page: Page, path: str) -> list[str]:
    found = [
        f"{path}: {violation['id']}: {violation['nodes'][0]['html'][:120]}"
        for violation in Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{path}: scrolls sideways")
    if page.locator("h1").count() != 1:
        found.append(f"{path}: {page.locator('h1').count()} main headings")
    return found


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
@pytest.mark.parametrize("who", ["nobody", "newcomer", "member"])
def test_pages_are_sound(
    open_page: Callable[..., Page], member: User, log_in: Callable[[Page, User], None], look: dict[str, Any], who: str
) -> None:
    page = open_page("/", **look)
    if who != "nobody":
        scoring.score_profiles(profile_ids=list(Score.objects.values_list("pk", flat=True)))
        log_in(page, member if who == "member" else people.person("newcomer@example.org"))
    found = [fault for path in (ANYBODY if who == "nobody" else THEIR_OWN) for fault in faults(page, path)]
    assert found == []


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_what_a_start_answers_is_sound(
    open_page: Callable[..., Page], member: User, log_in: Callable[[Page, User], None], look: dict[str, Any]
) -> None:
    """The refusal with what was ticked, the notice of what was added, and the word after undoing."""
    page = open_page("/", **look)
    log_in(page, member)
    page.goto("/profile/start/backend-developer/")
    for tick in page.get_by_role("checkbox").all():
        tick.uncheck()
    page.get_by_role("button", name="Add the ticked skills").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing is ticked")
    found = faults_here(page, "refused")
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    found += faults_here(page, "all ticked")
    page.get_by_role("button", name="Add the ticked skills").click()
    expect(page.locator("#undo-start")).to_be_visible()
    found += faults_here(page, "added")
    page.locator("#undo-start").click()
    expect(page.get_by_text("Undone. Your profile is as it was before.")).to_be_visible()
    assert found + faults_here(page, "undone") == []


@pytest.mark.parametrize("look", LOOKS, ids=["wide-light", "narrow-dark"])
def test_pages_are_sound_unfolded(open_page: Callable[..., Page], look: dict[str, Any]) -> None:
    """Everything that folds away is open: the steps of the way, shared skills, what is valued as well, long lists."""
    page = open_page("/", **look)
    page.add_init_script(
        "addEventListener('load', () => document.querySelectorAll('details').forEach(d => d.open = true))"
    )
    found = [
        fault
        for path in (
            "/roles/ai-engineer/",
            "/roles/data-engineer/",
            "/roles/compare/?roles=ai-engineer,genai-engineer,prompt-engineer",
            "/skills/sql/",
        )
        for fault in faults(page, path)
    ]
    assert found == []
    assert page.locator("details:not([open])").count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_the_steps_on_the_way_take_the_hours_that_the_page_says(
    open_page: Callable[..., Page], javascript: bool
) -> None:
    page = open_page("/roles/ai-engineer/", java_script_enabled=javascript)
    page.get_by_role("heading", name="The way from zero").click()
    way = page.locator("#way")
    for fold in way.get_by_text(re.compile(r"^\d+ more steps")).all():
        fold.click()
    steps = [int(text.split()[0]) for text in way.locator(".road-steps .num").all_inner_texts()]
    stages = [int(text.split()[0].replace(",", "")) for text in way.locator(".road h3 .num").all_inner_texts()]
    assert len(steps) > 20
    assert len(stages) == 3
    assert f"{sum(steps):,} hours" == way.locator("p b").nth(0).inner_text()
    assert f"{sum(stages[:2]):,} hours" == way.locator("p b").nth(1).inner_text()
    assert sum(stages) == sum(steps)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_skill_is_found_in_the_index(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/skills/", java_script_enabled=javascript)
    search = page.get_by_label("Find a skill")
    search.press_sequentially("k8s", delay=20)
    if not javascript:
        page.get_by_role("button", name="Find").click()
    expect(page.locator("#found-title")).to_have_text("1 skill for “k8s”")
    expect(search).to_have_value("k8s")
    expect(page).to_have_url(re.compile(r"/skills/\?q=k8s$"))
    page.locator("#list").get_by_role("link", name="Kubernetes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kubernetes")


@wide_mostly
def test_a_plan_is_sound_in_every_state(
    open_page: Callable[..., Page],
    member: User,
    catalogue: Released,
    log_in: Callable[[Page, User], None],
    look: dict[str, Any],
) -> None:
    """Late, ticked, skipped, all open, refused, reached, of an older release, of the first version; and the list."""
    page = open_page("/", **look)
    log_in(page, member)

    def made(start: datetime.date, target: int | None) -> Plan:
        wish = plans_operations.Wish("ai-engineer", target, engine.Pace(800), start, deadline=start)
        return plans_operations.make_plan(user=member, release=catalogue, wish=wish)

    today = timezone.localdate()
    late, reached, first = made(datetime.date(2020, 2, 29), None), made(today, 5_000), made(today, 9_000)
    found = faults(page, late.get_absolute_url())
    page.locator("#mark-1").click()
    expect(page.locator("#said")).to_contain_text("in your profile")
    found += faults_here(page, "ticked")
    page.locator("#skip-2").click()
    expect(page.locator("#said")).to_contain_text("waits until later")
    found += faults_here(page, "skipped")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found += faults_here(page, "all open")
    page.locator(".plan-form").evaluate("form => form.noValidate = true")
    page.get_by_label("Hours a week").fill("0")
    page.get_by_role("button", name="Make the plan again").click()
    expect(page.locator(".errorlist")).to_be_visible()
    found += faults_here(page, "refused")
    for step in reached.steps.all():
        plans_operations.tick(user=member, plan=reached, number=step.number)
    found += faults(page, reached.get_absolute_url())
    expect(page.get_by_text("You have reached it.")).to_be_visible()
    Plan.objects.filter(pk=first.pk).update(release_number=0)
    found += faults(page, first.get_absolute_url())
    PlanStep.objects.filter(plan=first).update(stage=None)
    found += faults(page, first.get_absolute_url())
    expect(page.get_by_text("This plan is of our first version")).to_be_visible()
    Plan.objects.filter(pk=late.pk).update(replaced_by=first)
    found += faults(page, late.get_absolute_url())
    assert found + faults(page, "/plans/") == []


def test_the_api_documents_itself_from_here_alone(open_page: Callable[..., Page]) -> None:
    page = open_page("/api/docs/")
    expect(page.get_by_text("/api/v1/match/").first).to_be_visible()


def test_an_editor_publishes_with_the_mouse(
    open_page: Callable[..., Page], catalogue: Released, log_in: Callable[[Page, User], None]
) -> None:
    page = open_page("/")
    log_in(page, User.objects.create_superuser("editor@example.org", people.PASSWORD))
    page.goto("/admin/careers/role/?q=ethics")
    page.get_by_role("link", name="AI Ethics & Governance Specialist").click()
    page.get_by_label("Title:").fill("AI Ethics Specialist")
    follow(page.get_by_role("button", name="Save", exact=True))
    page.goto("/admin/careers/release/")
    page.get_by_role("link", name="Publish the draft").click()
    expect(page.get_by_text("title: AI Ethics & Governance Specialist → AI Ethics Specialist")).to_be_visible()
    page.get_by_label("Reason").fill("A shorter title.")
    page.get_by_role("button", name="Publish release").click()
    expect(page.get_by_text("Release 2 is published")).to_be_visible()
    page.goto("/roles/ai-ethics-specialist/")
    expect(page.get_by_role("heading", level=1)).to_have_text("AI Ethics Specialist")


# Roles

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 780}}


def visit(page: Page, who: str, member: User, log_in: Callable[[Page, User], None]) -> None:
    """Look as nobody, or as a member whose way the workers have worked out."""
    if who == "member":
        outlooks.record_outlooks(profile_ids=[member.profile.pk])
        log_in(page, member)


@pytest.mark.parametrize("who", ["nobody", "member"])
def test_a_role_takes_two_screens_of_a_phone_before_its_folds(
    open_page: Callable[..., Page], catalogue: Released, member: User, log_in: Callable[[Page, User], None], who: str
) -> None:
    page = open_page("/", **PHONE)
    visit(page, who, member, log_in)
    tall = {}
    for slug in catalogue.roles:
        page.goto(f"/roles/{slug}/")
        tall[slug] = page.evaluate("document.querySelector('#more').getBoundingClientRect().top")
    assert {slug: round(height) for slug, height in tall.items() if height > 2 * 780} == {}
    page.goto("/roles/data-engineer/")
    shown = page.locator(".for-me")
    if who == "member":
        expect(shown).to_contain_text("from ready")
        expect(shown).to_contain_text("Next:")
    for heading in ("A working day", "7 must-haves", "Projects to show", "Ways in"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    assert page.locator(".role-folds > details[open]").count() == 0


@pytest.mark.parametrize("who", ["nobody", "member"])
@pytest.mark.parametrize(
    "roles", ["ai-engineer,genai-engineer,ai-agent-engineer", "ai-engineer,genai-engineer,prompt-engineer"]
)
def test_three_roles_side_by_side_are_short_on_a_phone(
    open_page: Callable[..., Page], member: User, log_in: Callable[[Page, User], None], who: str, roles: str
) -> None:
    page = open_page("/", **PHONE)
    visit(page, who, member, log_in)
    page.goto(f"/roles/compare/?roles={roles}")
    assert page.evaluate("document.documentElement.scrollHeight") <= 3_000


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_ticked_roles_are_compared(open_page: Callable[..., Page], javascript: bool) -> None:
    page = open_page("/roles/", java_script_enabled=javascript, **PHONE)
    page.get_by_role("link", name="Without programming").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 roles without programming")
    page.get_by_label("Compare AI Product Manager").check()
    button = page.get_by_role("button", name="Compare the ticked roles")
    expect(button).to_be_in_viewport()
    page.get_by_label("Compare Prompt Engineer").check()
    follow(button)
    expect(page.get_by_role("heading", level=1)).to_have_text("Prompt Engineer and AI Product Manager")
    expect(page.get_by_text("They share 7 skills")).to_be_visible()


def test_a_link_into_a_fold_opens_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/roles/ai-engineer/", **PHONE)
    page.get_by_role("link", name="16 more are valued").click()
    expect(page.locator("#asks")).to_be_in_viewport()
    expect(page.locator("#asks").get_by_role("link", name="Vector databases")).to_be_visible()


def test_icons_are_drawn_in_the_colours_of_the_page(open_page: Callable[..., Page]) -> None:
    """The sheet is another file: the ink has to reach into it, light and dark."""
    for scheme in ("light", "dark"):
        page = open_page("/roles/", color_scheme=scheme)
        page.wait_for_load_state("networkidle")
        sizes = page.locator(".role-icon use, .group-picture use").evaluate_all(
            "all => all.map(e => e.getBBox().width)"
        )
        assert len(sizes) == 20
        assert min(sizes) > 0
        ink = page.evaluate(
            "[getComputedStyle(document.querySelector('.role-icon')).color, getComputedStyle(document.body).color]"
        )
        assert ink[0] == ink[1]


@pytest.mark.parametrize(
    "title",
    [
        "X" * 80,
        "Principal artificial intelligence infrastructure reliability and safety engineer",
        "مهندس الذكاء الاصطناعي والحوكمة",
    ],
)
def test_any_title_fits_at_four_hundred_per_cent(open_page: Callable[..., Page], title: str) -> None:
    page = open_page("/", viewport={"width": 320, "height": 225})
    content = json.loads(Release.objects.get().content)
    [role] = [one for one in content["roles"] if one["slug"] == "ai-engineer"]
    role["title"] = role["projects"][0]["title"] = title
    Release.objects.create(
        number=2, digest=f"{hash(title):x}", content=json.dumps(content), reason="A title.", published_at=timezone.now()
    )
    others = (
        "/roles/",
        "/roles/compare/?roles=ai-engineer,data-engineer,ml-engineer",
        "/roles/compare/",
        "/skills/python/",
    )
    found = [fault for path in ("/roles/ai-engineer/", *others) for fault in faults(page, path)]
    page.goto("/roles/ai-engineer/")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert found == []


@pytest.mark.parametrize("path", ["/", "/roles/"])
def test_the_first_load_is_light(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate(
        "['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)).map(one => one.name)"
    )
    bodies = [page.request.get(address).body() for address in loaded]
    assert len(bodies) >= 4
    # Production compresses pages and files alike; the fonts are those of the device.
    assert sum(len(gzip.compress(body)) for body in bodies) < 150_000 / 2
    assert sum(map(len, bodies)) < 200_000
