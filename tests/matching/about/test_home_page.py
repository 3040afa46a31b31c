"""The landing page shows the product itself: what it says of a made-up person is what anybody who asks is told."""

import pytest
from django.test import Client

from careers.catalogue.released import Released
from careers.words import duration, hundredths
from matching.about.home_pages import example, person
from tests import people


@pytest.fixture(params=["release", "shipped"], ids=["small", "real"])
def published(request: pytest.FixtureRequest) -> Released:
    published: Released = request.getfixturevalue(request.param)
    return published


def test_its_receipt_adds_up(published: Released, client: Client) -> None:
    page = client.get("/")
    example = page.context["example"]
    assert sum(row.line.points for row in example.receipt.lines) == example.receipt.score.fit
    assert sum(row.line.points for row in example.lines) + example.rest.points == example.receipt.score.fit
    folded = f'{len(example.rest.lines)} more lines</span> <span class="num fig">{hundredths(example.rest.points)}<'
    assert (folded in page.content.decode()) == bool(example.rest.lines)


def test_its_figures_are_those_that_the_api_answers(published: Released, client: Client) -> None:
    shown = client.get("/").context["example"]
    answer = client.post("/api/v1/match/", {"skills": person(published)[1]}, "application/json").json()
    fits = [(one["role"], one["fit"]) for one in answer["roles"]]
    assert [(one.role, hundredths(one.fit)) for one in shown.roles] == fits[: len(shown.roles)]
    assert (shown.receipt.score.role, hundredths(shown.receipt.score.fit)) in fits


def test_its_plan_is_the_one_that_the_api_makes(published: Released, client: Client) -> None:
    shown = client.get("/").context["example"]
    role, held = person(published)
    asked = {"skills": held, "role": role.slug, "target": "ready", "hours_per_week": 8}
    plan = client.post("/api/v1/plan/", asked, "application/json").json()
    assert shown.way.plan.hours == plan["hours"]
    assert shown.way.when == f"in {duration(plan['weeks'])}"
    assert hundredths(shown.way.plan.steps[-1].fit_after) == plan["steps"][-1]["fit_after"]
    assert len(shown.way.plan.steps) == len(plan["steps"]) == len(shown.way.picture.cells)


def test_it_is_worked_out_once_a_release(db: None) -> None:
    release = people.publish()
    assert example(release) is example(release)
