"""A profile changed: note, in the same transaction, that what is recorded of it is to be computed anew."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from careers.signals import profile_changed
from matching import operations


@receiver(profile_changed)
def want_score(sender: Any, *, profile_id: int, version: int, **kwargs: Any) -> None:
    operations.want_score(profile_id=profile_id, version=version)
    operations.want_outlook(profile_id=profile_id, version=version, on=timezone.localdate())
