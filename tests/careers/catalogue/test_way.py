"""The way from zero against brute force: all that could be held, tried out one by one."""

import itertools
import random
from collections.abc import Iterator

import pytest

from careers.catalogue import way
from careers.catalogue.content import Level, Prerequisite, Requirement, Role, Skill
from tests import people

pytestmark = pytest.mark.thorough

LEVELS = 3
SLUGS = ("a", "b", "c", "d", "e")


def skill(slug: str, hours: list[int | None], needs: list[tuple[int, str, int]]) -> Skill:
    return Skill(
        slug=slug,
        name=slug.upper(),
        kind="concept",
        position=SLUGS.index(slug),
        summary="",
        aliases=(),
        exact_aliases=(),
        levels=tuple(Level(level=n, meaning="", hours=one) for n, one in enumerate(hours, start=1)),
        prerequisites=tuple(Prerequisite(level=level, skill=need, skill_level=m) for level, need, m in needs),
        near=(),
        resources=(),
    )


def role(asked: dict[str, tuple[int, bool]]) -> Role:
    return Role(
        slug="r",
        title="R",
        summary="",
        day="",
        entry="",
        foundation=False,
        esco_code="none",
        onet_code="none",
        responsibilities=(),
        differences=(),
        requirements=tuple(
            Requirement(
                skill=slug,
                level=level,
                importance=3,
                essential=essential,
                counted=None,
                of=None,
                share=100 + SLUGS.index(slug),
            )
            for slug, (level, essential) in asked.items()
        ),
    )


def holdable(skills: dict[str, Skill]) -> list[dict[str, int]]:
    """Every combination of levels that keeps its own prerequisites."""
    every = (
        dict(zip(skills, levels, strict=True)) for levels in itertools.product(range(LEVELS + 1), repeat=len(skills))
    )
    return [
        held
        for held in every
        if all(
            held[n.skill] >= n.skill_level for s in skills.values() for n in s.prerequisites if held[s.slug] >= n.level
        )
    ]


def cheapest(skills: dict[str, Skill], could: list[dict[str, int]], wanted: dict[str, int]) -> dict[str, int]:
    """What is held at the end of the cheapest way to these levels."""
    enough = [held for held in could if all(held[slug] >= level for slug, level in wanted.items())]
    return min(enough, key=lambda held: cost(skills, held))


def cost(skills: dict[str, Skill], held: dict[str, int]) -> int:
    return sum(level.hours or 0 for slug, n in held.items() for level in skills[slug].levels[:n])


def reached(steps: tuple[way.Step, ...]) -> set[tuple[str, int]]:
    return {(step.skill, step.to_level) for step in steps}


def steps_of(held: dict[str, int]) -> set[tuple[str, int]]:
    return {(slug, level) for slug, n in held.items() for level in range(1, n + 1)}


def circular(skills: dict[str, Skill]) -> bool:
    held = dict.fromkeys(skills, 0)
    for _ in range(LEVELS * len(skills)):
        for one in skills.values():
            next_level = held[one.slug] + 1
            needs = [n for n in one.prerequisites if n.level == next_level]
            if next_level <= LEVELS and all(held[n.skill] >= n.skill_level for n in needs):
                held[one.slug] = next_level
    return any(level < LEVELS for level in held.values())


def cases(count: int) -> Iterator[tuple[dict[str, Skill], Role]]:
    chance = random.Random(20)
    while count:
        skills = {}
        for slug in SLUGS:
            others = [other for other in SLUGS if other != slug]
            needs = {
                (chance.randint(1, LEVELS), chance.choice(others)): chance.randint(1, LEVELS)
                for _ in range(chance.randint(0, 2))
            }
            hours: list[int | None] = [chance.randint(1, 50) for _ in range(LEVELS)]
            skills[slug] = skill(slug, hours, [(level, need, m) for (level, need), m in needs.items()])
        if circular(skills):
            continue
        asked = {slug: (chance.randint(1, LEVELS), chance.random() < 0.5) for slug in chance.sample(SLUGS, 3)}
        asked[next(iter(asked))] = (chance.randint(1, LEVELS), True)
        count -= 1
        yield skills, role(asked)


def test_it_takes_the_steps_that_brute_force_takes_and_no_other() -> None:
    interleaved = 0
    for skills, asking in cases(300):
        found = way.from_zero(skills, asking)
        could = holdable(skills)
        must = cheapest(skills, could, {r.skill: r.level for r in asking.requirements if r.essential})
        every = cheapest(skills, could, {r.skill: r.level for r in asking.requirements})
        assert reached(found.groundwork + found.must_haves) == steps_of(must)
        assert reached(found.steps) == steps_of(every)
        assert len(found.steps) == len(reached(found.steps))
        assert (found.hours_to_must_haves, found.hours) == (cost(skills, must), cost(skills, every))
        assert found.must_have_levels == {slug: level for slug, level in must.items() if level}
        assert found.levels == {slug: level for slug, level in every.items() if level}
        interleaved += bool(found.groundwork)
    assert interleaved > 100


def test_it_can_be_walked_in_its_order() -> None:
    for skills, asking in cases(300):
        held = dict.fromkeys(skills, 0)
        for step in way.from_zero(skills, asking).steps:
            assert step.from_level == held[step.skill] == step.to_level - 1
            for need in skills[step.skill].prerequisites:
                assert need.level != step.to_level or held[need.skill] >= need.skill_level
            assert step.hours == skills[step.skill].levels[step.from_level].hours
            held[step.skill] = step.to_level


def test_groundwork_is_what_a_step_of_another_skill_rests_on() -> None:
    for skills, asking in cases(200):
        found = way.from_zero(skills, asking)
        could = holdable(skills)
        must = reached(found.groundwork + found.must_haves)
        rests_on = {step: steps_of(cheapest(skills, could, dict([step]))) for step in must}
        # (skill, level) carries another skill when some step needs it although its own skill does not begin with it.
        carries = {low for low in must for high in must if high[0] != low[0] and low in rests_on[high]}
        assert reached(found.groundwork) == carries


def test_the_levels_of_a_skill_stay_together_where_they_can() -> None:
    skills = {
        "a": skill("a", [1, 1, 1], []),
        "b": skill("b", [1, 1, 1], [(2, "a", 2), (3, "c", 1)]),
        "c": skill("c", [1, 1, 1], []),
    }
    found = way.from_zero(skills, role({"b": (3, True), "a": (3, False)}))
    assert [(step.skill, step.to_level) for step in found.groundwork] == [("a", 1), ("a", 2), ("c", 1)]
    assert [(step.skill, step.to_level) for step in found.must_haves] == [("b", 1), ("b", 2), ("b", 3)]
    assert [(step.skill, step.to_level) for step in found.rest] == [("a", 3)]


def test_a_way_that_publishing_would_refuse_is_no_way() -> None:
    no_hours = {"a": skill("a", [1, None, 1], [])}
    with pytest.raises(way.NoWay, match="a 2 has no hours"):
        way.from_zero(no_hours, role({"a": (2, True)}))
    circle = {"a": skill("a", [1, 1, 1], [(1, "b", 1)]), "b": skill("b", [1, 1, 1], [(1, "a", 1)])}
    with pytest.raises(way.NoWay, match="in a circle"):
        way.from_zero(circle, role({"a": (1, True)}))


@pytest.mark.django_db
def test_every_role_of_a_release_has_its_way() -> None:
    release = people.publish()
    assert release.ways.keys() == release.roles.keys()
    builder = release.ways["builder"]
    assert reached(builder.groundwork) == {("python", 1), ("python", 2)}
    assert reached(builder.must_haves) == {("python", 3), ("python", 4), ("rag", 1), ("rag", 2), ("rag", 3)}
    assert (builder.hours_to_must_haves, builder.hours) == (132 + 52, 132 + 52 + 12 + 12)
