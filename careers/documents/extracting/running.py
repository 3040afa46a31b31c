"""Reading a file in a process of its own. Here nobody looks into the file: only its size is known."""

import json
import logging
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import IO, Final, NamedTuple, cast

import msgspec

from . import limits as bounds
from .limits import LIMITS, Limits
from .refusals import Reason, Refused
from .values import Extracted

logger = logging.getLogger(__name__)

_ROOT: Final = str(Path(__file__).parents[3])
_START: Final = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {child} import main; main()"
_ENVIRONMENT: Final = {
    "LD_LIBRARY_PATH"
}  # where Python's own library may be; nothing else goes in, least of all secrets
_SUFFIXES: Final = {".json", ".xml"}
_LATE: Final = {-signal.SIGPROF, -signal.SIGXCPU, -signal.SIGKILL, -signal.SIGABRT}  # PDFium aborts without memory


class Failed(RuntimeError):
    """The process could not even begin: the fault is ours, not the file's."""


class Ended(NamedTuple):
    """How a process ended: what it wrote, its exit code (minus the signal), and what it took.

    Linux counts to a process the peak of the one that started it, so this one is true only if that was small.
    """

    answer: bytes
    code: int
    cpu: float  # seconds
    peak: int  # bytes of memory

    def refusal(self) -> Reason | None:
        """Return why there is no answer, if there is none."""
        if self.code == -signal.SIGSYS:
            return Reason.UNSAFE
        if self.code in _LATE and not self.answer:
            return Reason.TOOK_TOO_LONG
        return Reason.BROKEN if not self.answer else None


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    """An answer as the process writes it. It is checked as if a stranger had written it."""

    locked: bool = False
    failed: str = ""
    refused: Reason | None = None
    extracted: Extracted | None = None


def extract(content: bytes, *, name: str) -> Extracted:
    """Return the text of a file and the skills it lists itself, or raise Refused with what to do."""
    if not content:
        raise Refused(Reason.EMPTY)
    if len(content) > bounds.FILE:
        raise Refused(Reason.TOO_LARGE)
    return understood(run(content, name=name))


def run(content: bytes, *, name: str, limits: Limits = LIMITS, child: str = f"{__package__}.child") -> Ended:
    """Let a new process read the file, and wait for it no longer than its limits allow."""
    with _in_memory(content) as given, tempfile.TemporaryDirectory(prefix="reading-") as folder:
        command = [sys.executable, "-I", "-S", "-B", "-X", "utf8", "-c", _START.format(child=child)]
        arguments = [json.dumps([_ROOT, *sys.path]), json.dumps(limits), _suffix(name)]
        process = subprocess.Popen(  # noqa: S603
            [*command, *arguments],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={key: value for key, value in os.environ.items() if key in _ENVIRONMENT},
        )
        answer = b""
        try:
            with cast(IO[bytes], process.stdout) as pipe:
                answer = _read(pipe, limits)
        finally:
            ended = _ended(process, answer)
        return ended


def _suffix(name: str) -> str:
    """Return the one part of a name that is looked at; the rest may say who somebody is, and processes are listed."""
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix in _SUFFIXES else ""


@contextmanager
def _in_memory(content: bytes) -> Iterator[IO[bytes]]:
    """Give the content as an open file that has no name and, on Linux, is on no disk."""
    nameless = hasattr(os, "memfd_create")
    with os.fdopen(os.memfd_create("upload"), "w+b") if nameless else tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def _read(pipe: IO[bytes], limits: Limits) -> bytes:
    """Read to the end, but not for longer and not more than allowed: then there is no answer."""
    until, got = time.monotonic() + limits.wall, b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while len(got) <= limits.answer and selector.select(max(0.0, until - time.monotonic())):
            piece = os.read(pipe.fileno(), 1 << 16)
            if not piece:
                return got
            got += piece
    return b""


def _ended(process: subprocess.Popen[bytes], answer: bytes) -> Ended:
    """End the process. One that has answered, or died, closed its end by ending, so this changes nothing for it."""
    os.kill(process.pid, signal.SIGKILL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    kilobyte = 1 if sys.platform == "darwin" else 1024
    return Ended(answer, process.returncode, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * kilobyte)


def understood(ended: Ended) -> Extracted:
    """Return what a process has read, or raise Refused."""
    reason = ended.refusal()
    if reason is not None:
        raise Refused(reason)
    try:
        answer = msgspec.json.decode(ended.answer, type=_Answer)
    except msgspec.MsgspecError as error:
        raise Refused(Reason.BROKEN) from error
    if answer.failed:
        raise Failed(answer.failed)
    if not answer.locked:
        logger.warning("Files are read without a filter of system calls: install libseccomp2.")
    if answer.refused is not None or answer.extracted is None:
        raise Refused(answer.refused or Reason.BROKEN)
    return answer.extracted
