"""Everybody scored again after a release, block by block: all of them, once, whatever happens in between."""

import contextlib
import datetime
import itertools
from collections.abc import Sequence
from functools import partial

import pytest
from django.db import OperationalError

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Profile
from careers.profile import operations as profile_operations
from careers.profile import vectors
from matching import engine, inputs, tasks
from matching.models import Block, Record, Score
from matching.scores import blocks, computing, fits, scoring, writing
from matching.scores.blocks import MOST, TRIES
from matching.scores.computing import Behind, Computed
from matching.scores.models import MAX_ATTEMPTS
from matching.scores.sweeping import LEASE
from tests import drafts, people

pytestmark = [pytest.mark.database, pytest.mark.usefixtures("release")]

SECOND = datetime.timedelta(seconds=1)


def some(number: int) -> list[int]:
    """People with other levels each, recorded on release 1."""
    ids = [
        people.person_with({"python": n % 6, "sql": n % 5, "rag": n % 4}, f"p{n}@example.org").pk for n in range(number)
    ]
    scoring.score_profiles(profile_ids=ids, at=people.NOON)
    return ids


def messages(at: datetime.datetime = people.NOON) -> list[tuple[int, int]]:
    """What a sweep hands out: blocks, and how often they were tried."""
    sent: list[tuple[int, int]] = []
    blocks.sweep(publish=lambda block, tried: sent.append((block, tried)), at=at)
    return sent


def full(*_: object) -> int:
    """Write on a disk without room."""
    raise OperationalError("No space left on device")


class Broken(Exception):
    """What a bad row does to its worker."""


def work(sent: Sequence[tuple[int, int]], at: datetime.datetime = people.NOON) -> None:
    for block, tried in sent:
        with contextlib.suppress(Broken):
            scoring.score_block(block_id=block, tried=tried, at=at)


def until_done(at: datetime.datetime = people.NOON) -> datetime.datetime:
    """Sweep every second and work, until no block is open."""
    for _ in range(300):
        work(messages(at), at)
        at += SECOND
        if not Block.objects.open().exists():
            return at
    raise AssertionError("the blocks are never done")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of ten ids, cut into four."""
    monkeypatch.setattr(blocks, "PEOPLE", 10)
    monkeypatch.setattr(blocks, "PEOPLE_ON_SQLITE", 10)
    monkeypatch.setattr(blocks, "PARTS", 4)


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


def assert_all_recorded(number: int, but: Sequence[int] = ()) -> None:
    """Each score is that of its claims on release `number`, one by one, and each movement is recorded once."""
    release = releases.numbered(number)
    for score in Score.objects.exclude(pk__in=but):
        held = Profile.objects.get(pk=score.pk).claims.levels_by_position()
        assert (score.release_number, score.profile_version) == (number, score.wanted_version)
        assert vectors.unpacked(bytes(score.levels)) == held
        expected = engine.fits(inputs.compiled(release), inputs.levels(release, held))
        assert fits.by_role(release, bytes(score.fits)) == expected
        records = list(Record.objects.filter(profile_id=score.pk).order_by("release_after", "version_after"))
        assert bytes(records[-1].fits_after) == bytes(score.fits)
        for before, after in itertools.pairwise(records):
            assert bytes(after.fits_before) == bytes(before.fits_after), "a movement is missing, or there twice"


@pytest.mark.usefixtures("small")
def test_everybody_is_scored_again_and_every_movement_is_recorded() -> None:
    some(23)
    people.publish(drafts.otherwise(_reweighed()))
    assert blocks.progress(2) is None
    sent = messages()
    assert len(sent) in {3, 4}, "blocks of ten ids"
    assert blocks.progress(2) == (0, 23, 0)
    work(sent[:1])
    done = blocks.progress(2)
    assert done is not None
    assert 0 < done.done < 23
    assert done.percent == 100 * done.done // 23
    until_done(people.NOON + SECOND)
    assert blocks.progress(2) == (23, 23, 0)
    assert_all_recorded(2)
    assert messages(people.NOON + LEASE * 2) == []


def _reweighed() -> dict[str, object]:
    raw = drafts.small()
    raw["requirements"][5]["importance"] = 5
    return raw


def test_where_nobody_is_behind_a_sweep_only_reads(django_assert_num_queries: object) -> None:
    some(2)
    with django_assert_num_queries(3) as asked:  # type: ignore[operator]
        assert messages() == []
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


@pytest.mark.usefixtures("small")
def test_no_more_is_handed_out_than_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "MOST", 2)
    some(45)
    people.publish(drafts.otherwise())
    sent = messages()
    assert len(sent) == 2
    assert messages(people.NOON + SECOND) == []
    work(sent[:1])
    assert len(messages(people.NOON + SECOND)) == 1
    assert MOST > 2


@pytest.mark.usefixtures("small")
def test_what_the_broker_loses_comes_again_and_counts_nothing() -> None:
    some(12)
    people.publish(drafts.otherwise())
    for turn in range(2 * MAX_ATTEMPTS):
        sent = messages(people.NOON + LEASE * 2 * turn)
        assert {tried for _, tried in sent} == {0}
    work(sent)
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_broker_that_takes_nothing_costs_nothing() -> None:
    some(12)
    people.publish(drafts.otherwise())

    def refuse(block: int, tried: int) -> None:
        raise ConnectionError("no broker")

    assert blocks.sweep(publish=refuse, at=people.NOON) == 0
    assert len(messages()) >= 2
    until_done(people.NOON + LEASE * 2)
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_message_that_comes_twice_is_worked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    some(8)
    people.publish(drafts.otherwise())
    sent = messages()
    computed: list[int] = []
    compute = scoring.compute
    monkeypatch.setattr(
        scoring, "compute", lambda release, rows: computed.extend(r.profile_id for r in rows) or compute(release, rows)
    )
    work([*sent, *sent, *sent])
    assert len(computed) == 8
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_bad_row_ends_up_alone_and_keeps_nobody_waiting(bad: set[int]) -> None:
    ids = some(37)
    people.publish(drafts.otherwise())
    bad.add(ids[17])
    until_done()
    assert_all_recorded(2, but=[ids[17]])
    [stuck] = Score.objects.filter(release_number=1)
    assert (stuck.pk, stuck.attempts) == (ids[17], MAX_ATTEMPTS)
    assert Score.objects.recording(Profile.objects.get(pk=stuck.pk), 2) == "stuck"
    assert blocks.progress(2) == (37, 37, 1)
    assert messages(people.NOON + LEASE * 99) == [], "it is set apart until it changes"
    bad.clear()
    profile_operations.change_claims(
        user=Profile.objects.get(pk=stuck.pk).user, release=releases.current(), levels={"sql": 5}
    )
    scoring.score_profiles(profile_ids=[stuck.pk])
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_worker_that_dies_costs_a_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of its block is written; the others go on; when the lease has run out, another worker takes the block."""
    some(23)
    people.publish(drafts.otherwise())
    sent = messages()
    block, tried = sent[0]
    assert blocks.take_up(block_id=block, tried=tried, release_number=2, at=people.NOON) is not None
    work(sent[1:])
    assert messages(people.NOON + SECOND) == []
    again = messages(people.NOON + LEASE + SECOND)
    assert again == [(block, 1)]
    work(again)
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_what_a_lost_worker_gives_back_costs_no_lease() -> None:
    """The broker gives its message to another one, who begins at once; only once, because the block may be to blame."""
    some(23)
    people.publish(drafts.otherwise())
    (block, tried), *rest = messages()
    take = partial(blocks.take_up, block_id=block, tried=tried, release_number=2, at=people.NOON)
    assert take() is not None
    assert take() is None, "sent twice: somebody is at work"
    again = take(returned=True)
    assert again is not None
    assert again.attempts == 2
    assert take(returned=True) is None, "two have died of it"
    work(rest)
    until_done(people.NOON + LEASE + SECOND)
    assert Block.objects.filter(done_at=None).count() == 0
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_what_comes_back_and_meets_a_fault_is_tried_as_often_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    some(5)
    people.publish(drafts.otherwise())
    [(block, tried)] = messages()
    assert blocks.take_up(block_id=block, tried=tried, release_number=2, at=people.NOON)

    monkeypatch.setattr(writing, "write", full)
    with pytest.raises(OperationalError):
        scoring.score_block(block_id=block, tried=tried, returned=True, at=people.NOON)
    assert Block.objects.get().attempts == 1


@pytest.mark.usefixtures("small")
def test_a_fault_of_the_database_is_held_against_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks are neither cut nor given up for a full disk; they are tried again whenever their lease has run out."""
    some(23)
    people.publish(drafts.otherwise())
    write, at = writing.write, people.NOON

    monkeypatch.setattr(writing, "write", full)
    for _ in range(2 * MAX_ATTEMPTS):
        sent = messages(at)
        assert len(sent) in {3, 4}, "the same blocks, whole"
        for block, tried in sent:
            with pytest.raises(OperationalError):
                scoring.score_block(block_id=block, tried=tried, at=at)
        assert messages(at + SECOND) == []
        at += LEASE + SECOND
    assert set(Block.objects.values_list("attempts", flat=True)) == {0}
    monkeypatch.setattr(writing, "write", write)
    until_done(at)
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_release_in_the_middle_begins_anew() -> None:
    some(23)
    people.publish(drafts.otherwise())
    sent = messages()
    work(sent[:1])
    people.publish(_reweighed())
    work(sent[1:])  # of an older release by now: left alone
    assert set(Score.objects.values_list("release_number", flat=True)) == {1, 2}
    until_done(people.NOON + SECOND)
    assert_all_recorded(3)
    assert not Block.objects.filter(release_number=2).exists()


def test_a_save_during_a_block_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The block writes what it read; the save stays wanted, and the next slice records it."""
    ids = some(5)
    people.publish(drafts.otherwise())
    compute = scoring.compute

    def meanwhile(release: Released, rows: Sequence[Behind]) -> list[Computed]:
        found = compute(release, rows)
        if len(rows) == 5:
            profile_operations.change_claims(
                user=Profile.objects.get(pk=ids[2]).user, release=release, levels={"python": 5, "airflow": 4}
            )
        return found

    monkeypatch.setattr(scoring, "compute", meanwhile)
    work(messages())
    behind = Score.objects.get(pk=ids[2])
    assert (behind.release_number, behind.profile_version, behind.wanted_version) == (2, 1, 2)
    scoring.score_profiles(profile_ids=ids)
    assert_all_recorded(2)


def test_what_another_worker_wrote_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slice of a newer version comes first; the block, which read the older one, leaves it."""
    ids = some(5)
    people.publish(drafts.otherwise())
    compute = scoring.compute

    def meanwhile(release: Released, rows: Sequence[Behind]) -> list[Computed]:
        found = compute(release, rows)
        if len(rows) == 5:
            profile_operations.change_claims(
                user=Profile.objects.get(pk=ids[2]).user, release=release, levels={"python": 5}
            )
            scoring.score_profiles(profile_ids=[ids[2]])
        return found

    monkeypatch.setattr(scoring, "compute", meanwhile)
    work(messages())
    assert_all_recorded(2)


def test_an_account_deleted_during_a_block_stays_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    from careers.profile import leaving

    ids = some(5)
    people.publish(drafts.otherwise())
    compute = scoring.compute

    def meanwhile(release: Released, rows: Sequence[Behind]) -> list[Computed]:
        found = compute(release, rows)
        leaving.delete_account(user=Profile.objects.get(pk=ids[2]).user)
        return found

    monkeypatch.setattr(scoring, "compute", meanwhile)
    work(messages())
    assert_all_recorded(2)
    assert not Record.objects.filter(profile_id=ids[2]).exists()
    assert Score.objects.count() == 4


@pytest.mark.usefixtures("small")
def test_two_schedulers_hand_out_each_block_once() -> None:
    some(23)
    people.publish(drafts.otherwise())
    first, second = messages(), messages()
    assert second == []
    assert len({block for block, _ in first}) == len(first)
    blocks._cut_everybody(2)  # as a sweep that looked before the first one had cut
    blocks._cut(2, *Score.objects.order_by("pk").values_list("pk", flat=True)[:1], 10**6, 10)
    until_done(people.NOON + LEASE * 2)
    assert_all_recorded(2)


@pytest.mark.usefixtures("small")
def test_a_clock_that_jumps_back_loses_nobody() -> None:
    some(12)
    people.publish(drafts.otherwise())
    messages(people.NOON + LEASE * 100)  # lost, and leased into the future
    until_done(people.NOON)
    assert_all_recorded(2)


def test_whoever_was_left_behind_is_found_when_no_block_is_open() -> None:
    ids = some(5)
    people.publish(drafts.otherwise())
    until_done()
    Score.objects.filter(pk=ids[3]).update(release_number=1, fits=Record.objects.get(profile_id=ids[3]).fits_after)
    until_done(people.NOON + LEASE)
    assert Score.objects.get(pk=ids[3]).release_number == 2


def test_bytes_that_make_no_sense_are_told_from_good_ones(caplog: pytest.LogCaptureFixture) -> None:
    """A damaged row is a bad row: the others are recorded, and this one is set apart."""
    ids = some(5)
    Profile.objects.filter(pk=ids[1]).update(levels=b"\xff\xff\xff")
    people.publish(drafts.otherwise())
    at = people.NOON
    for _ in range(40):
        for block, tried in messages(at):
            with contextlib.suppress(ValueError):
                scoring.score_block(block_id=block, tried=tried, at=at)
        at += SECOND
    assert_all_recorded(2, but=[ids[1]])
    assert "set apart" in caplog.text


def written_one_by_one(
    release: Released, rows: Sequence[Behind], computed: Sequence[Computed], at: datetime.datetime
) -> int:
    """The readable reference of `writing.write`."""
    written = [
        (row, new)
        for row, new in zip(rows, computed, strict=True)
        if Score.objects.filter(
            pk=row.profile_id, release_number=row.release_before, profile_version=row.version_before
        ).update(
            release_number=release.number,
            profile_version=row.version,
            fits=new.fits,
            levels=row.levels,
            scored_at=at,
            leased_until=None,
            attempts=0,
        )
    ]
    Record.objects.bulk_create(
        [
            Record(
                profile_id=row.profile_id,
                release_before=row.release_before or release.number,
                release_after=release.number,
                version_before=row.version_before,
                version_after=row.version,
                fits_before=row.fits_before,
                fits_after=new.fits,
                levels_before=None if row.levels_before == row.levels else row.levels_before,
                levels_after=row.levels,
                recorded_at=at,
            )
            for row, new in written
            if new.moved
        ],
        batch_size=500,
    )
    return len(written)


def test_many_at_once_are_written_as_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = some(9)
    people.publish(_reweighed())
    profile_operations.change_claims(
        user=Profile.objects.get(pk=ids[4]).user, release=releases.current(), levels={"python": None, "rag": 5}
    )
    kept = list(Score.objects.order_by("pk").values())
    found = []
    for write in (writing.write, written_one_by_one):
        Score.objects.all().delete()
        Record.objects.filter(release_after=2).delete()
        Score.objects.bulk_create(Score(**row) for row in kept)
        monkeypatch.setattr(writing, "write", write)
        assert scoring.score_profiles(profile_ids=ids, at=people.NOON) == 9
        records = Record.objects.filter(release_after=2).order_by("profile_id")
        found.append((list(Score.objects.order_by("pk").values()), list(records.values())))
    assert found[0] == found[1]
    assert len(found[0][1]) > 1


@pytest.mark.parametrize("attempts", [TRIES - 1, TRIES])
@pytest.mark.usefixtures("small")
def test_a_block_is_cut_after_two_tries(attempts: int) -> None:
    some(8)
    people.publish(drafts.otherwise())
    messages()
    Block.objects.update(attempts=attempts, leased_until=None)
    before = Block.objects.count()
    messages(people.NOON + SECOND)
    assert (Block.objects.count() > before) == (attempts == TRIES)


def test_moved_is_what_the_lines_say() -> None:
    """The quick comparison of packed fits and the lines worked out from the levels agree, over renames as well."""
    from matching.scores.lines import Lines
    from tests.matching.scores.test_history import rename

    some(12)
    raw = _reweighed()
    rename(raw, "role", "engineer", "maker")
    people.publish(raw)
    until_done()
    moved = Record.objects.filter(release_after=2)
    assert 0 < moved.count() < 12
    lines = Lines(moved)
    assert all(lines.of(record) for record in lines.records)
    release, before = releases.numbered(2), releases.numbered(1)
    for score in Score.objects.exclude(pk__in=moved.values("profile_id")):
        held = vectors.unpacked(bytes(score.levels))
        now = engine.fits(inputs.compiled(release), inputs.levels(release, held))
        was = engine.fits(inputs.compiled(before), inputs.levels(before, held))
        assert now == {("maker" if role == "engineer" else role): fit for role, fit in was.items()}


def test_the_task_works_on_what_the_sweep_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    some(5)
    people.publish(drafts.otherwise())
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(tasks.score_block, "delay", lambda block, tried: sent.append((block, tried)))
    tasks.sweep()
    for message in sent:
        tasks.score_block(*message)
    assert_all_recorded(2)


def test_nobody_is_nothing() -> None:
    assert computing.compute(releases.current(), []) == []
