"""The tasks: names and limits only; what they do is in the operations.

Messages carry ids, and how often these were tried when they were handed out; nothing else.
"""

from celery import shared_task

from matching import operations


@shared_task(soft_time_limit=30, time_limit=40)
def sweep() -> None:
    """Every second: say that workers run, and hand them what is stale."""
    operations.beat()
    operations.sweep(publish=score_profiles.delay)
    operations.sweep_outlooks(publish=record_outlooks.delay)


@shared_task(soft_time_limit=60, time_limit=90)
def score_profiles(profile_ids: list[int], tried: int = 0) -> None:
    operations.score_profiles(profile_ids=profile_ids, tried=tried)


@shared_task(soft_time_limit=60, time_limit=90)
def record_outlooks(profile_ids: list[int], tried: int = 0) -> None:
    operations.record_outlooks(profile_ids=profile_ids, tried=tried)
