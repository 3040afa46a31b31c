"""Pages that are the same for every visitor: kept per release, compressed, told "as before", and nobody else's."""

import gzip
import uuid
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from careers.catalogue.released import Released
from careers.web import kept
from careers.web.visitors import same_for_visitors
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

PAGES = ["/", "/roles/", "/roles/builder/", "/skills/", "/skills/python/", "/about/method/", "/about/privacy/"]


@pytest.fixture(autouse=True)
def _keeps(settings: Any) -> None:
    """A cache of this test's own."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": uuid.uuid4().hex}
    settings.CACHES = {**settings.CACHES, "kept": own}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_drawn_once_and_the_same_from_then_on(path: str, django_assert_num_queries: Any) -> None:
    first = Client().get(path)
    with django_assert_num_queries(1):  # for the number of the release
        again = Client().get(path)
    assert again.content == first.content
    assert not again.context  # nothing was drawn
    assert not again.cookies
    assert b"csrf" not in again.content.lower().replace(b"<code>csrftoken</code>", b"")  # the privacy page names it
    assert {"Cookie", "HX-Request", "Accept-Encoding"} <= set(again["Vary"].split(", "))
    assert again["Cache-Control"] == "public, no-cache"


def test_a_browser_that_has_it_is_told_so() -> None:
    page = Client().get("/roles/")
    told = Client().get("/roles/", headers={"If-None-Match": page["ETag"]})
    assert (told.status_code, told.content, told["ETag"]) == (304, b"", page["ETag"])
    assert told["Vary"] == page["Vary"]
    assert Client().get("/roles/", headers={"If-None-Match": 'W/"another"'}).status_code == 200


def test_it_is_sent_compressed_to_whoever_reads_that() -> None:
    page = Client().get("/roles/")
    packed = Client().get("/roles/", headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == page.content
    assert packed["ETag"] == page["ETag"]


def test_what_is_drawn_for_somebody_is_private_and_leaves_visitors_alone() -> None:
    somebody = Client()
    somebody.force_login(people.person())
    own = somebody.get("/roles/")
    assert own["Cache-Control"] == "private, no-store"
    assert "ETag" not in own
    visitors = Client().get("/roles/")
    assert b"Sign out" in own.content
    assert b"Sign out" not in visitors.content
    assert b"Sign out" in somebody.get("/roles/").content


@pytest.mark.parametrize("cookie", ["sessionid", "tried", "messages"])
def test_who_sends_a_cookie_gets_a_page_of_their_own(cookie: str) -> None:
    Client().get("/")
    tab = Client()
    tab.cookies[cookie] = "anything"
    assert tab.get("/").context
    assert Client().get("/?q=x").context
    assert Client().get("/", headers={"HX-Request": "true"}).context


def test_a_new_release_is_shown_at_once(release: Released) -> None:
    before = Client().get("/roles/")
    raw = drafts.small()
    raw["roles"][0]["title"] = "Constructor"
    people.publish(raw)
    after = Client().get("/roles/")
    assert b"Constructor" in after.content
    assert after["ETag"] != before["ETag"]
    assert Client().get("/roles/", headers={"If-None-Match": before["ETag"]}).status_code == 200


def test_a_page_with_a_token_is_never_kept() -> None:
    drawn = []

    @same_for_visitors
    def form(request: HttpRequest) -> HttpResponse:
        drawn.append(request)
        return HttpResponse(get_token(request))

    for _ in range(2):
        assert "ETag" not in form(RequestFactory().get("/somewhere/"))
    assert len(drawn) == 2


def test_an_address_that_is_not_there_stays_so() -> None:
    assert [Client().get("/roles/nobody/").status_code for _ in range(2)] == [404, 404]


def test_pages_are_compressed_and_answers_of_the_api_are_not() -> None:
    """A compressed answer has a weak ETag, with which If-Match never agrees."""
    packed = {"Accept-Encoding": "gzip"}
    tab = Client()
    tab.force_login(people.person())
    assert tab.get("/matches/", headers=packed)["Content-Encoding"] == "gzip"
    answer = tab.get("/api/v1/me/profile/", headers=packed)
    assert "Content-Encoding" not in answer
    assert answer["ETag"].startswith('"')


def test_a_key_names_all_that_was_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import translation

    one = kept.key("page", 1, "a")
    assert one == kept.key("page", 1, "a")
    assert len({one, kept.key("page", 1, "b"), kept.key("page", 2, "a"), kept.key("part", 1, "a")}) == 4
    with translation.override("de"):
        assert kept.key("page", 1, "a") != one
    monkeypatch.setattr(kept, "software", lambda: "newer")
    assert kept.key("page", 1, "a") != one
