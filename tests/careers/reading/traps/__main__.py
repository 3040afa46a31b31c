"""Read all traps with the reader as it is, and print the counts: python -m tests.careers.reading.traps [-v]

With -v it also prints each row that is not right, with what is false and what is missed.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import get_args

from careers.catalogue import files
from careers.reading.reader import Find, Reader
from tests.careers.reading import traps
from tests.careers.reading.labelled import YEAR
from tests.careers.reading.traps import Trap, When, counting

CATALOGUE = Path(__file__).parents[4] / "fixtures"


def main(*, every_wrong_row: bool = False) -> None:
    draft, _ = files.read(CATALOGUE)
    skills = [skill for skill in draft.skills if not skill.retired]
    reader = Reader(skills)
    rows = traps.read({skill.slug for skill in skills})
    if every_wrong_row:
        for row in rows:
            if not counting.count(row, reader.find(row.text, this_year=YEAR)).right:
                print(_shown(row, reader.find(row.text, this_year=YEAR)), end="\n\n")
    for when in get_args(When):
        written = [row for row in rows if row.written == when]
        if written:
            print(f"Written {when} the reader was changed")
            print(counting.table(counting.counts(written, reader.find)))


def _shown(row: Trap, finds: Iterable[Find]) -> str:
    return f"{row.kind}: {row.text!r}\n  right {_quoted(row, row.finds)}\n  read  {_quoted(row, finds)}"


def _quoted(row: Trap, finds: Iterable[Find]) -> str:
    return ", ".join(f"{find.skill} {row.text[find.start : find.end]!r}" for find in finds) or "nothing"


if __name__ == "__main__":
    main(every_wrong_row="-v" in sys.argv[1:])
