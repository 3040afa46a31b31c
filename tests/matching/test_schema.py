"""The documentation is complete: every call, what it takes, what it answers and how it refuses."""

import re
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from django.test import Client

from careers.accounts import operations as accounts_operations
from tests import people
from tests.matching.test_personal_api import api_views

METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def schema() -> Any:
    return yaml.safe_load(Client().get("/api/v1/schema/").content)


@pytest.mark.thorough
def test_it_is_valid_and_nothing_is_guessed(tmp_path: Any) -> None:
    written = tmp_path / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(written))  # raises on either
    assert yaml.safe_load(written.read_text(encoding="utf-8"))["paths"]


def test_every_call_is_there(schema: Any) -> None:
    ours = {
        re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{path}").replace("{pk}", "{id}"): view for path, view in api_views().items()
    }
    ours.pop("/api/v1/schema/")
    assert set(schema["paths"]) == set(ours)
    for path, view in ours.items():
        assert set(schema["paths"][path]) == {name for name in METHODS if hasattr(view, name)}, path


def test_every_call_says_what_it_does_and_how_it_refuses(schema: Any) -> None:
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            where = f"{method} {path}"
            assert call["description"], where
            assert call["summary"], where
            assert call["description"].startswith(call["summary"]), where
            statuses = set(call["responses"])
            assert statuses & {"200", "201", "204"}, where
            assert "429" in statuses, where
            assert ("401" in statuses) == ("/me/" in path or "/tokens/" in path), where
            assert {"400", "405", "414", "431", "500", "503"} <= statuses, where
            assert ({"411", "413", "415"} <= statuses) == ("requestBody" in call), where
            assert call.get("requestBody", {"required": True})["required"], where
            assert "Retry-After" in call["responses"]["429"]["headers"], where
            assert ("404" in statuses) == ("{" in path or call["operationId"].endswith("_list")), where
            assert all(response["description"] for response in call["responses"].values()), where


def test_what_is_kept_by_its_etag_or_has_another_name_says_so(schema: Any) -> None:
    kept = {
        path for path, calls in schema["paths"].items() if "304" in calls.get("get", {"responses": {}})["responses"]
    }
    entries = {"/api/v1/roles/{slug}/", "/api/v1/skills/{slug}/"}
    assert kept == {"/api/v1/roles/", "/api/v1/skills/", "/api/v1/me/profile/", *entries}
    for path in kept:
        call = schema["paths"][path]["get"]
        assert "If-None-Match" in {parameter["name"] for parameter in call["parameters"]}
        assert "ETag" in call["responses"]["200"]["headers"]
        assert ("301" in call["responses"]) == (path in entries)


def test_parameters_say_their_limits(schema: Any) -> None:
    found = {}
    for calls in schema["paths"].values():
        for call in calls.values():
            found |= {parameter["name"]: parameter["schema"] for parameter in call.get("parameters", [])}
    assert found["page"] == {"type": "integer", "minimum": 1, "default": 1}
    assert found["page_size"] == {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}
    assert found["id"] == found["number"] == {"type": "integer", "minimum": 1}
    assert found["slug"] == {"type": "string", "minLength": 1}


def test_a_personal_call_names_token_and_session(schema: Any) -> None:
    schemes = schema["components"]["securitySchemes"]
    assert schemes["token"]["scheme"] == "bearer"
    assert schemes["cookieAuth"]["in"] == "cookie"
    assert schema["paths"]["/api/v1/me/matches/"]["get"]["security"] == [{"token": []}, {"cookieAuth": []}]
    assert schema["paths"]["/api/v1/match/"]["post"]["security"] == [{}]


@pytest.mark.database
@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/api/v1/roles/", "get", None),
        ("/api/v1/roles/builder/", "get", None),
        ("/api/v1/skills/", "get", None),
        ("/api/v1/skills/rag/", "get", None),
        ("/api/v1/match/", "post", '{"skills": {"python": 3}}'),
        ("/api/v1/read/", "post", '{"text": "Two years of Python."}'),
        ("/api/v1/match/batch/", "post", '{"profiles": [{"skills": {"python": 3}}, {"skills": {}}]}'),
        (
            "/api/v1/plan/",
            "post",
            '{"skills": {"sql": 2}, "role": "engineer", "target": 90, "hours_per_week": 8, "deadline": "2999-01-01"}',
        ),
        ("/api/v1/me/plans/", "post", '{"role": "builder", "target": 70, "hours_per_week": 7.5}'),
        ("/api/v1/me/plans/", "get", None),
        ("/api/v1/me/profile/", "get", None),
        ("/api/v1/me/profile/", "patch", '{"skills": {"python": 3, "sql": null}}'),
        ("/api/v1/me/matches/", "get", None),
        ("/api/v1/me/history/", "get", None),
        ("/api/v1/tokens/", "post", '{"email": "a@example.org", "password": "a long enough password", "name": "x"}'),
    ],
)
@pytest.mark.usefixtures("release")
def test_answers_have_the_fields_that_it_promises(schema: Any, path: str, method: str, body: str | None) -> None:
    profile = people.person_with({"react": 2})
    from matching.scores.scoring import score_profiles

    score_profiles(profile_ids=[profile.pk])
    api = Client(
        headers={"Authorization": f"Bearer {accounts_operations.make_token(user=profile.user, name='t').text}"}
    )
    answer = getattr(api, method)(path, **({"data": body, "content_type": "application/json"} if body else {}))
    assert answer.status_code in {200, 201}
    promised = path.replace("builder", "{slug}").replace("rag/", "{slug}/")
    response = schema["paths"][promised][method]["responses"][str(answer.status_code)]
    differ(schema, response["content"]["application/json"]["schema"], answer.json(), path)


def differ(schema: Any, shape: Any, value: Any, where: str) -> None:
    """Fail where a value is not as its shape says: fields, kinds, null only where it is allowed."""
    for part in shape.get("allOf", []):
        differ(schema, part, value, where)
    if "$ref" in shape:
        differ(schema, schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]], value, where)
    elif value is None:
        assert shape.get("nullable"), where
    elif "properties" in shape:
        assert set(shape.get("required", [])) <= set(value) <= set(shape["properties"]), where
        for name in value:
            differ(schema, shape["properties"][name], value[name], f"{where}.{name}")
    elif shape.get("type") == "array":
        for number, one in enumerate(value):
            differ(schema, shape["items"], one, f"{where}[{number}]")
    elif "type" in shape:
        kinds = {"string": str, "integer": int, "boolean": bool, "object": dict, "number": (int, float)}
        assert isinstance(value, kinds[shape["type"]]), (where, shape, value)
