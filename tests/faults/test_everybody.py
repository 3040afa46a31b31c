"""Twenty thousand people on `make run`: a release is published at the desk, and everybody is recorded on it."""

import contextlib
import http.cookiejar
import itertools
import random
import re
import sqlite3
import statistics
import time
import urllib.parse
import urllib.request

import pytest

from careers.profile import vectors
from tests import servers
from tests.faults.test_launch import Site, Start, start  # noqa: F401  (a fixture)

PEOPLE = 20_000
WITHIN = 120  # seconds


class Visitor:
    """Somebody at a browser, with the seconds of each answer."""

    def __init__(self, site: Site) -> None:
        self.site, self.took = site, list[float]()
        self._jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))

    def get(self, path: str) -> str:
        return self._ask(path)

    def send(self, path: str, to: str = "", **fields: str) -> str:
        """Send a form of a page, with its token, to the page itself or to another address."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token
        return self._ask(to or path, urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode())

    def log_in(self, name: str) -> None:
        log_ins = dict(re.findall(r"^ +(\S+)@demo\.localhost  (\S+)$", self.site.output, re.MULTILINE))
        self.send("accounts/login/", login=f"{name}@demo.localhost", password=log_ins[name])

    def _ask(self, path: str, body: bytes | None = None) -> str:
        began = time.monotonic()
        with self._opener.open(self.site.url + path, body, timeout=30) as answer:
            text = str(answer.read().decode())
        self.took.append(time.monotonic() - began)
        return text


def fill(site: Site) -> None:
    """Write people with thirty skills each, as if recorded on release 1 before anything of theirs counted."""
    dice = random.Random(1)
    positions = [position for (position,) in site.query("SELECT position FROM careers_skill WHERE NOT retired")]
    first = 1_000
    ids = range(first, first + PEOPLE)
    held = [
        vectors.packed({at: dice.randint(0, 5) for at in dice.sample(positions, 30)})  # type: ignore[arg-type]
        for _ in ids
    ]
    with contextlib.closing(sqlite3.connect(site.state / "rolewise.sqlite3", timeout=30)) as database:
        database.executemany(
            "INSERT INTO careers_user (id, email, password, is_superuser, is_staff, is_active, date_joined)"
            " VALUES (?, ?, '!', 0, 0, 1, '2026-01-01')",
            ((pk, f"p{pk}@example.org") for pk in ids),
        )
        database.executemany(
            "INSERT INTO careers_profile (id, user_id, version, levels, target, news_seen) VALUES (?, ?, 1, ?, '', 0)",
            ((pk, pk, levels) for pk, levels in zip(ids, held, strict=True)),
        )
        database.executemany(
            "INSERT INTO matching_score (profile_id, wanted_version, profile_version, release_number, fits, levels,"
            " attempts) VALUES (?, 1, 1, 1, x'', ?, 0)",
            zip(ids, held, strict=True),
        )
        database.execute(
            "UPDATE careers_requirement SET importance = importance % 5 + 1"
            " WHERE id IN (SELECT min(id) FROM careers_requirement WHERE NOT essential GROUP BY role_id)"
        )
        database.commit()


@pytest.mark.slow
def test_everybody_is_recorded_within_two_minutes_and_pages_answer_meanwhile(start: Start) -> None:  # noqa: F811
    site = start()
    fill(site)
    publisher, person = Visitor(site), Visitor(site)
    publisher.log_in("publisher")
    person.log_in("person")
    person.took.clear()
    digest = re.search(r'name="digest" value="(\w+)"', publisher.get("admin/careers/release/publish/"))
    assert digest
    began = time.monotonic()
    page = publisher.send("admin/careers/release/publish/", digest=digest[1], reason="To see how long it takes.")
    assert "Release 2 is published" in page
    seen: list[int] = []
    pages = itertools.cycle(["", "matches/", "history/", "profile/"])
    while "Everybody is recorded on release 2" not in (page := publisher.get("admin/careers/release/progress/")):
        assert time.monotonic() - began < WITHIN, page
        done = re.search(r'<progress value="(\d+)"', page)
        seen += [int(done[1])] if done else []
        person.get(next(pages))
        person.send("profile/", to="profile/claim/", skill="python", level=str(len(seen) % 5))
    took = time.monotonic() - began
    print(
        f"{PEOPLE} people in {took:.1f} s; {len(person.took)} pages and forms meanwhile, "
        f"median {statistics.median(person.took):.2f} s, slowest {max(person.took):.2f} s"
    )
    assert seen == sorted(seen)
    assert any(0 < done < PEOPLE for done in seen), "the page shows progress"
    assert max(person.took) < 2
    stale = "SELECT count(*) FROM matching_score WHERE release_number < 2"
    servers.until(lambda: site.query(stale) == [(0,)], what="everybody to be recorded")
    records = "FROM matching_record WHERE release_after = 2 AND profile_id >= 1000"
    [[count, different]] = site.query(f"SELECT count(*), count(DISTINCT profile_id) {records}")
    assert count == different
    assert int(str(count)) > PEOPLE * 0.99  # whoever holds nothing that a role asks did not move
