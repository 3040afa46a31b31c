"""The API answers in JSON whatever happens: unknown addresses, methods, hosts and formats, and what breaks."""

from typing import Any

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from careers.api.base import StrictQuery
from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from tests import people
from tests.matching.test_personal_api import api_views

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FETCH")
SCHEMA = "/api/v1/schema/"


@pytest.fixture
def profile(release: Released) -> Profile:
    return people.person_with({"python": 2})


@pytest.fixture
def api(profile: Profile) -> Client:
    """Signed in, and as strict about CSRF as the site is."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(profile.user)
    return client


def addresses() -> list[str]:
    filled = {"<str:slug>": "python", "<path:slug>": "python", "<int:pk>": "1", "<int:number>": "1"}
    paths = []
    for path in api_views():
        for hole, value in filled.items():
            path = path.replace(hole, value)
        paths.append(f"/{path}")
    return paths


def is_json(answer: Any) -> bool:
    return not answer.content or (
        answer["Content-Type"].split(";")[0] == "application/json" and answer.json() is not ...
    )


NOWHERE = [
    "/api",
    "/api/",
    "/api/nowhere/",
    "/api/v2/match/",
    "/api/v1/",
    "/api/v1/nowhere/",
    "/api/v1/match",
    "/api/v1/x.php",
]


@pytest.mark.thorough
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("body", [b"", b"{"])
def test_every_answer_is_json(api: Client, method: str, body: bytes) -> None:
    made = addresses()
    made.remove(SCHEMA)  # made again for every call, and has a test of its own
    for path in [*made, *NOWHERE, *(path.rstrip("/") for path in made)]:
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            answer = api.generic(method, path, body, content_type=kind, headers={"Accept": "text/html"})
            assert answer.status_code < 500, (method, path)
            assert is_json(answer), (method, path, answer["Content-Type"], answer.content[:80])


@pytest.mark.thorough
@pytest.mark.parametrize("method", METHODS)
def test_an_address_without_its_last_slash_is_a_404_that_says_so(api: Client, method: str) -> None:
    for path in [
        "/api/v1/match",
        "/api/v1/nowhere",
        "/api/v1/skills/python",
        "/api/v1/me/profile",
        "/api/nowhere",
        "/api/docs",
    ]:
        answer = api.generic(method, path)
        assert answer.status_code == 404, (method, path)
        assert "end in a slash" in answer.json()["detail"]
        known = path not in ("/api/v1/nowhere", "/api/nowhere")
        assert (f"You mean {path}/." in answer.json()["detail"]) == known, path
    assert "slash" not in api.generic(method, "/api/v1/nowhere/").json()["detail"]
    assert len(api.generic(method, "/api/v1/skills/" + "x" * 3000).content) < 300


def test_another_host_is_refused_in_json(release: Released) -> None:
    for path in ("/api/v1/roles/", "/api/", "/api", "/api/v1/me/profile/"):
        other = Client().get(path, headers={"Host": "elsewhere.example"})
        assert (other.status_code, is_json(other)) == (400, True), path
        assert "does not serve the host" in other.json()["detail"]
    for path in ("/", "/apiary/"):
        assert Client().get(path, headers={"Host": "elsewhere.example"})["Content-Type"].startswith("text/html")


def sabotaged(*args: Any, **kwargs: Any) -> Any:
    raise ZeroDivisionError


@pytest.mark.thorough
@pytest.mark.usefixtures("release")
def test_what_breaks_in_any_view_is_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StrictQuery, "initial", sabotaged)
    client = Client(raise_request_exception=False)
    for path in addresses():
        for method in METHODS:
            broken = client.generic(method, path, "{}", content_type="application/json")
            assert (broken.status_code, is_json(broken)) == (500, True), (method, path)
            assert "not your fault" in broken.json()["detail"]


@pytest.mark.parametrize("place", ["process_request", "process_response"])
def test_what_breaks_before_or_after_a_view_is_json(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SessionMiddleware, place, sabotaged)
    client = Client(raise_request_exception=False)
    for path in ("/api/v1/roles/", "/api/v1/nowhere/", "/api/", "/api"):
        broken = client.get(path)
        assert (broken.status_code, is_json(broken)) == (500, True), path
    assert client.get("/roles/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError])
@pytest.mark.parametrize("place", ["process_request", "process_view"])
def test_without_a_database_it_is_a_503_that_says_when_to_come_again(
    place: str, fault: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before a view and inside it; pages say it in a page that asks the database nothing."""

    def away(*args: Any, **kwargs: Any) -> Any:
        raise fault("server closed the connection unexpectedly")

    if place == "process_request":
        monkeypatch.setattr(SessionMiddleware, place, away)
    else:
        monkeypatch.setattr(StrictQuery, "initial", away)
        monkeypatch.setattr(releases, "for_request", away)
    client = Client(raise_request_exception=False)
    call, page = client.get("/api/v1/roles/"), client.get("/roles/")
    for answer in (call, page):
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "try again in a minute" in call.json()["detail"]
    assert "Our database does not answer" in page.content.decode()


@pytest.mark.database
@pytest.mark.django_db
def test_a_wrong_statement_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which SQLite calls an operational error, as it does a lost disk."""

    def wrong(*args: Any, **kwargs: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_table_of_ours")

    monkeypatch.setattr(SessionMiddleware, "process_request", wrong)
    assert Client(raise_request_exception=False).get("/api/v1/roles/").status_code == 500


def test_a_call_without_the_sites_own_csrf_token_is_json(api: Client, profile: Profile) -> None:
    with_cookie = Client(enforce_csrf_checks=True, headers={"Origin": "https://elsewhere.example"})
    with_cookie.force_login(profile.user)
    for client in (api, with_cookie):
        for path in (*NOWHERE, "/api/v1/me/plans/0/steps/x/", "/api/v1//roles/"):
            answer = client.post(path, {"form": "field"})
            assert (answer.status_code, is_json(answer)) == (404, True), path
        for method, path in (("PATCH", "/api/v1/me/profile/"), ("POST", "/api/v1/me/plans/")):
            refused = client.generic(method, path, "{}", content_type="application/json")
            assert (refused.status_code, is_json(refused)) == (403, True), path
            assert "CSRF" in refused.json()["detail"]


def test_a_format_is_not_chosen_by_a_parameter(release: Released) -> None:
    for path in ("/api/v1/roles/", "/api/v1/skills/", "/api/v1/roles/builder/"):
        answer = Client().get(path, {"format": "xml"})
        assert answer.status_code == 400
        assert answer.json() == {"format": ["Every answer is JSON, so there is no format to choose. Leave it out."]}
    schema = Client().get(SCHEMA, {"format": "xml"})
    assert (schema.status_code, schema.json()) == (400, {"format": ["Give json or yaml."]})
    assert Client().get("/api/docs/", {"format": "xml"})["Content-Type"].startswith("text/html")


def test_too_many_parameters_are_a_400_that_says_so() -> None:
    answer = Client().get("/api/v1/roles/?" + "&".join(f"x{number}=1" for number in range(1001)))
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "There are too many parameters. A call takes a few."},
    )


def test_a_body_in_chunks_is_refused_instead_of_taken_for_an_empty_one() -> None:
    answer = Client().generic("POST", "/api/v1/match/", headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411
    assert "Content-Length" in answer.json()["detail"]
