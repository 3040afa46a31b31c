"""A release and twenty thousand people: the sweep hands out no more than its workers can do.

Counted in work, not in time: the clock and the queue are made up; the sweep and the task are the real ones. The twin is
how it once was: 2,000 people a sweep, whatever is out already, and each time an attempt counted.
"""

import datetime
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

import pytest
from django.db import connection
from django.db.models import F, Max, Q

from careers.catalogue import releases
from careers.models import Profile, User
from matching.models import Block, Score
from matching.scores import blocks, scoring
from matching.scores.blocks import MOST
from matching.scores.models import MAX_ATTEMPTS
from matching.scores.sweeping import LEASE
from tests import drafts, people

pytestmark = pytest.mark.thorough

PEOPLE, BLOCK = 20_000, 200
# Units of work, as measured: a person takes a worker seven times as long as a message takes a sweep.
PERSON, MESSAGE = 7, 1
USUAL, SLOW = 284, 80  # people a second that the workers manage, if they do nothing else

Message = tuple[object, int]


class Form(NamedTuple):
    """One way to hand out: a sweep, and a worker who takes one message and returns how many people it computed."""

    sweep: Callable[[Callable[[object, int], object], datetime.datetime], object]
    work: Callable[[Message, datetime.datetime], int]


class Seen(NamedTuple):
    """How far they are after a second."""

    left: int
    waiting: int  # messages
    attempts: int  # of whoever was tried most often
    computed: int  # people so far, needed or not


@pytest.fixture
def everybody(db: None) -> None:
    """Recorded on release 1; release 2 is out."""
    people.publish()
    users = User.objects.bulk_create((User(email=f"p{n}@example.org") for n in range(PEOPLE)), batch_size=2_000)
    profiles = Profile.objects.bulk_create((Profile(user=user, version=1) for user in users), batch_size=2_000)
    Score.objects.bulk_create(
        (Score(profile=one, wanted_version=1, profile_version=1, release_number=1) for one in profiles),
        batch_size=2_000,
    )
    people.publish(drafts.otherwise())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_score")


def seconds(form: Form, manage: int, *, lost_at: int | None = None) -> Iterator[Seen]:
    """Second after second a sweep, then the workers with what time is left to them, until everybody is recorded.

    It ends when that takes twice as long as it should. At second `lost_at` the broker loses all that waits.
    """
    queue: deque[Message] = deque()
    time = computed = 0
    for second in range(2 * PEOPLE // manage):
        at = people.NOON + datetime.timedelta(seconds=second)
        before = len(queue)
        form.sweep(lambda ids, tried: queue.append((ids, tried)), at)
        time = min(time, 0) + manage * PERSON - (len(queue) - before) * MESSAGE
        if second == lost_at:
            queue.clear()
        while queue and time > 0:
            done = form.work(queue.popleft(), at)
            computed += done
            time -= done * PERSON + MESSAGE
        left = Score.objects.filter(release_number=1)
        yield Seen(left.count(), len(queue), left.aggregate(most=Max("attempts", default=0))["most"], computed)
        if not left.exists():
            return


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Form:
    """The real sweep and task, with blocks small enough to show a queue."""
    monkeypatch.setattr(blocks, "PEOPLE", BLOCK)
    monkeypatch.setattr(blocks, "PEOPLE_ON_SQLITE", BLOCK)

    def work(message: Message, at: datetime.datetime) -> int:
        block, tried = message
        assert isinstance(block, int)
        return scoring.score_block(block_id=block, tried=tried, at=at)

    return Form(lambda publish, at: blocks.sweep(publish=publish, at=at), work)


SLICES_OF_THEN = (100, 10, 1)


def _sweep_of_then(publish: Callable[[object, int], object], at: datetime.datetime) -> None:
    free = Score.objects.filter(Q(leased_until=None) | Q(leased_until__lt=at), attempts__lt=MAX_ATTEMPTS)
    stale = free.behind_release(releases.current().number).order_by("release_number", "profile_id")
    rows = list(stale.values_list("profile_id", "attempts")[:2_000])
    Score.objects.filter(pk__in=[pk for pk, _ in rows]).update(leased_until=at + LEASE, attempts=F("attempts") + 1)
    for attempts, size in enumerate(SLICES_OF_THEN):
        last = attempts == len(SLICES_OF_THEN) - 1
        ids = [pk for pk, tried in rows if tried == attempts or (last and tried > attempts)]
        for start in range(0, len(ids), size):
            publish(ids[start : start + size], attempts)


def _work_of_then(message: Message, at: datetime.datetime) -> int:
    """Everybody in the message is computed, also who is recorded by now."""
    ids = message[0]
    assert isinstance(ids, list)
    Score.objects.filter(pk__in=ids).update(release_number=2, attempts=0, leased_until=None)
    return len(ids)


THEN = Form(_sweep_of_then, _work_of_then)


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize(
    "manage", [pytest.param(USUAL, marks=pytest.mark.database), pytest.param(SLOW, marks=pytest.mark.slow)]
)
def test_everybody_is_recorded_steadily_and_once(today: Form, manage: int) -> None:
    """Slow workers need longer than a lease for what is out. Messages then wait twice; nobody is computed twice."""
    seen = list(seconds(today, manage))
    assert seen[-1].left == 0
    assert max(one.waiting for one in seen) <= MOST * (1 if manage == USUAL else 4)
    assert seen[-1].computed == PEOPLE
    assert set(Block.objects.values_list("attempts", flat=True)) == {1}
    for second, one in enumerate(seen[:-1], 1):
        assert PEOPLE - one.left >= manage * second * 0.95 - BLOCK, f"after {second} s"


@pytest.mark.usefixtures("everybody")
def test_what_the_broker_loses_counts_nothing(today: Form) -> None:
    """What was lost is found again when its lease has run out, and goes out as if for the first time."""
    seen = list(islice(seconds(today, USUAL, lost_at=30), 60))
    assert seen[29].waiting > 0
    assert seen[30].waiting == 0
    assert set(Block.objects.exclude(done_at=None).values_list("attempts", flat=True)) == {1}
    assert PEOPLE - seen[59].left >= USUAL * (60 - LEASE.total_seconds() - 2) - BLOCK


@pytest.mark.usefixtures("everybody")
def test_the_twin_drowns() -> None:
    """What the tests above would see: messages without end, people tried too often, hardly anybody recorded."""
    seen = list(islice(seconds(THEN, SLOW), 100))
    assert seen[40].waiting < seen[60].waiting < seen[80].waiting < seen[99].waiting
    assert seen[99].waiting > PEOPLE
    assert seen[99].attempts == MAX_ATTEMPTS
    assert seen[60].left == seen[99].left > PEOPLE * 0.8
