"""Deleting an account: afterwards no table, asked by SQL, knows the person; nothing of anybody else is gone."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from careers import operations as careers_operations
from careers.models import Claim, Profile, Release, Session, User
from matching import operations
from matching.models import HistoryLine, Score
from tests import flushing, people
from tests.matching.test_export import canary, session_of

__all__ = ["canary"]  # the fixture: somebody with something in every table

flushing.install()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = cursor.fetchall()
    return found


def columns_of_people() -> Iterator[tuple[str, str, str]]:
    """(table, column, table it points to) of each foreign key to a person or a profile, as the database has them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column, (_, target) in connection.introspection.get_relations(cursor, table).items():
                if target in {"careers_user", "careers_profile"}:
                    yield table, column, target


def sings(table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row knows the canary. A group is nobody's, and the reason of a release belongs to the release."""
    song = "canary@" if table in {"auth_group", "careers_release"} else "canary"
    return any(song in str(value) for value in row)


def test_afterwards_no_table_knows_the_person(canary: Profile) -> None:
    session_of(canary.user)
    other = people.person_with({"react": 5}, "stranger@example.org")
    operations.score_profiles(profile_ids=[other.pk])
    session_of(other.user)
    gone = {"careers_user": canary.user.pk, "careers_profile": canary.pk}
    before = rows()
    operations.delete_account(user=canary.user)
    after = rows()
    assert {table for table, lines in before.items() if any(sings(table, line) for line in lines)} >= {
        "account_emailaddress",
        "careers_accesstoken",
        "careers_claim",
        "careers_user",
        "django_admin_log",
        "mfa_authenticator",
    }
    assert [table for table, lines in after.items() if any(sings(table, line) for line in lines)] == []
    seen = set()
    for table, column, target in columns_of_people():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" = %s', [gone[target]])
            assert cursor.fetchone() == (0,), (table, column)
        seen.add(table)
    assert seen >= {
        "careers_profile",
        "careers_claim",
        "careers_accesstoken",
        "careers_session",
        "matching_historyline",
    }
    assert Release.objects.get(number=2).author_id is None
    for table in ("careers_claim", "matching_score", "careers_session"):  # the stranger's
        assert len(after[table]) == 1 < len(before[table]), table


@pytest.mark.django_db
def test_the_page_asks_first_and_then_does_it(client: Client) -> None:
    people.publish()
    profile = people.person_with({"python": 3})
    token = careers_operations.make_token(user=profile.user, name="t").text
    elsewhere = Client()
    elsewhere.force_login(profile.user)
    client.post(reverse("account_login"), {"login": "a@example.org", "password": people.PASSWORD})
    asked = client.get(reverse("leave"))
    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked["Location"], {"password": people.PASSWORD, "next": reverse("leave")})
    assert client.get(reverse("leave")).status_code == 200
    for wrong in ({}, {"email": ""}, {"email": "b@example.org"}, {"email": "x" * 300}, {"email": "a\x00"}):
        assert client.post(reverse("leave"), wrong).status_code == 400, wrong
    assert User.objects.count() == 1
    left = client.post(reverse("leave"), {"email": "A@example.org"}, follow=True)
    assert left.redirect_chain == [(reverse("home"), 302)]
    assert "Your account is deleted" in left.content.decode()
    assert not User.objects.exists()
    assert client.get(reverse("profile")).status_code == 302
    assert elsewhere.get(reverse("profile")).status_code == 302
    assert Client(headers={"Authorization": f"Bearer {token}"}).get("/api/v1/me/profile/").status_code == 401


@pytest.mark.django_db
def test_a_form_without_the_csrf_token_deletes_nothing() -> None:
    people.publish()
    user = people.person()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(reverse("leave"), {"email": user.email}).status_code == 403
    assert User.objects.exists()


@pytest.mark.django_db
def test_the_address_is_free_again_and_nothing_comes_back(client: Client) -> None:
    people.publish()
    operations.delete_account(user=people.person_with({"python": 3}).user)
    client.force_login(people.person())
    assert client.get("/api/v1/me/profile/").json()["skills"] == {}


@pytest.mark.django_db
def test_a_worker_that_comes_late_writes_nothing() -> None:
    people.publish()
    profile = people.person_with({"python": 3})
    pk = profile.pk
    operations.delete_account(user=profile.user)
    assert operations.score_profiles(profile_ids=[pk]) == 0
    assert not HistoryLine.objects.exists()


@pytest.mark.django_db
def test_a_session_names_its_person_and_forgets_them_at_log_out(client: Client) -> None:
    people.publish()
    user = people.person()
    client.force_login(user)
    assert Session.objects.get().user == user
    client.logout()
    assert not Session.objects.filter(user=user).exists()


@pytest.mark.broker  # for its PostgreSQL: SQLite has one writer at a time, so nothing can meet there
@pytest.mark.django_db(transaction=True)
def test_a_worker_in_the_middle_of_it_is_waited_for() -> None:
    """A worker holds the score and has written history when the deletion comes: no error, and nothing is left."""
    if connection.vendor != "postgresql":
        pytest.fail("Two writers need PostgreSQL. Set DATABASE_URL, or use make test.")
    people.publish()
    profile = people.person_with({"python": 3})
    writing, leaving = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                operations.score_profiles(profile_ids=[profile.pk])
                writing.set()
                leaving.wait(timeout=1)  # the deletion waits for this transaction, so this runs into its time-out
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert writing.wait(timeout=5)
    operations.delete_account(user=profile.user)
    leaving.set()
    worker.join()
    for model in (User, Profile, Claim, Score, HistoryLine):
        assert not model._default_manager.exists(), model
