"""A cache that refuses, is silent or is slow: counters go on in the process, pages are drawn, /readyz says so."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from careers.web import caches as guarded
from matching.scores import health
from tests import people, servers

WRONG = {"login": "a@example.org", "password": "not the right one"}


@pytest.fixture
def lost(settings: Any) -> Iterator[servers.SilentServer]:
    """The site's cache is a server that takes connections and says nothing."""
    with servers.SilentServer() as server:
        point_at(settings, server.port)
        yield server
        guarded._resting.clear()


def point_at(settings: Any, port: int) -> None:
    """Have the caches on this port, with the time-outs of the settings."""
    options = {"OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2}}
    settings.CACHES = {
        name: {"BACKEND": f"careers.web.caches.{kind}", "LOCATION": f"redis://127.0.0.1:{port}/0", **options}
        for name, kind in (("default", "CountingCache"), ("kept", "DrawnCache"))
    }
    for name in settings.CACHES:
        caches[name]
    guarded._resting.clear()


def test_counters_go_on_in_the_process(lost: servers.SilentServer) -> None:
    cache = caches["default"]
    assert cache.add("count", 1)
    assert not cache.add("count", 1)
    assert [cache.incr("count") for _ in range(3)] == [2, 3, 4]
    with pytest.raises(ValueError, match="not found"):
        cache.incr("another")
    assert cache.get("count") == 4
    cache.delete("count")
    assert cache.get_or_set("count", 7) == 7
    assert lost.visitors == 1  # it was left alone after the first


def test_it_is_asked_again_after_a_rest(lost: servers.SilentServer, monkeypatch: pytest.MonkeyPatch) -> None:
    caches["default"].get("a")
    caches["default"].get("a")
    assert lost.visitors == 1
    monkeypatch.setattr(guarded, "REST", 0.0)
    guarded._resting.clear()
    caches["default"].get("a")
    caches["default"].get("a")
    assert lost.visitors == 3


def test_pages_are_not_kept_in_the_process(lost: servers.SilentServer) -> None:
    caches["kept"].set("page", "drawn")
    assert caches["kept"].get("page") is None


def test_an_error_of_the_caller_is_not_a_failure_of_the_cache(redis_url: str, settings: Any) -> None:
    point_at(settings, int(redis_url.rpartition(":")[2].partition("/")[0]))
    with pytest.raises(ValueError, match="not found"):
        caches["default"].incr("nothing")
    assert guarded._resting == {}
    assert caches["default"].add("count", 1)
    assert caches["default"].incr("count") == 2


@pytest.mark.django_db
def test_reading_stays_open_and_guessing_passwords_stays_limited(
    lost: servers.SilentServer, settings: Any, release: Any
) -> None:
    settings.RATE_LIMITS, settings.ACCOUNT_RATE_LIMITS = True, {}
    people.person("a@example.org")
    assert Client().get("/api/v1/roles/").status_code == 200
    said = [Client().post("/accounts/login/", WRONG).content.decode() for _ in range(8)]
    limited = ["Too many" in page for page in said]
    assert limited[0] is False
    assert limited[-1] is True


@pytest.mark.django_db
def test_readyz_names_the_cache(lost: servers.SilentServer) -> None:
    assert health.look()["cache"].startswith("no answer")


def test_a_cache_of_the_process_is_always_there() -> None:
    assert guarded.words() == "ok"
