"""What many answers hold, as plain values, which the renderer writes (`careers.api.writing`).

Answers that many people ask for are built from these: a serializer of DRF's takes longer than scoring a profile. The
serializers that describe such answers in the documentation are used for nothing else; a test holds both together.
"""

from typing import Any

from careers.catalogue.released import Released
from careers.words import hundredths


def release(one: Released) -> dict[str, Any]:
    return {"number": one.number, "digest": one.digest}


def points(n: int | None) -> str | None:
    """Whole hundredths as a text with two decimals, if there are any."""
    return None if n is None else hundredths(n)
