"""`make quick`, `test`, `lint`, `cover`, `faults`, `trust`: runs the parts, counts them, and fails if one is missing.

python tests/run.py all | quick | lint | engine | sqlite | postgresql | browser | cover | faults | trust ...

The parts of `all` run in two lanes side by side: those that compute, and those that mostly wait for a server. The
first lane prints as it goes, the second one part at a time.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple, NoReturn, TextIO

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests import servers  # noqa: E402
from tests.packages import Missing, need, need_browser  # noqa: E402

BIN = Path(sys.executable).parent
PYTHON = sys.executable
LIMIT = 20 * 60  # seconds a part may take before it is taken to hang
LONG, LIMIT_OF_LONG = {"faults", "trust"}, 90 * 60  # they run everything in full, one after the other

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))

# The one list of checks. Each is a name and a command; `make lint` and `make test` run all, `make quick` three.
CHECKS: Sequence[tuple[str, Sequence[str | Path]]] = (
    ("style", [BIN / "ruff", "check", "--quiet", "."]),
    ("format", [BIN / "ruff", "format", "--check", "--quiet", "."]),
    ("types", [BIN / "mypy", "--no-error-summary"]),
    ("templates", [BIN / "djade", "--check", "--target-version", "5.2", *TEMPLATES]),
    ("faults in templates", [BIN / "djlint", "--lint", "--quiet", ROOT / "templates"]),
    ("contracts", [BIN / "lint-imports"]),
    ("system check", [PYTHON, "manage.py", "check", "--fail-level", "WARNING"]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("no host in a lock", ["sh", "-c", "! grep -n '://' requirements*.lock"]),
)

SUITE = ("tests/careers", "tests/matching", "tests/architecture", "tests/trust")
TWO = ("-n", "2", "--dist", "worksteal")  # whoever is done takes from the other's rest
COVERED = 97  # of 100 lines of the product, at least
THREE = ("-n", "3", "--dist", "worksteal")  # where tests also wait: for servers, for a browser, for a process


class Count(NamedTuple):
    part: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


class Runner:
    """Runs parts in a folder of their own, whatever the environment or a .env file says."""

    def __init__(self, folder: Path, running: ExitStack, output: TextIO) -> None:
        self.folder = folder
        self.running = running
        self.output = output
        self.embedded = servers.environment(
            database_url=f"sqlite:///{folder}/rolewise.sqlite3",
            broker_url=f"filesystem://{folder}/broker",
            state=folder / "state",
            LOG_LEVEL="WARNING",
        )
        del self.embedded["DJANGO_SETTINGS_MODULE"]

    def lint(self) -> Count:
        return self._checks("lint", CHECKS)

    def quick(self) -> Count:
        """What a change is tried with while it is made."""
        need("libseccomp2")
        checks = self._checks("quick", CHECKS[:3])
        chosen = "not broker and not slow and not thorough and not trust"
        return _added("quick", checks, self._pytest("quick", "tests/engine", *SUITE[:2], *TWO, "-m", chosen))

    def _checks(self, part: str, checks: Sequence[tuple[str, Sequence[str | Path]]]) -> Count:
        passed = failed = 0
        for name, command in checks:
            started = time.monotonic()
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, **self.embedded}, capture_output=True, text=True, check=False
            )
            seconds = time.monotonic() - started
            self._say(f"  {name:<20} {'ok' if not done.returncode else 'FAILED':<6} {seconds:5.1f} s")
            if done.returncode:
                self._say(done.stdout + done.stderr)
                failed += 1
            else:
                passed += 1
        return Count(part, passed, failed)

    def engine(self) -> Count:
        """The engine, and the examples in the docstrings of every module."""
        return self._pytest("engine", "tests/engine", "--doctest-modules", "careers", "matching", "-m", "not slow")

    def sqlite(self) -> Count:
        """Everything once."""
        return self._on_sqlite("sqlite")

    def cover(self) -> Count:
        """The same, and how many lines of the product it runs: a third slower, so not in `make test`."""
        covered = ("--cov", "--cov-report=term:skip-covered", f"--cov-fail-under={COVERED}")
        return self._on_sqlite("cover", *covered)

    def _on_sqlite(self, part: str, *more: str) -> Count:
        need("fonts-dejavu-core", "libseccomp2")
        env = {"COVERAGE_FILE": str(self.folder / "coverage")}
        return self._pytest(part, *SUITE, *THREE, *more, "-m", "not broker and not slow and not trust", env=env)

    def postgresql(self) -> Count:
        """What a database can change, and what needs a broker; everything else has run on SQLite."""
        need("postgresql", "rabbitmq-server", "redis-server")
        database = self.running.enter_context(servers.PostgreSQL())
        broker = self.running.enter_context(servers.RabbitMQ())
        env = {"DATABASE_URL": database.url("rolewise"), "CELERY_BROKER_URL": broker.url}
        name = "postgresql + rabbitmq"
        plain = self._pytest(name, *SUITE, *THREE, "-m", "database and not broker and not slow and not trust", env=env)
        return _added(name, plain, self._pytest(name, *SUITE, "-m", "broker and not trust", env=env))

    def browser(self) -> Count:
        need("fonts-dejavu-core", "curl")
        need_browser()
        return self._pytest("browser", "tests/e2e", *THREE, "-m", "not slow")

    def faults(self, *, long: bool = True) -> Count:
        need("postgresql", "rabbitmq-server", "redis-server")
        if long:  # with what takes too long anywhere else, and the table, which measures and so runs alone
            chosen = "(fault or slow) and not trust and not figure"
            need_browser()
            plain = self._pytest("faults", "tests/faults", "tests/e2e", "tests/engine", *SUITE, *THREE, "-m", chosen)
            table = self._pytest("faults", "tests/faults", "-m", "figure", env={"FAULTS": "full"})
            return _added("faults", plain, table)
        return self._pytest("faults (short)", "tests/faults", *THREE, "-m", "fault and not slow")

    def trust(self) -> Count:
        """The sweeps of tests/trust in their full size; each prints a line of a table."""
        need("postgresql", "rabbitmq-server", "redis-server", "fonts-dejavu-core", "libseccomp2")
        database = self.running.enter_context(servers.PostgreSQL())
        broker = self.running.enter_context(servers.RabbitMQ())
        env = {"DATABASE_URL": database.url("rolewise"), "CELERY_BROKER_URL": broker.url, "TRUST": "full"}
        return self._pytest("trust", "tests/trust", env=env)

    def short_faults(self) -> Count:
        return self.faults(long=False)

    def _pytest(self, part: str, *arguments: str, env: Mapping[str, str] | None = None) -> Count:
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        command = [PYTHON, "-m", "pytest", "-q", f"--junit-xml={report}", *arguments]
        environment = {**os.environ, **self.embedded, **(env or {})}
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=self.output, stderr=subprocess.STDOUT)
        _RUNNING.add(process)
        limit = LIMIT_OF_LONG if part in LONG else LIMIT
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            process.terminate()
            self._say(f"{part} took longer than {limit} s.")
            code = process.wait()
        except BaseException:
            process.wait(60)  # it got the Ctrl-C too, and ends its own servers
            raise
        finally:
            _RUNNING.discard(process)
        return _counted(part, report, code)

    def _say(self, words: str) -> None:
        print(words, file=self.output, flush=True)


_RUNNING: set[subprocess.Popen[bytes]] = set()


def _run(parts: Sequence[str], folder: Path, output: TextIO | None = None) -> list[Count]:
    """Run a lane. Without an output of its own, what a part prints is shown when that part has ended."""
    counts = []
    for part in parts:
        started = time.monotonic()
        with (folder / "output").open("w+") as kept:
            print(f"\n== {part.replace('_', ' ')}", file=output or kept, flush=True)
            try:
                with ExitStack() as running:
                    count = getattr(Runner(folder, running, output or kept), part)()
            except (Missing, servers.Unavailable) as error:
                print(error, file=output or kept, flush=True)
                count = Count(part, failed=1)
            counts.append(count._replace(seconds=time.monotonic() - started))
            kept.seek(0)
            print(kept.read(), end="", flush=True)
    return counts


def _run_lanes(lanes: Sequence[Sequence[str]], folder: Path) -> list[Count]:
    """Run every lane, the first one in the open. What is broken off takes the others with it."""
    folders = [folder / str(number) for number in range(len(lanes))]
    for own in folders:
        own.mkdir()
    with ThreadPoolExecutor() as pool:
        others = [pool.submit(_run, lane, own) for lane, own in zip(lanes[1:], folders[1:], strict=True)]
        try:
            counts = _run(lanes[0], folders[0], sys.stdout)
            return counts + [count for other in others for count in other.result()]
        except BaseException:
            for process in list(_RUNNING):
                process.terminate()
            raise


def _counted(part: str, report: Path, code: int) -> Count:
    """What the report says. A part without a test, or that broke beside its tests, has failed."""
    count = Count(part)
    if report.exists():
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314  (our own file)
            wrong = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped = int(suite.get("skipped", 0))
            passed = int(suite.get("tests", 0)) - wrong - skipped
            count = Count(part, count.passed + passed, count.failed + wrong, count.skipped + skipped)
    if not count.passed and not count.failed:
        print(f"{part}: no test ran, so this counts as a failure.", flush=True)
    return count if count.failed or (not code and count.passed) else count._replace(failed=1)


def _added(part: str, *counts: Count) -> Count:
    return Count(part, *(sum(count[column] for count in counts) for column in (1, 2, 3)))


def _table(counts: Sequence[Count]) -> str:
    width = max(len(count.part) for count in counts)
    lines = [f"{'':<{width}}  passed  failed  skipped   time"]
    lines += [
        f"{c.part:<{width}}  {c.passed:>6}  {c.failed:>6}  {c.skipped:>7}  {_minutes(c.seconds):>5}" for c in counts
    ]
    return "\n".join(lines)


def _minutes(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


LANES = (("sqlite", "browser"), ("lint", "short_faults", "postgresql", "engine"))
PARTS = {part for lane in LANES for part in lane} | {"quick", "faults", "trust", "cover"}


def main(asked: Sequence[str]) -> int:
    lanes: Sequence[Sequence[str]] = LANES if list(asked) == ["all"] else (asked,)
    if not asked or not PARTS.issuperset(part for lane in lanes for part in lane):
        print(__doc__, file=sys.stderr)
        return 2
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what one process has compiled, a dozen others read
    signal.signal(signal.SIGTERM, _terminated)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rolewise-run-") as folder:
        counts = _run_lanes(lanes, Path(folder))
    total = _added("total", *counts)._replace(seconds=time.monotonic() - started)
    print(f"\n{_table([*counts, total] if len(counts) > 1 else counts)}")
    print(f"\n{total.passed} passed, {total.failed} failed in {_minutes(total.seconds)}", flush=True)
    return 1 if total.failed else 0


def _terminated(*_: object) -> NoReturn:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        sys.exit(130)
