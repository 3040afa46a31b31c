"""A release and a million people: scored again by two workers, undisturbed and while they are killed.

    python tests/benchmarks/million.py [--people 1000000] [--kills 20]

The real scheduler and two real workers, each of one process in a group of its own, on a PostgreSQL that syncs to disk
and a RabbitMQ. Everybody's fits are worked out beforehand by the engine that scores one profile at a time; afterwards
each row has to be that, with one record for each person whose fits moved and none for the others. The second time,
children, whole workers and their main processes are killed with SIGKILL, and what lost its main process is started
again.
"""

import argparse
import hashlib
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, redirect_stdout
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests import servers  # noqa: E402
from tests.benchmarks.databases import database  # noqa: E402

AT_ONCE = 20_000
FIGURES = sys.stdout  # the last words of servers go to standard error


class Run(NamedTuple):
    seconds: float
    steadiest: float  # the slowest tenth of the way over the mean of all tenths
    memory: int  # bytes (PSS) of both workers together, at most
    queue: int  # messages that waited at most
    lost: int
    doubled: int
    stale: int
    equal: bool


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--kills", type=int, default=20)
    options = parser.parse_args()
    with ExitStack() as around:
        around.enter_context(redirect_stdout(sys.stderr))
        around.enter_context(database(sqlite=False, safe=True))
        broker = around.enter_context(servers.RabbitMQ()).url
        from tests.benchmarks import crowd

        began = time.monotonic()
        crowd.fill(options.people)
        print(f"{options.people:,} people written in {time.monotonic() - began:.0f} s", file=FIGURES, flush=True)
        undisturbed = _run(broker, kills=0, expected=0)
        _tell("undisturbed", undisturbed)
        size = _bytes_of_records() / options.people
        print(f"{size:.0f} bytes of records a person, indexes included", file=FIGURES, flush=True)
        killed = _run(broker, kills=options.kills, expected=undisturbed.seconds)
        _tell(f"{options.kills} kills", killed)
        print(f"{killed.seconds / undisturbed.seconds:.2f} times as long (bar 2)", file=FIGURES)
        good = all(run.equal and not (run.lost or run.doubled or run.stale) for run in (undisturbed, killed))
        return 0 if good and killed.seconds <= 2 * undisturbed.seconds and size <= 1_000 else 1


def _tell(name: str, run: Run) -> None:
    print(
        f"{name:14}{run.seconds:7.1f} s  slowest tenth {run.steadiest:4.2f} x  {run.memory / 2**20:5.0f} MB  "
        f"{run.queue:3} messages at most  {run.lost} lost  {run.doubled} doubled  {run.stale} stale  "
        f"{'equal to' if run.equal else 'OTHER THAN'} the serial oracle",
        file=FIGURES,
        flush=True,
    )


def _run(broker: str, *, kills: int, expected: float) -> Run:
    """Publish, and let the workers do the rest; kill them so often, spread over the time that it took undisturbed."""
    from careers.catalogue import releases
    from matching.models import Block, Score
    from tests.benchmarks import crowd

    number = crowd.another_release()
    before = _stored()
    oracle, moved = _oracle(before)
    options = {"database_url": os.environ["DATABASE_URL"], "broker_url": broker}
    dice, memory, queue, reached = random.Random(1), 0, 0, [0.0]
    with ExitStack() as running:
        workers = [running.enter_context(servers.Worker(concurrency=1, **options)) for _ in range(2)]
        running.enter_context(servers.Beat(**options))
        began = time.monotonic()
        moments = sorted(dice.uniform(1, max(1.5, expected)) for _ in range(kills))
        while _anybody_behind(number):
            if moments and time.monotonic() - began >= moments[0]:
                moments.pop(0)
                _kill(dice.choice(workers), dice)
            for worker in workers:
                if not worker.running:
                    worker.start()
            memory = max(memory, sum(_pss(worker) for worker in workers))
            queue = max(queue, Block.objects.open().filter(leased_until__isnull=False).count())
            reached.append(_done(number))
            time.sleep(0.2)
        seconds = time.monotonic() - began
        reached.append(1.0)
    assert not moments, f"{len(moments)} kills were left when everybody was done"
    rows = _stored()
    stale = Score.objects.exclude(release_number=releases.current().number).count()
    records = _records(number)
    return Run(
        seconds=seconds,
        steadiest=_slowest_tenth(reached),
        memory=memory,
        queue=queue,
        lost=len(moved - records.keys()),
        doubled=len(records.keys() - moved) + sum(count - 1 for count in records.values()),
        stale=stale,
        equal=_digest(rows) == _digest(oracle),
    )


def _slowest_tenth(reached: Sequence[float]) -> float:
    """The time of the slowest tenth of the way, in times of the mean."""
    last = [next(at for at, share in enumerate(reached) if share >= tenth / 10) for tenth in range(1, 11)]
    tenths = [after - before for before, after in zip([0, *last], last, strict=False)]
    return max(tenths) * 10 / last[-1]


def _kill(worker: servers.Worker, dice: random.Random) -> None:
    """Kill its child, its main process, or both."""
    kinds: Sequence[Callable[[], None]] = (worker.kill_pool, worker.kill_pool, worker.kill_main, worker.kill)
    dice.choice(kinds)()
    if not worker.running:
        worker.kill()  # a child without its main process ends by itself, but not at once


def _anybody_behind(number: int) -> bool:
    from matching.models import Score

    return Score.objects.behind_release(number).exists()


def _done(number: int) -> float:
    from matching.scores import blocks

    progress = blocks.progress(number)
    return progress.done / progress.people if progress else 0.0


def _stored() -> dict[int, tuple[bytes, bytes]]:
    """{profile: its fits and levels} as recorded."""
    from matching.models import Score

    rows = Score.objects.order_by("pk").values_list("pk", "fits", "levels").iterator(AT_ONCE)
    return {pk: (bytes(fits), bytes(levels)) for pk, fits, levels in rows}


def _oracle(before: dict[int, tuple[bytes, bytes]]) -> tuple[dict[int, tuple[bytes, bytes]], set[int]]:
    """What has to be recorded on the current release, one profile at a time, and who moves."""
    from array import array

    from careers.catalogue import releases
    from careers.profile import vectors
    from matching import engine, inputs

    release = releases.current()
    compiled = inputs.compiled(release)
    slugs = [skill.slug for skill in release.content.skills]
    by_position = {skill.position: slug for skill, slug in zip(release.content.skills, slugs, strict=True)}
    found = {}
    for pk, (_, levels) in before.items():
        held = {by_position[at]: level for at, level in vectors.unpacked(levels).items() if at in by_position}
        found[pk] = (array("H", engine.fits(compiled, held).values()).tobytes(), levels)
    return found, {pk for pk, (fits, _) in found.items() if fits != before[pk][0]}


def _records(number: int) -> dict[int, int]:
    from django.db.models import Count

    from matching.models import Record

    rows = Record.objects.filter(release_after=number).values_list("profile_id").annotate(count=Count("version_after"))
    return dict(rows.iterator(AT_ONCE))


def _digest(rows: dict[int, tuple[bytes, bytes]]) -> str:
    digest = hashlib.sha256()
    for pk in sorted(rows):
        digest.update(pk.to_bytes(8, "big") + b"|".join(rows[pk]))
    return digest.hexdigest()


def _bytes_of_records() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('matching_record')")
        return float(cursor.fetchone()[0])


def _pss(worker: servers.Worker) -> int:
    """The memory of a worker and its child, with what they share counted once."""
    return sum(_pss_of(pid) for pid in _pids(worker))


def _pids(worker: servers.Worker) -> Iterator[int]:
    if worker.running:
        yield worker.pid
        try:
            yield from worker.pool()
        except OSError:  # it has just been killed
            return


def _pss_of(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    sys.exit(main())
