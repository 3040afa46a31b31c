"""The verbs of matches: make a link to a receipt, and take it back."""

import datetime
import secrets

from django.db import transaction
from django.utils import timezone

from careers.catalogue.released import Released
from careers.models import User
from careers.profile.operations import get_or_create_profile
from matching.matches.models import SharedReceipt

TOKEN_BYTES = 16


def share_receipt(
    *, user: User, release: Released, role: str, name: str = "", at: datetime.datetime | None = None
) -> SharedReceipt:
    """Make the person's link to their receipt of a role. If there is one already, it stays, and shows `name` now."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        shared = SharedReceipt.objects.of_role(profile, release, role) or SharedReceipt(
            profile=profile, role=role, token=secrets.token_urlsafe(TOKEN_BYTES), made_at=at or timezone.now()
        )
        shared.name = name
        shared.save()
        return shared


def take_back_receipt(*, user: User, release: Released, role: str) -> bool:
    """Delete the person's link to their receipt of a role; say whether there was one."""
    with transaction.atomic():
        profile = get_or_create_profile(user=user, lock=True)
        shared = SharedReceipt.objects.of_role(profile, release, role)
        if shared is not None:
            shared.delete()
        return shared is not None
