"""Plans as they are kept: marked, taken back, made again, deleted and put back; releases and profiles move on."""

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
    """From python 2: rag to 2 (the base), rag to 3 and python to 4 (the must-haves), react-pattern to 2 (the rest)."""
    return make(profile)


def make(profile: Profile, wish: Wish = WISH) -> Plan:
    return plans_operations.make_plan(user=profile.user, release=releases.current(), wish=wish, at=people.NOON)


def number(plan: Plan, skill: str, level: int) -> int:
    return plan.steps.get(skill__slug=skill, to_level=level).number


def tick(plan: Plan, skill: str, level: int) -> plans_operations.Marked:
    return plans_operations.tick(user=plan.profile.user, plan=plan, number=number(plan, skill, level))


def say(plan: Plan, skill: str, to_level: int, level: int) -> plans_operations.Marked:
    at = number(plan, skill, to_level)
    return plans_operations.say_level(user=plan.profile.user, plan=plan, number=at, level=level)


def unmark(plan: Plan, skill: str, level: int) -> plans_operations.Marked:
    return plans_operations.unmark(user=plan.profile.user, plan=plan, number=number(plan, skill, level))


def replace(plan: Plan, by: Plan) -> bool:
    return plans_operations.replace_plan(user=plan.profile.user, release=releases.current(), plan=plan, by=by)


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
    hours = sum(step.hours for step in plan.steps.all())
    assert plan.certificate == {"status": "optimal", "value": hours, "bound": hours}
    assert [(step.skill.slug, step.from_level, step.to_level, step.stage) for step in plan.steps.all()] == [
        ("rag", 0, 2, 1), ("rag", 2, 3, 2), ("python", 2, 4, 2), ("react-pattern", 0, 2, 3),
    ]  # fmt: skip


def test_a_double_click_makes_one_plan(plan: Plan, profile: Profile) -> None:
    assert make(profile) == plan
    assert make(profile, WISH._replace(pace=engine.Pace(900))) != plan
    assert Plan.objects.count() == 2


def test_a_target_that_is_reached_is_no_plan_to_keep(profile: Profile) -> None:
    with pytest.raises(plans_operations.NothingToLearn) as reached:
        make(profile, WISH._replace(target=100))
    assert reached.value.drawn.plan.steps == ()
    assert not Plan.objects.exists()


def test_a_tick_raises_the_claim_and_undo_restores_its_absence(plan: Plan) -> None:
    before = plan.profile.version
    assert tick(plan, "rag", 2).raised
    assert claims(plan) == {"python": (2, "self"), "rag": (2, "plan")}
    assert unmark(plan, "rag", 2).raised
    assert claims(plan) == {"python": (2, "self")}
    assert Profile.objects.get().version == before + 2, "each of them moves scores and history"


def test_undo_restores_the_claim_before_with_its_source_and_quote(profile: Profile) -> None:
    Claim.objects.update(source=Claim.Source.DOCUMENT, quote="two years of Python")
    plan = make(profile)
    tick(plan, "python", 4)
    assert claims(plan)["python"] == (4, "plan")
    unmark(plan, "python", 4)
    assert Claim.objects.values_list("level", "source", "quote").get() == (2, "document", "two years of Python")


def test_steps_of_one_skill_come_back_in_any_order(plan: Plan) -> None:
    """rag 2 then 3 ticked. Taking 2 back first leaves 3 in force; taking that back too leads to no claim."""
    tick(plan, "rag", 2)
    tick(plan, "rag", 3)
    assert not unmark(plan, "rag", 2).moved
    assert claims(plan)["rag"] == (3, "plan")
    unmark(plan, "rag", 3)
    assert "rag" not in claims(plan)


def test_a_higher_step_covers_the_ones_below_it(plan: Plan) -> None:
    tick(plan, "rag", 3)
    assert states(plan)["rag", 2] == "held"
    unmark(plan, "rag", 3)
    assert states(plan)["rag", 2] == "open"
    assert "rag" not in claims(plan)


def test_near_skills_cover_steps_too(plan: Plan) -> None:
    """The pattern at 4 counts as rag 2."""
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"react-pattern": 4})
    assert states(plan) == {
        ("rag", 2): "held", ("rag", 3): "open", ("python", 4): "open", ("react-pattern", 2): "held",
    }  # fmt: skip


def test_a_tick_never_lowers_a_claim_and_its_undo_leaves_it(plan: Plan) -> None:
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"python": 5})
    assert not tick(plan, "python", 4).raised
    assert claims(plan)["python"] == (5, "self")
    marked = unmark(plan, "python", 4)
    assert (marked.raised, marked.moved) == (False, False)
    assert claims(plan)["python"] == (5, "self")


def test_undo_leaves_alone_what_the_person_changed_since(plan: Plan) -> None:
    tick(plan, "rag", 2)
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"rag": 4})
    assert unmark(plan, "rag", 2).moved
    assert claims(plan)["rag"] == (4, "self")
    assert not plan.steps.exclude(done_at=None).exists()


def test_two_devices_tick_the_same_step(plan: Plan) -> None:
    """The second one keeps the mark and the claim before it: undo leads to what stood there first."""
    tick(plan, "python", 4)
    first = plan.steps.get(skill__slug="python")
    assert not tick(plan, "python", 4).raised
    again = plan.steps.get(skill__slug="python")
    assert (again.done_at, again.before) == (first.done_at, first.before)
    unmark(plan, "python", 4)
    assert not unmark(plan, "python", 4).raised
    assert claims(plan)["python"] == (2, "self")


def test_what_is_undone_leaves_the_other_steps_in_force(plan: Plan) -> None:
    """rag 3 ticked before rag 2: without 3 there is still what 2 taught."""
    tick(plan, "rag", 3)
    tick(plan, "rag", 2)
    assert unmark(plan, "rag", 3).raised
    assert claims(plan)["rag"] == (2, "plan")
    unmark(plan, "rag", 2)
    assert "rag" not in claims(plan)


def test_undo_leads_back_to_what_was_changed_elsewhere_in_between(plan: Plan) -> None:
    tick(plan, "rag", 2)
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"rag": 1})
    tick(plan, "rag", 3)
    assert unmark(plan, "rag", 2).moved
    assert claims(plan)["rag"] == (3, "plan")
    unmark(plan, "rag", 3)
    assert claims(plan)["rag"] == (1, "self")


def test_a_level_said_again_after_a_change_elsewhere_comes_back_to_that_change(plan: Plan) -> None:
    say(plan, "python", 4, 3)
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"python": 1})
    tick(plan, "python", 4)
    unmark(plan, "python", 4)
    assert claims(plan)["python"] == (1, "self")


def test_more_said_than_the_step_teaches_and_then_done_is_undone_too(plan: Plan) -> None:
    say(plan, "rag", 2, 4)
    tick(plan, "rag", 2)
    assert claims(plan)["rag"] == (4, "self"), "nothing is lowered"
    assert unmark(plan, "rag", 2).raised
    assert "rag" not in claims(plan)


def test_what_a_deleted_plan_taught_stays_and_its_undo_works_once_it_is_back(plan: Plan, profile: Profile) -> None:
    """rag 2 in one plan, 3 in another one, which goes and comes back while the first one is undone."""
    other = make(profile, WISH._replace(pace=engine.Pace(900)))
    tick(plan, "rag", 2)
    tick(other, "rag", 3)
    text = plans_operations.delete_plan(user=profile.user, plan=other)
    unmark(plan, "rag", 2)
    assert claims(plan)["rag"] == (3, "plan")
    back = plans_operations.restore_plan(user=profile.user, deleted=text)
    assert back == other
    assert unmark(other, "rag", 3).raised
    assert "rag" not in claims(plan)


def test_marks_of_plans_made_before_are_undone_in_any_order_too(plan: Plan) -> None:
    """They kept the claim of the moment, which may be that of another mark, instead of what lay beneath them all."""
    tick(plan, "rag", 2)
    tick(plan, "rag", 3)
    PlanStep.objects.filter(skill__slug="rag", to_level=3).update(before=[2, "plan", ""])
    unmark(plan, "rag", 2)
    assert claims(plan)["rag"] == (3, "plan")
    unmark(plan, "rag", 3)
    assert "rag" not in claims(plan)


def test_a_level_that_one_has_already_raises_the_claim_and_leaves_the_step_open(plan: Plan) -> None:
    assert say(plan, "python", 4, 3).raised
    assert claims(plan)["python"] == (3, "self")
    [step] = [step for step in shown(plan).steps if step.skill == "python"]
    assert (step.state, step.have, list(step.between), step.said) == ("open", 3, [], 3)
    assert not plan.steps.exclude(done_at=None).exists()
    assert unmark(plan, "python", 4).raised
    assert claims(plan)["python"] == (2, "self")


def test_a_level_that_is_enough_covers_the_step(plan: Plan) -> None:
    say(plan, "rag", 2, 2)
    assert (claims(plan)["rag"], states(plan)["rag", 2]) == ((2, "self"), "held")
    unmark(plan, "rag", 2)
    assert ("rag" in claims(plan), states(plan)["rag", 2]) == (False, "open")


def test_a_level_said_never_lowers_and_its_undo_leaves_what_was_there(plan: Plan) -> None:
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"python": 3})
    assert not say(plan, "python", 4, 1).raised
    assert claims(plan)["python"] == (3, "self")
    unmark(plan, "python", 4)
    assert claims(plan)["python"] == (3, "self")


def test_a_step_said_and_then_done_comes_back_to_what_was_first(plan: Plan) -> None:
    say(plan, "rag", 2, 1)
    tick(plan, "rag", 2)
    assert claims(plan)["rag"] == (2, "plan")
    unmark(plan, "rag", 2)
    assert "rag" not in claims(plan)
    tick(plan, "rag", 2)
    assert say(plan, "rag", 2, 1) == plans_operations.Marked(plan.steps.get(number=1)), "done is done"
    assert claims(plan)["rag"] == (2, "plan")


def test_a_step_left_for_later_lets_the_next_one_come_first(plan: Plan) -> None:
    user = plan.profile.user
    assert shown(plan).next.number == 1  # type: ignore[union-attr]
    plans_operations.skip(user=user, plan=plan, number=1)
    assert [step.number for step in shown(plan).steps if step.skipped] == [1]
    assert shown(plan).next.number == 2  # type: ignore[union-attr]
    for number in (2, 3, 4):
        plans_operations.skip(user=user, plan=plan, number=number)
    assert shown(plan).next.number == 1, "if all wait, the first is next again"  # type: ignore[union-attr]
    plans_operations.skip(user=user, plan=plan, number=3, skipped=False)
    assert shown(plan).next.number == 3  # type: ignore[union-attr]
    tick(plan, "rag", 2)
    assert not plan.steps.get(number=1).skipped, "what is done does not wait"
    assert claims(plan) == {"python": (2, "self"), "rag": (2, "plan")}


def test_the_same_step_in_two_plans(plan: Plan, profile: Profile) -> None:
    other = make(profile, WISH._replace(pace=engine.Pace(900)))
    tick(plan, "python", 4)
    tick(other, "python", 4)
    unmark(other, "python", 4)
    assert claims(plan)["python"] == (4, "plan"), "the first one still stands"
    unmark(plan, "python", 4)
    assert claims(plan)["python"] == (2, "self")


def test_made_anew_without_marks_it_takes_the_place_of_the_old_one(plan: Plan, profile: Profile) -> None:
    wish = WISH._replace(pace=engine.Pace(1_600))
    newer = plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=wish)
    assert list(Plan.objects.all()) == [newer]


def test_made_anew_with_marks_the_old_one_stays_as_replaced(plan: Plan, profile: Profile) -> None:
    tick(plan, "rag", 2)
    second = plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=WISH)
    assert ("rag", 2) not in states(second), "what is held is not learned again"
    assert list(Plan.objects.current()) == [second]
    third = plans_operations.remake_plan(
        user=profile.user, release=releases.current(), plan=second, wish=WISH._replace(target=9_000)
    )
    plan.refresh_from_db()
    assert plan.replaced_by == third, "the one in between had no marks and is gone"
    text = plans_operations.delete_plan(user=profile.user, plan=third)
    assert list(Plan.objects.current()) == [plan]
    assert claims(plan)["rag"] == (2, "plan"), "what was learned stays"
    assert plans_operations.restore_plan(user=profile.user, deleted=text) is not None
    plan.refresh_from_db()
    assert plan.replaced_by is not None, "the one that it had replaced is replaced again"


def every_row(model: type[Plan] | type[PlanStep]) -> list[dict[str, Any]]:
    return list(model.objects.order_by("pk").values())


def test_a_deleted_plan_comes_back_as_it_was(plan: Plan, profile: Profile) -> None:
    Plan.objects.update(made_at=people.NOON + datetime.timedelta(microseconds=123_456))
    tick(plan, "rag", 2)
    plan = Plan.objects.get()
    before = (every_row(Plan), every_row(PlanStep))
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    assert not Plan.objects.exists()
    assert not PlanStep.objects.exists()
    assert plans_operations.restore_plan(user=profile.user, deleted=text) == Plan.objects.get()
    assert (every_row(Plan), every_row(PlanStep)) == before
    assert plans_operations.restore_plan(user=profile.user, deleted=text) == Plan.objects.get(), "twice is like once"
    assert (every_row(Plan), every_row(PlanStep)) == before


def test_put_back_twice_what_was_marked_since_stays(plan: Plan, profile: Profile) -> None:
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    plans_operations.restore_plan(user=profile.user, deleted=text)
    tick(plan, "rag", 2)
    assert plans_operations.restore_plan(user=profile.user, deleted=text) == plan
    assert plan.steps.exclude(done_at=None).count() == 1
    unmark(plan, "rag", 2)
    assert "rag" not in claims(plan)


def test_a_plan_comes_back_next_to_one_made_meanwhile(plan: Plan, profile: Profile) -> None:
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    newer = make(profile)
    people.publish(drafts.otherwise())
    assert plans_operations.restore_plan(user=profile.user, deleted=text) == plan
    assert set(Plan.objects.current()) == {plan, newer}
    assert shown(plan).outdated


def test_a_plan_comes_back_although_the_one_that_replaced_it_is_gone(plan: Plan, profile: Profile) -> None:
    newer = make(profile, WISH._replace(pace=engine.Pace(900)))
    replace(plan, by=newer)
    plan.refresh_from_db()
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    plans_operations.delete_plan(user=profile.user, plan=newer)
    assert plans_operations.restore_plan(user=profile.user, deleted=text) == plan
    assert list(Plan.objects.current()) == [plan]


def test_what_has_been_replaced_by_another_one_meanwhile_stays_so(plan: Plan, profile: Profile) -> None:
    second, third = (make(profile, WISH._replace(pace=engine.Pace(pace))) for pace in (900, 1_000))
    replace(plan, by=second)
    text = plans_operations.delete_plan(user=profile.user, plan=second)
    replace(plan, by=third)
    plans_operations.restore_plan(user=profile.user, deleted=text)
    plan.refresh_from_db()
    assert plan.replaced_by == third


def test_a_plan_of_a_skill_that_is_gone_for_good_does_not_come_back(plan: Plan, profile: Profile) -> None:
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    gone = text.replace(f'"skill": {plan.profile.claims.get().skill_id},', '"skill": 999999,')
    assert gone != text
    assert plans_operations.restore_plan(user=profile.user, deleted=gone) is None
    assert not PlanStep.objects.exists()


def test_two_devices_delete_a_plan(plan: Plan, profile: Profile) -> None:
    plans_operations.delete_plan(user=profile.user, plan=Plan.objects.get())
    with pytest.raises(Plan.DoesNotExist):
        plans_operations.delete_plan(user=profile.user, plan=plan)


def test_nobody_else_puts_a_plan_back(plan: Plan, profile: Profile) -> None:
    text = plans_operations.delete_plan(user=profile.user, plan=plan)
    stranger = people.person("stranger@example.org")
    assert plans_operations.restore_plan(user=stranger, deleted=text) is None
    assert plans_operations.restore_plan(user=profile.user, deleted="[]") is None
    assert plans_operations.restore_plan(user=profile.user, deleted="no plan") is None
    assert not Plan.objects.exists()


def test_one_plan_takes_the_place_of_another_for_the_same_role(plan: Plan, profile: Profile) -> None:
    tick(plan, "rag", 2)
    newer = make(profile, WISH._replace(pace=engine.Pace(900)))
    replace(plan, by=newer)
    assert list(Plan.objects.current()) == [newer]
    assert plan.steps.exclude(done_at=None).count() == 1, "the old one keeps its marks"


def test_two_plans_do_not_replace_each_other(plan: Plan, profile: Profile) -> None:
    newer = make(profile, WISH._replace(pace=engine.Pace(900)))
    other = make(profile, WISH._replace(role="engineer"))
    assert not replace(other, by=newer), "for another role"
    assert replace(plan, by=newer)
    assert not replace(newer, by=plan), "from an old page"
    assert set(Plan.objects.current()) == {newer, other}


def test_a_plan_replaces_one_for_the_same_role_under_its_former_name(plan: Plan, profile: Profile) -> None:
    Plan.objects.update(role="maker")
    raw = drafts.small()
    raw["roles"][0]["former_slugs"] = ["maker"]
    people.publish(raw)
    newer = make(profile)
    assert replace(plan, by=newer)
    assert list(Plan.objects.current()) == [newer]


def test_made_anew_an_old_plan_with_a_level_said_keeps_it(plan: Plan, profile: Profile) -> None:
    say(plan, "rag", 2, 1)
    wish = WISH._replace(pace=engine.Pace(900))
    newer = plans_operations.remake_plan(user=profile.user, release=releases.current(), plan=plan, wish=wish)
    plan.refresh_from_db()
    assert plan.replaced_by == newer
    unmark(plan, "rag", 2)
    assert "rag" not in claims(plan)


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
    assert found["python-language", 4] == "open"
    assert found["react-pattern", 2] == "open"
    held = inputs.levels(releases.current(), plan.profile.claims.levels_by_position())
    assert shown(plan).fit == engine.fits(inputs.compiled(releases.current()), held)["maker"]
    plans_operations.tick(user=plan.profile.user, plan=plan, number=number(plan, "react-pattern", 2))
    assert claims(plan)["react-pattern"] == (2, "plan"), "what was learned is the person's own, scored or not"


def test_every_fit_after_comes_true(plan: Plan) -> None:
    for step in Plan.objects.with_steps().get().steps.all():
        plans_operations.tick(user=plan.profile.user, plan=plan, number=step.number)
        held = inputs.levels(releases.current(), plan.profile.claims.levels_by_position())
        now = engine.fit_and_band(inputs.compiled(releases.current()), held, "builder")
        assert now == (step.fit_after, step.band_after)


def test_what_is_left_is_scored_again(plan: Plan) -> None:
    """React 1 counts 4.17 from now on, which was not in the plan: every fit to come is higher by that."""
    profile_operations.change_claims(user=plan.profile.user, release=releases.current(), levels={"react": 1})
    made = plan.steps.values_list("fit_after", flat=True)
    assert [step.fit_after for step in shown(plan).steps] == [fit + 417 for fit in made]
    assert [step.fit_after for step in shown(plan).lines] == list(made), "the list of plans scores nothing"


@pytest.fixture
def weighty(release: Released) -> Plan:
    """React is worth so much that with it the band is ready; the pattern, of importance 4, must not be missing."""
    raw = drafts.small()
    for one in raw["requirements"]:
        one["importance"] = {"react": 5, "react-pattern": 4}.get(one["skill"], one["importance"])
    people.publish(raw)
    return make(people.person_with({"python": 2}, "b@example.org"))


def test_it_says_from_which_step_on_one_is_ready_if_others_follow(weighty: Plan) -> None:
    found = shown(weighty)
    assert [(step.skill, step.band_after) for step in found.steps[-2:]] == [
        ("react", "ready"), ("react-pattern", "ready"),
    ]  # fmt: skip
    assert found.ready_after == found.steps[-2].number
    tick(weighty, "react-pattern", found.steps[-1].to_level)
    assert shown(weighty).ready_after is None, "the step that makes ready is the last one that is left"
    assert shown(weighty).missing == [("Python", 4), ("Retrieval-augmented generation", 3)]


def test_ready_asks_a_little_more_of_a_plan_than_of_the_band(weighty: Plan) -> None:
    levels: dict[str, int | None] = {"react": 2, "python": 4, "rag": 3}
    profile_operations.change_claims(user=weighty.profile.user, release=releases.current(), levels=levels)
    found = shown(weighty)
    assert (found.score and found.score.band, found.reached, found.ready_already) == ("ready", False, True)
    assert [step.skill for step in found.left] == ["react-pattern"]
    tick(weighty, "react-pattern", 1)
    assert (shown(weighty).reached, shown(weighty).ready_already) == (True, False)


def test_a_plan_of_the_first_version_still_opens(plan: Plan) -> None:
    Plan.objects.update(certificate={"hours": {"status": "unproven", "value": 184, "bound": None}, "order": {}})
    PlanStep.objects.update(stage=None, band_after="", serves=[])
    found = shown(plan)
    assert found.of_first_version
    assert (found.certificate.status, found.certificate.bound) == ("unproven", None)
    assert [(stage.number, len(stage.steps)) for stage in found.stages] == [(None, 4)]
    assert all(step.why for step in found.steps)


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
        {"done_at": people.NOON},
        {"learned": 6},
        {"stage": 0},
        {"stage": 4},
        {"from_level": 2},
    ],
)
def test_a_step_that_breaks_a_rule_is_refused_by_the_database(plan: Plan, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(number=1).update(**values)


def test_a_step_stands_once_in_a_plan(plan: Plan) -> None:
    first = plan.steps.get(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlanStep.objects.filter(number=2).update(skill=Skill.objects.get(pk=first.skill_id), to_level=first.to_level)
