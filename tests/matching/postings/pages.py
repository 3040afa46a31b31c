"""What the tests of the pages of ads share: a browser of somebody, an ad that it sends, and the words of an answer."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from careers.models import Profile
from matching.models import Posting
from tests import people
from tests.matching.postings import ads

READ, TRIED = "/postings/", "/try/postings/"


@pytest.fixture
def profile(shipped: None) -> Profile:
    return people.person_with({"python": 4, "sql": 3, "apache-spark": 0})


@pytest.fixture
def browser(client: Client, profile: Profile) -> Client:
    client.force_login(profile.user)
    return client


def words(answer: Any) -> str:
    """The words of a page, without tags."""
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return " ".join(html.unescape(re.sub(r"<(select|svg).*?</\1>|<[^>]+>", " ", main, flags=re.DOTALL)).split())


def send(browser: Client, text: str, **fields: str) -> Any:
    return browser.post(READ, {"text": text, "do": "read", **fields})


def kept(browser: Client, text: str = ads.ML_ENGINEER, **fields: str) -> Posting:
    assert send(browser, text, **{"do": "keep", **fields}).status_code == 302
    posting = Posting.objects.first()
    assert posting
    return posting
