"""A reader that has been taken over: it does what the file says, through the C library, past Python's own hooks."""

import ctypes
import os
import socket
import sys
import time
from collections.abc import Callable, Mapping

from careers.documents.extracting import confining
from careers.documents.extracting.limits import LIMITS

_C = ctypes.CDLL(None, use_errno=True)
_PATH = b"/etc/passwd"
_ARGUMENTS = (ctypes.c_char_p * 2)(b"/bin/true", None)


def main() -> None:
    """Do the deed; "did" and "could not" are told apart, and so is an end by a signal."""
    deed, guard = sys.stdin.read().split()
    if guard in ("limits", "both"):
        confining.limit(LIMITS._replace(memory=400_000_000))
    if guard in ("lock", "both"):
        confining.lock()
    if guard == "hook":
        sys.addaudithook(confining.stop)
    try:
        done = DEEDS[deed]()
    except OSError:
        done = False
    os.write(1, b"did" if done else b"could not")
    os._exit(0)


def _write() -> bool:
    return os.write(os.open("left", os.O_CREAT | os.O_WRONLY), b"x") == 1


def _fork() -> bool:
    child = _C.fork()
    if child == 0:
        os._exit(0)
    return child > 0


def _wait() -> bool:
    time.sleep(600)
    return True


def _flood() -> bool:
    while True:
        os.write(1, b"x" * 65536)


def _execute() -> bool:
    _C.execv(b"/bin/true", _ARGUMENTS)  # comes back only if it could not
    return False


def _use() -> bool:
    while True:
        pass


DEEDS: Mapping[str, Callable[[], bool]] = {
    "compute": lambda: sum(range(1000)) > 0,
    "connect": lambda: _C.socket(2, 1, 0) >= 0,
    "connect-in-python": lambda: socket.socket().fileno() >= 0,
    "look": lambda: _C.open(_PATH, 0) >= 0,
    "look-in-python": lambda: bool(open(_PATH).read()),  # noqa: SIM115
    "write": _write,
    "fork": _fork,
    "execute": _execute,
    "signal-others": lambda: _C.kill(os.getppid(), 0) == 0,
    "signal-a-thread": lambda: _C.tgkill(os.getppid(), os.getppid(), 0) == 0,
    "signal-itself": lambda: _C.tgkill(os.getpid(), os.getpid(), 0) == 0,
    "wait": _wait,
    "find-a-secret": lambda: "SECRET_KEY" in os.environ,
    "flood": _flood,
    "use": _use,
}
