"""POST /api/v1/plan/, me/plans/ and me/next/: the contract, and every kind of bad input."""

import datetime
import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from careers.catalogue.released import Released
from careers.catalogue.releases import store_release
from careers.models import Claim, Profile, Release
from matching import inputs
from matching.models import Plan, PlanStep
from tests import drafts, people
from tests.engine import plan_checker

PUBLIC = "/api/v1/plan/"
OWN = "/api/v1/me/plans/"
NEXT = "/api/v1/me/next/"
START = datetime.date(2026, 1, 1)
BODY = {"role": "builder", "target": "ready", "hours_per_week": 8, "start": "2026-01-01", "deadline": None}


@pytest.fixture
def api(release: Released) -> Client:
    return Client()


@pytest.fixture
def own(api: Client) -> Client:
    """Signed in, with python 2."""
    api.force_login(people.person_with({"python": 2}).user)
    return api


def send(api: Client, path: str, body: Any, method: str = "post") -> Any:
    data = body if isinstance(body, str) else json.dumps(body)
    return api.generic(method.upper(), path, data, content_type="application/json")


def draw(api: Client, **changes: Any) -> Any:
    return send(api, PUBLIC, {"skills": {"python": 2}, **BODY, **changes})


def error(answer: Any, field: str) -> str:
    assert answer.status_code == 400, answer.content
    assert set(answer.json()) == {field}, answer.json()
    return " ".join(answer.json()[field])


def rules(release: Released) -> plan_checker.Rules:
    hours = {(skill.slug, level.level): level.hours for skill in release.content.skills for level in skill.levels}
    needs: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for skill in release.content.skills:
        for need in skill.prerequisites:
            needs.setdefault((skill.slug, need.level), []).append((need.skill, need.skill_level))
    return plan_checker.Rules(inputs.specification(release), hours, needs)


def test_a_plan_is_valid_and_says_all_that_the_contract_names(api: Client, release: Released) -> None:
    body = draw(api, hours_per_week=7.5, deadline="2026-03-01").json()
    assert body["release"] == {"number": 1, "digest": release.digest}
    [builder] = [role for role in inputs.specification(release).roles if role.slug == "builder"]
    assert plan_checker.faults(rules(release), {"python": 2}, builder, None, body["steps"]) == []
    assert plan_checker.date_faults(body["steps"], Fraction("7.5"), START, body["weeks"], body["hours"]) == []
    assert set(body) == {
        *("release", "role", "target", "hours_per_week", "start", "deadline", "fit", "hours", "weeks", "steps"),
        *("projects", "certificate", "fit_by_deadline", "unknown"),
    }  # fmt: skip
    assert set(body["steps"][0]) == {
        *("skill", "from_level", "to_level", "stage", "hours", "starts", "ends", "fit_after", "band_after", "why"),
        "resources",
    }  # fmt: skip
    fewest = plan_checker.fewest_hours(rules(release), {"python": 2}, builder, None)
    assert body["certificate"] == {
        "status": "optimal", "value": body["hours"], "bound": fewest, "gap_percent": "0.00",
    }  # fmt: skip
    by_then = [step["fit_after"] for step in body["steps"] if step["ends"] <= "2026-03-01"]
    assert body["fit_by_deadline"] == by_then[-1]


def test_by_the_deadline_the_fit_is_that_of_the_steps_that_end_in_time(api: Client) -> None:
    steps = draw(api).json()["steps"]
    [first, second, *_] = steps
    assert draw(api, deadline=second["ends"]).json()["fit_by_deadline"] == second["fit_after"]
    day_before = datetime.date.fromisoformat(second["ends"]) - datetime.timedelta(1)
    assert draw(api, deadline=str(day_before)).json()["fit_by_deadline"] == first["fit_after"]
    assert draw(api, deadline="2026-01-01").json()["fit_by_deadline"] == draw(api).json()["fit"]


def test_projects_stand_after_the_step_with_which_their_skills_are_reached(api: Client) -> None:
    raw = drafts.small()
    wanted = {
        "held": [("python", 2), ("rag", 1), ("react", 1)],
        "third": [("rag", 3), ("python", 3), ("react", 1)],
        "never": [("react", 2), ("python", 1), ("rag", 1)],
    }
    raw["projects"] = [
        drafts.project(
            slug=slug, title=slug.title(), skills=[{"skill": skill, "level": level} for skill, level in skills]
        )
        for slug, skills in wanted.items()
    ]
    people.publish(raw)
    body = draw(api, skills={"python": 2, "rag": 1, "react": 1}).json()
    places = {project["title"]: project["after_step"] for project in body["projects"]}
    titles = {project["slug"]: project["title"] for project in raw["projects"]}
    assert places == {titles["held"]: 0, titles["third"]: 3}
    assert set(body["projects"][0]) == {"title", "build", "after_step"}


@pytest.mark.thorough
def test_each_step_has_its_resources_free_first(api: Client) -> None:
    raw = drafts.small()
    paid = {**raw["resources"][0], "free": False, "url": "https://paid.example.org/", "title": "A course of SQL"}
    late = {**raw["resources"][0], "url": "https://late.example.org/", "title": "Late SQL"}
    late["skills"] = [{"skill": "sql", "from_level": 2, "to_level": 3, "hours": 12, "part": "Chapter 7"}]
    raw["resources"] += [paid, late]
    people.publish(raw)
    steps = draw(api, role="engineer").json()["steps"]
    titles = {
        (s["from_level"], s["to_level"]): [(one["title"], one["part"]) for one in s["resources"]]
        for s in steps
        if s["skill"] == "sql"
    }
    assert titles == {
        (0, 2): [("A book of SQL", None), ("A course of SQL", None)],
        (2, 4): [("A book of SQL", None), ("Late SQL", "Chapter 7"), ("A course of SQL", None)],
    }


def test_from_zero_and_for_a_fit_that_is_reached(api: Client) -> None:
    from_zero = draw(api, skills={}).json()
    assert from_zero["fit"] == "0.00"
    assert from_zero["steps"][0]["from_level"] == 0
    reached = draw(api, target=6, deadline="2026-01-01").json()
    assert (reached["steps"], reached["hours"], reached["weeks"]) == ([], 0, 0)
    optimal = {"status": "optimal", "value": 0, "bound": 0, "gap_percent": "0.00"}
    assert reached["certificate"] == optimal
    assert reached["fit_by_deadline"] == reached["fit"]
    assert draw(api, target=0).json()["steps"] == []


def test_no_deadline_no_fit_by_it(api: Client) -> None:
    assert draw(api).json()["fit_by_deadline"] is None
    body = {key: value for key, value in BODY.items() if key != "deadline"}
    assert send(api, PUBLIC, {"skills": {}, **body}).json()["fit_by_deadline"] is None


def test_it_starts_today_unless_said_otherwise(api: Client, time_machine: Any) -> None:
    time_machine.move_to("2028-02-29 23:59:00+00:00", tick=False)
    body = {key: value for key, value in BODY.items() if key != "start"}
    answer = send(api, PUBLIC, {"skills": {}, **body}).json()
    assert (answer["start"], answer["steps"][0]["starts"]) == ("2028-02-29", "2028-02-29")


def test_nothing_is_stored_and_nobody_has_to_be_known(api: Client, django_assert_num_queries: Any) -> None:
    draw(api)
    with django_assert_num_queries(1):  # which release is current
        assert draw(api).status_code == 200
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("target", "said"),
    [(60, "60.00"), (62.5, "62.50"), ("62.50", "62.50"), ("62.5", "62.50"), (0.01, "0.01"), ("ready", "ready")],
)
def test_a_target_is_ready_or_a_fit(api: Client, target: Any, said: str) -> None:
    assert draw(api, target=target).json()["target"] == said


@pytest.mark.parametrize(
    "target", [101, 100.01, -1, -0.01, 70.001, "70.001", "Ready", "", "1e1", "٣", None, True, [70], {}, 1e400, "NaN"]
)
def test_what_is_no_target_is_refused(api: Client, target: Any) -> None:
    body = json.dumps({"skills": {}, **BODY, "target": target}).replace("Infinity", "1e400")
    error(send(api, PUBLIC, body), "target")


@pytest.mark.parametrize("hours", [0.25, 168, 168.0, 1e1, 7.99, 40])
def test_the_pace_is_exact_to_the_hundredth(api: Client, hours: float) -> None:
    body = draw(api, hours_per_week=hours).json()
    assert plan_checker.date_faults(body["steps"], Fraction(str(hours)), START, body["weeks"], body["hours"]) == []


@pytest.mark.parametrize(
    "hours",
    [0, -1, 169, 168.01, 0.24, 0.255, 8.001, "eight", "8,5", "1e1", "", None, True, [8], 10**400, 1e-400],
)
def test_what_is_no_pace_is_refused(api: Client, hours: Any) -> None:
    error(draw(api, hours_per_week=hours), "hours_per_week")


@pytest.mark.parametrize(("sent", "said"), [("8", "8"), ("7.50", "7.5"), ("0.25", "0.25")])
def test_the_pace_is_taken_in_the_form_of_our_own_answers(api: Client, sent: str, said: str) -> None:
    body = draw(api, hours_per_week=sent).json()
    assert body["hours_per_week"] == said
    assert draw(api, hours_per_week=said).json() == body


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_number_is_refused(api: Client, number: str) -> None:
    body = json.dumps({"skills": {}, **BODY, "hours_per_week": 8}).replace(" 8", f" {number}")
    assert send(api, PUBLIC, body).status_code == 400


@pytest.mark.parametrize("number", ["8e9999999999999999999", "1e-9999999999999999999", "8.000000000000000000000001"])
def test_numbers_that_no_float_holds_are_refused_kindly(api: Client, number: str) -> None:
    body = json.dumps({"skills": {}, **BODY, "hours_per_week": 8}).replace(" 8", f" {number}")
    assert send(api, PUBLIC, body).status_code == 400


@pytest.mark.parametrize("start", ["0001-01-01", "2028-02-29", "9990-01-01"])
def test_odd_but_real_days_are_days(api: Client, start: str) -> None:
    body = draw(api, start=start, hours_per_week=40).json()
    day = datetime.date.fromisoformat(start)
    assert plan_checker.date_faults(body["steps"], Fraction(40), day, body["weeks"], body["hours"]) == []


@pytest.mark.parametrize("field", ["start", "deadline"])
@pytest.mark.parametrize("day", ["2027-02-29", "2026-13-01", "0000-01-01", "10000-01-01", "tomorrow", "", 20260101, []])
def test_what_is_no_day_is_refused(api: Client, field: str, day: Any) -> None:
    error(draw(api, **{field: day}), field)


def test_a_plan_that_outlasts_the_calendar_is_refused(api: Client) -> None:
    assert "9999" in error(draw(api, start="9999-12-31"), "start")
    assert "9999" in error(draw(api, start="9995-01-01", hours_per_week=0.25), "start")
    assert draw(api, start="9999-12-31", target=0).status_code == 200


def test_a_deadline_before_the_start_is_refused(api: Client) -> None:
    assert "before the start" in error(draw(api, deadline="2025-12-31"), "deadline")
    assert draw(api, deadline="2026-01-01").status_code == 200


@pytest.mark.parametrize("role", ["nope", "", "Builder", "x" * 5000, "a\u202eb"])
def test_an_unknown_role_is_named(api: Client, role: str) -> None:
    said = error(draw(api, role=role), "role")
    assert not role or role[:80] in said
    assert len(said) < 200


def publish_unchecked(change: Callable[[dict[str, Any]], None]) -> None:
    """The content of the current release, changed in a way that the checks of publishing would refuse."""
    content = json.loads(Release.objects.latest("number").content)
    change(content)
    store_release(digest="0" * 64, content=json.dumps(content), reason="For a test.", at=people.NOON)


def test_a_target_out_of_reach_names_the_highest_fit(api: Client, release: Released) -> None:
    """Without hours for rag 3 the must-have cannot be closed, and its 22.32 points are out of reach."""

    def without_hours(content: dict[str, Any]) -> None:
        [rag] = [skill for skill in content["skills"] if skill["slug"] == "rag"]
        rag["levels"][2]["hours"] = None

    publish_unchecked(without_hours)
    assert "77.68" in error(draw(api, target=90), "target")
    assert "Retrieval-augmented generation" in error(draw(api), "target")
    assert draw(api, target="77.68").json()["steps"][-1]["fit_after"] == "77.68"
    assert draw(api, skills={"rag": 3}).status_code == 200


def test_missing_and_unknown_fields_are_named(api: Client) -> None:
    answer = send(api, PUBLIC, {})
    assert set(answer.json()) == {"skills", "role", "target", "hours_per_week"}
    assert "no such field" in error(draw(api, weeks=3), "weeks")
    assert "cobol" in error(draw(api, skills={"cobol": 3}), "skills")


def test_the_same_body_gives_the_same_bytes(api: Client) -> None:
    first = draw(api, skills={"python": 2, "sql": 1})
    assert draw(api, skills={"sql": 1, "Python": 2}).content == first.content


# Your own


def test_only_who_is_signed_in_has_plans(api: Client) -> None:
    paths = (
        ("get", "/api/v1/me/next/"),
        ("get", OWN),
        ("post", OWN),
        ("get", f"{OWN}1/"),
        ("patch", f"{OWN}1/steps/1/"),
    )
    for method, path in paths:
        assert send(api, path, {}, method).status_code == 401, path


@pytest.mark.database
def test_a_plan_is_made_kept_and_listed(own: Client, release: Released) -> None:
    made = send(own, OWN, BODY)
    assert made.status_code == 201
    drawn = draw(own).json()
    body = made.json()
    for key in ("hours", "weeks", "certificate", "fit_by_deadline", "target", "start", "deadline", "fit", "role"):
        assert body[key] == drawn[key], key
    assert [{key: step[key] for key in drawn["steps"][0]} for step in body["steps"]] == drawn["steps"]
    assert [step["number"] for step in body["steps"]] == list(range(1, len(body["steps"]) + 1))
    page = own.get(OWN).json()
    assert (page["count"], page["next"], page["previous"]) == (1, None, None)
    assert page["results"] == [body]
    assert own.get(f"{OWN}{body['id']}/").json() == body


def test_skills_have_no_place_in_an_own_plan(own: Client) -> None:
    assert "no such field" in error(send(own, OWN, {**BODY, "skills": {}}), "skills")
    error(send(own, OWN, {**BODY, "target": 101}), "target")


@pytest.mark.database
def test_a_step_is_done_once_however_often_it_is_said(own: Client) -> None:
    plan = send(own, OWN, BODY).json()
    path = f"{OWN}{plan['id']}/steps/1/"
    done = send(own, path, {"done": True}, "patch")
    assert done.status_code == 200
    assert [step["done"] for step in done.json()["steps"]] == [True] + [False] * (len(plan["steps"]) - 1)
    assert done.json()["fit"] == plan["steps"][0]["fit_after"]
    assert send(own, path, {"done": True}, "patch").json() == done.json()
    assert send(own, path, {"done": False}, "patch").json() == plan
    assert send(own, path, {"done": False}, "patch").json() == plan
    assert set(Claim.objects.values_list("skill__slug", "level", "source")) == {("python", 2, "self")}


@pytest.mark.database
def test_a_level_that_one_has_already_is_an_answer_too(own: Client) -> None:
    plan = send(own, OWN, BODY).json()
    at = next(step["number"] for step in plan["steps"] if step["skill"] == "python")
    path = f"{OWN}{plan['id']}/steps/{at}/"
    said = send(own, path, {"level": 3}, "patch").json()
    assert set(Claim.objects.values_list("skill__slug", "level", "source")) == {("python", 3, "self")}
    assert Fraction(said["fit"]) > Fraction(plan["fit"])
    assert (said["steps"][at - 1]["done"], said["steps"][at - 1]["held"]) == (False, False)
    assert send(own, path, {"level": 4}, "patch").json()["steps"][at - 1]["held"] is True
    assert send(own, path, {"done": False}, "patch").json() == plan
    assert set(Claim.objects.values_list("skill__slug", "level", "source")) == {("python", 2, "self")}


@pytest.mark.database
def test_a_step_is_left_for_later_and_taken_up_again(own: Client) -> None:
    plan = send(own, OWN, BODY).json()
    Profile.objects.update(target="builder")
    path = f"{OWN}{plan['id']}/steps/1/"
    assert send(own, path, {"skipped": True}, "patch").json()["steps"][0]["skipped"] is True
    following = own.get(NEXT).json()
    second = {key: plan["steps"][1][key] for key in following["step"]}
    assert (following["role"], following["step"]) == ("builder", second)
    assert send(own, path, {"skipped": False}, "patch").json() == plan


@pytest.mark.database
def test_an_empty_plan_is_answered_and_not_kept(own: Client) -> None:
    answer = send(own, OWN, {**BODY, "target": 1})
    assert (answer.status_code, answer.json()["steps"], answer.json()["hours"]) == (200, [], 0)
    assert not Plan.objects.exists()


@pytest.mark.database
def test_a_plan_of_the_first_version_is_still_answered(own: Client) -> None:
    plan = send(own, OWN, BODY).json()
    Plan.objects.update(certificate={"hours": {"status": "unproven", "value": 9, "bound": None}, "order": {}})
    PlanStep.objects.update(stage=None)
    body = own.get(f"{OWN}{plan['id']}/").json()
    assert body["certificate"] == {"status": "unproven", "value": 9, "bound": None, "gap_percent": None}
    assert {step["stage"] for step in body["steps"]} == {None}


@pytest.mark.parametrize(
    "body",
    [
        {}, {"done": None}, {"done": "maybe"}, {"done": True, "at": 1}, [], {"done": True, "level": 2}, {"level": 0},
        {"level": 6}, {"level": 3.0}, {"level": "3"}, {"level": True}, {"level": None}, {"skipped": 1},
    ],
)  # fmt: skip
def test_what_is_no_mark_is_refused(own: Client, body: Any) -> None:
    plan = send(own, OWN, BODY).json()
    assert send(own, f"{OWN}{plan['id']}/steps/1/", body, "patch").status_code == 400


@pytest.mark.parametrize(
    "body", [{"done": True, "level": 2}, {"done": False, "skipped": False}, {"done": True, "level": 1, "skipped": True}]
)
def test_of_several_answers_at_once_each_is_named(own: Client, body: Any) -> None:
    plan = send(own, OWN, BODY).json()
    answer = send(own, f"{OWN}{plan['id']}/steps/1/", body, "patch")
    assert answer.status_code == 400
    assert set(answer.json()) == set(body)
    assert all(f'"{name}"' in text for [text] in answer.json().values() for name in body)
    assert own.get(f"{OWN}{plan['id']}/").json() == plan
    said = error(send(own, f"{OWN}{plan['id']}/steps/1/", {}, "patch"), "done")
    assert all(name in said for name in ("done", "level", "skipped"))


@pytest.mark.database
@pytest.mark.parametrize(
    "path", ["{0}/steps/0/", "{0}/steps/99/", "999/steps/1/", "999/", f"{10**40}/", "{0}/steps/x/"]
)
def test_what_is_not_there_is_a_json_404(own: Client, path: str) -> None:
    plan = send(own, OWN, BODY).json()
    answer = send(own, OWN + path.format(plan["id"]), {"done": True}, "patch" if "steps" in path else "get")
    assert answer.status_code == 404
    assert "detail" in answer.json()


@pytest.mark.database
def test_another_persons_plan_is_not_there(own: Client) -> None:
    plan = send(own, OWN, BODY).json()
    other = Client()
    other.force_login(people.person("b@example.org"))
    assert other.get(f"{OWN}{plan['id']}/").status_code == 404
    assert send(other, f"{OWN}{plan['id']}/steps/1/", {"done": True}, "patch").status_code == 404
    assert other.get(OWN).json()["count"] == 0
    assert not Plan.objects.get().steps.exclude(done_at=None).exists()


def test_a_session_needs_its_token_to_write(release: Released) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.person())
    assert send(strict, OWN, BODY).status_code == 403


@pytest.mark.thorough
@pytest.mark.database
def test_the_number_of_questions_does_not_grow(own: Client, django_assert_max_num_queries: Any) -> None:
    for weekly in range(1, 9):
        send(own, OWN, {**BODY, "hours_per_week": weekly})
    with django_assert_max_num_queries(9):
        assert len(own.get(OWN).json()["results"]) == 8
    path = f"{OWN}{Plan.objects.latest('pk').pk}/"
    with django_assert_max_num_queries(8):
        assert own.get(path).status_code == 200
