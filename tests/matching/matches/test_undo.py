"""Undoing one change of a claim: afterwards the claim is the one before, with its source and its quote, or none."""

import re
from typing import Any

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.models import Claim, Profile, User
from careers.profile import operations as profile_operations
from careers.profile import tried
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

Held = dict[str, tuple[int, str, str]]
QUOTED: Held = {"python": (2, "document", "two years of Python")}
ELSEWHERE = "/matches/engineer/#line-python"


@pytest.fixture
def somebody() -> User:
    user = people.person_with({"python": 2}).user
    Claim.objects.update(source=Claim.Source.DOCUMENT, quote="two years of Python")
    return user


def held(user: User) -> Held:
    claims = Claim.objects.filter(profile__user=user)
    return {claim.skill.slug: (claim.level, claim.source, claim.quote) for claim in claims.select_related("skill")}


def change(tab: Client, skill: str, level: int | None, **more: str) -> Any:
    if level is None:
        return tab.post("/profile/remove/", {"skill": skill, **more}, follow=True)
    return tab.post("/profile/claim/", {"skill": skill, "level": level, **more}, follow=True)


def undo(tab: Client, page: Any, where: str = "profile", **more: Any) -> Any:
    """Send the form that the page offers, with what stands in it."""
    [offered] = re.findall(rf'<form method="post" action="/{where}/undo/".*?</form>', page.content.decode(), re.DOTALL)
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', offered))
    return tab.post(f"/{where}/undo/", fields, follow=True, **more)


@pytest.mark.parametrize("level", [0, 1, 5, None])
def test_the_claim_before_comes_back_with_its_source_and_quote(tab: Client, somebody: User, level: int | None) -> None:
    page = change(tab, "python", level)
    assert held(somebody) == ({} if level is None else {"python": (level, "self", "")})
    undone = undo(tab, page)
    assert held(somebody) == QUOTED
    assert "Python is now 2 assisted." in undone.content.decode()


@pytest.mark.parametrize("source", ["self", "start", "import", "plan"])
def test_so_does_every_source(tab: Client, somebody: User, source: str) -> None:
    Claim.objects.update(source=source, quote="")
    undo(tab, change(tab, "python", 4))
    assert held(somebody) == {"python": (2, source, "")}


def test_where_nothing_stood_nothing_stands_again(tab: Client, somebody: User) -> None:
    undone = undo(tab, change(tab, "sql", 3))
    assert held(somebody) == QUOTED
    assert "SQL is unknown again" in undone.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "part"])
def test_i_have_this_on_a_receipt_is_undone_there(tab: Client, somebody: User, headers: dict[str, str]) -> None:
    before = tab.get("/matches/engineer/").context["score"]
    page = change(tab, "python", 4, next=ELSEWHERE)
    assert page.context["score"].fit != before.fit
    undone = undo(tab, page, headers=headers)
    assert undone.redirect_chain == [(ELSEWHERE, 302)]
    assert (b"<html" in undone.content) is not headers
    assert held(somebody) == QUOTED
    assert undone.context["score"].fit == before.fit


def test_an_undo_is_undone_and_that_too(tab: Client, somebody: User) -> None:
    page = change(tab, "python", 4)
    for expected in (QUOTED, {"python": (4, "self", "")}, QUOTED):
        page = undo(tab, page)
        assert held(somebody) == expected


def test_twice_is_once(tab: Client, somebody: User) -> None:
    page = change(tab, "python", 4)
    undo(tab, page)
    version = Profile.objects.get(user=somebody).version
    assert undo(tab, page).status_code == 200
    assert held(somebody) == QUOTED
    assert Profile.objects.get(user=somebody).version == version


def test_an_older_page_undoes_its_own_change(tab: Client, somebody: User) -> None:
    """Two tabs: each has changed another skill since, and each takes back its own."""
    older = change(tab, "python", 4)
    change(tab, "sql", 1)
    undo(tab, older)
    assert held(somebody) == {**QUOTED, "sql": (1, "self", "")}


def test_what_was_changed_since_stays_and_is_told(tab: Client, somebody: User) -> None:
    older = change(tab, "python", 4)
    change(tab, "python", 5)
    answer = undo(tab, older)
    assert answer.status_code == 409
    assert "Python was changed elsewhere in the meantime" in answer.content.decode()
    assert held(somebody) == {"python": (5, "self", "")}


def test_the_same_level_from_elsewhere_is_not_taken_back(tab: Client, somebody: User) -> None:
    """A plan taught what "I have this" had said: the undo of an older page leaves what was learned."""
    older = change(tab, "python", 4)
    Claim.objects.update(source=Claim.Source.PLAN)
    assert undo(tab, older).status_code == 409
    assert held(somebody) == {"python": (4, "plan", "")}


def test_a_skill_that_has_left_the_catalogue_meanwhile_is_put_back(tab: Client, somebody: User) -> None:
    profile_operations.change_claims(user=somebody, release=releases.current(), levels={"react": 2})
    page = change(tab, "react", 4)
    raw = drafts.small()
    raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
    raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
    people.publish(raw)
    assert undo(tab, page).status_code == 200
    assert held(somebody)["react"] == (2, "self", "")


@pytest.mark.parametrize("sent", [{}, {"undo": ""}, {"undo": "x"}, {"undo": "a:b:c"}, {"undo": "\x00" * 9000}])
def test_what_is_no_undo_of_ours_changes_nothing(tab: Client, somebody: User, sent: dict[str, str]) -> None:
    answer = tab.post("/profile/undo/", sent)
    assert answer.status_code == 400
    assert "nothing to undo" in answer.content.decode()
    assert held(somebody) == QUOTED


def test_nobody_undoes_for_another(tab: Client, somebody: User) -> None:
    page = change(tab, "python", 4)
    other = Client()
    person = people.person_with({"python": 4}, "b@example.org").user
    other.force_login(person)
    assert undo(other, page).status_code == 400
    assert held(person) == {"python": (4, "self", "")}


class TestWithoutAnAccount:
    def test_a_start_comes_back_as_a_start(self, client: Client) -> None:
        client.post("/try/start/tester/", {"skill": ["sql"], "level-sql": "2"})
        page = client.post("/try/claim/", {"skill": "sql", "level": 4}, follow=True)
        undo(client, page, "try")
        own = tried.Tried(client.cookies[tried.COOKIE].value)
        assert [(claim.level, claim.source) for claim in own.claims.values()] == [(2, "start")]

    def test_an_undo_is_none_of_a_profile(self, client: Client) -> None:
        page = client.post("/try/claim/", {"skill": "sql", "level": 4}, follow=True)
        fields = {"undo": page.context["changed"]["undo"]}
        owner = people.person_with({"sql": 4}).user
        client.force_login(owner)
        assert client.post("/profile/undo/", fields).status_code == 400
        assert held(owner) == {"sql": (4, "self", "")}
