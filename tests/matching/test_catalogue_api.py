"""GET roles/ and skills/: read from the release, paginated the DRF way."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.usefixtures("release")


def get(path: str) -> Any:
    return Client().get(f"/api/v1/{path}")


def test_roles_come_the_foundation_first() -> None:
    body = get("roles/").json()
    assert (body["count"], body["next"], body["previous"]) == (2, None, None)
    assert [role["slug"] for role in body["results"]] == ["engineer", "builder"]
    assert set(body["results"][0]) == {"slug", "title", "summary", "foundation"}


def test_one_role_says_what_it_asks() -> None:
    role = get("roles/engineer/").json()
    assert role["typical"] == "0.00"
    assert sum(float(r["points_per_level"]) * r["level"] for r in role["requirements"]) == pytest.approx(100)
    assert [r["essential"] for r in role["requirements"]] == [True, True, False]
    assert {"skill", "level", "importance", "essential", "weight", "points_per_level"} <= set(role["requirements"][0])


def test_skills_are_paginated() -> None:
    page = get("skills/?page_size=3&page=2").json()
    assert page["count"] == 7
    assert [skill["slug"] for skill in page["results"]] == ["rag", "react", "react-pattern"]
    assert page["next"].endswith("page=3&page_size=3")
    assert page["results"][2]["exact_aliases"] == ["ReAct"]


def test_one_skill_says_its_levels_and_relations() -> None:
    skill = get("skills/rag/").json()
    assert [level["hours"] for level in skill["levels"]] == [2, 10, 40, 80, None]
    assert skill["prerequisites"] == [{"level": 2, "skill": "python", "skill_level": 2}]
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


@pytest.mark.parametrize("size", ["0", "-1", "many", "100000"])
def test_an_odd_page_size_falls_back(size: str) -> None:
    assert get(f"skills/?page_size={size}").status_code == 200


def test_the_schema_names_every_route() -> None:
    schema = get("schema/?format=json").json()
    assert {"/api/v1/roles/", "/api/v1/roles/{slug}/", "/api/v1/skills/", "/api/v1/match/"} <= set(schema["paths"])


def test_the_docs_come_from_here_alone() -> None:
    page = Client().get("/api/docs/")
    assert page.status_code == 200
    assert b"//cdn" not in page.content
