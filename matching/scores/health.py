"""The health checks for monitoring: /healthz says that the site is alive, /readyz that it is ready.

Ready means that database and release are there: without them no page works (503). Everything else leaves the pages
working (200, degraded). Broker and workers are judged by the row that workers write, mail by the rows that wait to be
sent, and none of them is asked: without them scores are no longer recorded, and mails come later. The cache is asked,
for at most as long as its time-outs: without it each process counts its limits for itself.
"""

import datetime
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from careers.catalogue import releases
from careers.mail import sending
from careers.web import caches
from matching.scores.heartbeat import LATE
from matching.scores.models import Heartbeat

UNKNOWN = "unknown"  # while the database cannot be read
WITHIN = 0.8  # seconds for checking the database, so that the answer comes within one

# One check at a time: if the database hangs, the next ones wait until they time out and do not pile up.
_looking = ThreadPoolExecutor(max_workers=1, thread_name_prefix="readyz")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """Say what works and what is down."""
    checks = _within(WITHIN, look)
    down = [name for name, said in checks.items() if said not in {"ok", UNKNOWN}]
    serves = not {"database", "release"} & set(down)
    status = ("degraded" if down else "ok") if serves else "down"
    return JsonResponse({"status": status, "down": down, "checks": checks}, status=200 if serves else 503)


def look(*, at: datetime.datetime | None = None) -> dict[str, str]:
    """The state of each part: "ok", or what is wrong with it."""
    at = at or timezone.now()
    heartbeat = _worker_words(Heartbeat.objects.latest_at(), at)
    return {
        "database": "ok",
        "release": _release_words(),
        "broker": heartbeat,
        "workers": heartbeat,
        "mail": sending.words(at=at),
        "cache": caches.words(),
    }


def _release_words() -> str:
    try:
        releases.current()
    except releases.OldMeasure:
        return "the latest release is of an older measure: load_catalogue --replace, or publish the draft"
    except releases.NoRelease:
        return "nothing is published: load_catalogue, or publish the draft"
    return "ok"


def _worker_words(latest: datetime.datetime | None, at: datetime.datetime) -> str:
    """Broker and workers share one sign of life: if it is missing, either may be down, or the scheduler."""
    if latest is None:
        return "no worker has ever reported"
    if at - latest > LATE:
        return f"no worker has reported since {latest:%Y-%m-%dT%H:%M:%SZ}"
    return "ok"


def _within(seconds: float, looking: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Run the check on a connection of its own that nothing else waits for; if it fails, the database is down."""
    future = _looking.submit(_and_close, looking)
    try:
        return future.result(timeout=seconds)
    except TookTooLong:
        future.cancel()
        words = f"no answer within {seconds} s"
    except Exception as error:  # whatever the driver raises: the database cannot be used
        words = f"cannot be used ({type(error).__name__})"
    return {"database": words} | dict.fromkeys(("release", "broker", "workers", "mail", "cache"), UNKNOWN)


def _and_close(looking: Callable[[], dict[str, str]]) -> dict[str, str]:
    try:
        return looking()
    finally:
        connection.close()
