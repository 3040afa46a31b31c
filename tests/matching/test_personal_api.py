"""me/matches/, me/history/ and what all personal calls share: who may, how often, what is refused how."""

import datetime
import json
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from careers.accounts import operations as accounts_operations
from careers.api.throttling import Limited
from careers.models import Profile, User
from careers.profile import operations as profile_operations
from careers.profile.api import PersonalView
from careers.web import limits
from matching import inputs
from matching.models import Record
from matching.scores.scoring import score_profiles
from tests import drafts, people
from tests.engine import reference

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

MATCHES = "/api/v1/me/matches/"
HISTORY = "/api/v1/me/history/"
PROFILE = "/api/v1/me/profile/"
PERSONAL = [PROFILE, MATCHES, HISTORY, "/api/v1/me/export/"]


@pytest.fixture
def profile() -> Profile:
    return people.person_with({"python": 3, "airflow": 2, "sql": 0})


def token_of(user: User) -> Client:
    return Client(headers={"Authorization": f"Bearer {accounts_operations.make_token(user=user, name='t').text}"})


def test_matches_are_what_the_reference_says_of_the_profile(profile: Profile, release: Any) -> None:
    body = token_of(profile.user).get(MATCHES).json()
    expected = reference.score(inputs.specification(release), {"python": 3, "airflow": 2, "sql": 0})
    assert [(r["role"], r["fit"], r["lead"], r["known"], r["band"]) for r in body["roles"]] == [
        (r["role"], r["fit"], r["lead"], r["known"], r["band"]) for r in expected
    ]
    public = Client().post(
        "/api/v1/match/", json.dumps({"skills": {"python": 3, "airflow": 2, "sql": 0}}), "application/json"
    )
    assert body["roles"] == public.json()["roles"]
    assert body["release"] == public.json()["release"]


def test_matches_say_how_far_the_workers_are(profile: Profile) -> None:
    api = token_of(profile.user)
    assert api.get(MATCHES).json()["recorded"] is None
    score_profiles(profile_ids=[profile.pk], at=people.NOON)
    body = api.get(MATCHES).json()
    assert body["profile_version"] == 1
    assert body["recorded"] == {"release": 1, "profile_version": 1, "at": "2026-11-24T12:00:00Z"}


def test_somebody_new_has_no_scores_and_no_error() -> None:
    api = token_of(people.person())
    assert {role["fit"] for role in api.get(MATCHES).json()["roles"]} == {None}
    assert api.get(HISTORY).json() == {"count": 0, "next": None, "previous": None, "results": []}


def test_history_tells_each_movement_with_parts_that_add_up(profile: Profile) -> None:
    score_profiles(profile_ids=[profile.pk], at=people.NOON)
    profile_operations.change_claims(user=profile.user, release=_current(), levels={"python": 4})
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    people.publish(raw)
    score_profiles(profile_ids=[profile.pk], at=people.NOON + datetime.timedelta(hours=1))
    results = token_of(profile.user).get(HISTORY).json()["results"]
    times = [line["recorded_at"] for line in results]
    assert times == sorted(times, reverse=True)
    assert {(line["release_before"], line["release_after"]) for line in results} == {(1, 1), (1, 2)}
    causes = {part["cause"] for line in results for part in line["parts"]}
    assert causes == {"profile", "release"}
    for line in results:
        moved = float(line["fit_after"] or 0) - float(line["fit_before"] or 0)
        assert sum(float(part["points"]) for part in line["parts"]) == pytest.approx(moved)


def _current() -> Any:
    from careers.catalogue import releases

    return releases.current()


def test_history_comes_in_pages_at_a_constant_cost(profile: Profile, django_assert_num_queries: Any) -> None:
    lines = [
        Record(
            profile=profile,
            release_before=1,
            release_after=1,
            version_before=n,
            version_after=n + 1,
            told=[{"role": "engineer", "fit_before": n, "fit_after": n + 1, "parts": []}],
            recorded_at=people.NOON + datetime.timedelta(seconds=n),
        )
        for n in range(250)
    ]
    Record.objects.bulk_create(lines)
    api = token_of(profile.user)
    first = api.get(HISTORY).json()
    assert (first["count"], len(first["results"])) == (250, 100)
    assert "page=2" in first["next"]
    with django_assert_num_queries(3):  # token with person, profile, records
        api.get(HISTORY + "?page=3")
    assert api.get(HISTORY + "?page=4").status_code == 404


def test_matches_cost_the_same_for_many_skills(profile: Profile, django_assert_num_queries: Any) -> None:
    api = token_of(profile.user)
    api.get(MATCHES)
    with django_assert_num_queries(5):  # token with person, release, profile, claims, recorded
        api.get(MATCHES)


# Who may


@pytest.mark.parametrize("url", PERSONAL)
def test_nobody_is_asked_who_they_are(url: str) -> None:
    answer = Client().get(url)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/json"


@pytest.mark.parametrize("url", PERSONAL)
def test_everybody_sees_their_own_only_and_no_cache_keeps_it(url: str, profile: Profile) -> None:
    other = people.person_with({"react": 5}, "other@example.org")
    score_profiles(profile_ids=[profile.pk, other.pk])
    session = Client()
    session.force_login(other.user)
    for api in (token_of(other.user), session):
        answer = api.get(url)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "a@example.org" not in answer.content.decode()
        assert answer.content != token_of(profile.user).get(url).content


@pytest.mark.parametrize("url", PERSONAL)
@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_other_methods_are_a_405(url: str, method: str, profile: Profile) -> None:
    assert getattr(token_of(profile.user), method)(url).status_code == 405


# Sessions write with the CSRF token only


def browser(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_a_session_without_the_csrf_token_changes_nothing(profile: Profile) -> None:
    body = json.dumps({"skills": {"python": 5}})
    for headers in ({}, {"X-CSRFToken": _get_new_csrf_string()}):
        answer = browser(profile.user).patch(PROFILE, body, content_type="application/json", headers=headers)
        assert answer.status_code == 403
        assert "CSRF" in answer.json()["detail"]
    assert profile.claims.levels_by_position()[2] == 3


def test_a_session_with_the_csrf_token_may_write(profile: Profile) -> None:
    client = browser(profile.user)
    client.get("/profile/")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    answer = client.patch(PROFILE, '{"skills": {"python": 5}}', content_type="application/json", headers=headers)
    assert answer.status_code == 200


def test_a_token_needs_none(profile: Profile) -> None:
    made = accounts_operations.make_token(user=profile.user, name="t")
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {made.text}"})
    assert client.patch(PROFILE, '{"skills": {}}', content_type="application/json").status_code == 200


# What every call that takes a body refuses alike

CALLS = ("tokens", "match/batch", "match", "read")
BODIES = [("patch", PROFILE), *(("post", f"/api/v1/{call}/") for call in CALLS)]


@pytest.mark.parametrize(("method", "url"), BODIES)
def test_bodies_too_large_of_other_kinds_and_no_json(method: str, url: str, profile: Profile) -> None:
    send = getattr(token_of(profile.user), method)
    assert send(url, b" " * (16 * 1024 * 1024 + 1), content_type="application/json").status_code == 413
    for kind in (
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
    ):
        assert send(url, b"skills=python", content_type=kind).status_code == 415, kind
    for body in (
        b"",
        b"{",
        b"nul",
        b"\xff",
        b"[" * 100_000,
        b'{"a": NaN}',
        b'{"a": "\\u0000"}',
        b"[]",
        b"3",
        b'"x"',
        b"null",
    ):
        assert send(url, body, content_type="application/json").status_code == 400, body[:20]


# Limits, as in production


def api_views() -> dict[str, Any]:
    """Every view below /api/v1/ by its address."""

    def walk(resolver: URLResolver, at: str) -> Any:
        for pattern in resolver.url_patterns:
            path = at + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, path)
            elif isinstance(pattern, URLPattern) and hasattr(pattern.callback, "view_class"):
                yield path, pattern.callback.view_class

    return {path: view for path, view in walk(get_resolver(), "") if path.startswith("api/v1/")}


def test_every_call_has_a_limit_and_every_personal_one_its_base() -> None:
    views = api_views()
    assert len(views) >= 12
    for path, view in views.items():
        if "schema" not in path:
            assert limits.LIMITS[view.throttle_scope], path
            assert view.throttle_classes == [Limited], path
        assert issubclass(view, PersonalView) == path.startswith("api/v1/me/"), path


@time_machine.travel(people.NOON, tick=False)
@pytest.mark.parametrize(
    ("url", "scope"), [(MATCHES, "personal"), ("/api/v1/roles/", "read"), ("/api/v1/match/batch/", "compute")]
)
def test_too_many_calls_are_a_429(
    url: str, scope: str, profile: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setitem(limits.LIMITS, scope, limits.LIMITS[scope]._replace(amount=3))
    cache.clear()
    api, other = token_of(profile.user), token_of(people.person("other@example.org"))
    calls = [_call(api, url) for _ in range(4)]
    assert [call.status_code for call in calls] == [200, 200, 200, 429]
    assert int(calls[-1]["Retry-After"]) > 0
    assert "up to 3 a minute are answered. Try again in" in calls[-1].json()["detail"]
    assert (_call(other, url).status_code == 200) == (scope == "personal")  # persons are told apart, else addresses


def _call(api: Client, url: str) -> Any:
    return api.post(url, '{"profiles": []}', "application/json") if "batch" in url else api.get(url)
