"""README's "Running it for many people", walked: its own commands, in its own order, on servers of this test.

Only what would change this machine is stood in for: packages, users, systemd and the proxy, each a script that notes
what it was asked. Everything else runs as it is written, with the ports of the test's servers.
"""

import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import readme, servers

pytestmark = pytest.mark.slow

ADMIN, PASSWORD, HOST = "you@example.org", "quite-long-4-you", "rolewise.example.org"
NOTED = ("apt-get", "adduser", "systemctl", "nginx", "journalctl")  # and nothing done


class Machine:
    """A folder that stands for /srv/rolewise, and commands that stand for what only root may do."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.database = running.enter_context(servers.PostgreSQL())
        self.broker = running.enter_context(servers.RabbitMQ())
        self.cache = running.enter_context(servers.Redis())
        self.site, self.bin, self.port = folder / "site", folder / "bin", servers.free_port()
        self.mails, self.noted = folder / "mails", folder / "noted"
        files = subprocess.run(["git", "ls-files", "-z"], cwd=readme.ROOT, capture_output=True, check=True).stdout
        for name in filter(None, files.decode().split("\0")):
            (self.site / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(readme.ROOT / name, self.site / name)
        backup = self.site / "deploy/backup"
        backup.write_text(self.here(backup.read_text()))
        self._programs(folder)
        self.run("rabbitmqctl add_user guest guest")  # whom Debian's has, and the tests' has not

    def _programs(self, folder: Path) -> None:
        def program(path: Path, *lines: str) -> None:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(("#!/bin/bash", *lines, "")))
            path.chmod(0o755)

        note = f'echo "$(basename $0) $*" >> {self.noted}'
        for name in NOTED:
            program(self.bin / name, note)
        # The packages are those of the tests, which nothing may change.
        program(self.bin / "python3", f'[ "$1" = -m ] || exec {sys.executable} "$@"', note)
        program(self.site / ".venv/bin/python", f'[ "$2" = pip ] || exec {sys.executable} "$@"', note)
        for name in ("gunicorn", "celery"):
            program(self.site / ".venv/bin" / name, f'exec {Path(sys.executable).parent / name} "$@"')
        # The group of a user who is not made here.
        program(
            self.bin / "install",
            "args=()",
            'while [ $# -gt 0 ]; do if [ "$1" = -g ]; then shift 2; else args+=("$1"); shift; fi; done',
            'exec /usr/bin/install "${args[@]}"',
        )
        program(
            self.bin / "runuser",
            "shift 3",
            f"export PGHOST=127.0.0.1 PGPORT={self.database.port} PGUSER=postgres",
            'exec "$@"',
        )
        # rabbitmqctl is root's, or RabbitMQ's own user's; it asks the test's node.
        exports = [f"export {name}={shlex.quote(value)}" for name, value in self.broker.environment().items()]
        exports.append(f"export RABBITMQ_ERLANG_COOKIE={self.broker._cookie}")
        drop = "setpriv --reuid=rabbitmq --regid=rabbitmq --clear-groups --" if os.geteuid() == 0 else ""
        program(self.bin / "rabbitmqctl", *exports, "cd /", f'exec {drop} /usr/lib/rabbitmq/bin/rabbitmqctl "$@"')

    def here(self, text: str) -> str:
        """A text of README with this machine's folders and ports."""
        for theirs, ours in {
            "/srv/rolewise": str(self.site),
            "/etc/systemd/system/": f"{self.site.parent}/systemd/",
            "/etc/nginx/": f"{self.site.parent}/nginx/",
            "/etc/cron.daily/": f"{self.site.parent}/cron.daily/",
            "/var/backups/": f"{self.site.parent}/backups/",
            "127.0.0.1:5432": f"127.0.0.1:{self.database.port}",
            "127.0.0.1:5672": f"127.0.0.1:{self.broker.port}",
            "127.0.0.1:6379": f"127.0.0.1:{self.cache.port}",
            "127.0.0.1:8000": f"127.0.0.1:{self.port}",
            "smtp+tls://user:password@mail.example.org:587": f"filemail://{self.mails}",
            # It asks for a password on a terminal, which a test has not.
            "createsuperuser": "createsuperuser --noinput",
        }.items():
            text = text.replace(theirs, ours)
        return text

    def run(self, script: str) -> str:
        """Run a script in one shell that ends at the first command that fails."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(script)],
            stdin=subprocess.DEVNULL,
            cwd=self.site,
            env={
                "PATH": f"{self.bin}:{os.environ['PATH']}",
                "HOME": str(self.site),
                "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
            },
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    def service(self, name: str) -> "Service":
        return Service(name, self.here(readme.services()[name]), self.site)

    def answers(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and body that the web server sends to whoever asks next to it, by its address; (0, "") without one."""
        answer = self._ask("GET", path, headers, "")
        return (answer.status, answer.read().decode()) if answer else (0, "")

    def _ask(self, method: str, path: str, headers: dict[str, str], body: str) -> http.client.HTTPResponse | None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            return connection.getresponse()
        except OSError:
            return None


class Visitor:
    """A browser behind the proxy: HTTPS, cookies, one address."""

    def __init__(self, machine: Machine) -> None:
        self._machine, self._cookies = machine, dict[str, str]()

    def ask(self, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body; with fields, of a form that is sent with the token of the page that has it."""
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "203.0.113.9",
            "Referer": f"https://{HOST}/",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if fields is not None:
            token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.ask(path)[1])
            assert token, path
            fields = {**fields, "csrfmiddlewaretoken": token[1]}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        body = "" if fields is None else urllib.parse.urlencode(fields)
        answer = self._machine._ask("GET" if fields is None else "POST", path, headers, body)
        assert answer, path
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, answer.read().decode()


class Service(servers.Process):
    """A service of deploy/, started by its own command."""

    name = "service"

    def __init__(self, name: str, command: str, folder: Path) -> None:
        super().__init__()
        self.name, self._command, self._folder = name, command, folder  # type: ignore[misc]

    def command(self) -> list[str]:
        return ["env", "-i", f"PATH={os.environ['PATH']}", "bash", "-c", f"cd {self._folder} && exec {self._command}"]

    def ready(self) -> bool:
        return True


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with ExitStack() as running:
        tmp_path.chmod(0o755)
        yield Machine(tmp_path, running)


def test_from_a_bare_machine_to_a_site_and_back_from_a_backup(machine: Machine) -> None:
    steps = {step.number: step for step in readme.steps()}
    for folder in ("systemd", "nginx/sites-available", "nginx/sites-enabled", "cron.daily", "backups"):
        (machine.site.parent / folder).mkdir(parents=True)
    told = machine.run("\n".join(steps[number].blocks[0] for number in range(1, 7)))
    assert "System check identified no issues" in told
    assert "published as release 1" in told
    with ExitStack() as running:
        for number in (7, 8):
            machine.run(steps[number].blocks[0])
        for name in readme.services():
            running.enter_context(machine.service(name))
        servers.until(lambda: _says_ok(machine), within=60, what="readyz")
        assert '"status": "ok"' in machine.run(steps[9].blocks[0])
        _visit(machine)
        machine.run(steps[10].blocks[0])
    before = _people(machine)
    machine.run("runuser -u postgres -- psql -d rolewise -c 'TRUNCATE careers_user CASCADE'")
    machine.run(steps[10].blocks[1])
    machine.run(steps[11].blocks[0])
    assert _people(machine) == before != ""
    kept = list((machine.site.parent / "backups/rolewise").iterdir())
    assert sorted(path.suffix for path in kept) == [".dump", ".env"]
    assert {path.stat().st_mode & 0o007 for path in (*kept, machine.site / ".env")} == {0}
    with ExitStack() as running:
        for name in readme.services():
            running.enter_context(machine.service(name))
        servers.until(lambda: _says_ok(machine), within=60, what="readyz again")
        assert Visitor(machine).ask("/roles/")[0] == 200
    noted = machine.noted.read_text()
    assert "systemctl enable --now rolewise-web rolewise-worker rolewise-scheduler" in noted
    assert {path.name for path in (machine.site.parent / "systemd").iterdir()} == {
        f"{name}.service" for name in readme.services()
    }


def _says_ok(machine: Machine) -> bool:
    status, body = machine.answers("/readyz")
    return status == 200 and json.loads(body)["status"] == "ok"


def _visit(machine: Machine) -> None:
    """What a stranger and the first administrator see."""
    assert machine.answers("/healthz") == (200, '{"status": "ok"}')
    https = {"X-Forwarded-Proto": "https"}
    assert machine.answers("/roles/", Host="evil.example", **https)[0] == 400
    assert machine.answers("/roles/", Host=HOST)[0] == 301  # to HTTPS
    stranger = Visitor(machine)
    status, page = stranger.ask("/")
    assert status == 200
    [style] = set(re.findall(r'href="(/static/careers/css/app\.\w+\.css)"', page))
    assert stranger.ask(style)[0] == 200
    assert stranger.ask("/nothing/")[0] == 404
    admin = Visitor(machine)
    log_in = {"login": ADMIN, "password": PASSWORD}
    assert admin.ask("/accounts/login/", {**log_in, "password": "wrong"})[0] == 200
    admin.ask("/accounts/login/", log_in)
    link = servers.until(lambda: _link(machine), what="the mail that confirms the address")
    assert admin.ask(link, {})[0] == 302
    admin.ask("/accounts/login/", log_in) if admin.ask("/accounts/data/")[0] == 302 else None
    assert admin.ask("/accounts/data/")[0] == 200


def _link(machine: Machine) -> str:
    text = "".join(path.read_text() for path in machine.mails.glob("*.log")).replace("=\n", "")
    found = re.search(rf"https://{HOST}(/accounts/confirm-email/[^/\s]+/)", text)
    return found[1] if found else ""


def _people(machine: Machine) -> str:
    return machine.run("runuser -u postgres -- psql -d rolewise -Atc 'SELECT id, email, password FROM careers_user'")
