"""Roles side by side: what is shared, what only one asks, for everybody and for the person; and odd addresses."""

from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.catalogue.released import Released
from matching.matches import compare_pages
from tests import drafts, people, shipped

pytestmark = pytest.mark.usefixtures("release")

BOTH = "/roles/compare/?roles=builder,engineer"


def three() -> dict[str, Any]:
    raw = drafts.small()
    raw["roles"].append(drafts.role("keeper", "Keeper", former_slugs=["warden"]))
    raw["roles"].sort(key=lambda role: role["slug"])
    raw["requirements"] += [
        drafts.asks("keeper", "airflow", 2, 4, essential=True),
        drafts.asks("keeper", "python", 2, 3),
        drafts.asks("keeper", "sql", 2, 3),
    ]
    return raw


def groups(page: Any) -> list[tuple[tuple[str, ...], list[str]]]:
    return [(tuple(group.titles), sorted(row.skill.slug for row in group.rows)) for group in page.context["groups"]]


def compared(page: Any) -> list[str]:
    return [column.role.slug for column in page.context["columns"]]


def test_what_two_share_and_what_only_one_asks(client: Client) -> None:
    page = client.get(BOTH)
    assert groups(page) == [
        (("Builder", "Engineer"), ["python"]),
        (("Builder",), ["rag", "react", "react-pattern"]),
        (("Engineer",), ["orchestration", "sql"]),
    ]
    [python] = page.context["groups"][0].rows
    assert [(asked.level, asked.essential) for asked in python.asked] == [(4, True), (3, True)]
    assert '4<span class="hear"> advanced</span>' in page.content.decode()
    assert '3<span class="hear"> independent</span>' in page.content.decode()


def test_of_three_every_requirement_stands_once(client: Client) -> None:
    people.publish(three())
    page = client.get("/roles/compare/?roles=keeper,builder,engineer")
    assert groups(page) == [
        (("Keeper", "Builder", "Engineer"), ["python"]),
        (("Keeper", "Engineer"), ["sql"]),
        (("Keeper",), ["airflow"]),
        (("Builder",), ["rag", "react", "react-pattern"]),
        (("Engineer",), ["orchestration"]),
    ]


def test_must_haves_come_first(client: Client) -> None:
    for group in client.get(BOTH).context["groups"]:
        essential = [any(asked.essential for asked in row.all_asked) for row in group.rows]
        assert essential == sorted(essential, reverse=True)


def test_in_general_it_shows_nobody_a_fit(client: Client) -> None:
    page = client.get(BOTH)
    columns = page.context["columns"]
    assert [column.score for column in columns] == [None, None]
    assert [(column.must_have_count, len(column.role.requirements)) for column in columns] == [(2, 4), (2, 3)]
    assert 'href="/try/"' in page.content.decode()


@pytest.mark.parametrize("who", ["member", "trying"])
def test_for_me_it_says_what_my_receipts_say(client: Client, who: str) -> None:
    levels = {"python": 3, "airflow": 2}
    if who == "member":
        client.force_login(people.person_with(levels).user)
        receipts = "/matches/"
    else:
        for skill, level in levels.items():
            client.post("/try/claim/", {"skill": skill, "level": level})
        receipts = "/try/roles/"
    page = client.get(BOTH)
    for column in page.context["columns"]:
        own = f"{receipts}{column.role.slug}/"
        assert client.get(own).context["score"] == column.score
        assert f'href="{own}"' in page.content.decode()
    have = {row.skill.slug: row.line.have for group in page.context["groups"] for row in group.rows}
    assert have == {"python": 3, "orchestration": 2, "sql": 0, "rag": 0, "react": 0, "react-pattern": 0}
    assert "you: through Airflow" in page.content.decode()
    assert 'data-have="3" data-need="4"' in page.content.decode()


@pytest.mark.parametrize(
    "query", ["roles=builder&roles=engineer&roles=", "roles=%20builder%20,,engineer,builder", "roles=builder,engineer,"]
)
def test_the_form_and_the_short_address_mean_the_same(client: Client, query: str) -> None:
    assert compared(client.get(f"/roles/compare/?{query}")) == ["builder", "engineer"]


def test_a_former_name_still_leads_there(client: Client) -> None:
    people.publish(three())
    page = client.get("/roles/compare/?roles=warden,keeper,builder")
    assert compared(page) == ["keeper", "builder"]


def test_more_than_three_are_left_out_and_that_is_said(client: Client) -> None:
    raw = three()
    raw["roles"].append(drafts.role("zoologist", "Zoologist"))
    raw["requirements"] += [
        drafts.asks("zoologist", "sql", 5, 4, essential=True),
        drafts.asks("zoologist", "python", 2, 3),
    ]
    raw["kinds"] = [
        {**kind, "levels": [{**level, "hours": level["hours"] or 90} for level in kind["levels"]]}
        for kind in raw["kinds"]
    ]
    people.publish(raw)
    page = client.get("/roles/compare/?roles=builder,engineer,keeper,zoologist")
    assert len(compared(page)) == 3
    assert "1 more was left out" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "",
        "roles=",
        "roles=builder",
        "roles=nope",
        "roles=nope,builder",
        "roles=a%00b",
        "roles=%3Cscript%3E",
        "roles=%ff",
        "roles=🐍,engineer",
        "roles=" + "x" * 5000,
        "roles=" + ",".join("abcdefghij" * 50),
        "other=1",
    ],
)
def test_any_address_is_answered_with_a_way_on(client: Client, query: str) -> None:
    page = client.get(f"/roles/compare/?{query}")
    assert page.status_code == 200
    assert page.context["groups"] == []
    text = page.content.decode()
    assert "<script>" not in text
    assert text.count('<select id="role-') == 3
    if "nope" in query:
        assert "There is no role called “nope”" in text


def test_roles_lead_to_it(client: Client) -> None:
    assert 'href="/roles/compare/?roles=builder,engineer"' in client.get("/roles/builder/").content.decode()


@pytest.mark.database
def test_it_asks_as_many_questions_for_much_as_for_little(client: Client) -> None:
    people.publish(three())
    client.force_login(people.person_with({"python": 3}).user)
    counts = []
    for roles in ("builder", "builder,engineer", "builder,engineer,keeper"):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/roles/compare/?roles={roles}")
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 5  # session, person, release, profile, claims


@pytest.mark.parametrize("query", ["", "?roles=builder"])
def test_who_has_chosen_too_few_is_shown_neighbours_that_lead_on(client: Client, query: str) -> None:
    [pair] = client.get(f"/roles/compare/{query}").context["presets"]
    assert (pair.one.slug, pair.other.slug, pair.shared) == ("builder", "engineer", 1)
    assert client.get(f"/roles/compare/?roles={pair.one.slug},{pair.other.slug}").context["groups"]
    assert client.get(BOTH).context["presets"] == []


def test_an_overlap_is_what_meeting_all_of_one_brings_in_the_other(client: Client, release: Released) -> None:
    page = client.get(BOTH)
    [pair] = page.context["overlaps"]
    asked = {role: {one.skill: one for one in release.roles[role].requirements} for role in ("builder", "engineer")}
    assert pair.shared == 1
    assert pair.points_other == asked["engineer"]["python"].points_possible  # the builder's 4 is above the 3 asked
    assert pair.points_one == asked["builder"]["python"].share * 3**2
    worth = f"worth {pair.points_one // 100} and {pair.points_other // 100} of their 100 points"
    assert f"They share 1 skill, {worth}." in page.content.decode()


def test_presets_are_pairs_that_share_most_and_no_role_takes_them_all() -> None:
    release = shipped.released()
    pairs = compare_pages.presets(release, ())
    assert len(pairs) == compare_pages.PRESETS
    assert [pair.closeness for pair in pairs] == sorted((pair.closeness for pair in pairs), reverse=True)
    assert {pairs[0].one.slug, pairs[0].other.slug} == {"ai-engineer", "genai-engineer"}
    times = Counter(role.slug for pair in pairs for role in (pair.one, pair.other))
    assert max(times.values()) <= compare_pages.PRESETS_A_ROLE
    named = {frozenset((pair.one.slug, pair.other.slug)) for pair in pairs}
    assert frozenset(("ai-engineer", "ai-ethics-specialist")) not in named
    own = compare_pages.presets(release, [release.roles["robotics-engineer"]])
    assert {pair.one.slug for pair in own} == {"robotics-engineer"}
    assert own[0].other.slug == "deep-learning-engineer"


def test_it_has_a_title_of_its_own(client: Client) -> None:
    assert "<title>Compare roles · Rolewise</title>" in client.get("/roles/compare/").content.decode()
    assert "<title>Builder and Engineer compared · Rolewise</title>" in client.get(BOTH).content.decode()
