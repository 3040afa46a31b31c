"""Files are read by workers: three attempts, then set apart; whatever breaks, the others go on and nothing is told."""

import datetime
import logging
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from careers.documents import contents, found, operations, reading
from careers.documents.extracting import Entry, Extracted, Kind, Reason, Refused
from careers.documents.extracting.running import Failed
from careers.documents.models import KEPT, LEASE, Document
from careers.models import Profile
from matching import tasks
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.database]

NOON = people.NOON
SECOND = datetime.timedelta(seconds=1)
CV = b"Skills: Python (expert), SQL, Airflow\n"


@pytest.fixture
def person() -> Profile:
    people.publish()
    return people.person_with({})


def send(person: Profile, content: bytes = CV, name: str = "cv.txt") -> Document:
    return operations.upload(user=person.user, name=name, content=content, at=NOON)


def sweep(at: datetime.datetime = NOON) -> list[tuple[int, int]]:
    sent: list[tuple[int, int]] = []
    reading.hand_out(publish=lambda pk, tried: sent.append((pk, tried)), at=at)
    return sent


def test_a_file_waits_for_a_worker_and_goes_once_it_is_read(person: Profile) -> None:
    document = send(person)
    assert (document.state, sweep()) == ("waiting", [(document.pk, 0)])
    tasks.read_document(document.pk, 0)
    document.refresh_from_db()
    assert (document.state, document.content, document.text) == ("read", None, CV.decode().strip())
    skills = [(position, document.text[start:end], level) for position, start, end, level, _ in document.finds]
    assert skills == [(2, "Python", 5), (6, "SQL", None), (0, "Airflow", None)]


def test_the_sweep_hands_a_document_out_once_a_lease(person: Profile) -> None:
    document = send(person)
    assert sweep(NOON) == [(document.pk, 0)]
    assert sweep(NOON + LEASE - SECOND) == []
    assert sweep(NOON + LEASE) == [(document.pk, 0)]


def test_a_message_that_comes_twice_is_done_once(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    document, read = send(person), []
    monkeypatch.setattr(contents, "extract", lambda content, name: read.append(name) or _killed())
    with pytest.raises(KeyboardInterrupt):
        reading.read_document(document_id=document.pk, tried=0)
    reading.read_document(document_id=document.pk, tried=0)
    assert read == ["cv.txt"]


def _killed() -> Any:
    raise KeyboardInterrupt  # not an Exception: nothing of the verb runs any more, as if the process were gone


def test_a_file_that_breaks_its_workers_is_set_apart_after_three(
    person: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    poison, good = send(person, b"poison"), send(person)
    real = contents.extract
    monkeypatch.setattr(
        contents, "extract", lambda content, name: _killed() if content == b"poison" else real(content, name=name)
    )
    at, begun = NOON, []
    for _ in range(6):
        for pk, tried in sweep(at):
            begun.append(pk)
            try:
                reading.read_document(document_id=pk, tried=tried, clock=lambda now=at: now)  # type: ignore[misc]
            except KeyboardInterrupt:
                continue
        at += LEASE
    assert (begun.count(poison.pk), begun.count(good.pk)) == (3, 1)
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.content, good.state) == ("broken", None, "read")
    client = Client()
    client.force_login(person.user)
    monkeypatch.setattr("careers.documents.views.timezone.now", lambda: NOON)
    page = client.get(f"/profile/documents/{poison.pk}/").content.decode()
    assert "Three times, reading this file came to no end" in page
    assert '<textarea id="text"' in page


def test_a_fault_is_tried_again_at_once_and_logged_without_its_words(
    person: Profile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = send(person)

    def fails(content: bytes, name: str) -> Any:
        raise ValueError("a word of the CV: canary")

    monkeypatch.setattr(contents, "extract", fails)
    with caplog.at_level(logging.INFO):
        reading.read_document(document_id=document.pk, tried=0, clock=lambda: NOON)
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text
    assert sweep(NOON) == [(document.pk, 1)]


def test_the_database_failing_costs_no_attempt(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    document = send(person)

    def fails(release: object, content: bytes, name: str) -> Any:
        raise OperationalError

    monkeypatch.setattr(contents, "of_file", fails)
    with pytest.raises(OperationalError):
        reading.read_document(document_id=document.pk, tried=0, clock=lambda: NOON)
    document.refresh_from_db()
    assert (document.attempts, document.state) == (0, "waiting")


def test_a_machine_that_can_read_no_file_costs_no_attempt_and_says_so(
    person: Profile, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = send(person)

    def fails(content: bytes, name: str) -> Any:
        raise Failed("no filter of system calls")

    monkeypatch.setattr(contents, "extract", fails)
    for turn in range(5):
        reading.read_document(document_id=document.pk, tried=0, clock=lambda at=NOON + turn * LEASE: at)  # type: ignore[misc]
    document.refresh_from_db()
    assert (document.attempts, document.state) == (0, "waiting")
    assert "No file can be read here: no filter of system calls" in caplog.text


def test_a_refused_file_says_what_to_do(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    document = send(person)

    def refuses(content: bytes, name: str) -> Any:
        raise Refused(Reason.LOCKED)

    monkeypatch.setattr(contents, "extract", refuses)
    reading.read_document(document_id=document.pk, tried=0)
    document.refresh_from_db()
    assert (document.state, document.content) == ("refused", None)
    assert document.refusal == str(Refused(Reason.LOCKED))


def test_what_is_discarded_while_it_is_read_stays_away(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    document, real = send(person), contents.extract

    def discarded(content: bytes, name: str) -> Any:
        operations.discard(document=document)
        return real(content, name=name)

    monkeypatch.setattr(contents, "extract", discarded)
    reading.read_document(document_id=document.pk, tried=0)
    assert not Document.objects.exists()


def test_a_lost_broker_leaves_the_documents_to_the_next_sweep(person: Profile) -> None:
    first, second = send(person), send(person, b"SQL")
    sent: list[int] = []

    def once(pk: int, tried: int) -> None:
        if sent:
            raise ConnectionError
        sent.append(pk)

    assert reading.hand_out(publish=once, at=NOON) == 1
    assert sent == [first.pk]
    assert sweep(NOON) == [(second.pk, 0)]


def test_a_long_paste_waits_for_a_worker_too(person: Profile) -> None:
    text = "Python, SQL and other things. " * 1_000
    document = operations.paste(user=person.user, release=people.publish(), text=text, at=NOON)
    assert document.state == "waiting"
    reading.read_document(document_id=document.pk, tried=0)
    document.refresh_from_db()
    assert (document.state, len(document.finds)) == ("read", 2_000)


def test_everything_is_gone_after_a_day(person: Profile) -> None:
    send(person)
    assert operations.forget(at=NOON + KEPT - SECOND) == 0
    assert operations.forget(at=NOON + KEPT) == 1
    assert datetime.timedelta(days=1) > KEPT, "the task that forgets comes once an hour"


def test_a_page_waits_and_says_if_it_takes_too_long(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"/profile/documents/{send(person).pk}/"
    client = Client()
    client.force_login(person.user)
    fragment = {"HX-Request": "true"}
    for seconds, said in ((1, False), (14, False), (16, True)):
        now = NOON + seconds * SECOND
        monkeypatch.setattr("careers.documents.views.timezone.now", lambda now=now: now)
        page = client.get(address).content.decode()
        assert 'hx-trigger="every 1s"' in page
        assert f'href="{address}">Look again</a>' in page
        assert ("the part of the site that reads files may stand still" in page) is said
        part = client.get(f"{address}?poll=1", headers=fragment).content.decode()
        assert part.strip().startswith('<div id="state"')
    tasks.read_document(Document.objects.get().pk, 0)
    assert client.get(f"{address}?poll=1", headers=fragment)["HX-Redirect"] == address
    assert "3 skills found" in client.get(address).content.decode()


def test_what_a_file_hides_is_flagged_and_not_blocked(person: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    document = send(person)
    monkeypatch.setattr(
        contents, "extract", lambda content, name: Extracted(Kind.PDF, "Python", (), ("Some text cannot be seen.",))
    )
    tasks.read_document(document.pk, 0)
    client = Client()
    client.force_login(person.user)
    monkeypatch.setattr("careers.documents.views.timezone.now", lambda: NOON)
    page = client.get(f"/profile/documents/{document.pk}/").content.decode()
    assert "Some text cannot be seen." in page
    assert 'id="tick-python" checked' in page


def test_entries_outweigh_the_text_and_unknown_ones_become_words(person: Profile) -> None:
    release = people.publish()
    entries = [
        Entry("Python", 4, "Python: Advanced"),
        Entry("SQL (Structured Query Language)", None, "SQL (Structured Query Language)"),
        Entry("Juggling\x00 knives", 2, "Juggling knives"),
        Entry("a name that is far too long for a word of anybody's own, whoever it may be", None, ""),
    ]
    read = contents.of_text(release, entries, "Basics of Python, expert in SQL, some Airflow.", ())
    shown = found.by_skill(release, read.text, read.spots)
    assert [(one.slug, one.level, one.quotes[0].words) for one in shown] == [
        ("python", 4, "Python"),
        ("sql", 5, "SQL"),
        ("airflow", 2, "Airflow"),
    ]
    assert read.unknown == ("Juggling knives",)
    assert [read.text[spot.start : spot.end] for spot in read.spots[:2]] == [
        "Python",
        "SQL (Structured Query Language)",
    ]
