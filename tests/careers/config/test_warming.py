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


@pytest.mark.parametrize("database", ["no tables", "no release", "no answer"])
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
