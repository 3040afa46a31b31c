"""A role in the eyes of whoever looks: the page of a role, and its card in the list."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from matching import engine
from matching.plans import operations as plans_operations
from matching.plans import outlooks
from matching.plans.operations import Wish
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

PAGE = "/roles/builder/"
TODAY = people.NOON.date()


def text(client: Client, path: str = PAGE) -> str:
    return " ".join(client.get(path).content.decode().split())


def member(client: Client, levels: Mapping[str, int | None]) -> Profile:
    profile = people.person_with(levels)
    client.force_login(profile.user)
    return profile


def worked_out(profile: Profile) -> None:
    """What the workers do after a change."""
    outlooks.record_outlooks(profile_ids=[profile.pk])


def must_haves(client: Client) -> list[tuple[str, int | None, bool]]:
    rows = client.get(PAGE).context["mine"].must_haves
    return [(one.skill.slug, one.line and one.line.have, one.unknown) for one in rows]


def test_nobody_is_asked_how_far_they_are(client: Client) -> None:
    page = text(client)
    assert "<b>How far are you?</b>" in page
    assert "Judged by editors. We hold no data on pay or demand." in page
    assert must_haves(client) == [("python", None, False), ("rag", None, False)]
    assert 'data-have="0" data-need="4"' in page
    assert "data-unknown" not in page.split('class="musts"')[1].split("</ul>")[0]


@pytest.mark.parametrize("who", ["member", "trying"])
def test_it_says_what_the_receipt_says(client: Client, who: str) -> None:
    levels = {"python": 3, "react-pattern": 4}
    receipts = "/matches/" if who == "member" else "/try/roles/"
    if who == "member":
        member(client, levels)
    for skill, level in levels.items() if who == "trying" else ():
        client.post("/try/claim/", {"skill": skill, "level": level})
    score = client.get(PAGE).context["mine"].score
    assert score == client.get(f"{receipts}builder/").context["score"]
    page = text(client)
    assert f"You meet {score.must_haves_met} of 2 must-haves ({score.must_haves_begun} begun)." in page
    assert f'href="{receipts}builder/">See your receipt' in page
    assert must_haves(client) == [("python", 3, False), ("rag", 2, False)]
    card = text(client, "/roles/").split('value="builder"')[0]
    assert f'<b class="card-fit num">{(score.fit or 0) // 100}</b>' in card


def test_months_and_the_next_step_wait_for_the_workers(client: Client) -> None:
    profile = member(client, {"python": 3, "rag": 1, "react": 2, "react-pattern": 1})
    assert "from ready</a>" not in text(client)
    assert "Next:" not in text(client)
    worked_out(profile)
    way = client.get(PAGE).context["mine"].way
    ahead = outlooks.look_ahead(profile=profile, release=releases.current(), on=TODAY)
    assert way.weeks == engine.Pace(800).weeks(ahead.hours["builder"] or 0)
    page = text(client)
    assert f"{way.weeks} weeks from ready</a> at 8 h a week. From zero it takes 25 weeks." in page
    assert f'Next:</span> <a href="/skills/{way.advice.step.skill}/">' in page


def test_a_plan_that_one_keeps_says_how_far_it_is(client: Client) -> None:
    profile = member(client, {"python": 3, "rag": 1})
    worked_out(profile)
    wish = Wish("builder", None, engine.Pace(per_week=400), TODAY)
    plan = plans_operations.make_plan(user=profile.user, release=releases.current(), wish=wish)
    way = client.get(PAGE).context["mine"].way
    assert (way.pace, way.weeks) == (400, way.advice.plan.weeks_left)
    assert f'<a href="{plan.get_absolute_url()}">' in text(client)
    assert "at 4 h a week" in text(client)
    assert "From zero it takes" not in text(client)  # which is at another pace


def test_while_little_is_known_there_is_a_range_and_no_verdict(client: Client) -> None:
    member(client, {"react": 1})
    page = text(client)
    assert "Too early to say" in page
    assert "We know little of you yet." in page
    assert must_haves(client) == [("python", 0, True), ("rag", 0, True)]
    assert "not told, 4 asked" in page


def test_a_none_is_a_claim(client: Client) -> None:
    member(client, {"python": 0, "rag": 0, "react": 0, "react-pattern": 0})
    assert must_haves(client) == [("python", 0, False), ("rag", 0, False)]
    assert "You meet 0 of 2 must-haves" in text(client)


def test_the_list_of_roles_scores_once_whatever_their_number(client: Client, monkeypatch: Any) -> None:
    member(client, {"python": 3})
    calls: list[object] = []
    score = engine.score
    monkeypatch.setattr("matching.matches.for_me.engine.score", lambda *args: calls.append(args) or score(*args))
    client.get("/roles/")
    assert len(calls) == 1


@pytest.mark.database
def test_more_must_haves_and_claims_ask_no_more_questions(client: Client, release: Released) -> None:
    counts = []
    for number, levels in enumerate(({"python": 3}, {"python": 3, "rag": 2, "sql": 1, "react": 4})):
        client.force_login(people.person_with(levels, f"{number}@example.org").user)
        for path in (PAGE, "/roles/"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            counts.append((path, len(asked)))
    assert len(set(counts)) == 2
    raw = drafts.small()
    raw["requirements"].append(drafts.asks("builder", "sql", 3, 4, essential=True))
    people.publish(raw)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert (PAGE, len(asked)) in counts
