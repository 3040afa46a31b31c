"""The limits of API calls: each view names a row of the one table (`careers.web.limits`) as its `throttle_scope`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from careers.web import clients, limits
from careers.web.limiting import said

if TYPE_CHECKING:  # the settings name a class of this module, so DRF's views load it while they load
    from rest_framework.views import APIView

BYTES = 50_000  # of a body that count as one more call: measured, a full profile of a batch takes 2 ms a 5 kB


class TooOften(Throttled):
    """A 429 in our own words; `wait` becomes its Retry-After."""

    def __init__(self, refused: limits.Refused, *, detail: str = "") -> None:
        super().__init__(detail=detail or said(refused))
        self.wait = refused.wait


class Limited(BaseThrottle):
    """DRF's way to ask whether a call may go on. The count is ours: DRF's own lets calls at once through."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Take the price of the view and of the body's length. Raises TooOften, which says more than False."""
        charge(request, view, units=getattr(view, "price", 1) + _length(request) // BYTES)
        return True


def charge(request: Request, view: APIView, *, units: int) -> None:
    """Take units of the view's limit for the client of this call; it reads, unless it says more. Raises TooOften."""
    scope: str = getattr(view, "throttle_scope", "read")
    who = clients.address if limits.LIMITS[scope].of == limits.ADDRESS else clients.client
    try:
        limits.spend(scope, who(request), units=units)
    except limits.Refused as refused:
        raise TooOften(refused) from refused


def _length(request: Request) -> int:
    sent = request.META.get("CONTENT_LENGTH") or "0"
    return int(sent) if str(sent).isdecimal() else 0
