"""Folders of job ads and people outside the project: read in place, row by row, never kept."""

import csv
import gzip
import hashlib
import sys
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

Half = Literal["a", "b", "both"]


class Unreadable(Exception):
    """A file that is missing, truncated, not UTF-8 or lacks a column; the message says which and what it needs."""


def rows(folder: Path, name: str, columns: Collection[str], optional: Collection[str] = ()) -> Iterator[dict[str, str]]:
    """Yield the rows of a gzipped CSV file in UTF-8 that has at least `columns`.

    A cell that a row lacks is empty, and so is every cell of an `optional` column that the file lacks.

    Quotes must be closed: read leniently, an open one would swallow the rest of the file as one cell.
    Raises Unreadable, even in the middle of a truncated file.
    """
    csv.field_size_limit(sys.maxsize)
    try:
        with gzip.open(folder / name, "rt", encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if not reader.fieldnames:
                raise Unreadable(f"{name} is empty: it has no line that names its columns.")
            missing = set(columns) - set(reader.fieldnames)
            if missing:
                raise Unreadable(f"{name} has no column {', '.join(sorted(missing))}.")
            for row in reader:
                yield {column: row.get(column) or "" for column in (*columns, *optional)}
    except FileNotFoundError:
        raise Unreadable(f"{name} is missing in {folder}.") from None
    except NotADirectoryError:
        raise Unreadable(f"{folder} is not a folder.") from None
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, csv.Error) as error:
        raise Unreadable(f"{name} cannot be read to its end: {error}") from None


def in_half(identity: str, half: Half) -> bool:
    """Say whether the row with this id is in the half: half A is the ids whose SHA-1, as a number, is even."""
    even = hashlib.sha1(identity.encode(), usedforsecurity=False).digest()[-1] % 2 == 0
    return half == "both" or even == (half == "a")
