"""The states of plans and of the next step."""

import dataclasses

from django.urls import reverse

from matching.about.styleguide.real import ARABIC, LONG, Real, first, renamed
from matching.about.styleguide.registry import Section, States
from matching.plans import pages as plan_pages
from matching.plans.adviser import Advice
from matching.plans.forms import PlanForm

section = Section("Plans")


@section.shows()
def next_step(real: Real) -> States:
    step = Advice(real.release, "open", real.role, real.step)
    said = {"heading": "Your next step", "here": reverse("matches")}
    yield "of a plan", {"advice": step._replace(plan=real.plan), **said}
    yield "without a plan", {"advice": step, **said}
    yield "elsewhere than on matches", {"advice": step, "heading": "Your next step"}
    yield "pending", {"advice": Advice(real.release, "pending", real.role), **said}
    yield "done", {"advice": Advice(real.release, "reached", real.role), **said}
    yield "no plan leads there", {"advice": Advice(real.release, "beyond", real.role), **said}
    yield "a skill that is gone", {"advice": step._replace(step=dataclasses.replace(real.step, known=None)), **said}
    long = step._replace(to=renamed(real.role, LONG), step=renamed(real.step, LONG))
    yield "long names", {"advice": long, **said}
    yield "nobody to advise", {"advice": Advice(real.release, "no-role"), **said}


@section.shows()
def plan_start(real: Real) -> States:
    yield "for a role", {"role": real.role.slug}
    yield "there is a plan", {"role": real.role.slug, "plan": real.plan.row}
    yield "something else comes first", {"role": real.role.slug, "plan": real.plan.row, "second": True}


@section.shows()
def plan_form(real: Real) -> States:
    action, button = reverse("plans"), "Make a plan"
    usual = plan_pages.usual(real.today) | {"role": real.role.slug}
    refused = PlanForm({**usual, "hours_per_week": "60", "weeks_off": "tomorrow"}, release=real.release)
    yield (
        "as it is offered",
        {
            "form": PlanForm(release=real.release, initial=usual),
            "action": action,
            "button": button,
        },
    )
    yield "refused, and asking back", {"form": refused, "action": action, "button": button}


@section.shows(inside="ol.rows plan-steps", across=True)
def plan_step(real: Real) -> States:
    plan, new = real.under_way, real.plan
    for name, step in zip(("done", "held by now", "late", "left for later"), plan.lines, strict=False):
        yield name, {"step": step, "plan": plan}
    yield "the next one", {"step": new.lines[0], "plan": new}
    yield "said to be held", {"step": dataclasses.replace(new.lines[0], state="held", said=5), "plan": new}
    for step in first(new.steps, lambda step: step.number == new.ready_after):
        yield "ready after it", {"step": step, "plan": new}
    yield "a skill that is gone", {"step": dataclasses.replace(new.lines[-1], known=None), "plan": new}
    yield "a long name", {"step": renamed(new.lines[-1], LONG), "plan": new}
    yield "Arabic", {"step": renamed(new.lines[-1], ARABIC), "plan": new}


@section.shows(across=True)
def plan_stage(real: Real) -> States:
    for one in first(plan_pages.plan_page(real.under_way).road, lambda one: one.place == "here"):
        yield "the stage one is in", {"one": one, "plan": real.under_way}
    for one in plan_pages.plan_page(real.plan).road[-1:]:
        yield "a stage ahead", {"one": one, "plan": real.plan}


@section.shows()
def plan_project(real: Real) -> States:
    for built in real.plan.projects[:1]:
        yield "within reach", {"built": built, "now": True}
        later = built._replace(after_step=len(real.plan.lines))
        yield "later", {"built": later, "now": False}
        yield "a long name", {"built": later._replace(project=renamed(built.project, LONG)), "now": False}
