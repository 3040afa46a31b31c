"""The limits: who may do what, and how often. One table, `LIMITS`, holds all of them, of pages and of the API.

A count is one number in the cache, raised and compared in one atomic step, so that calls at once pass exactly as many
times as calls one after the other. Work is priced: what takes longer counts as several. The count of the last period
fades evenly over the present one, so that nobody gets twice the amount around the turn of a period.

With RATE_LIMITS off nothing is counted.
"""

import hashlib
import math
import time
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache

MINUTE, HOUR, DAY = 60, 3_600, 86_400


class Limit(NamedTuple):
    """What is limited, for whom it is counted, and how many units of it there are in how many seconds."""

    what: str
    of: str
    amount: int
    seconds: int

    @property
    def said(self) -> str:
        """The amount in words: "120 a minute"."""
        period = {MINUTE: "a minute", HOUR: "an hour", DAY: "a day"}
        return f"{self.amount} {period.get(self.seconds, f'in {self.seconds // MINUTE} minutes')}"


# Whom a row counts for. A client is an account, or without one a network address.
CLIENT = "client"
ADDRESS = "network address"
ACCOUNT = "account"
TYPED = "e-mail address typed"
TYPED_HERE = "e-mail address typed, and the browser that signed in with it before, or else the network address"

LIMITS: dict[str, Limit] = {
    # The brake on everything: whoever has many accounts or browsers behind one network address meets this one.
    "anything": Limit("requests of any kind", ADDRESS, 3_000, MINUTE),
    # Pages
    "look": Limit("pages", CLIENT, 600, MINUTE),
    "send": Limit("forms", CLIENT, 240, MINUTE),
    "log_in": Limit("log-in forms", ADDRESS, 60, 5 * MINUTE),
    "sign_up": Limit("sign-ups", ADDRESS, 60, HOUR),
    "ask_for_mail": Limit("requests for a mail", ADDRESS, 30, HOUR),
    "ad": Limit("job ads read", CLIENT, 60, MINUTE),
    "document": Limit("CVs", CLIENT, 30, HOUR),
    # The API
    "read": Limit("calls that read the catalogue", CLIENT, 600, MINUTE),
    "compute": Limit("calls that compute", CLIENT, 120, MINUTE),
    "texts": Limit("calls that read a text", CLIENT, 120, MINUTE),
    "personal": Limit("calls about oneself", CLIENT, 300, MINUTE),
    "tokens": Limit("calls for a token", ADDRESS, 10, MINUTE),
    # Guesses
    "password": Limit("wrong passwords", TYPED_HERE, 5, 5 * MINUTE),
    "password_anywhere": Limit("wrong passwords from strange browsers", TYPED, 100, DAY),
    "code": Limit("wrong codes of an app", ACCOUNT, 5, 5 * MINUTE),
    # Mails that anybody can cause
    "mail": Limit("mails of that kind", TYPED, 5, HOUR),
}


class Refused(Exception):
    """There is no room under the limit `name`; there is some again in `wait` seconds."""

    def __init__(self, name: str, wait: int) -> None:
        super().__init__(f"over the limit of {LIMITS[name].said}")
        self.name = name
        self.limit = LIMITS[name]
        self.wait = wait


def spend(name: str, *who: str, units: int = 1) -> None:
    """Take units of the limit `name` for `who`. Raises Refused, and then nothing is taken.

    What costs more than the whole amount takes all of it, so that the largest call passes once in a period.
    """
    if not settings.RATE_LIMITS:
        return
    limit = LIMITS[name]
    units = min(units, limit.amount)
    number, gone = divmod(time.time(), limit.seconds)
    faded = _count(_key(name, who, int(number) - 1)) * (1 - gone / limit.seconds)
    now = _key(name, who, int(number))
    count = _raise(now, units, 2 * limit.seconds)
    if count + math.floor(faded) > limit.amount:
        _raise(now, -units, 2 * limit.seconds)
        raise Refused(name, _wait(limit, gone, count=count - units, faded=faded, units=units))


def clear(name: str, *who: str) -> None:
    """Give back all that `who` has taken of the limit `name`."""
    if settings.RATE_LIMITS:
        number = int(time.time() // LIMITS[name].seconds)
        cache.delete_many([_key(name, who, number), _key(name, who, number - 1)])


def _wait(limit: Limit, gone: float, *, count: int, faded: float, units: int) -> int:
    """The seconds until there is room for `units`: until enough has faded, in this period or in the next one."""
    left = limit.seconds - gone
    room = limit.amount - units
    if count <= room:  # this period alone has room: the last one is in the way
        return _next(left * (1 - (room - count + 1) / max(faded, 1)))
    return _next(left + limit.seconds * max(0.0, 1 - (room + 1) / count))


def _next(seconds: float) -> int:
    """The first whole second after a moment."""
    return math.floor(seconds + 1e-6) + 1


def _key(name: str, who: tuple[str, ...], number: int) -> str:
    """The key of one count. It names nobody: whoever reads the cache finds no addresses in it."""
    digest = hashlib.blake2b("\0".join(who).encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    return f"limit.{name}.{digest.hexdigest()}.{number}"


def _count(key: str) -> int:
    return int(cache.get(key) or 0)


def _raise(key: str, units: int, seconds: int) -> int:
    """Raise the count by so many units in one step, and return it."""
    for _ in range(3):
        cache.add(key, 0, seconds)
        try:
            return int(cache.incr(key, units))
        except ValueError:  # thrown out just now, because the cache was full
            continue
    return units
