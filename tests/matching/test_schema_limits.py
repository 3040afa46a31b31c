"""The limits in the documentation are the limits of the API: at each one, what it allows is taken, what it does not is
a 400 that names the field.

The schema is read as data here, so a limit that is written down wrongly, or not at all, fails. `make trust` tries the
same with thousands of bodies (tests/trust/test_schemathesis.py).
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from jsonschema import Draft7Validator, FormatChecker, validators

from careers.accounts import operations as accounts_operations
from careers.models import User
from tests import people
from tests.matching.test_personal_api import token_of

pytestmark = [pytest.mark.thorough, pytest.mark.usefixtures("release")]

WISH = {"role": "builder", "target": 50, "hours_per_week": 8}
# For each call that reads a body: a good one. What else is tried is one of these with one value changed.
GOOD: dict[str, dict[str, Any]] = {
    "match_create": {"skills": {"python": 3}},
    "match_batch_create": {"profiles": [{"skills": {"python": 3}}]},
    "read_create": {"text": "Six years of SQL."},
    "plan_create": {"skills": {"python": 3}, **WISH},
    "me_profile_partial_update": {"skills": {"python": 3}},
    "me_plans_create": WISH,
    "me_plans_steps_partial_update": {"done": True},
    "tokens_create": {"email": "a@example.org", "password": people.PASSWORD, "name": "x"},
}
LEVELS = (-1, 0, 5, 6, 3.5, 3.0, True, None, "3", [3])
DAYS = ("2999-01-01", "2999-1-1", "29990101", "2999-W01-1", "2999-01-01T00:00:00", "today", "", 2999, None)
NUMBERS = (0, 0.24, 0.25, 1, 60, 168, 168.01, 168.5, 8.125, -1, True, None, "7.50", "7,5", "8.125", "", " 8", [])
TEXTS = ("", " ", None, 5, True, [], "x" * 5000)
# For each field of a body: values to try.
TRIED: dict[str, tuple[Any, ...]] = {
    "skills": (*({"python": level} for level in LEVELS), {}, [], None, "python", 3),
    "profiles": ([], [{}], [{"skills": {}}], [{"skills": {}, "age": 41}], [[]], [None], None, {}, "x"),
    "unknown": ("report", "Report", "", None, True),
    "role": TEXTS,
    "target": ("ready", "READY", 0, 10, 10.25, 100.01, -0.01, 10.125, "10.25", "10.125", "1e1", "", True, None, []),
    "hours_per_week": NUMBERS,
    "start": DAYS,
    "deadline": DAYS,
    "done": (True, False, None, 1, "true"),
    "skipped": (True, False, None, 0, "on"),
    "level": (0, 1, 5, 6, "3", 2.0, True, None),
    "email": TEXTS,
    "password": TEXTS,
    "name": (*TEXTS, "x" * 80, "x" * 81),
    "text": (*TEXTS, "x" * 100_000, "x" * 100_001),
    "access": ("read", "write", "all", "", None, True),
}
ALONE = {"done", "level", "skipped"}  # a mark is one of these


class Case(NamedTuple):
    operation: str
    field: str
    value: Any


@pytest.fixture(scope="module")
def schema() -> Any:
    return Client().get("/api/v1/schema/").json()


def bodies(schema: Any) -> dict[str, tuple[str, str, Any]]:
    """Method, path and shape of the body for each call that reads one."""
    found = {}
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            if "requestBody" in call:
                shape = call["requestBody"]["content"]["application/json"]["schema"]
                found[call["operationId"]] = (method, path, plain(schema, shape))
    return found


def plain(schema: Any, shape: Any) -> Any:
    """The shape as JSON Schema: references filled in, null among the kinds; 3.0 is not a whole number here."""
    if isinstance(shape, list):
        return [plain(schema, one) for one in shape]
    if not isinstance(shape, dict):
        return shape
    if "$ref" in shape:
        return plain(schema, schema["components"]["schemas"][shape["$ref"].rpartition("/")[2]])
    made = {key: plain(schema, value) for key, value in shape.items() if key not in {"nullable", "example"}}
    return {"anyOf": [made, {"type": "null"}]} if shape.get("nullable") else made


_WHOLE = Draft7Validator.TYPE_CHECKER.redefine("integer", lambda _, value: type(value) is int)
_Strict = validators.extend(Draft7Validator, type_checker=_WHOLE)


def validator(shape: Any) -> Any:
    return _Strict(shape, format_checker=FormatChecker(["date"]))


def cases() -> Iterator[Case]:
    for operation, good in GOOD.items():
        yield Case(operation, "nonsense", 1)
        for field, values in TRIED.items():
            yield from (Case(operation, field, value) for value in values)
        yield from (Case(operation, field, ...) for field in good)  # left out
    yield Case("match_create", "skills", {f"x{number}": 1 for number in range(501)})
    yield Case("match_batch_create", "profiles", [{"skills": {}}] * 1001)


@pytest.fixture
def caller(db: None) -> tuple[Client, User, int]:
    """Somebody with a plan."""
    user = people.person_with({"sql": 1}).user
    client = token_of(user)
    plan = client.post("/api/v1/me/plans/", json.dumps(WISH), content_type="application/json").json()
    return client, user, plan["id"]


def test_every_call_with_a_body_is_tried(schema: Any) -> None:
    shapes = bodies(schema)
    assert set(shapes) == set(GOOD)
    for operation, (_, _, shape) in shapes.items():
        assert set(shape["properties"]) <= set(TRIED), operation
        assert shape["additionalProperties"] is False, operation


def test_what_the_documentation_allows_is_taken_and_nothing_else(schema: Any, caller: tuple[Client, User, int]) -> None:
    client, user, plan = caller
    shapes = bodies(schema)
    allowed = {operation: validator(shape) for operation, (_, _, shape) in shapes.items()}
    taken = refused = 0
    for case in cases():
        method, path, shape = shapes[case.operation]
        if case.field not in shape["properties"] and case.field != "nonsense":
            continue
        body = changed(case)
        address = path.replace("{id}", str(plan)).replace("{number}", "1")
        answer = getattr(client, method)(address, json.dumps(body), content_type="application/json")
        where = (case.operation, case.field, str(case.value)[:60], answer.content[:200])
        if not allowed[case.operation].is_valid(body):
            assert answer.status_code == 400, where
            assert {case.field, *(ALONE if case.field in ALONE else ())} & set(answer.json()), where
            refused += 1
        else:
            assert answer.status_code in {200, 201} or is_known(case, answer), where
            taken += 1
        accounts_operations.AccessToken.objects.filter(user=user, name__gt="t").delete()
    assert taken > 45
    assert refused > 150


def changed(case: Case) -> dict[str, Any]:
    good = {} if case.field in ALONE else dict(GOOD[case.operation])
    if case.value is ...:
        good.pop(case.field, None)
        return good
    return {**good, case.field: case.value}


def is_known(case: Case, answer: Any) -> bool:
    """Say whether it is a refusal that no schema can foretell: there is no such role, or the password is wrong."""
    if case.field == "role":
        return answer.status_code == 400 and "is not a role" in answer.content.decode()
    if case.field in {"email", "password"}:
        return bool(answer.status_code == 401)
    return False
