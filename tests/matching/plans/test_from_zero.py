"""The plan from zero: the engine's plan from nothing, read plainly, and what the pages of roles say of it."""

import dataclasses
import itertools
import math
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import RequestContext, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from careers.catalogue import releases
from careers.catalogue.released import Released
from matching import engine, inputs
from matching.plans.from_zero import SHOWN, FromZero, Stage, Step, from_zero
from matching.publishing.preparing import prepare
from tests import drafts, people, shipped

ROLES = sorted(role.slug for role in shipped.draft().roles)


def released(raw: dict[str, Any] | None = None) -> Released:
    """A release that no database knows."""
    return prepare(drafts.draft(raw)).released


def with_projects(*projects: dict[str, Any]) -> dict[str, Any]:
    """The small catalogue with projects. The builder has to have React too, and its plan leaves SQL out."""
    raw = drafts.small() | {"projects": list(projects)}
    raw["requirements"][2] |= {"essential": True, "importance": 4}
    raw["requirements"].insert(4, drafts.asks("builder", "sql", 2, 1))
    return raw


def takes(**levels: int) -> dict[str, Any]:
    return {"skills": [{"skill": skill, "level": level} for skill, level in levels.items()]}


def rows(zero: FromZero) -> list[tuple[int, str, int, int, int]]:
    return [
        (stage.number, step.skill.slug, step.from_level, step.to_level, step.hours)
        for stage in zero.stages
        for step in stage.steps
    ]


def planned(release: Released, role: str) -> engine.Plan:
    return engine.plan(inputs.compiled(release), inputs.study(release), {}, role, None)


# The value


def test_the_small_catalogue_by_hand() -> None:
    release = released()
    assert rows(from_zero(release, "builder")) == [
        (1, "python", 0, 2, 12),
        (1, "rag", 0, 2, 12),
        (2, "python", 2, 4, 120),
        (2, "rag", 2, 3, 40),
        (3, "react-pattern", 0, 2, 12),
    ]
    zero = from_zero(release, "engineer")
    assert [(stage.number, stage.hours_before, stage.hours, stage.ends) for stage in zero.stages] == [
        (1, 0, 30, 30),
        (2, 30, 220, 250),
        (3, 250, 52, 302),
    ]
    assert (zero.hours_to_must_haves, zero.hours) == (250, 302)


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_engine_s_plan_from_nothing(role: str) -> None:
    release = shipped.released()
    zero, plan = from_zero(release, role), planned(release, role)
    assert rows(zero) == [(one.stage, one.skill, one.from_level, one.to_level, one.hours) for one in plan.steps]
    assert zero.steps == tuple(step for stage in zero.stages for step in stage.steps)
    assert (zero.hours, zero.proof) == (plan.hours, plan.proof)
    assert [stage.hours_before for stage in zero.stages] == [
        sum(one.hours for one in plan.steps if one.stage < stage.number) for stage in zero.stages
    ]


@pytest.mark.parametrize("role", ROLES)
def test_every_must_have_is_met_after_the_hours_that_it_says_and_not_before(role: str) -> None:
    release = shipped.released()
    zero, plan = from_zero(release, role), planned(release, role)
    must = {one.skill: one.level for one in release.roles[role].requirements if one.essential}
    held: dict[str, int] = {}
    hours = 0
    for step in plan.steps:
        held[step.skill] = step.to_level
        hours += step.hours
        if all(held.get(skill, 0) >= level for skill, level in must.items()):
            break
    assert zero.hours_to_must_haves == hours


@pytest.mark.parametrize("role", ROLES)
def test_a_project_stands_after_the_first_step_with_which_it_can_be_built(role: str) -> None:
    """The oracle works out the levels after each step."""
    release = shipped.released()
    zero, spec = from_zero(release, role), inputs.specification(release)
    held: dict[str, int] = {}
    hours, expected = 0, {}
    for number, step in enumerate(planned(release, role).steps, start=1):
        held[step.skill] = step.to_level
        hours += step.hours
        levels = engine.effective_levels(spec, held)
        for project in release.roles[role].projects:
            if all(levels.get(own.skill, 0) >= own.level for own in project.skills):
                expected.setdefault(project.slug, (number, hours))
    assert {one.project.slug: (one.after_step, one.hours) for one in zero.projects} == expected
    assert [one.after_step for one in zero.projects] == sorted(one.after_step for one in zero.projects)
    done = 0
    for stage in zero.stages:
        assert all(done < one.after_step <= done + len(stage.steps) for one in stage.projects)
        done += len(stage.steps)


def test_of_two_projects_after_one_step_the_shorter_comes_first_and_one_out_of_reach_is_left_out() -> None:
    zero = from_zero(
        released(
            with_projects(
                drafts.project(slug="a", title="Long", hours=30, **takes(python=1, rag=2, react=1)),
                drafts.project(slug="b", title="Short", hours=5, **takes(python=2, rag=1, react=2)),
                drafts.project(slug="c", title="Later", hours=1, **takes(python=4, rag=1, react=1)),
                drafts.project(slug="d", title="Never", hours=1, **takes(python=1, rag=1, sql=1)),
            )
        ),
        "builder",
    )
    # Python, retrieval and React to 2 take 12 hours each, Python to 4 another 120.
    assert [(one.project.slug, one.after_step, one.hours, one.weeks) for one in zero.projects] == [
        ("b", 3, 36, 5),
        ("a", 3, 36, 5),
        ("c", 4, 156, 20),
    ]
    assert [[one.project.slug for one in stage.projects] for stage in zero.stages] == [["b", "a"], ["c"], []]


def test_only_a_step_that_the_role_does_not_ask_says_what_stands_on_it() -> None:
    raw = drafts.small()
    raw["prerequisites"] += [drafts.needs("rag", 2, "sql", 1), drafts.needs("react-pattern", 1, "sql", 1)]
    release = released(raw)
    assert "rag" in planned(release, "builder").steps[1].serves, "Python, which the role asks"
    serves = [(step.skill.slug, [one.slug for one in step.serves]) for step in from_zero(release, "builder").steps]
    assert [row for row in serves if row[1]] == [("sql", ["react-pattern", "rag"])], "most points first"


def test_what_only_the_foundation_asks_is_named_with_both_levels() -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "sql", 2))
    release = released(raw)
    found = from_zero(release, "builder").on_foundation
    assert [(one.skill.slug, one.here, one.there) for one in found] == [("sql", 2, 4)], "Python is asked by both"
    assert from_zero(release, "engineer").on_foundation == ()
    assert from_zero(released(), "builder").on_foundation == ()


def test_without_a_foundation_nothing_stands_on_it() -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "sql", 2))
    raw["roles"][1]["foundation"] = False
    assert from_zero(released(raw), "builder").on_foundation == ()


@pytest.mark.parametrize("role", ROLES)
def test_weeks_are_those_that_the_hours_take(role: str) -> None:
    zero = from_zero(shipped.released(), role)
    for pace in (*zero.paces, zero.usual_pace):
        assert pace.to_must_haves == math.ceil(zero.hours_to_must_haves / pace.hours_a_week)
        assert pace.to_ready == math.ceil(zero.hours / pace.hours_a_week)


def test_the_last_week_is_begun() -> None:
    zero = from_zero(released(), "builder")  # 184 hours to the must-haves, 196 in all
    assert [tuple(pace) for pace in zero.paces] == [
        (4, "", 46, 49),
        (8, "", 23, 25),
        (20, "half time", 10, 10),
        (35, "full time", 6, 6),
    ]
    assert tuple(zero.usual_pace) == (8, "", 23, 25)


def test_a_role_whose_must_haves_belong_to_the_base_has_no_second_stage() -> None:
    raw = drafts.small()
    for one in raw["requirements"]:
        if one["role"] == "builder":
            one["level"] = min(one["level"], 2)
    raw["requirements"][2]["level"] = 3  # or no whole shares make a hundred points
    zero = from_zero(released(raw), "builder")
    assert [stage.number for stage in zero.stages] == [1, 3]
    assert (zero.hours_to_must_haves, zero.stages[1].hours_before) == (24, 24)


@pytest.mark.parametrize(("steps", "first"), [(1, 1), (SHOWN + 1, SHOWN + 1), (SHOWN + 2, SHOWN), (20, SHOWN)])
def test_a_long_stage_folds(steps: int, first: int) -> None:
    python = released().skills["python"]
    stage = Stage(1, 0, tuple(Step(python, 0, 1, hours, ()) for hours in range(1, steps + 1)), ())
    assert (len(stage.first), len(stage.more)) == (first, steps - first)
    assert (*stage.first, *stage.more) == stage.steps


def test_it_is_worked_out_once_a_release_and_role(monkeypatch: pytest.MonkeyPatch) -> None:
    plan, made = engine.plan, []

    def counted(*args: Any, **kwargs: Any) -> engine.Plan:
        made.append(args[3])
        return plan(*args, **kwargs)

    monkeypatch.setattr(engine, "plan", counted)
    one, other = released(), released(drafts.otherwise())
    for release, role in itertools.product((one, other), ("builder", "engineer", "builder")):
        assert from_zero(release, role) is from_zero(release, role)
    assert made == ["builder", "engineer"] * 2


# The tag


def tagged(request: HttpRequest, release: Released, role: str) -> str:
    template = Template("{% load plans %}{% from_zero role as zero %}{{ zero.hours }}")
    return template.render(RequestContext(request, {"role": release.roles[role]}))


def test_the_tag_gives_the_plan_of_the_release_that_the_page_shows(
    db: None, rf: RequestFactory, django_assert_num_queries: Any
) -> None:
    request = rf.get("/")
    old = people.publish()
    assert releases.for_request(request) is old
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "sql", 2))
    new = people.publish(raw)
    with django_assert_num_queries(0):
        assert tagged(request, old, "builder") == "196"
    assert tagged(rf.get("/"), new, "builder") == "214", "SQL to 2 takes 3 and 15 hours"


# The pages


class Words(HTMLParser):
    """The words of a page between single spaces."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def said(html: str) -> str:
    parser = Words()
    parser.feed(html)
    return " ".join("".join(parser.found).split())


def section(client: Client, role: str) -> str:
    page = client.get(reverse("role", args=[role])).content.decode()
    return page.split('id="way">')[1].split("\n</details>\n\n<details")[0]


@pytest.fixture
def with_a_project(db: None) -> Released:
    return people.publish(with_projects(drafts.project()))


def test_the_page_of_a_role_tells_the_road(client: Client, with_a_project: Released) -> None:
    html = section(client, "builder")
    text = said(html)
    for part in (
        "ready after about 208 hours. At 8 hours a week that takes 26 weeks.",
        "Every must-have is met after about 196 hours.",
        "The base 36 h",
        "The must-haves 160 h",
        "The rest 12 h",
        "Python 12 h 0 → 2 assisted",
        "Python 120 h 2 → 4 advanced",
        "A question answerer, within reach after about 36 hours: 5 weeks at 8 hours a week.",
        "In the log.",
        "After about 36 h you can build A question answerer.",
        "20 hours half time10 weeks11 weeks",
        "No plan that learns each of these skills itself takes fewer hours.",
    ):
        assert part in text, part
    assert html.count('href="#project-question-answerer"') == 2
    assert 'id="project-question-answerer"' in client.get("/roles/builder/").content.decode()
    for stage, x, width in ((1, 0, 36), (2, 36, 160), (3, 196, 12)):
        assert f'<rect class="road-{stage}" x="{x}" width="{width}"' in html


def test_without_a_project_in_reach_the_page_names_none(client: Client, with_a_project: Released) -> None:
    text = said(section(client, "engineer"))
    assert "ready after about 302 hours" in text
    assert "project" not in text
    assert "you can build" not in text


def test_a_few_weeks_are_told_in_weeks(client: Client, db: None) -> None:
    raw = drafts.small()
    raw["kinds"] = [
        {**kind, "levels": [{**level, "hours": level["hours"] and 1} for level in kind["levels"]]}
        for kind in raw["kinds"]
    ]
    people.publish(raw)
    assert "At 8 hours a week that takes 2 weeks." in said(section(client, "builder"))


def test_every_step_stands_on_the_page_folded_or_not(client: Client, db: None) -> None:
    release = people.publish_shipped()
    html = section(client, "ai-engineer")
    zero = from_zero(release, "ai-engineer")
    assert html.count('class="road-levels"') == len(zero.steps)
    for stage in zero.stages:
        assert f"{len(stage.more)} more steps" in said(html)
    text = said(html)
    for step in zero.steps:
        word = step.skill.levels[step.to_level - 1].word
        assert f"{step.skill.name} {step.hours} h {step.from_level} → {step.to_level} {word}" in text


@pytest.mark.parametrize(
    ("served", "text"),
    [
        ([], "0 → 1 aware"),
        (["rag"], "0 → 1 aware, for Retrieval-augmented generation"),
        (["rag", "sql"], "0 → 1 aware, for Retrieval-augmented generation and SQL"),
        (["rag", "sql", "react"], "0 → 1 aware, for Retrieval-augmented generation, SQL and 1 more"),
    ],
)
def test_a_step_says_what_it_is_for(served: list[str], text: str) -> None:
    skills = released().skills
    step = Step(skills["python"], 0, 1, 2, tuple(skills[slug] for slug in served))
    assert said(render_to_string("components/from_zero_step.html", {"step": step})) == f"Python 2 h {text}"


def test_only_what_is_proven_is_said_to_be_the_fewest() -> None:
    zero = from_zero(released(), "builder")
    unproven = dataclasses.replace(zero, proof=engine.Proof("bounded", zero.hours, zero.hours - 1))
    told = [said(render_to_string("components/from_zero.html", {"zero": one})) for one in (zero, unproven)]
    assert ["fewer hours" in text for text in told] == [True, False]


def test_the_foundation_is_said_to_lie_on_the_way(client: Client, db: None) -> None:
    raw = drafts.small()
    raw["prerequisites"].append(drafts.needs("rag", 3, "sql", 2))
    people.publish(raw)
    text = said(client.get("/roles/builder/").content.decode())
    assert "this role asks 1 itself and its way from zero leads through 1 more." in text
    assert "SQL on the way 2 here, 4 there" in text
    people.publish()
    assert "leads through" not in said(client.get("/roles/builder/").content.decode())


def test_the_list_and_the_comparison_tell_the_same_hours(client: Client, db: None) -> None:
    release = people.publish()
    assert "25 weeks from zero to ready, at 8 h a week" in said(client.get("/roles/").content.decode())
    page = client.get("/roles/compare/?roles=builder,engineer")
    assert [column.zero for column in page.context["columns"]] == [
        from_zero(release, role) for role in ("builder", "engineer")
    ]
    text = said(page.content.decode())
    assert "From zero to the must-haves23 weeksabout 7 months" in text
    assert "From zero to ready25 weeksabout 9 months" in text
