"""README's "Running it for many people": each command, variable and file that it names exists, and nothing is left out.

Its commands are run by tests/faults/test_running_it_for_many.py.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from careers.config import broker
from tests import readme

ROOT = readme.ROOT
ALL = "\n".join(block for step in readme.steps() for block in step.blocks)


def test_the_list_is_numbered_and_complete() -> None:
    steps = readme.steps()
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) == 12
    for needed in ("deploy/backup", "pg_restore", "dropdb"):
        assert needed in ALL, needed
    assert "pg_dump" in (ROOT / "deploy/backup").read_text()
    before_the_start = " ".join(step.blocks[0] for step in steps[:6])
    for needed in ("migrate", "collectstatic", "load_catalogue", "createsuperuser", "make_groups"):
        assert f"manage.py {needed}" in before_the_start, needed


def test_every_management_command_exists() -> None:
    named = set(re.findall(r"manage\.py (\w+)", (ROOT / "README.md").read_text()))
    assert len(named) > 4
    assert named <= get_commands().keys()


def test_every_variable_exists_and_production_has_all_it_needs() -> None:
    example = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    told = set(re.findall(r"`([A-Z][A-Z_]+)(?:=\S+)?`", readme.section()))
    assert len(told) > 3
    assert told <= example
    [env] = re.findall(r"cat > \.env <<END\n(.*?)^END$", ALL, re.MULTILINE | re.DOTALL)
    written = set(re.findall(r"^([A-Z_]+)=", env, re.MULTILINE))
    assert written <= example
    settings = (ROOT / "careers/config/settings.py").read_text()
    assert set(re.findall(r'needed\("([A-Z_]+)"\)', settings)) | {"ALLOWED_HOSTS"} <= written


def test_every_file_and_every_unit_exists() -> None:
    for path in re.findall(r"^(?:cp|install) .*?(deploy/\S+)", ALL, re.MULTILINE):
        assert [*ROOT.glob(path)], path
    units = set(re.findall(r"rolewise-\w+", ALL))
    assert units == readme.services().keys()
    folders = {
        line.split()[0].rstrip("/")
        for line in (ROOT / "README.md").read_text().splitlines()
        if re.match(r"\w+/ ", line)
    }
    assert "deploy" in folders


def test_every_block_is_a_script_that_a_shell_can_read() -> None:
    for step in readme.steps():
        for block in step.blocks:
            read = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
            assert (read.returncode, read.stderr) == (0, ""), block


def test_the_services_start_what_the_site_has() -> None:
    services = readme.services()
    assert services["rolewise-web"] == "/srv/rolewise/.venv/bin/gunicorn --bind 127.0.0.1:8000"
    queues = re.search(r" -Q (\S+)", services["rolewise-worker"])
    assert queues
    assert set(queues[1].split(",")) == {queue.name for queue in broker.queues()}
    assert services["rolewise-scheduler"].endswith(" beat")


def gunicorn(folder: Path, **env: str) -> tuple[dict[str, str], str]:
    """What gunicorn reads in a folder, {setting: value}, and what it says."""
    code = "import json, sys; sys.argv = ['gunicorn']; from gunicorn.app.wsgiapp import WSGIApplication as A; " + (
        "c = A('x').cfg; print(json.dumps({n: str(getattr(c, n)) for n in sys.stdin.read().split()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        input="wsgi_app worker_class_str workers threads preload_app forwarded_allow_ips",
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout or "{}"), done.stderr


@pytest.mark.thorough
def test_gunicorn_believes_nobody_and_reads_the_number_of_processes(tmp_path: Path) -> None:
    shutil.copy(ROOT / "gunicorn.conf.py", tmp_path)
    sound = {
        "wsgi_app": "careers.config.wsgi:application",
        "worker_class_str": "gthread",
        "workers": "2",
        "threads": "4",
        "preload_app": "True",
        "forwarded_allow_ips": "[]",
    }
    assert gunicorn(tmp_path)[0] == sound
    (tmp_path / ".env").write_text("WEB_CONCURRENCY=5\n")  # which gunicorn itself would not read
    assert gunicorn(tmp_path)[0] == sound | {"workers": "5"}
    (tmp_path / ".env").write_text("WEB_CONCURRENCY=many\n")
    assert gunicorn(tmp_path) == ({}, "WEB_CONCURRENCY is 'many'; it must be a whole number, such as 2.\n")


def test_the_proxy_replaces_what_visitors_say_of_themselves() -> None:
    told = (ROOT / "deploy/nginx.conf").read_text()
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in told
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in told
    assert "proxy_pass http://127.0.0.1:8000;" in told
    assert "proxy_request_buffering off" not in told
