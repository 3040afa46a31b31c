"""The levels of a profile as bytes: one for each skill, at the skill's permanent position.

0 is no claim, any other byte the level plus one, so a claim of level 0 is told from none. It is written with the claims
and read by what scores many profiles at once: a block of people is then a table of bytes without a row a claim.
"""

from collections.abc import Iterable, Mapping


def packed(levels: Mapping[int, int]) -> bytes:
    """The bytes of {position: level}, as long as the highest position asks; no claims are no bytes.

    >>> packed({0: 3, 2: 0})
    b'\\x04\\x00\\x01'
    """
    found = bytearray(max(levels, default=-1) + 1)
    for position, level in levels.items():
        found[position] = level + 1
    return bytes(found)


def unpacked(vector: Iterable[int]) -> dict[int, int]:
    """The {position: level} of `packed`.

    >>> unpacked(b"\\x04\\x00\\x01")
    {0: 3, 2: 0}
    """
    return {position: code - 1 for position, code in enumerate(vector) if code}
