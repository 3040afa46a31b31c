"""The broker: its queues, and what each kind of broker needs so that nothing hangs and nothing piles up."""

from typing import Any

from kombu import Exchange, Queue  # type: ignore[attr-defined]

SWEEP = "sweep"
WORK = "work"
SWEEP_EXPIRES = 2  # seconds: a sweep that nobody ran in time is worth nothing, the next one finds the same
VISIBILITY = 600  # seconds; longer than the longest task, else Redis hands a running one out again


def queues() -> list[Queue]:
    """Return the queues. The sweep has its own, so it never waits behind work; RabbitMQ itself drops expired sweeps."""
    return [
        Queue(SWEEP, Exchange(SWEEP), routing_key=SWEEP, message_ttl=SWEEP_EXPIRES),
        Queue(
            WORK, Exchange(WORK), routing_key=WORK, queue_arguments={"x-queue-type": "quorum", "x-delivery-limit": 5}
        ),
    ]


def url_and_options(url: str) -> tuple[str, dict[str, Any]]:
    """Celery's broker URL and transport options for CELERY_BROKER_URL (`filesystem://FOLDER` names its folder)."""
    if url.startswith("amqp"):
        return url, {"confirm_publish": True, "write_timeout": 2}
    if url.startswith("filesystem://"):
        folder = url.removeprefix("filesystem://")
        return "filesystem://", {
            "data_folder_in": f"{folder}/queue",
            "data_folder_out": f"{folder}/queue",
            "control_folder": f"{folder}/control",
            "store_processed": False,
            "polling_interval": 0.2,
        }
    return url, {
        "visibility_timeout": VISIBILITY,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 3,
        "socket_connect_timeout": 2,
    }
