"""Faults, and protections switched off, for processes of a test only: named in SABOTAGE, applied when one starts.

    SABOTAGE="pause=0.03 lease=2 die=written:/tmp/deaths"

Nothing of this is in the product: the functions that a process of the test has imported are replaced there.
"""

import datetime
import os
import random
import signal
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from careers.config.celery import app
from careers.documents import contents, reading
from matching import tasks
from matching.scores import blocks, scoring, sweeping, writing
from matching.scores.computing import Behind
from matching.scores.models import Block, BlockQuerySet


def apply() -> None:
    for word in os.environ.get("SABOTAGE", "").split():
        name, _, value = word.partition("=")
        BY_NAME[name](value)


# Conditions: the sizes and times that a test needs to be over in a minute


def pause(seconds: str) -> None:
    """Be slow: so many seconds a person, between reading and writing. At full speed nothing is ever in the middle."""
    compute = scoring.compute

    def slowly(release: Any, rows: Sequence[Behind]) -> Any:
        time.sleep(float(seconds) * len(rows))
        return compute(release, rows)

    scoring.compute = slowly


def people(number: str) -> None:
    """Blocks of so many people."""
    blocks.PEOPLE = int(number)


def lease(seconds: str) -> None:
    """A lease of so many seconds."""
    blocks.LEASE = sweeping.LEASE = datetime.timedelta(seconds=float(seconds))


def reading_lease(seconds: str) -> None:
    """A lease of so many seconds for a document that is read."""
    reading.LEASE = datetime.timedelta(seconds=float(seconds))


def log(path: str) -> None:
    """Write down each block that is begun."""
    take_up = blocks.take_up

    def logged(**options: Any) -> Block | None:
        block = take_up(**options)
        if block:
            with Path(path).open("a") as file:
                file.write(f"{block.first}-{block.last}\n")
        return block

    blocks.take_up = logged


# Faults


def die(where: str) -> None:
    """Be killed at a point, once for each file in a folder: `die=POINT:FOLDER`."""
    point, _, folder = where.partition(":")
    POINTS[point](lambda: _die_once(Path(folder)))


def poison_cv(word: str) -> None:
    """Be killed by each file that holds a word."""
    extract = contents.extract

    def dies(content: bytes, *, name: str) -> Any:
        if word.encode() in content:
            os.kill(os.getpid(), signal.SIGKILL)
        return extract(content, name=name)

    contents.extract = dies


def _die_once(folder: Path) -> None:
    for token in folder.iterdir():
        try:
            token.unlink()
        except FileNotFoundError:  # another process was quicker to die of it
            continue
        os.kill(os.getpid(), signal.SIGKILL)


def _after(module: Any, name: str, do: Callable[[], object]) -> None:
    """Do something after a function that did some work."""
    real = getattr(module, name)

    def both(*args: Any, **options: Any) -> Any:
        answer = real(*args, **options)
        if answer:
            do()
        return answer

    setattr(module, name, both)


def _before_commit(do: Callable[[], object]) -> None:
    want = scoring.want_score
    scoring.want_score = lambda **wanted: (want(**wanted), do())


def _after_commit(do: Callable[[], object]) -> None:
    want = scoring.want_score
    scoring.want_score = lambda **wanted: (transaction.on_commit(do), want(**wanted))


POINTS: dict[str, Callable[[Callable[[], object]], None]] = {
    "begun": lambda do: _after(blocks, "take_up", do),
    "written": lambda do: _after(writing, "write", do),
    "committed": lambda do: _after(scoring, "score_block", do),
    "saving": _before_commit,
    "saved": _after_commit,
}


def poison(profile: str) -> None:
    """Be killed by a profile whenever it is computed."""
    compute = scoring.compute

    def swallow(release: Any, rows: Sequence[Behind]) -> Any:
        if any(row.profile_id == int(profile) for row in rows):
            os.kill(os.getpid(), signal.SIGKILL)
        return compute(release, rows)

    scoring.compute = swallow


def thrice(_: str) -> None:
    """Send every message three times, shuffled, and some of those sent earlier once more."""
    for module in (blocks, sweeping):
        module.sweep = _shuffled(module.sweep)


def _shuffled(sweep: Callable[..., int]) -> Callable[..., int]:
    dice, before = random.Random(1), list[tuple[Any, ...]]()

    def disorderly(*, publish: Callable[..., object], **options: Any) -> int:
        fresh: list[tuple[Any, ...]] = []
        found = sweep(publish=lambda *message: fresh.append(message), **options)
        messages = [*fresh * 3, *dice.sample(before, min(len(before), 20))]
        dice.shuffle(messages)
        for message in messages:
            publish(*message)
        before.extend(fresh)
        return found

    return disorderly


def clock(hours: str) -> None:
    """Have a clock that is so many hours fast."""
    now = timezone.now
    timezone.now = lambda: now() + datetime.timedelta(hours=float(hours))


# Twins: a protection that is switched off


def once(_: str) -> None:
    """A lease never runs out: what was lost with a message or a worker is not handed out again."""
    BlockQuerySet.free = lambda self, at, longest: self.open().filter(leased_until=None).order_by("first")  # type: ignore


def uncounted(_: str) -> None:
    """An attempt is not counted when work begins, so nobody learns of one that kills its worker."""

    def take_up(*, block_id: int, release_number: int, at: datetime.datetime, **_: Any) -> Block | None:
        rows = Block.objects.open().filter(pk=block_id, release_number=release_number)
        return rows.first() if rows.update(leased_until=at + blocks.LEASE) else None

    blocks.take_up = take_up


def unreturned(_: str) -> None:
    """It makes no difference that the broker took a message back from a worker that went away."""
    take_up = blocks.take_up
    blocks.take_up = lambda **options: take_up(**options | {"returned": False})


def unfenced(_: str) -> None:
    """A score is written whatever stands there by now."""
    fence = "WHERE (score.release_number, score.profile_version) = (incoming.release_before, incoming.version_before)"
    assert fence in writing._WRITE
    writing._WRITE = writing._WRITE.replace(fence, "")


def done_early(_: str) -> None:
    """A block counts as done before its scores are committed, and nobody looks whether anyone was left behind."""
    score, cut = scoring._bring_up_to_date, blocks._cut_everybody

    def score_block(*, block_id: int, **_: Any) -> int:
        block = Block.objects.get(pk=block_id)
        Block.objects.filter(pk=block_id).update(done_at=timezone.now(), attempts=F("attempts") + 1)
        rows = scoring.Score.objects.filter(profile_id__range=(block.first, block.last))
        with transaction.atomic():
            return score(rows, scoring.releases.current(), timezone.now())

    scoring.score_block = score_block
    blocks._cut_everybody = lambda number: not Block.objects.filter(release_number=number).exists() and cut(number)


def want_later(_: str) -> None:
    """What a save asks of the workers is written down after it, not with it."""
    want = scoring.want_score
    scoring.want_score = lambda **wanted: transaction.on_commit(lambda: want(**wanted))


def send_at_once(_: str) -> None:
    """A save sends its message itself."""
    want = scoring.want_score
    scoring.want_score = lambda **wanted: (want(**wanted), tasks.score_profiles.delay([wanted["profile_id"]]))


def no_reconnecting(_: str) -> None:
    """A worker that loses its broker does not look for it again."""
    app.conf.broker_connection_retry = False


CONDITIONS = (pause, people, lease, reading_lease, log)
FAULTS = (die, poison, poison_cv, thrice, clock)
TWINS = (once, uncounted, unreturned, unfenced, done_early, want_later, send_at_once, no_reconnecting)
BY_NAME: dict[str, Callable[[str], None]] = {one.__name__: one for one in (*CONDITIONS, *FAULTS, *TWINS)}
