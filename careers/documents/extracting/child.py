"""The process that reads one file: content in on standard input, JSON out on standard output, nothing else.

All it needs is loaded before it locks itself in, and it is locked in before it sees the first byte of the file.
"""

import json
import os
import sys

from . import confining, readers
from .limits import Limits
from .refusals import Reason, Refused


def main() -> None:
    """Read the file of this process, and end without any of what an interpreter still does at its end."""
    try:
        confining.limit(Limits(*json.loads(sys.argv[2])))
        confining.lock()
    except Exception as error:  # the file has not been looked at, so the fault is ours
        _write({"failed": f"{type(error).__name__}: {error}"})
    else:
        _write(_answer(sys.argv[3]))
    os._exit(0)


def _answer(suffix: str) -> dict[str, object]:
    try:
        return {"extracted": readers.read(sys.stdin.buffer.read(), suffix)}
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
