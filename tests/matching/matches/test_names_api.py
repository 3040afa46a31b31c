"""Keys of `skills` as people write them; what is unknown is refused with a suggestion, or reported if the body asks."""

import json
from typing import Any

import pytest
from django.test import Client

from careers.api.bodies import MOST_NAMED
from careers.api.skills import MOST_LOOKED_UP
from careers.catalogue.released import Released
from careers.reading.names import Names

PLAN = {"role": "builder", "target": "ready", "hours_per_week": 8, "start": "2026-01-01"}


@pytest.fixture
def api(release: Released) -> Client:
    return Client()


def post(api: Client, path: str, body: Any) -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return api.post(f"/api/v1/{path}", data, content_type="application/json")


def match(api: Client, skills: Any, **more: Any) -> Any:
    return post(api, "match/", {"skills": skills, **more})


def errors(api: Client, skills: Any, **more: Any) -> list[str]:
    answer = match(api, skills, **more)
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"skills"}
    said: list[str] = answer.json()["skills"]
    return said


@pytest.mark.parametrize(
    ("term", "slug"),
    [
        ("Workflow-Orchestration", "orchestration"),
        ("workflow_orchestration", "orchestration"),
        ("Retrieval augmented generation (RAG)", "rag"),
        ("Something else (py)", "python"),
        ("rag", "rag"),
        ("rewoo", "react-pattern"),
        ("DAG", "orchestration"),
        ("Dag", "airflow"),
        ("dag", "orchestration"),  # the one that the catalogue prefers
    ],
)
def test_keys_are_read_as_people_write_them(api: Client, term: str, slug: str) -> None:
    answer = match(api, {term: 3})
    assert answer.status_code == 200
    assert answer.content == match(api, {slug: 3}).content


def test_two_spellings_of_one_skill_at_two_levels_are_refused(api: Client) -> None:
    [error] = errors(api, {"Workflow-Orchestration": 2, "dag": 3})
    assert "'Workflow-Orchestration' and 'dag' are one skill, orchestration" in error


def test_an_unknown_key_has_a_suggestion_by_name_or_none(api: Client) -> None:
    slip, none = errors(api, {"Retreival-augmented generation": 3, "cobol": 3})
    assert slip == (
        "'Retreival-augmented generation' is not a skill of release 1. Did you mean Retrieval-augmented generation?"
    )
    assert none == "'cobol' is not a skill of release 1. See /api/v1/skills/."


def test_a_wrong_body_costs_little_and_is_answered_in_short(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    closest = Names.closest
    monkeypatch.setattr(Names, "closest", lambda self, term: looked.append(term) or closest(self, term))
    said = errors(api, {f"unknown {n}": 3 for n in range(500)})
    assert len(said) == MOST_NAMED + 1
    assert said[-1] == f"{500 - MOST_NAMED} more keys are not skills either. See /api/v1/skills/."
    assert len(looked) == MOST_LOOKED_UP
    said = errors(api, {f"unknown {n}": "x" for n in range(498)} | {"python": 9, "sql": 9})
    assert len(said) == MOST_NAMED + 1 + 2
    looked.clear()
    bad = {"skills": {f"unknown {n}": 3 for n in range(500)}}
    answer = post(api, "match/batch/", {"profiles": [bad] * 1_000})
    assert answer.status_code == 400
    assert len(answer.content) < 30_000
    assert len(looked) == MOST_LOOKED_UP


def test_many_wrong_levels_are_counted_and_not_all_repeated(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Names, "find", lambda self, term: "python")
    said = errors(api, {f"name {n}": 9 for n in range(100)})
    assert len(said) == MOST_NAMED + 1
    assert said[-1] == f"{100 - MOST_NAMED} more keys are wrong."


def test_known_keys_are_looked_up_without_comparing(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Names, "closest", lambda self, term: pytest.fail("compared"))
    assert match(api, {"python": 3, "sql": 2}).status_code == 200
    assert match(api, {"python": 3, "cobol": 2}, unknown="report").status_code == 200


def test_unknown_is_always_there(api: Client) -> None:
    assert match(api, {"python": 3}).json()["unknown"] == []
    assert match(api, {}, unknown="report").json()["unknown"] == []
    assert post(api, "match/batch/", {"profiles": [{"skills": {}}]}).json()["results"][0]["unknown"] == []
    assert post(api, "plan/", {"skills": {"python": 2}, **PLAN}).json()["unknown"] == []


def test_what_is_unknown_is_reported_and_the_rest_is_scored(api: Client) -> None:
    answer = match(api, {"zig": 3, "Python": 3, "Émile": 1, "Zig": 2, "cobol": 0}, unknown="report").json()
    assert answer["unknown"] == ["Zig", "cobol", "zig", "Émile"]  # as sent, by code points
    assert answer["roles"] == match(api, {"python": 3}).json()["roles"]


def test_all_unknown_is_like_none(api: Client) -> None:
    answer = match(api, {"zig": 3, "cobol": 2}, unknown="report").json()
    assert answer["roles"] == match(api, {}).json()["roles"]
    assert {role["fit"] for role in answer["roles"]} == {None}


def test_a_key_that_stands_twice_is_refused_also_if_it_would_be_reported(api: Client) -> None:
    answer = post(api, "match/", '{"skills": {"zig": 3, "zig": 2}, "unknown": "report"}')
    assert answer.status_code == 400
    assert "appears more than once" in answer.json()["skills"][0]


@pytest.mark.parametrize("value", ["Report", "", "ignore", None, True, 1, [], ["report"], {"report": 1}, "x" * 10_000])
def test_any_other_value_is_refused(api: Client, value: Any) -> None:
    answer = match(api, {"python": 3}, unknown=value)
    assert answer.status_code == 400
    assert set(answer.json()) == {"unknown"}
    assert len(answer.content) < 200


def test_reporting_forgives_nothing_else(api: Client) -> None:
    assert "one skill" in errors(api, {"python": 3, "py": 2, "zig": 1}, unknown="report")[0]
    assert "is not a level" in errors(api, {"python": 9, "zig": 1}, unknown="report")[0]
    assert "'zig'" in errors(api, {"zig": 9}, unknown="report")[0]
    assert len(errors(api, {f"x{n}": 1 for n in range(501)}, unknown="report")) == 1


def test_each_profile_of_a_batch_asks_for_itself(api: Client) -> None:
    report = {"skills": {"python": 3, "zig": 1}, "unknown": "report"}
    answer = post(api, "match/batch/", {"profiles": [report, {"skills": {"sql": 1}}]})
    assert [result["unknown"] for result in answer.json()["results"]] == [["zig"], []]
    strict = post(api, "match/batch/", {"profiles": [report, {"skills": {"zig": 1}}]})
    assert strict.status_code == 400
    assert set(strict.json()["profiles"]) == {"1"}
    outside = post(api, "match/batch/", {"profiles": [], "unknown": "report"})
    assert set(outside.json()) == {"unknown"}


def test_a_plan_reports_too(api: Client) -> None:
    answer = post(api, "plan/", {"skills": {"python": 2, "zig": 1}, "unknown": "report", **PLAN})
    assert answer.status_code == 200, answer.content
    assert answer.json()["unknown"] == ["zig"]
    same = post(api, "plan/", {"skills": {"python": 2}, **PLAN}).json()
    assert {**answer.json(), "unknown": []} == same
    assert post(api, "plan/", {"skills": {"zig": 1}, **PLAN}).status_code == 400
