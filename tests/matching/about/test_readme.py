"""The worked example of matching/README.md, recomputed twice: by arithmetic on what its text says, and by the engine.

Its figures are read in the order of the page and compared with those that follow from its first lines and the claims.
A figure that is changed, wherever it stands, turns this red.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import pytest

from careers import words
from matching import engine
from matching.evaluation.measured import README

HEADING = "## A worked example"


class Example(NamedTuple):
    """What the text gives; all else follows."""

    asked: list[engine.Demand]
    usual: int
    near: engine.Near
    implied: engine.Implied
    claims: dict[str, int]
    little: dict[str, int]


def matched(pattern: str, text: str) -> tuple[str, ...]:
    found = re.search(pattern, text)
    assert found is not None, f"The worked example no longer says: {pattern}"
    return found.groups()


def read(section: str) -> Example:
    text = " ".join(section.split())
    asked = re.findall(r"(\w+) at (\d) \((must-have, )?importance (\d)\)", text)
    near = matched(r"(\w+) is near (\w+), (\d) below", text)
    implied = matched(r"(\w+) at (\d) implies (\w+) at (\d)", text)
    claims = matched(r"Somebody claims (.*?)\.", text)[0]
    little = matched(r"Somebody who claims (.*?) and nothing", text)[0]
    return Example(
        [engine.Demand(skill, int(level), int(grade), bool(must_have)) for skill, level, must_have, grade in asked],
        hundredths(matched(r"Its usual fit is ([\d.]+\d)", text)[0]),
        engine.Near(near[0], near[1], int(near[2])),
        engine.Implied(implied[0], int(implied[1]), implied[2], int(implied[3])),
        *({skill: int(level) for skill, level in re.findall(r"(\w+) (\d)", each)} for each in (claims, little)),
    )


def hundredths(text: str) -> int:
    return int(text.replace(".", ""))


def figures(section: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)?", section)


def expected(one: Example) -> Iterator[str]:
    """Every figure of the text in its order, by its own arithmetic; the engine has no part in it."""
    show = words.hundredths
    for each in one.asked:
        yield from (str(each.level), str(each.importance))
    yield from (show(one.usual), str(one.near.distance), str(one.implied.level), str(one.implied.needs_level))
    points = {each.skill: ideal(each, one.asked) for each in one.asked}
    squares = {each.skill: each.level**2 for each in one.asked}
    shares = {skill: round(points[skill] / squares[skill]) for skill in points}
    first = one.asked[0]
    yield from ("50.00", "50.00", show(round(points[first.skill])))
    yield from (str(first.level), str(first.level), str(squares[first.skill]), show(round(points[first.skill])))
    yield from (str(squares[first.skill]), four(points[first.skill] / squares[first.skill]))
    for each in one.asked:
        square, share = squares[each.skill], shares[each.skill]
        yield from (str(each.level), str(square), four(points[each.skill] / square), show(share))
        yield from (str(square), show(share), show(square * share))
    yield show(sum(squares[skill] * shares[skill] for skill in shares))
    yield from map(str, one.claims.values())
    fit = known = missing = met = 0
    for each in one.asked:
        have = max(level for level, _ in ways(one, each.skill))
        worth = shares[each.skill] * min(have, each.level) ** 2
        possible = shares[each.skill] * squares[each.skill]
        yield from (str(each.level), str(have), *next(how for level, how in ways(one, each.skill) if level == have))
        if have:
            yield from (str(have), show(shares[each.skill]), show(worth), show(possible))
        else:
            yield from ("0.00", show(possible))
        said = possible if each.skill in one.claims else worth
        yield show(said)
        fit, known = fit + worth, known + said
        missing += possible - worth if each.skill in one.claims else 0
        met += each.essential and have >= each.level
    yield from (show(fit), "100.00", show(known))
    yield from (str(met), str(sum(each.essential for each in one.asked)), "30.00", "49.99")
    claimed = next(each for each in one.asked if each.skill in one.claims)
    full = shares[claimed.skill] * squares[claimed.skill]
    yield from ("5", show(full), show(full - missing), show(missing), show(fit), show(10_000 - missing))
    yield from ("25.00", show(fit), show(one.usual), show(fit - one.usual))
    [(skill, level)] = one.little.items()
    small = shares[skill] * level**2
    part = show(small * 100 // 2_500)
    counted = one.usual * small // 2_500
    yield from (str(level), show(small), part, "25.00", part, show(counted), show(small), show(counted))
    yield from (show(small - counted), part, "5.00", show(500 * small // 2_500))


def ideal(one: engine.Demand, asked: list[engine.Demand]) -> Fraction:
    return Fraction(5_000 * one.importance, sum(each.importance for each in asked if each.essential == one.essential))


def four(points: Fraction) -> str:
    """Hundredths with four decimals of a point."""
    return f"{float(points) / 100:.4f}"


def ways(one: Example, skill: str) -> list[tuple[int, list[str]]]:
    """The levels that the claims give a skill, each with the figures that say how."""
    found = [(one.claims.get(skill, 0), [])]
    if skill == one.near.counts_as:
        held = one.claims[one.near.skill]
        found.append((held - one.near.distance, [str(held), str(one.near.distance)]))
    if skill == one.implied.needs and one.claims[one.implied.skill] >= one.implied.level:
        found.append((one.implied.needs_level, [str(one.claims[one.implied.skill])]))
    return found


@pytest.fixture(scope="module")
def section() -> str:
    return README.read_text(encoding="utf-8").partition(HEADING)[2].partition("\n## ")[0]


def test_the_text_recomputes(section: str) -> None:
    assert figures(section) == list(expected(read(section)))


def test_every_figure_of_the_text_counts(section: str) -> None:
    """Each digit of the section, raised by one, turns the check red: nothing in it is there for show."""
    unnoticed = []
    for place in re.finditer(r"\d", section):
        digit = str((int(place.group()) + 1) % 10)
        changed = section[: place.start()] + digit + section[place.end() :]
        try:
            if figures(changed) == list(expected(read(changed))):
                unnoticed.append(section[place.start() - 12 : place.end() + 6])
        except (AssertionError, ValueError, KeyError):
            continue
    assert unnoticed == []


def test_the_engine_says_what_the_text_says(section: str) -> None:
    example = read(section)
    shares = engine.apportion(example.asked)
    asked = [engine.Requirement(one.skill, one.level, one.essential, shares[one.skill]) for one in example.asked]
    skills = {one.skill for one in asked} | {example.near.skill, example.implied.skill}
    role = engine.RoleSpec("example", "Example", example.usual, tuple(asked))
    spec = engine.CatalogueSpec(tuple(sorted(skills)), (example.near,), (example.implied,), (role,))
    [score] = engine.score(engine.compile_catalogue(spec), example.claims)
    [small] = engine.score(engine.compile_catalogue(spec), example.little)
    show = words.hundredths
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in section.splitlines() if "|" in line]
    lines = {line.skill: line for line in score.receipt}
    above, below = rows[2 : 2 + len(asked)], rows[-1 - len(asked) : -1]
    assert {row[0].split()[0]: row[3] for row in above} == {skill: show(share) for skill, share in shares.items()}
    for row, line in zip(below, (lines[one.skill] for one in example.asked), strict=True):
        assert row[0] == f"{line.skill} {line.need}{', must-have' if line.essential else ''}"
        assert row[1].startswith(str(line.have))
        assert (line.via or "") in row[1]
        assert (line.how or "") in row[1]
        assert row[2].rpartition(" ")[2] == show(line.points)
        assert row[3] == show(line.points_possible)
    assert rows[-1] == ["", "", show(score.fit or 0), "100.00", show(score.known)]
    assert f"the band is `{score.band}`" in " ".join(section.split())
    assert f"{score.must_haves_met} of {score.must_haves_of} must-haves" in section
    assert f"range is {show(score.fit or 0)} to {show(score.highest)}" in section
    assert f"= {show(score.lead or 0)}" in section
    assert f"= {show(small.lead or 0)}" in section
    assert f"{show(small.usual or 0)}, and the lead" in section
