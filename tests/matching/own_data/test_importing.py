"""A download brought back: into a fresh account it gives the same profile; into another it never lowers anything."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from careers.catalogue import releases
from careers.models import Claim, Deed, MissedWord, OwnWord, Profile
from careers.profile import choices, own_words
from careers.profile import operations as profile_operations
from matching.own_data import export
from tests import people
from tests.careers.catalogue.test_former_slugs import renamed

pytestmark = pytest.mark.django_db

URL = "/accounts/data/"


@pytest.fixture
def told() -> dict[str, Any]:
    """The export of somebody who used everything, as the JSON of a download; they are gone afterwards."""
    people.publish()
    release = releases.current()
    profile = people.person_with({"python": 3, "sql": 4, "react": 0}, "before@example.org")
    Claim.objects.filter(skill__slug="sql").update(source="document", quote="five years of SQL")
    profile_operations.show_by(user=profile.user, skill="python", text="https://example.org/x")
    own_words.keep_word(user=profile.user, word="quantum basket weaving")
    choices.mark_role(user=profile.user, release=release, role="builder", mark="hidden")
    choices.choose_target(user=profile.user, release=release, role="engineer")
    document: dict[str, Any] = json.loads(json.dumps(export.everything(user=profile.user), default=str))
    profile.user.delete()
    return document


def bring(client: Client, content: object, name: str = "rolewise.json") -> HttpResponse:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return client.post(URL, {"file": SimpleUploadedFile(name, data)}, follow=True)  # type: ignore[return-value]


def profile_of(document: dict[str, Any]) -> dict[str, Any]:
    """The part of an export that a file brings along, without versions, times and deeds."""
    profile = document["profile"]
    claims = [{key: value for key, value in one.items() if key != "updated_at"} for one in profile["claims"]]
    return {"claims": claims, **{key: profile[key] for key in ("words", "marks", "target")}}


@pytest.mark.database
def test_a_fresh_account_gets_the_same_profile(client: Client, told: dict[str, Any]) -> None:
    user = people.person("after@example.org")
    client.force_login(user)
    page = bring(client, told)
    assert page.status_code == 200
    assert "3 skills added" in page.content.decode()
    again = json.loads(json.dumps(export.everything(user=user), default=str))
    assert profile_of(again) == profile_of(told)
    assert Deed.objects.get().kind == Deed.Kind.IMPORT
    assert Profile.objects.get().version == 1
    bring(client, told)
    assert (Deed.objects.count(), Profile.objects.get().version) == (1, 1), "brought twice, added once"
    assert list(MissedWord.objects.counted().values_list("key", "count")) == [
        ("quantum basket weaving", 1)
    ]  # who signed in


def test_nothing_is_lowered_or_taken_away_and_one_undo_puts_all_back(client: Client, told: dict[str, Any]) -> None:
    profile = people.person_with({"python": 5, "sql": 1, "airflow": 2}, "other@example.org")
    choices.choose_target(user=profile.user, release=releases.current(), role="builder")
    choices.mark_role(user=profile.user, release=releases.current(), role="builder", mark="pinned")
    client.force_login(profile.user)
    page = bring(client, told)
    assert levels(profile) == {"python": 5, "sql": 4, "airflow": 2, "react": 0}
    profile.refresh_from_db()
    assert profile.target == "builder"
    assert [(mark.role, mark.mark) for mark in profile.role_marks.all()] == [("builder", "pinned")]
    undo = page.context["answered"]["undo"]
    client.post("/profile/undo/", {"undo": undo})
    assert levels(profile) == {"python": 5, "sql": 1, "airflow": 2}


def levels(profile: Profile) -> dict[str, int]:
    return dict(profile.claims.values_list("skill__slug", "level"))


def test_a_skill_that_this_catalogue_lacks_is_named_and_left_out(client: Client, told: dict[str, Any]) -> None:
    told["profile"]["claims"][0] |= {"skill": "cobol", "name": "COBOL"}
    told["profile"]["target"] = "gone"
    told["profile"]["marks"] = [{"role": "gone", "mark": "pinned"}]
    told["profile"]["words"] += ["Python"]
    client.force_login(people.person("after@example.org"))
    page = bring(client, told)
    assert "Not in this catalogue, so left out: COBOL." in page.content.decode()
    assert Claim.objects.count() == 2
    assert list(OwnWord.objects.values_list("text", flat=True)) == ["quantum basket weaving"], "Python is a skill"


def test_a_download_from_before_a_renaming_says_the_same(client: Client, told: dict[str, Any]) -> None:
    people.publish(renamed())
    client.force_login(people.person("after@example.org"))
    assert "3 skills added" in bring(client, told).content.decode()
    assert Claim.objects.filter(skill__slug="structured-query-language").exists()
    assert Profile.objects.get().target == "data-builder"


def test_more_words_than_one_may_have_are_as_many_as_one_may(client: Client, told: dict[str, Any]) -> None:
    told["profile"]["words"] = [f"craft number {number}" for number in range(25)]
    client.force_login(people.person("after@example.org"))
    assert bring(client, told).status_code == 200
    assert OwnWord.objects.count() == 20


def test_all_of_it_is_added_or_nothing(told: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choices, "choose_target", lambda **_: 1 / 0)
    client = Client(raise_request_exception=False)
    client.force_login(people.person("after@example.org"))
    assert bring(client, told).status_code == 500
    assert not Claim.objects.exists()
    assert not OwnWord.objects.exists()


def test_a_download_of_somebody_without_skills_brings_nothing(client: Client) -> None:
    people.publish()
    client.force_login(people.person())
    nothing = json.loads(json.dumps(export.everything(user=people.person("b@example.org")), default=str))
    assert "Nothing changed" in bring(client, nothing).content.decode()


def broken(told: dict[str, Any], **changes: Any) -> bytes:
    told["profile"]["claims"][0] |= changes
    return json.dumps(told).encode()


@pytest.mark.parametrize(
    "content",
    [
        *(b"{", b"[]", b"null", b"42", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}', b'{"format": 2}'),
        b'{"format": 1, "profile": {"claims": 3, "words": [], "marks": [], "target": null}}',
        b'{"format": 1, "profile": []}',
        b'{"format": 2, "profile": null}',
        b'{"profile": null}',
    ],
)
def test_what_is_not_a_download_of_ours_is_refused_in_words(client: Client, content: bytes) -> None:
    people.publish()
    client.force_login(people.person())
    page = bring(client, content)
    assert page.status_code == 400
    assert "This is not a download of Rolewise." in page.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        *({"level": level} for level in (6, -1, "many", None, 10**400, [])),
        *({"source": "magic"}, {"skill": ""}, {"skill": "x" * 81}, {"quote": "x" * 301}, {"shown_by": "\ud800"}),
        {"quote": "a\x00b"},
    ],
)
def test_a_download_that_was_changed_is_refused_and_nothing_is_kept(
    client: Client, told: dict[str, Any], changes: dict[str, Any]
) -> None:
    client.force_login(people.person("after@example.org"))
    assert bring(client, broken(told, **changes)).status_code == 400
    assert not Claim.objects.exists()


def test_a_file_too_many_or_none_at_all(client: Client) -> None:
    people.publish()
    client.force_login(people.person())
    assert client.post(URL).status_code == 400
    assert "This file is empty." in bring(client, b"").content.decode()
    large = bring(client, b" " * 5_000_001)
    assert "larger than 5 MB" in large.content.decode()
    client.logout()
    assert bring(client, b"{}").redirect_chain[0][0].startswith("/accounts/login/")  # type: ignore[attr-defined]
