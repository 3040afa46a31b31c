"""The judge: raw SQL and the score in its plainest form (tests/engine/reference.py), with no code of the workers."""

import hashlib
import itertools
import struct
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import psycopg

from careers.catalogue.released import Released
from matching import inputs
from tests.engine import reference

Row = tuple[Any, ...]


class Found(NamedTuple):
    """How many are recorded wrongly: without their latest score, with a movement twice or missing, with wrong bytes."""

    lost: int
    doubled: int
    stale: int
    digest: str
    expected: str

    @property
    def wrong(self) -> int:
        return self.lost + self.doubled + self.stale

    @property
    def same(self) -> str:
        return "equal" if self.digest == self.expected else "differs"


class _Record(NamedTuple):
    release_before: int
    version_before: int
    release_after: int
    version_after: int
    fits_before: bytes
    fits_after: bytes


def ask(database_url: str, question: str) -> list[Row]:
    with psycopg.connect(database_url) as connection:
        return connection.execute(question).fetchall()  # type: ignore[call-overload,no-any-return]


def behind(database_url: str) -> int:
    """How many scores are not at their profile's version and the latest release."""
    [(number,)] = ask(
        database_url,
        """SELECT count(*) FROM careers_profile p LEFT JOIN matching_score s ON s.profile_id = p.id
           WHERE p.version > 0 AND (s.profile_version IS NULL OR s.profile_version < p.version
                 OR s.release_number < (SELECT max(number) FROM careers_release))""",
    )
    return int(number)


def judge(database_url: str) -> Found:
    """Work everybody's score out from their claims, one by one, and follow the chain of their records."""
    score = _reference(database_url)
    held: defaultdict[int, dict[int, int]] = defaultdict(dict)
    claims = "SELECT profile_id, position, level FROM careers_claim JOIN careers_skill s ON s.id = skill_id"
    for profile, position, level in ask(database_url, claims):
        held[profile][position] = level
    records = _records(database_url)
    [(latest,)] = ask(database_url, "SELECT max(number) FROM careers_release")
    scores = {
        profile: rest
        for profile, *rest in ask(
            database_url, "SELECT profile_id, release_number, profile_version, fits, levels FROM matching_score"
        )
    }
    lost = doubled = stale = 0
    found, expected = hashlib.sha256(), hashlib.sha256()
    for profile, version in ask(database_url, "SELECT id, version FROM careers_profile WHERE version > 0 ORDER BY id"):
        number, seen, fits, levels = scores.pop(profile, (0, 0, b"", b""))
        wanted = (latest, version, score(latest, held[profile]), _packed(held[profile]))
        _add(found, profile, number, seen, bytes(fits), bytes(levels))
        _add(expected, profile, *wanted)
        if (number, seen) != wanted[:2]:
            lost += 1
        elif (bytes(fits), bytes(levels)) != wanted[2:]:
            stale += 1
        if not _is_chain(records[profile], bytes(fits)):
            doubled += 1
    return Found(lost, doubled + len(scores), stale, found.hexdigest(), expected.hexdigest())


def _reference(database_url: str) -> Any:
    """The function that packs the fits of levels (by position) on a release, asked once for each kind of person."""
    releases = {
        number: Released(number=number, digest=digest, published_at=at, content=content)
        for number, digest, at, content in ask(
            database_url, "SELECT number, digest, published_at, content FROM careers_release"
        )
    }

    @cache
    def fits_of(number: int, held: tuple[tuple[int, int], ...]) -> bytes:
        release = releases[number]
        levels = {release.by_position[position].slug: level for position, level in held}
        fits = {one["role"]: one["fit"] for one in reference.standings(inputs.specification(release), levels)}
        return b"".join(struct.pack("<H", fits[role.slug]) for role in release.content.roles)

    def score(number: int, held: Mapping[int, int]) -> bytes:
        return fits_of(number, tuple(sorted(held.items()))) if held else b""

    return score


def _records(database_url: str) -> defaultdict[int, list[_Record]]:
    found: defaultdict[int, list[_Record]] = defaultdict(list)
    for profile, *rest in ask(
        database_url,
        """SELECT profile_id, release_before, version_before, release_after, version_after, fits_before, fits_after
           FROM matching_record ORDER BY profile_id, release_after, version_after""",
    ):
        found[profile].append(_Record(*rest))
    return found


def _is_chain(records: list[_Record], fits: bytes) -> bool:
    """Whether each record begins where the one before ended, moves something, and the last ends at the score."""
    if any(before.fits_after != after.fits_before for before, after in itertools.pairwise(records)):
        return False
    if any(record.fits_before == record.fits_after for record in records):
        return False
    return (records[-1].fits_after if records else b"") == fits


def _packed(held: Mapping[int, int]) -> bytes:
    return bytes(held[at] + 1 if at in held else 0 for at in range(max(held, default=-1) + 1))


def _add(digest: Any, profile: int, number: int, version: int, fits: bytes, levels: bytes) -> None:
    digest.update(struct.pack(">qiii", profile, number, version, len(fits)) + fits + levels)
