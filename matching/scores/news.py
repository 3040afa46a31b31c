"""The news of a release: how it moved somebody's fits since they last looked, told once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from careers.catalogue.released import Released
from careers.models import Profile, Release
from matching.scores.history import split
from matching.scores.lines import HistoryLine, Lines

NAMED = 2  # roles
HALF_A_POINT = 50  # hundredths; whoever reads whole points sees nothing of less


class Step(NamedTuple):
    """A role, and the whole points by which its fit moved, up or down."""

    slug: str
    title: str
    by: int
    up: bool


class News(NamedTuple):
    """The release, its reason, and the roles that it moved most; `others` moved too.

    `restated`: fits are counted differently now, so that no points can be compared.
    """

    number: int
    reason: str
    moved: Sequence[Step]
    others: int
    restated: bool


def unseen(*, profile: Profile, release: Released, recorded: bool) -> News | None:
    """What the releases since the person last looked did to their fits; None if they know, or nothing moved.

    Whoever never looked has nothing to compare with, and starts from here. `recorded`: the workers are done with this
    profile, so that nothing recorded means that nothing moved. Three queries while there is something to tell, none
    when everything was seen.
    """
    if profile.news_seen >= release.number:
        return None
    since = profile.records.since_release(profile.news_seen)
    found = _told(release, Lines(since).all()) if profile.news_seen else None
    if found is None and recorded:
        see(profile=profile, number=release.number)
    return found


def see(*, profile: Profile, number: int) -> None:
    """Note that the person knows how the releases up to this one moved their fits; it never goes back."""
    if profile.news_seen < number:
        Profile.objects.filter(pk=profile.pk, news_seen__lt=number).update(news_seen=number)


def _told(release: Released, lines: Iterable[HistoryLine]) -> News | None:
    by: dict[str, int] = defaultdict(int)
    number, restated = 0, False
    for line in lines:
        slug = release.role_slug(line.role)
        for move in split(line):
            if move.cause != "profile" and slug:
                number, restated = max(number, line.release_after), restated or move.cause == "measure"
                by[slug] += move.moved
    moved = sorted(
        (_step(release, slug, n) for slug, n in by.items() if abs(n) >= HALF_A_POINT),
        key=lambda step: (-step.by, step.slug),
    )
    if not moved and not restated:
        return None
    reason = Release.objects.reasons([number]).get(number, "")
    return News(number, reason, moved[:NAMED], len(moved[NAMED:]), restated)


def _step(release: Released, slug: str, moved: int) -> Step:
    """The move in whole points, half a point as one."""
    return Step(slug, release.roles[slug].title, (abs(moved) + HALF_A_POINT) // 100, up=moved > 0)
