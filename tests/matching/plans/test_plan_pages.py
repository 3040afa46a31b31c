"""Plans over HTTP: made, followed, taken back, made again; what people type; what is not theirs."""

import datetime
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from careers.catalogue import releases
from careers.models import Claim, User
from careers.profile import operations as profile_operations
from matching import engine
from matching.models import Plan, PlanStep
from matching.plans.views import PLANS
from tests import drafts, people

pytestmark = pytest.mark.usefixtures("release")

FORM = {"role": "builder", "hours_per_week": "8", "start": "2026-01-01"}


@pytest.fixture
def somebody() -> User:
    return people.person_with({"python": 2}).user


@pytest.fixture
def tab(somebody: User, client: Client, time_machine: Any) -> Client:
    time_machine.move_to("2026-01-01 12:00:00+00:00", tick=False)
    client.force_login(somebody)
    return client


def make(tab: Client, **changes: str) -> Plan:
    answer = tab.post("/plans/", {**FORM, **changes})
    assert answer.status_code == 302, answer.context["form"].errors
    plan = Plan.objects.latest("pk")
    assert answer["Location"] == f"/plans/{plan.pk}/"
    return plan


def mark(tab: Client, plan: Plan, number: int, done: str = "1", **more: Any) -> Any:
    return tab.post(f"/plans/{plan.pk}/steps/{number}/", {"done": done}, **more)


def test_without_a_plan_the_page_says_how_to_make_one(tab: Client) -> None:
    page = tab.get("/plans/?role=engineer")
    assert "No plan yet" in page.content.decode()
    assert page.context["form"]["role"].value() == "engineer"
    assert page.context["form"]["start"].value() == datetime.date(2026, 1, 1)


@pytest.mark.thorough
def test_a_plan_shows_every_step_with_its_reason_and_resources(tab: Client) -> None:
    page = tab.get(make(tab, role="engineer").get_absolute_url())
    assert page.status_code == 200
    plan = page.context["plan"]
    for step in plan.steps:
        assert step.why
        assert step.meaning in page.content.decode()
    assert "A book of SQL" in page.content.decode()
    assert sum(step.hours for step in plan.steps) == plan.hours
    fits = [Decimal(step.fit_after) / 100 for step in plan.steps]
    assert fits == sorted(fits)
    assert fits[-1] >= 80


def lede(answer: Any) -> str:
    found = re.search(r'<p class="lede" id="plan-lede".*?</p>', answer.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split())


def test_a_plan_begins_with_its_first_milestone(tab: Client) -> None:
    plan = make(tab)
    page = tab.get(plan.get_absolute_url())
    first, whole = page.context["page"].road[0], page.context["plan"]
    said = lede(page)
    assert said.startswith(f"First stage: {first.stage.hours} hours, to")
    assert f"The whole plan: about {round(whole.hours, -1):,} hours, " in said
    assert (first.built is not None) == ("a project you can show" in said)


def test_an_answer_moves_the_milestone_too(tab: Client) -> None:
    """It stands outside what the answer replaces."""
    plan = make(tab)
    first = tab.get(plan.get_absolute_url()).context["page"].road[0].stage
    answers = [mark(tab, plan, step.number, HTTP_HX_REQUEST="true") for step in first.steps]
    assert 'hx-swap-oob="true"' in answers[-1].content.decode()
    assert not lede(answers[-1]).startswith("First stage")
    assert "hours to go" in lede(answers[-1])
    assert 'hx-swap-oob="true"' not in tab.get(plan.get_absolute_url()).content.decode()


def test_a_skill_that_nobody_asked_about_is_not_a_stated_zero(tab: Client, somebody: User) -> None:
    plan = make(tab)
    step = tab.get(plan.get_absolute_url()).context["plan"].next
    assert step.unknown
    assert "Say your level" in tab.get(plan.get_absolute_url()).content.decode()
    profile_operations.change_claims(user=somebody, release=releases.current(), levels={step.skill: 0})
    shown = tab.get(plan.get_absolute_url())
    assert not shown.context["plan"].next.unknown
    assert f"from level 0 to {step.to_level}," in shown.content.decode()


def test_one_step_is_the_one_to_do_now(tab: Client) -> None:
    page = tab.get(make(tab).get_absolute_url()).content.decode()
    assert len(re.findall(r'btn-primary" name="done"', page)) == 1
    assert page.count(">Mark as done<") == len(re.findall(r'btn-quiet" name="done" value="1"', page)) > 0


def test_the_stages_on_the_road_are_as_wide_as_their_hours(tab: Client) -> None:
    page = tab.get(make(tab).get_absolute_url())
    plan, road = page.context["plan"], page.context["page"].road
    assert [one.tenths for one in road] == [max(round(10 * one.stage.hours / plan.hours), 1) for one in road]
    assert {one.percent_done for one in road} == {0}
    assert [f'data-tenths="{one.tenths}"' in page.content.decode() for one in road] == [True] * len(road)


def test_the_list_of_one_plan_offers_its_next_step(tab: Client) -> None:
    plan = make(tab)
    assert f'action="/plans/{plan.pk}/steps/1/"' in tab.get("/plans/").content.decode()
    make(tab, role="engineer")
    assert "/steps/1/" not in tab.get("/plans/").content.decode()


@pytest.mark.thorough
def test_ticked_off_the_fit_moves_at_once_and_undo_leads_back(tab: Client, somebody: User) -> None:
    plan = make(tab)
    before = tab.get(plan.get_absolute_url()).context["plan"]
    answer = mark(tab, plan, 1)
    assert answer["Location"] == f"/plans/{plan.pk}/#said"
    page = tab.get(plan.get_absolute_url())
    assert page.context["plan"].fit == before.steps[0].fit_after
    assert f"is now 2 in your profile, and your fit is {page.context['plan'].fit // 100}." in page.content.decode()
    assert "is now 2" not in tab.get(plan.get_absolute_url()).content.decode(), "said once"
    mark(tab, plan, 1, "0")
    after = tab.get(plan.get_absolute_url())
    assert "is as it was before" in after.content.decode()
    assert after.context["plan"].steps == before.steps
    assert Claim.objects.count() == 1


def test_htmx_gets_the_plan_as_a_part(tab: Client) -> None:
    plan = make(tab)
    answer = mark(tab, plan, 1, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.content.strip().startswith(b'<div id="plan"')
    assert b"<html" not in answer.content


def test_ticked_twice_is_ticked_once(tab: Client) -> None:
    plan = make(tab)
    for _ in range(2):
        assert mark(tab, plan, 1).status_code == 302
    assert tab.get(plan.get_absolute_url()).context["plan"].done_count == 1


def test_what_is_reached_says_so(tab: Client, somebody: User) -> None:
    plan = make(tab, target="15")
    mark(tab, plan, 1)
    page = tab.get(plan.get_absolute_url())
    assert page.context["plan"].reached
    assert "You have reached it" in page.content.decode()
    assert "reached" in tab.get("/plans/").content.decode()


def test_a_target_reached_already_leads_to_the_receipt_and_makes_no_plan(tab: Client) -> None:
    page = tab.post("/plans/", {**FORM, "target": "6"}, follow=True)
    assert page.redirect_chain == [("/matches/builder/", 302)]
    assert "You are already there, so there is nothing left to plan." in page.content.decode()
    assert not Plan.objects.exists()
    plan = make(tab)
    page = tab.post(f"/plans/{plan.pk}/again/", {**FORM, "target": "6"}, follow=True)
    assert page.redirect_chain == [("/matches/builder/", 302)]
    assert Plan.objects.get() == plan


def said(page: Any) -> str:
    return " ".join(page.content.decode().split())


def test_the_present_stage_is_open_and_the_others_are_folded(tab: Client) -> None:
    plan = make(tab)
    page = tab.get(plan.get_absolute_url())
    road = page.context["page"].road
    assert [(one.name, one.place) for one in road] == [
        ("The base", "here"), ("The must-haves", "ahead"), ("The rest", "ahead"),
    ]  # fmt: skip
    assert '<h2 id="stage-title-1">The base</h2>' in said(page)
    assert all(f'id="stage-fold-{number}"' in said(page) for number in (2, 3))
    mark(tab, plan, 1)
    page = tab.get(plan.get_absolute_url())
    assert [one.place for one in page.context["page"].road] == ["done", "here", "ahead"]
    assert '<h2 id="stage-title-2">The must-haves</h2>' in said(page)
    assert 'id="stage-fold-1"' in said(page)
    for step in page.context["plan"].steps:
        assert said(page).count(f'id="step-{step.number}"') == 1, "every step stands on the page once"


def test_this_week_is_as_many_hours_as_one_has(tab: Client) -> None:
    """8 hours of rag to 2, which takes 12; with 30 a week all of it, and 18 of rag to 3."""
    [only] = tab.get(make(tab).get_absolute_url()).context["page"].this_week
    assert (only.step.skill, only.hours, only.all_of_it) == ("rag", 800, False)
    page = tab.get(make(tab, hours_per_week="30").get_absolute_url())
    week = page.context["page"].this_week
    assert [(one.step.to_level, one.hours, one.all_of_it) for one in week] == [(2, 1_200, True), (3, 1_800, False)]
    assert "18 h now, 22 h after that" in said(page)


def test_what_is_ahead_within_a_month_is_shown_and_the_rest_of_the_stage_folded(tab: Client) -> None:
    """The must-haves are rag to 3 (40 h) and python to 4 (120 h): at 8 h a week the second begins after a month."""
    plan = make(tab)
    mark(tab, plan, 1)
    here = tab.get(plan.get_absolute_url()).context["page"].road[1]
    assert [[step.number for step in part] for part in (here.behind, here.soon, here.later)] == [[], [2], [3]]


def test_every_answer_to_a_step_is_said_and_undone(tab: Client) -> None:
    plan = make(tab)
    path = f"/plans/{plan.pk}/steps/1/"
    page = tab.post(path, {"level": "1"}, follow=True)
    assert "is now 1 in your profile, because you said so." in said(page)
    assert Claim.objects.get(skill__slug="rag").source == "self"
    assert 'id="undo-mark"' in said(page)
    page = tab.post(path, {"done": "0"}, follow=True)
    assert "is as it was before" in said(page)
    page = tab.post(path, {"skipped": "1"}, follow=True)
    assert "waits until later. The next step is Retrieval-augmented generation." in said(page)
    assert page.context["plan"].next.number == 2
    page = tab.post(path, {"skipped": "0"}, follow=True)
    assert page.context["plan"].next.number == 1
    assert Claim.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        *({"level": "0"}, {"level": "6"}, {"level": "x"}, {"done": "2"}, {"skipped": "yes"}, {}, {"done": ""}),
        *({"done": "1", "level": "2"}, {"done": "0", "skipped": "1"}, {"skipped": "0", "level": "1"}),
    ],
)
def test_what_our_buttons_do_not_send_is_refused(tab: Client, fields: dict[str, str]) -> None:
    plan = make(tab)
    assert tab.post(f"/plans/{plan.pk}/steps/1/", fields).status_code == 400
    assert Claim.objects.count() == 1


def test_the_answer_that_finishes_a_stage_says_well_done(tab: Client) -> None:
    plan = make(tab)
    mark(tab, plan, 1)
    page = tab.get(plan.get_absolute_url())
    assert "Well done: “The base” is behind you." in said(page)
    assert "That means every must-have at level 2." in said(page)
    mark(tab, plan, 2)
    assert "Well done" not in said(tab.get(plan.get_absolute_url())), "one step of the stage is left"
    page = tab.post(f"/plans/{plan.pk}/steps/3/", {"level": "4"}, follow=True)
    assert "Well done: “The must-haves” is behind you." in said(page)
    page = tab.post(f"/plans/{plan.pk}/steps/3/", {"done": "0"}, follow=True)
    assert "Well done" not in said(page)


def test_making_it_again_is_folded_until_somebody_asks_for_it_or_mistypes(tab: Client) -> None:
    path = make(tab).get_absolute_url()

    def unfolded(page: Any) -> bool:
        return '<details class="fold" open> <summary id="again-title">' in said(page)

    assert not unfolded(tab.get(path))
    assert f'href="{path}?again#again"' in said(tab.get(path))
    assert unfolded(tab.get(f"{path}?again"))
    assert unfolded(tab.get(f"{path}?hours_per_week=5")), "typed before signing in again"
    assert unfolded(tab.post(f"{path}again/", FORM | {"hours_per_week": "0"}))


@pytest.mark.parametrize(
    ("bound", "words"), [(100, "that is proven"), (99, "at most 2 % more"), (98, "at most 3 % more")]
)
def test_what_is_proven_of_the_hours_is_said_in_whole_per_cent(tab: Client, bound: int, words: str) -> None:
    plan = make(tab)
    status = "optimal" if bound == 100 else "bounded"
    Plan.objects.update(certificate={"status": status, "value": 100, "bound": bound})
    page = said(tab.get(plan.get_absolute_url()))
    assert words in page
    assert ("no plan that learns each of these skills itself is shorter" in page) == (status == "optimal")


def test_a_reached_plan_has_nothing_for_this_week(tab: Client, somebody: User) -> None:
    plan = make(tab, target="30")
    profile_operations.change_claims(user=somebody, release=releases.current(), levels={"python": 4, "react": 2})
    page = tab.get(plan.get_absolute_url())
    assert (page.context["plan"].reached, bool(page.context["plan"].left)) == (True, True)
    assert "yours to take or leave" in said(page)
    assert "This week" not in said(page)


def test_one_must_have_that_is_missing_is_the_whole_message(tab: Client, somebody: User) -> None:
    plan = make(tab)
    levels = {"python": 4, "react": 2, "react-pattern": 2}
    profile_operations.change_claims(user=somebody, release=releases.current(), levels=levels)
    page = tab.get(plan.get_absolute_url())
    assert "One must-have is missing: Retrieval-augmented generation at 3." in said(page)
    assert page.context["plan"].fit > 75_00
    assert "you are ready" not in said(page), "no other steps follow"


def test_pages_of_plans_speak_in_whole_points(tab: Client) -> None:
    plan = make(tab)
    for path in (plan.get_absolute_url(), "/plans/"):
        text = re.sub(r"<svg.*?</svg>|<[^>]*>", " ", tab.get(path).content.decode(), flags=re.DOTALL)
        assert not re.findall(r"\d+\.\d\d", text)


def test_a_plan_of_the_first_version_says_so_and_is_made_again(tab: Client) -> None:
    plan = make(tab)
    mark(tab, plan, 1)
    Plan.objects.update(certificate={"hours": {"status": "unproven", "value": 9, "bound": None}, "order": {}})
    PlanStep.objects.update(stage=None, band_after="", serves=[])
    page = tab.get(plan.get_absolute_url())
    assert "This plan is of our first version" in said(page)
    assert "Nothing is proven of the hours of this older plan." in said(page)
    assert page.context["plan"].done_count == 1
    assert "of the first version" in said(tab.get("/plans/"))
    newer = tab.post(f"/plans/{plan.pk}/again/", FORM, follow=True)
    assert "first version" not in said(newer)
    assert "is shorter: that is proven" in said(newer)


@pytest.mark.thorough
def test_a_plan_of_an_older_release_says_so_and_is_made_anew(tab: Client) -> None:
    plan = make(tab)
    raw = drafts.small()
    raw["requirements"][0]["level"] = 5 - 2
    people.publish(raw)
    people.publish(drafts.otherwise(raw))
    page = tab.get(plan.get_absolute_url())
    assert "made on release 1; the catalogue is at release 3" in page.content.decode()
    values = {key: value for key, value in page.context["form"].initial.items() if value is not None}
    newer = tab.post(f"/plans/{plan.pk}/again/", values, follow=True)
    assert newer.status_code == 200
    assert "the catalogue is at" not in newer.content.decode()
    assert Plan.objects.get().release_number == 3


@pytest.mark.thorough
def test_a_role_that_is_gone_does_not_take_the_plan_with_it(tab: Client) -> None:
    plan = make(tab)
    raw = drafts.small()
    raw["roles"][0] |= {"slug": "maker", "title": "Maker"}  # another role: nothing says that it is the same one
    raw["requirements"] = [one | {"role": one["role"].replace("builder", "maker")} for one in raw["requirements"]]
    people.publish(raw)
    for path in (plan.get_absolute_url(), "/plans/"):
        assert tab.get(path).status_code == 200
    assert "no longer in the catalogue" in tab.get(plan.get_absolute_url()).content.decode()
    assert mark(tab, plan, 1).status_code == 302
    assert tab.get(plan.get_absolute_url()).context["plan"].done_count == 1


def test_late_steps_are_told_and_made_anew_from_today(tab: Client, time_machine: Any) -> None:
    plan = make(tab)
    time_machine.move_to("2026-01-12 12:00:00+00:00", tick=False)
    page = tab.get(plan.get_absolute_url())
    late = [step.number for step in page.context["plan"].late]
    assert late == [s.number for s in plan.steps.all() if s.ends < datetime.date(2026, 1, 12)]
    assert f"{len(late)} step should be done by now" in page.content.decode()
    assert page.context["form"]["start"].value() == datetime.date(2026, 1, 12)
    values = {key: value for key, value in page.context["form"].initial.items() if value is not None}
    newer = tab.post(f"/plans/{plan.pk}/again/", values, follow=True)
    assert not newer.context["plan"].late
    assert newer.context["plan"].start == datetime.date(2026, 1, 12)


def test_with_marks_the_old_plan_points_to_the_newer_one(tab: Client) -> None:
    plan = make(tab)
    mark(tab, plan, 1)
    newer = tab.post(f"/plans/{plan.pk}/again/", FORM)["Location"]
    page = tab.get(plan.get_absolute_url()).content.decode()
    assert f'href="{newer}"' in page
    assert 'id="mark-1"' not in page, "no more marks there"
    listed = tab.get("/plans/").context
    assert ([one.row.pk for one in listed["earlier"]], len(listed["plans"])) == ([plan.pk], 1)


def test_a_deadline_that_is_too_near_gets_an_honest_figure(tab: Client) -> None:
    page = tab.get(make(tab, deadline="2026-02-01").get_absolute_url())
    plan = page.context["plan"]
    assert plan.missed
    assert f"By 1 February 2026 your fit will be <b>{plan.fit_by_deadline // 100}</b>" in page.content.decode()


def test_weeks_off_move_what_comes_after_them(tab: Client) -> None:
    usual, off = make(tab), make(tab, weeks_off="2026-01-08, 2026-01-20")
    last = [plan.steps.latest("number").ends for plan in (usual, off)]
    assert off.weeks_off == [1, 2]
    assert last[1] - last[0] == datetime.timedelta(weeks=2)
    assert tab.get(off.get_absolute_url()).context["form"]["weeks_off"].value() == "8 January 2026, 15 January 2026"


def test_a_deleted_plan_leaves_the_profile(tab: Client) -> None:
    plan = make(tab)
    mark(tab, plan, 1)
    page = tab.post(f"/plans/{plan.pk}/delete/", follow=True)
    assert "What you ticked off stays" in page.content.decode()
    assert not Plan.objects.exists()
    assert Claim.objects.count() == 2
    assert 'id="undo-delete"' not in tab.get("/plans/").content.decode(), "offered once"


def test_deleting_is_undone_by_who_deleted_and_once(tab: Client) -> None:
    plan = make(tab)
    mark(tab, plan, 1)
    tab.post(f"/plans/{plan.pk}/delete/")
    other = Client()
    other.force_login(people.person("b@example.org"))
    assert "cannot be put back any more" in other.post("/plans/undelete/", follow=True).content.decode()
    page = tab.post("/plans/undelete/", follow=True)
    assert "The plan is back, with everything you ticked off." in page.content.decode()
    assert page.context["plan"].done_count == 1
    assert "cannot be put back any more" in tab.post("/plans/undelete/", follow=True).content.decode()
    assert Plan.objects.get() == plan


def test_a_second_plan_for_a_role_offers_to_replace_the_first(tab: Client) -> None:
    first, second = make(tab), make(tab, hours_per_week="4")
    other = make(tab, role="engineer")
    assert "You have another plan for this role" in tab.get(second.get_absolute_url()).content.decode()
    for plan in (first, other):
        assert "another plan for this role" not in tab.get(plan.get_absolute_url()).content.decode()
    assert tab.post(f"/plans/{second.pk}/replace/", {"old": first.pk})["Location"] == second.get_absolute_url()
    first.refresh_from_db()
    assert first.replaced_by == second
    assert "another plan for this role" not in tab.get(second.get_absolute_url()).content.decode()


@pytest.mark.parametrize("old", ["", "x", "999", "9" * 40, "-1"])
def test_only_a_plan_of_ones_own_is_replaced(tab: Client, old: str) -> None:
    plan = make(tab)
    assert tab.post(f"/plans/{plan.pk}/replace/", {"old": old}).status_code == 404
    assert tab.post(f"/plans/{plan.pk}/replace/", {"old": plan.pk}).status_code == 302
    plan.refresh_from_db()
    assert plan.replaced_by is None


# What people type


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("hours_per_week", value) for value in ("0", "-1", "169", "NaN", "0.24", "8.001", "", "eight", "1e400")),
        *(("start", value) for value in ("", "2027-02-29", "0000-01-01", "10000-01-01", "soon", "9999-12-31")),
        *(("target", value) for value in ("101", "-1", "70.001", "NaN", "Infinity", "all")),
        *(("deadline", value) for value in ("2025-12-31", "never", "2027-02-29")),
        *(("role", value) for value in ("", "nope", "x" * 5000, "\x00")),
        *(("weeks_off", value) for value in ("2025-12-31", "Christmas", "2026-02-30", "2026-01-08 " * 60)),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_typed_is_lost(
    tab: Client, field: str, value: str
) -> None:
    typed = {**FORM, "target": "75", "weeks_off": "9999-12-31", field: value}
    answer = tab.post("/plans/", typed)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Plan.objects.exists()
    for name, word in typed.items():
        if name != "role":
            assert answer.context["form"][name].value() == word


@pytest.mark.parametrize(("value", "kept"), [("0.25", 25), ("7.5", 750), ("7,5", 750), (" 8,25 ", 825), ("40", 4_000)])
def test_odd_but_possible_paces_are_taken(tab: Client, value: str, kept: int) -> None:
    assert make(tab, hours_per_week=value).hours_per_week == kept


@pytest.mark.parametrize("value", ["40.01", "85", "168"])
def test_more_than_forty_hours_a_week_are_asked_back(tab: Client, value: str) -> None:
    answer = tab.post("/plans/", {**FORM, "hours_per_week": value})
    assert answer.status_code == 400
    assert "more than a full working week" in answer.content.decode()
    assert 'name="sure"' in answer.content.decode()
    assert not Plan.objects.exists()
    assert make(tab, hours_per_week=value, sure="on").hours_per_week == Decimal(value) * 100


def test_usual_hours_are_not_asked_back(tab: Client) -> None:
    assert 'name="sure"' not in tab.get("/plans/").content.decode()
    assert 'name="sure"' not in tab.post("/plans/", {**FORM, "start": ""}).content.decode()


@pytest.mark.parametrize("start", ["0001-01-01", "2028-02-29"])
def test_odd_but_real_days_are_taken(tab: Client, start: str) -> None:
    assert tab.get(make(tab, start=start).get_absolute_url()).status_code == 200


def test_made_anew_with_a_fault_the_plan_stays_and_says_what_is_wrong(tab: Client) -> None:
    plan = make(tab)
    answer = tab.post(f"/plans/{plan.pk}/again/", {**FORM, "hours_per_week": "0"})
    assert answer.status_code == 400
    assert "hours_per_week" in answer.context["form"].errors
    assert Plan.objects.get() == plan


def test_half_a_surrogate_is_refused(tab: Client) -> None:
    body = urlencode({**FORM, "weeks_off": "\ud800"}, errors="surrogatepass")
    answer = tab.post("/plans/", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400


# Whose it is


def test_another_persons_plan_is_a_404(tab: Client) -> None:
    plan = make(tab)
    other = Client()
    other.force_login(people.person("b@example.org"))
    assert other.get(plan.get_absolute_url()).status_code == 404
    for path in ("again/", "delete/", "replace/", "steps/1/"):
        assert other.post(f"/plans/{plan.pk}/{path}", {**FORM, "done": "1"}).status_code == 404
    assert not Plan.objects.get().steps.exclude(done_at=None).exists()
    assert other.get("/plans/").context["plans"] == []


@pytest.mark.parametrize("path", ["999/", f"{10**40}/", "0/"])
def test_a_plan_that_is_not_there_is_a_404(tab: Client, path: str) -> None:
    assert tab.get(f"/plans/{path}").status_code == 404


@pytest.mark.parametrize("number", [0, 99, 10**40])
def test_a_step_that_is_not_there_is_a_404(tab: Client, number: int) -> None:
    assert mark(tab, make(tab), number).status_code == 404


def test_only_who_is_signed_in_sees_plans(client: Client) -> None:
    for path in ("/plans/", "/plans/1/"):
        assert client.get(path)["Location"].startswith("/accounts/login/")


def test_somebody_without_claims_plans_from_zero(client: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-01-01 12:00:00+00:00", tick=False)
    client.force_login(people.person())
    plan = make(client)
    page = client.get(plan.get_absolute_url())
    assert page.context["plan"].fit == 0
    assert page.context["plan"].steps[0].from_level == 0


def test_the_receipt_offers_a_plan_and_so_it_is_made(tab: Client) -> None:
    page = tab.get("/matches/builder/").content.decode()
    assert 'action="/plans/"' in page
    assert '<input type="hidden" name="start" value="2026-01-01">' in page


@pytest.mark.thorough
def test_pages_ask_a_fixed_number_of_questions(tab: Client, django_assert_max_num_queries: Any) -> None:
    for hours in range(1, 8):
        plan = make(tab, hours_per_week=str(hours))
    for path, most in (("/plans/", 8), (plan.get_absolute_url(), 9)):
        with django_assert_max_num_queries(most):
            tab.get(path)


def test_a_changed_profile_covers_steps_on_the_page(tab: Client, somebody: User) -> None:
    plan = make(tab)
    profile_operations.change_claims(user=somebody, release=releases.current(), levels={"rag": 3})
    states = {(s.skill, s.to_level): s.state for s in tab.get(plan.get_absolute_url()).context["plan"].steps}
    assert {state for (skill, _), state in states.items() if skill == "rag"} == {"held"}


@pytest.mark.thorough
def test_the_list_is_in_pages_and_scores_once(tab: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many plans there are: the same number of queries, one scoring, and those that count come first."""
    old = make(tab)
    mark(tab, old, 1)
    tab.post(f"/plans/{old.pk}/again/", FORM)
    for hours in range(10, 10 + PLANS):
        tab.post("/plans/", {**FORM, "hours_per_week": str(hours)})
    scored: list[int] = []
    for name in ("fits", "score"):
        compute = getattr(engine, name)
        monkeypatch.setattr(engine, name, lambda *given, compute=compute: scored.append(1) or compute(*given))
    first, last = tab.get("/plans/"), tab.get("/plans/?page=2")
    assert len(scored) == 2  # one a page
    assert [len(page.context["plans"]) for page in (first, last)] == [PLANS, 1]
    assert [[plan.row.pk for plan in page.context["earlier"]] for page in (first, last)] == [[], [old.pk]]
    assert 'rel="next"' in first.content.decode()
    assert tab.get("/plans/?page=nonsense").context["page"].number == 1
