"""All checks and phases of schemathesis against the real web server: as nobody, by token, and by the site's session.

Only `make trust` has schemathesis, which brings 14 packages; `make test` tries the limits of each field in
tests/matching/test_schema_limits.py.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.utils import timezone

from careers.accounts import operations as accounts_operations
from careers.catalogue import releases
from tests import flushing, people, servers

flushing.install()

pytestmark = [pytest.mark.trust, pytest.mark.django_db(transaction=True)]

HERE = Path(__file__).parent
TRIES = 40  # for each call in each phase that draws; one person may keep 100 plans
REVOKES = "tokens_current_destroy"  # tried last and by itself, because nothing is answered after it
PHASES = {"examples", "coverage", "fuzzing", "stateful"}


class Caller(NamedTuple):
    """Somebody who calls: what the configuration of schemathesis says of them."""

    who: str
    config: str = ""
    csrf: str = ""


@pytest.fixture
def site(database_url: str) -> Iterator[servers.Web]:
    people.publish_shipped()
    with servers.Web(database_url=database_url, broker_url="memory://") as running:
        yield running


def nobody() -> Caller:
    return Caller("nobody")


def by_token() -> Caller:
    made = accounts_operations.make_token(user=people.person(), name="t")
    return Caller("token", f'[auth.openapi.token]\nbearer = "{made.text}"\n')


def by_session() -> Caller:
    browser = Client()
    browser.force_login(people.person())
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return Caller("session", f'[auth.openapi.cookieAuth]\napi_key = "{session}"\n', _get_new_csrf_string())


@pytest.mark.parametrize("somebody_calls", [nobody, by_token, by_session])
def test_schemathesis_finds_nothing(
    site: servers.Web, somebody_calls: Callable[[], Caller], tmp_path: Path, tell: Callable[..., None]
) -> None:
    caller = somebody_calls()
    reports = [attack(site, caller, tmp_path / "most", "--exclude-operation-id", REVOKES)]
    if caller.who != "nobody":
        reports.append(attack(site, caller, tmp_path / "last", "--include-operation-id", REVOKES))
    cases = sum(report["test_cases"]["generated"] for report in reports)
    found = sum(report["test_cases"]["unique_failures"] + len(report["errors"]) for report in reports)
    tell(f"schemathesis, all checks, as {caller.who}: failures", "0", found, cases)
    assert found == 0
    assert {name for name, phase in reports[0]["phases"].items() if phase["status"] == "success"} == PHASES
    # Calls that were only ever answered with 401 or 403: all of them for nobody, none for the others.
    refused = [call for call in reports[0]["warnings"]["missing_auth"] if "/me/" in call]
    assert len(refused) >= 9 if caller.who == "nobody" else not refused, refused
    assert "Traceback" not in site.said()


def attack(site: servers.Web, caller: Caller, folder: Path, *options: str) -> Any:
    """Run schemathesis and return its report; what it prints is shown if the test fails."""
    folder.mkdir()
    config, report, words = folder / "schemathesis.toml", folder / "report.json", folder / "words.json"
    config.write_text((HERE / "schemathesis.toml").read_text() + caller.config)
    words.write_text(json.dumps(vocabulary(caller)))
    program = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", config]
    how = ["--checks", "all", "--max-examples", str(TRIES), "--seed", "1", "--continue-on-failure"]
    csrf = ["-H", f"X-CSRFToken: {caller.csrf}"] if caller.csrf else []
    done = subprocess.run(
        [
            *(*program, "run", f"{site.url}/api/v1/schema/", *how, *csrf),
            *("--report", "json", "--report-json-path", report, *options),
        ],
        env={**os.environ, "WORDS_OF_OURS": str(words), "SCHEMATHESIS_HOOKS": "words_of_ours", "PYTHONPATH": str(HERE)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    print(done.stdout[-20_000:], done.stderr[-2_000:])
    return json.loads(report.read_text())


def vocabulary(caller: Caller) -> dict[str, Any]:
    """What the hook of schemathesis says instead of words that no schema can list."""
    release = releases.current()
    today = timezone.localdate().isoformat()
    return {"skills": list(release.skills), "roles": list(release.roles), "today": today, "csrf": caller.csrf}
