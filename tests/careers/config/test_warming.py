"""Processes are forked warm if there is something to warm up with, and start all the same if there is not."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from careers.config import warming
from tests import servers

pytestmark = [pytest.mark.thorough, pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")]
WARM = {"releases": 1, "compiled": 1, "connections": [], "open": [], "threads": 1, "frozen": True}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A STATE_DIR with the shipped catalogue published."""
    state = tmp_path_factory.mktemp("state")
    run(state, "-m", "careers.config.preparing")
    return state


def run(state: Path, *arguments: str) -> None:
    env = {**os.environ, **servers.environment(database_url="", broker_url="", state=state)}
    subprocess.run([sys.executable, *arguments], cwd=servers.ROOT, env=env, check=True, capture_output=True)


class Forked(servers.Web):
    """The web server as `make run` starts it, on a STATE_DIR; its processes tell what they find in their memory."""

    def __init__(self, state: Path, told: Path, **env: str) -> None:
        options = {"database_url": env.pop("DATABASE_URL", ""), "broker_url": ""}
        super().__init__(**options, env={"STATE_DIR": str(state), "TOLD": str(told), **env})
        for folder in (told, state / "broker" / "queue", state / "broker" / "control"):
            folder.mkdir(parents=True, exist_ok=True)
        self.told = told

    def command(self) -> list[str]:
        return [sys.executable, "-m", "gunicorn", "-c", "tests/forked.py", "--bind", f"127.0.0.1:{self.port}"]

    def found(self) -> list[dict[str, Any]]:
        servers.until(lambda: len(list(self.told.glob("*.json"))) == 2, what="two processes")
        return [json.loads(file.read_text()) for file in self.told.glob("*.json")]

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code


class ForkedWorker(Forked):
    """A worker, likewise."""

    def command(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "tests.forked", "worker", "-Q", "work", "-c", "2"]

    def ready(self) -> bool:
        return len(list(self.told.glob("*.json"))) == 2


def test_web_processes_are_forked_warm(prepared: Path, tmp_path: Path) -> None:
    with servers.Redis() as cache, Forked(prepared, tmp_path / "told", CACHE_URL=cache.url) as web:
        for found in web.found():
            assert found.pop("templates") >= len(list((servers.ROOT / "templates").rglob("*.html")))
            assert found == WARM | {"drawn": 1}
        assert web.status("/") == 200


def test_workers_are_forked_warm(prepared: Path, tmp_path: Path) -> None:
    with ForkedWorker(prepared, tmp_path / "told") as worker:
        for found in worker.found():
            del found["templates"]
            assert found == WARM | {"drawn": 0}


NOWHERE = "postgres://rolewise:x@127.0.0.1:1/rolewise"


@pytest.mark.parametrize("database", ["no tables", pytest.param("no release", marks=pytest.mark.slow), "no answer"])
def test_they_start_without_anything_to_warm_up_with(database: str, tmp_path: Path) -> None:
    state, env = tmp_path / "state", {}
    if database == "no release":
        run(state, "manage.py", "migrate")
    if database == "no answer":
        env["DATABASE_URL"] = NOWHERE
    with Forked(state, tmp_path / "told", **env) as web:
        for found in web.found():
            assert (found["releases"], found["connections"], found["threads"]) == (0, [], 1)
        assert web.status("/healthz") == 200
        assert "ERROR" not in web.said()
        assert "Traceback" not in web.said()
        assert web.status("/readyz") == 503
        if database == "no release":
            assert web.status("/") == 503
            run(state, "manage.py", "load_catalogue")
            assert web.status("/") == 200


def test_what_is_broken_is_logged_and_keeps_nobody_from_starting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    for owner, name in ((warming.gc, "freeze"), (warming.connections, "close_all")):  # not in the process of the tests
        monkeypatch.setattr(owner, name, lambda: None)
    monkeypatch.setattr(warming.releases, "current", broken)
    warming.workers()
    assert "Warming up did not work" in caplog.text


TOKEN = "0123456789abcdef0123456789abcdef"


def metrics(web: Forked) -> dict[str, float]:
    """What /metrics tells: {name and labels: value}."""
    asked = urllib.request.Request(f"{web.url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


REQUESTS = 'django_http_responses_total_by_status_view_method_total{method="GET",status="200",view="roles"}'
TASKS = 'rolewise_task_seconds_count{state="SUCCESS",task="matching.tasks.forget"}'


def test_what_all_processes_of_a_machine_counted_is_told_together(prepared: Path, tmp_path: Path) -> None:
    with (
        Forked(prepared, tmp_path / "web", METRICS_TOKEN=TOKEN) as web,
        ForkedWorker(prepared, tmp_path / "worker", METRICS_TOKEN=TOKEN),
    ):
        assert web.status("/metrics") == 401
        for _ in range(20):
            assert web.status("/roles/") == 200
        assert metrics(web)[REQUESTS] == 20 + 1, "and one while it warmed up"
        run(prepared, "-m", "celery", "-A", "careers.config.celery", "call", "matching.tasks.forget")
        servers.until(lambda: TASKS in metrics(web), what="the time of a task")
        found = metrics(web)
        assert (found[TASKS], found["rolewise_release"]) == (1, 1)
        assert found['rolewise_queue_messages{queue="work"}'] == 0
    with Forked(prepared, tmp_path / "again", METRICS_TOKEN=TOKEN) as web:
        assert metrics(web)[REQUESTS] == 1, "what is gone is forgotten"
    with Forked(prepared, tmp_path / "off") as web:
        assert web.status("/metrics") == 404


@pytest.mark.parametrize("process", [Forked, pytest.param(ForkedWorker, marks=pytest.mark.slow)])
def test_a_folder_that_cannot_be_used_is_told_in_words(process: type[Forked], prepared: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(servers.Unavailable) as refused:
        process(prepared, tmp_path / "told", METRICS_TOKEN=TOKEN, METRICS_DIR=str(file)).start()
    assert f"METRICS_DIR is {file}, and this process cannot write there: " in str(refused.value)
    assert "Traceback" not in str(refused.value)
    run(prepared, "manage.py", "check")
