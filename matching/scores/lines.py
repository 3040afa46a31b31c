"""The lines of a record: which fits moved, and the parts that each movement is made of, worked out when they are read.

A record keeps levels and fits; the releases it lies between never change. So the parts need not be kept: they are the
difference between two scores, and come out the same whenever they are asked for.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.profile import vectors
from matching import engine, inputs
from matching.scores import fits
from matching.scores.models import Record


@dataclass(frozen=True, eq=False)
class HistoryLine:
    """One movement of one fit (hundredths, None: no fit), and the parts that add up to it.

    parts: [{cause, skill, points}]; also, if they changed, "have" and "need" as [before, after], and "via", the skill
    it is held through. The cause "measure" has no skill.
    """

    role: str
    recorded_at: datetime.datetime
    fit_before: int | None
    fit_after: int | None
    release_before: int = 0
    release_after: int = 0
    version_before: int = 0
    version_after: int = 0
    parts: Sequence[Mapping[str, Any]] = field(default_factory=list)


class Lines:
    """The lines of some records. One query, for the releases that they lie between; the parts are worked out by line.

    Roles have the slugs that they had after the record.
    """

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list(records)
        worked_out = [one for one in self.records if one.told is None]
        between = {number for one in worked_out for number in (one.release_before, one.release_after)}
        self._releases = releases.several(between) if between else {}

    def moved_roles(self, record: Record) -> list[str]:
        """The roles whose fits moved; far cheaper than their lines."""
        return sorted(self._moved(record))

    def of(self, record: Record, roles: Collection[str] | None = None) -> list[HistoryLine]:
        """The lines of a record by role, of all roles that moved or of those named. Costs two scores of the profile."""
        moved = {role: both for role, both in self._moved(record).items() if roles is None or role in roles}
        if not moved:
            return []
        parts = self._parts(record)
        return [
            HistoryLine(
                role=role,
                recorded_at=record.recorded_at,
                fit_before=before,
                fit_after=after,
                release_before=record.release_before,
                release_after=record.release_after,
                version_before=record.version_before,
                version_after=record.version_after,
                parts=parts[role],
            )
            for role, (before, after) in sorted(moved.items())
        ]

    def all(self) -> Iterator[HistoryLine]:
        for record in self.records:
            yield from self.of(record)

    def _moved(self, record: Record) -> dict[str, tuple[int | None, int | None]]:
        """{role: fits before and after} where they differ."""
        if record.told is not None:
            return {line["role"]: (line["fit_before"], line["fit_after"]) for line in record.told}
        before, after = self._between(record)
        now = inputs.renamed(before, after).roles
        was = {now.get(role, role): fit for role, fit in fits.by_role(before, record.fits_before).items()}
        is_now = fits.by_role(after, record.fits_after)
        return {
            role: (was.get(role), is_now.get(role))
            for role in was.keys() | is_now.keys()
            if was.get(role) != is_now.get(role)
        }

    def _parts(self, record: Record) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """{role: parts} of every fit that moved."""
        if record.told is not None:
            return {line["role"]: line["parts"] for line in record.told}
        before, after = self._between(record)
        if before.measure != after.measure:  # the older one is never scored again: one part for all that happened since
            moved = self._moved(record).items()
            return {role: [{"cause": "measure", "points": (now or 0) - (was or 0)}] for role, (was, now) in moved}
        held = vectors.unpacked(record.levels_after)
        seen = held if record.levels_before is None else vectors.unpacked(record.levels_before)
        changes = engine.explain_change(
            inputs.compiled(before),
            inputs.levels(before, seen),
            inputs.compiled(after),
            inputs.levels(after, held),
            inputs.renamed(before, after),
        )
        return {change.role: [_part(part) for part in change.parts] for change in changes}

    def _between(self, record: Record) -> tuple[Released, Released]:
        return self._releases[record.release_before], self._releases[record.release_after]


def _part(part: engine.ChangePart) -> dict[str, Any]:
    """The part of a line. Levels are told only if they changed: most of the many lines just weigh differently."""
    row: dict[str, Any] = {"cause": part.cause, "skill": part.skill, "points": part.points}
    if part.have[0] != part.have[1]:
        row["have"] = part.have
    if part.need[0] != part.need[1]:
        row["need"] = part.need
    if part.via is not None and "have" in row:
        row["via"] = part.via
    return row
