"""What somebody who left wrote is not in the bytes of the database's files either, also if a rescore ran meanwhile.

Of SQLite, whose files are this machine's and anybody's who gets hold of them; so this does not run on PostgreSQL.
"""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from careers.documents import operations as documents
from careers.documents import reading
from careers.models import Profile
from careers.profile import leaving
from matching.scores import scoring
from tests import flushing, people
from tests.matching.own_data.test_export import canary, session_of

__all__ = ["canary"]  # the fixture: somebody with something in every table

flushing.install()
pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]

SONG = re.compile(rb"canary(?!-group|-release)")


def copies() -> dict[str, int]:
    """{file: how often it holds the canary's words}, of the database and the log next to it.

    A group is nobody's, and the reason of a release belongs to the release.
    """
    name = Path(str(connection.settings_dict["NAME"]))
    found = {path.name: len(SONG.findall(path.read_bytes())) for path in name.parent.glob(f"{name.name}*")}
    return {name: count for name, count in found.items() if count}


@pytest.fixture
def rescore() -> Iterator[None]:
    """A worker that scores somebody else, again and again, on a connection of its own."""
    other = people.person_with({"react": 5}, "stranger@example.org").pk
    over, wrong = threading.Event(), []

    def work() -> None:
        try:
            while not over.is_set():
                scoring.score_profiles(profile_ids=[other])
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    yield
    over.set()
    worker.join()
    assert wrong == []


def test_nothing_of_a_discarded_cv_is_in_the_files(db: None) -> None:
    release = people.publish()
    user = people.person()
    pasted = documents.paste(user=user, release=release, text="canary: Python, SQL", at=people.NOON)
    sent = documents.upload(user=user, name="canary.txt", content=b"canary: Python", at=people.NOON)
    assert copies()
    reading.read_document(document_id=sent.pk, tried=0)
    documents.discard(document=pasted)
    documents.discard(document=sent)
    assert copies() == {}


def test_the_file_is_gone_once_it_is_read(db: None) -> None:
    people.publish()
    file = b"\xef\xbb\xbf\x00" + b"".join(b"canary\0%d\0" % n for n in range(20_000))
    sent = documents.upload(user=people.person(), name="cv.txt", content=file, at=people.NOON)
    before = copies()
    assert max(before.values()) > 19_000, "but where a page of the file cuts a word"
    reading.read_document(document_id=sent.pk, tried=0)
    sent.refresh_from_db()
    assert (sent.state, sent.content) == ("refused", None)
    assert copies() == {}


def test_nothing_of_somebody_who_left_is_in_the_files(canary: Profile, rescore: None) -> None:
    session_of(canary.user)
    scoring.score_profiles(profile_ids=[canary.pk])
    assert copies()
    leaving.delete_account(user=canary.user)
    assert copies() == {}
