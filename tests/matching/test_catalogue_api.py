"""GET roles/ and skills/: read from the release, paginated the DRF way."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}")


def test_roles_come_the_foundation_first() -> None:
    body = get("roles/").json()
    assert (body["count"], body["next"], body["previous"]) == (2, None, None)
    assert [role["slug"] for role in body["results"]] == ["engineer", "builder"]
    assert set(body["results"][0]) == {"slug", "title", "summary", "foundation", "group"}


def test_one_role_says_what_it_asks() -> None:
    role = get("roles/engineer/").json()
    assert (role["usual"], role["group"], role["projects"]) == ("0.00", "base", [])
    assert sum(Decimal(r["points_at"][-1]) for r in role["requirements"]) == 100
    assert [r["essential"] for r in role["requirements"]] == [True, True, False]


def test_a_role_says_what_to_build_the_shortest_first_and_what_study_cannot_give() -> None:
    raw = drafts.small()
    raw["projects"] = [drafts.project(slug="a-long-one", title="Long", hours=80), drafts.project()]
    raw["roles"][0].update(beyond_study=["A licence."], other_titles=["Mason"])
    people.publish(raw)
    role = get("roles/builder/").json()
    assert (role["beyond_study"], role["other_titles"]) == (["A licence."], ["Mason"])
    assert [project["title"] for project in role["projects"]] == ["A question answerer", "Long"]
    assert role["projects"][0] == {key: own for key, own in drafts.project().items() if key != "role"}


def test_a_skill_says_which_part_of_a_resource_serves_it_and_what_takes_practice() -> None:
    raw = drafts.small()
    use = {"skill": "sql", "from_level": 0, "to_level": 3}
    raw["resources"][0]["skills"] = [{**use, "hours": 5, "part": "Chapters 1 to 3"}]
    raw["resources"].append(
        {**raw["resources"][0], "url": "https://b.example.org/", "skills": [{**use, "hours": 12, "part": ""}]}
    )
    raw["skills"][-1]["practice"] = "A year with large tables."
    people.publish(raw)
    skill = get("skills/sql/").json()
    parts = [(one["hours"], one["skill_hours"], one["part"]) for one in skill["resources"]]
    assert sorted(parts, key=str) == [(12, 12, None), (12, 5, "Chapters 1 to 3")]
    assert skill["practice"] == "A year with large tables."
    assert get("skills/python/").json()["practice"] is None


def test_a_requirement_comes_with_its_evidence_and_its_points() -> None:
    raw = drafts.small()
    raw["requirements"][4]["reason"] = "Every night."
    share = {one.skill: one.share for one in people.publish(raw).roles["engineer"].requirements}
    requirements = {one["skill"]: one for one in get("roles/engineer/").json()["requirements"]}
    assert requirements["python"] == {
        "skill": "python",
        "level": 3,
        "importance": 4,
        "essential": True,
        "evidence": {"counted": 60, "of": 80},
        "named": 4,
        "reason": None,
        "points_at": [f"{share['python'] * n / 100:.2f}" for n in (1, 4, 9)],
    }
    orchestration = requirements["orchestration"]
    assert orchestration["evidence"] == {"counted": None, "of": None}
    assert (orchestration["named"], orchestration["reason"]) == (None, "Every night.")


def test_skills_are_paginated() -> None:
    page = get("skills/?page_size=3&page=2").json()
    assert page["count"] == 7
    assert [skill["slug"] for skill in page["results"]] == ["rag", "react", "react-pattern"]
    assert page["next"].endswith("page=3&page_size=3")
    assert page["results"][2]["exact_aliases"] == ["ReWOO"]


def test_one_skill_says_its_levels_and_relations() -> None:
    skill = get("skills/rag/").json()
    assert [level["hours"] for level in skill["levels"]] == [2, 10, 40, 80, None]
    assert skill["prerequisites"] == [{"level": 2, "skill": "python", "skill_level": 2, "implied": False}]
    sql = get("skills/sql/").json()
    assert [level["hours"] for level in sql["levels"]] == [3, 15, 60, 120, None]
    assert sql["resources"][0]["seen_on"] == "2026-11-01"
    assert get("skills/airflow/").json()["near"] == [{"skill": "orchestration", "distance": 0}]


@pytest.mark.parametrize(
    "path", ["roles/nope/", "skills/nope/", "skills/%00/", "roles/" + "x" * 3000 + "/", "skills/?page=99"]
)
def test_what_is_not_there_is_a_json_404(path: str) -> None:
    answer = get(path)
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_the_schema_names_every_route() -> None:
    schema = get("schema/?format=json").json()
    assert {"/api/v1/roles/", "/api/v1/roles/{slug}/", "/api/v1/skills/", "/api/v1/match/"} <= set(schema["paths"])


def test_the_docs_come_from_here_alone() -> None:
    page = Client().get("/api/docs/")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
