"""The limits of a file and of the process that reads it. Those of the file are also told to people."""

from typing import Final, NamedTuple

MEGABYTE: Final = 1_000_000

FILE: Final = 5 * MEGABYTE
PAGES: Final = 30
ENTRIES: Final = 200  # files in an archive
UNPACKED: Final = 50 * MEGABYTE
TEXT: Final = 200_000  # characters
SKILLS: Final = 1_000  # that a structured file lists itself


class Limits(NamedTuple):
    """The limits of one process."""

    memory: int = 240 * MEGABYTE  # of addresses, so what is really used lies below
    cpu: float = 1.8  # seconds; 30 pages full of text take .3
    wall: float = 20.0  # seconds; only a stopped process or a starved machine gets there
    files: int = 64  # open at once: the interpreter, its packages and three of ours
    answer: int = 4 * MEGABYTE  # bytes that it may write to us


LIMITS: Final = Limits()
