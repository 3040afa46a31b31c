"""How fast many profiles are scored: ours against plain Python, polars, DuckDB, and a copy of the same bytes.

    python tests/benchmarks/engine.py [--people 200000] [--rounds 5] [--plain 2000]

Everybody gets the same people in the form that suits them best, made beforehand: dicts, a long frame, a wide frame, a
table, bytes. All work out the fit and the must-haves met of every person for every role, and their sums have to be
equal. Rounds are interleaved; a ratio is the median over them. Run it alone on the machine.

Everybody gets every core: the frames have threads, and ours and the plain loop a process for each core, as workers are.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from matching import engine  # noqa: E402

BARS = {"polars, long joins": 12.0, "DuckDB, long joins": 12.0, "polars, wide expressions": 1.0, "plain Python": 50.0}
CORES = len(os.sched_getaffinity(0))
Sums = tuple[int, int]  # of all fits and of all must-haves met, each times the place of its role


class Peer(NamedTuple):
    name: str
    people: int
    run: Callable[[], Sums]


_PARTS: dict[str, list[Callable[[], Sums]]] = {}  # what each process has of a peer's work, before it is forked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--plain", type=int, default=2_000, help="people that plain Python scores")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    compiled = _compiled()
    from tests.benchmarks import crowd

    codes = crowd.codes(compiled, options.people)
    few = codes[: options.plain]
    expected = {len(one): _ours(compiled, one)() for one in (codes, few)}
    _PARTS["ours"] = [_ours(compiled, part) for part in np.array_split(codes, CORES)]
    _PARTS["plain Python"] = [_plain(compiled, part) for part in np.array_split(few, CORES)]
    with multiprocessing.get_context("fork").Pool(CORES) as pool:  # before the frames have threads
        peers = [
            _on_every_core(pool, "ours", len(codes)),
            _polars_wide(compiled, codes),
            _polars_long(compiled, codes),
            _duckdb_long(compiled, codes),
            _on_every_core(pool, "plain Python", len(few)),
            _copy(compiled, codes),
        ]
        return _compared(peers, expected, options.rounds)


def _compared(peers: Sequence[Peer], expected: Mapping[int, Sums], times: int) -> int:
    rounds = []
    for _ in range(times):
        took = {}
        for peer in peers:
            began = time.perf_counter()
            sums = peer.run()
            took[peer.name] = (time.perf_counter() - began) / peer.people
            if peer.name != "a copy of the bytes" and sums != expected[peer.people]:
                print(f"{peer.name} adds up to {sums}, not to {expected[peer.people]}", file=sys.stderr)
                return 1
        rounds.append(took)
    return _tell(rounds, peers[0].people)


def _tell(rounds: Sequence[Mapping[str, float]], people: int) -> int:
    """Print the table; 1 if a bar is missed."""
    missed = 0
    print(f"{people:,} people, thirty skills each, all roles; {len(rounds)} interleaved rounds, equal sums\n")
    print(f"{'':28}{'us a person':>12}{'times ours':>12}{'bar':>7}")
    for name in rounds[0]:
        ratio = statistics.median(one[name] / one["ours"] for one in rounds)
        bar = BARS.get(name)
        short = bar is not None and ratio < bar
        missed += short
        us = 1e6 * statistics.median(one[name] for one in rounds)
        print(f"{name:28}{us:12.3f}{ratio:12.2f}{bar or '':>7}  {'MISSED' if short else 'met' if bar else ''}")
    return 1 if missed else 0


def _compiled() -> engine.Compiled:
    """The catalogue that we ship, compiled without a database."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "careers.config.settings_test"
    django.setup()
    from matching import inputs
    from tests import shipped

    return inputs.compiled(shipped.released())


def _on_every_core(pool: Pool, name: str, people: int) -> Peer:
    def run() -> Sums:
        points, met = zip(*pool.starmap(_part, [(name, at) for at in range(CORES)]), strict=True)
        return sum(points), sum(met)

    return Peer(name, people, run)


def _part(name: str, at: int) -> Sums:
    return _PARTS[name][at]()


def _ours(compiled: engine.Compiled, codes: engine.Codes) -> Callable[[], Sums]:
    codes = np.asfortranarray(codes)

    def run() -> Sums:
        found = engine.fits_of(compiled, codes)
        return _weighed(found.points.sum(axis=1, dtype=np.int64)), _weighed(found.met.sum(axis=1, dtype=np.int64))

    return run


def _weighed(sums: Any) -> int:
    return sum(int(one) * place for place, one in enumerate(sums, start=1))


def _plain(compiled: engine.Compiled, codes: engine.Codes) -> Callable[[], Sums]:
    """A decent loop over dicts: what somebody writes who knows Python and has the data in hand."""
    skills = compiled.spec.skills
    people = [{skills[at]: int(row[at]) - 1 for at in np.flatnonzero(row)} for row in codes]
    gives: dict[tuple[str, int], list[tuple[str, int]]] = {
        claim: [(compiled.asked_skills[at], int(held)) for at, held in enumerate(compiled.closure[row]) if held]
        for claim, row in compiled.row_of.items()
    }
    roles = [[(one.skill, one.level, one.share, one.essential) for one in role.requirements] for role in compiled.roles]

    def run() -> Sums:
        points, mets = [0] * len(roles), [0] * len(roles)
        for levels in people:
            have: dict[str, int] = {}
            for claim in levels.items():
                for skill, held in gives[claim]:
                    if held > have.get(skill, 0):
                        have[skill] = held
            for place, role in enumerate(roles):
                fit = met = 0
                for skill, need, share, essential in role:
                    held = have.get(skill, 0)
                    if held >= need:
                        fit += share * need * need
                        met += essential
                    elif held:
                        fit += share * held * held
                points[place] += fit
                mets[place] += met
        return _weighed(points), _weighed(mets)

    return run


def _tables(compiled: engine.Compiled) -> tuple[dict[str, Any], dict[str, Any]]:
    """The closure as (skill, level, asked, held), and the requirements as (asked, role, need, share, essential)."""
    rows, asked = np.nonzero(compiled.closure)
    gives = {
        "skill": (rows // 6).astype(np.int16),
        "level": (rows % 6).astype(np.int16),
        "asked": asked.astype(np.int16),
        "held": compiled.closure[rows, asked].astype(np.int32),
    }
    owners = np.repeat(np.arange(len(compiled.roles)), np.diff([*compiled.starts, len(compiled.columns)]))
    requirements = {
        "asked": compiled.columns.astype(np.int16),
        "role": owners.astype(np.int16),
        "need": compiled.needs.astype(np.int32),
        "share": compiled.shares.astype(np.int32),
        "essential": compiled.essential.astype(np.int32),
    }
    return gives, requirements


def _long(codes: engine.Codes) -> dict[str, Any]:
    person, skill = np.nonzero(codes)
    return {
        "person": person.astype(np.int32),
        "skill": skill.astype(np.int16),
        "level": (codes[person, skill] - 1).astype(np.int16),
    }


def _polars_long(compiled: engine.Compiled, codes: engine.Codes) -> Peer:
    import polars as pl

    gives, requirements = (pl.DataFrame(table).lazy() for table in _tables(compiled))
    claims = pl.DataFrame(_long(codes)).lazy()
    held = claims.join(gives, on=["skill", "level"]).group_by("person", "asked").agg(pl.col("held").max())
    counted = pl.min_horizontal("held", "need")
    lines = held.join(requirements, on="asked").select(
        "person",
        "role",
        (pl.col("share") * counted * counted).alias("points"),
        (pl.col("essential") * (pl.col("held") >= pl.col("need"))).alias("met"),
    )
    fits = lines.group_by("person", "role").agg(pl.col("points").sum(), pl.col("met").sum())

    def run() -> Sums:
        sums = fits.collect().group_by("role").agg(pl.col("points").sum(), pl.col("met").sum()).sort("role")
        return _weighed(sums["points"].to_list()), _weighed(sums["met"].to_list())

    return Peer("polars, long joins", len(codes), run)


def _polars_wide(compiled: engine.Compiled, codes: engine.Codes) -> Peer:
    """One column a skill, one expression a role: as near to ours as a frame can be."""
    import polars as pl

    frame = pl.DataFrame({str(at): np.ascontiguousarray(codes[:, at]) for at in range(codes.shape[1])}).lazy()
    asked = frame.select(_held(pl, column).alias(str(at)) for at, column in enumerate(compiled.bulk))
    by_role: list[list[Any]] = [[] for _ in compiled.roles]
    must: list[list[Any]] = [[] for _ in compiled.roles]
    for at, column in enumerate(compiled.bulk):
        for demand in column.demands:
            counted = pl.min_horizontal(pl.col(str(at)), pl.lit(demand.level, dtype=pl.UInt8)).cast(pl.UInt16)
            for role, share in demand.shares:
                by_role[role].append(counted * counted * pl.lit(share, dtype=pl.UInt16))
            for role in demand.essential:
                must[role].append((pl.col(str(at)) >= demand.level).cast(pl.UInt8))
    fits = asked.select(
        *(_added(pl, lines, pl.UInt16).alias(f"points {role}") for role, lines in enumerate(by_role)),
        *(_added(pl, lines, pl.UInt8).alias(f"met {role}") for role, lines in enumerate(must)),
    )

    def run() -> Sums:
        found = fits.collect()
        sums = {name: int(found[name].cast(pl.Int64).sum()) for name in found.columns}
        roles = range(len(compiled.roles))
        return _weighed(sums[f"points {role}"] for role in roles), _weighed(sums[f"met {role}"] for role in roles)

    return Peer("polars, wide expressions", len(codes), run)


def _added(pl: Any, lines: Sequence[Any], kind: Any) -> Any:
    total = pl.lit(0, dtype=kind)
    for line in lines:
        total = total + line
    return total


def _held(pl: Any, column: Any) -> Any:
    """The level held of an asked skill as an expression of the codes of the skills that give it."""
    ways = []
    for source in column.sources:
        code = pl.max_horizontal(*(pl.col(str(row)) for row in source.rows))
        if source.steps:
            ways.append(
                _added(
                    pl,
                    [(code >= at).cast(pl.UInt8) * pl.lit(more, dtype=pl.UInt8) for at, more in source.steps],
                    pl.UInt8,
                )
            )
        else:
            shift = pl.lit(source.shift, dtype=pl.UInt8)
            ways.append(pl.max_horizontal(code, shift) - shift)
    return pl.max_horizontal(*ways)


def _duckdb_long(compiled: engine.Compiled, codes: engine.Codes) -> Peer:
    import duckdb

    connection = duckdb.connect()
    for name, table in zip(("gives", "asks"), _tables(compiled), strict=True):
        connection.register("frame", table)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM frame")
    connection.register("frame", _long(codes))
    connection.execute("CREATE TABLE claims AS SELECT * FROM frame")
    query = """
        WITH held AS (
            SELECT person, asked, max(held) AS held FROM claims JOIN gives USING (skill, level) GROUP BY ALL
        ), fits AS (
            SELECT person, role, sum(share * least(held, need) * least(held, need)) AS points,
                   sum(essential * (held >= need)::INT) AS met
            FROM held JOIN asks USING (asked) GROUP BY ALL
        )
        SELECT sum(points * (role + 1))::BIGINT, sum(met * (role + 1))::BIGINT FROM fits
    """

    def run() -> Sums:
        points, met = connection.execute(query).fetchone()
        return int(points), int(met)

    return Peer("DuckDB, long joins", len(codes), run)


def _copy(compiled: engine.Compiled, codes: engine.Codes) -> Peer:
    """The floor: the same bytes read and the same number written, warm."""
    into = np.empty_like(codes)
    out = np.zeros((len(codes), len(compiled.roles)), dtype=np.uint16)
    again = np.empty_like(out)

    def run() -> Sums:
        np.copyto(into, codes)
        np.copyto(again, out)
        return 0, 0

    return Peer("a copy of the bytes", len(codes), run)


if __name__ == "__main__":
    sys.exit(main())
