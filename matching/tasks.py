"""The tasks: names and limits only; the work itself is in the operations.

Messages carry ids, and how often these were tried when they were handed out; nothing else.
"""

from celery import Task, shared_task
from django.utils import timezone

from careers.documents import reading
from careers.mail import sending
from matching.own_data import retention
from matching.plans import outlooks
from matching.scores import blocks, heartbeat, scoring, sweeping


@shared_task(soft_time_limit=30, time_limit=40)
def sweep() -> None:
    """Say every second that workers run, and hand them what waits to be sent and what is stale."""
    heartbeat.beat()
    sending.hand_out(publish=send_mails.delay, at=timezone.now())
    reading.hand_out(publish=read_document.delay, at=timezone.now())
    sweeping.sweep(publish=score_profiles.delay)
    blocks.sweep(publish=score_block.delay, at=timezone.now())
    sweeping.sweep_outlooks(publish=record_outlooks.delay)


@shared_task(soft_time_limit=75, time_limit=85, expires=5)  # below careers.mail.models.LEASE
def send_mails() -> None:
    sending.send_due()


@shared_task(soft_time_limit=35, time_limit=40)  # below careers.documents.models.LEASE
def read_document(document_id: int, tried: int) -> None:
    reading.read_document(document_id=document_id, tried=tried)


@shared_task
def forget() -> None:
    """Forget every hour what need not be kept."""
    retention.forget(at=timezone.now())


@shared_task(soft_time_limit=60, time_limit=90)
def score_profiles(profile_ids: list[int], tried: int = 0) -> None:
    scoring.score_profiles(profile_ids=profile_ids, tried=tried)


@shared_task(bind=True, soft_time_limit=60, time_limit=90)
def score_block(self: Task, block_id: int, tried: int) -> None:
    returned = bool((self.request.delivery_info or {}).get("redelivered"))
    scoring.score_block(block_id=block_id, tried=tried, returned=returned)


@shared_task(soft_time_limit=60, time_limit=90)
def record_outlooks(profile_ids: list[int], tried: int = 0) -> None:
    outlooks.record_outlooks(profile_ids=profile_ids, tried=tried)
