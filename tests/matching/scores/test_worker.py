"""A real worker and scheduler on a real broker: what is saved is recorded, what is published is computed anew."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import connection, transaction

from careers.catalogue import releases
from careers.profile import operations as profile_operations
from careers.profile import vectors
from matching import inputs
from matching.models import Record, Score
from matching.scores import fits
from tests import drafts, flushing, people, servers
from tests.engine import reference

flushing.install()

pytestmark = [pytest.mark.broker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def workers(start_worker: Callable[..., object], start_beat: Callable[..., object]) -> None:
    """Worker and scheduler on the database of this test."""
    start_worker()
    start_beat()


def until_recorded(version: int, release: int) -> None:
    def recorded() -> bool:
        return not Score.objects.exclude(profile_version=version, release_number=release).exists()

    servers.until(recorded, within=20, what=f"version {version} on release {release} to be recorded")


def test_what_is_saved_is_recorded_and_a_release_computes_everybody_anew(workers: None) -> None:
    release = people.publish()
    profiles = [people.person_with({"python": n % 6, "sql": 3}, f"p{n}@example.org") for n in range(120)]
    until_recorded(version=1, release=1)
    for profile in profiles[:12]:
        levels = inputs.levels(release, profile.claims.levels_by_position())
        expected = reference.score(inputs.specification(release), levels)
        assert fits.by_role(release, bytes(Score.objects.get(profile=profile).fits)) == {
            role["role"]: int(role["fit"].replace(".", "")) for role in expected
        }
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    people.publish(raw)
    until_recorded(version=1, release=2)
    moved = Record.objects.filter(release_before=1, release_after=2)
    assert moved.filter(profile=profiles[5]).exists()
    assert not moved.exclude(version_before=1, version_after=1).exists()


def test_a_change_while_the_workers_run_is_recorded_too(workers: None) -> None:
    people.publish()
    profile = people.person_with({"python": 1})
    for level in (2, 3, 4, 5):
        profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"python": level})
    until_recorded(version=5, release=1)
    assert Score.objects.get(profile=profile).levels == vectors.packed({2: 5})


def test_a_save_and_a_worker_that_meet_both_finish(database_url: str) -> None:
    """The worker holds the score and writes history; the save holds the profile and wants the score."""
    people.publish()
    profile = people.person_with({"python": 1})

    def save() -> None:
        profile_operations.change_claims(user=profile.user, release=releases.current(), levels={"python": 2})
        connection.close()

    with ThreadPoolExecutor(1) as elsewhere, transaction.atomic():
        list(Score.objects.select_for_update())
        saving = elsewhere.submit(save)
        servers.until(lambda: _waits_for_a_lock(database_url), what="the save to wait for the score")
        Record.objects.create(
            profile=profile,
            release_before=1,
            release_after=1,
            version_before=0,
            version_after=1,
            recorded_at=people.NOON,
        )
    saving.result(timeout=10)
    assert profile.claims.get().level == 2


def _waits_for_a_lock(database_url: str) -> bool:
    with psycopg.connect(database_url) as looker:
        found = looker.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone()
    return bool(found and found[0])
