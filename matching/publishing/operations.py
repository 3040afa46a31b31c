"""The verbs of publishing: what is published is what was prepared, and nothing else."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from careers.catalogue import releases, tables
from careers.catalogue.diff import Change, compare
from careers.catalogue.draft import canonical_json
from careers.catalogue.findings import Finding, in_lines
from careers.models import Catalogue, Release, User
from matching.publishing.preparing import Prepared, prepare
from matching.scores.scoring import unpark


class NotPublishable(Exception):
    """The draft has findings; each names the file or table, the entry, and what to do."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__(in_lines(found))
        self.findings = tuple(found)


class EditedSince(Exception):
    """The draft is not the one that was to be published: somebody has since saved an edit."""


def preview_release() -> Prepared:
    """Prepare the draft that the tables hold; writes nothing."""
    return prepare(tables.read())


def changes(prepared: Prepared) -> list[Change]:
    """The changes that publishing would make to the current release; none if there are findings."""
    return compare(_current_content(), json.loads(prepared.content)) if prepared.content else []


def publish_release(
    *, reason: str, expected: str | None = None, author: User | None = None, at: datetime.datetime | None = None
) -> Release | None:
    """Publish the draft as the next release; None if the current release already has this content.

    `expected` is the digest of what somebody looked at and means to publish; without it, whatever the tables hold is
    published. Raises EditedSince if the tables hold something else by now, and NotPublishable with every finding.
    """
    with transaction.atomic():
        _one_at_a_time()
        prepared = prepare(tables.read())
        if expected is not None and prepared.digest != expected:
            raise EditedSince
        return _publish(prepared, reason=reason, author=author, at=at)


def load_draft(*, prepared: Prepared, reason: str, at: datetime.datetime | None = None) -> Release | None:
    """Make the tables hold the draft and publish it, in one transaction; None if it is the current content.

    Raises NotPublishable with every finding; then nothing was written.
    """
    found = [*prepared.findings, *tables.conflicts(prepared.draft)]
    if found:
        raise NotPublishable(found)
    with transaction.atomic():
        _one_at_a_time()
        tables.replace(prepared.draft)
        return _publish(prepared, reason=reason, author=None, at=at)


def is_current(prepared: Prepared) -> bool:
    """Say whether the current release has exactly this content."""
    try:
        return releases.current().digest == prepared.digest
    except releases.NoRelease:
        return False


def _one_at_a_time() -> None:
    """Wait until nobody else publishes, and keep others waiting until the transaction ends."""
    Catalogue.objects.get_or_create(pk=1)
    Catalogue.objects.select_for_update().get(pk=1)


def _publish(prepared: Prepared, *, reason: str, author: User | None, at: datetime.datetime | None) -> Release | None:
    if prepared.findings:
        raise NotPublishable(prepared.findings)
    if is_current(prepared):
        return None
    unpark()
    return releases.store_release(
        digest=prepared.digest,
        content=prepared.content,
        reason=reason,
        author_id=author.pk if author else None,
        at=at or timezone.now(),
    )


def _current_content() -> dict[str, Any] | None:
    """The current content as read today: what an old release does not say has its default, and is not a change."""
    try:
        content: dict[str, Any] = json.loads(canonical_json(releases.current().content))
    except releases.NoRelease:
        return None
    return content
