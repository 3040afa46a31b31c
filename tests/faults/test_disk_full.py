"""The database's disk is full when a block is copied into it: nobody is lost, and nobody is given up for it."""

import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import figures, servers
from tests.faults import oracle
from tests.faults.hosts import Hosts, inside, words

pytestmark = [pytest.mark.figure, pytest.mark.slow]

FULL_FOR = 40.0  # seconds, longer than it takes to give somebody up
GIVEN_UP = "SELECT count(*) FROM matching_score WHERE attempts >= 5"


@pytest.fixture
def disk() -> Iterator[Path]:
    """A file system of a megabyte, of the test's own. Only root can have one.

    Not in pytest's folder, which every other run on the machine shuts to the database's user again.
    """
    with tempfile.TemporaryDirectory(prefix="rolewise-disk-") as made:
        folder = Path(made)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=0777", "none", str(folder)], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True)


def on_disk(database: servers.PostgreSQL, disk: Path, people: int) -> str:
    """A crowd whose temporary tables are on that disk."""
    url = database.create("crowd")
    servers.manage("migrate", database_url=url)
    inside("make", people, database_url=url)
    place = disk / "place"
    place.mkdir()
    subprocess.run(["chown", "postgres", str(place)], check=True)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
        connection.execute("ALTER DATABASE crowd SET temp_tablespaces = small")
    inside("publish", 2, database_url=url)
    return url


def fill(disk: Path) -> Path:
    filling = disk / "filling"
    with filling.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"0" * 4096)
        except OSError:
            return filling


def test_a_full_disk_loses_nobody_and_gives_nobody_up(
    messenger: Any, disk: Path, size: figures.Size, tell: figures.Tell
) -> None:
    people = size(300, 10_000)
    with servers.PostgreSQL() as database:
        url = on_disk(database, disk, people)
        filling = fill(disk)
        with Hosts(database_url=url, broker_url=messenger.url, sabotage=words(lease=2)) as hosts:
            time.sleep(FULL_FOR)
            recorded = people - oracle.behind(url)
            given_up = oracle.ask(url, GIVEN_UP)[0][0]
            said = hosts.workers[0].said() + hosts.workers[1].said()
            filling.unlink()
            seconds = hosts.settle(within=120)
        found = oracle.judge(url)
    tell(f"disk full at COPY for {FULL_FOR:g} s: given up", "0", given_up, people)
    tell("disk no longer full: recorded after, s", "<= 120", f"{seconds:.1f}" if seconds else "never", people)
    tell("disk no longer full: lost, doubled, stale", "0", found.wrong, people)
    assert "No space left on device" in said
    assert recorded < people, "the disk was not full"
    assert given_up == 0
    assert seconds
    assert not found.wrong
