"""Reads files with `running.run` in a small process of its own, so that the peak of each reader is its own.

Linux counts to a process the peak of the one that started it, and a test run is larger than any reader.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from careers.documents.extracting import Extracted, Refused, running
from careers.documents.extracting.limits import LIMITS, Limits
from careers.documents.extracting.running import Ended

ROOT = Path(__file__).parents[4]
BASE = 60_000_000  # bytes that the small process stays below, or it could not tell


def measure(files: Mapping[str, bytes], *, limits: Limits = LIMITS) -> dict[str, Ended]:
    """How the reader of each file ended; names are only used to tell them apart. Readers must leave no file behind."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as theirs:
        paths = {name: Path(folder) / f"{number}.bin" for number, name in enumerate(files)}
        for name, path in paths.items():
            path.write_bytes(files[name])
        command = [sys.executable, "-m", __name__, json.dumps(limits), *map(str, paths.values())]
        environment = {**os.environ, "TMPDIR": theirs}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        assert os.listdir(theirs) == []
    rows = (json.loads(line) for line in done.stdout.splitlines())
    return {name: Ended(base64.b64decode(row[0]), *row[1:]) for name, row in zip(files, rows, strict=True)}


def outcome(ended: Ended) -> Extracted | Refused:
    try:
        return running.understood(ended)
    except Refused as refused:
        return refused


def main() -> None:
    limits = Limits(*json.loads(sys.argv[1]))
    for path in sys.argv[2:]:
        ended = running.run(Path(path).read_bytes(), name="cv.pdf", limits=limits)
        print(json.dumps([base64.b64encode(ended.answer).decode(), *ended[1:]]), flush=True)


if __name__ == "__main__":
    main()
