"""The answers of calls about plans as plain values, which `serializers` describe in the documentation."""

from typing import Any

from careers.api import plain
from careers.catalogue.content import Resource
from matching.plans.adviser import Advice
from matching.plans.models import Plan
from matching.plans.shown import ShownPlan, Step


def drawn(plan: ShownPlan) -> dict[str, Any]:
    """A plan that is not stored."""
    steps = [_step(step) for step in plan.steps]
    return _plan(plan) | {"release": plain.release(plan.release), "steps": steps, "unknown": plan.unknown}


def own(plan: ShownPlan, row: Plan) -> dict[str, Any]:
    """A stored plan, and its row."""
    answer = _plan(plan) | {"id": row.pk, "release": {"number": row.release_number}}
    return answer | {"steps": [_own_step(step) for step in plan.steps]}


def following(advice: Advice) -> dict[str, Any]:
    """The next step."""
    return {
        "release": plain.release(advice.release),
        "role": advice.role,
        "step": None if advice.step is None else _step(advice.step),
        "status": advice.status,
    }


def _plan(plan: ShownPlan) -> dict[str, Any]:
    proof = plan.certificate
    return {
        "role": plan.role,
        "target": plan.target_text,
        "hours_per_week": plan.pace_text,
        "start": plan.start,
        "deadline": plan.deadline,
        "fit": plain.points(plan.fit),
        "hours": plan.hours,
        "weeks": plan.weeks,
        "projects": [{"title": one.title, "build": one.build, "after_step": one.after_step} for one in plan.projects],
        "certificate": {
            "status": proof.status,
            "value": proof.value,
            "bound": proof.bound,
            "gap_percent": plain.points(proof.gap),
        },
        "fit_by_deadline": plain.points(plan.fit_by_deadline),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "skill": step.skill,
        "from_level": step.from_level,
        "to_level": step.to_level,
        "stage": step.stage,
        "hours": step.hours,
        "starts": step.starts,
        "ends": step.ends,
        "fit_after": plain.points(step.fit_after),
        "band_after": step.band_after,
        "why": step.why,
        "resources": [_resource(one) for one in step.resources],
    }


def _own_step(step: Step) -> dict[str, Any]:
    marks = {"number": step.number, "done": step.done, "held": step.held, "skipped": step.skipped}
    return _step(step) | marks


def _resource(one: Resource) -> dict[str, Any]:
    return {
        "title": one.title,
        "url": one.url,
        "provider": one.provider,
        "kind": one.kind,
        "free": one.free,
        "hours": one.hours,
        "language": one.language,
        "from_level": one.from_level,
        "to_level": one.to_level,
        "seen_on": one.seen_on,
        "skill_hours": one.skill_hours,
        "part": one.part or None,
    }
