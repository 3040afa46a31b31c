"""What the history page shows: recorded movements by day and cause, in words, under the names of today."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, NamedTuple

from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.words import hundredths, signed
from matching import drawing
from matching.scores.models import HistoryLine

LATEST = drawing.WIDE * 97 // 100  # where the newest jump of a picture stands, to be seen
FIRST = 3  # movements of a group in view; the rest fold away

Cause = Literal["profile", "release", "measure"]


class Move(NamedTuple):
    """The part of a recorded line that one cause accounts for; its parts add up to `after - before`, None as 0."""

    line: HistoryLine
    cause: Cause
    before: int | None
    after: int | None
    parts: Sequence[Mapping[str, Any]]

    @property
    def moved(self) -> int:
        return (self.after or 0) - (self.before or 0)


def days(release: Released, lines: Iterable[HistoryLine], reasons: Mapping[int, str]) -> list[dict[str, Any]]:
    """Newest first: days, in them one group for each cause of each record, in it the roles that moved most first.

    `lines` come newest first. What was recorded at once was still two things in turn: first the profile changed, on
    the old release, then the new release came; so the release's group stands above the profile's.
    """
    groups = (group for _, same in groupby(lines, _moment) for group in _groups(release, list(same), reasons))
    by_day = groupby(groups, lambda group: timezone.localtime(group["when"]).date())
    return [{"day": day, "groups": list(groups)} for day, groups in by_day]


def _moment(line: HistoryLine) -> datetime.datetime:
    return line.recorded_at


def _groups(release: Released, lines: list[HistoryLine], reasons: Mapping[int, str]) -> Iterator[dict[str, Any]]:
    causes: tuple[Cause, ...] = ("measure", "release", "profile")
    for cause in causes:
        moves = sorted(
            (move for line in lines for move in split(line) if move.cause == cause),
            key=lambda move: (-abs(move.moved), move.line.role),
        )
        if moves:
            yield _group(release, cause, moves, reasons)


def split(line: HistoryLine) -> list[Move]:
    """A line as one or two movements: what the profile did on the old release, then what the new release did.

    From a release of an older measure it is one, of whatever happened since: the two measures cannot be compared.
    """
    if any(part["cause"] == "measure" for part in line.parts):
        return [Move(line, "measure", line.fit_before, line.fit_after, ())]
    profile = [part for part in line.parts if part["cause"] == "profile"]
    rest = [part for part in line.parts if part["cause"] == "release"]
    if profile and rest:
        between = (line.fit_before or 0) + sum(part["points"] for part in profile)
        return [
            Move(line, "profile", line.fit_before, between, profile),
            Move(line, "release", between, line.fit_after, rest),
        ]
    # A move without parts is a first claim or a last one, worth nothing here; else the role or its skills are new.
    by_profile = profile or (not rest and line.version_before != line.version_after)
    return [Move(line, "profile" if by_profile else "release", line.fit_before, line.fit_after, line.parts)]


def _group(release: Released, cause: Cause, moves: list[Move], reasons: Mapping[int, str]) -> dict[str, Any]:
    line = moves[0].line
    rows = [_move(release, move) for move in moves]
    return {
        "cause": cause,
        "when": line.recorded_at,
        "release_before": line.release_before,
        "release_after": line.release_after,
        "reason": reasons.get(line.release_after, "") if cause == "release" else "",
        "skills": _changed(release, moves) if cause == "profile" else [],
        "moves": rows[:FIRST],
        "more": rows[FIRST:],
    }


def _changed(release: Released, moves: Iterable[Move]) -> list[str]:
    """The skills that the person changed, as far as they moved something."""
    found = {(part.get("via") or part["skill"], move.line) for move in moves for part in move.parts}
    names = {_skill(release, slug, line)["skill_name"] for slug, line in found}
    return sorted(names, key=str.casefold)


def _move(release: Released, move: Move) -> dict[str, Any]:
    parts = sorted(move.parts, key=lambda part: (-abs(part["points"]), part["skill"]))
    return {
        **_role(release, move.line),
        "before": None if move.before is None else hundredths(move.before),
        "after": None if move.after is None else hundredths(move.after),
        "low": hundredths(min(move.before or 0, move.after or 0)),
        "by": hundredths(abs(move.moved)),
        "delta": signed(move.moved),
        "rose": move.moved > 0,
        "fell": move.moved < 0,
        "restated": move.cause == "measure",
        "parts": [_part(release, move, part) for part in parts],
    }


def _part(release: Released, move: Move, part: Mapping[str, Any]) -> dict[str, Any]:
    via = part.get("via")
    return {
        **_skill(release, part["skill"], move.line),
        "points": signed(part["points"]),
        "why": _why(part),
        "via": _skill(release, via, move.line)["skill_name"] if via else "",
    }


def _why(part: Mapping[str, Any]) -> str:
    """What became of a line, in a few words."""
    have, need = part.get("have"), part.get("need")
    if part["cause"] == "profile":
        return f"{have[0]} → {have[1]}" if have else ""
    if need and not need[0]:
        return f"asked now, at {need[1]}"
    if need and not need[1]:
        return "no longer asked"
    if need:
        return f"asked at {need[1]} instead of {need[0]}"
    if have:
        return f"what you hold counts as {have[1]} instead of {have[0]}"
    return "weighs more" if part["points"] > 0 else "weighs less"


def _role(release: Released, line: HistoryLine) -> dict[str, Any]:
    """A role under its name of today; one that is gone, under its last."""
    slug = release.role_slug(line.role)
    if slug is not None:
        return {"role_slug": slug, "role_title": release.roles[slug].title}
    titles = (then.roles[line.role].title for then in _then(line) if line.role in then.roles)
    return {"role_slug": "", "role_title": next(titles, line.role)}


def _skill(release: Released, slug: str, line: HistoryLine) -> dict[str, Any]:
    """A skill under its name of today; one that is gone, under its last."""
    now = release.skill_slug(slug)
    if now is not None:
        return {"skill_slug": now, "skill_name": release.skills[now].name}
    names = (then.skills[slug].name for then in _then(line) if slug in then.skills)
    return {"skill_slug": "", "skill_name": next(names, slug)}


def _then(line: HistoryLine) -> Iterator[Released]:
    """The releases that a line compares: asked only for names that the current one no longer has."""
    return map(releases.numbered, (line.release_after, line.release_before))


def over_time(lines: Sequence[HistoryLine]) -> dict[str, Any] | None:
    """The fit of one role over the records in view, which come newest first; nothing where they are of one moment."""
    if not lines or lines[0].recorded_at == lines[-1].recorded_at:
        return None
    last, first = lines[0], lines[-1]
    span = last.recorded_at - first.recorded_at

    def across(when: datetime.datetime) -> int:
        return int(LATEST * ((when - first.recorded_at) / span))

    def across_day(day: datetime.date) -> int:
        return across(timezone.make_aware(datetime.datetime.combine(day, datetime.time())))

    jumps = [(across(line.recorded_at), line.fit_after or 0) for line in reversed(lines)]
    starts, ends = (timezone.localtime(line.recorded_at).date() for line in (first, last))
    return {
        **drawing.stairs(first.fit_before or 0, [*jumps, (drawing.WIDE, last.fit_after or 0)]),
        "high": drawing.HIGH,
        "base_percent": "100.00",
        "ticks": drawing.months(starts, ends, across_day),
        "from_fit": hundredths(first.fit_after or 0),
        "to_fit": hundredths(last.fit_after or 0),
        "starts": starts,
        "ends": ends,
    }
