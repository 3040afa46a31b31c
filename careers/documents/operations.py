"""The verbs of documents: take one, forget one, forget what is old."""

import datetime
import hashlib

from django.db import transaction

from careers.accounts.erasing import overwrite_deleted
from careers.accounts.models import User
from careers.catalogue.released import Released
from careers.documents import found
from careers.documents.found import AT_ONCE, Content
from careers.documents.models import KEPT, LONGEST_NAME, Document
from careers.profile.models import Profile
from careers.profile.operations import get_or_create_profile

MOST_KEPT = 10  # documents of one person at a time
PASTED = "Pasted text"


class TooMany(Exception):
    """Somebody has as many documents as we keep. The message is for the person."""


def paste(*, user: User, release: Released, text: str, at: datetime.datetime) -> Document:
    """Keep a clean text until its finds are confirmed; a long one is read by a worker. Raises TooMany."""
    document = Document(name=PASTED, digest=_digest(text.encode()), text=text, content=b"", sent_at=at, due_at=at)
    return _keep(user, document if len(text) > AT_ONCE else fill(document, found.read(release, text)))


def upload(*, user: User, name: str, content: bytes, at: datetime.datetime) -> Document:
    """Keep a file until a worker has read it. Raises TooMany."""
    digest = _digest(content)
    return _keep(user, Document(name=name[:LONGEST_NAME], digest=digest, content=content, sent_at=at, due_at=at))


def fill(document: Document, content: Content) -> Document:
    """Put what was read into a document, in the place of its file."""
    document.state, document.content, document.text = Document.State.READ, None, content.text
    document.finds, document.suggestions = list(content.spots), list(content.suggestions)
    document.unknown, document.warnings = list(content.unknown), list(content.warnings)
    return document


def discard(*, document: Document) -> None:
    """Erase a document, with all that was read in it: at once. One that is gone already is fine."""
    with transaction.atomic():
        Document.objects.filter(pk=document.pk).delete()
        transaction.on_commit(overwrite_deleted, robust=True)


def forget(*, at: datetime.datetime) -> int:
    """Erase the documents that nobody confirmed within a day; return their number."""
    with transaction.atomic():
        count, _ = Document.objects.expired(at).delete()
        if count:
            transaction.on_commit(overwrite_deleted, robust=True)
    return count


def _keep(user: User, document: Document) -> Document:
    """Keep a document, unless the same one waits or was read already; one that could not be read is tried again."""
    with transaction.atomic():
        document.profile = get_or_create_profile(user=user, lock=True)
        same = document.profile.documents.filter(digest=document.digest).first()
        if (
            same
            and same.state in (Document.State.WAITING, Document.State.READ)
            and same.sent_at + KEPT > document.sent_at
        ):
            return same
        if same:
            same.delete()
        _refuse_too_many(document.profile, document.sent_at)
        document.save()
        return document


def _refuse_too_many(profile: Profile, at: datetime.datetime) -> None:
    if profile.documents.kept(at).count() >= MOST_KEPT:
        raise TooMany(f"You have {MOST_KEPT} here already, which is as many as we keep. Save or discard one first.")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
