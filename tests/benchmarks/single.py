"""How fast one person is scored: ours against plain Python with the same output, and against a signed-in request.

    python tests/benchmarks/single.py [--people 200] [--rounds 9]

The plain peer is a decent loop over dicts, with everything that does not depend on the person made beforehand. It gives
the very values that the engine gives: ranked roles, and receipts. The request is the hello page of `pages.py`.
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

CLAIMS = 30
OF_PLAIN = {"ranking": 0.4, "receipts": 0.4}
OF_A_REQUEST = {"ranking": 0.02, "receipts": 0.10}
Levels = Mapping[str, int]


class Plain:
    """The score of one profile, as somebody writes it who knows Python and has the tables in hand."""

    def __init__(self, compiled: Any) -> None:
        from matching import engine

        self.engine, self.compiled = engine, compiled
        self.gives = {
            claim: [(compiled.asked_skills[at], int(held)) for at, held in enumerate(compiled.closure[row]) if held]
            for claim, row in compiled.row_of.items()
        }
        self.roles = [
            (role, sorted(role.requirements, key=lambda one: (not one.essential, -one.share * one.level**2, one.skill)))
            for role in compiled.roles
        ]
        self.near: dict[str, list[tuple[int, str]]] = {skill: [] for skill in compiled.asked_skills}
        for one in sorted(compiled.spec.near, key=lambda one: (one.distance, one.skill)):
            self.near.get(one.counts_as, []).append((one.distance, one.skill))

    def ranking(self, levels: Levels) -> tuple[Any, ...]:
        """The ranked roles of somebody who claims something."""
        have = self._have(levels.items())
        fits = [self._fit(asked, have) for _, asked in self.roles]
        return tuple(
            self.engine.Ranked(role.slug, fit, lead, close) for role, _, fit, _, lead, close in self._ranked(fits)
        )

    def receipts(self, levels: Levels) -> tuple[Any, ...]:
        have = self._have(levels.items())
        open_ = [(skill, 5) for skill in self.compiled.spec.skills if skill not in levels]
        best = self._have([*levels.items(), *open_])
        fits = [self._fit(asked, have) for _, asked in self.roles]
        found = []
        for role, asked, fit, met, lead, close in self._ranked(fits):
            highest, highest_met = self._fit(asked, best)
            of = sum(one.essential for one in asked)
            known, lines = 0, []
            for one in asked:
                held, most = have.get(one.skill, 0), one.share * one.level**2
                points = one.share * min(held, one.level) ** 2
                known += most if one.skill in levels else points
                via, how = self._via(one.skill, held, levels)
                lines.append(
                    self.engine.Line(one.skill, one.level, held, via, how, points, most, essential=one.essential)
                )
            found.append(
                self.engine.RoleScore(
                    role.slug, role.title, fit, fit - lead, lead, close, known, met, of,
                    self.engine.band(fit, met, of), highest, self.engine.band(highest, highest_met, of), tuple(lines),
                )
            )  # fmt: skip
        return tuple(found)

    def _have(self, claims: Any) -> dict[str, int]:
        have: dict[str, int] = {}
        for claim in claims:
            for skill, held in self.gives[claim]:
                if held > have.get(skill, 0):
                    have[skill] = held
        return have

    def _fit(self, asked: Sequence[Any], have: Levels) -> tuple[int, int]:
        fit = met = 0
        for one in asked:
            held = have.get(one.skill, 0)
            if held >= one.level:
                fit += one.share * one.level * one.level
                met += one.essential
            elif held:
                fit += one.share * held * held
        return fit, met

    def _ranked(self, fits: Sequence[tuple[int, int]]) -> list[tuple[Any, ...]]:
        """(role, what it asks, fit, must-haves met, lead, close), best first."""
        counted = min(2_500, max(fit for fit, _ in fits))
        rows = []
        for (role, asked), (fit, met) in zip(self.roles, fits, strict=True):
            rows.append((2_500 * fit - role.usual * counted, fit, met, role, asked, role.usual * counted // 2_500))
        rows.sort(key=lambda row: (-row[0], -row[1], -row[2], row[3].slug))
        first = rows[0][0]
        return [
            (role, asked, fit, met, fit - usual, first - exact <= 500 * counted)
            for exact, fit, met, role, asked, usual in rows
        ]

    def _via(self, skill: str, held: int, levels: Levels) -> tuple[str | None, Any]:
        if held == 0 or levels.get(skill) == held:
            return None, None
        for distance, near in self.near[skill]:
            if near in levels and levels[near] - distance == held:
                return near, "near"
        givers = (claim[0] for claim in levels.items() if (skill, held) in self.gives[claim])
        return min(givers), "implied"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    from tests.benchmarks.databases import database

    with database(sqlite=True):
        from django.conf import settings

        from careers.catalogue import releases
        from matching import engine, inputs
        from tests.benchmarks.pages import PAGES, WARM_UP, Site, _seconds

        settings.ROOT_URLCONF = "tests.benchmarks.beginner"
        site, hello = Site(), PAGES[0]
        compiled = inputs.compiled(releases.current())
        dice, skills = random.Random(1), compiled.spec.skills
        people = [{one: dice.randint(0, 5) for one in dice.sample(skills, CLAIMS)} for _ in range(options.people)]
        plain = Plain(compiled)
        peers: dict[str, dict[str, Callable[[Levels], Any]]] = {
            "ranking": {"ours": lambda one: engine.ranking(compiled, one), "plain Python": plain.ranking},
            "receipts": {"ours": lambda one: engine.score(compiled, one), "plain Python": plain.receipts},
        }
        for name, both in peers.items():
            for one in people:
                if both["ours"](one) != both["plain Python"](one):
                    print(f"{name}: plain Python says otherwise of {one}", file=sys.stderr)
                    return 1
        for _ in range(WARM_UP):
            _seconds(site, hello, time.perf_counter)
        rounds = []
        for _ in range(options.rounds):
            took = {"hello": statistics.median(_seconds(site, hello, time.perf_counter) for _ in range(30))}
            for name, both in peers.items():
                for whose, score in both.items():
                    began = time.perf_counter()
                    for one in people:
                        score(one)
                    took[f"{name}, {whose}"] = (time.perf_counter() - began) / len(people)
            rounds.append(took)
        return _tell(rounds)


def _tell(rounds: Sequence[Mapping[str, float]]) -> int:
    print(f"{len(rounds)} interleaved rounds, thirty skills each, equal values\n")
    for name in rounds[0]:
        print(f"{name:28}{1e6 * statistics.median(one[name] for one in rounds):9.1f} us")
    missed = 0
    for peer, bars in (("plain Python", OF_PLAIN), ("hello", OF_A_REQUEST)):
        for name, bar in bars.items():
            other = peer if peer == "hello" else f"{name}, {peer}"
            got = statistics.median(one[f"{name}, ours"] / one[other] for one in rounds)
            missed += got > bar
            print(f"{f'{name}, of {peer}':36}{got:10.3f}  <= {bar}  {'met' if got <= bar else 'MISSED'}")
    return 1 if missed else 0


if __name__ == "__main__":
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    sys.exit(main())
