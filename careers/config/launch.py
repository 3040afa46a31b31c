"""`make run`: the whole site on this machine, with nothing to set up and nothing left behind.

It starts a broker (Valkey from its wheel, or a folder), prepares the database, and runs the web server, a worker and
the scheduler until Ctrl-C. Its data is in STATE_DIR (var/), its logs are in the log/ folder there.
"""

import argparse
import contextlib
import fcntl
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import IO

import environ

from careers.config.folders import fault_of_folder
from careers.config.servers import Child, Failed, end_all, end_with_parent, status_of, take_port, valkey, valkey_answers

BASE_DIR = Path(__file__).resolve().parents[2]
_SLOW = 120.0  # seconds; longer than migrating and loading take on a slow machine


class Refused(Exception):
    """The site cannot start or cannot go on; the message says why and what to do."""


class _Stop(Exception):
    """Somebody asked the site to stop."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m careers.config.launch", description=__doc__)
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one stops")
    options = parser.parse_args(arguments)
    os.chdir(BASE_DIR)
    environ.Env.read_env(BASE_DIR / ".env")
    try:
        Launcher(follow=os.getppid() if options.with_parent else None).run()
    except (Refused, Failed) as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


class Launcher:
    """One run of the site, from the lock to the end of the last child."""

    def __init__(self, *, follow: int | None = None) -> None:
        self.state = Path(os.environ.get("STATE_DIR") or "var").resolve()
        self.logs = self.state / "log"
        self.children: list[Child] = []
        self._follow = follow
        self._asked = 0  # how often somebody asked it to stop

    def run(self) -> None:
        """Start everything, say so, and go on until somebody asks it to stop. Raises Refused and Failed."""
        port = _port()
        if os.environ.get("ENVIRONMENT", "embedded") != "embedded":
            raise Refused(
                "make run is for one machine with nothing to set up. In production, start the web server, the workers "
                "and the scheduler separately; see README.md."
            )
        self._listen_to_signals()
        os.umask(0o077)  # database, logs and passwords are their owner's
        os.environ["STATE_DIR"] = str(self.state)
        with self._only_one(port), self._socket(port) as taken:
            try:
                self._start(port, taken)
                say(f"Rolewise: http://127.0.0.1:{port}/")
                self._watch()
            except _Stop:
                pass
            finally:
                self._end()

    # Starting

    @contextlib.contextmanager
    def _only_one(self, port: int) -> Iterator[None]:
        """Hold the lock of this STATE_DIR: two sites on one database file and broker would not get along."""
        with self._lock_file() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                lock.seek(0)
                raise Refused(
                    f"Rolewise already runs from this folder ({lock.read().strip() or 'it is just starting'}). "
                    "Use that one, or stop it with Ctrl-C where it was started."
                ) from None
            lock.truncate(0)
            lock.write(f"process {os.getpid()}, http://127.0.0.1:{port}/\n")
            lock.flush()
            yield
            lock.truncate(0)

    def _lock_file(self) -> IO[str]:
        """The file that holds the lock, in a folder that is ours to write."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            return (self.state / "run.lock").open("a+")
        except OSError as error:
            raise Refused(fault_of_folder(error)) from None

    def _socket(self, port: int) -> socket.socket:
        try:
            return take_port(port)
        except PermissionError:
            raise Refused(f"Port {port} is not yours to use. Choose one above 1023: PORT=8001 make run") from None
        except OSError:
            another = port + 1 if port < 65535 else 8000
            raise Refused(
                f"Port {port} is taken by another program. Choose another one: PORT={another} make run"
            ) from None

    def _start(self, port: int, taken: socket.socket) -> None:
        say(f"Starting Rolewise; Ctrl-C stops all of it. E-mails are shown here; logs are in {_short(self.logs)}/.")
        first = not (self.state / "rolewise.sqlite3").exists()
        preparing = self._child("prepare", "-m", "careers.config.preparing", restart=False)
        preparing.start()
        os.environ["CELERY_BROKER_URL"] = self._broker()
        web = self._child(
            "web", "-m", "gunicorn", "--bind", f"fd://{taken.fileno()}", "--graceful-timeout", "3",
            pass_fds=[taken.fileno()], restart=False, shows=True,
        )  # fmt: skip
        if not first:  # else there is nothing yet to warm up with
            web.start()
        self._until(lambda: preparing.poll() is not None, within=_SLOW * 5)
        if preparing.poll() != 0:
            raise Refused(f"The database could not be prepared.\n{preparing.last_lines()}")
        self.children.remove(preparing)
        say(preparing.log.read_text().rstrip())
        if first:
            web.start()
        self._wait_for_first_page(port, web)
        web.restart = True  # the socket is ours, so a visitor waits for the new one and sees nothing
        celery = ("-m", "celery", "--quiet", "-A", "careers.config.celery")  # after the page: somebody waits for that
        for child in (
            self._child(
                "worker", *celery, "worker", "-Q", "sweep,work", "-c", "2", "-n", f"rolewise-{os.getpid()}@%h",
                "--without-gossip", "--without-mingle",
                # Workers stop quickly and gently; the database still lists what this interrupts as work to do.
                env={"REMAP_SIGTERM": "SIGQUIT"},
                shows=True,  # the mails that it sends
            ),
            self._child("scheduler", *celery, "beat"),
        ):  # fmt: skip
            child.start()

    def _child(self, name: str, *arguments: str, **options: object) -> Child:
        child = Child(name, [sys.executable, *arguments], log=self.logs / f"{name}.log", **options)  # type: ignore[arg-type]
        self.children.append(child)
        return child

    def _broker(self) -> str:
        """Return the broker's URL: the one that is set, else that of a Valkey of our own, else a folder."""
        given = os.environ.get("CELERY_BROKER_URL")
        if given:
            return given
        for _ in range(3):  # a free port may be taken by the time it is used
            server = valkey(self.state / "valkey", self.logs / "valkey.log")
            if server is None:
                break
            child, url = server
            child.start()
            with contextlib.suppress(Refused):
                self.children.append(child)
                self._until(lambda: valkey_answers(url) or child.poll() is not None, within=10)  # noqa: B023
                if child.poll() is None:
                    return url
            self.children.remove(child)
            child.make_end()
            shutil.rmtree(self.state / "valkey", ignore_errors=True)  # damaged, perhaps; nothing in it has to be kept
        folder = self.state / "broker"
        for part in ("queue", "control"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        say(f"Valkey does not run here; messages go through files in {_short(folder)}/, which is slower.")
        return f"filesystem://{folder}"

    def _wait_for_first_page(self, port: int, web: Child) -> None:
        status: list[int] = []

        def answered() -> bool:
            web.tend()
            status[:] = [status_of(port)]
            return status == [200]

        try:
            self._until(answered, within=_SLOW)
        except Refused:
            raise Refused(f"The first page does not load (status {status[0]}).\n{web.last_lines()}") from None

    # Staying

    def _watch(self) -> None:
        said: dict[str, float] = {}
        while True:
            self._pause(0.25)
            for child in self.children:
                for line in child.alarms():
                    if (
                        time.monotonic() - said.get(_gist(line), -60.0) >= 60
                    ):  # a repeated error is reported once a minute
                        said[_gist(line)] = time.monotonic()
                        complain(f"{child.name}: {line}")
                child.trim()
                news = child.tend()
                if news:
                    complain(news)

    def _until(self, done: Callable[[], bool], *, within: float) -> None:
        deadline = time.monotonic() + within
        while not done():
            if time.monotonic() > deadline:
                raise Refused("It took too long.")
            self._pause(0.05)

    # Ending

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)
        if self._follow:
            end_with_parent()

    def _hear(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1

    def _pause(self, seconds: float) -> None:
        """Wait a little. Raises _Stop as soon as somebody asks the site to stop."""
        deadline = time.monotonic() + seconds
        while not self._asked and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._asked or (self._follow and _interrupted(self._follow)):
            raise _Stop

    def _end(self) -> None:
        say("Stopping ...")
        asked = max(self._asked, 1)

        def hurry() -> bool:
            return self._asked > asked

        brokers = [child for child in self.children if child.name == "Valkey"]
        end_all([child for child in self.children if child not in brokers], within=15, hurry=hurry)
        end_all(brokers, within=5, hurry=hurry)


def _interrupted(make: int) -> bool:
    """Say whether `make` alone got a SIGINT: it then waits for us inside its handler, where the signal is blocked."""
    try:
        lines = Path(f"/proc/{make}/status").read_text().splitlines()
    except OSError:
        return False
    blocked = next((int(line.split()[1], 16) for line in lines if line.startswith("SigBlk:")), 0)
    return bool(blocked >> (signal.SIGINT - 1) & 1)


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Refused(f"PORT is {text!r}; it must be a number from 1 to 65535.")
    return int(text)


def _gist(line: str) -> str:
    """The line without its numbers: the same error at another time is the same error."""
    return "".join(character for character in line if not character.isdigit())


def _short(path: Path) -> Path:
    return path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else path


def say(text: str) -> None:
    with contextlib.suppress(OSError):  # a terminal that is gone must not keep us from ending the children
        print(text, flush=True)


def complain(text: str) -> None:
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
