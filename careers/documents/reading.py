"""Reading what waits: the workers do it, told every second by the sweep which documents to read.

A document is claimed in a transaction of its own, by counting the attempt and moving the next one past the lease; then
its file is read in a child process with limits; then its text and finds take the place of the file. If a worker is
killed in between, the document is tried again once the lease is over; after three attempts it is set apart, and the
others go on: those tried least come first.

A fault is logged by its type alone: its message could repeat what stands in the CV.
"""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from careers.accounts.erasing import overwrite_deleted
from careers.catalogue import releases
from careers.catalogue.releases import NoRelease
from careers.documents import contents, found
from careers.documents.extracting import Refused
from careers.documents.extracting.running import Failed
from careers.documents.models import LEASE, MOST_ATTEMPTS, Document
from careers.documents.operations import fill

logger = logging.getLogger(__name__)

MOST = 20  # documents that are with the workers at once
BROKE = "Three times, reading this file came to no end, so we stopped. Paste its text instead: that always works."

Publish = Callable[[int, int], object]  # sends the id of a document, and how often it was tried


def hand_out(*, publish: Publish, at: datetime.datetime) -> int:
    """Hand the documents that are due to the workers, and set apart those that broke them; return how many were sent.

    Those that workers have are among the first rows, so no more than MOST are with them at once. A lease that ends
    later than any was given by a clock that has since been set back, and counts for nothing. If the broker is lost, the
    next sweep hands them out.
    """
    set_apart(at=at)
    rows = Document.objects.waiting().values_list("pk", "attempts", "due_at")[:MOST]
    free = [(pk, tried) for pk, tried, due_at in rows if tried < MOST_ATTEMPTS and not at < due_at <= at + 2 * LEASE]
    if not free:
        return 0
    Document.objects.filter(pk__in=[pk for pk, _ in free]).update(due_at=at + LEASE)
    sent = 0
    try:
        for pk, tried in free:
            publish(pk, tried)
            sent += 1
    except Exception:  # whatever the client raises
        logger.warning("The broker took no work; documents wait for the next sweep.", exc_info=True)
        Document.objects.filter(pk__in=[pk for pk, _ in free[sent:]]).update(due_at=at)
    return sent


def set_apart(*, at: datetime.datetime) -> int:
    """Give up the documents that were tried as often as we try, and erase their files; return their number."""
    if not Document.objects.hopeless(at).exists():  # reading takes no write lock
        return 0
    broken: dict[str, Any] = {"state": Document.State.BROKEN, "content": None, "refusal": BROKE}
    count = Document.objects.hopeless(at).update(**broken)
    if count:
        logger.error("%d documents are set apart: three attempts to read each came to no end.", count)
    return count


def read_document(*, document_id: int, tried: int, clock: Callable[[], datetime.datetime] = timezone.now) -> None:
    """Read one document, unless it was begun on since it was handed out, or is gone."""
    document = _take_up(document_id, tried, clock())
    if document is None:
        return
    try:
        done = _read(document)
    except (DatabaseError, NoRelease):  # which says nothing about the document
        _begun(document).update(attempts=tried)
        raise
    except Failed as failure:  # no process could be started or locked in, whatever the file
        logger.error("No file can be read here: %s", failure)
        _begun(document).update(attempts=tried)
        return
    except Exception as error:
        logger.warning("Reading %s failed, attempt %d: %s.", document, tried + 1, type(error).__name__)
        _begun(document).update(due_at=clock())
        return
    _keep(done)


def _take_up(pk: int, tried: int, at: datetime.datetime) -> Document | None:
    """Begin on a document: count the attempt, which has to outlive a worker that is killed, and hold it back."""
    locked = Document.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
    with transaction.atomic():
        document = locked.filter(pk=pk, state=Document.State.WAITING, attempts=tried).first()
        if document is not None:
            document.attempts, document.due_at = tried + 1, at + LEASE
            document.save(update_fields=["attempts", "due_at"])
    return document


def _read(document: Document) -> Document:
    """The document with what its file says, or with the reason why it cannot be read, in the place of the file."""
    release, file = releases.current(), bytes(document.content or b"")
    try:
        read = contents.of_file(release, file, document.name) if file else found.read(release, document.text)
        return fill(document, read)
    except Refused as refused:
        document.state, document.content, document.refusal = Document.State.REFUSED, None, str(refused)
        return document


def _keep(document: Document) -> None:
    """Write what was read, unless the document was discarded meanwhile."""
    fields = ("state", "content", "text", "finds", "suggestions", "unknown", "warnings", "refusal")
    _begun(document).update(**{name: getattr(document, name) for name in fields})
    overwrite_deleted()


def _begun(document: Document) -> Any:
    """The row of a document, if nobody else has begun on it since."""
    return Document.objects.filter(pk=document.pk, state=Document.State.WAITING, attempts=document.attempts)
