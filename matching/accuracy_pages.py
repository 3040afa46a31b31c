"""What the method page says of the measured accuracy: the figures that `manage.py evaluate --write` kept, in words."""

from functools import lru_cache
from typing import Any

from careers.catalogue.released import Released
from matching.evaluation import measured
from matching.evaluation.measured import OURS, TRAINED

# What was ranked in each task, whose role was to come first, and under which heading.
TASKS = {
    "people": ("People", "people who told which tools they use and what their job is", "their own job"),
    "lists": ("Job ads as lists of skills", "job ads that list the skills they ask", "the role advertised"),
    "texts": ("Job ads as text", "job ads read as text, without the names of jobs in them", "the role advertised"),
}


def accuracy(release: Released) -> dict[str, Any] | None:
    """The figures kept, and whether they speak of this release; None where nothing has been measured."""
    kept = measured.read()
    if kept is None:
        return None
    return {
        "on": kept.on,
        "scoring_digest": kept.scoring_digest,
        "speaks_of_release": kept.scoring_digest == _scoring_digest(release),
        "tasks": [
            {"name": name, "heading": heading, "whose": whose, "own": own} | _task(kept.tasks[name])
            for name, (heading, whose, own) in TASKS.items()
            if name in kept.tasks and kept.tasks[name].n
        ],
    }


@lru_cache(maxsize=4)
def _scoring_digest(release: Released) -> str:
    return measured.scoring_digest(release.content)


def _task(task: measured.Measured) -> dict[str, Any]:
    models = {row.model: row for row in task.rows}
    return {
        "n": f"{task.n:,}",
        "roles": task.roles,
        "ours": _shares(models[OURS]),
        "chance": {"first": round(100 / task.roles), "three": round(100 * min(1, 3 / task.roles))},
        "trained": _shares(models[TRAINED]) if TRAINED in models else None,
    }


def _shares(row: measured.Row) -> dict[str, Any]:
    """Of 100: how many first, how many among the first three, and the ends of both intervals."""
    return {"first": _of_100(row.top1), "three": _of_100(row.top3)} | {
        f"{name}_{end}": _of_100(value)
        for name, measure in (("first", "top1"), ("three", "top3"))
        for end, value in zip(("low", "high"), row.intervals[measure], strict=True)
    }


def _of_100(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
