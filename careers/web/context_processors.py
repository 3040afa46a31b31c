"""Context for every page: the release that it shows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from careers.catalogue import releases
from careers.catalogue.released import Released


def release(request: HttpRequest) -> dict[str, Any]:
    """Add `release` for the footer: looked up only if a template uses it, None before the first publication."""

    def find() -> Released | None:
        try:
            return releases.for_request(request)
        except releases.NoRelease:
            return None

    return {"release": SimpleLazyObject(find)}
