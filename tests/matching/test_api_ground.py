"""What holds for the whole API: nothing ignored, pages, searches, the catalogue kept by its ETag."""

import json
from typing import Any

import pytest
from django.test import Client
from rest_framework import serializers

from careers.api import bodies, etags, skills
from careers.api.base import StrictQuery
from careers.catalogue.released import Released
from careers.models import Profile
from tests import drafts, people
from tests.matching.test_api_json import SCHEMA, addresses, is_json
from tests.matching.test_personal_api import api_views, token_of


@pytest.fixture
def profile(release: Released) -> Profile:
    return people.person_with({"python": 2})


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
