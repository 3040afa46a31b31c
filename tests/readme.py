"""README's list "Running it for many people", read from its own text: the commands of each step."""

import re
import textwrap
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_STEP = re.compile(r"^(\d+)\. \*\*(.+?)\*\*", re.MULTILINE)
_BLOCK = re.compile(r"^( *)```sh\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    number: int
    name: str
    blocks: list[str]  # shell scripts; the first is the step, a second is what is done another day


def section() -> str:
    text = (ROOT / "README.md").read_text()
    return text.split("\n## Running it for many people\n", 1)[1].split("\n## ", 1)[0]


def steps() -> list[Step]:
    starts = [*_STEP.finditer(section())]
    ends = [*(match.start() for match in starts[1:]), len(section())]
    return [
        Step(
            int(start[1]),
            start[2],
            [textwrap.dedent(block[2]) for block in _BLOCK.finditer(section()[start.end() : end])],
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def services() -> dict[str, str]:
    """{name: its command} of the services in deploy/."""
    found = {}
    for path in sorted((ROOT / "deploy").glob("*.service")):
        [command] = re.findall(r"^ExecStart=(.+)$", path.read_text(), re.MULTILINE)
        found[path.stem] = command
    return found
