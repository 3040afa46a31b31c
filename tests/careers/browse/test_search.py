"""One search over roles, skills and aliases."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")


def found(client: Client, query: str) -> tuple[list[str], list[str]]:
    context = client.get("/search/", {"q": query}).context
    return [one.slug for one in context["roles"]], [one.skill.slug for one in context["skills"]]


@pytest.mark.parametrize(
    ("query", "roles", "skills"),
    [
        ("engineer", ["engineer"], []),
        ("ENG", ["engineer"], []),
        ("work tests", ["engineer", "builder"], []),  # both words, in the summaries
        ("py", [], ["python"]),
        ("apache", [], ["airflow"]),
        ("ReWOO", [], ["react-pattern"]),
        ("gineer", [], []),
        ("  ", [], []),
    ],
)
def test_it_finds(client: Client, query: str, roles: list[str], skills: list[str]) -> None:
    assert found(client, query)[0] == roles
    assert set(found(client, query)[1]) == set(skills)


def test_an_alias_is_told(client: Client) -> None:
    assert "also “Apache Airflow”" in client.get("/search/?q=apache").content.decode()


def test_a_title_comes_before_a_summary(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Engineers, in a way."
    people.publish(raw)
    assert found(client, "engineer")[0] == ["engineer", "builder"]


def test_a_role_is_found_by_its_former_name(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["former_slugs"] = ["mason"]
    people.publish(raw)
    assert found(client, "mason")[0] == ["builder"]


def test_nothing_found_is_kind_and_useful(client: Client) -> None:
    page = client.get("/search/?q=pythn")
    text = page.content.decode()
    assert page.status_code == 200
    assert page.context["meant"].name == "Python"
    assert 'href="/search/?q=Python"' in text
    assert 'href="/try/?q=pythn"' in text
    assert 'href="/roles/engineer/"' in text
    client.force_login(people.person())
    assert 'href="/profile/?q=pythn"' in client.get("/search/?q=pythn").content.decode()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "query",
    ["", "\x00", "a\x00b", "x" * 10_000, "\u202epy", "א", "<script>alert(1)</script>", "🐍", "%", "'", "-", "٣"],
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_any_query_is_answered(client: Client, query: str, headers: dict[str, Any]) -> None:
    answer = client.get("/search/", {"q": query}, headers=headers)
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content
    assert (b"<html" in answer.content) == (not headers)


def test_the_box_stands_on_every_page(client: Client) -> None:
    for path in ("/", "/roles/", "/try/", "/accounts/login/", "/search/?q=py"):
        assert client.get(path).content.count(b'id="top-q"') == 1


@pytest.mark.database
def test_it_asks_only_for_the_release(client: Client) -> None:
    for query in ("", "e", "nothing like it"):
        with CaptureQueriesContext(connection) as asked:
            client.get("/search/", {"q": query})
        assert len(asked) == 1
