"""The worked example of matching/README.md, recomputed twice: by arithmetic on what its text says, and by the engine.

The text is read sentence by sentence. A figure that is changed, or a sentence that says it otherwise, turns this red.
"""

import re
from decimal import Decimal
from typing import NamedTuple

import pytest

from matching import engine
from matching.evaluation.measured import README

HEADING = "## A worked example"


class Asked(NamedTuple):
    level: int
    must_have: bool
    weight: int
    per_level: Decimal


class Line(NamedTuple):
    """A line of the table, as it is written."""

    claim: str
    skill: str
    level: int
    must_have: bool
    held: str
    points: str
    possible: Decimal


class Example(NamedTuple):
    asked: dict[str, Asked]
    sum_of_points: list[tuple[int, Decimal]]
    near: tuple[str, str, int]
    lines: list[Line]
    total: tuple[Decimal, Decimal]
    must_haves: tuple[int, int]
    band: str
    unsaid: tuple[str, Decimal]


def matched(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    assert found is not None, f"The worked example no longer says: {pattern}"
    return found.groups()


def read(section: str) -> Example:
    text = " ".join(section.split())
    weights = {
        skill: (int(level), bool(must_have), int(weight))
        for skill, level, must_have, weight in re.findall(
            r"(\w+) at (\d) \((must-have, )?(?:weight )?(\d+)\)", text.partition("One level of")[0]
        )
    }
    per_level = re.findall(r"(\w+)(?: is)? worth ([\d.]+)|of (\w+) ([\d.]+)", matched(r"(One level of .*?):", text)[0])
    worth = {one or other: Decimal(first or second) for one, first, other, second in per_level}
    sums = matched(r": ((?:\d × [\d.]+(?: \+ )?)+) = 100\.00", text)[0]
    holds, counts_as, below = matched(r"(\w+) is near (\w+), (\d) below", text)
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line][2:]
    total = [cell.strip("*") for cell in cells.pop()]
    met, of, band = matched(r"(\w+) of (\w+) must-haves is met, so the band is `([a-z-]+)`", text)
    numbers = {"None": 0, "One": 1, "Two": 2, "one": 1, "two": 2, "three": 3}
    said, rise = matched(r'says "(\w+): none" has the same fit; only `known` rises, by ([\d.]+\d)', text)
    return Example(
        asked={skill: Asked(*parts, worth[skill]) for skill, parts in weights.items()},
        sum_of_points=[(int(n), Decimal(x)) for n, x in re.findall(r"(\d) × ([\d.]+)", sums)],
        near=(holds, counts_as, int(below)),
        lines=[_line(*line) for line in cells],
        total=(Decimal(total[3]), Decimal(total[4])),
        must_haves=(numbers[met], numbers[of]),
        band=band,
        unsaid=(said, Decimal(rise)),
    )


def _line(claim: str, asked: str, held: str, points: str, possible: str) -> Line:
    skill, level, must_have = matched(r"^(\w+) (\d)(, must-have)?$", asked)
    return Line(claim, skill, int(level), bool(must_have), held, points, Decimal(possible))


@pytest.fixture(scope="module")
def section() -> str:
    return README.read_text().partition(HEADING)[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def example(section: str) -> Example:
    return read(section)


def claims(example: Example) -> dict[str, int]:
    """What the person of the table claims, the skill that the near line speaks of included."""
    own = {line.claim.split()[0]: int(line.claim.split()[1]) for line in example.lines if line.claim != "none"}
    for line in example.lines:
        if "through" in line.held:
            skill, level = matched(r"through (\w+) (\d) − \d$", line.held)
            own[skill] = int(level)
    return own


def check(example: Example) -> None:
    """Everything the text says, by its own arithmetic; the engine has no part in it."""
    held = claims(example)
    nearby, counts_as, below = example.near
    assert [(asked.level, asked.per_level) for asked in example.asked.values()] == example.sum_of_points
    assert sum(level * worth for level, worth in example.sum_of_points) == 100
    assert {line.skill: (line.level, line.must_have) for line in example.lines} == {
        skill: (asked.level, asked.must_have) for skill, asked in example.asked.items()
    }
    fit = Decimal(0)
    met = 0
    for line in example.lines:
        asked = example.asked[line.skill]
        own = held.get(line.skill, 0)
        through = max(0, held[nearby] - below) if line.skill == counts_as else 0
        effective = max(own, through)
        points = asked.per_level * min(effective, asked.level)
        assert line.held == (f"{effective}, through {nearby} {held[nearby]} − {below}" if through > own else f"{own}")
        assert line.points == (f"{effective} × {asked.per_level} = {points}" if points else "0.00")
        assert line.possible == asked.level * asked.per_level
        assert line.claim == (f"{line.skill} {own}" if own else "none")
        fit += points
        met += line.must_have and effective >= asked.level
    assert example.total == (fit, Decimal(100))
    assert example.must_haves == (met, sum(asked.must_have for asked in example.asked.values()))
    all_met = met == example.must_haves[1]
    ready = "ready" if fit >= 80 and all_met else "nearly-there"
    assert example.band == ("explore" if fit < 40 else "stretch" if fit < 65 else ready)
    unsaid, rise = example.unsaid
    assert unsaid not in held
    assert unsaid != counts_as
    assert rise == example.asked[unsaid].level * example.asked[unsaid].per_level


def test_the_text_recomputes(example: Example) -> None:
    check(example)


def test_no_split_into_points_is_nearer_to_the_weights(example: Example) -> None:
    """Σ q (s − ideal)² is least among all whole s ≥ 1 with Σ q s = 10000: all of them near the ideal are tried."""
    asked = list(example.asked.values())
    weights = sum(one.weight for one in asked)
    ideals = [Decimal(10_000 * one.weight) / (one.level * weights) for one in asked]

    def far(parts: tuple[int, ...]) -> Decimal:
        return sum(
            (one.level * (part - ideal) ** 2 for one, part, ideal in zip(asked, parts, ideals, strict=True)), Decimal(0)
        )

    first, second, third = asked
    possible = [
        (s, t, rest // third.level)
        for s in range(int(ideals[0]) - 20, int(ideals[0]) + 21)
        for t in range(int(ideals[1]) - 20, int(ideals[1]) + 21)
        if (rest := 10_000 - s * first.level - t * second.level) > 0 and rest % third.level == 0
    ]
    shown = tuple(int(one.per_level * 100) for one in asked)
    assert shown in possible
    assert far(shown) == min(map(far, possible))


def test_the_engine_says_what_the_text_says(example: Example) -> None:
    parts = engine.apportion(
        [engine.Demand(skill, asked.level, asked.weight) for skill, asked in example.asked.items()]
    )
    assert parts == {skill: int(asked.per_level * 100) for skill, asked in example.asked.items()}
    nearby, counts_as, below = example.near
    role = engine.RoleSpec(
        slug="example",
        title="Example",
        typical=0,
        requirements=tuple(
            engine.Requirement(skill, asked.level, essential=asked.must_have, points_per_level=parts[skill])
            for skill, asked in example.asked.items()
        ),
    )
    catalogue = engine.CatalogueSpec(
        skills=tuple(sorted({*example.asked, nearby})),
        near=(engine.Near(nearby, counts_as, below),),
        roles=(role,),
        min_claims=0,
    )
    compiled = engine.compile_catalogue(catalogue)
    [score] = engine.score(compiled, claims(example))
    assert Decimal(score.fit or 0) / 100 == example.total[0]
    assert (score.must_haves_met, score.must_haves_of, score.band) == (*example.must_haves, example.band)
    lines = {line.skill: line for line in score.receipt}
    for shown in example.lines:
        line = lines[shown.skill]
        assert Decimal(line.points) / 100 == Decimal(shown.points.rpartition("= ")[2])
        assert Decimal(line.points_possible) / 100 == shown.possible
        assert (line.via or "") == (nearby if "through" in shown.held else "")
    unsaid, rise = example.unsaid
    [said] = engine.score(compiled, claims(example) | {unsaid: 0})
    assert said.fit == score.fit
    assert Decimal(said.known - score.known) / 100 == rise


def test_every_figure_of_the_text_counts(section: str) -> None:
    """Each digit of the section, raised by one, turns the check red: nothing in it is there for show."""
    unnoticed = []
    for place in re.finditer(r"\d", section):
        digit = str((int(place.group()) + 1) % 10)
        try:
            changed = read(section[: place.start()] + digit + section[place.end() :])
            check(changed)
            test_no_split_into_points_is_nearer_to_the_weights(changed)
        except (AssertionError, ValueError, KeyError, IndexError, ArithmeticError):
            continue
        unnoticed.append(section[place.start() - 12 : place.end() + 6])
    assert unnoticed == []
