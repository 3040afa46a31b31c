"""How much work something is, counted and never timed: the same on a quiet machine and on a busy one."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def calls(do: Callable[[], Any]) -> int:
    """How many calls of functions, Python's own included, it takes to do this."""
    seen = 0

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal seen
        seen += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return seen
