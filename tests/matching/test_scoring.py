"""Recording scores: the version fence, history that adds up, and what is stale."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from careers import operations as careers_operations
from careers import releases
from careers.catalogue.released import Released
from careers.models import Profile
from matching import inputs, operations
from matching.models import HistoryLine, Score
from matching.operations.sweeping import LEASE
from matching.querysets import MAX_ATTEMPTS
from tests import drafts, people
from tests.engine import reference

pytestmark = pytest.mark.usefixtures("release")


def expected_fits(levels: dict[str, int]) -> dict[str, int]:
    scores = reference.score(inputs.specification(releases.current()), levels)
    return {role["role"]: round(float(role["fit"]) * 100) for role in scores}


def change(profile: Profile, levels: dict[str, int | None]) -> None:
    careers_operations.change_claims(user=profile.user, release=releases.current(), levels=levels)


def swept(at: datetime.datetime = people.NOON, **kwargs: Any) -> list[list[int]]:
    """The slices that a sweep hands out."""
    slices: list[list[int]] = []
    operations.sweep(publish=slices.append, at=at, **kwargs)
    return slices


def test_a_change_of_claims_asks_for_a_score_in_the_same_transaction() -> None:
    profile = people.person_with({"python": 3})
    score = Score.objects.get(profile=profile)
    assert (score.wanted_version, score.profile_version, score.release_number) == (1, 0, 0)


def test_a_recorded_score_is_that_of_the_reference() -> None:
    levels = {"python": 3, "airflow": 2, "react-pattern": 4}
    profile = people.person_with(levels)
    assert operations.score_profiles(profile_ids=[profile.pk]) == 1
    score = Score.objects.get(profile=profile)
    assert score.fits == expected_fits(levels)
    assert (score.release_number, score.profile_version) == (1, 1)


def test_scoring_twice_records_once() -> None:
    profile = people.person_with({"python": 3})
    assert operations.score_profiles(profile_ids=[profile.pk]) == 1
    lines = HistoryLine.objects.count()
    assert operations.score_profiles(profile_ids=[profile.pk, profile.pk]) == 0
    assert HistoryLine.objects.count() == lines > 0


def test_an_older_score_never_replaces_a_newer_one() -> None:
    profile = people.person_with({"python": 3})
    operations.score_profiles(profile_ids=[profile.pk])
    newer = Score.objects.filter(pk=profile.pk)
    newer.update(release_number=7)  # as if another worker, on a later release, had been here first
    assert operations.score_profiles(profile_ids=[profile.pk]) == 0
    assert newer.get().release_number == 7


def test_the_parts_of_every_line_add_up_to_the_movement() -> None:
    profile = people.person_with({"python": 2, "airflow": 3})
    operations.score_profiles(profile_ids=[profile.pk])
    change(profile, {"python": 4, "airflow": None, "sql": 1})
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    people.publish(raw)
    operations.score_profiles(profile_ids=[profile.pk], at=people.NOON)
    lines = list(HistoryLine.objects.filter(release_after=2))
    assert {line.role for line in lines} == {"builder", "engineer"}
    for line in lines:
        assert line.fit_before is not None
        assert line.fit_after is not None
        assert sum(part["points"] for part in line.parts) == line.fit_after - line.fit_before
        assert (line.release_before, line.version_before, line.version_after) == (1, 1, 2)
    causes = {part["cause"] for line in lines for part in line.parts}
    assert causes == {"profile", "release"}


def test_the_first_score_tells_where_its_points_come_from() -> None:
    profile = people.person_with({"python": 3})
    operations.score_profiles(profile_ids=[profile.pk])
    for line in HistoryLine.objects.all():
        assert line.fit_before is None
        assert sum(part["points"] for part in line.parts) == line.fit_after


def test_a_claim_of_a_retired_skill_is_kept_and_not_scored() -> None:
    profile = people.person_with({"python": 3, "react": 2})
    raw = drafts.small()
    raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
    raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
    people.publish(raw)
    operations.score_profiles(profile_ids=[profile.pk])
    assert Score.objects.get(profile=profile).fits == expected_fits({"python": 3})
    assert profile.claims.count() == 2


class TestSweep:
    def test_finds_what_is_behind_its_profile(self) -> None:
        profile = people.person_with({"python": 3})
        assert swept() == [[profile.pk]]

    def test_finds_what_is_behind_the_release(self) -> None:
        profile = people.person_with({"python": 3})
        operations.score_profiles(profile_ids=[profile.pk])
        assert swept() == []
        raw = drafts.small()
        raw["requirements"][5]["importance"] = 5
        people.publish(raw)
        assert swept() == [[profile.pk]]

    def test_a_lease_is_respected_and_runs_out(self) -> None:
        profile = people.person_with({"python": 3})
        assert swept() == [[profile.pk]]
        assert swept(people.NOON + LEASE) == []
        assert swept(people.NOON + LEASE + datetime.timedelta(seconds=1)) == [[profile.pk]]

    def test_a_broker_that_takes_nothing_costs_no_attempt(self) -> None:
        profile = people.person_with({"python": 3})

        def refuse(ids: list[int]) -> None:
            raise ConnectionError("no broker")

        assert operations.sweep(publish=refuse, at=people.NOON) == 0
        assert Score.objects.get(profile=profile).attempts == 0
        assert swept() == [[profile.pk]]

    def test_what_fails_again_and_again_is_set_apart_until_it_changes(self) -> None:
        profile = people.person_with({"python": 3})
        at = people.NOON
        for _ in range(MAX_ATTEMPTS):
            assert swept(at) == [[profile.pk]]
            at += LEASE * 2
        assert swept(at) == []
        change(profile, {"python": 4})
        assert swept(at) == [[profile.pk]]

    def test_what_failed_goes_alone(self) -> None:
        ids = [people.person_with({"python": 3}, f"p{n}@example.org").pk for n in range(12)]
        assert swept() == [ids]
        assert swept(people.NOON + LEASE * 2) == [ids[:10], ids[10:]]
        assert swept(people.NOON + LEASE * 4) == [[one] for one in ids]

    def test_a_new_release_gives_the_set_apart_another_try(self) -> None:
        profile = people.person_with({"python": 3})
        Score.objects.update(attempts=MAX_ATTEMPTS)
        assert swept() == []
        raw = drafts.small()
        raw["roles"][0]["title"] = "Maker"
        people.publish(raw)
        assert swept() == [[profile.pk]]

    def test_a_sweep_that_finds_nothing_reads_only(self, django_assert_num_queries: Any) -> None:
        profile = people.person_with({"python": 3})
        operations.score_profiles(profile_ids=[profile.pk])
        swept()
        with django_assert_num_queries(3) as asked:  # the release, behind the profile, behind the release
            assert swept() == []
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_a_score_is_never_ahead_of_its_profile(release: Released) -> None:
    profile = people.person_with({"python": 3})
    with pytest.raises(IntegrityError, match="score_never_ahead_of_its_profile"), transaction.atomic():
        Score.objects.filter(profile=profile).update(profile_version=F("wanted_version") + 1)
