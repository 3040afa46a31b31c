"""Servers stopped, wiped and killed. What measures has two sizes: quick in `make test`, full in `make faults`.

`make faults` prints the figures as a table, each with the twin that has a protection switched off and goes red.
"""

import secrets
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import figures, servers
from tests.faults.hosts import inside

FULL = figures.full("FAULTS")
Crowd = Callable[[int], str]


@pytest.fixture(scope="session")
def size() -> figures.Size:
    """How many: `size(quick, full)`, the one in `make test`, the other in `make faults`."""
    return figures.size_of("FAULTS")


@pytest.fixture(scope="session")
def loaded(postgresql: servers.PostgreSQL) -> str:
    """The name of a database with the catalogue, to copy."""
    url = postgresql.create("loaded")
    servers.manage("migrate", database_url=url)
    servers.manage("load_catalogue", database_url=url)
    return "loaded"


@pytest.fixture(scope="session")
def _crowds() -> dict[int, str]:
    return {}


@pytest.fixture
def crowd(postgresql: servers.PostgreSQL, _crowds: dict[int, str]) -> Crowd:
    """Makes a database with so many people, all recorded on release 1; returns its URL."""

    def made(number: int) -> str:
        if number not in _crowds:
            url = postgresql.create(f"crowd_{number}")
            servers.manage("migrate", database_url=url)
            inside("make", number, database_url=url)
            _crowds[number] = f"crowd_{number}"
        return postgresql.create(f"of_{secrets.token_hex(4)}", like=_crowds[number])

    return made


@pytest.fixture
def messenger() -> Iterator[Any]:
    """A broker of the test's own: RabbitMQ in full size, Redis (which starts at once) in the quick one."""
    with servers.RabbitMQ() if FULL else servers.Redis() as server:
        yield server
