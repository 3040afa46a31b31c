"""What every test may use: real servers and real workers. See tests/servers.py for what they can do."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from whitenoise.middleware import WhiteNoiseMiddleware

from tests import figures, migrated, servers

_FAULTS = Path(__file__).parent / "faults"


def pytest_configure(config: pytest.Config) -> None:
    """Every process of a run copies its empty tables from one file."""
    migrated.use_copies(Path(config.rootpath) / ".pytest_cache" / "tables")
    hypothesis.settings.register_profile("rolewise", deadline=None)  # tests count work, not seconds
    hypothesis.settings.load_profile("rolewise")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if _FAULTS in item.path.parents:
            item.add_marker(pytest.mark.fault)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    figures.summarise(terminalreporter)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder that settings_test made. xdist's workers share it, so the process that started them removes it."""
    if hasattr(config, "workerinput"):
        return
    state = Path(os.environ.get("STATE_DIR", ""))
    if state.parent == Path(tempfile.gettempdir()) and state.name.startswith("rolewise-tests-"):
        shutil.rmtree(state, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _static_files_are_listed_once() -> Iterator[None]:
    """Every test client builds its middleware anew, and WhiteNoise would then scan all files: 28 ms if collected."""
    found: dict[str, dict[str, Any]] = {}

    def once(name: str) -> Callable[..., None]:
        look = getattr(WhiteNoiseMiddleware, name)

        def looked(self: WhiteNoiseMiddleware, *where: Any, **options: Any) -> None:
            if self.autorefresh:  # it looks when it is asked
                return look(self, *where, **options)
            key = f"{name} {where} {options}"
            if key not in found:
                before = dict(self.files)
                look(self, *where, **options)
                found[key] = {url: file for url, file in self.files.items() if before.get(url) is not file}
            self.files.update(found[key])

        return looked

    with pytest.MonkeyPatch.context() as patch:
        for name in ("add_files", "add_files_from_finders"):
            patch.setattr(WhiteNoiseMiddleware, name, once(name))
        yield


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> figures.Tell:
    """Put a line into the table of the run: `tell(name, wanted, got, tries)`. The test itself still has to assert."""
    return figures.tell_of(request.node)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The database, empty; and the rows of the small catalogue, which most tests begin with."""
    from tests import kept, people

    with django_db_blocker.unblock():
        kept.keep("small", people.publish)


@pytest.fixture(scope="session")
def _shipped(django_db_setup: None, django_db_blocker: Any) -> None:
    from tests import kept, people

    with django_db_blocker.unblock():
        kept.keep("shipped", people.publish_shipped)


@pytest.fixture
def shipped(_shipped: None, db: None) -> Any:
    """The catalogue that we ship, published."""
    from tests import people

    return people.publish_shipped()


@pytest.fixture
def release(db: None) -> Any:
    """The small catalogue, published."""
    from tests import people

    return people.publish()


@pytest.fixture
def somebody(release: Any) -> Any:
    """Somebody with an account and an empty profile; a module whose people hold something says so by its own."""
    from tests import people

    return people.person()


@pytest.fixture
def tab(somebody: Any, client: Any) -> Any:
    """A browser tab in which somebody is signed in."""
    client.force_login(somebody)
    return client


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.PostgreSQL]:
    """A private PostgreSQL for the session; make databases in it with .create(name)."""
    with servers.PostgreSQL() as server:
        yield server


@pytest.fixture(scope="session")
def _rabbitmq_url() -> Iterator[str]:
    given = os.environ.get("CELERY_BROKER_URL", "")
    if given.startswith("amqp"):  # the one that tests/run.py started
        yield given
        return
    with servers.RabbitMQ() as server:
        yield server.url


@pytest.fixture
def rabbitmq_url(_rabbitmq_url: str) -> str:
    """A real RabbitMQ with empty queues. Not for tests that stop or wipe it: those start their own."""
    from kombu import Connection

    from careers.config import broker

    with Connection(_rabbitmq_url) as connection:
        for queue in broker.queues():
            connection.default_channel.queue_delete(queue.name)
    return _rabbitmq_url


@pytest.fixture
def redis_url() -> Iterator[str]:
    """A real, empty Redis."""
    with servers.Redis() as server:
        yield server.url


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The URL of this test's own database, for processes beside the test."""
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.fail("A worker cannot see a database in this process's memory. Set DATABASE_URL, or use make test.")
    facts = connection.settings_dict
    return f"postgres://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


@pytest.fixture
def start_worker(database_url: str, rabbitmq_url: str) -> Iterator[Callable[..., servers.Worker]]:
    """Starts real workers on this test's database and RabbitMQ; they end with the test."""
    with ExitStack() as running:

        def start(**options: Any) -> servers.Worker:
            urls = {"database_url": database_url, "broker_url": rabbitmq_url}
            return running.enter_context(servers.Worker(**{**urls, **options}))

        yield start


@pytest.fixture
def start_beat(database_url: str, rabbitmq_url: str) -> Iterator[Callable[..., servers.Beat]]:
    """Starts the real scheduler on this test's database and RabbitMQ; it ends with the test."""
    with ExitStack() as running:

        def start(**options: Any) -> servers.Beat:
            urls = {"database_url": database_url, "broker_url": rabbitmq_url}
            return running.enter_context(servers.Beat(**{**urls, **options}))

        yield start
