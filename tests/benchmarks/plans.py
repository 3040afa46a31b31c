"""How fast a plan's hours are proven: ours against integer programming with HiGHS, on the shipped catalogue.

    python tests/benchmarks/plans.py [--people 20] [--rounds 5]

People with 5 to 30 skills and one with none, each of the roles, the target ready. Both get the same problem, and the
hours have to be equal. The time of a whole plan, with its order and what each step brings, is given beside it.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

TIMES_HIGHS, MEDIAN_MS, PROVEN = 5.0, 20.0, 0.99  # the bars


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careers.config.settings_test")
    import django

    django.setup()
    from matching import engine, inputs
    from matching.engine.fewest import fewest_hours
    from matching.engine.planning import pose
    from tests import shipped
    from tests.engine import highs

    release = shipped.released()
    compiled, study = inputs.compiled(release), inputs.study(release)
    dice = random.Random(1)
    everybody: list[dict[str, int]] = [{}]
    for _ in range(options.people):
        everybody.append(
            {skill: dice.randint(0, 5) for skill in dice.sample(compiled.spec.skills, dice.randint(5, 30))}
        )
    cases = [(levels, role) for levels in everybody for role in compiled.slugs]
    posed = [pose(compiled, study, levels, role, None) for levels, role in cases]
    given = [(one.hours, one.needs, one.gains, one.missing, one.forced) for one in posed]
    ours: list[float] = []
    theirs: list[float] = []
    ratios: list[float] = []
    unequal = proven = 0
    for turn in range(options.rounds):
        took: list[tuple[float, float]] = []
        for case in given:
            found, mine = _timed(lambda case=case: fewest_hours(*case))
            least, its = _timed(lambda case=case: highs.fewest(*case))
            took.append((mine, its))
            if turn == 0:
                unequal += found.hours != least
                proven += found.hours == found.bound
        ours += [mine for mine, _ in took]
        theirs += [its for _, its in took]
        ratios.append(sum(mine for mine, _ in took) / sum(its for _, its in took))
    whole = [_timed(lambda c=case: engine.plan(compiled, study, c[0], c[1], None))[1] for case in cases]
    print(f"{len(cases)} plans, {options.rounds} interleaved rounds\n")
    for name, seconds in (
        ("the fewest hours, ours", ours),
        ("the fewest hours, HiGHS", theirs),
        ("a whole plan", whole),
    ):
        late = sorted(seconds)[len(seconds) * 95 // 100]
        middle, last = statistics.median(seconds), max(seconds)
        print(f"{name:28} median {1e3 * middle:7.2f} ms   95th {1e3 * late:7.2f}   slowest {1e3 * last:7.2f}")
    bars = [
        ("hours other than HiGHS's", unequal, "<=", 0),
        ("proven the fewest", proven / len(cases), ">=", PROVEN),
        ("ours / HiGHS", statistics.median(ratios), "<=", TIMES_HIGHS),
        ("median of a whole plan, ms", 1e3 * statistics.median(whole), "<=", MEDIAN_MS),
    ]
    missed = 0
    for name, got, sign, bar in bars:
        held = got <= bar if sign == "<=" else got >= bar
        missed += not held
        print(f"{name:36}{got:10.2f}  {sign} {bar}  {'met' if held else 'MISSED'}")
    return 1 if missed else 0


def _timed(do: Callable[[], Any]) -> tuple[Any, float]:
    began = time.perf_counter()
    found = do()
    return found, time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
