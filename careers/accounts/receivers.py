"""A second factor that is added or removed ends every personal token, whoever does it and wherever."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from careers.accounts.models import AccessToken


@receiver([post_save, post_delete], sender=Authenticator)
def end_tokens(sender: Any, *, instance: Authenticator, created: bool = True, **kwargs: Any) -> None:
    """End the tokens at the row itself, which every way of adding or removing one writes; recovery codes are no factor.

    A row is also saved when its code is used; that changes nothing.
    """
    if created and instance.type != Authenticator.Type.RECOVERY_CODES:
        AccessToken.objects.filter(user=instance.user_id).delete()
