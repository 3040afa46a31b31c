"""What was drawn, kept in the cache `kept` under everything that it was drawn from: nothing of it can be out of date.

A key is a digest of the values that were drawn, of the language and of the software. So a change of any of them asks
for another key, nobody has to think of taking old ones away, and two people share a drawing only if it is the same.

The cache may be down or silent: then everything is drawn (`caches.DrawnCache`).
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

_SHAPES = ("careers", "matching", "templates")
_SUFFIXES = {".py", ".html", ".css", ".js", ".svg", ".json"}


@cache
def software() -> str:
    """A digest of all that shapes a page except what it shows; read once per process."""
    digest = hashlib.sha256(django.__version__.encode())
    root = Path(settings.BASE_DIR)
    for path in sorted(path for name in _SHAPES for path in (root / name).rglob("*") if path.suffix in _SUFFIXES):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def key(kind: str, *drawn_from: object) -> str:
    """The key of what is drawn from these values, each of which says all of itself in its `repr`."""
    text = repr((software(), get_language(), *drawn_from))
    return f"{kind}.{hashlib.sha256(text.encode()).hexdigest()}"


def get(key: str) -> Any:
    """What is kept under this key; None if nothing is."""
    return caches["kept"].get(key)


def put(key: str, drawn: object, *, seconds: int) -> None:
    """Keep what was drawn, if the cache takes it."""
    caches["kept"].set(key, drawn, seconds)
