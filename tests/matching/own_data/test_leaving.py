"""Deleting an account: afterwards no table, asked by SQL, knows the person; nothing of anybody else is gone."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from careers.accounts import operations as accounts_operations
from careers.models import Claim, Profile, Release, Session, User
from careers.profile import leaving
from careers.profile import operations as profile_operations
from matching import engine
from matching.models import Plan, PlanStep, Record, Score
from matching.plans import operations as plans_operations
from matching.scores import scoring
from tests import flushing, people, servers
from tests.matching.own_data.test_export import canary, session_of

pytestmark = pytest.mark.database

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
    """(table, column, table it points to) of each foreign key to a person or a profile, as the database has them.

    A record's is not one of the database's (see the model).
    """
    yield Record._meta.db_table, "profile_id", "careers_profile"
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column, (_, target) in connection.introspection.get_relations(cursor, table).items():
                if target in {"careers_user", "careers_profile"}:
                    yield table, column, target


def sings(table: str, row: tuple[Any, ...]) -> bool:
    """Whether a row knows the canary. A group is nobody's, and the reason of a release belongs to the release."""
    song = "canary@" if table in {"auth_group", "careers_release"} else "canary"
    return any(song in str(value) for value in row)


def by_the_verb(user: User) -> None:
    leaving.delete_account(user=user)


def in_the_admin(user: User) -> None:
    _as_chief(reverse("admin:careers_user_delete", args=[user.pk]), {})


def selected_in_the_admin(user: User) -> None:
    body = {"action": "delete_selected", "_selected_action": [user.pk]}
    _as_chief(reverse("admin:careers_user_changelist"), body)


def _as_chief(address: str, body: dict[str, Any]) -> None:
    client = Client()
    people.at_desk(client, User.objects.create_superuser("chief@example.org", people.PASSWORD))
    assert client.post(address, {**body, "post": "yes"}).status_code == 302
    client.logout()


@pytest.mark.parametrize("leave_by", [by_the_verb, in_the_admin, selected_in_the_admin])
def test_afterwards_no_table_knows_the_person(canary: Profile, leave_by: Callable[[User], None]) -> None:
    session_of(canary.user)
    other = people.person_with({"react": 5}, "stranger@example.org")
    scoring.score_profiles(profile_ids=[other.pk])
    session_of(other.user)
    gone = {"careers_user": canary.user.pk, "careers_profile": canary.pk}
    before = rows()
    leave_by(canary.user)
    after = rows()
    assert {table for table, lines in before.items() if any(sings(table, line) for line in lines)} >= {
        "account_emailaddress",
        "careers_accesstoken",
        "careers_claim",
        "careers_user",
        "django_admin_log",
        "matching_sharedreceipt",
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
        "matching_record",
        "matching_sharedreceipt",
    }
    assert Release.objects.get(number=2).author_id is None
    for table in ("careers_claim", "matching_score", "careers_session"):  # the stranger's
        assert len(after[table]) == 1 < len(before[table]), table


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_page_asks_first_and_then_does_it(client: Client) -> None:
    people.publish()
    profile = people.person_with({"python": 3})
    token = accounts_operations.make_token(user=profile.user, name="t").text
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
    assert client.get(reverse("profile:page")).status_code == 302
    assert elsewhere.get(reverse("profile:page")).status_code == 302
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
    leaving.delete_account(user=people.person_with({"python": 3}).user)
    client.force_login(people.person())
    assert client.get("/api/v1/me/profile/").json()["skills"] == {}


@pytest.mark.django_db
def test_a_worker_that_comes_late_writes_nothing() -> None:
    people.publish()
    profile = people.person_with({"python": 3})
    pk = profile.pk
    leaving.delete_account(user=profile.user)
    assert scoring.score_profiles(profile_ids=[pk]) == 0
    assert not Record.objects.exists()


@pytest.mark.django_db
def test_a_session_names_its_person_and_forgets_them_at_log_out(client: Client) -> None:
    people.publish()
    user = people.person()
    client.force_login(user)
    assert Session.objects.get().user == user
    client.logout()
    assert not Session.objects.filter(user=user).exists()


class Beside:
    """Somebody at work in another connection when the deletion comes: `first` before it, `then` once it waits."""

    def __init__(self, first: Callable[[], object], then: Callable[[], object] = lambda: None) -> None:
        self.first, self.then = first, then
        self.begun, self.wrong = threading.Event(), []
        self.thread = threading.Thread(target=self._work)

    def __enter__(self) -> None:
        if connection.vendor != "postgresql":
            pytest.fail("Two writers need PostgreSQL. Set DATABASE_URL, or use make test.")
        self.thread.start()
        assert self.begun.wait(timeout=10)

    def __exit__(self, *_: object) -> None:
        self.thread.join()
        assert self.wrong == []

    def _work(self) -> None:
        try:
            with transaction.atomic():
                self.first()
                self.begun.set()
                servers.until(_somebody_waits, what="the deletion to wait")
                self.then()
        except BaseException as error:
            self.wrong.append(error)
        finally:
            self.begun.set()
            connection.close()


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


def assert_nothing_is_left() -> None:
    for model in (User, Profile, Claim, Score, Record, Plan, PlanStep):
        assert not model._default_manager.exists(), model


# For its PostgreSQL: SQLite has one writer at a time, so nothing can meet there.
@pytest.mark.broker
@pytest.mark.django_db(transaction=True)
class TestInTheMiddle:
    def test_a_worker_is_waited_for_before_anything_is_touched(self) -> None:
        """A worker holds the score. Until it is done the deletion has not so much as locked a claim."""
        people.publish()
        profile = people.person_with({"python": 3})
        free = []

        def work() -> None:
            free.extend(Claim.objects.select_for_update(skip_locked=True).filter(profile=profile))
            assert scoring.score_profiles(profile_ids=[profile.pk]) == 1

        with Beside(lambda: Score.objects.hold(profile.pk), work):
            leaving.delete_account(user=profile.user)
        assert len(free) == 1
        assert_nothing_is_left()

    @pytest.mark.parametrize("what", ["claim", "plan"])
    def test_so_is_the_person_in_another_tab(self, what: str) -> None:
        """What they write there is not there yet when the deletion looks: it must look afterwards."""
        release = people.publish()
        profile = people.person_with({"python": 3})
        wish = plans_operations.Wish("builder", None, engine.Pace(800), people.NOON.date())

        def write() -> None:
            if what == "claim":
                profile_operations.change_claims(user=profile.user, release=release, levels={"sql": 2})
            else:
                plans_operations.make_plan(user=profile.user, release=release, wish=wish)

        with Beside(write):
            leaving.delete_account(user=profile.user)
        assert_nothing_is_left()
