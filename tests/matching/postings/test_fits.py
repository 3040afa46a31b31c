"""An ad as a role of its own: by hand, for any profile and any ad, and with the plan that leads to it."""

import random

import pytest

from careers.reading.asking import Strength
from matching import engine, inputs
from matching.engine.closure import effective_levels
from matching.evaluation.ours import Reading
from matching.postings import fits, reading
from matching.postings.plans import Times, ad_plan
from matching.postings.reading import Asked, Quote
from tests import people
from tests.matching.postings import ads
from tests.shipped import released

TIMES = Times(people.NOON.date(), engine.Pace(800))
SKILLS = sorted(released().skills)


def asked(*skills: str, level: int = 3, must: bool = True) -> Asked:
    return Asked(skills, Strength.MUST if must else Strength.NICE, level, "", "", Quote("", skills[0], ""))


def scored(asks: list[Asked], held: dict[str, int]) -> engine.RoleScore:
    return fits.score(fits.ad_role(released(), asks, held), held)


def random_ad(dice: random.Random) -> list[Asked]:
    """An ad whose asks share no skill; every kind of ad comes up: one half empty, everything at 3."""
    named = dice.sample(SKILLS, dice.randint(2, 14))
    level = dice.choice([3, None])
    kinds = dice.choice([[True], [False], [True, False]])
    asks = []
    while named:
        group = [named.pop() for _ in range(min(len(named), dice.choice([1, 1, 1, 2, 3])))]
        asks.append(asked(*group, level=level or dice.randint(1, 4), must=dice.choice(kinds)))
    return asks


def random_profile(dice: random.Random) -> dict[str, int]:
    return {skill: dice.randint(0, 5) for skill in dice.sample(SKILLS, dice.randint(1, 25))}


def test_a_list_shows_the_fit_that_the_page_shows() -> None:
    """By the formula, of any ad for anybody, as the engine gives it from its tables."""
    dice = random.Random(4)
    for _ in range(60):
        role, held = fits.ad_role(released(), random_ad(dice), levels := random_profile(dice)), levels
        short, whole = fits.standing(role, held), fits.score(role, held)
        for name in (*fits.Standing._fields, "band"):
            assert getattr(short, name) == getattr(whole, name), name


def test_an_ad_by_hand() -> None:
    """Must-haves Git at 4 and Linux at 3, nice to have Kafka at 2, shared out by hand in test_apportion_posting.

    git < kafka < linux: 157 shares of 16, 1,251 of 4 and 276 of 9. Held: Git 3, Kafka 2, nothing of Linux:
    9 * 1.57 + 4 * 12.51 = 14.13 + 50.04.
    """
    asks = [asked("git", level=4), asked("linux", level=3), asked("kafka", level=2, must=False)]
    score = scored(asks, {"git": 3, "kafka": 2})
    assert {line.skill: (line.points, line.points_possible) for line in score.receipt} == {
        "git": (1_413, 2_512),
        "linux": (0, 2_484),
        "kafka": (5_004, 5_004),
    }
    assert (score.fit, score.must_haves_met, score.must_haves_of, score.band) == (6_417, 0, 2, "stretch")


def test_of_alternatives_the_best_held_counts() -> None:
    asks = [asked("java", "go", "scala"), asked("sql", must=False)]
    nothing, some = fits.ad_role(released(), asks, {}), fits.ad_role(released(), asks, {"scala": 2, "go": 1})
    assert (nothing.chosen["java"], some.chosen["java"]) == ("java", "scala")
    shares = [{one.essential: one.share for one in role.role.requirements} for role in (nothing, some)]
    assert shares[0] == shares[1]


def test_the_ranking_is_the_one_that_is_measured() -> None:
    """`make evaluate` reads an ad with the same names, counts each at 3, and ranks with the same engine."""
    for text in (ads.ML_ENGINEER, ads.DATA_ENGINEER):
        measured = engine.ranking(inputs.compiled(released()), Reading(released().content).levels((text,)))
        shown = fits.like(released(), reading.read(released(), text).like)
        assert [(one.role, one.fit, one.lead) for one in shown] == [(one.role, one.fit, one.lead) for one in measured]


def test_points_add_up_and_a_better_profile_never_fits_worse() -> None:
    dice = random.Random(18)
    for _ in range(30):
        asks, held = random_ad(dice), random_profile(dice)
        before = scored(asks, held)
        assert before.fit == sum(line.points for line in before.receipt)
        assert sum(line.points_possible for line in before.receipt) in (9_999, 10_000)
        skill = dice.choice([dice.choice(SKILLS), dice.choice(asks).skills[-1]])
        better = {**held, skill: min(held.get(skill, 0) + 1, 5)}
        after = scored(asks, better)
        assert (after.fit or 0) >= (before.fit or 0), (asks, held, skill)
        assert after.must_haves_met >= before.must_haves_met


def test_whoever_has_all_that_is_asked_is_ready() -> None:
    dice = random.Random(19)
    for _ in range(10):
        asks = random_ad(dice)
        score = scored(asks, {ask.skills[0]: ask.level for ask in asks})
        assert score.fit == sum(line.points_possible for line in score.receipt)
        assert score.band == "ready"


def test_doing_the_plan_reaches_what_it_promises() -> None:
    dice, to_ready = random.Random(20), 0
    for _ in range(15):
        asks, held = random_ad(dice), random_profile(dice)
        role = fits.ad_role(released(), asks, held)
        found = ad_plan(released(), role, held, TIMES)
        learned = dict(held)
        for step in found.plan.lines:
            assert step.from_level < step.to_level
            learned[step.skill] = max(step.to_level, learned.get(step.skill, 0))
        score = fits.score(role, learned)
        assert (score.fit or 0) >= found.plan.goal
        if found.plan.target is None:
            to_ready += 1
            assert score.band == "ready"
            effective = effective_levels(inputs.compiled(released()).spec, learned)
            assert engine.reached(role.role, score.fit or 0, effective, None)
    assert to_ready > 5, "nearly all of the ads were beyond study, so the promise was hardly tried"


def test_what_study_does_not_reach_is_said_and_the_plan_leads_as_far_as_it_does() -> None:
    asks = [asked("python", level=5), asked("sql", level=3)]
    role = fits.ad_role(released(), asks, {"python": 3})
    found = ad_plan(released(), role, {"python": 3}, TIMES)
    assert [skill.slug for skill in found.beyond] == ["python"]
    assert not found.reached
    assert {step.skill for step in found.plan.lines if step.asked} == {"sql"}
    assert found.plan.lines[-1].fit_after >= found.plan.goal


def test_there_is_nothing_to_plan_for_whoever_is_there() -> None:
    role = fits.ad_role(released(), [asked("python"), asked("sql")], {"python": 3, "sql": 3})
    found = ad_plan(released(), role, {"python": 3, "sql": 3}, TIMES)
    assert found.reached
    assert not found.plan.lines


def test_nothing_asked_is_no_role() -> None:
    with pytest.raises(engine.ApportionmentError):
        fits.ad_role(released(), [], {"python": 3})
