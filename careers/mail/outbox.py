"""Django's e-mail backend of every process: a mail becomes a row, in the transaction of whoever sends it.

So no request waits for a mail server. The workers send the rows (`sending.py`).
"""

from collections.abc import Sequence
from email.utils import formatdate, parseaddr
from typing import Any
from uuid import uuid4

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from careers.mail.models import Mail

# What a mail of ours consists of: arguments of Django's class for it.
PARTS = ("subject", "body", "from_email", "to", "cc", "bcc", "reply_to")


class Outbox(BaseEmailBackend):
    """Writes mails down. The account that a mail is about, if any, is its attribute `about`."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = timezone.now()
        rows = [
            Mail(user=getattr(message, "about", None), content=written(message), written_at=at, due_at=at)
            for message in email_messages
            if message.recipients()
        ]
        return len(Mail.objects.bulk_create(rows))


def written(message: EmailMessage) -> dict[str, Any]:
    """All of a mail as JSON. Raises ValueError for an attachment, which no mail of ours has."""
    message.message()  # raises for a header that is not allowed, as long as somebody is told
    if message.attachments:
        raise ValueError("A mail with an attachment cannot be written down.")
    domain = parseaddr(message.from_email)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{uuid4().hex}@{domain}>", "Date": formatdate(), **message.extra_headers}
    others = [[other.content, other.mimetype] for other in getattr(message, "alternatives", ())]
    return {
        **{part: getattr(message, part) for part in PARTS},
        "headers": headers,
        "subtype": message.content_subtype,
        "alternatives": others,
    }


def read(content: dict[str, Any]) -> EmailMultiAlternatives:
    """The mail that was written down."""
    message = EmailMultiAlternatives(**{part: content[part] for part in PARTS}, headers=content["headers"])
    message.content_subtype = content["subtype"]
    for text, kind in content["alternatives"]:
        message.attach_alternative(text, kind)
    return message
