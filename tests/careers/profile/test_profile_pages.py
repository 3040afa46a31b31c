"""The profile builder over HTTP: what people type, double clicks, two tabs, and a catalogue that moves on meanwhile."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from careers.models import Claim, Profile, User
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

CLAIM = "/profile/claim/"


def held(user: User) -> dict[str, int]:
    return dict(Claim.objects.filter(profile__user=user).values_list("skill__slug", "level"))


def claim(tab: Client, skill: str, level: Any, **more: Any) -> Any:
    return tab.post(CLAIM, {"skill": skill, "level": level, **more})


def test_a_level_is_set_and_the_page_offers_to_undo_it(tab: Client, somebody: User) -> None:
    page = tab.post(CLAIM, {"skill": "python", "level": 3, "was": "", "q": "py"}, follow=True)
    assert page.redirect_chain == [("/profile/", 302)]
    assert held(somebody) == {"python": 3}
    assert page.context["changed"]["before"] is None
    assert "Undo" in page.content.decode()


def test_a_change_in_the_list_answers_with_its_row_and_what_follows_from_it(tab: Client) -> None:
    headers = {"HX-Request": "true"}
    claim(tab, "python", 3)
    claim(tab, "sql", 2)
    tab.get("/profile/")
    part = tab.post(CLAIM, {"skill": "python", "level": 4, "at": "mine"}, headers=headers).content.decode()
    assert re.findall(r'id="mine-(\w+)"', part) == ["python"]
    assert set(re.findall(r'id="([\w-]+)" hx-swap-oob', part)) == {"status", "first-roles", "claims-title"}
    gone = tab.post("/profile/remove/", {"skill": "python", "at": "mine"}, headers=headers).content.decode()
    assert "Python is unknown again" in gone
    assert "1 skill listed" in gone
    last = tab.post("/profile/remove/", {"skill": "sql", "at": "mine"}, headers=headers)
    assert last["HX-Retarget"] == "#builder"
    assert "Nothing listed yet" in last.content.decode()


def test_a_change_that_is_refused_in_the_list_is_told_above_it(tab: Client) -> None:
    claim(tab, "python", 4)
    body = {"skill": "python", "level": 2, "was": "3", "at": "mine"}
    answer = tab.post(CLAIM, body, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "#builder"
    assert "set to 4 (advanced) elsewhere" in answer.content.decode()


def test_what_changes_a_claim_comes_when_it_is_opened(tab: Client) -> None:
    claim(tab, "python", 3)
    assert 'id="mine-python-3"' not in tab.get("/profile/").content.decode()
    part = tab.get("/profile/open/python/", headers={"HX-Request": "true"}).content.decode()
    assert 'id="mine-python-3"' in part
    assert "<html" not in part
    page = tab.get("/profile/open/python/").content.decode()
    assert 'id="mine-python-3"' in page
    assert "<html" in page
    assert tab.get("/profile/open/sql/").status_code == 404


def test_none_is_a_claim_and_removing_it_is_not(tab: Client, somebody: User) -> None:
    claim(tab, "python", 0)
    assert held(somebody) == {"python": 0}
    tab.post("/profile/remove/", {"skill": "python"})
    assert held(somebody) == {}


def test_a_double_submitted_form_changes_once(tab: Client, somebody: User) -> None:
    for _ in range(2):
        assert claim(tab, "python", 3, was="").status_code == 302
    assert Profile.objects.get(user=somebody).version == 1


def test_two_tabs_on_different_skills_lose_nothing(tab: Client, somebody: User) -> None:
    claim(tab, "python", 3, was="")
    claim(tab, "sql", 2, was="")
    assert held(somebody) == {"python": 3, "sql": 2}


def test_two_tabs_on_one_skill_overwrite_nothing_unseen(tab: Client, somebody: User) -> None:
    claim(tab, "python", 4, was="")
    answer = claim(tab, "python", 2, was="")
    assert answer.status_code == 409
    assert "set to 4 (advanced) elsewhere" in answer.content.decode()
    assert held(somebody) == {"python": 4}
    assert claim(tab, "python", 2, was="4").status_code == 302


def test_htmx_gets_the_part_and_its_errors_as_a_part(tab: Client) -> None:
    answer = tab.post(CLAIM, {"skill": "python", "level": 3}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert b"<html" not in answer.content
    assert b'id="claims"' in answer.content
    answer = tab.post(CLAIM, {"skill": "python", "level": 9}, headers={"HX-Request": "true"})
    assert b"is not a level" in answer.content


@pytest.mark.parametrize("level", ["-1", "6", "2.5", "three", "", "true", "٣", "1e0", "\x00"])
def test_what_is_no_level_is_refused_and_the_query_kept(tab: Client, somebody: User, level: str) -> None:
    answer = claim(tab, "python", level, q="py")
    assert answer.status_code == 400
    assert "level" in answer.context["error"]
    assert 'value="py"' in answer.content.decode()
    assert held(somebody) == {}


@pytest.mark.parametrize(
    "skill", ["nope", "Python", "", " ", "a\x00b", "x" * 10_000, "\u202epython", "../sql", "\ud800"]
)
def test_what_is_no_skill_is_refused(tab: Client, somebody: User, skill: str) -> None:
    body = urlencode({"skill": skill, "level": 3}, errors="surrogatepass")
    answer = tab.post(CLAIM, body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 409}
    assert answer.context["error"]
    assert held(somebody) == {}


@pytest.mark.thorough
@pytest.mark.parametrize(
    "query", ["", "\x00", "a\x00b", "x" * 10_000, "\u202epy", "א", "<script>", "🐍", "%", "'", "٣"]
)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_any_query_is_answered(tab: Client, query: str, headers: dict[str, str]) -> None:
    for path in ("/profile/", "/profile/suggest/"):
        answer = tab.get(path, {"q": query}, headers=headers)
        assert answer.status_code == 200
        assert b"<script>" not in answer.content


def test_a_query_finds_names_and_aliases_best_first(tab: Client) -> None:
    found = tab.get("/profile/?q=RE").context["suggestions"]
    assert [one.skill.slug for one in found][:3] == ["react", "react-pattern", "rag"]
    [airflow] = tab.get("/profile/?q=apache").context["suggestions"]
    assert (airflow.skill.slug, airflow.matched) == ("airflow", "Apache Airflow")


def test_a_signpost_leads_to_skills_and_says_what_counts(tab: Client) -> None:
    raw = drafts.signposted()
    raw["signposts"][0]["says"] = "Databases are asked for by the language."
    people.publish(raw)
    page = tab.get("/profile/?q=Data-bases")
    assert [one.skill.slug for one in page.context["suggestions"]] == ["sql", "python"]
    assert "Databases are asked for by the language." in page.content.decode()
    [unknown] = page.context["unknown"]
    assert (unknown.text, unknown.meant) == ("Data-bases", None)


def test_what_is_not_scored_is_said_instead_of_not_known(tab: Client) -> None:
    text = tab.get("/profile/?q=juggling").content.decode()
    assert "Juggling is not scored." in text
    assert "Try another word" not in text


def test_a_slip_in_a_signpost_leads_to_its_first_skill(tab: Client) -> None:
    people.publish(drafts.signposted())
    [unknown] = tab.get("/profile/?q=databses").context["unknown"]
    assert unknown.meant.slug == "sql"
    listed = tab.get("/profile/?q=databses, pythn").context["unknown"]
    assert [one.meant and one.meant.slug for one in listed] == [None, "python"]


def test_a_skill_dropped_between_page_and_submit_is_told(tab: Client, somebody: User) -> None:
    raw = drafts.small()
    raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
    raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
    people.publish(raw)
    answer = claim(tab, "react", 3, was="")
    assert answer.status_code == 409
    assert "no longer part of the catalogue" in answer.content.decode()
    assert held(somebody) == {}


def test_what_is_held_of_a_dropped_skill_stays_and_is_shown(tab: Client, somebody: User) -> None:
    claim(tab, "react", 3)
    raw = drafts.small()
    raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
    raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
    people.publish(raw)
    page = tab.get("/profile/")
    assert [one.slug for one in page.context["unscored"]] == ["react"]
    assert held(somebody) == {"react": 3}
    assert tab.post("/profile/remove/", {"skill": "react"}, follow=True).status_code == 200
    assert held(somebody) == {}


@pytest.mark.parametrize("where", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere(tab: Client, where: str) -> None:
    assert claim(tab, "python", 3, next=where)["Location"] == "/profile/"


def test_everybody_sees_their_own_only(tab: Client) -> None:
    other = people.person_with({"sql": 5}, "other@example.org")
    claim(tab, "python", 3)
    assert [one.skill.slug for one in tab.get("/profile/").context["claims"]] == ["python"]
    assert held(other.user) == {"sql": 5}


@pytest.mark.parametrize("name", ["profile:page", "profile:suggest", "matches", "history"])
def test_personal_pages_ask_for_a_log_in_and_are_never_stored(client: Client, tab: Client, name: str) -> None:
    assert Client().get(reverse(name)).status_code == 302
    assert "no-store" in tab.get(reverse(name))["Cache-Control"]


@pytest.mark.parametrize("path", [CLAIM, "/profile/remove/"])
def test_a_get_changes_nothing_and_a_post_needs_its_token(tab: Client, somebody: User, path: str) -> None:
    assert tab.get(path, {"skill": "python", "level": 3}).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody)
    answer = strict.post(path, {"skill": "python", "level": 3})
    assert answer.status_code == 403
    assert b"<h1" in answer.content
    assert held(somebody) == {}


def test_a_person_who_leaves_is_gone(somebody: User, tab: Client) -> None:
    claim(tab, "python", 3)
    somebody.delete()
    assert not Profile.objects.exists()
    assert not Claim.objects.exists()
