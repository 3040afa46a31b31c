"""Reads many files in one process that is locked in as the reader of one file is, which saves its start for each.

What the lock forbids fails here as it would there: a module or an encoding that is loaded late shows as a refusal.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import msgspec

from careers.documents.extracting import Extracted, Reason, Refused, child, confining, readers
from careers.documents.extracting.limits import LIMITS
from tests.careers.documents.extracting.measured import ROOT

ENOUGH = LIMITS._replace(cpu=60.0)  # for all of them


def read(files: Mapping[str, bytes]) -> dict[str, Extracted | Reason]:
    """What comes out of each file. A file that ends the process fails for all."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.bin" for number in range(len(files))]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_bytes(content)
        done = subprocess.run(
            [sys.executable, "-m", __name__, *map(str, paths)], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert not done.returncode, (len(done.stdout.splitlines()), done.stderr[-2000:])
    return {name: _out(line) for name, line in zip(files, done.stdout.splitlines(), strict=True)}


def _out(line: str) -> Extracted | Reason:
    answer = json.loads(line)
    return Reason(answer) if isinstance(answer, str) else msgspec.convert(answer, Extracted)


def main() -> None:
    contents = [Path(path).read_bytes() for path in sys.argv[1:]]
    child.load(b"%PDF-")
    confining.limit(ENOUGH._replace(memory=1_000_000_000))  # it holds all files, and what came before
    if not confining.lock():
        os._exit(3)
    for content in contents:
        try:
            answer: object = readers.read(content, "")
        except Refused as refused:
            answer = refused.reason
        except Exception as error:
            answer = ["text", f"{type(error).__name__}: {error}", [], ["not read"]]
        os.write(1, json.dumps(answer).encode() + b"\n")
    os._exit(0)


if __name__ == "__main__":
    main()
