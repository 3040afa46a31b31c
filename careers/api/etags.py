"""The ETag of the catalogue's answers: it changes with the release and with the code that shapes them."""

import hashlib
from functools import cache
from pathlib import Path

import rest_framework
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from rest_framework.request import Request
from rest_framework.response import Response

from careers.catalogue.released import Released

_SHAPES = Path(__file__).resolve().parents[1]  # careers: the API, what it reads, and how names are read


@cache
def software() -> str:
    """A digest of the code that shapes the answers; read once per process."""
    digest = hashlib.sha256(rest_framework.VERSION.encode())
    for path in sorted(_SHAPES.rglob("*.py")):
        digest.update(path.relative_to(_SHAPES).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def etag(release: Released) -> str:
    return f'"{release.number}.{release.digest[:16]}.{software()[:16]}"'


def conditional(request: Request, response: Response, release: Released) -> HttpResponseBase:
    """The response with its ETag, or a 304 if the client has it already."""
    response["ETag"] = etag(release)
    return get_conditional_response(request._request, etag=response["ETag"], response=response) or response
