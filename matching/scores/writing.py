"""Write scores over older ones, and the records of those that moved: many at once, on PostgreSQL by COPY.

Both ways write a score only over the very one that was read, which was older, and a record only with its score. So a
block that runs twice, late, or beside another worker changes nothing; what somebody else wrote meanwhile stays, and if
that is behind as well, the sweep finds it again.
"""

import datetime
import struct
from collections.abc import Sequence

from django.db import connection

from careers.catalogue.released import Released
from matching.scores.computing import Behind, Computed


def write(release: Released, rows: Sequence[Behind], computed: Sequence[Computed], at: datetime.datetime) -> int:
    """Write what is newer than what is stored; return the number of rows written. Runs in a transaction."""
    if not rows:
        return 0
    put = _copy if connection.vendor == "postgresql" else _insert
    return put(release, rows, computed, at)


# SQLite. Its transaction is the only one that writes, so two statements are as good as one.
_INCOMING_HERE = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_scores (
    profile_id integer PRIMARY KEY, release_before, version_before, version, moved, fits, levels
)
"""
_RECORD_HERE = """
INSERT INTO matching_record (profile_id, release_before, release_after, version_before, version_after,
    fits_before, fits_after, levels_before, levels_after, recorded_at)
SELECT incoming.profile_id, coalesce(nullif(release_before, 0), %(release)s), %(release)s, version_before, version,
    score.fits, incoming.fits, nullif(score.levels, incoming.levels), incoming.levels, %(at)s
FROM incoming_scores AS incoming JOIN matching_score AS score ON score.profile_id = incoming.profile_id
    AND (score.release_number, score.profile_version) = (incoming.release_before, incoming.version_before)
WHERE moved
"""
_SCORE_HERE = """
UPDATE matching_score AS score
SET release_number = %(release)s, profile_version = incoming.version, fits = incoming.fits, levels = incoming.levels,
    scored_at = %(at)s, leased_until = NULL, attempts = 0
FROM incoming_scores AS incoming
WHERE score.profile_id = incoming.profile_id
    AND (score.release_number, score.profile_version) = (incoming.release_before, incoming.version_before)
"""


def _insert(release: Released, rows: Sequence[Behind], computed: Sequence[Computed], at: datetime.datetime) -> int:
    values = [
        (row.profile_id, row.release_before, row.version_before, row.version, new.moved, new.fits, row.levels)
        for row, new in zip(rows, computed, strict=True)
    ]
    given = {"release": release.number, "at": connection.ops.adapt_datetimefield_value(at)}
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING_HERE)
        cursor.execute("DELETE FROM incoming_scores")
        cursor.executemany("INSERT INTO incoming_scores VALUES (%s, %s, %s, %s, %s, %s, %s)", values)
        cursor.execute(_RECORD_HERE, given)
        cursor.execute(_SCORE_HERE, given)
        return int(cursor.rowcount)


# PostgreSQL.
# What scores are replaced by. The table stays for the connection; its content goes with the transaction, in which
# another slice may have filled it before. A block is joined and sorted in memory.
_INCOMING = """
CREATE TEMPORARY TABLE IF NOT EXISTS incoming_scores (
    profile_id bigint, release_before integer, version_before integer, version integer, moved boolean,
    fits bytea, levels bytea
) ON COMMIT DELETE ROWS;
TRUNCATE incoming_scores;
SET LOCAL work_mem = '64MB'
"""
_INTO = "COPY incoming_scores FROM STDIN (FORMAT BINARY)"
# The scores are locked in the order of their ids, as everybody locks them, so that two workers never wait for each
# other in a circle; what is found there is what a record calls "before".
_WRITE = """
WITH older AS MATERIALIZED (
    SELECT incoming.*, score.fits AS fits_before, nullif(score.levels, incoming.levels) AS levels_before
    FROM matching_score AS score JOIN incoming_scores AS incoming USING (profile_id)
    WHERE (score.release_number, score.profile_version) = (incoming.release_before, incoming.version_before)
        AND score.profile_id BETWEEN %(first)s AND %(last)s  -- else everybody is read to find the few of a block
    ORDER BY score.profile_id FOR NO KEY UPDATE OF score
), written AS (
    UPDATE matching_score AS score
    SET release_number = %(release)s, profile_version = older.version, fits = older.fits, levels = older.levels,
        scored_at = %(at)s, leased_until = NULL, attempts = 0
    FROM older WHERE score.profile_id = older.profile_id
    RETURNING older.*
), recorded AS (
    INSERT INTO matching_record (profile_id, release_before, release_after, version_before, version_after,
        fits_before, fits_after, levels_before, levels_after, recorded_at)
    SELECT profile_id, coalesce(nullif(release_before, 0), %(release)s), %(release)s, version_before, version,
        fits_before, fits, levels_before, levels, %(at)s
    FROM written WHERE moved
)
SELECT count(*) FROM written
"""
_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)  # signature, flags, length of the header's extension
_TAIL = struct.pack(">h", -1)
# Of each row: the number of fields, then each field's length before its value; the fits' length comes last here.
_ROW = struct.Struct(">hiqiiiiiii?i")
_LENGTH = struct.Struct(">i")


def _copy(release: Released, rows: Sequence[Behind], computed: Sequence[Computed], at: datetime.datetime) -> int:
    row_of, length = _ROW.pack, _LENGTH.pack
    parts = [_HEAD]
    for row, new in zip(rows, computed, strict=True):
        seen = (4, row.release_before, 4, row.version_before)
        head = row_of(7, 8, row.profile_id, *seen, 4, row.version, 1, new.moved, len(new.fits))
        parts += (head, new.fits, length(len(row.levels)), row.levels)
    parts.append(_TAIL)
    with connection.cursor() as cursor:
        cursor.execute(_INCOMING)
        with cursor.copy(_INTO) as copy:
            copy.write(b"".join(parts))
        ends = {"first": min(row.profile_id for row in rows), "last": max(row.profile_id for row in rows)}
        cursor.execute(_WRITE, {"release": release.number, "at": at, **ends})
        return int(cursor.fetchone()[0])
