"""One search over roles, skills and starting points, by every name they go by."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.web.requests import NOT_TEXT, TOO_LONG
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

ODD = [
    "",
    "\x00",
    "a\x00b",
    "x" * 10_000,
    "\u202epy",
    "א",
    "معلم",
    "<script>alert(1)</script>",
    "🐍",
    "%",
    "'",
    "-",
    "٣",
]


def found(client: Client, query: str) -> dict[str, list[str]]:
    """What a query finds, by kind; the kind with the best answer first."""
    groups = client.get("/search/", {"q": query}).context["groups"]
    return {group.kind: [one.slug for one in group.shown] for group in groups}


@pytest.mark.parametrize(
    ("query", "answers"),
    [
        ("engineer", {"role": ["engineer"], "start": ["tester"]}),
        ("ENG", {"role": ["engineer"], "start": ["tester"]}),
        ("work tests", {"role": ["builder", "engineer"]}),  # both words, in the summaries
        ("qa eng", {"start": ["tester"]}),
        ("in tests", {"role": ["builder", "engineer"], "start": ["tester"]}),
        ("py", {"skill": ["python"]}),
        ("apache", {"skill": ["airflow"]}),
        ("ReWOO", {"skill": ["react-pattern"]}),
        ("the base", {"role": ["engineer"]}),  # the title of the group
        ("thon", {"skill": ["python"]}),
        ("hon", {}),  # inside a word, and too short to mean it
        ("gineer", {}),
        ("  ", {}),
    ],
)
def test_it_finds(client: Client, query: str, answers: dict[str, list[str]]) -> None:
    assert found(client, query) == {kind: slugs for kind, slugs in answers.items() if slugs}


def test_the_kind_with_the_best_answer_stands_first(client: Client) -> None:
    assert list(found(client, "tester")) == ["start"]
    assert list(found(client, "engineer")) == ["role", "start"]  # a title, and a part of another name
    assert list(found(client, "test")) == ["start", "role"]  # a part of a title, and a word of a summary


def test_an_alias_is_told(client: Client) -> None:
    assert "also “Apache Airflow”" in client.get("/search/?q=apache").content.decode()


def test_a_title_comes_before_a_summary(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Engineers, in a way."
    people.publish(raw)
    assert found(client, "engin")["role"] == ["engineer", "builder"]


def test_the_name_of_a_role_is_answer_enough(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0]["summary"] = "Engineers, in a way."
    people.publish(raw)
    assert found(client, "engineer")["role"] == ["engineer"]


def test_a_role_is_found_by_its_other_and_its_former_names(client: Client) -> None:
    raw = drafts.small()
    raw["roles"][0].update(former_slugs=["mason"], other_titles=["Bricklayer"])
    people.publish(raw)
    assert found(client, "mason")["role"] == found(client, "bricklayer")["role"] == ["builder"]
    assert "also “Bricklayer”" in client.get("/search/?q=brick").content.decode()


def test_a_job_leads_to_its_start(client: Client) -> None:
    text = client.get("/search/?q=QA+engineer").content.decode()
    assert 'href="/try/start/tester/">Start from: Tester</a>' in text
    client.force_login(people.person())
    assert 'href="/profile/start/tester/"' in client.get("/search/?q=tester").content.decode()


@pytest.fixture
def signposted(release: None) -> None:
    people.publish(drafts.signposted())


class TestSignposts:
    def test_a_signpost_comes_before_everything(self, client: Client) -> None:
        raw = drafts.small()
        raw["signposts"] = [drafts.signpost("snakes", ["py"], ("role", "builder"), says="Name what you build.")]
        people.publish(raw)
        page = client.get("/search/?q=Py")
        assert found(client, "PY") == {"role": ["builder"], "skill": ["python"]}
        assert "Name what you build." in page.content.decode()

    def test_the_skills_that_it_names_are_links_and_can_be_added(self, client: Client) -> None:
        raw = drafts.small()
        leads = (("skill", "python"), ("skill", "sql"))
        raw["signposts"] = [drafts.signpost("snakes", ["snakes"], *leads, says="Some say Python, not pythons.")]
        people.publish(raw)
        page = client.get("/search/?q=snakes").content.decode()
        assert 'Some say <a href="/skills/python/">Python</a>, not pythons.</p>' in page
        assert 'Add to my skills: <a href="/try/?q=Python">Python</a></p>' in page

    @pytest.mark.usefixtures("signposted")
    @pytest.mark.parametrize("query", ["database", "Data-Bases", "databases skills", "bases data"])
    def test_its_words_are_read_in_any_order_and_number(self, client: Client, query: str) -> None:
        assert found(client, query)["skill"] == ["sql", "python"]

    @pytest.mark.usefixtures("signposted")
    def test_a_slip_in_its_words_leads_there_too(self, client: Client) -> None:
        assert [one.title for one in client.get("/search/?q=databses").context["meant"]] == ["SQL", "Python"]

    def test_words_that_name_something_are_not_bent(self, client: Client) -> None:
        raw = drafts.signposted()
        raw["skills"][4]["aliases"] = ["database"]
        people.publish(raw)
        assert found(client, "database")["skill"][0] == "react"

    def test_what_is_not_scored_is_said(self, client: Client) -> None:
        page = client.get("/search/?q=juggling")
        assert "Juggling is not scored." in page.content.decode()
        assert (page.context["first"], page.context["groups"]) == (None, [])
        assert 'href="/roles/engineer/"' in page.content.decode()


class TestNothingFound:
    def test_it_is_kind_and_useful(self, client: Client) -> None:
        page = client.get("/search/?q=qwertz")
        text = page.content.decode()
        assert page.status_code == 200
        assert "Nothing here is called “qwertz”." in text
        assert 'href="/try/?q=qwertz"' in text
        assert 'href="/roles/engineer/"' in text
        assert 'href="/try/start/#group-1"' in text
        client.force_login(people.person())
        assert 'href="/profile/?q=qwertz"' in client.get("/search/?q=qwertz").content.decode()

    @pytest.mark.parametrize(
        ("query", "meant"),
        [
            ("pythn", ["Python"]),
            ("testr", ["Tester"]),
            ("bulder", ["Builder"]),
            ("apachee", ["Airflow"]),  # by an alias, and called by its name
            ("workflow orchestrashun", []),  # two wrong letters and one too few
            ("jugling", []),  # a signpost, which leads nowhere
            ("q a engineer", ["Tester"]),
            ("qa enginer", ["Tester"]),
            ("web orchestration", []),
        ],
    )
    def test_slips_are_read_and_names_are_given(self, client: Client, query: str, meant: list[str]) -> None:
        page = client.get("/search/", {"q": query})
        assert [answer.title for answer in page.context["meant"]] == meant
        assert page.context["groups"] == []
        assert ("Did you mean" in page.content.decode()) == bool(meant)

    def test_at_most_two_are_given(self, client: Client) -> None:
        raw = drafts.small()
        for skill in raw["skills"][:4]:
            skill["aliases"] = [f"patience {skill['slug']}"]
        people.publish(raw)
        assert len(client.get("/search/?q=patiense").context["meant"]) == 2

    @pytest.mark.usefixtures("signposted")
    def test_names_inside_a_longer_text_are_taken_out(self, client: Client) -> None:
        page = client.get("/search/?q=senior+tester+with+apache+airflow+and+databases+with+c")
        assert [one.slug for one in page.context["parts"]] == ["tester", "airflow", "sql"]
        assert "Parts of it are" in page.content.decode()


@pytest.mark.parametrize(("query", "said"), [("x" * 300, TOO_LONG), ("a\x00b", NOT_TEXT)])
def test_what_is_no_query_is_refused_in_our_words(client: Client, query: str, said: str) -> None:
    for path in ("/search/", "/skills/", "/try/start/", *(["/try/"] if said == NOT_TEXT else [])):
        assert said in client.get(path, {"q": query}).content.decode()


def test_an_empty_search_says_what_there_is_to_find(client: Client) -> None:
    text = client.get("/search/").content.decode()
    for query in ("Engineer", "Tester", "Python", "juggling"):
        assert f'href="/search/?q={query}"' in text
    assert 'href="/roles/builder/"' in text
    assert 'href="/try/start/#group-1">Software</a> <span class="small soft">Tester</span>' in text
    assert 'href="/skills/#tool">Tools</a> <span class="small soft">React, Airflow</span>' in text


def test_the_first_are_shown_and_the_others_folded(client: Client) -> None:
    raw = drafts.small()
    for skill in raw["skills"]:
        skill["aliases"] = [f"bolt of {skill['slug']}"]
    people.publish(raw)
    [group] = client.get("/search/?q=bolt").context["groups"]
    assert (len(group.shown), len(group.folded), group.hits) == (6, 1, 7)
    assert "1 more skill<" in client.get("/search/?q=bolt").content.decode()


@pytest.mark.thorough
@pytest.mark.parametrize("query", ODD)
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
