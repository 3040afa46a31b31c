"""The content of a file as values: the skills that it lists itself, then what the reader finds in its text."""

from collections.abc import Sequence

from careers.catalogue.released import Released
from careers.documents import found
from careers.documents.extracting import Entry, extract
from careers.documents.found import Content, Spot

LONGEST_WORD = 60  # letters, as words of one's own may have
MOST_WORDS = 100
LONGEST_REASON = 80  # letters


def of_file(release: Released, content: bytes, name: str) -> Content:
    """Read a file. Raises Refused."""
    done = extract(content, name=name)
    return of_text(release, done.entries, found.clean(done.text), done.warnings)


def of_text(release: Released, entries: Sequence[Entry], text: str, warnings: Sequence[str]) -> Content:
    """The entries as the first lines of the text, and what the text says of other skills.

    An entry that states a level outweighs whatever the text says of its skill.
    """
    spots, unknown, lines = _entries(release, entries)
    above = "".join(f"{line}\n" for line in lines)
    above += "\n" if above and text else ""
    read = found.read(release, text, warnings)
    stated = {spot.position for spot in spots if spot.level is not None}
    below = [spot for spot in _moved(read.spots, len(above)) if spot.position not in stated]
    return read._replace(
        text=above + text,
        spots=(*spots, *below),
        suggestions=tuple(_moved(read.suggestions, len(above))),
        unknown=tuple(dict.fromkeys([*unknown, *read.unknown]))[:MOST_WORDS],
    )


def _entries(release: Released, entries: Sequence[Entry]) -> tuple[list[Spot], list[str], list[str]]:
    """The places of the entries in lines of their own, the names that we do not know, and the lines."""
    spots, unknown, lines, place = [], [], [], 0
    for entry in entries:
        name, line = _one_line(entry.name), _one_line(entry.quote) or _one_line(entry.name)
        skill = release.find(name)
        if skill is None and name and len(name) <= LONGEST_WORD:
            unknown.append(name)
        if skill is not None:
            start = place + max(line.find(name), 0)
            end = start + (len(name) if name in line else len(line))
            reason = "" if entry.level is None else line[:LONGEST_REASON]
            spots.append(Spot(skill.position, start, end, entry.level, reason))
        lines.append(line)
        place += len(line) + 1
    return spots, unknown, lines


def _moved(spots: Sequence[Spot], by: int) -> list[Spot]:
    return [spot._replace(start=spot.start + by, end=spot.end + by) for spot in spots]


def _one_line(text: str) -> str:
    return " ".join(found.clean(text).split())
