"""The figures of the work that workers do, for monitoring: few questions, each of which an index answers."""

import datetime
from typing import NamedTuple

from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from careers.catalogue import releases
from careers.documents.models import Document
from careers.mail.models import Mail
from careers.models import Deed
from matching.scores.models import Block, Outlook, Score
from matching.scores.sweeping import LONGEST_LEASE, SEEN_LATELY


class Figures(NamedTuple):
    """What is waiting and for how long, in whole numbers and seconds. None of it says anything about one person."""

    release: int  # 0: none is published
    stale_seconds: float  # since the oldest change or release that some score has not seen; 0 if there is none
    people_handed_out: int
    blocks_open: int
    blocks_done: int
    outlooks_stale: int
    mails_waiting: int
    mails_oldest_seconds: float
    documents_waiting: int
    documents_oldest_seconds: float


def figures(*, at: datetime.datetime) -> Figures:
    """Ask the database. Raises DatabaseError if it does not answer."""
    try:
        release = releases.current()
    except releases.NoRelease:
        release = None
    number = release.number if release else 0
    since = [_oldest_unseen_change()]
    if release and Score.objects.behind_release(number).exists():
        since.append(release.published_at)
    leased = Q(leased_until__gte=at, leased_until__lte=at + LONGEST_LEASE)
    blocks = Block.objects.filter(release_number=number).aggregate(
        open=Count("pk", filter=Q(done_at=None)),
        done=Count("pk", filter=~Q(done_at=None)),
        people=Coalesce(Sum("people", filter=leased & Q(done_at=None)), 0),
    )
    mails = Mail.objects.aggregate(count=Count("pk"), oldest=Min("written_at"))
    documents = Document.objects.waiting().order_by().aggregate(count=Count("pk"), oldest=Min("sent_at"))
    return Figures(
        release=number,
        stale_seconds=_age(since, at),
        people_handed_out=Score.objects.behind_profile().filter(leased).count() + blocks["people"],
        blocks_open=blocks["open"],
        blocks_done=blocks["done"],
        outlooks_stale=_stale_outlooks(number, at),
        mails_waiting=mails["count"],
        mails_oldest_seconds=_age([mails["oldest"]], at),
        documents_waiting=documents["count"],
        documents_oldest_seconds=_age([documents["oldest"]], at),
    )


def _oldest_unseen_change() -> datetime.datetime | None:
    """The first thing that somebody did and that their recorded score has not seen."""
    unseen = Deed.objects.filter(
        profile__score__profile_version__lt=F("profile__score__wanted_version"),
        version__gt=F("profile__score__profile_version"),
    )
    oldest: datetime.datetime | None = unseen.aggregate(oldest=Min("done_at"))["oldest"]
    return oldest


def _stale_outlooks(number: int, at: datetime.datetime) -> int:
    """The outlooks of people seen lately that are behind; two questions, because each has an index of its own."""
    seen = Outlook.objects.seen_since(at.date() - SEEN_LATELY)
    current = seen.behind_profile().exclude(release_number__lt=number)
    return seen.behind_release(number).count() + current.count()


def _age(since: list[datetime.datetime | None], at: datetime.datetime) -> float:
    return max([(at - moment).total_seconds() for moment in since if moment is not None], default=0.0)
