"""A plan from its form to the end of a stage: by mouse without JavaScript, and by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from careers.models import User
from matching.models import Plan, PlanStep
from tests.e2e.browsing import click, press

LogIn = Callable[[Page, User], None]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("do", "javascript"), [(click, False), (press, True)], ids=["mouse-no-javascript", "keyboard-javascript"]
)
def test_every_answer_to_a_step_and_the_end_of_a_stage(
    open_page: Callable[..., Page],
    member: User,
    log_in: LogIn,
    do: Callable[[Locator], None],
    javascript: bool,
    width: int,
) -> None:
    page = open_page("/", java_script_enabled=javascript, viewport={"width": width, "height": 800})
    log_in(page, member)
    page.goto("/plans/?role=ai-engineer")
    page.get_by_label("Hours a week").fill("8,5")
    page.get_by_label("Hours a week").press("Enter")
    expect(page.locator(".lede")).to_contain_text("at 8.5 h a week")
    plan, said = Plan.objects.get(), page.locator("#said")
    expect(page.locator(".plan-road [aria-current=step]")).to_contain_text("The base")
    expect(page.locator(".week")).to_contain_text("This week")

    def answer(selector: str, words: str) -> None:
        do(page.locator(selector))
        expect(said).to_contain_text(words)

    answer("#mark-1", "in your profile, and your fit is")
    answer("#undo-mark", "is as it was before")
    step = plan.steps.filter(to_level__gt=1, from_level=0).first()
    assert step is not None
    if step.number > 1:
        page.locator(f"#learn-{step.number}").click()
    answer(f"#has-{step.number}-1", "because you said so")
    expect(page.locator(f"#step-{step.number}")).to_have_attribute("data-state", "open")
    answer("#undo-mark", "is as it was before")
    answer("#skip-1", "waits until later")
    expect(page.locator(".week a").first).not_to_have_attribute("href", "#step-1")
    answer("#undo-mark", "Undone")

    base = list(plan.steps.filter(stage=1).values_list("number", flat=True))
    for number in base:
        answer(f"#mark-{number}", "in your profile, and your fit is")
        expect(page.locator(f"#step-{number}")).to_have_attribute("data-state", "done")
    expect(page.locator(".plan-road [aria-current=step]")).to_contain_text("The must-haves")
    expect(page.locator(".plan-road [data-place=done]")).to_have_text(
        re.compile("The base\\s+every must-have at level 2\\s+done")
    )
    expect(page.locator("#stage-1")).to_contain_text("done")
    assert PlanStep.objects.exclude(done_at=None).count() == len(base)


def test_a_deleted_plan_comes_back(open_page: Callable[..., Page], member: User, log_in: LogIn) -> None:
    page = open_page("/")
    log_in(page, member)
    page.goto("/plans/?role=ai-engineer")
    page.get_by_role("button", name="Make a plan").click()
    page.locator("#mark-1").click()
    expect(page.locator("#undo-mark")).to_be_visible()
    before = rows()
    page.get_by_role("button", name="Delete this plan").click()
    expect(page.get_by_text("The plan is deleted.")).to_be_visible()
    assert not Plan.objects.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The plan is back, with everything you ticked off.")).to_be_visible()
    assert rows() == before


def rows() -> list[dict[str, Any]]:
    return [*Plan.objects.values(), *PlanStep.objects.order_by("number").values()]
