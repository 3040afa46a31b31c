"""Delete a person's account, with everything of theirs: the one way, for its page, the admin and commands."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from careers.accounts.erasing import overwrite_deleted
from careers.accounts.models import User
from careers.profile.models import Profile
from careers.profile.operations import get_or_create_profile
from careers.signals import profile_leaves


def delete_account(*, user: User) -> None:
    """Delete a person and everything of theirs, whatever app holds it: rows that point to them go with them.

    Releases they published stay, without their name. Admins' notes on their account, which repeat the address, go too.
    An account that is gone already is fine.

    Whoever is writing for them is waited for first, in the order in which `change_claims` locks: the profile, then what
    follows from it (`profile_leaves`). The account and then the profile are locked against new rows that point to them,
    because such a row would make this transaction fail at its end; now the other one fails.
    """
    with transaction.atomic():
        if not User.objects.select_for_update().filter(pk=user.pk).first():
            return
        profile = get_or_create_profile(user=user, lock=True)
        profile_leaves.send(sender=Profile, profile_id=profile.pk)
        Profile.objects.select_for_update().get(pk=profile.pk)
        account = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
        user.delete()
        transaction.on_commit(overwrite_deleted, robust=True)
