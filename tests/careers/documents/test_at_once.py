"""Many uploads of one person at the same time: as many are kept as there is room for, and the others are told so."""

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from careers.documents.models import Document
from careers.documents.operations import MOST_KEPT
from tests import flushing, people
from tests.trust.racing import at_once

flushing.install()
pytestmark = [pytest.mark.database, pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def test_uploads_at_once_find_the_room_of_one_after_the_other() -> None:
    people.publish()
    user = people.person_with({}).user

    def tab() -> Client:
        client = Client()
        client.force_login(user)
        return client

    def sent(client: Client, number: int) -> object:
        file = SimpleUploadedFile("cv.txt", b"Python %d" % number)
        return client.post("/profile/documents/upload/", {"file": file})

    tabs = [tab() for _ in range(MOST_KEPT + 3)]
    answers = at_once(
        [lambda one=one, n=n: sent(one, n) for n, one in enumerate(tabs)],  # type: ignore[misc]
        table="careers_document",
    )
    assert Counter(answer.status for answer in answers) == {302: MOST_KEPT, 409: 3}
    assert Document.objects.count() == MOST_KEPT
