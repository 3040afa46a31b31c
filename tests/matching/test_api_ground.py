"""What holds for the whole API: JSON whatever happens, nothing ignored, the catalogue kept by its ETag."""

import json
from typing import Any

import pytest
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import Client
from rest_framework import serializers

from careers.api import bodies, etags, skills
from careers.api.base import StrictQuery
from careers.catalogue.released import Released
from careers.models import Profile
from tests import drafts, people
from tests.matching.test_personal_api import api_views, token_of

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


@pytest.mark.thorough
def test_the_schema_is_json_unless_yaml_is_asked_for() -> None:
    client = Client()
    assert client.get(SCHEMA)["Content-Type"].startswith("application/json")
    assert client.get(SCHEMA).json()["openapi"]
    assert client.get(SCHEMA, {"format": "json"}).json()["openapi"]
    assert client.get(SCHEMA, {"format": "yaml"}).content.startswith(b"openapi:")
    asked = client.get(SCHEMA, headers={"Accept": "application/yaml"})
    assert asked.content.startswith(b"openapi:")
    refused = client.post(SCHEMA, headers={"Accept": "application/yaml"})
    assert (refused.status_code, is_json(refused)) == (405, True)


def test_every_view_refuses_parameters_that_nobody_reads(profile: Profile) -> None:
    client = token_of(profile.user)
    for path, view in zip(addresses(), api_views().values(), strict=True):
        assert issubclass(view, StrictQuery), path
        method = next(name for name in ("get", "post", "patch", "delete") if hasattr(view, name))
        answer = client.generic(method.upper(), f"{path}?nonsense=1&page_siz=2")
        assert answer.status_code == 400, (path, answer.content)
        assert set(answer.json()) == {"nonsense", "page_siz"}


def test_a_parameter_of_one_call_is_none_of_another(release: Released) -> None:
    assert Client().get("/api/v1/roles/", {"search": "python"}).json() == {
        "search": ["There is no such parameter. Known: page, page_size."]
    }
    assert Client().get("/api/v1/roles/builder/", {"page": 1}).json() == {
        "page": ["There is no such parameter. This call takes none."]
    }
    assert len(Client().get("/api/v1/roles/", {"y" * 5000: 1, **{f"x{n}": 1 for n in range(100)}}).content) < 5000


@pytest.mark.parametrize("size", ["0", "-1", "501", "abc", "", " 5", "5.0", "1e2", "٣", "9" * 5000])
def test_a_page_size_is_1_to_500(release: Released, size: str) -> None:
    answer = Client().get("/api/v1/skills/", {"page_size": size})
    assert answer.status_code == 400
    assert answer.json() == {"page_size": ["Give a whole number from 1 to 500."]}


@pytest.mark.parametrize(("size", "shown"), [("1", 1), ("3", 3), ("500", 7)])
def test_a_page_has_the_size_that_was_asked(release: Released, size: str, shown: int) -> None:
    assert len(Client().get("/api/v1/skills/", {"page_size": size}).json()["results"]) == shown


def searched(query: str) -> list[str]:
    answer = Client().get("/api/v1/skills/", {"search": query})
    assert answer.status_code == 200
    return [one["slug"] for one in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("py", ["python"]),
        ("Workflow_Orchestration", ["orchestration"]),
        ("generation augmented", ["rag"]),
        ("react", ["react", "react-pattern"]),
        ("apache", ["airflow"]),
        ("dag", ["orchestration", "airflow"]),
        ("nothing like it", []),
    ],
)
def test_a_search_finds_whole_names_first(release: Released, query: str, slugs: list[str]) -> None:
    assert searched(query) == slugs


@pytest.mark.parametrize("query", ["", "  "])
def test_an_empty_search_means_all(release: Released, query: str) -> None:
    assert searched(query) == [skill.slug for skill in release.content.skills]


@pytest.mark.parametrize("query", ["\x00", "x" * 10_000, "(", "-", "\u202e", "🐍", "%"])
def test_any_search_is_answered(release: Released, query: str) -> None:
    assert isinstance(searched(query), list)


def test_a_search_comes_in_pages(release: Released) -> None:
    page = Client().get("/api/v1/skills/", {"search": "react", "page_size": 1, "page": 2}).json()
    assert (page["count"], [one["slug"] for one in page["results"]]) == (2, ["react-pattern"])
    assert "search=react" in page["previous"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Python", "python"),
        ("py", "python"),
        ("RAG", "rag"),
        ("rag (retrieval)", "rag"),
        ("Retrieval-Augmented%20Generation", "rag"),
        ("workflow_orchestration", "orchestration"),
        ("Dag", "airflow"),
    ],
)
def test_any_name_of_a_skill_leads_to_it(release: Released, name: str, slug: str) -> None:
    answer = Client().get(f"/api/v1/skills/{name}/")
    if name == slug:
        assert answer.status_code == 200
    else:
        assert (answer.status_code, answer["Location"], answer.content) == (301, f"/api/v1/skills/{slug}/", b"")


@pytest.mark.django_db
def test_a_name_may_hold_a_slash() -> None:
    raw = drafts.small()
    raw["skills"][0]["aliases"] = ["CI/CD"]
    people.publish(raw)
    assert Client().get("/api/v1/skills/ci/cd/")["Location"] == "/api/v1/skills/airflow/"
    assert Client().get("/api/v1/skills/CI%2FCD/")["Location"] == "/api/v1/skills/airflow/"
    assert Client().get("/api/v1/skills/ci/cd/x/").status_code == 404


CATALOGUE = [
    "/api/v1/roles/",
    "/api/v1/roles/builder/",
    "/api/v1/skills/",
    "/api/v1/skills/python/",
    "/api/v1/skills/?search=python",
]


@pytest.mark.parametrize("path", CATALOGUE)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_what_a_client_has_is_not_sent_again(release: Released, path: str, method: str) -> None:
    first = Client().generic(method, path)
    again = Client().generic(method, path, headers={"If-None-Match": first["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["ETag"] == first["ETag"]
    assert Client().generic(method, path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", CATALOGUE)
def test_another_release_or_other_software_is_sent(
    release: Released, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Client().get(path)["ETag"]
    raw = drafts.small()
    raw["skills"][2]["summary"] = "Changed."
    people.publish(raw)
    published = Client().get(path, headers={"If-None-Match": before})
    assert published.status_code == 200
    monkeypatch.setattr(etags, "software", lambda: "another" * 9)
    assert Client().get(path, headers={"If-None-Match": published["ETag"]}).status_code == 200


def test_faults_have_no_etag(release: Released) -> None:
    for path in ("/api/v1/roles/nope/", "/api/v1/skills/?page_size=0", "/api/v1/skills/?page=99"):
        answer = Client().get(path, headers={"If-None-Match": "*"})
        assert answer.status_code in (400, 404)
        assert "ETag" not in answer


class _Marks(bodies.StrictSerializer):
    done = bodies.JSONBoolean()


@pytest.mark.parametrize("value", ["yes", "on", "true", "True", "", 1, 0, 1.0, None, [], {}, [True]])
def test_only_json_booleans_are_booleans(value: Any) -> None:
    marks = _Marks(data={"done": value})
    assert not marks.is_valid()
    assert set(marks.errors) == {"done"}


@pytest.mark.parametrize("value", [True, False])
def test_json_booleans_are_read(value: bool) -> None:
    marks = _Marks(data={"done": value})
    assert marks.is_valid()
    assert marks.validated_data == {"done": value}


def test_no_body_reads_booleans_in_another_way() -> None:
    def below(kind: type) -> set[type]:
        return {kind, *(one for sub in kind.__subclasses__() for one in below(sub))}

    read = below(bodies.StrictSerializer)
    assert skills.SkillsBody in read
    for body in read:
        for name, field in body().fields.items():
            assert not isinstance(field, serializers.BooleanField) or isinstance(field, bodies.JSONBoolean), (
                body,
                name,
            )


@pytest.mark.database
def test_a_step_is_done_by_a_boolean_only(profile: Profile) -> None:
    client = Client()
    client.force_login(profile.user)
    wish = {"role": "builder", "target": "ready", "hours_per_week": 8}
    plan = client.post("/api/v1/me/plans/", json.dumps(wish), content_type="application/json").json()
    step = f"/api/v1/me/plans/{plan['id']}/steps/1/"
    for value in ("yes", 1, "on"):
        answer = client.patch(step, json.dumps({"done": value}), content_type="application/json")
        assert (answer.status_code, set(answer.json())) == (400, {"done"})
    assert client.patch(step, json.dumps({"done": True}), content_type="application/json").status_code == 200
