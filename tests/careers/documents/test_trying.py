"""A CV without an account: read, confirmed, and kept nowhere but in the cookie of what was picked."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careers.models import Claim, Document, Profile
from careers.profile import tried
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CV = "Skills: Python (expert), SQL, Airflow, Juggling knives\n"


@pytest.fixture
def client() -> Client:
    people.publish()
    return Client()


def paste(client: Client) -> str:
    answer = client.post("/try/documents/paste/", {"text": CV})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_pasted_text_is_answered_and_kept_nowhere(client: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        page = paste(client)
    assert "3 skills found" in page
    assert "Only in your browser: we keep nothing of it." in page
    assert not [query["sql"] for query in asked if not query["sql"].startswith("SELECT")]
    assert tried.COOKIE not in client.cookies


def test_what_is_ticked_becomes_what_was_picked(client: Client) -> None:
    paste(client)
    sent = {"text": CV, "skill": ["python", "sql"], "level-python": "5", "level-sql": "2", "word": "Juggling knives"}
    assert client.post("/try/documents/confirm/", sent)["Location"] == "/try/"
    page = client.get("/try/").content.decode()
    assert "2 skills added" in page
    assert "Juggling knives" in page
    undo = re.search(r'name="undo" value="([^"]+)"', page)[1]  # type: ignore[index]
    roles = client.get("/try/roles/").content.decode()
    assert "Builder" in roles
    client.post("/try/undo/", {"undo": undo})
    assert "Nothing listed yet" in client.get("/try/").content.decode()
    assert not Document.objects.exists()


def test_a_refused_form_still_has_the_text(client: Client) -> None:
    answer = client.post("/try/documents/confirm/", {"text": CV, "skill": "rag", "added": "rag"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "choose a level" in page
    assert f'<textarea name="text" hidden>\n{CV}</textarea>' in page
    assert 'id="tick-rag" checked' in page


def test_it_comes_along_into_an_account_as_found_in_a_document(client: Client) -> None:
    client.post("/try/documents/confirm/", {"text": CV, "skill": "python", "level-python": "4"})
    client.post("/accounts/signup/", {"email": "new@example.org", "password1": people.PASSWORD})
    claim = Claim.objects.get()
    assert (claim.skill.slug, claim.level, claim.source, claim.quote) == ("python", 4, "document", "")


def test_somebody_who_is_signed_in_is_led_to_their_own(client: Client) -> None:
    client.force_login(people.person_with({}).user)
    assert client.get("/try/documents/")["Location"] == "/profile/documents/"
    document = client.post("/try/documents/paste/", {"text": CV})["Location"]
    assert client.get(document).status_code == 200
    client.post("/try/documents/confirm/", {"text": CV, "skill": "python", "level-python": "4"})
    assert Profile.objects.get().claims.get().source == "document"


def test_a_paste_after_the_session_ended_is_not_lost(client: Client) -> None:
    answer = client.post("/profile/documents/paste/", {"text": CV}, follow=True)
    assert "3 skills found" in answer.content.decode()
    assert "You were signed out." in answer.content.decode()


def test_the_page_says_why_a_file_needs_an_account(client: Client) -> None:
    page = client.get("/try/documents/").content.decode()
    assert 'type="file"' not in page
    assert "we keep nothing of it" in page
    assert "uploading one takes" in page
