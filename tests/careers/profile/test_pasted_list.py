"""A list pasted into the builder: what is known is proposed, and what is not stays apart."""

from typing import Any

import pytest
from django.test import Client

from tests import people

pytestmark = pytest.mark.usefixtures("release")


@pytest.fixture(params=["/profile/", "/try/"])
def place(request: pytest.FixtureRequest, client: Client) -> str:
    if request.param == "/profile/":
        client.force_login(people.person())
    return str(request.param)


def proposed(context: Any) -> list[str]:
    return [one.skill.slug for one in context["suggestions"]]


def unknown(context: Any) -> list[tuple[str, str]]:
    return [(one.text, one.meant.name if one.meant else "") for one in context["unknown"]]


def test_each_item_is_read_as_a_name(client: Client, place: str) -> None:
    page = client.get(place, {"q": "react, PYTHON; dag | py"})
    assert proposed(page.context) == ["react", "python", "orchestration"]
    assert unknown(page.context) == []
    assert "3 skills in your list" in page.content.decode()


def test_what_is_unknown_stays_apart_and_can_be_kept(client: Client, place: str) -> None:
    page = client.get(place, {"q": "sql, basket weaving, workflow orchestratoin"})
    text = page.content.decode()
    assert proposed(page.context) == ["sql"]
    assert unknown(page.context) == [("basket weaving", ""), ("workflow orchestratoin", "Workflow orchestration")]
    assert "and 2 that we do not know" in text
    assert 'value="basket weaving"' in text
    assert 'id="keep-word-2"' in text
    listed = {"word": "basket weaving", "q": "sql, basket weaving, juggling"}
    kept = client.post(f"{place}words/keep/", listed, follow=True)
    assert kept.context["query"] == "sql, juggling", "what is kept is answered, the rest still waits"


def test_a_list_of_the_unknown_says_so(client: Client, place: str) -> None:
    page = client.get(place, {"q": "basket weaving, juggling"})
    assert proposed(page.context) == []
    assert "We know none of these 2 as skills" in page.content.decode()


def test_a_name_with_a_comma_is_no_list(client: Client, place: str) -> None:
    assert proposed(client.get(place, {"q": "SQL,"}).context) == ["sql"]
    assert proposed(client.get(place, {"q": "Something, else (RAG)"}).context) == ["rag"]
    assert client.get(place, {"q": ","}).status_code == 200
