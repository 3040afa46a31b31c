"""The whole measurement as one plain document, and the same as a table to read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from careers.catalogue.released import Content
from careers.documents.folders import Half, in_half
from matching import engine
from matching.evaluation import groups, measured, measures, ours, rivals
from matching.evaluation.measured import MEASURES, OURS, TRAINED
from matching.evaluation.tasks import PEOPLE, TASKS, TEXTS, Sample, Task, check_roles

MANY = 50  # rows from which a role counts in the macro over well-filled roles, and is quoted on its own

Say = Callable[[str], None]


class Ranked(NamedTuple):
    """One model's answer to a task: the place of each role (n x R), and the score it stands on."""

    order: measures.Places
    scores: measures.Floats


def evaluate(folder: Path, content: Content, compiled: engine.Compiled, half: Half, say: Say) -> dict[str, Any]:
    """Measure on `half` ("a", "b" or "both") of the data in `folder`. Raises Unreadable and Unmeasurable.

    Models are fitted on half B to rank rows of half A, and the other way round.
    """
    check_roles([role.slug for role in content.roles])
    say("Reading the files ...")
    rows = {task.name: list(task.samples(folder)) for task in TASKS}  # all of them first: a spoilt one ends it at once
    return {
        "scoring_digest": measured.scoring_digest(content),
        "half": half,
        "draws": measures.DRAWS,
        "fitted_models": rivals.has_scikit_learn(),
        "tasks": {task.name: _task(task, rows[task.name], content, compiled, half, say) for task in TASKS},
    }


def _task(
    task: Task, rows: Sequence[Sample], content: Content, compiled: engine.Compiled, half: Half, say: Say
) -> dict[str, Any]:
    reading = ours.Reading(content)
    samples = [one for one in rows if in_half(one.id, half)]
    say(f"{task.name}: reading {len(samples):,} rows ...")
    profiles = [reading.levels(sample.strings) for sample in samples]
    truth = _truth(task, samples)
    out: dict[str, Any] = {
        "title": task.title,
        "n": len(samples),
        "without_a_skill": sum(not profile for profile in profiles),
        "understood": reading.understood(sample.strings for sample in samples),
        "rows": [],
        "left_out": [],
        "roles": [],
    }
    if not samples:
        return out
    order, leads = ours.rank(compiled, task.roles, profiles)
    mine = Ranked(order, measures.centred(leads))
    others = _rivals(task, rows, samples, profiles, content, say)
    ranked = {OURS: mine, **{model: answer for model, answer in others.items() if answer}}
    out["left_out"] = [model for model, answer in others.items() if not answer]
    say(f"{task.name}: drawing {measures.DRAWS} samples ...")
    drawn = measures.draws(truth)
    of_draws = {model: measures.figures(*answer, truth, drawn) for model, answer in ranked.items()}
    out["rows"] = [_row(model, answer, truth, of_draws[model]) for model, answer in ranked.items()]
    out["roles"] = list(_roles(task, mine, truth))
    if TRAINED in ranked:
        out["ahead_of_trained"] = {
            name: _ends(getattr(of_draws[OURS], name) - getattr(of_draws[TRAINED], name)) for name in MEASURES
        }
    if task is PEOPLE:
        out["groups"] = groups.by_group(samples, task.roles, _fits(compiled, task, profiles), order, truth)
    return out


def _rivals(
    task: Task,
    rows: Sequence[Sample],
    samples: Sequence[Sample],
    profiles: Sequence[Mapping[str, int]],
    content: Content,
    say: Say,
) -> dict[str, Ranked | None]:
    """Each rival's ranking, None where the data teach it too little; each half is ranked by what the other taught."""
    scores: dict[str, measures.Floats | None] = {}
    for name, rival in {**rivals.PLAIN, **(rivals.FITTED if rivals.has_scikit_learn() else {})}.items():
        say(f"{task.name}: {name} ...")
        scores[name] = _by_halves(rival, task, rows, samples, profiles, content)
    return {
        name: None if each is None else Ranked(measures.places(each), measures.centred(each))
        for name, each in scores.items()
    }


def _by_halves(
    rival: rivals.Rival,
    task: Task,
    rows: Sequence[Sample],
    samples: Sequence[Sample],
    profiles: Sequence[Mapping[str, int]],
    content: Content,
) -> measures.Floats | None:
    scores = np.zeros((len(samples), len(task.roles)))
    for in_a in (True, False):
        here = [at for at, sample in enumerate(samples) if sample.in_half_a == in_a]
        seen = [sample for sample in rows if sample.in_half_a != in_a]
        if not here:
            continue
        fold = rivals.Fold(
            roles=task.roles,
            content=content,
            seen=[sample.strings for sample in seen],
            truth=_truth(task, seen),
            asked=[samples[at].strings for at in here],
            profiles=[profiles[at] for at in here],
            of_words=task is TEXTS,
        )
        try:
            scores[here] = rival(fold)
        except rivals.TooLittle:
            return None
    return scores


def _truth(task: Task, samples: Sequence[Sample]) -> measures.Places:
    return np.array([task.roles.index(sample.role) for sample in samples], dtype=np.int64)


def _row(model: str, answer: Ranked, truth: measures.Places, drawn: measures.Figures) -> dict[str, Any]:
    figures = measures.figures(*answer, truth, np.ones((1, len(truth))))
    counts = np.bincount(truth)
    many = np.flatnonzero(counts[truth] >= MANY)
    well_filled = (
        measures.figures(answer.order[many], answer.scores[many], truth[many], np.ones((1, len(many))))
        if len(many)
        else None
    )
    return {
        "model": model,
        **{name: _number(getattr(figures, name)[0]) for name in MEASURES},
        "intervals": {name: _ends(getattr(drawn, name)) for name in MEASURES},
        "roles_with_50": {name: _number(getattr(well_filled, name)[0]) for name in MEASURES} if well_filled else None,
    }


def _roles(task: Task, mine: Ranked, truth: measures.Places) -> Iterator[dict[str, Any]]:
    for column, role in enumerate(task.roles):
        here = truth == column
        n = int(here.sum())
        at = mine.order[here, column]
        quoted = n >= MANY
        yield {
            "role": role,
            "n": n,
            "top1": float((at < 1).mean()) if quoted else None,
            "top3": float((at < 3).mean()) if quoted else None,
            "auc": _number(measures.auc(mine.scores[:, column], here, np.ones((1, len(truth))))[0]) if quoted else None,
        }


def _fits(compiled: engine.Compiled, task: Task, profiles: Sequence[Mapping[str, int]]) -> measures.Floats:
    found = [engine.fits(compiled, profile) for profile in profiles]
    return np.array([[(each[role] or 0) / 100 for role in task.roles] for each in found])


def _ends(drawn: measures.Floats) -> list[float | None]:
    return [_number(end) for end in measures.interval(drawn)]


def _number(value: float) -> float | None:
    """As JSON has it: no NaN."""
    return None if np.isnan(value) else float(value)


def table(document: Mapping[str, Any]) -> Iterator[str]:
    """The document line by line, for people."""
    for name, task in document["tasks"].items():
        understood = "-" if task["understood"] is None else f"{100 * task['understood']:.0f} %"
        yield ""
        yield f"{name}: {task['title']}, n = {task['n']:,}; strings understood {understood}"
        if task["without_a_skill"]:
            yield f"  {task['without_a_skill']:,} of them name no skill we know; for us their roles stand by title"
        if not task["n"]:
            yield "  no row of these roles, so nothing is measured"
            continue
        yield f"  {'model':<22}{'top-1':>18}{'top-3':>18}{'AUC':>18}{'MRR':>18}   roles with n >= 50"
        for row in task["rows"]:
            cells = "".join(f"{_cell(row[one], row['intervals'][one]):>18}" for one in MEASURES)
            wide = row["roles_with_50"]
            yield f"  {row['model']:<22}{cells}   " + (" ".join(_short(wide[one]) for one in MEASURES) if wide else "-")
        for model in task["left_out"]:
            yield f"  {model}: left out, the other half teaches it too little"
        if "ahead_of_trained" in task:
            ahead = task["ahead_of_trained"]
            yield "  ours less logistic regression, paired 95 %: " + ", ".join(
                f"{one} {low:+.3f} to {high:+.3f}" for one, (low, high) in ahead.items() if low is not None
            )
        yield f"  {'role':<24}{'n':>6}  top-1 top-3  AUC"
        for role in task["roles"]:
            yield f"  {role['role']:<24}{role['n']:>6}  " + "  ".join(
                _short(role[one]) for one in ("top1", "top3", "auc")
            )
        for attribute, found in task.get("groups", {}).items():
            yield f"  by {attribute} ({found['in_smaller_groups']:,} in groups under {groups.MIN_GROUP})"
            yield f"    {'group':<54}{'n':>6}  top-1 top-3  lowest impact ratio"
            for one in found["groups"]:
                top = f"{_short(one['top1'])}  {_short(one['top3'])}"
                yield f"    {one['group'][:52]:<54}{one['n']:>6}  {top}   {_lowest(one)}"
    if not document["fitted_models"]:
        yield ""
        yield "scikit-learn is not installed, so no fitted model stands beside ours (make evaluate installs it)."


def _lowest(group: Mapping[str, Any]) -> str:
    ratios = {role: one for role, one in group["impact_ratios"].items() if one["ratio"] is not None}
    if not ratios:
        return "-"
    role = min(ratios, key=lambda role: ratios[role]["ratio"])
    one = ratios[role]
    low, high = one["interval"] or (0.0, 0.0)
    return f"{one['ratio']:.2f} ({low:.2f} to {high:.2f}), {role}"


def _cell(value: float | None, ends: Sequence[float | None]) -> str:
    if value is None or ends[0] is None or ends[1] is None:
        return "-"
    return f"{_short(value)} ({_short(ends[0])}-{_short(ends[1])})"


def _short(value: float | None) -> str:
    return "   -" if value is None else f"{value:.3f}".removeprefix("0")
