"""How well the reader reads our labelled texts.

python -m tests.careers.reading.texts [--each]
"""

import argparse
from collections.abc import Iterator
from pathlib import Path

from careers.catalogue import files
from careers.reading.reader import Reader
from tests.careers.reading import labelled, measuring
from tests.careers.reading.labelled import Labelled
from tests.careers.reading.measuring import Levels, Measured, Score

ROOT = Path(__file__).resolve().parents[4]
NOTHING = "n/a"
COLUMNS = "{:<12}{:>6}{:>9}   {:<21}   {:<21}   {}"
_PRF = "{:>6} {:>6} {:>6} "


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.careers.reading.texts", description=__doc__)
    parser.add_argument("--each", action="store_true", help="name what was missed and what was found falsely")
    each = parser.parse_args().each
    skills = [skill for skill in files.read(ROOT / "fixtures")[0].skills if not skill.retired]
    reader = Reader(skills)
    texts = labelled.read(labelled.TEXTS, {skill.slug for skill in skills})
    measured = [(one, measuring.measure(reader, one)) for one in texts]
    if each:
        for one, found in measured:
            print(*_faults(one, found), sep="\n")
    print(*table(measured), sep="\n")


def table(measured: list[tuple[Labelled, Measured]]) -> Iterator[str]:
    """A line a kind, a line for its texts of each time if there are two, and one for all together."""
    yield COLUMNS.format("", "", "", "skills of a text", "mentions", "levels")
    scored = _PRF.format("prec.", "recall", "F1")
    yield COLUMNS.format("", "texts", "mentions", scored, scored, "compared, equal, within one")
    groups = {kind: {kind} for kind in labelled.KINDS}
    for name, kinds in {**groups, "all": set(labelled.KINDS)}.items():
        yield from _rows(name, [(one, found) for one, found in measured if one.kind in kinds])


def _rows(name: str, measured: list[tuple[Labelled, Measured]]) -> Iterator[str]:
    if not measured:
        return
    times = [time for time in labelled.WRITTEN if any(one.written == time for one, _ in measured)]
    for time in times if len(times) > 1 else ():
        yield _row(f"{name}, {time}", [found for one, found in measured if one.written == time])
    yield _row(name, [found for _, found in measured])


def _row(name: str, measured: list[Measured]) -> str:
    all_ = measuring.together(measured)
    return COLUMNS.format(
        name, all_.texts, all_.mentions.wanted, _score(all_.skills), _score(all_.mentions), _levels(all_.levels)
    )


def _score(score: Score) -> str:
    return _PRF.format(*map(_share, (score.precision, score.recall, score.f1)))


def _levels(levels: Levels) -> str:
    if not levels.proposed:
        return NOTHING
    equal, near = levels.equal / levels.compared, levels.within_one / levels.compared
    return f"{levels.compared:>8} {_share(equal)} {_share(near)}"


def _share(share: float | None) -> str:
    return NOTHING if share is None else f"{share:.3f}"


def _faults(one: Labelled, found: Measured) -> Iterator[str]:
    yield f"{one.name} ({one.layout})"
    for what, faults in (("missed", found.missed), ("false", found.false)):
        for fault in faults:
            line = one.text.count("\n", 0, fault.start) + 1
            yield f"  {what:<8}{fault.skill:<32}line {line:<4}{one.text[fault.start : fault.end]!r}"


if __name__ == "__main__":
    main()
