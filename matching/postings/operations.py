"""The verbs of job ads: keep one, correct it, name it, delete it."""

import datetime

from django.db import transaction
from django.utils import timezone

from careers.catalogue.released import Released
from careers.models import Profile, User
from careers.profile.operations import get_or_create_profile
from matching.postings.models import LONGEST_TITLE, Posting
from matching.postings.reading import Ad, packed

MOST_KEPT = 20  # a person; nobody follows more at once


class TooManyPostings(Exception):
    """The person already keeps `MOST_KEPT`."""


def keep_posting(
    *, user: User, release: Released, ad: Ad, title: str, text: str = "", at: datetime.datetime | None = None
) -> Posting:
    """Keep an ad; the same one twice (a double click) is kept once. Raises TooManyPostings."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        kept = (title[:LONGEST_TITLE], text, packed(release, ad))
        for one in Posting.objects.of(profile):
            if (one.title, one.text, one.content) == kept:
                return one
        if Posting.objects.of(profile).count() >= MOST_KEPT:
            raise TooManyPostings
        title, text, content = kept
        return Posting.objects.create(
            profile=profile, title=title, text=text, content=content, kept_at=at or timezone.now()
        )


def correct_posting(*, user: User, release: Released, posting: Posting, ad: Ad) -> None:
    """Keep what the ad really asks. Raises Posting.DoesNotExist if it was deleted in the meantime."""
    with transaction.atomic():
        own = _own(user, posting)
        own.content = packed(release, ad)
        own.save(update_fields=["content"])


def name_posting(*, user: User, posting: Posting, title: str) -> None:
    """Give the ad another name. Raises Posting.DoesNotExist."""
    with transaction.atomic():
        own = _own(user, posting)
        own.title = title
        own.save(update_fields=["title"])


def delete_posting(*, user: User, posting: Posting) -> None:
    """Delete the ad, its text with it. Raises Posting.DoesNotExist."""
    with transaction.atomic():
        _own(user, posting).delete()


def _own(user: User, posting: Posting) -> Posting:
    profile: Profile = get_or_create_profile(user=user, lock=True)
    return Posting.objects.of(profile).get(pk=posting.pk)
