"""The environment's variables, read so that a wrong value is told by the variable's name and what it should be.

A value that may hold a password is not repeated.
"""

import contextlib
import logging
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

env = environ.Env()

_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def needed(name: str) -> str:
    """Return the variable `name`, which production needs. Raises ImproperlyConfigured if it is not set."""
    value: str = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Production needs the environment variable {name}. See .env.example.")
    return value


def whole_number(name: str, default: int) -> int:
    text = env(name, default="") or str(default)
    if not (text.isascii() and text.isdigit()):
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be a whole number, such as {default}.")
    return int(text)


def switch(name: str, default: bool) -> bool:
    text = (env(name, default="") or str(default)).lower()
    if text not in _YES | _NO:
        raise ImproperlyConfigured(f"{name} is {text!r}; it must be true or false.")
    return text in _YES


def token(name: str) -> str:
    """Return a token that is long enough to be no guess, or nothing."""
    text: str = env(name, default="")
    if text and (len(text) < 20 or not text.isascii() or not text.isprintable() or " " in text):
        raise ImproperlyConfigured(f"{name} must be at least 20 random characters, as openssl rand -hex 20 gives them.")
    return text


def log_level(name: str, default: str) -> str:
    level: str = env(name, default="") or default
    if level not in logging.getLevelNamesMapping():
        raise ImproperlyConfigured(f"{name} is {level!r}; it must be DEBUG, INFO, WARNING or ERROR.")
    return level


def origins(name: str) -> list[str]:
    given: list[str] = env.list(name, default=[])
    wrong = [origin for origin in given if not origin.startswith(("https://", "http://"))]
    if wrong:
        raise ImproperlyConfigured(f"{name} has {wrong[0]!r}; an origin begins with https://.")
    return given


def site_url(name: str, *, hosts: list[str], production: bool) -> str:
    """Return where people reach the site: links in mails and shared links begin with it, never with a Host header.

    Raises ImproperlyConfigured if it is more or less than a scheme and a host that the site answers to.
    """
    here = f"http://127.0.0.1:{env('PORT', default='') or 8000}"
    url = (needed(name) if production else env(name, default="") or here).removesuffix("/")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or url != f"{parts.scheme}://{parts.netloc}" or "@" in url:
        raise ImproperlyConfigured(f"{name} is {url!r}; it must be a scheme and a host, as in https://example.org.")
    if not validate_host(parts.hostname or "", hosts):
        raise ImproperlyConfigured(f"{name} names the host {parts.hostname!r}, which is not in ALLOWED_HOSTS.")
    return url


def database(name: str, *, default: str, production: bool) -> dict[str, Any]:
    """Return Django's settings of the database. Production takes PostgreSQL only."""
    kinds = {"django.db.backends.postgresql"} | (set() if production else {"django.db.backends.sqlite3"})
    example = "postgres://user:password@127.0.0.1:5432/rolewise"
    found: dict[str, Any] = env.db_url_config(_url(name, default, _of(environ.Env.DB_SCHEMES, kinds), example))
    return found


def cache(name: str, *, default: str, production: bool) -> dict[str, Any]:
    """Return Django's settings of the cache. Production takes one that its processes share: limits count there."""
    kinds = {"django.core.cache.backends.redis.RedisCache"}
    schemes = _of(environ.Env.CACHE_SCHEMES, kinds) if production else environ.Env.CACHE_SCHEMES
    found: dict[str, Any] = env.cache_url_config(_url(name, default, schemes, "redis://127.0.0.1:6379/1"))
    return found


def mail(name: str, *, default: str, production: bool) -> dict[str, Any]:
    """Return Django's settings of the mail server. Production takes none that loses what it is given."""
    kinds = {f"django.core.mail.backends.{kind}.EmailBackend" for kind in ("smtp", "filebased")}
    schemes = _of(environ.Env.EMAIL_SCHEMES, kinds) if production else environ.Env.EMAIL_SCHEMES
    url = _url(name, default, schemes, "smtp+tls://user:password@mail.example.org:587")
    found: dict[str, Any] = env.email_url_config(url)
    if found["EMAIL_BACKEND"].endswith("filebased.EmailBackend"):
        found["EMAIL_FILE_PATH"] = urlsplit(url).path  # which django-environ takes for a relative one
    return found


def broker_url(name: str, *, default: str, production: bool) -> str:
    """Return the broker's URL. Production takes RabbitMQ or Redis, and no log-in that everybody knows."""
    schemes = ("amqp", "amqps", "redis", "rediss") + (() if production else ("filesystem", "memory"))
    url = _url(name, default, schemes, "amqp://user:password@127.0.0.1:5672//")
    parts = urlsplit(url)
    log_in = {unquote(parts.username or ""), unquote(parts.password or "")}
    if production and parts.scheme.startswith("amqp") and log_in & {"", "guest"}:  # "" is sent as guest
        raise ImproperlyConfigured(
            f"{name} uses RabbitMQ's own log-in (guest) or names no password. "
            "Make a user with a password of its own: rabbitmqctl add_user."
        )
    return url


def _of(schemes: Mapping[str, str], kinds: Collection[str]) -> list[str]:
    return [scheme for scheme, kind in schemes.items() if kind in kinds]


def _url(name: str, default: str, schemes: Collection[str], example: str) -> str:
    """Return the URL in the variable `name`. Raises ImproperlyConfigured if it is of another kind or cannot be read."""
    url: str = env(name, default="") or default
    scheme, found, _ = url.partition("://")
    with contextlib.suppress(ValueError):  # of a port that is not a number
        if found and scheme in schemes and (urlsplit(url).port or True):
            return url
    begins = ", ".join(f"{scheme}://" for scheme in schemes)
    raise ImproperlyConfigured(
        f"{name} must be a URL such as {example}. It can begin with {begins}. "
        "In a password, / # % : @ are written %2F %23 %25 %3A %40."
    )
