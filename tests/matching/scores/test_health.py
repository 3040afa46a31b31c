"""/healthz and /readyz: within a second, naming what is down; 503 for database or release only."""

import datetime
import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from matching import tasks
from matching.models import Heartbeat
from matching.scores import health, heartbeat
from tests import flushing, people

flushing.install()

pytestmark = pytest.mark.database


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/readyz")
    return answer.status_code, answer.json()


def test_alive_without_any_database(client: Client) -> None:
    """No database fixture: a query would fail this test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db(transaction=True)
def test_all_is_well() -> None:
    people.publish()
    heartbeat.beat()
    checks = {"database": "ok", "release": "ok", "broker": "ok", "workers": "ok", "mail": "ok", "cache": "ok"}
    assert ready() == (200, {"status": "ok", "down": [], "checks": checks})


@pytest.mark.django_db(transaction=True)
def test_without_a_release_it_is_a_503_that_says_so() -> None:
    heartbeat.beat()
    status, body = ready()
    assert (status, body["status"], body["down"]) == (503, "down", ["release"])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ago", [None, 21, 3600])
def test_without_workers_it_is_degraded_and_still_a_200(ago: int | None) -> None:
    people.publish()
    if ago is not None:
        heartbeat.beat(at=timezone.now() - datetime.timedelta(seconds=ago))
    status, body = ready()
    assert (status, body["status"], body["down"]) == (200, "degraded", ["broker", "workers"])
    assert "no worker has" in body["checks"]["workers"]


@pytest.mark.django_db(transaction=True)
def test_the_database_is_named_when_it_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> dict[str, str]:
        raise OperationalError("connection to 10.0.0.7 failed: password secret")

    monkeypatch.setattr(health, "look", refuse)
    status, body = ready()
    assert (status, body["status"], body["down"]) == (503, "down", ["database"])
    assert "secret" not in str(body)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_database_that_hangs_is_named_each_time_while_it_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    real, works_again = health.look, threading.Event()
    assert health.WITHIN < 1  # seconds that an answer waits for the database
    monkeypatch.setattr(health, "look", lambda: works_again.wait() and real())
    try:
        for _ in range(3):
            status, body = ready()
            assert (status, body["down"]) == (503, ["database"])
            assert "no answer" in body["checks"]["database"]
    finally:
        works_again.set()
    monkeypatch.setattr(health, "look", real)
    monkeypatch.setattr(health, "WITHIN", 60)  # as long as a busy machine may take
    people.publish()
    assert ready()[0] == 200  # what hung does not stand in the way for ever


@pytest.mark.django_db
def test_the_sweep_that_a_worker_runs_is_its_heartbeat() -> None:
    people.publish()
    assert Heartbeat.objects.latest_at() is None
    before = timezone.now()
    tasks.sweep()
    first = Heartbeat.objects.get().at
    assert before <= first <= timezone.now()
    heartbeat.beat(at=first + datetime.timedelta(seconds=1))
    assert Heartbeat.objects.get().at == first  # a row a second would be a write a second
    heartbeat.beat(at=first + heartbeat.EVERY)
    assert Heartbeat.objects.get().at == first + heartbeat.EVERY


@pytest.mark.django_db
def test_a_clock_that_was_ahead_does_not_hide_dead_workers() -> None:
    heartbeat.beat(at=timezone.now() + datetime.timedelta(days=1))
    heartbeat.beat()
    latest = Heartbeat.objects.latest_at()
    assert latest
    assert latest <= timezone.now()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.django_db(transaction=True)
def test_only_reading_is_allowed(path: str) -> None:
    assert Client().post(path).status_code == 405
    assert Client().head(path).status_code in {200, 503}
