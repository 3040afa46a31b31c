"""The process that reads one file: content in on standard input, JSON out on standard output, nothing else.

All it needs is loaded before it locks itself in, and it is locked in before anything parses the file.
"""

import codecs
import json
import os
import sys
from typing import Final

from . import confining, readers
from .limits import Limits
from .refusals import Reason, Refused

_ENCODINGS: Final = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp437")


def main() -> None:
    """Read the file of this process, and end without any of what an interpreter still does at its end."""
    try:
        confining.limit(Limits(*json.loads(sys.argv[2])))
        content = sys.stdin.buffer.read()
        load(content)
        locked = confining.lock()
    except Exception as error:  # nothing has parsed the file, so the fault is ours
        _write({"failed": f"{type(error).__name__}: {error}"})
    else:
        _write({"locked": locked, **_answer(content, sys.argv[3])})
    os._exit(0)


def load(content: bytes) -> None:
    """Load what reading needs and Python would only load on its way: the process can open nothing once it is locked."""
    for name in _ENCODINGS:
        codecs.lookup(name)
    readers.prepare(content)


def _answer(content: bytes, suffix: str) -> dict[str, object]:
    try:
        return {"extracted": readers.read(content, suffix)}
    except Refused as refused:
        return {"refused": refused.reason}
    except MemoryError:
        return {"refused": Reason.TOOK_TOO_LONG}
    except Exception:
        return {"refused": Reason.BROKEN}


def _write(answer: dict[str, object]) -> None:
    rest = json.dumps(answer).encode()
    while rest:
        rest = rest[os.write(1, rest) :]
