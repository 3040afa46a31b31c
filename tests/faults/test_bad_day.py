"""`make run` on a bad day: whatever is killed is started again; what cannot be used is told with what to do."""

import contextlib
import json
import os
import signal
import sqlite3
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests import servers
from tests.faults.test_launch import Site, Start, interrupt, page, start

__all__ = ["start"]  # the fixture

# What runs, by the words of its command line, whether it is a parent, and how long a page may take while it is away.
PROCESSES = {
    "gunicorn": True,
    " worker ": True,
    " beat": True,
    "valkey-server": True,
    "one of gunicorn's": False,
    "one of the worker's": False,
}


def pids(site: Site, name: str) -> set[int]:
    """The processes that PROCESSES calls so: the one that has children, or those that are its children."""
    words = {"one of gunicorn's": "gunicorn", "one of the worker's": " worker "}.get(name, name)
    found = {pid for pid, line in site.processes().items() if words in line}
    children = {pid for pid in found if _parent(pid) in found}
    return found - children if PROCESSES[name] else children


def _parent(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def score_again(site: Site) -> None:
    """Have work to do, and wait until it is done."""
    done = "SELECT 1 FROM matching_score WHERE profile_version = wanted_version AND release_number = 1"
    with contextlib.closing(sqlite3.connect(site.state / "rolewise.sqlite3", timeout=20)) as database, database:
        database.execute("UPDATE matching_score SET release_number = 0, leased_until = NULL")
    servers.until(lambda: site.query(done), within=60, what="work to be done")


def asked_again(url: str) -> str:
    """The page, asked for once more if the first request was with the process that was killed, as browsers do."""
    with contextlib.suppress(ConnectionError):
        return page(url)
    return page(url)


def test_whatever_is_killed_is_started_again(start: Start) -> None:
    """kill -9 of each, in turn. Each page is asked for at once, as an impatient visitor would."""
    site = start()
    servers.until(lambda: all(pids(site, name) for name in PROCESSES), what="all of them")
    for name in PROCESSES:
        before = pids(site, name)
        os.kill(min(before), signal.SIGKILL)
        assert "<h1" in asked_again(site.url)  # nobody is turned away: the socket is the launcher's
        servers.until(lambda: pids(site, name) - before, within=30, what=f"a new {name}")  # noqa: B023
        score_again(site)
    assert site.process.poll() is None
    told = [line for line in site.lines if "starting it again" in line]
    killed = [line for line in told if "somebody killed it, or the machine is short of memory" in line]
    assert [line.split()[0] for line in killed] == ["web", "worker", "scheduler", "Valkey"], site.output
    # kombu may give up ("Unrecoverable error") if Valkey goes while a message is unacknowledged: one more start is due.
    assert all(line.startswith("worker ended (code 1)") for line in set(told) - set(killed)), site.output
    interrupt(site)
    assert site.ended() == 0
    site.wait_until_gone()


@pytest.mark.slow
def test_what_keeps_dying_ends_the_site_in_words(start: Start) -> None:
    site = start()
    over = threading.Event()

    def kill() -> None:
        while not over.wait(0.2) and site.process.poll() is None:
            for pid in pids(site, "gunicorn"):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    code = site.process.wait(90)
    over.set()
    assert (code, site.ended()) == (1, 1)
    assert "web ended 6 times in a row (signal SIGKILL" in site.output
    site.wait_until_gone()


def _file_in_the_way(state: Path) -> str:
    state.write_text("")
    return "state/log cannot be used (Not a directory). Make it yours (chown, chmod) or move it away"


def _lock_in_the_way(state: Path) -> str:
    (state / "run.lock").mkdir(parents=True)
    return "run.lock cannot be used (Is a directory)"


def _rubbish_for_a_database(state: Path) -> str:
    state.mkdir()
    (state / "rolewise.sqlite3").write_text("rubbish" * 1000)
    return "rolewise.sqlite3 is damaged. Put a copy of yours in its place, or move it away"


def _folder_for_a_database(state: Path) -> str:
    (state / "rolewise.sqlite3").mkdir(parents=True)
    return "rolewise.sqlite3 cannot be used. Make the file and its folder yours"


def _damaged_demo(state: Path) -> str:
    state.mkdir()
    (state / "demo.json").write_text("{")
    return "demo.json is damaged. Move it away; the demo accounts then get new passwords."


def _no_key(state: Path) -> str:
    (state / "secret_key").mkdir(parents=True)
    return "secret_key cannot be used (Is a directory)"


@pytest.mark.parametrize(
    "spoil",
    [
        _file_in_the_way,
        _lock_in_the_way,
        _rubbish_for_a_database,
        _folder_for_a_database,
        _no_key,
        pytest.param(_damaged_demo, marks=pytest.mark.slow),
    ],
)
def test_what_cannot_be_used_is_told_with_what_to_do(start: Start, tmp_path: Path, spoil: object) -> None:
    words = spoil(tmp_path / "state")  # type: ignore[operator]
    site = start(ready=False)
    assert site.process.wait(120) == 1
    assert site.ended() == 1
    assert words in site.output
    assert "Traceback" not in site.output
    assert 'File "' not in site.output
    site.wait_until_gone()


@pytest.mark.slow
def test_a_page_of_the_database_that_is_damaged_is_told_too(start: Start, tmp_path: Path) -> None:
    """A file that opens, and is rotten inside."""
    site = start()
    interrupt(site)
    assert site.ended() == 0
    file = tmp_path / "state/rolewise.sqlite3"
    content = bytearray(file.read_bytes())
    for place in range(40 * 4096, len(content), 4096):
        content[place : place + 200] = b"\xff" * 200
    file.write_bytes(content)
    again = start(ready=False)
    assert again.process.wait(120) == 1
    assert again.ended() == 1
    assert "rolewise.sqlite3 is damaged" in again.output
    assert 'File "' not in again.output


@pytest.mark.slow
def test_a_damaged_broker_and_an_empty_key_mend_themselves(start: Start, tmp_path: Path) -> None:
    """Nothing in them has to be kept: the database lists the work, and a new key signs everybody out."""
    first = start()
    interrupt(first)
    assert first.ended() == 0
    for path in (tmp_path / "state/valkey").rglob("*"):
        if path.is_file():
            path.write_bytes(b"rubbish" * 100)
    (tmp_path / "state/secret_key").write_text("")
    site = start()
    assert "Valkey does not run" not in site.output
    assert any("valkey" in line for line in site.processes().values())
    assert len((tmp_path / "state/secret_key").read_text()) > 50
    score_again(site)


def test_only_real_errors_come_to_the_terminal(start: Start) -> None:
    """Addresses that visitors make up do not, nor other hosts, nor HEAD; a page that breaks does."""
    site = start()
    seen = len(site.lines)
    for path, host in {
        "ERROR/": "",
        "CRITICAL": "",
        "a%0A2026-01-01 00:00:00,000 ERROR x": "",
        "": "evil.example",
    }.items():
        request = urllib.request.Request(
            f"{site.url}{path.replace(' ', '%20')}", headers={"Host": host} if host else {}
        )
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=20)
    with urllib.request.urlopen(urllib.request.Request(site.url, method="HEAD"), timeout=20) as answer:
        assert answer.status == 200
    log = (site.state / "log/web.log").read_text()
    assert "evil.example" in log  # the oracle that what was said has reached the log
    assert "Traceback" not in log
    assert "no-body" not in log
    with contextlib.closing(sqlite3.connect(site.state / "rolewise.sqlite3", timeout=20)) as database, database:
        database.execute("ALTER TABLE careers_session RENAME TO careers_session_away")
    broken = urllib.request.Request(f"{site.url}matches/", headers={"Cookie": f"sessionid={'a' * 32}"})
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(broken, timeout=20)
    servers.until(lambda: len(site.lines) > seen, what="the error on the terminal")
    told = site.lines[seen:]
    assert all(line.startswith(("web: ", "worker: ")) for line in told)
    assert any("django.request: Internal Server Error: /matches/" in line for line in told)
    assert not any("evil" in line or "/ERROR/" in line for line in told)


@pytest.mark.slow
def test_on_a_full_disk_pages_come_and_it_heals_by_itself(start: Start) -> None:
    """A disk of its own, of which it fills the rest."""
    root = () if os.geteuid() == 0 else ("--map-root-user",)
    script = f'mount -t tmpfs -o size=64m none "$STATE_DIR" && exec {sys.executable} -m careers.config.launch'
    site = start(command=["unshare", "--mount", *root, "sh", "-c", f'mkdir -p "$STATE_DIR" && {script}'])
    disk = Path(f"/proc/{site.process.pid}/root{site.state}")
    servers.until(lambda: _says(site, "ok"), within=60, what="readyz")
    filling = disk / "filling"
    with contextlib.suppress(OSError), filling.open("wb", buffering=0) as file:
        while True:
            file.write(b"0" * 65536)
    for _ in range(5):
        for path in ("", "roles/", "skills/", "healthz"):
            with urllib.request.urlopen(f"{site.url}{path}", timeout=20) as answer:
                assert answer.status == 200
    servers.until(lambda: _says(site, "degraded"), within=60, what="readyz to say that no work is done")
    assert site.process.poll() is None
    filling.unlink()
    servers.until(lambda: _says(site, "ok"), within=90, what="readyz to be well again")


def _says(site: Site, status: str) -> bool:
    with urllib.request.urlopen(f"{site.url}readyz", timeout=20) as answer:
        return str(json.load(answer)["status"]) == status
