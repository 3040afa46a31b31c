"""What the pages of plans show, as plain values."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, islice
from typing import Any

from careers.catalogue.released import Released
from careers.words import LEVEL_WORDS, hundredths
from matching import drawing, engine, inputs
from matching.plans import words
from matching.plans.answers import stored_answer, target
from matching.plans.models import Plan
from matching.plans.operations import Ticked
from matching.words import BAND_LABELS, USUAL_PACE

SOON = 2  # what is to do next is opened on the page; the rest folds

ALL_HIGH = 228  # of the picture: below the fits stands a strip of the steps
NEAR_TOP = 9000  # from there on nothing fits above the line of the goal


def usual(today: datetime.date) -> dict[str, Any]:
    """What the form of a new plan proposes."""
    return {"hours_per_week": words.plain(USUAL_PACE), "start": today}


def asked(release: Released, plan: Plan, today: datetime.date) -> dict[str, Any]:
    """What the form of making a plan anew proposes: the same, from today on."""
    days_off = [plan.start + datetime.timedelta(weeks=week) for week in plan.weeks_off]
    return {
        "role": release.role_slug(plan.role),
        "hours_per_week": words.plain(plan.hours_per_week),
        "start": max(today, plan.start),
        "target": None if plan.target is None else Decimal(plan.target).scaleb(-2),
        "deadline": plan.deadline if plan.deadline and plan.deadline >= max(today, plan.start) else None,
        "weeks_off": ", ".join(str(day) for day in days_off if day >= max(today, plan.start)),
    }


def plans_page(
    release: Released, plans: Iterable[Plan], by_position: Mapping[int, int], today: datetime.date
) -> dict[str, Any]:
    """Every plan in a line: those that count, then those that a newer one replaced."""
    held = inputs.levels(release, by_position)
    rows = [_row(release, plan, held, today) for plan in plans]
    return {
        "plans": [row for row in rows if not row["replaced_by"]],
        "earlier": [row for row in rows if row["replaced_by"]],
    }


def plan_page(release: Released, plan: Plan, by_position: Mapping[int, int], today: datetime.date) -> dict[str, Any]:
    held = inputs.levels(release, by_position)
    page = _row(release, plan, held, today)
    open_numbers = [step["number"] for step in page["steps"] if step["state"] == "open"][:SOON]
    rows = list(plan.steps.all())
    names = {step.skill.position: step.skill.name for step in rows}
    for step, row in zip(page["steps"], rows, strict=True):
        skill = release.by_position.get(row.skill.position)
        step |= {
            "skill_name": skill.name if skill else row.skill.name,
            "skill_slug": skill.slug if skill else "",
            "to_word": LEVEL_WORDS[row.to_level],
            "have": row.from_level if step["state"] == "open" else row.to_level,
            "level_sentence": skill.meaning(row.to_level) if skill else "",
            "gain": hundredths(row.gain) if row.gain else "",
            "fit_text": hundredths(step["fit_after"]),
            "late": step["state"] == "open" and row.ends < today,
            "soon": row.number in open_numbers,
            "opens": [f"{names[position]} {level}" for position, level in row.opens],
        }
    return page | {
        "picture": picture(plan.fit_before, plan.target, page["steps"], plan.start, today) if page["steps"] else None,
        "late": [step for step in page["steps"] if step["late"]],
        "missed": bool(plan.deadline) and (plan.fit_by_deadline or 0) < goal(plan.target) and not page["reached"],
        "fit_by_deadline": None if plan.fit_by_deadline is None else hundredths(plan.fit_by_deadline),
        "fit_before": hundredths(plan.fit_before),
        "optimal": page["certificate"]["hours"]["status"] == "optimal",
    }


def _row(release: Released, plan: Plan, held: Mapping[str, int], today: datetime.date) -> dict[str, Any]:
    """What a line in the list and the page itself have in common."""
    page = stored_answer(release, plan, held)
    role = release.role_slug(plan.role)
    for step in page["steps"]:
        step["state"] = "done" if step["done"] else "held" if step["held"] else "open"
    left = [step for step in page["steps"] if step["state"] == "open"]
    score = next((one for one in engine.score(inputs.compiled(release), held) if one.role == role), None)
    return page | {
        "role_slug": role or "",
        "role_title": release.roles[role].title if role else plan.role,
        "target_text": target(plan.target),
        "goal": hundredths(goal(plan.target)),
        "fit": None if page["fit"] is None else hundredths(page["fit"]),
        "band": score.band if score else None,
        "band_label": BAND_LABELS.get((score and score.band) or "", ""),
        "must_haves_met": score.must_haves_met if score else None,
        "must_haves_of": score.must_haves_of if score else None,
        "reached": score is not None and _reached(score, plan.target),
        "step_count": len(page["steps"]),
        "done_count": len(page["steps"]) - len(left),
        "hours_left": sum(step["hours"] for step in left),
        "ends": page["steps"][-1]["ends"] if page["steps"] else None,
        "late_count": sum(step["ends"] < today for step in left),
        "next_number": left[0]["number"] if left else None,
        "next_name": _next_name(release, plan, left),
        "made_on": plan.release_number,
        "outdated": plan.release_number != release.number,
        "replaced_by": plan.replaced_by_id,
        "made_at": plan.made_at,
    }


def _next_name(release: Released, plan: Plan, left: Sequence[Mapping[str, Any]]) -> str:
    if not left:
        return ""
    skill = release.skills.get(left[0]["skill"])
    return f"{skill.name if skill else left[0]['skill']} {left[0]['to_level']}"


def goal(target: int | None) -> int:
    """The fit that a target asks, in hundredths."""
    return engine.READY_FROM if target is None else target


def _reached(score: engine.RoleScore, target: int | None) -> bool:
    if target is None:
        return score.band == "ready"
    return (score.fit or 0) >= target


def picture(
    fit_before: int, target: int | None, steps: Sequence[Mapping[str, Any]], start: datetime.date, today: datetime.date
) -> dict[str, Any]:
    """A plan with steps over time: stairs of the fit, the target across them, today, and the steps as a strip below."""
    days = max((steps[-1]["ends"] - start).days + 1, 1)

    def across(day: datetime.date, more: int = 0) -> int:
        return drawing.WIDE * ((day - start).days + more) // days

    now = across(today) if start < today <= steps[-1]["ends"] else None
    so_far = accumulate((step["fit_after"] for step in steps), max, initial=fit_before)
    jumps = zip((across(step["ends"], 1) for step in steps), islice(so_far, 1, None), strict=True)
    return {
        **drawing.stairs(fit_before, jumps),
        "high": ALL_HIGH,
        "base_percent": hundredths(10_000 * drawing.HIGH // ALL_HIGH),
        "goal": drawing.down(goal(target)),
        "goal_percent": hundredths(200 * (10_000 - goal(target)) // ALL_HIGH),
        "goal_on_top": goal(target) > NEAR_TOP,
        "today": now,
        "today_percent": None if now is None else hundredths(10 * now),
        "ticks": drawing.months(start, steps[-1]["ends"], across),
        "cells": [
            {
                "x": across(step["starts"]),
                "width": max(across(step["ends"], 1) - across(step["starts"]), 1),
                "state": step["state"],
            }
            for step in steps
        ],
    }


def notice(release: Released, ticked: Ticked) -> dict[str, Any]:
    """What a mark did, to be said once."""
    skill = release.by_position.get(ticked.step.skill.position)
    return {
        "number": ticked.step.number,
        "skill_name": skill.name if skill else ticked.step.skill.name,
        "level": ticked.step.to_level,
        "done": ticked.step.done,
        "raised": ticked.raised,
        "moved": ticked.moved,
    }
