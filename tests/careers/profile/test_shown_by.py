"""The line or link that shows a skill: for the person alone, in their export, gone with the claim, never scored."""

from typing import Any

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.models import Claim, Profile, User
from careers.profile import operations as profile_operations
from careers.profile import pages
from matching.own_data import export
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

LINK = "https://example.org/my-work?a=1&b=2"


@pytest.fixture
def claimed(tab: Client) -> Client:
    tab.post("/profile/claim/", {"skill": "python", "level": 3}, follow=True)
    return tab


def show(tab: Client, text: str, skill: str = "python") -> Any:
    return tab.post("/profile/shown-by/", {"skill": skill, "shown_by": text}, follow=True)


def kept() -> str:
    return Claim.objects.get(skill__slug="python").shown_by


def test_a_link_is_kept_shown_as_one_and_undone(claimed: Client) -> None:
    page = show(claimed, f"  My talk:  {LINK} ")
    assert page.redirect_chain == [("/profile/#mine-python", 302)]
    assert kept() == f"My talk: {LINK}"
    text = page.content.decode()
    assert 'href="https://example.org/my-work?a=1&amp;b=2" rel="nofollow noopener"' in text
    assert 'id="undo-shown"' in text
    assert "Taken away." in show(claimed, "").content.decode()
    assert kept() == ""


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org", "http://"]
)
def test_nothing_else_becomes_a_link(claimed: Client, text: str) -> None:
    show(claimed, text)
    assert [part.href for part in pages.parts_of(kept())] == [""]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\u202egpj.exe", "a\x00b", "http://[", "🐍" * 200])
def test_any_line_is_answered_and_none_runs(claimed: Client, text: str) -> None:
    page = show(claimed, text)
    assert page.status_code == 200
    assert b"<script>alert" not in page.content
    assert "\u202e" not in kept()


def test_more_than_a_line_is_refused_kindly(claimed: Client) -> None:
    show(claimed, LINK)
    assert "Keep it to 200 characters" in show(claimed, "x" * 201).content.decode()
    assert kept() == LINK


def test_it_stays_with_a_new_level_goes_with_the_claim_and_comes_back_with_it(claimed: Client, somebody: User) -> None:
    show(claimed, LINK)
    claimed.post("/profile/claim/", {"skill": "python", "level": 4})
    assert kept() == LINK
    done = profile_operations.set_claim(user=somebody, release=releases.current(), skill="python", level=None)
    assert not Claim.objects.exists()
    profile_operations.take_back(user=somebody, replaced=[done])
    assert kept() == LINK


def test_it_is_in_the_export_and_moves_no_score(claimed: Client, somebody: User) -> None:
    before = Profile.objects.get().version
    show(claimed, LINK)
    assert Profile.objects.get().version == before
    [claim] = export.everything(user=somebody)["profile"]["claims"]
    assert claim["shown_by"] == LINK


def test_without_a_claim_there_is_nothing_to_show(tab: Client) -> None:
    assert "not in your profile any more" in show(tab, LINK, "sql").content.decode()


def test_nobody_writes_to_another(claimed: Client) -> None:
    other = Client()
    other.force_login(people.person("other@example.org"))
    show(other, LINK)
    assert kept() == ""
