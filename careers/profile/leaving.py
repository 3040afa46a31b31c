"""Delete a person's account, with everything of theirs that careers holds."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from careers.accounts.erasing import overwrite_deleted
from careers.accounts.models import User
from careers.profile.models import OwnWord
from careers.profile.own_words import count_word


def delete_account(*, user: User) -> None:
    """Delete a person and everything of theirs, whatever app holds it: rows that point to them go with them.

    Releases they published stay, without their name. Admins' notes on their account, which repeat the address, go too,
    and their own words leave the count.
    """
    with transaction.atomic():
        for key in OwnWord.objects.filter(profile__user=user).values_list("key", flat=True):
            count_word(key=key, by=-1)
        account = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
        user.delete()
        transaction.on_commit(overwrite_deleted, robust=True)
