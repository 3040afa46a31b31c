"""CVs on a bad day: files that kill whoever reads them, workers killed as they read, and no trace of a discarded one.

Everything is real: web server, workers, scheduler, PostgreSQL and the broker. All run in `make faults` only.
"""

import base64
import re
import subprocess
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests import figures, servers
from tests.faults import oracle
from tests.faults.conftest import Crowd
from tests.faults.hosts import Hosts, inside, words
from tests.faults.test_broker import Person

pytestmark = [pytest.mark.figure, pytest.mark.slow]

LEASE = 4  # seconds
STATES = "SELECT state, count(*) FROM careers_document GROUP BY state"


def states(url: str) -> dict[str, int]:
    return {state: int(number) for state, number in oracle.ask(url, STATES)}


def test_three_poison_files_are_set_apart_and_the_others_are_read(
    crowd: Crowd, messenger: Any, size: figures.Size, tell: figures.Tell
) -> None:
    number = size(30, 1_000)
    poisoned = [number // 10, number // 2, number - 2]
    url = crowd(number)
    inside("send", number, "poison-word", *poisoned, database_url=url)
    sabotage = words(poison_cv="poison-word", reading_lease=LEASE)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=sabotage) as hosts:
        servers.until(
            lambda: hosts.revive() or "waiting" not in states(url), within=30 + number, what="the files to be read"
        )
    tell("CVs: set apart, of three that kill their reader", "3", states(url).get("broken", 0), number)
    tell("CVs: the others, read", str(number - 3), states(url).get("read", 0), number)
    assert states(url) == {"read": number - 3, "broken": 3}
    asked = "SELECT attempts, content IS NULL, refusal <> '' FROM careers_document WHERE state = 'broken'"
    assert oracle.ask(url, asked) == [(3, True, True)] * 3
    assert oracle.ask(url, "SELECT max(attempts) FROM careers_document WHERE state = 'read'")[0][0] <= 3


def test_workers_killed_while_they_read_lose_no_file(crowd: Crowd, messenger: Any, tell: figures.Tell) -> None:
    number = 40
    url = crowd(number)
    inside("send", number, "none", database_url=url)
    with Hosts(database_url=url, broker_url=messenger.url, sabotage=words(reading_lease=LEASE)) as hosts:
        servers.until(lambda: states(url).get("read", 0) > 2, what="the first files to be read", every=0.01)
        for worker in hosts.workers:
            worker.kill()
        left = states(url).get("waiting", 0)
        servers.until(lambda: hosts.revive() or "waiting" not in states(url), within=60, what="the rest to be read")
    tell("CVs: lost when both hosts are killed while they read", "0", number - states(url).get("read", 0), left)
    assert left
    assert states(url) == {"read": number}


CANARY = "canarywordthatnobodyelsewrites"
ENCODED = (CANARY.encode(), CANARY.encode().hex().encode(), base64.b64encode(CANARY.encode())[:-2])


def traces(url: str, places: dict[str, Path | servers.Process]) -> set[str]:
    """Where the word still stands, in itself or encoded: the dump of the database, and files below these places."""
    program = str(servers.PostgreSQL.programs() / "pg_dump")  # type: ignore[operator]
    dump = subprocess.run([program, url], capture_output=True, check=True).stdout
    found = {"dump"} if any(word in dump for word in ENCODED) else set()
    for name, place in places.items():
        folder = place if isinstance(place, Path) else place.folder
        for file in filter(Path.is_file, folder.rglob("*")):
            content = file.read_bytes()
            if any(word in content for word in ENCODED):
                found.add(f"{name}: {file.name}")
    return found


def upload(person: Person, name: str, content: bytes) -> str:
    """Send a file as a browser does; return the path of its page."""
    token = next(cookie.value for cookie in person.jar if cookie.name == "csrftoken")
    fields = f'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n'
    file = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = fields.encode() + file.encode() + content + b"\r\n--x--\r\n"
    request = urllib.request.Request(
        f"{person.site}/profile/documents/upload/", body, {"Content-Type": "multipart/form-data; boundary=x"}
    )
    with person.opener.open(request, timeout=30) as answer:
        return str(answer.url).removeprefix(person.site)


@pytest.fixture
def site(postgresql: servers.PostgreSQL, loaded: str) -> Iterator[dict[str, Any]]:
    """Production's parts, RabbitMQ too, with a worker that starts when the test says so."""
    url = postgresql.create("canary", like=loaded)
    with ExitStack() as running:
        broker = running.enter_context(servers.RabbitMQ())
        urls = {"database_url": url, "broker_url": broker.url}
        web = running.enter_context(servers.Web(**urls))
        beat = running.enter_context(servers.Beat(**urls))
        worker = servers.Worker(**urls)
        running.callback(worker.__exit__)
        yield {"url": url, "web": web, "beat": beat, "worker": worker, "broker": broker}


def test_a_discarded_cv_is_found_nowhere(site: dict[str, Any], tell: figures.Tell) -> None:
    url = site["url"]
    places = {name: site[name] for name in ("web", "beat", "worker", "broker")} | {"media": servers.ROOT / "media"}
    somebody = Person(site["web"].url)
    somebody.sign_up("canary-owner@example.org")
    somebody.get("/profile/documents/")
    cv = f"{CANARY}\nSkills: Python (expert), SQL, {CANARY} weaving\nI led {CANARY} with Kubernetes.".encode()
    waiting = upload(somebody, f"{CANARY}.txt", cv)
    assert traces(url, places) == {"dump"}, "while it waits it is in the database, and nowhere else"
    site["worker"].start()
    servers.until(lambda: "skills found" in somebody.get(waiting), within=30, what="the file to be read")
    assert CANARY in somebody.get(waiting)
    assert traces(url, places) == {"dump"}
    somebody.post(f"{waiting}discard/")
    left = traces(url, places)
    tell("a canary of a discarded CV: traces in dump, files, broker, logs", "0", len(left), 1)
    assert left == set()
    assert "not here any more" in re.sub(r"\s+", " ", somebody.get(waiting))
