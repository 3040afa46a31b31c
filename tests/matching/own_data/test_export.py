"""Everything we hold about a person comes out: every table that leads to a person, every canary put in."""

import datetime
import json
from base64 import b64encode
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from careers.accounts import operations as accounts_operations
from careers.catalogue import releases
from careers.documents.operations import paste, upload
from careers.models import Claim, Mail, Profile, Release, Role, User
from careers.profile import operations as profile_operations
from careers.profile import own_words
from matching import engine
from matching.matches.operations import share_receipt
from matching.own_data.data_map import TABLES
from matching.plans.operations import Wish, make_plan
from matching.postings import reading
from matching.postings.operations import keep_posting
from matching.publishing.operations import publish_release
from matching.scores.scoring import score_profiles
from tests import people

pytestmark = pytest.mark.database

URL = "/api/v1/me/export/"


@pytest.fixture
def canary(db: None) -> Profile:
    """An editor with something in every table; the texts sing."""
    people.publish()
    user = people.person("canary@example.org", is_staff=True)
    EmailAddress.objects.create(user=user, email="canary-second@example.org", verified=True)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "canary-secret"})
    user.groups.add(Group.objects.create(name="canary-group"))
    user.user_permissions.add(Permission.objects.get(codename="change_skill"))
    accounts_operations.make_token(user=user, name="canary-token")
    profile = profile_operations.change_claims(user=user, release=releases.current(), levels={"python": 3, "sql": 4})
    Claim.objects.filter(profile=profile, skill__slug="sql").update(quote="canary-quote", source="document")
    profile.role_marks.create(role="canary-mark", mark="pinned")
    own_words.keep_word(user=user, word="canary-word")
    paste(user=user, release=releases.current(), text="canary-text: Python", at=people.NOON)
    upload(user=user, name="canary-file", content=b"canary-content", at=people.NOON)
    Profile.objects.filter(pk=profile.pk).update(target="canary-target")
    score_profiles(profile_ids=[profile.pk], at=people.NOON)
    wish = Wish("builder", None, engine.Pace(800), people.NOON.date())
    plan = make_plan(user=user, release=releases.current(), wish=wish)
    plan.steps.filter(number=1).update(done_at=people.NOON, learned=2, before=[1, "document", "canary-before"])
    share_receipt(user=user, release=releases.current(), role="builder", name="canary-name", at=people.NOON)
    ad = reading.read(releases.current(), "We need canary-quoted SQL.")
    keep_posting(user=user, release=releases.current(), ad=ad, title="canary-ad", text="canary-text")
    Role.objects.filter(slug="builder").update(summary="Builds other things.")
    publish_release(reason="canary-release", author=user)
    note(user, ContentType.objects.get_for_model(Release), "1", "canary-edit", "canary-change")
    parts = {"to": ["canary-to@example.org"], "subject": "canary-subject", "body": "canary-link"}
    Mail.objects.create(user=user, content=parts, written_at=people.NOON, due_at=people.NOON)
    admin = people.person("admin@example.org")
    note(admin, ContentType.objects.get_for_model(User), str(user.pk), user.email, "canary-note")
    return profile


def note(user: User, kind: ContentType, pk: str, shown: str, message: str) -> None:
    """An entry in the admin's log."""
    LogEntry.objects.create(
        user=user, content_type=kind, object_id=pk, object_repr=shown, action_flag=CHANGE, change_message=message
    )


def session_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session["changed"] = {"skill_name": "canary-session"}
    session.save()
    return client


SONGS = [
    "canary@",
    "canary-second@",
    "canary-group",
    "change_skill",
    "canary-token",
    "canary-quote",
    "canary-release",
    "canary-edit",
    "canary-change",
    "canary-note",
    "canary-session",
    "canary-mark",
    "canary-before",
    "canary-word",
    "canary-text",
    "canary-file",
    b64encode(b"canary-content").decode(),
    "canary-target",
    "canary-to",
    "canary-subject",
    "canary-ad",
    "canary-text",
    "canary-quoted",
    "totp",
]


def test_every_canary_is_in_the_export_and_no_secret_and_nobody_else(canary: Profile) -> None:
    other = people.person_with({"react": 5}, "stranger@example.org")
    accounts_operations.make_token(user=other.user, name="strangers-token")
    answer = session_of(canary.user).get(URL)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert [song for song in SONGS if song not in text] == []
    for secret in (
        "canary-secret",
        "canary-link",
        canary.user.password,
        "stranger",
        canary.user.tokens.get().digest,
        "_auth_user",
    ):
        assert secret not in text, secret


def test_the_parts_are_those_that_the_table_promises(canary: Profile) -> None:
    body = session_of(canary.user).get(URL).json()
    assert {table.at for table in TABLES.values() if table.at} <= set(body)
    assert [(c["skill"], c["level"], c["source"]) for c in body["profile"]["claims"]] == [
        ("python", 3, "self"),
        ("sql", 4, "document"),
    ]
    assert body["score"]["fits"].keys() == {"builder", "engineer"}
    assert body["history"]
    assert [release["number"] for release in body["releases"]] == [2]


def test_what_was_taken_along_can_be_put_into_another_account(canary: Profile) -> None:
    body = session_of(canary.user).get(URL).json()
    skills = {claim["skill"]: claim["level"] for claim in body["profile"]["claims"]}
    api = Client(
        headers={"Authorization": f"Bearer {accounts_operations.make_token(user=people.person(), name='t').text}"}
    )
    api.patch("/api/v1/me/profile/", json.dumps({"skills": skills}), content_type="application/json")
    mine = session_of(canary.user).get("/api/v1/me/matches/").json()["roles"]
    assert api.get("/api/v1/me/matches/").json()["roles"] == mine


@pytest.mark.django_db
def test_somebody_new_has_an_export_too(client: Client) -> None:
    client.force_login(people.person())
    body = client.get(URL).json()
    assert (body["profile"]["claims"], body["score"], body["history"]) == ([], None, [])


def test_the_download_is_the_same_as_a_file(canary: Profile) -> None:
    Authenticator.objects.all().delete()  # so that the password alone lets her in again
    client = session_of(canary.user)
    asked = client.get(reverse("data_download"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))  # a session left open is not enough
    fields = {"password": people.PASSWORD, "next": reverse("data_download")}
    file = client.post(asked["Location"], fields, follow=True)
    assert file.status_code == 200
    assert file["Content-Disposition"].startswith('attachment; filename="rolewise-')
    assert "no-store" in file["Cache-Control"]
    assert json.loads(file.content).keys() == client.get(URL).json().keys()


@pytest.mark.thorough
def test_the_export_costs_the_same_for_more(canary: Profile, django_assert_num_queries: Any) -> None:
    client = session_of(canary.user)
    client.get(URL)
    with django_assert_num_queries(28):
        client.get(URL)
    for hours in range(3):
        levels = {"python": hours, "react": hours, "rag": 2}
        profile_operations.change_claims(user=canary.user, release=releases.current(), levels=levels)
        score_profiles(profile_ids=[canary.pk], at=people.NOON + datetime.timedelta(hours=hours))
        accounts_operations.make_token(user=canary.user, name="more")
        own_words.keep_word(user=canary.user, word=f"word {hours}")
        wish = Wish("builder", 9_000, engine.Pace(800 + hours), people.NOON.date())
        make_plan(user=canary.user, release=releases.current(), wish=wish)
        session_of(canary.user)
        note(canary.user, ContentType.objects.get_for_model(Role), "1", "more", "more")
    with django_assert_num_queries(28):
        client.get(URL)
