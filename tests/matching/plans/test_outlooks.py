"""The way to the first roles, its hours and first step: recorded by workers, for people seen lately, and shown."""

import datetime
import math
import random
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.test import Client

from careers.catalogue import releases
from careers.models import Profile, User
from careers.profile import choices
from careers.profile import operations as profile_operations
from careers.words import duration
from matching import engine, inputs, tasks
from matching.models import Outlook
from matching.plans import outlooks
from matching.scores import sweeping
from matching.scores.models import MAX_ATTEMPTS
from matching.scores.sweeping import LEASE
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

TODAY = people.NOON.date()
MONTH = datetime.timedelta(days=30)


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> None:
    time_machine.move_to(people.NOON, tick=False)


@pytest.fixture
def profile() -> Profile:
    return people.person_with({"python": 2, "sql": 1})


def plan(profile: Profile, role: str) -> engine.Plan:
    release = releases.current()
    levels = inputs.levels(release, profile.claims.levels_by_position())
    return engine.plan(inputs.compiled(release), inputs.study(release), levels, role, None)


def hours(profile: Profile, role: str) -> int:
    return plan(profile, role).hours


def swept(at: datetime.datetime = people.NOON) -> list[list[int]]:
    return [ids for ids, _ in messages(at)]


def messages(at: datetime.datetime = people.NOON) -> list[tuple[list[int], int]]:
    sent: list[tuple[list[int], int]] = []
    sweeping.sweep_outlooks(publish=lambda ids, tried: sent.append((ids, tried)), at=at)
    return sent


def test_a_change_asks_for_an_outlook_and_a_worker_records_the_hours_of_the_plans(profile: Profile) -> None:
    outlook = Outlook.objects.get()
    assert (outlook.wanted_version, outlook.profile_version, outlook.seen_on) == (1, 0, TODAY)
    [ids] = swept()
    tasks.record_outlooks(ids)
    outlook.refresh_from_db()
    assert outlook.hours == {role: hours(profile, role) for role in ("builder", "engineer")}
    ahead = outlooks.look_ahead(profile=profile, release=releases.current(), on=TODAY)
    assert ahead.first_steps == {role: plan(profile, role).steps[0] for role in ("builder", "engineer")}
    assert (outlook.profile_version, outlook.release_number, outlook.leased_until) == (1, 1, None)
    assert swept() == []


def test_only_the_first_three_of_many_roles_are_worked_out(monkeypatch: pytest.MonkeyPatch, profile: Profile) -> None:
    monkeypatch.setattr("matching.plans.outlooks.FIRST", 1)
    outlooks.record_outlooks(profile_ids=[profile.pk])
    levels = inputs.levels(releases.current(), profile.claims.levels_by_position())
    assert list(Outlook.objects.get().hours) == [engine.ranking(inputs.compiled(releases.current()), levels)[0][0]]


def test_somebody_without_claims_has_no_first_roles() -> None:
    profile = people.person_with({"python": 2})
    profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"python": None})
    outlooks.record_outlooks(profile_ids=[profile.pk])
    assert Outlook.objects.get().hours == {}


def test_the_target_is_worked_out_too_also_without_claims(tab: Client, profile: Profile) -> None:
    profile_operations.change_claims(
        user=profile.user, release=releases.current(), levels={"python": None, "sql": None}
    )
    outlooks.record_outlooks(profile_ids=[profile.pk])
    assert Outlook.objects.get().hours == {}
    choices.choose_target(user=profile.user, release=releases.current(), role="builder", chosen=True)
    assert swept() == [], "choosing moves no score; it is seen where it is looked at"
    tab.get("/matches/")
    assert swept() == [[profile.pk]]
    outlooks.record_outlooks(profile_ids=[profile.pk])
    assert Outlook.objects.get().hours == {"builder": hours(profile, "builder")}
    tab.get("/matches/")
    assert swept() == []


def test_a_new_release_and_a_changed_profile_make_it_stale(profile: Profile) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    people.publish(drafts.otherwise())
    assert swept() == [[profile.pk]]
    outlooks.record_outlooks(profile_ids=[profile.pk])
    profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"python": 3})
    assert swept() == [[profile.pk]]


def test_people_seen_last_come_first_and_those_not_seen_for_a_month_wait() -> None:
    seen = {
        name: people.person_with({"python": 1}, f"{name}@example.org").pk for name in ("old", "new", "month", "gone")
    }
    for name, days in (("old", 9), ("new", 0), ("month", 30), ("gone", 31)):
        Outlook.objects.filter(pk=seen[name]).update(seen_on=TODAY - datetime.timedelta(days))
    assert swept() == [[seen["new"], seen["old"], seen["month"]]]


def test_an_outlook_is_never_written_over_a_newer_one(profile: Profile) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    Outlook.objects.update(release_number=7, hours={"builder": 1})
    assert outlooks.record_outlooks(profile_ids=[profile.pk]) == 0
    assert Outlook.objects.get().hours == {"builder": 1}


def test_what_was_handed_out_is_leased_and_what_waits_costs_no_attempt(profile: Profile) -> None:
    at = people.NOON
    for _ in range(2 * MAX_ATTEMPTS):
        assert swept(at) == [[profile.pk]]
        assert swept(at) == []
        at += LEASE + datetime.timedelta(seconds=1)
    assert Outlook.objects.get().attempts == 0


def test_what_fails_again_and_again_is_set_apart(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*rest: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(outlooks, "_record", fail)
    at = people.NOON
    for tried in range(MAX_ATTEMPTS):
        assert messages(at) == [([profile.pk], tried)]
        with pytest.raises(ZeroDivisionError):
            outlooks.record_outlooks(profile_ids=[profile.pk], tried=tried, at=at)
        outlooks.record_outlooks(profile_ids=[profile.pk], tried=tried, at=at)  # sent again: nothing is begun
        assert swept(at + LEASE) == []
        at += LEASE + datetime.timedelta(seconds=1)
    assert swept(at) == []
    people.publish(drafts.otherwise())
    assert swept(at) == [[profile.pk]], "what broke it may be gone"


def test_a_fault_of_the_database_is_held_against_nobody(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*rest: object) -> int:
        raise OperationalError("No space left on device")

    monkeypatch.setattr(outlooks, "_record", full)
    at = people.NOON
    for _ in range(MAX_ATTEMPTS + 1):
        assert messages(at) == [([profile.pk], 0)]
        with pytest.raises(OperationalError):
            outlooks.record_outlooks(profile_ids=[profile.pk], tried=0, at=at)
        assert swept(at + LEASE) == []
        at += LEASE + datetime.timedelta(seconds=1)


@pytest.mark.thorough
def test_no_more_is_handed_out_than_is_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "MOST_OUTLOOKS", 3)
    ids = [people.person_with({"python": 1}, f"p{n}@example.org").pk for n in range(5)]
    assert swept() == [ids[:3]]
    assert swept() == []
    outlooks.record_outlooks(profile_ids=ids[:2])
    assert swept() == [ids[3:]]


def test_what_is_recorded_is_not_worked_out_again(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    monkeypatch.setattr(outlooks, "ways", lambda *rest: pytest.fail("worked out again"))
    assert outlooks.record_outlooks(profile_ids=[profile.pk]) == 0


def test_a_broker_that_takes_nothing_loses_nothing(profile: Profile) -> None:
    def refuse(ids: list[int], tried: int) -> None:
        raise ConnectionError

    assert sweeping.sweep_outlooks(publish=refuse, at=people.NOON) == 0
    assert swept() == [[profile.pk]]


def test_a_sweep_that_finds_nothing_reads_only(profile: Profile, django_assert_num_queries: Any) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    with django_assert_num_queries(3):  # the release, and the two questions
        assert swept() == []


@pytest.mark.thorough
@pytest.mark.parametrize("question", ["behind_profile", "behind_release"])
def test_a_question_is_answered_from_its_index(question: str) -> None:
    users = User.objects.bulk_create(User(email=f"p{n}@example.org") for n in range(3_000))
    profiles = Profile.objects.bulk_create(Profile(user=user, version=1) for user in users)
    days = random.Random(3)
    Outlook.objects.bulk_create(
        Outlook(
            profile=profile,
            seen_on=TODAY - datetime.timedelta(days.randint(0, 60)),
            wanted_version=1,
            profile_version=1,
            release_number=1,
        )
        for profile in profiles
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_outlook")
    free = Outlook.objects.not_given_up().seen_since(TODAY - MONTH)
    rows = free.behind_profile() if question == "behind_profile" else free.behind_release(1)
    found = rows.order_by("-seen_on", "profile_id")[:100]
    assert list(found) == []
    assert f"outlook_{question}" in found.explain()


# On the page


@pytest.fixture
def tab(profile: Profile, client: Client) -> Client:
    client.force_login(profile.user)
    return client


def test_matches_tell_how_far_the_first_roles_are(tab: Client, profile: Profile) -> None:
    assert "Ready in" not in tab.get("/matches/").content.decode(), "nobody has worked it out yet"
    outlooks.record_outlooks(profile_ids=[profile.pk])
    page = tab.get("/matches/")
    for role in page.context["roles"]:
        weeks = math.ceil(hours(profile, role.score.role) / 8)
        assert role.weeks == weeks
        said = f"{duration(weeks)} at 8 h a week" if role in page.context["close"] else f"{duration(weeks)} to ready"
        assert said in page.content.decode()


@pytest.mark.thorough
def test_what_is_out_of_date_is_not_shown(tab: Client, profile: Profile) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"python": 3})
    assert "Ready in" not in tab.get("/matches/").content.decode()
    outlooks.record_outlooks(profile_ids=[profile.pk])
    assert "Ready in" in tab.get("/matches/").content.decode()
    people.publish(drafts.otherwise())
    assert "Ready in" not in tab.get("/matches/").content.decode()


@pytest.mark.thorough
def test_who_opens_the_page_was_seen(tab: Client, profile: Profile) -> None:
    Outlook.objects.update(seen_on=TODAY - 2 * MONTH)
    assert swept() == []
    tab.get("/matches/")
    assert swept() == [[profile.pk]]
    Outlook.objects.all().delete()
    tab.get("/matches/")
    assert Outlook.objects.filter(seen_on=TODAY, wanted_version=F("profile__version")).exists()


def test_what_no_plan_reaches_promises_no_weeks(tab: Client, profile: Profile) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])
    Outlook.objects.update(hours={"builder": None, "engineer": 0})
    assert "Ready in" not in tab.get("/matches/").content.decode()
