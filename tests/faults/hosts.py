"""Hosts of workers that share one database and one broker: process groups, folders and environments of their own."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests import servers
from tests.faults import oracle


class Worker(servers.Worker):
    """A worker of the product with what SABOTAGE names."""

    application = "tests.faults.sabotaged_worker"


class Web(servers.Web):
    """A web server of the product with what SABOTAGE names."""

    application = "tests.faults.sabotaged_web:application"


def inside(*words: object, database_url: str) -> None:
    """Run a verb of `inside.py` on a database."""
    with tempfile.TemporaryDirectory(prefix="rolewise-state-") as state:
        env = servers.environment(database_url=database_url, broker_url="memory://", state=Path(state))
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.inside", *map(str, words)],
            env={**os.environ, **env},
            cwd=servers.ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr


class Hosts:
    """Two workers of two processes each, and schedulers. `revive` starts again what ended, as a supervisor does.

    `sabotage` may be one word list for both hosts, or one for each.
    """

    def __init__(
        self, *, database_url: str, broker_url: str, sabotage: str | Sequence[str] = "", beats: int = 1
    ) -> None:
        self.database_url = database_url
        urls = {"database_url": database_url, "broker_url": broker_url}
        each = [sabotage] * 2 if isinstance(sabotage, str) else sabotage
        self.workers = [Worker(**urls, env={"SABOTAGE": words}) for words in each]
        self.beats = [servers.Beat(**urls) for _ in range(beats)]
        self.gone: set[servers.Worker] = set()
        self._running = ExitStack()
        self._groups: set[int] = set()

    def __enter__(self) -> "Hosts":
        for process in (*self.workers, *self.beats):
            process.begin()
            self._running.callback(process.__exit__)
        self._groups |= {worker.pid for worker in self.workers}
        for process in (*self.workers, *self.beats):
            process.wait()
        return self

    def __exit__(self, *exception: object) -> None:
        """End all at once, with the children that outlived a parent which was killed."""
        for group in self._groups:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        self._running.close()

    def kill(self, what: str, dice: random.Random) -> None:
        """SIGKILL a child of a worker, a parent alone, or a whole host."""
        worker = dice.choice([one for one in self.workers if one not in self.gone])
        if what == "child":
            children = servers.until(worker.pool, what="a child to kill")
            with contextlib.suppress(ProcessLookupError):
                os.kill(dice.choice(children), signal.SIGKILL)
        elif what == "parent":
            worker.kill_main()
        else:
            worker.kill()

    def lose(self, worker: servers.Worker) -> None:
        """Kill a host that never comes back."""
        worker.kill()
        self.gone.add(worker)

    def revive(self) -> None:
        for worker in self.workers:
            if not worker.running and worker not in self.gone:
                worker.start()
                self._groups.add(worker.pid)

    def done(self) -> bool:
        return oracle.behind(self.database_url) == 0

    def until_left(self, people: float, *, within: float) -> None:
        """Wait until no more than so many are left to be recorded."""
        servers.until(lambda: oracle.behind(self.database_url) < people, within=within, what=f"{people:.0f} left")

    def settle(self, *, within: float, reviving: bool = True) -> float | None:
        """Wait until everybody is recorded; the seconds it took, or None if it was too long."""
        started = time.monotonic()
        while time.monotonic() - started < within:
            if reviving:
                self.revive()
            if self.done():
                return time.monotonic() - started
            time.sleep(0.1)
        return None


def tokens(folder: Path, number: int) -> Path:
    """A folder of so many deaths to die (see sabotage.die)."""
    folder.mkdir()
    for n in range(number):
        (folder / str(n)).touch()
    return folder


def words(**options: Any) -> str:
    return " ".join(f"{name}={value}" for name, value in options.items())
