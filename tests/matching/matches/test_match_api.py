"""POST /api/v1/match/: the contract, and every kind of bad input."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from careers.api import parsers
from careers.catalogue.released import Released
from matching import inputs
from tests.engine import reference

URL = "/api/v1/match/"


@pytest.fixture
def api(release: Released) -> Client:
    return Client()


def post(api: Client, body: Any, **kwargs: Any) -> Any:
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return api.post(URL, data, content_type=kwargs.pop("content_type", "application/json"), **kwargs)


def skills_error(api: Client, skills: Any) -> str:
    answer = post(api, {"skills": skills})
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {"skills"}
    return " ".join(answer.json()["skills"])


def test_the_answer_is_that_of_the_reference(api: Client, release: Released) -> None:
    levels = {"python": 3, "airflow": 2, "sql": 0, "react-pattern": 4}
    answer = post(api, {"skills": levels})
    assert answer.status_code == 200
    body = answer.json()
    assert body["release"] == {"number": 1, "digest": release.digest}
    expected = reference.score(inputs.specification(release), levels)
    assert [{**role, "receipt": [_public(line) for line in role["receipt"]]} for role in body["roles"]] == [
        {**role, "receipt": [_public(line) for line in role["receipt"]]} for role in expected
    ]


def _public(line: dict[str, Any]) -> dict[str, Any]:
    return {key: line[key] for key in ("skill", "need", "have", "via", "points", "points_possible")}


def test_near_credit_says_through_what(api: Client) -> None:
    [line] = [
        line
        for role in post(api, {"skills": {"airflow": 2}}).json()["roles"]
        for line in role["receipt"]
        if line["skill"] == "orchestration"
    ]
    assert (line["have"], line["via"]) == (2, "airflow")


@pytest.mark.parametrize("term", ["python", "Python", "PYTHON", "py", "Py"])
def test_slug_name_and_alias_name_the_same_skill_whatever_the_case(api: Client, term: str) -> None:
    assert post(api, {"skills": {term: 3}}).content == post(api, {"skills": {"python": 3}}).content


def test_no_skills_give_no_score(api: Client) -> None:
    body = post(api, {"skills": {}}).json()
    assert [role["role"] for role in body["roles"]] == ["builder", "engineer"]
    for role in body["roles"]:
        assert (role["fit"], role["lead"], role["band"], role["known"]) == (None, None, None, "0.00")
        assert all(line["have"] == 0 for line in role["receipt"])


def test_a_single_none_is_information(api: Client) -> None:
    roles = post(api, {"skills": {"sql": 0}}).json()["roles"]
    assert {role["fit"] for role in roles} == {"0.00"}
    assert {role["band"] for role in roles} == {"explore"}
    assert next(role for role in roles if role["role"] == "engineer")["known"] != "0.00"


@pytest.mark.parametrize("level", [-1, 6, "3", None, 2.5, 3.0, True, [3], {"level": 3}, 10**400])
def test_what_is_no_level_is_refused_and_named(api: Client, level: Any) -> None:
    assert "python" in skills_error(api, {"python": level})


@pytest.mark.parametrize("body", ['{"skills": {"python": 3.0}}', '{"skills": {"python": 1e0}}'])
def test_only_whole_json_numbers_are_levels(api: Client, body: str) -> None:
    assert post(api, body).status_code == 400


def test_500_skills_are_taken_and_501_are_not(api: Client) -> None:
    terms = [f"x{number}" for number in range(501)]
    assert "501 skills are too many" in skills_error(api, dict.fromkeys(terms, 1))
    assert "too many" not in skills_error(api, dict.fromkeys(terms[:500], 1))


def test_one_skill_twice_at_one_level_is_fine(api: Client) -> None:
    once = post(api, {"skills": {"python": 3}})
    assert post(api, {"skills": {"python": 3, "py": 3, "Python": 3}}).content == once.content


@pytest.mark.parametrize(
    ("skills", "said"),
    [
        ('{"python": 3, "python": 3}', ""),
        ('{"python": 3, "sql": 1, "python": 4}', ", with the levels 3 and 4"),
        ('{"python": true, "python": null, "python": true}', ", with the levels true and null"),
        ('{"nonsense": 1, "nonsense": 1}', ""),
    ],
)
def test_each_key_is_given_once(api: Client, skills: str, said: str) -> None:
    key = "nonsense" if "nonsense" in skills else "python"
    for more in ("", ', "unknown": "report"'):
        answer = post(api, f'{{"skills": {skills}{more}}}')
        expected = f"'{key}' appears more than once{said}. Give each key once."
        assert (answer.status_code, answer.json()) == (400, {"skills": [expected]})


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("true", "true"),
        ("false", "false"),
        ("null", "null"),
        ("3.0", "3.0"),
        ("1e0", "1e0"),
        ("-1", "-1"),
        ('"3"', "'3'"),
        ("[3]", "a list"),
        ('{"level": 3}', "an object"),
    ],
)
def test_what_is_no_level_is_said_as_it_was_sent(api: Client, level: str, said: str) -> None:
    answer = post(api, f'{{"skills": {{"python": {level}}}}}')
    assert answer.json() == {"skills": [f"'python': {said} is not a level. Give a whole number from 0 to 5."]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("\ufeff{}", "byte order mark"),
        ("9" * 5000, "has 5000 digits"),
        ("-" + "9" * 1001, "has 1001 digits"),
        ("NaN", "NaN is not a JSON number"),
        ("1e" + "9" * 30, "is out of range"),
    ],
)
def test_a_body_is_refused_in_words_for_people_who_write_json(api: Client, body: str, said: str) -> None:
    detail = post(api, body.encode()).json()["detail"]
    assert said in detail
    assert not re.search(r"\bsys\b|utf-8-sig|True|False|None|Decimal|<class|Traceback", detail)


@pytest.mark.parametrize(
    ("body", "said"),
    [("null", "null"), ("true", "true"), ("3", "a number"), ("3.5", "a number"), ('"x"', "a text"), ("[]", "a list")],
)
def test_a_body_that_is_no_object_is_named(api: Client, body: str, said: str) -> None:
    assert post(api, body).json() == {"non_field_errors": [f"Give a JSON object, not {said}."]}
    answer = api.post("/api/v1/match/batch/", f'{{"profiles": [{body}]}}', content_type="application/json")
    assert answer.json() == {"profiles": {"0": {"non_field_errors": [f"Give a JSON object, not {said}."]}}}


def test_one_skill_at_two_levels_names_both(api: Client) -> None:
    error = skills_error(api, {"py": 2, "Python": 4})
    assert "'py'" in error
    assert "'Python'" in error


def test_unknown_skills_are_named_all_at_once(api: Client) -> None:
    error = skills_error(api, {"cobol": 3, "python": 3, "fortran": 2})
    assert "'cobol'" in error
    assert "'fortran'" in error


@pytest.mark.parametrize("term", ["", " ", "x" * 10_000, "א" * 10_000, "\u202epython", "a\tb", "🐍"])
def test_odd_keys_are_unknown_and_the_message_stays_short(api: Client, term: str) -> None:
    assert len(skills_error(api, {term: 3})) < 300


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"nul",
        b'{"skills": {"python": NaN}}',
        b'{"skills": {"python": Infinity}}',
        b'{"skills": {"python": 03}}',
        b'\xff\xfe{"skills": {}}',
        '\ufeff{"skills": {}}'.encode(),
        b'{"skills": {"a\\u0000b": 1}}',
        b'{"skills": {"\\ud800": 1}}',
        b"[" * 200_000,
        b'{"skills": {"python": ' + b"9" * 5000 + b"}}",
    ],
)
def test_what_is_no_json_is_a_400_that_says_so(api: Client, body: bytes) -> None:
    answer = post(api, body)
    assert answer.status_code == 400
    assert answer.json()


@pytest.mark.parametrize("body", [None, 3, '"skills"', [], [{}], True])
def test_a_body_that_is_no_object_is_refused(api: Client, body: Any) -> None:
    answer = post(api, body)
    assert answer.status_code == 400
    assert "non_field_errors" in answer.json()


@pytest.mark.parametrize("skills", [None, 3, "python", [], ["python"], True])
def test_skills_that_are_no_object_are_refused(api: Client, skills: Any) -> None:
    skills_error(api, skills)


def test_missing_repeated_and_unknown_fields_are_named(api: Client) -> None:
    assert post(api, {}).json() == {"skills": ["This field is required."]}
    assert "skills" in post(api, '{"skills": {}, "skills": {}}').json()
    assert "age" in post(api, {"skills": {}, "age": 41}).json()


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_another_content_type_is_a_415(api: Client, content_type: str) -> None:
    assert post(api, b"skills=python", content_type=content_type).status_code == 415


def test_methods_and_addresses_keep_their_meaning(api: Client) -> None:
    assert api.get(URL).status_code == 405
    missing = api.get("/api/v1/nowhere/")
    assert missing.status_code == 404
    assert missing["Content-Type"] == "application/json"


def test_a_body_over_16_mib_is_a_413(api: Client) -> None:
    assert post(api, b" " * (16 * 1024 * 1024 + 1)).status_code == 413


@pytest.mark.database
def test_the_answer_keeps_nothing(api: Client, django_assert_num_queries: Any) -> None:
    post(api, {"skills": {"python": 3}})
    with django_assert_num_queries(1):  # the number of the current release
        answer = post(api, {"skills": {"python": 3}})
    assert not answer.cookies


@pytest.mark.django_db
def test_before_anything_is_published_it_is_a_503() -> None:
    answer = post(Client(), {"skills": {}})
    assert answer.status_code == 503
    assert "not published yet" in answer.json()["detail"]


def test_texts_are_looked_at_letter_by_letter_only_if_one_was_written_as_an_escape(
    api: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[Any] = []
    monkeypatch.setattr(parsers, "_refuse_bad_text", looked_at.append)
    post(api, '{"skills": {"python": 3, "Straße": 1, "a\\nb": 1}}'.encode())
    assert not looked_at
    post(api, b'{"skills": {"\\u0070ython": 3}}')
    assert looked_at == [{"skills": {"python": 3}}]
