"""Note, in the transaction that changes a profile, that its records have to be computed again."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from careers.signals import profile_changed
from matching.plans import outlooks
from matching.scores import scoring


@receiver(profile_changed)
def want_score(sender: Any, *, profile_id: int, version: int, **kwargs: Any) -> None:
    scoring.want_score(profile_id=profile_id, version=version)
    outlooks.want_outlook(profile_id=profile_id, version=version, on=timezone.localdate())
