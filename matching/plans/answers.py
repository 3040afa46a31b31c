"""A plan as plain values, the same for the API and the pages: one just drawn, or one that is stored."""

from collections.abc import Mapping, Sequence
from typing import Any

from careers.catalogue.content import Skill
from careers.catalogue.released import Released
from careers.words import hundredths
from matching import engine, inputs
from matching.plans import words
from matching.plans.models import Plan, PlanStep
from matching.plans.operations import Drawn, Wish


def drawn_answer(release: Released, wish: Wish, drawn: Drawn) -> dict[str, Any]:
    """A plan that nobody stores."""
    asked = {one.skill: one for one in release.roles[wish.role].requirements}
    made = drawn.plan
    steps = [
        _step(
            release.skills[step.skill],
            slug=step.skill,
            to_level=step.to_level,
            hours=step.hours,
            starts=starts,
            ends=ends,
            fit_after=step.fit_after,
            why=words.why(
                to_level=step.to_level,
                gain=step.gain,
                asked=asked[step.skill].level if step.skill in asked else 0,
                essential=step.skill in asked and asked[step.skill].essential,
                opens=[f"{release.skills[skill].name} {level}" for skill, level in step.opens],
            ),
        )
        for step, (starts, ends) in zip(made.steps, drawn.days, strict=True)
    ]
    return {
        "release": release,
        "role": wish.role,
        "target": target(wish.target),
        "hours_per_week": words.plain(wish.pace.per_week),
        "start": wish.start,
        "deadline": wish.deadline,
        "fit": made.fit,
        "hours": made.hours,
        "weeks": drawn.weeks,
        "steps": steps,
        "certificate": {"hours": _proof(made.hours_proof), "order": _proof(made.order_proof)},
        "fit_by_deadline": drawn.fit_by_deadline,
    }


def stored_answer(release: Released, plan: Plan, held: Mapping[str, int]) -> dict[str, Any]:
    """A stored plan under the current release, with what its owner holds now.

    The steps stand as they were made. What is still to do is scored anew (`fit_after`), and a step is `held` where the
    person's level is enough by now; then it takes no time any more.
    """
    role = release.role_slug(plan.role)
    steps = list(plan.steps.all())
    effective = engine.effective_levels(inputs.compiled(release).spec, held)
    known = [release.by_position.get(step.skill.position) for step in steps]
    already = [
        skill is not None and effective.get(skill.slug, 0) >= step.to_level
        for step, skill in zip(steps, known, strict=True)
    ]
    after = _fits_after(release, role, held, steps, already)
    names = {step.skill.position: _name(release, step) for step in steps}
    hours = sum(step.hours for step in steps)
    proofs = {
        what: _proof(engine.Proof(proof["status"], proof["value"], proof["bound"]))
        for what, proof in plan.certificate.items()
    }
    return {
        "id": plan.pk,
        "release": {"number": plan.release_number},
        "role": plan.role,
        "target": target(plan.target),
        "hours_per_week": words.plain(plan.hours_per_week),
        "start": plan.start,
        "deadline": plan.deadline,
        "fit": fit_now(release, role, held),
        "hours": hours,
        "weeks": engine.Pace(plan.hours_per_week).weeks(hours),
        "steps": [
            {
                "number": step.number,
                "done": step.done,
                "held": enough and not step.done,
                **_step(
                    skill,
                    slug=skill.slug if skill else step.skill.slug,
                    to_level=step.to_level,
                    hours=step.hours,
                    starts=step.starts,
                    ends=step.ends,
                    fit_after=fit,
                    why=words.why(
                        to_level=step.to_level,
                        gain=step.gain,
                        asked=step.asked,
                        essential=step.essential,
                        opens=[f"{names[position]} {level}" for position, level in step.opens],
                    ),
                ),
            }
            for step, skill, enough, fit in zip(steps, known, already, after, strict=True)
        ],
        "certificate": proofs,
        "fit_by_deadline": plan.fit_by_deadline,
    }


def target(hundredths_or_none: int | None) -> str:
    return "ready" if hundredths_or_none is None else hundredths(hundredths_or_none)


def fit_now(release: Released, role: str | None, held: Mapping[str, int]) -> int | None:
    """The fit to the role as it stands: None where the release has it no more, 0 where nothing is claimed."""
    return None if role is None else engine.fits(inputs.compiled(release), held)[role] or 0


def _fits_after(
    release: Released, role: str | None, held: Mapping[str, int], steps: Sequence[PlanStep], already: Sequence[bool]
) -> list[int]:
    """The fit after each step: as made for what is done or held, scored anew for what is to do."""
    levels = dict(held)
    after = []
    for step, enough in zip(steps, already, strict=True):
        skill = release.by_position.get(step.skill.position)
        if role is None or skill is None or step.done or enough:
            after.append(step.fit_after)
        else:
            levels[skill.slug] = max(step.to_level, levels.get(skill.slug, 0))
            after.append(fit_now(release, role, levels) or 0)
    return after


def _step(skill: Skill | None, *, to_level: int, slug: str, **facts: Any) -> dict[str, Any]:
    return {
        "skill": slug,
        "from_level": to_level - 1,
        "to_level": to_level,
        **facts,
        "resources": words.resources(skill, to_level) if skill else [],
    }


def _name(release: Released, step: PlanStep) -> str:
    skill = release.by_position.get(step.skill.position)
    return skill.name if skill else step.skill.name


def _proof(proof: engine.Proof) -> dict[str, Any]:
    return {"status": proof.status, "value": proof.value, "bound": proof.bound, "gap_percent": proof.gap}
