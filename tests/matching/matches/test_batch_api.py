"""POST /api/v1/match/batch/: each as match/ has it, in order; one bad profile is named by its index."""

import json
import random
from typing import Any

import pytest
from django.test import Client

from careers.catalogue.released import Released
from matching import inputs
from tests import work
from tests.engine import reference

URL = "/api/v1/match/batch/"


@pytest.fixture
def api(release: Released) -> Client:
    return Client()


def post(api: Client, body: Any, **kwargs: Any) -> Any:
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return api.post(URL, data, content_type=kwargs.pop("content_type", "application/json"), **kwargs)


def profiles(*skills: Any) -> dict[str, Any]:
    return {"profiles": [{"skills": one} for one in skills]}


def expected(release: Released, levels: dict[str, int]) -> list[dict[str, Any]]:
    """What the plain reference says of one profile."""
    ranked = reference.score(inputs.specification(release), levels)
    return [{key: role[key] for key in ("role", "fit", "lead", "close")} for role in ranked]


def test_each_is_that_of_the_reference_in_the_same_order(api: Client, release: Released) -> None:
    dice = random.Random(7)
    people = [
        {slug: dice.randint(0, 5) for slug in dice.sample(sorted(release.skills), dice.randint(0, 7))}
        for _ in range(60)
    ]
    answer = post(api, profiles(*people))
    assert answer.status_code == 200
    body = answer.json()
    assert body["release"] == {"number": 1, "digest": release.digest}
    assert [result["roles"] for result in body["results"]] == [expected(release, levels) for levels in people]


def test_an_empty_batch_has_empty_results(api: Client) -> None:
    answer = post(api, {"profiles": []})
    assert answer.status_code == 200
    assert answer.json()["results"] == []


def test_no_skills_inside_a_batch_are_roles_by_title_without_a_score(api: Client) -> None:
    [_, empty, none] = post(api, profiles({"python": 3}, {}, {"sql": 0})).json()["results"]
    assert empty["roles"] == [
        {"role": slug, "fit": None, "lead": None, "close": False} for slug in ("builder", "engineer")
    ]
    assert {role["fit"] for role in none["roles"]} == {"0.00"}


def test_aliases_count_inside_a_batch(api: Client) -> None:
    [one, other] = post(api, profiles({"PY": 4}, {"python": 4})).json()["results"]
    assert one == other


@pytest.mark.thorough
@pytest.mark.parametrize("bad", [{"cobol": 3}, {"python": 6}, {"py": 1, "python": 2}, None, [], "python"])
@pytest.mark.parametrize("index", [0, 7])
def test_one_bad_profile_is_named_by_its_index(api: Client, bad: Any, index: int) -> None:
    people: list[Any] = [{"python": 3}] * 9
    people[index] = bad
    answer = post(api, profiles(*people))
    assert answer.status_code == 400
    assert list(answer.json()["profiles"]) == [str(index)]
    assert answer.json()["profiles"][str(index)]["skills"]


@pytest.mark.parametrize("bad", [{}, {"skills": {}, "age": 41}, 3, None, "x", [[]]])
def test_what_is_no_profile_is_named_by_its_index(api: Client, bad: Any) -> None:
    answer = post(api, {"profiles": [{"skills": {}}, bad]})
    assert answer.status_code == 400
    assert list(answer.json()["profiles"]) == ["1"]


def test_a_repeated_key_inside_a_profile_is_seen(api: Client) -> None:
    answer = post(api, '{"profiles": [{"skills": {"python": 1, "python": 2}}]}')
    assert "levels 1 and 2" in str(answer.json()["profiles"]["0"])


@pytest.mark.parametrize("body", [{}, {"profiles": None}, {"profiles": {}}, {"profiles": "x"}, {"profiles": 3}, [], 3])
def test_a_body_that_is_no_batch_is_refused(api: Client, body: Any) -> None:
    answer = post(api, body)
    assert answer.status_code == 400
    assert set(answer.json()) <= {"profiles", "non_field_errors"}


@pytest.mark.thorough
def test_1000_are_taken_and_1001_are_not(api: Client) -> None:
    assert len(post(api, profiles(*[{"sql": 2}] * 1000)).json()["results"]) == 1000
    refused = post(api, profiles(*[{}] * 1001))
    assert refused.status_code == 400
    assert "1001 profiles are too many" in refused.json()["profiles"][0]


@pytest.mark.database
def test_the_number_of_queries_does_not_grow(api: Client, django_assert_num_queries: Any) -> None:
    post(api, profiles({"sql": 1}))
    with django_assert_num_queries(1):  # the number of the current release
        post(api, profiles(*[{"sql": 2, "python": 3}] * 500))


@pytest.mark.thorough
def test_of_many_bad_profiles_ten_are_looked_into(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []
    real = Released.closest
    monkeypatch.setattr(Released, "closest", lambda release, term: looked_up.append(term) or real(release, term))
    bad = post(api, profiles(*[{f"x{n} {k}": 1 for k in range(20)} for n in range(1000)]))
    assert len(bad.json()["profiles"]) == 10
    assert len(looked_up) == 20, "of the whole call"


@pytest.mark.thorough
def test_ten_times_the_wrong_fields_take_no_more_than_ten_times_the_work(api: Client) -> None:
    def wide(fields: int) -> int:
        body = json.dumps(dict.fromkeys(map(str, range(fields)), 1))
        return work.calls(lambda: post(api, body))

    wide(1)
    assert wide(20_000) <= 10 * wide(2_000)
    assert len(post(api, json.dumps(dict.fromkeys(map(str, range(200_000)), 1))).json()) == 20


@pytest.mark.thorough
def test_a_thousand_on_the_real_catalogue_take_far_less_than_one_by_one(shipped: Released) -> None:
    """A batch has to beat a thousand calls of match/ by far."""
    release, api, dice = shipped, Client(), random.Random(1)
    people = [{slug: dice.randint(0, 5) for slug in dice.sample(sorted(release.skills), 30)} for _ in range(1000)]
    together = post(api, profiles(*people)).json()["results"]
    assert [result["roles"] for result in together[:20]] == [expected(release, levels) for levels in people[:20]]
    batch = work.calls(lambda: post(api, profiles(*people)))
    one = json.dumps({"skills": people[0]})
    single = work.calls(lambda: api.post("/api/v1/match/", one, content_type="application/json"))
    assert batch < 1000 * single / 8, (batch, single)
