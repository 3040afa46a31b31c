"""A pasted CV: each find next to its quote, nothing before "Save", and a second CV that lowers nothing."""

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careers.catalogue import releases
from careers.documents import found, pages
from careers.models import Claim, Document, MissedWord, OwnWord, Profile
from careers.profile import operations, own_words
from careers.profile.claims import WORDS_A_PERSON
from matching import tasks
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.database]

CV = "Data engineer\n\nSkills: Python (expert), SQL, Airflow, Juggling knives\n\nSince 2018 I build pipelines.\n"


@pytest.fixture
def client() -> Client:
    people.publish()
    own = Client()
    own.force_login(people.person_with({}).user)
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
    assert "5 expert, from “<bdi>expert</bdi>”" in page
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
    assert [(word.key, word.count) for word in MissedWord.objects.counted()] == [("juggling knives", 1)]
    assert not Document.objects.exists()
    opened = client.get("/profile/open/python/", headers={"HX-Request": "true"}).content.decode()
    assert "Found in “Skills: Python (expert), SQL, Airflow, Juggling knives”" in opened
    page = client.get("/profile/").content.decode()
    assert "2 skills added" in page
    undo = html.unescape(re.search(r'name="undo" value="([^"]+)"', page)[1])  # type: ignore[index]
    client.post("/profile/undo/", {"undo": undo})
    assert levels(client) == {}


def test_a_second_cv_merges_and_lowers_nothing_by_itself(client: Client) -> None:
    own = Profile.objects.get()
    operations.change_claims(user=own.user, release=releases.current(), levels={"python": 4, "sql": 2, "rag": 3})
    text = "Skills: Python (basics), SQL (expert), Airflow\n\nMy RAG system answers questions.\n"
    address = paste(client, text)
    page = client.get(address).content.decode()
    ticked = set(re.findall(r'id="tick-([\w-]+)" checked', page))
    assert ticked == {"sql", "airflow"}
    assert "You have 4; “<bdi>basics</bdi>” suggests 2 assisted. 4 is kept unless you tick this." in page
    assert "You have 2; “<bdi>expert</bdi>” suggests 5 expert." in page
    assert "1 that you have already" in page
    as_it_stands = {"skill": sorted(ticked), "level-sql": "5", "level-airflow": "3", "level-python": "2", **seen(page)}
    client.post(f"{address}confirm/", as_it_stands)
    assert levels(client) == {"python": 4, "sql": 5, "airflow": 3, "rag": 3}


def seen(page: str) -> dict[str, str]:
    return {"seen": re.search(r'name="seen" value="([^"]*)"', page)[1]}  # type: ignore[index]


def test_who_ticks_a_lower_level_gets_it(client: Client) -> None:
    own = Profile.objects.get()
    operations.change_claims(user=own.user, release=releases.current(), levels={"python": 4})
    address = paste(client, "Basics of Python")
    client.post(f"{address}confirm/", {"skill": "python", "level-python": "2", "seen": "python:4"})
    assert levels(client) == {"python": 2}


def test_what_was_changed_elsewhere_meanwhile_stays(client: Client) -> None:
    address = paste(client, "Python (expert), SQL")
    own = Profile.objects.get()
    operations.change_claims(user=own.user, release=releases.current(), levels={"python": 3})
    client.post(f"{address}confirm/", {"skill": ["python", "sql"], "level-python": "5", "level-sql": "2", "seen": ""})
    assert levels(client) == {"python": 3, "sql": 2}
    assert "Changed elsewhere in the meantime, so left as it is: Python" in client.get("/profile/").content.decode()


def test_a_tick_without_a_level_is_asked_for_one_and_the_form_stays(client: Client) -> None:
    address = paste(client)
    answer = client.post(f"{address}confirm/", {"skill": ["python", "rag"], "added": "rag", "level-python": "2"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Retrieval-augmented generation: choose a level" in page
    assert re.search(r'name="level-python" value="2"[^>]*checked', page)
    assert not re.search(r'id="tick-sql" checked', page)
    assert 'id="tick-rag" checked' in page
    empty = client.post(f"{address}confirm/", {"do": "save"})
    assert "Nothing is ticked" in empty.content.decode()
    assert (levels(client), Document.objects.count()) == ({}, 1)


def test_a_missing_skill_is_looked_for_and_added_also_without_htmx(client: Client) -> None:
    address = paste(client)
    for headers in ({}, {"HX-Request": "true"}):
        form = {"do": "find", "q": "retrieval", "skill": "python", "level-python": "2"}
        page = client.post(f"{address}confirm/", form, headers=headers).content.decode()
        assert 'value="add:rag"' in page
        assert ("<h1" in page) is not headers
        page = client.post(f"{address}confirm/", form | {"do": "add:rag"}, headers=headers).content.decode()
        assert 'id="tick-rag" checked' in page
        assert '<input type="hidden" name="added" value="rag">' in page
    sent = {"skill": ["python", "rag"], "level-python": "2", "level-rag": "1", "added": "rag"}
    client.post(f"{address}confirm/", sent)
    assert levels(client) == {"python": 2, "rag": 1}
    assert dict(Claim.objects.values_list("skill__slug", "source")) == {"python": "document", "rag": "self"}


def test_a_misspelt_name_is_asked_about_and_not_taken(client: Client) -> None:
    page = client.get(paste(client, "I used Airlfow and Python for years.")).content.decode()
    assert "did you mean Airflow?" in page
    assert 'id="tick-airflow"' not in page


def test_a_list_of_everything_is_flagged_and_not_ticked(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MANY", 3)
    monkeypatch.setattr(pages, "MANY", 3)
    page = client.get(paste(client, "Python, SQL, Airflow, React, RAG, ReWOO")).content.decode()
    assert re.search(r"This text names \d of the 7 skills we know", page)
    assert not re.search(r'id="tick-\w+" checked', page)
    assert 'id="save"' in page


def test_discarding_leaves_nothing(client: Client) -> None:
    address = paste(client)
    assert client.post(f"{address}discard/")["Location"] == "/profile/documents/"
    assert not Document.objects.exists()
    assert "Discarded." in client.get("/profile/documents/").content.decode()
    gone = client.get(address)
    assert gone["Location"] == "/profile/documents/"
    assert "That CV is not here any more" in client.get(gone["Location"]).content.decode()
    late = client.post(f"{address}confirm/", {"skill": "python", "level-python": "3"})
    assert (late["Location"], levels(client)) == ("/profile/documents/", {})


def test_json_resume_comes_back_as_the_same_profile(client: Client) -> None:
    before = {"python": 5, "sql": 0, "airflow": 3, "rag": 1, "react-pattern": 2}
    own = Profile.objects.get()
    operations.change_claims(user=own.user, release=releases.current(), levels=before)
    own_words.keep_word(user=own.user, word="Juggling knives")
    file = client.get("/profile/documents/json-resume/").content
    other = Client()
    other.force_login(people.person("other@example.org"))
    answer = other.post("/profile/documents/upload/", {"file": SimpleUploadedFile("cv.json", file)})
    tasks.read_document(Document.objects.get().pk, 0)
    page = other.get(answer["Location"]).content.decode()
    other.post(f"{answer['Location']}confirm/", as_shown(page))
    theirs = Profile.objects.exclude(pk=own.pk).get()
    assert dict(theirs.claims.values_list("skill__slug", "level")) == before
    assert [word.text for word in theirs.words.all()] == ["Juggling knives"]


def as_shown(page: str) -> dict[str, Any]:
    """What the form of a page sends if nobody touches it."""
    ticked = re.findall(r'name="skill" value="([\w-]+)" id="tick-[\w-]+" checked', page)
    chosen = re.findall(r'name="(level-[\w-]+)" value="(\d)"[^>]*checked', page)
    words = re.findall(r'name="word" value="([^"]+)" checked', page)
    return {"skill": ticked, "word": [html.unescape(word) for word in words], **dict(chosen), **seen(page)}


def test_a_word_of_ones_own_is_not_asked_about_again(client: Client) -> None:
    own_words.keep_word(user=Profile.objects.get().user, word="juggling KNIVES")
    assert "that we do not know" not in client.get(paste(client)).content.decode()


def test_more_words_than_there_is_room_for_are_left_out(client: Client) -> None:
    own = Profile.objects.get().user
    for n in range(WORDS_A_PERSON - 1):
        own_words.keep_word(user=own, word=f"word {n}")
    address = paste(client, "Skills: Python, SQL, Airflow, Juggling knives, Walking on fire\n")
    client.post(f"{address}confirm/", {"word": ["Juggling knives", "Walking on fire", "not in the text"]})
    kept = set(OwnWord.objects.values_list("text", flat=True))
    assert len(kept) == WORDS_A_PERSON
    assert {"Juggling knives"} == {word for word in kept if not word.startswith("word ")}
    assert "left out: Walking on fire." in client.get("/profile/").content.decode()


def test_a_skill_that_is_held_and_added_by_hand_counts_as_seen(client: Client) -> None:
    operations.change_claims(user=Profile.objects.get().user, release=releases.current(), levels={"rag": 1})
    address = paste(client)
    for headers in ({}, {"HX-Request": "true"}):
        page = client.post(f"{address}confirm/", {"do": "add:rag", "added": "rag"}, headers=headers).content.decode()
        assert page.count('id="tick-rag"') == 1, "however often it is added"
        assert '<input type="hidden" name="seen" value="rag:1">' in page
    sent = {"skill": "rag", "added": "rag", "level-rag": "4", "seen": ["python:2", "rag:1"]}
    client.post(f"{address}confirm/", sent)
    assert levels(client) == {"rag": 4}


def test_three_quotes_are_shown_and_the_other_places_marked(client: Client) -> None:
    page = client.get(paste(client, "I like Python.\n" * 4 + "Expert in Python.\n")).content.decode()
    assert page.count('class="found-mark"') == 3
    assert "and 2 more places, marked in the text" in page
    assert page.index("Expert in") < page.index("I like"), "the words that say the level come first"
    assert page.count('<mark id="at-') == 5
