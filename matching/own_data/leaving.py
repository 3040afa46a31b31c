"""Delete a person's account, with everything that follows from it."""

from django.db import transaction

from careers.models import User
from careers.profile import leaving
from careers.profile import operations as profile_operations
from matching.scores.models import Score


def delete_account(*, user: User) -> None:
    """Delete the person and everything of theirs, even while workers are recording it.

    Locks in the order of `change_claims` (the profile, then its score): a worker that records for somebody holds their
    score, so the deletion waits for it, and a worker that comes later finds no row.
    """
    with transaction.atomic():
        profile = profile_operations.get_or_create_profile(user=user, lock=True)
        Score.objects.hold(profile.pk)
        leaving.delete_account(user=user)
