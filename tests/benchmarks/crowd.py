"""Many people for a measurement, written by COPY: accounts, packed levels, and scores recorded on the current release.

They hold thirty skills each, drawn with a seed: skills by Zipf's law, levels evenly. Their claims are not written,
because nothing that scores everybody reads them.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from django.db import connection
from django.utils import timezone

from careers.catalogue import releases
from careers.models import Requirement
from matching import engine, inputs
from matching.publishing import operations
from matching.scores import fits

CLAIMS = 30
AT_ONCE = 50_000

Row = Sequence[Any]


def codes(compiled: engine.Compiled, people: int, seed: int = 1) -> engine.Codes:
    """The engine's codes of people with thirty claims each: skills by Zipf(0.8), levels evenly."""
    dice = np.random.default_rng(seed)
    skills = len(compiled.spec.skills)
    likely = 1 / np.arange(1, skills + 1) ** 0.8
    order = np.argsort(dice.exponential(size=(people, skills)) / likely, axis=1)[:, :CLAIMS]
    found = np.zeros((people, skills), dtype=np.uint8)
    found[np.arange(people)[:, np.newaxis], dice.permutation(skills)[order]] = dice.integers(
        1, 7, size=(people, CLAIMS)
    )
    return found


def fill(people: int) -> None:
    """Write so many people, ids from 1, all scored on the current release."""
    release = releases.current()
    compiled = inputs.compiled(release)
    positions = [skill.position for skill in release.content.skills]
    at = timezone.now()
    for start in range(0, people, AT_ONCE):
        some = codes(compiled, min(AT_ONCE, people - start), seed=start)
        packed = np.zeros((len(some), max(positions) + 1), dtype=np.uint8)
        packed[:, positions] = some
        vectors = [row.tobytes() for row in packed]
        scores = fits.packed(engine.fits_of(compiled, some))
        ids = range(start + 1, start + 1 + len(some))
        _copy("careers_user", _user_columns(), (_user(pk, at) for pk in ids))
        columns = "id, user_id, version, levels, target, news_seen"
        _copy("careers_profile", columns, ((pk, pk, 1, vector, "", 0) for pk, vector in zip(ids, vectors, strict=True)))
        _copy("matching_score", SCORE, scored(ids, release.number, scores, vectors, at))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE careers_profile")
        cursor.execute("VACUUM ANALYZE matching_score")


SCORE = "profile_id, wanted_version, release_number, profile_version, fits, levels, scored_at, attempts"


def scored(
    ids: Iterable[int], release: int, scores: Iterable[bytes], vectors: Iterable[bytes], at: Any
) -> Iterator[Row]:
    """The rows of `SCORE`."""
    return ((pk, 1, release, 1, fit, vector, at, 0) for pk, fit, vector in zip(ids, scores, vectors, strict=True))


def another_release() -> int:
    """Publish a release in which one valued skill of each role weighs otherwise; return its number."""
    for asked in Requirement.objects.filter(essential=False).order_by("role_id", "skill_id").distinct("role_id"):
        asked.importance = asked.importance % 5 + 1
        asked.save()
    release = operations.publish_release(reason="To measure how everybody is scored again.")
    assert release is not None
    return release.number


def _copy(table: str, columns: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _user_columns() -> str:
    return "id, email, password, is_superuser, is_staff, is_active, date_joined"


def _user(pk: int, at: Any) -> Row:
    return (pk, f"p{pk}@example.org", "!", False, False, True, at)
