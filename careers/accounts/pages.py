"""What the token page shows, as plain values."""

import datetime
from typing import Any

from careers.accounts.models import User


def token_rows(user: User, at: datetime.datetime) -> list[dict[str, Any]]:
    """The person's tokens, latest first, and whether each still lets somebody in."""
    return [
        {
            "pk": token.pk,
            "name": token.name,
            "created_at": token.created_at,
            "expires_at": token.expires_at,
            "expired": token.expires_at <= at,
            "last_used_on": token.last_used_on,
        }
        for token in user.tokens.all()
    ]
