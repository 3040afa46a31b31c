"""What the method page says of the measured accuracy: the figures that `manage.py evaluate --write` kept, in words."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from careers.catalogue.released import Released
from matching.evaluation import measured
from matching.evaluation.measured import OURS, TRAINED, Row, Source

# What was ranked in each task, whose role was to come first, and under which heading.
TASKS = {
    "people": ("People", "people who told which tools they use and what their job is", "their own job"),
    "lists": ("Job ads as lists of skills", "job ads that list the skills they ask", "the role advertised"),
    "texts": ("Job ads as text", "job ads read as text, without the names of jobs in them", "the role advertised"),
}


def accuracy(release: Released) -> dict[str, Any] | None:
    """The figures kept, and whether they speak of this release; None if nothing has been measured."""
    kept = measured.read()
    if kept is None:
        return None
    return {
        "on": kept.on,
        "scoring_digest": kept.scoring_digest,
        "speaks_of_release": kept.scoring_digest == _scoring_digest(release),
        "unseen": _unseen(kept.unseen),
        "tasks": [
            {"name": name, "heading": heading, "whose": whose, "own": own} | _task(kept.tasks[name])
            for name, (heading, whose, own) in TASKS.items()
            if name in kept.tasks and kept.tasks[name].n
        ],
        "cuts": _cuts(kept),
    }


@lru_cache(maxsize=4)
def _scoring_digest(release: Released) -> str:
    return measured.scoring_digest(release.content)


def _unseen(unseen: measured.Unseen) -> list[dict[str, Any]]:
    """The mean over the sources of ads, and over all if there are others; nothing if no source could be left out."""
    ads, people = unseen.of_ads, [one for one in unseen.sources if one not in unseen.of_ads]
    found = []
    if ads:
        found.append(_sources("Ads", ads, unseen.mean.ads))
    if people:
        found.append(_sources("Ads and people" if ads else "People", unseen.sources, unseen.mean.all))
    return found


def _sources(heading: str, sources: Sequence[Source], rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "heading": heading,
        "sources": len(sources),
        "n": f"{sum(one.n for one in sources):,}",
        "fewest_roles": min(one.roles for one in sources),
        "most_roles": max(one.roles for one in sources),
    } | _models(rows, [one.roles for one in sources])


def _task(task: measured.Measured) -> dict[str, Any]:
    return {"n": f"{task.n:,}", "roles": task.roles} | _models(task.rows, [task.roles])


def _models(rows: Sequence[Row], roles: Sequence[int]) -> dict[str, Any]:
    """Ours, the trained model (None if there is none) and chance, which is a mean over sources too."""
    models = {row.model: row for row in rows}
    return {
        "ours": _shares(models[OURS]),
        "chance": {"first": _chance(roles, 1), "three": _chance(roles, 3)},
        "trained": _shares(models[TRAINED]) if TRAINED in models else None,
    }


def _chance(roles: Sequence[int], places: int) -> int:
    return round(100 * sum(min(1, places / each) for each in roles) / len(roles))


def _shares(row: Row) -> dict[str, Any]:
    """Of 100: how many first, how many among the first three, and the ends of both intervals."""
    return {"first": _of_100(row.top1), "three": _of_100(row.top3)} | {
        f"{name}_{end}": _of_100(value)
        for name, measure in (("first", "top1"), ("three", "top3"))
        for end, value in zip(("low", "high"), row.intervals[measure], strict=True)
    }


def _cuts(kept: measured.Measurement) -> dict[str, Any] | None:
    """How many profiles of three skills there were, and of 1,000 of them how many had an absurd first role."""
    counted = [(task.cuts.n, task.cuts.share) for task in kept.tasks.values() if task.cuts.share is not None]
    n = sum(of for of, _ in counted)
    return {"n": f"{n:,}", "of_1000": round(sum(1000 * of * share for of, share in counted) / n)} if n else None


def _of_100(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
