"""Recording scores: the version fence, history that adds up, and what is stale."""

import contextlib
import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from matching import inputs
from matching.models import Record, Score
from matching.scores import fits, scoring, sweeping
from matching.scores.computing import Behind, Computed
from matching.scores.models import MAX_ATTEMPTS
from matching.scores.sweeping import LEASE
from tests import drafts, people
from tests.engine import reference

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]


def expected_fits(levels: dict[str, int]) -> dict[str, int]:
    scores = reference.score(inputs.specification(releases.current()), levels)
    return {role["role"]: round(float(role["fit"]) * 100) for role in scores}


def fits_of(score: Score) -> dict[str, int | None]:
    return fits.by_role(releases.numbered(score.release_number), bytes(score.fits))


def change(profile: Profile, levels: dict[str, int | None]) -> None:
    profile_operations.change_claims(user=profile.user, release=releases.current(), levels=levels)


def swept(at: datetime.datetime = people.NOON) -> list[list[int]]:
    """The slices that a sweep hands out."""
    return [ids for ids, _ in messages(at)]


def messages(at: datetime.datetime = people.NOON) -> list[tuple[list[int], int]]:
    sent: list[tuple[list[int], int]] = []
    sweeping.sweep(publish=lambda ids, tried: sent.append((ids, tried)), at=at)
    return sent


class Broken(Exception):
    """What a bad row does to its worker."""


@pytest.fixture
def bad(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Profiles that break whoever computes them."""
    found: set[int] = set()
    compute = scoring.compute

    def computing(release: Released, rows: Sequence[Behind]) -> list[Computed]:
        if any(row.profile_id in found for row in rows):
            raise Broken
        return compute(release, rows)

    monkeypatch.setattr(scoring, "compute", computing)
    return found


def worked(at: datetime.datetime = people.NOON) -> list[list[int]]:
    """The slices that a sweep hands out, each of them worked through."""
    sent = messages(at)
    for ids, tried in sent:
        with contextlib.suppress(Broken):
            scoring.score_profiles(profile_ids=ids, tried=tried, at=at)
    return [ids for ids, _ in sent]


def attempts() -> list[int]:
    return list(Score.objects.order_by("profile_id").values_list("attempts", flat=True))


def some(number: int) -> list[int]:
    return [people.person_with({"python": 3}, f"p{n}@example.org").pk for n in range(number)]


def test_a_change_of_claims_asks_for_a_score_in_the_same_transaction() -> None:
    profile = people.person_with({"python": 3})
    score = Score.objects.get(profile=profile)
    assert (score.wanted_version, score.profile_version, score.release_number) == (1, 0, 0)


def test_a_recorded_score_is_that_of_the_reference() -> None:
    levels = {"python": 3, "airflow": 2, "react-pattern": 4}
    profile = people.person_with(levels)
    assert scoring.score_profiles(profile_ids=[profile.pk]) == 1
    score = Score.objects.get(profile=profile)
    assert fits_of(score) == expected_fits(levels)
    assert (score.release_number, score.profile_version) == (1, 1)


def test_scoring_twice_records_once() -> None:
    profile = people.person_with({"python": 3})
    assert scoring.score_profiles(profile_ids=[profile.pk]) == 1
    records = Record.objects.count()
    assert scoring.score_profiles(profile_ids=[profile.pk, profile.pk]) == 0
    assert Record.objects.count() == records > 0


def test_an_older_score_never_replaces_a_newer_one() -> None:
    profile = people.person_with({"python": 3})
    scoring.score_profiles(profile_ids=[profile.pk])
    newer = Score.objects.filter(pk=profile.pk)
    newer.update(release_number=7)  # as if another worker, on a later release, had been here first
    assert scoring.score_profiles(profile_ids=[profile.pk]) == 0
    assert newer.get().release_number == 7


def test_the_parts_of_every_line_add_up_to_the_movement() -> None:
    profile = people.person_with({"python": 2, "airflow": 3})
    scoring.score_profiles(profile_ids=[profile.pk])
    change(profile, {"python": 4, "airflow": None, "sql": 1})
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    people.publish(raw)
    scoring.score_profiles(profile_ids=[profile.pk], at=people.NOON)
    lines = people.recorded_lines(release_after=2)
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
    scoring.score_profiles(profile_ids=[profile.pk])
    for line in people.recorded_lines():
        assert line.fit_before is None
        assert sum(part["points"] for part in line.parts) == line.fit_after


def test_a_claim_of_a_retired_skill_is_kept_and_not_scored() -> None:
    profile = people.person_with({"python": 3, "react": 2})
    raw = drafts.small()
    raw["requirements"] = [r for r in raw["requirements"] if r["skill"] != "react"]
    raw["skills"] = [s for s in raw["skills"] if s["slug"] != "react"]
    people.publish(raw)
    scoring.score_profiles(profile_ids=[profile.pk])
    assert fits_of(Score.objects.get(profile=profile)) == expected_fits({"python": 3})
    assert profile.claims.count() == 2


class TestSweep:
    def test_finds_what_is_behind_its_profile(self) -> None:
        profile = people.person_with({"python": 3})
        assert swept() == [[profile.pk]]

    def test_leaves_what_is_only_behind_the_release_to_blocks(self) -> None:
        profile = people.person_with({"python": 3})
        scoring.score_profiles(profile_ids=[profile.pk])
        people.publish(drafts.otherwise())
        assert swept() == []

    def test_a_lease_is_respected_and_runs_out(self) -> None:
        profile = people.person_with({"python": 3})
        assert swept() == [[profile.pk]]
        assert swept(people.NOON + LEASE) == []
        assert swept(people.NOON + LEASE + datetime.timedelta(seconds=1)) == [[profile.pk]]

    def test_a_lease_from_a_clock_that_ran_ahead_counts_for_nothing(self) -> None:
        profile = people.person_with({"python": 3})
        assert swept(people.NOON + LEASE * 100) == [[profile.pk]]
        assert swept() == [[profile.pk]]

    def test_no_more_is_handed_out_than_is_recorded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sweeping, "MOST", 5)
        ids = some(12)
        assert swept() == [ids[:5]]
        assert swept() == []
        scoring.score_profiles(profile_ids=ids[:3], at=people.NOON)
        assert swept() == [ids[5:8]]
        assert swept(people.NOON + LEASE * 2) == [ids[3:8]], "what is lost comes first"

    def test_a_broker_that_takes_nothing_costs_nothing(self) -> None:
        ids = some(2)

        def refuse(ids: list[int], tried: int) -> None:
            raise ConnectionError("no broker")

        assert sweeping.sweep(publish=refuse, at=people.NOON) == 0
        assert attempts() == [0, 0]
        assert swept() == [ids]

    def test_a_broker_that_stops_in_the_middle_keeps_what_it_took(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sweeping, "SLICES", (2, 1))
        ids = some(5)
        taken: list[list[int]] = []

        def take_one(ids: list[int], tried: int) -> None:
            if taken:
                raise ConnectionError("no broker")
            taken.append(ids)

        assert sweeping.sweep(publish=take_one, at=people.NOON) == 2
        assert taken == [ids[:2]]
        assert swept() == [ids[2:4], ids[4:]]

    def test_what_waits_or_is_lost_costs_no_attempt(self) -> None:
        ids = some(3)
        for turn in range(2 * MAX_ATTEMPTS):
            assert swept(people.NOON + LEASE * 2 * turn) == [ids]
        assert attempts() == [0, 0, 0]

    def test_what_fails_again_and_again_is_set_apart_until_it_changes(self, bad: set[int]) -> None:
        profile = people.person_with({"python": 3})
        bad.add(profile.pk)
        at = people.NOON
        for _ in range(MAX_ATTEMPTS):
            assert worked(at) == [[profile.pk]]
            at += LEASE * 2
        assert worked(at) == []
        change(profile, {"python": 4})
        assert worked(at) == [[profile.pk]]

    def test_what_failed_goes_alone(self, bad: set[int]) -> None:
        ids = some(12)
        bad.add(ids[10])
        assert worked() == [ids]
        assert attempts() == [1] * 12, "it is counted, though nothing is recorded"
        assert worked() == [], "what failed rests for a lease"
        assert worked(people.NOON + LEASE * 2) == [ids[:10], ids[10:]]
        assert worked(people.NOON + LEASE * 4) == [[ids[10]], [ids[11]]]
        assert attempts() == [*[0] * 10, 3, 0]

    @pytest.mark.thorough
    def test_bad_rows_keep_nobody_waiting(self, bad: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
        """Half of what may be out at once is bad. The good ones are recorded within two leases all the same."""
        monkeypatch.setattr(sweeping, "MOST", 20)
        ids = some(60)
        bad.update(ids[:10])
        at = people.NOON
        while any(tried < MAX_ATTEMPTS for tried in attempts()[:10]):
            worked(at)
            at += datetime.timedelta(seconds=1)
            if at > people.NOON + LEASE * 2:
                assert Score.objects.filter(release_number=1).count() == 50
        assert at <= people.NOON + LEASE * MAX_ATTEMPTS
        assert swept(at + LEASE * 2) == []

    def test_a_message_that_comes_again_is_begun_once(self, bad: set[int]) -> None:
        """The broker sends again what a killed worker had: nine times here, and one attempt."""
        bad.update(some(2))
        [(ids, tried)] = messages()
        for turn in range(9):
            with pytest.raises(Broken) if turn == 0 else contextlib.nullcontext():
                assert scoring.score_profiles(profile_ids=ids, tried=tried, at=people.NOON) == 0
        assert attempts() == [1, 1]

    def test_what_is_recorded_is_not_computed_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        ids = some(3)
        [(_, tried)] = messages()
        scoring.score_profiles(profile_ids=ids[:1])
        computed: list[int] = []
        monkeypatch.setattr(scoring, "compute", lambda _, rows: computed.extend(row.profile_id for row in rows) or [])
        with pytest.raises(ValueError, match="zip"):
            scoring.score_profiles(profile_ids=ids, tried=tried)
        assert computed == ids[1:]
        assert attempts() == [0, 1, 1]

    def test_a_worker_renews_the_lease(self) -> None:
        """What waited long is not handed out again while somebody computes it."""
        ids = some(1)
        swept()
        late = people.NOON + LEASE
        release = releases.current().number
        assert sweeping.take_up(Score.objects.all(), profile_ids=ids, tried=0, release_number=release, at=late) == ids
        assert swept(late + LEASE) == []

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
        scoring.score_profiles(profile_ids=[profile.pk])
        swept()
        with django_assert_num_queries(1) as asked:  # behind the profile
            assert swept() == []
        assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_a_score_is_never_ahead_of_its_profile(release: Released) -> None:
    profile = people.person_with({"python": 3})
    with pytest.raises(IntegrityError, match="score_never_ahead_of_its_profile"), transaction.atomic():
        Score.objects.filter(profile=profile).update(profile_version=F("wanted_version") + 1)
