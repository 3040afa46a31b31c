"""What follows from a profile, in the transaction that changes or deletes it: records to compute, or to let go."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from careers.signals import profile_changed, profile_leaves
from matching.plans import outlooks
from matching.scores import scoring
from matching.scores.models import Score


@receiver(profile_changed)
def want_score(sender: Any, *, profile_id: int, version: int, **kwargs: Any) -> None:
    scoring.want_score(profile_id=profile_id, version=version)
    outlooks.want_outlook(profile_id=profile_id, version=version, on=timezone.localdate())


@receiver(profile_leaves)
def hold_score(sender: Any, *, profile_id: int, **kwargs: Any) -> None:
    """Wait for a worker that records something of this profile; one that comes later finds no row."""
    Score.objects.hold(profile_id)
