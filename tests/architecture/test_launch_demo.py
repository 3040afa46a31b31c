"""The demo log-ins: on the embedded default only, made once, for nobody who seems real."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from careers.accounts import demo
from careers.accounts.demo import EDITOR, PERSON, PUBLISHER
from careers.catalogue.released import Released
from careers.management.commands import make_demo
from careers.models import User
from tests import people

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def state(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A STATE_DIR of our own; the tests' database stands for the file in it."""
    settings.STATE_DIR = tmp_path
    monkeypatch.setattr(demo, "allowed", lambda: True)
    return tmp_path


def printed() -> str:
    out = StringIO()
    call_command("make_demo", stdout=out)
    return out.getvalue()


def test_a_person_with_a_profile_an_editor_and_a_publisher(state: Path) -> None:
    people.publish()
    made = make_demo.log_ins()
    person, editor, publisher = everybody = [User.objects.get(email=email) for email in made]
    assert all(user.check_password(made[user.email]) for user in everybody)
    assert set(EmailAddress.objects.values_list("email", "verified", "primary")) == {
        (user.email, True, True) for user in everybody
    }
    assert person.profile.claims.exists()
    assert (person.is_staff, editor.is_staff, editor.is_superuser) == (False, True, False)
    assert editor.has_perms(["careers.add_skill", "careers.change_requirement", "careers.view_release"])
    assert editor.has_perm("careers.delete_requirement")
    assert not editor.has_perm("careers.delete_skill")
    assert not editor.has_perm("careers.view_user")
    assert not editor.has_perm("careers.view_claim")
    assert editor.has_perm("careers.view_missedword")
    assert not editor.has_perm("careers.add_release")
    assert publisher.has_perms(["careers.add_skill", "careers.add_release"])
    assert (publisher.is_staff, publisher.is_superuser) == (True, False)


@pytest.mark.parametrize("email", [EDITOR, PUBLISHER])
def test_the_desk_opens_to_them_and_shows_what_publishing_would_change(state: Path, email: str) -> None:
    people.publish()
    made, client = make_demo.log_ins(), Client()
    client.post(reverse("account_login"), {"login": email, "password": made[email]})
    desk = client.get("/admin/").content.decode()
    assert "This is a demo log-in" in desk
    assert ("Publish the draft" in desk) == (email == PUBLISHER)
    assert client.get("/admin/careers/missedword/").status_code == 200
    assert client.get("/admin/careers/release/publish/").status_code == 200
    sent = client.post("/admin/careers/release/publish/", {"reason": "x", "digest": "x"})
    assert (sent.status_code == 403) == (email == EDITOR)


def test_who_was_made_before_there_was_a_publisher_gets_one(state: Path) -> None:
    first = make_demo.log_ins()
    User.objects.get(email=PUBLISHER).delete()
    kept = json.loads((state / "demo.json").read_text())
    del kept[PUBLISHER]
    (state / "demo.json").write_text(json.dumps(kept))
    again = make_demo.log_ins()
    assert again.keys() == first.keys()
    assert again[EDITOR] == first[EDITOR]
    assert User.objects.get(email=PUBLISHER).check_password(again[PUBLISHER])


def test_on_the_real_catalogue_the_person_has_ten_claims(state: Path, shipped: Released) -> None:
    make_demo.log_ins()
    assert User.objects.get(email=PERSON).profile.claims.count() == 10


def test_the_passwords_are_kept_for_their_owner_only(state: Path) -> None:
    made = make_demo.log_ins()
    kept = state / "demo.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert {email: one["password"] for email, one in json.loads(kept.read_text()).items()} == made
    assert all(f"{email}  {password}" in printed() for email, password in made.items())


def test_two_machines_have_different_passwords(state: Path) -> None:
    first = make_demo.log_ins()
    (state / "demo.json").unlink()
    assert not set(first.values()) & set(make_demo.log_ins().values())


def test_a_second_start_makes_nothing(state: Path) -> None:
    first = make_demo.log_ins()
    assert make_demo.log_ins() == first
    assert User.objects.count() == 3


def test_a_new_database_gets_the_accounts_again(state: Path) -> None:
    make_demo.log_ins()
    User.objects.all().delete()
    make_demo.log_ins()
    assert User.objects.count() == 3


def test_a_removed_account_stays_removed_and_a_changed_password_is_not_told(state: Path) -> None:
    first = make_demo.log_ins()
    User.objects.get(email=EDITOR).delete()
    person = User.objects.get(email=PERSON)
    person.set_password(people.PASSWORD)
    person.save()
    assert EDITOR not in printed()
    assert first[PERSON] not in printed()


def test_only_the_embedded_default_has_them(settings: Any, tmp_path: Path) -> None:
    settings.STATE_DIR = tmp_path
    inside, outside = str(tmp_path / "rolewise.sqlite3"), str(tmp_path.parent / "other.sqlite3")
    embedded = {"ENGINE": "django.db.backends.sqlite3", "NAME": inside}
    assert demo.is_embedded(embedded)
    assert not demo.is_embedded({**embedded, "NAME": outside})
    assert not demo.is_embedded({**embedded, "ENGINE": "django.db.backends.postgresql"})
    settings.PRODUCTION = True
    assert not demo.is_embedded(embedded)
    assert not demo.is_embedded(connection.settings_dict)


def test_elsewhere_the_command_refuses(settings: Any) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="embedded default only"):
        call_command("make_demo")
    assert not User.objects.exists()
