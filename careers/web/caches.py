"""A Redis cache that may go away: it is left alone for a while, and something in the process stands in for it.

No request fails, and at most one in five seconds of each process waits, for the time-outs in the settings. Counters of
limits go on in the process meanwhile (`CountingCache`): so reading stays open, as generously as each process counts,
and guessing of passwords stays limited. Drawn pages are drawn each time (`DrawnCache`).
"""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

REST = 5.0  # seconds for which a server that failed is left alone
MOST_COUNTED = 100_000  # counters that a process keeps meanwhile
_resting: dict[str, float] = {}  # by server: until when


class GuardedCache(RedisCache):
    """Redis, or what stands in for it while it rests after a failure."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self.server = server
        self.instead = self.stand_in(f"instead of {server}", {**params, "OPTIONS": {"MAX_ENTRIES": MOST_COUNTED}})

    def stand_in(self, name: str, params: dict[str, Any]) -> BaseCache:
        raise NotImplementedError

    def answers(self) -> bool:
        """Ask the server itself whether it is there."""
        try:
            super().get("answers")
        except (RedisError, OSError):
            return False
        return True


def _guarded(name: str) -> Callable[..., Any]:
    of_redis = getattr(RedisCache, name)

    @wraps(of_redis)
    def ask(self: GuardedCache, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _resting.get(self.server, 0.0):
            try:
                return of_redis(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                _resting[self.server] = time.monotonic() + REST
                logger.warning("The cache does not answer; for %g s it is left alone: %s", REST, error)
        return getattr(self.instead, name)(*args, **kwargs)

    return ask


_ASKED = "add get set touch delete get_many has_key incr set_many delete_many clear"
for _name in _ASKED.split():
    setattr(GuardedCache, _name, _guarded(_name))


class CountingCache(GuardedCache):
    """For counters: while Redis is away, each process counts for itself."""

    def stand_in(self, name: str, params: dict[str, Any]) -> BaseCache:
        return LocMemCache(name, params)


class DrawnCache(GuardedCache):
    """For what can be drawn again: while Redis is away, nothing is kept."""

    def stand_in(self, name: str, params: dict[str, Any]) -> BaseCache:
        return DummyCache(name, params)


def words() -> str:
    """How the cache is doing: "ok", or what happens while it does not answer."""
    cache = caches["default"]
    if isinstance(cache, GuardedCache) and not cache.answers():
        return "no answer; limits are counted in each process, and pages are drawn each time"
    return "ok"
