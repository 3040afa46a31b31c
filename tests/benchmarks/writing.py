"""How fast everybody is scored again on PostgreSQL, against a bare read and COPY, and against bulk_create.

    python tests/benchmarks/writing.py [--people 200000] [--rounds 5] [--few 20000]

One process, as one worker: blocks are read, scored and written with their records, each in a transaction. The bare peer
reads the same rows and copies the same bytes into tables without an index; bulk_create with update_conflicts writes the
score rows alone, in batches as large. Afterwards the rows have to be equal. Run it alone on the machine.
"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.databases import database  # noqa: E402

TIMES_BARE, BULK_CREATE_TIMES, BYTES = 3.0, 8.0, 1_000  # the bars
DIGEST = """
SELECT md5(string_agg(md5(concat_ws('|', profile_id, release_number, profile_version, encode(fits, 'hex'),
    encode(levels, 'hex'))), '' ORDER BY profile_id)) FROM matching_score WHERE profile_id <= %s
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--few", type=int, default=20_000, help="people that bulk_create writes")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with database(sqlite=False):
        from tests.benchmarks import crowd

        crowd.fill(options.people)
        _keep()
        crowd.another_release()
        rounds = []
        for _ in range(options.rounds):
            took = {"a bare read and COPY": _bare(options.people), "ours": _ours()}
            ours = _digest(options.few)
            size = _size(options.people)
            took["bulk_create"] = _bulk_create(options.few)
            if _digest(options.few) != ours:
                print("bulk_create leaves other rows than ours", file=sys.stderr)
                return 1
            rounds.append(took)
        return _tell(rounds, options.people, size)


def _tell(rounds: list[dict[str, float]], people: int, size: float) -> int:
    bare = statistics.median(one["ours"] / one["a bare read and COPY"] for one in rounds)
    bulk = statistics.median(one["bulk_create"] / one["ours"] for one in rounds)
    print(f"{people:,} people; {len(rounds)} interleaved rounds, equal rows\n")
    for name in rounds[0]:
        print(f"{name:24}{1e6 * statistics.median(one[name] for one in rounds):8.1f} us a person")
    bars = [
        ("ours / a bare read and COPY", bare, "<=", TIMES_BARE),
        ("bulk_create / ours", bulk, ">=", BULK_CREATE_TIMES),
        ("bytes of a record with its score", size, "<=", BYTES),
    ]
    missed = 0
    for name, got, sign, bar in bars:
        held = got <= bar if sign == "<=" else got >= bar
        missed += not held
        print(f"{name:36}{got:10.2f}  {sign} {bar}  {'met' if held else 'MISSED'}")
    return 1 if missed else 0


def _keep() -> None:
    _execute("CREATE TABLE kept_scores AS TABLE matching_score")
    _execute("CREATE UNLOGGED TABLE bare_scores (LIKE matching_score)")
    _execute("ALTER TABLE bare_scores SET LOGGED")
    _execute("CREATE TABLE bare_records (LIKE matching_record)")


def _back() -> None:
    """Everybody as after the first release, without dead rows."""
    for table in ("matching_block", "matching_record", "matching_score", "bare_scores", "bare_records"):
        _execute(f"TRUNCATE {table}")
    _execute("INSERT INTO matching_score TABLE kept_scores")
    _execute("VACUUM ANALYZE matching_score")
    _execute("CHECKPOINT")


def _ours() -> float:
    """Sweep and work until nobody is behind."""
    from django.utils import timezone

    from matching.scores import blocks, scoring

    _back()
    began = time.perf_counter()
    waiting: list[tuple[int, int]] = []
    while blocks.sweep(publish=lambda block, tried: waiting.append((block, tried)), at=timezone.now()):
        for block, tried in waiting:
            scoring.score_block(block_id=block, tried=tried)
        waiting.clear()
    return (time.perf_counter() - began) / _count()


def _bare(people: int) -> float:
    """Read what has to be read, and copy bytes as many as are written, block by block."""
    from django.db import connection, transaction

    from matching.scores.blocks import PEOPLE

    _back()
    score = _bytes_of("bare_scores", "SELECT * FROM kept_scores ORDER BY profile_id LIMIT %s", PEOPLE)
    record = _bytes_of("bare_records", _RECORDS, PEOPLE)
    began = time.perf_counter()
    for first in range(1, people + 1, PEOPLE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_READ, [first, first + PEOPLE - 1])
            cursor.fetchall()
            for table, content in (("bare_scores", score), ("bare_records", record)):
                with cursor.copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(content)
    return (time.perf_counter() - began) / people


_READ = """
SELECT profile_id, wanted_version, release_number, profile_version, fits, score.levels, profile.levels
FROM matching_score AS score JOIN careers_profile AS profile ON profile.id = profile_id
WHERE profile_id BETWEEN %s AND %s
"""
_RECORDS = (
    "SELECT 1, 2, 1, 1, fits, fits, NULL::bytea, levels, NULL::jsonb, now(), profile_id FROM kept_scores LIMIT %s"
)


def _bytes_of(table: str, rows: str, people: int) -> bytes:
    """The rows of a block as COPY takes them."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE block (LIKE {table})")
        cursor.execute(f"INSERT INTO block {rows}", [people])
        with cursor.copy("COPY block TO STDOUT (FORMAT BINARY)") as copy:
            content = b"".join(copy)
        cursor.execute("DROP TABLE block")
    return content


def _bulk_create(people: int) -> float:
    """Write the same score rows, worked out beforehand, as Django writes many rows at once."""
    from matching.models import Score
    from matching.scores.blocks import PEOPLE

    new = list(Score.objects.filter(pk__lte=people).order_by("pk"))
    _back()
    columns = ["release_number", "profile_version", "fits", "levels", "scored_at", "leased_until", "attempts"]
    began = time.perf_counter()
    for start in range(0, people, PEOPLE):
        Score.objects.bulk_create(
            new[start : start + PEOPLE], update_conflicts=True, unique_fields=["profile"], update_fields=columns
        )
    return (time.perf_counter() - began) / people


def _size(people: int) -> float:
    """The bytes that a person's record and score take, indexes included."""
    [[size]] = _fetch("SELECT pg_total_relation_size('matching_record')")
    [[row]] = _fetch("SELECT avg(pg_column_size(score)) FROM matching_score AS score")
    return float(size / people + float(row))


def _digest(people: int) -> Any:
    return _fetch(DIGEST, [people])


def _count() -> int:
    [[people]] = _fetch("SELECT count(*) FROM matching_score WHERE release_number = 2")
    return int(people)


def _execute(sql: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql)


def _fetch(sql: str, given: list[Any] | None = None) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


if __name__ == "__main__":
    sys.exit(main())
