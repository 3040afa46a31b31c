"""A pasted CV: each find next to its quote, nothing before "Save", and a second CV that lowers nothing."""

import html
import re

import pytest
from django.test import Client

from careers.models import Claim, Document, OwnWord
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CV = "Data engineer\n\nSkills: Python (expert), SQL, Airflow, Juggling knives\n\nSince 2018 I build pipelines.\n"


@pytest.fixture
def client() -> Client:
    people.publish()
    own = Client()
    own.force_login(people.person())
    return own


def paste(client: Client, text: str = CV) -> str:
    answer = client.post("/profile/documents/paste/", {"text": text})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def levels(client: Client) -> dict[str, int]:
    return dict(Claim.objects.values_list("skill__slug", "level"))


def test_a_paste_is_read_and_changes_nothing(client: Client) -> None:
    page = client.get(paste(client)).content.decode()
    assert "3 skills found" in page
    assert re.search(r'value="python" id="tick-python" checked', page)
    assert "“expert”: 5 expert." in page
    assert "No level is said; 3 is our guess." in page
    assert 'Skills: <a class="found-mark" href="#at-23"><mark>Python</mark></a> (expert), SQL' in page
    assert '<mark id="at-23">Python</mark> (expert)' in page
    assert levels(client) == {}


def test_what_is_ticked_is_saved_with_its_quote_and_the_text_is_erased(client: Client) -> None:
    address = paste(client)
    sent = {"do": "save", "skill": ["python", "airflow"], "level-python": "4", "level-airflow": "3", "level-sql": "3"}
    answer = client.post(f"{address}confirm/", sent | {"word": ["Juggling knives"]})
    assert answer["Location"] == "/profile/"
    assert levels(client) == {"python": 4, "airflow": 3}
    claim = Claim.objects.get(skill__slug="python")
    assert (claim.source, claim.quote) == ("document", "Skills: Python (expert), SQL, Airflow, Juggling knives")
    assert [word.text for word in OwnWord.objects.all()] == ["Juggling knives"]
    assert not Document.objects.exists()
    page = client.get("/profile/").content.decode()
    assert "2 skills added" in page
    undo = html.unescape(re.search(r'name="undo" value="([^"]+)"', page)[1])  # type: ignore[index]
    client.post("/profile/undo/", {"undo": undo})
    assert levels(client) == {}
