"""The whole measurement as one plain document."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from careers.catalogue.released import Released
from careers.reading.folders import Half, in_half
from matching import inputs
from matching.evaluation import cuts, groups, measured, measures, ours, rivals, rows, unseen
from matching.evaluation.measured import OURS
from matching.evaluation.ours import Reading, Told
from matching.evaluation.rows import Ranked
from matching.evaluation.tasks import PEOPLE, TASKS, Sample, Task, check_roles

MANY = 30  # rows that make a role a well-filled one
QUOTED = 50  # rows that a role needs to be quoted on its own

Say = Callable[[str], None]


def evaluate(folder: Path, released: Released, half: Half, say: Say) -> dict[str, Any]:
    """Measure on `half` ("a", "b" or "both") of the data in `folder`. Raises Unreadable and Unmeasurable.

    On the whole folder models are fitted on half B to rank rows of half A, and the other way round; for a source that
    is left out, on all others.
    """
    check_roles(list(released.roles))
    say("Reading the files ...")
    files = {task: list(task.samples(folder)) for task in TASKS}  # all of them first, so a bad one stops it at once
    compiled, reading = inputs.compiled(released), Reading(released.content)
    told = {}
    for task, samples in files.items():
        say(f"{task.name}: reading {len(samples):,} rows ...")
        told[task] = ours.read(compiled, reading, samples)
    return {
        "scoring_digest": measured.scoring_digest(released.content),
        "half": half,
        "draws": measures.DRAWS,
        "fitted_models": rivals.has_scikit_learn(),
        "tasks": {task.name: _task(task, rows, half, released, reading, say) for task, rows in told.items()},
        "unseen": unseen.measure(told, half, released, compiled, say),
    }


def _task(task: Task, told: Told, half: Half, released: Released, reading: Reading, say: Say) -> dict[str, Any]:
    here = told.only(lambda sample: in_half(sample.id, half))
    compiled = inputs.compiled(released)
    out: dict[str, Any] = {
        "title": task.title,
        "n": len(here.samples),
        "roles": len(task.roles),
        "without_a_skill": sum(not profile for profile in here.profiles),
        "understood": reading.understood(sample.strings for sample in here.samples),
        "cuts": cuts.cuts(compiled, here),
        "rows": [],
        "left_out": [],
        "by_role": [],
    }
    if not here.samples:
        return out
    answers = {OURS: ours.answer(compiled, task.roles, here.profiles), **_rivals(task, told, here, released, say)}
    ranked = {model: answer for model, answer in answers.items() if answer}
    truth = measures.truth(task.roles, (sample.role for sample in here.samples))
    say(f"{task.name}: drawing {measures.DRAWS} samples ...")
    draws = measures.draws(truth)
    judged = {model: rows.judge(answer, truth, draws) for model, answer in ranked.items()}
    out["left_out"] = [model for model, answer in answers.items() if not answer]
    out["rows"] = [rows.row(*one) | {"n30": _well_filled(ranked[one[0]], truth)} for one in judged.items()]
    out["by_role"] = list(_by_role(task, ranked[OURS], truth))
    out["ahead_of_trained"] = rows.ahead(judged)
    if task is PEOPLE:
        fits = here.fits[:, [compiled.slugs.index(role) for role in task.roles]] / 100
        out["groups"] = groups.by_group(here.samples, task.roles, fits, ranked[OURS].order, truth)
    return out


def _rivals(task: Task, told: Told, here: Told, released: Released, say: Say) -> dict[str, Ranked | None]:
    """Each rival's ranking, None if the data teach it too little; each half is ranked by what the other taught it."""
    answers = {}
    for name, rival in {**rivals.PLAIN, **(rivals.FITTED if rivals.has_scikit_learn() else {})}.items():
        say(f"{task.name}: {name} ...")
        scores = _by_halves(rival, task, told, here, released)
        answers[name] = None if scores is None else rows.by_score(scores)
    return answers


def _by_halves(rival: rivals.Rival, task: Task, told: Told, here: Told, released: Released) -> measures.Floats | None:
    scores = np.zeros((len(here.samples), len(task.roles)))
    in_a = np.array([sample.in_half_a for sample in here.samples])
    for asked_in_a in sorted(set(in_a.tolist())):
        asked = here.only(partial(_in_half_a, asked_in_a))
        seen = told.only(partial(_in_half_a, not asked_in_a))
        try:
            scores[in_a == asked_in_a] = rival(rivals.fold(task, task.roles, released.content, seen.samples, asked))
        except rivals.TooLittle:
            return None
    return scores


def _in_half_a(wanted: bool, sample: Sample) -> bool:
    return sample.in_half_a == wanted


def _well_filled(answer: Ranked, truth: measures.Places) -> dict[str, Any] | None:
    """The figures over only the roles with n >= 30."""
    many = np.flatnonzero(np.bincount(truth)[truth] >= MANY)
    if not len(many):
        return None
    of_many = measures.figures(answer.order[many], answer.scores[many], truth[many], np.ones((1, len(many))))
    return {"roles": len(np.unique(truth[many])), "n": len(many), **rows.values(of_many)}


def _by_role(task: Task, mine: Ranked, truth: measures.Places) -> Iterator[dict[str, Any]]:
    for column, role in enumerate(task.roles):
        here = truth == column
        n = int(here.sum())
        at = mine.order[here, column]
        quoted = n >= QUOTED
        auc = measures.auc(mine.scores[:, column], here, np.ones((1, len(truth))))[0]
        yield {
            "role": role,
            "n": n,
            "top1": float((at < 1).mean()) if quoted else None,
            "top3": float((at < 3).mean()) if quoted else None,
            "auc": rows.number(auc) if quoted else None,
        }
