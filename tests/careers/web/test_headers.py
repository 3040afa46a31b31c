"""Security headers on each class of answer, probes by address, HEAD, and pages for when something is wrong.

Every address, for nobody, somebody and staff, is looked at by tests/architecture/test_urls.py.
"""

import contextlib
import logging
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client
from whitenoise.storage import CompressedManifestStaticFilesStorage

from tests import headers, people

CLASSES = {
    "page": "/roles/",
    "landing": "/",
    "redirect": "/matches/",
    "missing": "/nothing/here/",
    "api": "/api/v1/roles/",
    "missing api": "/api/v1/nothing/",
    "docs": "/api/docs/",
    "schema": "/api/v1/schema/",
    "style": "/static/careers/css/app.css",
    "script": "/static/careers/js/app.js",
    "drawing": "/static/careers/favicon.svg",
    "missing file": "/static/nothing.css",
    "probe": "/healthz",
    "admin": "/admin/login/",
}


@pytest.mark.parametrize("path", CLASSES.values(), ids=CLASSES.keys())
def test_every_class_of_answer_has_the_headers(release: Any, path: str) -> None:
    answer = Client().get(path)
    answer.getvalue()  # which closes a file
    assert headers.wrong(answer) == {}


@pytest.mark.parametrize(
    "path", ["/accounts/data/download/", "/admin/", "/admin/careers/skill/", "/matches/", "/api/v1/me/profile/"]
)
def test_so_have_those_for_people_who_signed_in(release: Any, path: str) -> None:
    client = Client()
    client.force_login(people.person(is_staff=True, is_superuser=True))
    assert headers.wrong(client.get(path)) == {}


def test_so_have_errors(release: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    strange = Client().get("/", headers={"host": "evil.example"})
    assert strange.status_code == 400
    assert headers.wrong(strange) == {}
    monkeypatch.setattr("careers.catalogue.releases.current", lambda: 1 / 0)
    broken = Client(raise_request_exception=False).get("/roles/")
    assert broken.status_code == 500
    assert headers.wrong(broken) == {}


def test_over_https_they_say_for_how_long(release: Any, settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31_536_000
    for path in ("/", "/static/careers/css/app.css", "/healthz"):
        answer = Client().get(path, secure=True)
        answer.getvalue()
        assert answer["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "10.1.2.3", "web-1"])
def test_a_probe_may_name_the_process_by_its_address(
    release: Any, settings: Any, path: str, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With the hosts, and the redirect to HTTPS, of production."""
    settings.ALLOWED_HOSTS = ["rolewise.example"]
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get(path, headers={"host": host})
    assert answer.status_code == 200 or path == "/readyz"  # which looks with a connection of its own
    assert "status" in answer.json()
    assert not caplog.records or path == "/readyz"


def test_no_other_address_may(release: Any, settings: Any, caplog: pytest.LogCaptureFixture) -> None:
    settings.ALLOWED_HOSTS = ["rolewise.example"]
    assert Client().get("/roles/", headers={"host": "127.0.0.1"}).status_code == 400
    [said] = [record for record in caplog.records if record.name == "django.security.DisallowedHost"]
    assert (said.levelno, said.exc_info) == (logging.WARNING, None)
    assert "127.0.0.1" in said.getMessage()


@pytest.mark.parametrize("path", ["/roles/", "/static/careers/css/app.css", "/nothing/", "/api/v1/roles/", "/healthz"])
def test_head_has_the_headers_of_get_and_no_body(release: Any, path: str) -> None:
    """Asked below Django's test client, which would drop the body itself."""
    assert _sent("GET", path)[1]
    status, body, length = _sent("HEAD", path)[0], *_sent("HEAD", path)[1:]
    assert body == b""
    assert (status, length) == (_sent("GET", path)[0], _sent("GET", path)[2])


def _sent(method: str, path: str) -> tuple[str, bytes, str | None]:
    """Status, body and length of an answer, as a web server gets them."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import RequestFactory

    heard: list[Any] = []
    environ = RequestFactory().generic(method, path, SERVER_NAME="localhost").environ
    answer = WSGIHandler()(environ, lambda status, headers, *_: heard.extend((status, dict(headers))))
    with contextlib.closing(answer):
        return heard[0], b"".join(answer), heard[1].get("Content-Length")


@pytest.fixture
def nothing_collected(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The storage of production, whose manifest names no file."""
    production = CompressedManifestStaticFilesStorage(location=tmp_path, base_url="/static/")
    monkeypatch.setattr(staticfiles_storage, "_wrapped", production)


@pytest.mark.parametrize("page", ["400.html", "500.html", "unavailable.html"])
def test_error_pages_need_no_collected_files(nothing_collected: None, page: str, settings: Any) -> None:
    settings.DEBUG = False
    text = render_to_string(page)
    assert "<h1>" in text
    assert 'href="/static/careers/css/app.css"' in text
    with pytest.raises((ValueError, TemplateSyntaxError)):
        render_to_string("503.html")  # as every other page: the oracle that there is no manifest


def test_without_collected_files_a_visitor_still_gets_words(release: Any, nothing_collected: None) -> None:
    broken = Client(raise_request_exception=False).get("/roles/")
    assert broken.status_code == 500
    assert "Something broke on our side" in broken.content.decode()
    strange = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert strange.status_code == 400
    assert "We could not read that request" in strange.content.decode()
