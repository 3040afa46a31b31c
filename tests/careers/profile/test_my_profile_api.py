"""GET and PATCH /api/v1/me/profile/: the person's own skills, all or none, with an ETag against lost changes."""

import json
from typing import Any

import pytest
from django.test import Client

from careers.accounts import operations as accounts_operations
from careers.catalogue import releases
from careers.models import Claim, Profile, User
from careers.profile import operations as profile_operations
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

URL = "/api/v1/me/profile/"


@pytest.fixture
def user() -> User:
    return people.person()


@pytest.fixture
def api(user: User) -> Client:
    made = accounts_operations.make_token(user=user, name="tests")
    return Client(headers={"Authorization": f"Bearer {made.text}"})


def patch(api: Client, body: Any, **headers: str) -> Any:
    data = body if isinstance(body, (bytes, str)) else json.dumps(body)
    return api.patch(
        URL, data, content_type="application/json", headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def held(user: User) -> dict[str, int]:
    return dict(Claim.objects.filter(profile__user=user).values_list("skill__slug", "level"))


def test_levels_are_set_and_null_takes_them_away(api: Client, user: User) -> None:
    answer = patch(api, {"skills": {"PY": 3, "sql": 0}})
    assert answer.status_code == 200
    assert answer.json()["skills"] == {"python": 3, "sql": 0} == held(user)
    assert answer.json()["version"] == 1
    answer = patch(api, {"skills": {"python": None, "react": None}})
    assert answer.json()["skills"] == {"sql": 0} == held(user)
    assert api.get(URL).json() == answer.json()


def test_each_claim_says_where_it_comes_from(api: Client, user: User) -> None:
    profile_operations.start_from(user=user, release=releases.current(), levels={"sql": 2})
    patch(api, {"skills": {"python": 4}})
    claims = api.get(URL).json()["claims"]
    assert [(c["skill"], c["name"], c["level"], c["source"]) for c in claims] == [
        ("python", "Python", 4, "self"),
        ("sql", "SQL", 2, "start"),
    ]


def test_no_change_is_no_new_version(api: Client) -> None:
    patch(api, {"skills": {"python": 3}})
    assert patch(api, {"skills": {"python": 3}}).json()["version"] == 1
    assert patch(api, {"skills": {}}).json()["version"] == 1


@pytest.mark.parametrize(
    "skills",
    [
        {"cobol": 3},
        {"cobol": None},
        {"python": 6},
        {"python": True},
        {"python": 3.0},
        {"python": "3"},
        {"py": 1, "python": 2},
        {"py": None, "python": 2},
        None,
        [],
        "python",
        {"": 1},
        {f"x{n}": 1 for n in range(501)},
    ],
)
def test_a_bad_change_changes_nothing(api: Client, user: User, skills: Any) -> None:
    patch(api, {"skills": {"sql": 2}})
    body = {"skills": {"react": 3, **skills} if isinstance(skills, dict) else skills}
    answer = patch(api, body)
    assert answer.status_code == 400
    assert answer.json()["skills"]
    assert held(user) == {"sql": 2}


@pytest.mark.parametrize(
    "body", [{}, [], 3, None, {"skills": {}, "age": 41}, b"", b"{", b"\xff", '{"skills": {}, "skills": {}}']
)
def test_a_body_that_is_none_is_a_400(api: Client, body: Any) -> None:
    assert patch(api, body).status_code == 400


def test_what_the_catalogue_dropped_stays_mine_and_can_be_taken_away(api: Client, user: User) -> None:
    patch(api, {"skills": {"react": 4, "sql": 1}})
    raw = drafts.small()
    next(skill for skill in raw["skills"] if skill["slug"] == "react")["retired"] = True
    raw["requirements"] = [asked for asked in raw["requirements"] if asked["skill"] != "react"]
    people.publish(raw)
    body = api.get(URL).json()
    assert body["skills"] == {"react": 4, "sql": 1}
    assert [claim["scored"] for claim in body["claims"]] == [False, True]
    assert patch(api, {"skills": {"react": 5}}).status_code == 400
    assert patch(api, {"skills": {"react": None}}).json()["skills"] == {"sql": 1}


# ETag and If-Match


def test_two_devices_lose_nothing(api: Client, user: User) -> None:
    seen = api.get(URL)["ETag"]
    first = patch(api, {"skills": {"python": 3}}, If_Match=seen)
    assert first.status_code == 200
    assert first["ETag"] != seen
    late = patch(api, {"skills": {"python": 1}}, If_Match=seen)
    assert late.status_code == 412
    assert "changed since" in late.json()["detail"]
    assert held(user) == {"python": 3}
    assert patch(api, {"skills": {"python": 1}}, If_Match=first["ETag"]).status_code == 200


@pytest.mark.parametrize("header", ['"nonsense"', "W/{etag}", "nonsense", '"1", "2"', ""])
def test_another_if_match_is_a_412(api: Client, header: str) -> None:
    etag = api.get(URL)["ETag"]
    assert patch(api, {"skills": {"python": 3}}, If_Match=header.format(etag=etag)).status_code == 412


def test_a_wrong_body_is_a_400_whatever_was_read_before(api: Client) -> None:
    assert patch(api, {"skills": {"cobol": 3}}, If_Match='"nonsense"').status_code == 400


@pytest.mark.parametrize("header", ["{etag}", "*", '"other", {etag}'])
def test_an_if_match_that_matches_goes_through(api: Client, header: str) -> None:
    etag = api.get(URL)["ETag"]
    assert patch(api, {"skills": {"python": 3}}, If_Match=header.format(etag=etag)).status_code == 200


def test_a_change_between_check_and_write_is_a_412(api: Client, user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other device comes in after the header was compared: the transaction looks again."""
    etag = api.get(URL)["ETag"]
    change = profile_operations.change_claims

    def beaten(**kwargs: Any) -> Profile:
        monkeypatch.undo()
        change(user=user, release=releases.current(), levels={"sql": 5})
        return change(**kwargs)

    monkeypatch.setattr(profile_operations, "change_claims", beaten)
    assert patch(api, {"skills": {"python": 3}}, If_Match=etag).status_code == 412
    assert held(user) == {"sql": 5}


def test_a_new_release_is_another_etag(api: Client) -> None:
    etag = api.get(URL)["ETag"]
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    people.publish(raw)
    assert api.get(URL)["ETag"] != etag


def test_what_is_known_already_is_a_304(api: Client) -> None:
    etag = api.get(URL)["ETag"]
    assert api.get(URL, headers={"If-None-Match": etag}).status_code == 304
    patch(api, {"skills": {"python": 3}})
    assert api.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_the_number_of_queries_does_not_grow(api: Client, user: User, django_assert_num_queries: Any) -> None:
    for levels in ({"python": 3}, {"sql": 1, "react": 2, "rag": 3, "airflow": 4}):
        patch(api, {"skills": levels})
        with django_assert_num_queries(4):  # token with person, release, profile, claims with skills
            api.get(URL)
