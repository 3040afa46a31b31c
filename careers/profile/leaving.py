"""Delete a person's account, with everything of theirs that careers holds."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from careers.accounts.models import User


def delete_account(*, user: User) -> None:
    """Delete a person and everything of theirs, whatever app holds it: rows that point to them go with them.

    Releases they published stay, without their name. Admins' notes on their account, which repeat the address, go too.
    """
    with transaction.atomic():
        account = ContentType.objects.get_for_model(User)
        LogEntry.objects.filter(content_type=account, object_id=str(user.pk)).delete()
        user.delete()
