"""The current release: the highest number, read as one frozen object and kept per process."""

import datetime
from collections.abc import Iterable
from functools import lru_cache

from django.http import HttpRequest

from careers.catalogue.content import MEASURE
from careers.catalogue.models import Release
from careers.catalogue.released import Released
from careers.web.prepared import Prepared


class NoRelease(Exception):
    """Nothing has been published yet: pages and API answer 503 and say so."""


class OldMeasure(NoRelease):
    """The latest release counts fits by an older measure: it keeps its stored numbers and is never scored again."""


_latest = Prepared(
    lambda lowest: Release.objects.filter(number__gte=lowest).order_by("-number").values_list("number", "digest")[:1]
)


@lru_cache(maxsize=16)
def _released(number: int, digest: str) -> Released:
    row = Release.objects.get(number=number, digest=digest)
    return Released(number=row.number, digest=row.digest, published_at=row.published_at, content=row.content)


def current() -> Released:
    """The current release. One small query; the content is read once per process and release.

    Raises NoRelease if nothing is published, OldMeasure if nothing is published under today's measure.
    """
    latest = _latest.rows(1)
    if not latest:
        raise NoRelease
    release = _released(*latest[0])
    if release.measure != MEASURE:
        raise OldMeasure
    return release


def numbered(number: int) -> Released:
    """An earlier release, for what was scored on it. Raises Release.DoesNotExist."""
    return _released(number, Release.objects.values_list("digest", flat=True).get(number=number))


def several(numbers: Iterable[int]) -> dict[int, Released]:
    """{number: release} of earlier releases, one query beside those that this process has not read before."""
    rows = Release.objects.filter(number__in=set(numbers)).values_list("number", "digest")
    return {number: _released(number, digest) for number, digest in rows}


def for_request(request: HttpRequest) -> Released:
    """The release of this request: the same one from beginning to end, even while editors publish."""
    release = getattr(request, "_release", None)
    if release is None:
        release = current()
        request._release = release  # type: ignore[attr-defined]
    return release


def store_release(
    *, digest: str, content: str, reason: str, at: datetime.datetime, author_id: int | None = None
) -> Release:
    """Store content as the next release. The caller has checked the content (matching does)."""
    latest = Release.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return Release.objects.create(
        number=latest + 1, digest=digest, content=content, reason=reason, author_id=author_id, published_at=at
    )
