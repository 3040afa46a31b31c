"""Plans as they are kept: ticked off, taken back, made anew, under releases and profiles that move on."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.models import Claim, Profile, Skill
from careers.profile import operations as profile_operations
from matching import engine, inputs
from matching.models import Plan, PlanStep
from matching.plans import operations as plans_operations
from matching.plans.operations import Wish
from matching.plans.shown import ShownPlan, Standing
from tests import drafts, people

pytestmark = pytest.mark.database

START = datetime.date(2026, 1, 1)
WISH = Wish("builder", None, engine.Pace(800), START)


@pytest.fixture
def profile(release: Released) -> Profile:
    return people.person_with({"python": 2})


@pytest.fixture
def plan(profile: Profile) -> Plan:
    """From python 2: react-pattern 1, react 1 and 2, rag 1 to 3, python 3 and 4."""
    return make(profile)


def make(profile: Profile, wish: Wish = WISH) -> Plan:
    return plans_operations.make_plan(user=profile.user, release=releases.current(), wish=wish, at=people.NOON)


def number(plan: Plan, skill: str, level: int) -> int:
    return plan.steps.get(skill__slug=skill, to_level=level).number


def tick(plan: Plan, skill: str, level: int) -> plans_operations.Ticked:
    return plans_operations.tick(user=plan.profile.user, plan=plan, number=number(plan, skill, level))


def untick(plan: Plan, skill: str, level: int) -> plans_operations.Ticked:
    return plans_operations.untick(user=plan.profile.user, plan=plan, number=number(plan, skill, level))


def claims(plan: Plan) -> dict[str, tuple[int, str]]:
    rows = plan.profile.claims.values_list("skill__slug", "level", "source")
    return {slug: (level, source) for slug, level, source in rows}


def states(plan: Plan) -> dict[tuple[str, int], str]:
    return {(step.skill, step.to_level): step.state for step in shown(plan).steps}


def shown(plan: Plan) -> ShownPlan:
    standing = Standing(releases.current(), plan.profile.claims.levels_by_position(), START)
    return standing.plan(Plan.objects.with_steps().get(pk=plan.pk))


def test_a_plan_records_what_it_was_made_on(plan: Plan, profile: Profile) -> None:
    profile.refresh_from_db()
    assert (plan.release_number, plan.profile_version) == (1, profile.version)
    assert (plan.made_at, plan.start, plan.hours_per_week, plan.target) == (people.NOON, START, 800, None)
    assert [step.number for step in plan.steps.all()] == list(range(1, plan.steps.count() + 1))
    assert plan.certificate["hours"]["value"] == sum(step.hours for step in plan.steps.all())


def test_a_double_click_makes_one_plan(plan: Plan, profile: Profile) -> None:
    assert make(profile) == plan
    assert make(profile, WISH._replace(pace=engine.Pace(900))) != plan
    assert Plan.objects.count() == 2


def test_a_tick_raises_the_claim_and_undo_restores_its_absence(plan: Plan) -> None:
    before = plan.profile.version
    assert tick(plan, "rag", 1).raised
    assert claims(plan) == {"python": (2, "self"), "rag": (1, "plan")}
    assert untick(plan, "rag", 1).raised
    assert claims(plan) == {"python": (2, "self")}
    assert Profile.objects.get().version == before + 2, "each of them moves scores and history"


def test_undo_restores_the_claim_before_with_its_source_and_quote(profile: Profile) -> None:
    Claim.objects.update(source=Claim.Source.DOCUMENT, quote="two years of Python")
    plan = make(profile)
    tick(plan, "python", 3)
    assert claims(plan)["python"] == (3, "plan")
    untick(plan, "python", 3)
    assert Claim.objects.values_list("level", "source", "quote").get() == (2, "document", "two years of Python")


def test_steps_of_one_skill_come_back_in_any_order(plan: Plan) -> None:
    """python 3 then 4 ticked. Taking 3 back first leaves 4 in force; taking that back too leads to python 2."""
    tick(plan, "python", 3)
    tick(plan, "python", 4)
    assert not untick(plan, "python", 3).moved
    assert claims(plan)["python"] == (4, "plan")
    untick(plan, "python", 4)
    assert claims(plan)["python"] == (2, "self")


def test_a_higher_step_covers_the_ones_below_it(plan: Plan) -> None:
    tick(plan, "python", 4)
    assert states(plan)["python", 3] == "held"
    untick(plan, "python", 4)
    assert states(plan)["python", 3] == "open"
    assert claims(plan)["python"] == (2, "self")


def test_near_skills_cover_steps_too(plan: Plan) -> None:
    """The pattern at 4 counts as rag 2."""
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"react-pattern": 4})
    assert {step for step, state in states(plan).items() if state == "held"} >= {("rag", 1), ("rag", 2)}
    assert states(plan)["rag", 3] == "open"


def test_a_tick_never_lowers_a_claim_and_its_undo_leaves_it(plan: Plan) -> None:
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"python": 5})
    assert not tick(plan, "python", 3).raised
    assert claims(plan)["python"] == (5, "self")
    ticked = untick(plan, "python", 3)
    assert (ticked.raised, ticked.moved) == (False, False)
    assert claims(plan)["python"] == (5, "self")


def test_undo_leaves_alone_what_the_person_changed_since(plan: Plan) -> None:
    tick(plan, "rag", 1)
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"rag": 4})
    assert untick(plan, "rag", 1).moved
    assert claims(plan)["rag"] == (4, "self")
    assert not plan.steps.exclude(done_at=None).exists()


def test_two_devices_tick_the_same_step(plan: Plan) -> None:
    """The second one keeps the mark and the claim before it: undo leads to what stood there first."""
    tick(plan, "python", 3)
    first = plan.steps.get(skill__slug="python", to_level=3)
    assert not tick(plan, "python", 3).raised
    again = plan.steps.get(skill__slug="python", to_level=3)
    assert (again.done_at, again.before) == (first.done_at, first.before)
    untick(plan, "python", 3)
    assert not untick(plan, "python", 3).raised
    assert claims(plan)["python"] == (2, "self")


def test_the_same_step_in_two_plans(plan: Plan, profile: Profile) -> None:
    other = make(profile, WISH._replace(pace=engine.Pace(900)))
    tick(plan, "python", 3)
    tick(other, "python", 3)
    untick(other, "python", 3)
    assert claims(plan)["python"] == (3, "plan"), "the first one still stands"
    untick(plan, "python", 3)
    assert claims(plan)["python"] == (2, "self")


def test_made_anew_without_marks_it_takes_the_place_of_the_old_one(plan: Plan, profile: Profile) -> None:
    wish = WISH._replace(pace=engine.Pace(1_600))
    newer = plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=wish)
    assert list(Plan.objects.all()) == [newer]


def test_made_anew_with_marks_the_old_one_stays_as_replaced(plan: Plan, profile: Profile) -> None:
    tick(plan, "rag", 1)
    second = plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=WISH)
    assert ("rag", 1) not in states(second), "what is held is not learned again"
    assert list(Plan.objects.current()) == [second]
    third = plans_operations.remake_plan(
        user=profile.user, release=releases.current(), plan=second, wish=WISH._replace(target=9_000)
    )
    plan.refresh_from_db()
    assert plan.replaced_by == third, "the one in between had no marks and is gone"
    plans_operations.delete_plan(plan=third)
    assert list(Plan.objects.current()) == [plan]
    assert claims(plan)["rag"] == (1, "plan"), "what was learned stays"


def test_made_anew_to_the_same_wish_nothing_changes(plan: Plan, profile: Profile) -> None:
    assert plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=WISH) == plan


def test_nobody_keeps_plans_without_end(plan: Plan, profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matching.plans.operations.MOST_PLANS", 1)
    with pytest.raises(plans_operations.TooManyPlans):
        make(profile, WISH._replace(target=9_000))


def test_a_plan_of_release_1_opens_under_release_3(plan: Plan) -> None:
    """The role was renamed, python too, and the pattern is gone. The plan keeps its steps under today's names."""
    raw = drafts.small()
    people.publish(drafts.otherwise(raw))
    for requirement in raw["requirements"]:
        requirement["role"] = requirement["role"].replace("builder", "maker")
        requirement["skill"] = requirement["skill"].replace("python", "python-language")
    raw["requirements"] = [one for one in raw["requirements"] if one["skill"] != "react-pattern"]
    raw["roles"][0] |= {"slug": "maker", "former_slugs": ["builder"]}
    raw["skills"][2] |= {"slug": "python-language", "former_slugs": ["python"]}
    raw["skills"] = [one for one in raw["skills"] if one["slug"] != "react-pattern"]
    raw["near"] = [one for one in raw["near"] if one["skill"] != "react-pattern"]
    raw["prerequisites"][0]["needs"] = "python-language"
    raw["starts"][0]["levels"][0]["skill"] = "python-language"
    people.publish(raw)
    assert releases.current().number == 3
    found = states(plan)
    assert found["python-language", 3] == "open"
    assert found["react-pattern", 1] == "open"
    held = inputs.levels(releases.current(), plan.profile.claims.levels_by_position())
    assert shown(plan).fit == engine.fits(inputs.compiled(releases.current()), held)["maker"]
    plans_operations.tick(user=plan.profile.user, plan=plan, number=number(plan, "react-pattern", 1))
    assert claims(plan)["react-pattern"] == (1, "plan"), "what was learned is the person's own, scored or not"


def test_every_fit_after_comes_true(plan: Plan) -> None:
    for step in Plan.objects.with_steps().get().steps.all():
        plans_operations.tick(user=plan.profile.user, plan=plan, number=step.number)
        held = inputs.levels(releases.current(), plan.profile.claims.levels_by_position())
        assert engine.fits(inputs.compiled(releases.current()), held)["builder"] == step.fit_after


def test_what_is_left_is_scored_anew(plan: Plan) -> None:
    """react-pattern 2 is asked and only level 1 was in the plan: every fit to come is higher by its 24.99."""
    claimed = {"react-pattern": 2}
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels=claimed)
    first, *to_come = plan.steps.values_list("fit_after", flat=True)
    assert [step.fit_after for step in shown(plan).steps] == [first, *(made + 2499 for made in to_come)]


# The rows repeat the rules


@pytest.mark.parametrize(
    "values",
    [
        {"target": 10_001},
        {"hours_per_week": 24},
        {"hours_per_week": 16_801},
        {"deadline": START - datetime.timedelta(1), "fit_by_deadline": 0},
        {"deadline": START},
        {"fit_by_deadline": 100},
        {"fit_before": 10_001},
    ],
)
def test_a_plan_that_breaks_a_rule_is_refused_by_the_database(plan: Plan, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.update(**values)


@pytest.mark.parametrize(
    "values",
    [
        {"number": 0},
        {"number": 2},
        {"to_level": 0},
        {"to_level": 6},
        {"hours": 0},
        {"asked": 6},
        {"ends": START - datetime.timedelta(1)},
        {"before": [1, "self", ""]},
    ],
)
def test_a_step_that_breaks_a_rule_is_refused_by_the_database(plan: Plan, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(number=1).update(**values)


def test_a_step_stands_once_in_a_plan(plan: Plan) -> None:
    first = plan.steps.get(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(number=2).update(skill=Skill.objects.get(pk=first.skill_id), to_level=first.to_level)
