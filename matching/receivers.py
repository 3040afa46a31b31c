"""A profile changed: note, in the same transaction, that its score is to be computed anew."""

from typing import Any

from django.dispatch import receiver

from careers.signals import profile_changed
from matching import operations


@receiver(profile_changed)
def want_score(sender: Any, *, profile_id: int, version: int, **kwargs: Any) -> None:
    operations.want_score(profile_id=profile_id, version=version)
