"""One adviser: the same next step on every page and in the API, kept by the workers or by the person's own plan."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.catalogue.released import Released
from careers.catalogue.releases import store_release
from careers.models import Profile, Release
from careers.profile import choices
from careers.profile.operations import change_claims
from matching import engine
from matching.models import Plan, PlanStep
from matching.plans import operations as plans_operations
from matching.plans import outlooks
from matching.plans.adviser import advice
from matching.plans.operations import Wish
from tests import drafts, people

pytestmark = pytest.mark.database

TODAY = datetime.date(2026, 11, 24)
NEXT = "/api/v1/me/next/"


@pytest.fixture(autouse=True)
def today(release: Released, time_machine: Any) -> None:
    time_machine.move_to(people.NOON, tick=False)


def signed_in(profile: Profile) -> Client:
    client = Client()
    client.force_login(profile.user)
    return client


def work(profile: Profile) -> None:
    outlooks.record_outlooks(profile_ids=[profile.pk])


def make(profile: Profile, role: str, target: int | None = None) -> Plan:
    wish = Wish(role, target, engine.Pace(800), TODAY)
    return plans_operations.make_plan(user=profile.user, release=releases.current(), wish=wish)


def aim(profile: Profile, role: str) -> None:
    choices.choose_target(user=profile.user, release=releases.current(), role=role)
    profile.refresh_from_db()


@pytest.mark.thorough
@pytest.mark.parametrize("kept", [False, True], ids=["kept by the workers", "kept by the person"])
@pytest.mark.parametrize("target", ["", "builder"])
@pytest.mark.parametrize("levels", [{"python": 2}, {"sql": 3, "airflow": 2}, {"rag": 1, "react": 2}])
def test_every_page_and_the_api_name_the_same_step(levels: dict[str, int], target: str, kept: bool) -> None:
    profile = people.person_with(dict(levels))
    if target:
        aim(profile, target)
    work(profile)
    tab = signed_in(profile)
    body = tab.get(NEXT).json()
    role = body["role"]
    assert role == target or not target
    if kept:
        own = make(profile, role)
        body = tab.get(NEXT).json()
        plan = tab.get(own.get_absolute_url()).context["plan"]
        assert (plan.next.skill, plan.next.to_level) == (body["step"]["skill"], body["step"]["to_level"])
    for path in ("/matches/", f"/matches/{role}/", "/"):
        shown = tab.get(path).context["advice"]
        assert (shown.role, shown.step.skill, shown.step.from_level, shown.step.to_level) == (
            role, body["step"]["skill"], body["step"]["from_level"], body["step"]["to_level"],
        )  # fmt: skip
        assert shown.step.name in tab.get(path).content.decode()


def test_a_step_has_all_that_a_step_of_a_plan_has() -> None:
    profile = people.person_with({"python": 2})
    work(profile)
    tab = signed_in(profile)
    body = tab.get(NEXT).json()
    drawn = tab.post(
        "/api/v1/plan/",
        {"skills": {"python": 2}, "role": body["role"], "target": "ready", "hours_per_week": 8},
        "application/json",
    ).json()
    assert body == {"release": drawn["release"], "role": "engineer", "step": drawn["steps"][0], "status": "open"}


def test_until_the_workers_have_worked_it_out_the_page_says_so() -> None:
    profile = people.person_with({"python": 2})
    tab = signed_in(profile)
    waiting = {"release": None, "role": "engineer", "step": None, "status": "pending"}
    assert tab.get(NEXT).json() | {"release": None} == waiting
    assert "Our workers are planning your way to Engineer." in tab.get("/matches/").content.decode()
    work(profile)
    assert tab.get(NEXT).json()["step"]["skill"] == "sql"
    assert "Our workers are planning" not in tab.get("/matches/").content.decode()


def test_nobody_in_particular_has_no_next_step(client: Client) -> None:
    client.force_login(people.person())
    nothing = {"release": None, "role": None, "step": None, "status": "no-role"}
    assert client.get(NEXT).json() | {"release": None} == nothing
    assert client.get("/").context["advice"].role is None
    assert client.get(NEXT, {"role": "builder"}).status_code == 400
    client.logout()
    assert client.get("/").context["advice"] is None


def test_the_target_comes_before_the_leading_role() -> None:
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    work(profile)
    found = advice(profile, releases.current(), TODAY)
    assert (found.role, found.step and found.step.skill) == ("builder", "rag")


def test_a_plan_of_ones_own_comes_before_what_the_workers_keep() -> None:
    """Its first step is skipped, so the second is the next one, wherever one looks."""
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    work(profile)
    own = make(profile, "builder")
    plans_operations.skip(user=profile.user, plan=own, number=1)
    found = advice(profile, releases.current(), TODAY)
    assert found.plan is not None
    assert (found.plan.row, found.step and found.step.number) == (own, 2)


def test_a_plan_that_is_done_replaced_or_of_the_first_version_is_no_longer_asked() -> None:
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    old, own = make(profile, "builder", 1_500), make(profile, "builder")
    work(profile)

    def source() -> Plan | None:
        found = advice(profile, releases.current(), TODAY)
        return found.plan and found.plan.row

    assert source() == own
    plans_operations.delete_plan(user=profile.user, plan=own)
    assert source() == old
    plans_operations.tick(user=profile.user, plan=old, number=1)
    profile.refresh_from_db()
    work(profile)
    assert source() is None, "nothing is left in it"
    third = make(profile, "builder")
    assert source() == third
    PlanStep.objects.filter(plan=third).update(stage=None)
    assert source() is None


def test_whoever_is_there_has_nothing_left_to_learn() -> None:
    profile = people.person_with({"python": 5, "rag": 5, "react": 5, "react-pattern": 5})
    aim(profile, "builder")
    work(profile)
    found = advice(profile, releases.current(), TODAY)
    assert (found.role, found.step, found.status) == ("builder", None, "reached")
    assert "Nothing is left to learn for Builder" in signed_in(profile).get("/matches/").content.decode()


def test_a_kept_plan_that_has_reached_its_target_is_not_asked_although_it_has_steps_left() -> None:
    """Python 4 and react bring a fit of 40 without a step of the plan: the way to ready is next, not that plan."""
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    own = make(profile, "builder", 4_000)
    assert advice(profile, releases.current(), TODAY).plan is not None
    release = releases.current()
    profile = change_claims(user=profile.user, release=release, levels={"python": 4, "react": 3})
    work(profile)
    page = signed_in(profile).get(own.get_absolute_url()).context["plan"]
    assert (page.reached, bool(page.left)) == (True, True)
    found = advice(profile, release, TODAY)
    assert (found.plan, found.status, found.step and found.step.skill) == (None, "open", "rag")


def test_a_plan_with_a_step_left_is_found_behind_any_number_that_are_held() -> None:
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    long = make(profile, "builder")
    for pace in range(1, 8):
        wish = Wish("builder", 1_500, engine.Pace(100 * pace), TODAY)
        plans_operations.make_plan(user=profile.user, release=releases.current(), wish=wish)
    profile = change_claims(user=profile.user, release=releases.current(), levels={"rag": 2})
    found = advice(profile, releases.current(), TODAY)
    assert found.plan is not None
    assert (found.plan.row, found.step and found.step.to_level) == (long, 3)


def test_what_study_does_not_reach_is_said_to_be_out_of_reach() -> None:
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    without_hours("rag", 3)
    work(profile)
    tab = signed_in(profile)
    body = tab.get(NEXT).json()
    assert (body["role"], body["step"], body["status"]) == ("builder", None, "beyond")
    shown = tab.get("/matches/").content.decode()
    assert "No plan leads to Builder" in shown
    assert "Nothing is left to learn" not in shown


def without_hours(skill: str, level: int) -> None:
    """Another release, in which no plan can contain that level."""
    content = json.loads(Release.objects.latest("number").content)
    [found] = [one for one in content["skills"] if one["slug"] == skill]
    found["levels"][level - 1]["hours"] = None
    store_release(digest="a" * 64, content=json.dumps(content), reason="For a test.", at=people.NOON)


def test_a_step_of_a_skill_that_has_left_the_catalogue_has_no_link() -> None:
    profile = people.person_with({"python": 2})
    aim(profile, "builder")
    own = make(profile, "builder")
    for number in (1, 2, 3):
        plans_operations.skip(user=profile.user, plan=own, number=number)
    raw = drafts.small()
    raw["requirements"] = [one for one in raw["requirements"] if one["skill"] != "react-pattern"]
    raw["skills"] = [one for one in raw["skills"] if one["slug"] != "react-pattern"]
    raw["near"] = [one for one in raw["near"] if one["skill"] != "react-pattern"]
    people.publish(raw)
    page = signed_in(profile).get("/matches/")
    assert page.context["advice"].step.known is None
    assert "/skills/react-pattern/" not in page.content.decode()
