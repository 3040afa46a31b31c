"""The content of the history page: recorded movements by day and cause, in words, under today's names."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, Literal, NamedTuple

from django.utils import timezone

from careers.catalogue import releases
from careers.catalogue.released import Released
from matching import drawing
from matching.scores.causes import Deeds, in_view, listed
from matching.scores.entries import Entry
from matching.scores.lines import HistoryLine

LATEST = drawing.WIDE * 97 // 100  # the x of the newest jump of a picture, so that it can be seen
FIRST = 3  # movements of a group in view; the rest fold away
NAMED = 4  # skills that a group names

Cause = Literal["profile", "release", "measure", "undone"]


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


class Named(NamedTuple):
    """A role or skill under today's name; one that is gone has no slug, and its last name."""

    slug: str
    name: str


class Part(NamedTuple):
    """The effect of one skill on a fit, in hundredths, and the reason in a few words."""

    skill: Named
    points: int
    why: str
    via: str  # the name of the skill that it is held through, if another


class Movement(NamedTuple):
    """A fit before and after, in hundredths (None: no fit), and the parts that add up to the difference."""

    role: Named
    before: int | None
    after: int | None
    restated: bool  # the measure changed, so there are no parts
    parts: Sequence[Part]

    @property
    def delta(self) -> int:
        return (self.after or 0) - (self.before or 0)

    @property
    def said(self) -> str:
        """The difference between the two whole numbers that are shown; where they are the same, only the direction."""
        whole = (self.after or 0) // 100 - (self.before or 0) // 100
        if whole:
            return f"{'+' if whole > 0 else '−'}{abs(whole)}"
        return "a little up" if self.delta > 0 else "a little down" if self.delta < 0 else "0"

    @property
    def low(self) -> int:
        return min(self.before or 0, self.after or 0)

    @property
    def by(self) -> int:
        return abs(self.delta)


class Group(NamedTuple):
    """The movements of one cause at one moment, the first ones in view.

    `said` is what the person did, in a sentence or two, and `also` how many more things they did; `skills` names what
    they changed if the sentence does not. Of what they did and took back again, only `said` is told.
    """

    cause: Cause
    when: datetime.datetime
    release_before: int
    release_after: int
    reason: str
    said: str
    also: int
    skills: str
    moves: Sequence[Movement]
    more: Sequence[Movement]


class Day(NamedTuple):
    day: datetime.date
    groups: Sequence[Group]


class OverTime(NamedTuple):
    """The picture of one role's fit, and what is written below it. Fits are in hundredths."""

    stairs: drawing.Stairs
    ticks: Sequence[drawing.Tick]
    from_fit: int
    to_fit: int
    starts: datetime.date
    ends: datetime.date
    high: int = drawing.HIGH
    base_percent: int = 10_000


class Told(NamedTuple):
    """What a page of history is told from: its entries, newest first, their lines, what was done, and why."""

    entries: Sequence[Entry]
    lines: Iterable[HistoryLine]
    deeds: Deeds
    reasons: Mapping[int, str]


def days(release: Released, told: Told) -> list[Day]:
    """Days, newest first; in each, a group for each cause of each record, with the roles that moved most first.

    What was recorded together still happened in turn: first the profile changed, on the old release, then the new
    release came; so the release's group comes above the profile's.
    """
    lines = {at: list(same) for at, same in groupby(told.lines, lambda line: line.recorded_at)}
    groups = (group for entry in told.entries for group in _entry(release, entry, lines, told))
    by_day = groupby(groups, lambda group: timezone.localtime(group.when).date())
    return [Day(day, list(groups)) for day, groups in by_day]


def _entry(
    release: Released, entry: Entry, lines: Mapping[datetime.datetime, list[HistoryLine]], told: Told
) -> Iterator[Group]:
    if entry.undone:
        yield _undone(entry, told.deeds)
        return
    for moment in entry.moments:
        yield from _groups(release, lines.get(moment.at, []), told)


def _groups(release: Released, lines: list[HistoryLine], told: Told) -> Iterator[Group]:
    causes: tuple[Cause, ...] = ("measure", "release", "profile")
    for cause in causes:
        moves = sorted(
            (move for line in lines for move in split(line) if move.cause == cause),
            key=lambda move: (-abs(move.moved), move.line.role),
        )
        if moves:
            yield _group(release, cause, moves, told)


def _undone(entry: Entry, deeds: Deeds) -> Group:
    """What was done and taken back: each thing once, with how often it was."""
    times = Counter(deeds.of_version(first) for first, _ in entry.undone)
    first, *more = [
        f"{sentence} and took it back{f', {n} times' if n > 1 else ''}" for sentence, n in times.items() if sentence
    ] or ["You changed something and took it back"]
    at = entry.moments[0]
    return Group("undone", at.at, at.release_before, at.release_after, "", first, len(more), "", (), ())


def split(line: HistoryLine) -> list[Move]:
    """A line as one or two movements: what the profile did on the old release, then what the new release did.

    From a release of an older measure there is just one, for all that happened since: the two cannot be compared.
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


def _group(release: Released, cause: Cause, moves: list[Move], told: Told) -> Group:
    line = moves[0].line
    rows = [_movement(release, move) for move in moves]
    said, also, skills = _done(release, moves, told.deeds) if cause == "profile" else ("", 0, "")
    return Group(
        cause=cause,
        when=line.recorded_at,
        release_before=line.release_before,
        release_after=line.release_after,
        reason=told.reasons.get(line.release_after, "") if cause == "release" else "",
        said=said,
        also=also,
        skills=skills,
        moves=rows[:FIRST],
        more=rows[FIRST:],
    )


def _done(release: Released, moves: list[Move], deeds: Deeds) -> tuple[str, int, str]:
    """What the person did, how many more things, and the skills that moved something if the sentence names none.

    Records from before deeds were written down only know the skills.
    """
    line, names = moves[0].line, _changed(release, moves)
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    skills = listed([*names[:NAMED], *more])
    causes = deeds.between(line.version_before, line.version_after)
    if not causes:
        return f"You changed {skills or 'your skills'}", 0, ""
    said, also = in_view(causes)
    if all(cause.names for cause in causes):
        return said, also, ""
    return said, also, f"{len(names)} skills moved these fits: {skills}" if more else skills


def _changed(release: Released, moves: Iterable[Move]) -> list[str]:
    """The skills that the person changed, if they moved something."""
    found = {(part.get("via") or part["skill"], move.line) for move in moves for part in move.parts}
    names = {_skill(release, slug, line).name for slug, line in found}
    return sorted(names, key=str.casefold)


def _movement(release: Released, move: Move) -> Movement:
    parts = sorted(move.parts, key=lambda part: (-abs(part["points"]), part["skill"]))
    return Movement(
        role=_role(release, move.line),
        before=move.before,
        after=move.after,
        restated=move.cause == "measure",
        parts=[_part(release, move, part) for part in parts],
    )


def _part(release: Released, move: Move, part: Mapping[str, Any]) -> Part:
    via = part.get("via")
    return Part(
        skill=_skill(release, part["skill"], move.line),
        points=part["points"],
        why=_why(part),
        via=_skill(release, via, move.line).name if via else "",
    )


def _why(part: Mapping[str, Any]) -> str:
    """The change to a line, in a few words."""
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


def _role(release: Released, line: HistoryLine) -> Named:
    slug = release.role_slug(line.role)
    if slug is not None:
        return Named(slug, release.roles[slug].title)
    titles = (then.roles[line.role].title for then in _then(line) if line.role in then.roles)
    return Named("", next(titles, line.role))


def _skill(release: Released, slug: str, line: HistoryLine) -> Named:
    now = release.skill_slug(slug)
    if now is not None:
        return Named(now, release.skills[now].name)
    names = (then.skills[slug].name for then in _then(line) if slug in then.skills)
    return Named("", next(names, slug))


def _then(line: HistoryLine) -> Iterator[Released]:
    """The releases that a line compares: asked only for names that the current one no longer has."""
    return map(releases.numbered, (line.release_after, line.release_before))


def over_time(lines: Sequence[HistoryLine]) -> OverTime | None:
    """The fit of one role over the records in view, which come newest first; None if all are of one moment."""
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
    return OverTime(
        stairs=drawing.stairs(first.fit_before or 0, [*jumps, (drawing.WIDE, last.fit_after or 0)]),
        ticks=drawing.months(starts, ends, across_day),
        from_fit=first.fit_after or 0,
        to_fit=last.fit_after or 0,
        starts=starts,
        ends=ends,
    )
