"""Limits on a real Redis, which several processes share: calls at once pass exactly as often as the table says."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from careers.web import limits
from tests import flushing, people, servers
from tests.trust.conftest import Tell

flushing.install()

pytestmark = pytest.mark.broker

LIMIT = "password_anywhere"  # a day long, so that hardly any run is cut by the turn of a period
COUNTS = f"""
import sys, threading
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from careers.web import limits

def one(_):
    try:
        limits.spend({LIMIT!r}, "somebody")
    except limits.Refused as refused:
        assert refused.wait > 0
        return 0
    return 1

with ThreadPoolExecutor(20) as pool:
    print(sum(pool.map(one, range(int(sys.argv[1])))))
"""


@pytest.fixture(scope="module")
def redis() -> Iterator[servers.Redis]:
    with servers.Redis() as server:
        yield server


def test_processes_that_count_together_let_exactly_the_limit_through(
    redis: servers.Redis, size: Callable[[int, int], int], tell: Tell
) -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "careers.config.settings_test", "RATE_LIMITS": "true"}
    env["CACHE_URL"] = redis.url
    each, number = size(100, 500), size(2, 4)
    counting = [
        subprocess.Popen([sys.executable, "-c", COUNTS, str(each)], env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(number)
    ]
    passed = sum(int(one.communicate(timeout=60)[0]) for one in counting)
    tell("a limit, by processes", str(limits.LIMITS[LIMIT].amount), passed, each * number)
    assert [one.returncode for one in counting] == [0] * number
    assert passed == limits.LIMITS[LIMIT].amount


@pytest.mark.trust
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("proxies", [0, 1])
def test_wrong_passwords_at_once_by_http(
    redis: servers.Redis, live_server: Any, settings: Any, tell: Tell, proxies: int
) -> None:
    """Two hundred at once from one network address, each with another forged header: five are tried."""
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis.url}
    }
    settings.RATE_LIMITS, settings.NUM_PROXIES = True, proxies
    limits.cache.clear()
    people.publish()
    people.person()
    body = b'{"email": "a@example.org", "password": "wrong", "name": "x"}'

    def guess(n: int) -> int:
        behind = ", 203.0.113.9" if proxies else ""
        headers = {"Content-Type": "application/json", "X-Forwarded-For": f"198.51.100.{n}{behind}"}
        try:
            return int(urlopen(Request(f"{live_server.url}/api/v1/tokens/", body, headers), timeout=60).status)
        except HTTPError as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        statuses = Counter(pool.map(guess, range(200)))
    tell(f"wrong passwords at once, {proxies} proxies", "5", statuses[401], 200)
    assert statuses == {401: 5, 429: 195}
