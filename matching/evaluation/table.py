"""The document of `report.evaluate` line by line, for people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from matching.evaluation import groups
from matching.evaluation.measured import MEASURES
from matching.evaluation.report import MANY

HEADINGS = ("top-1", "top-3", "AUC", "MRR")


def table(document: Mapping[str, Any]) -> Iterator[str]:
    """The unseen sources first, then the whole folder, task by task."""
    yield from _unseen(document["unseen"])
    for name, task in document["tasks"].items():
        yield ""
        yield from _task(name, task)
    if not document["fitted_models"]:
        yield ""
        yield "scikit-learn is not installed, so there is no fitted model next to ours (make evaluate installs it)."


def _unseen(unseen: Mapping[str, Any]) -> Iterator[str]:
    yield "unseen sources: each left out in turn, everything fitted on the others"
    if not unseen["sources"]:
        yield "  no source has enough rows of two roles, so nothing is measured"
        return
    for source in unseen["sources"]:
        title = f"{source['task']} of {source['source']}"
        yield from _rows(f"{title}, n = {source['n']:,}, {source['roles']} roles", source)
    for name, kind in (("ads", "the sources of ads"), ("all", "all sources")):
        own = {"rows": unseen["mean"][name], "ahead_of_trained": unseen["ahead_of_trained"][name]}
        if own["rows"]:
            yield from _rows(f"mean over {kind}", own)


def _rows(title: str, own: Mapping[str, Any]) -> Iterator[str]:
    """A heading, a line for each model, and how far ours is ahead."""
    yield f"  {title[:58]:<58}" + "".join(f"{one:>20}" for one in HEADINGS)
    for row in own["rows"]:
        yield f"    {row['model']:<56}" + _cells(row)
    if own["ahead_of_trained"]:
        yield f"    ours less logistic regression, paired 95 %: {_ahead(own['ahead_of_trained'])}"


def _task(name: str, task: Mapping[str, Any]) -> Iterator[str]:
    understood = "-" if task["understood"] is None else f"{100 * task['understood']:.0f} %"
    yield f"{name}: {task['title']}, n = {task['n']:,}, {task['roles']} roles; strings understood {understood}"
    if task["without_a_skill"]:
        yield f"  {task['without_a_skill']:,} of them name no skill we know; we rank their roles by title"
    if not task["n"]:
        yield "  no row of these roles, so nothing is measured"
        return
    if task["cuts"]["n"]:
        yield (
            f"  of {task['cuts']['n']:,} cut down to three skills, the first role has under half of the best fit for "
            f"{task['cuts']['absurd']:,} ({100 * task['cuts']['share']:.1f} %)"
        )
    yield f"  {'model':<22}" + "".join(f"{one:>20}" for one in HEADINGS) + f"   roles with n >= {MANY}"
    for row in task["rows"]:
        many = row["n30"]
        yield f"  {row['model']:<22}{_cells(row)}   " + (
            " ".join(_short(many[one]) for one in MEASURES) if many else "-"
        )
    for model in task["left_out"]:
        yield f"  {model}: left out, the other half teaches it too little"
    if task["ahead_of_trained"]:
        yield f"  ours less logistic regression, paired 95 %: {_ahead(task['ahead_of_trained'])}"
    yield f"  {'role':<24}{'n':>6}  top-1 top-3  AUC"
    for role in task["by_role"]:
        yield f"  {role['role']:<24}{role['n']:>6}  " + "  ".join(_short(role[one]) for one in ("top1", "top3", "auc"))
    for attribute, found in task.get("groups", {}).items():
        yield from _groups(attribute, found)


def _groups(attribute: str, found: Mapping[str, Any]) -> Iterator[str]:
    yield f"  by {attribute} ({found['in_smaller_groups']:,} in groups under {groups.MIN_GROUP})"
    yield f"    {'group':<54}{'n':>6}  top-1 top-3  lowest impact ratio"
    for one in found["groups"]:
        top = f"{_short(one['top1'])}  {_short(one['top3'])}"
        yield f"    {one['group'][:52]:<54}{one['n']:>6}  {top}   {_lowest(one)}"


def _ahead(ahead: Mapping[str, Sequence[float | None]]) -> str:
    return ", ".join(f"{one} {low:+.3f} to {high:+.3f}" for one, (low, high) in ahead.items() if low is not None)


def _cells(row: Mapping[str, Any]) -> str:
    return "".join(f"{_cell(row[one], row['intervals'][one]):>20}" for one in MEASURES)


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
