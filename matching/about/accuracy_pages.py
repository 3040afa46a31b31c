"""The measured accuracy on the method page: the figures that `manage.py evaluate --write` kept, in words."""

import datetime
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from careers.catalogue.released import Released
from matching.evaluation import measured
from matching.evaluation.measured import OURS, TRAINED, Row, Source

# For each task: its heading, what was ranked, and whose role was to come first.
TASKS = {
    "people": ("People", "people who told us which tools they use and what their job is", "their own job"),
    "lists": ("Job ads as lists of skills", "job ads that list the skills they ask for", "the role advertised"),
    "texts": ("Job ads as text", "job ads read as text, without the names of jobs in them", "the role advertised"),
}


class Figures(NamedTuple):
    """Out of 100: how many had the right role first, how many among the first three, and the ends of both intervals."""

    first: int | None
    three: int | None
    first_low: int | None = None
    first_high: int | None = None
    three_low: int | None = None
    three_high: int | None = None


class Models(NamedTuple):
    """Ours next to the trained model, if there is one, and to chance."""

    ours: Figures
    chance: Figures
    trained: Figures | None


class Unseen(NamedTuple):
    """The mean over sources that nothing was fitted on, each with its own number of roles."""

    heading: str
    sources: int
    n: int
    fewest_roles: int
    most_roles: int
    models: Models


class Task(NamedTuple):
    """One kind of people or ads: what was ranked and whose role was to come first."""

    name: str
    heading: str
    whose: str
    own: str
    n: int
    roles: int
    models: Models


class Cuts(NamedTuple):
    """Profiles cut down to three skills, and how many in 1,000 of them have an absurd first role."""

    n: int
    of_1000: int


class Accuracy(NamedTuple):
    """The figures kept, their day, and whether they are those of the current release."""

    on: datetime.date
    scoring_digest: str
    speaks_of_release: bool
    unseen: Sequence[Unseen]
    tasks: Sequence[Task]
    cuts: Cuts | None


def accuracy(release: Released) -> Accuracy | None:
    """The figures kept; None if nothing has been measured."""
    kept = measured.read()
    if kept is None:
        return None
    return Accuracy(
        on=kept.on,
        scoring_digest=kept.scoring_digest,
        speaks_of_release=kept.scoring_digest == _scoring_digest(release),
        unseen=_unseen(kept.unseen),
        tasks=[
            Task(name, heading, whose, own, task.n, task.roles, _models(task.rows, [task.roles]))
            for name, (heading, whose, own) in TASKS.items()
            if (task := kept.tasks.get(name)) and task.n
        ],
        cuts=_cuts(kept),
    )


@lru_cache(maxsize=4)
def _scoring_digest(release: Released) -> str:
    return measured.scoring_digest(release.content)


def _unseen(unseen: measured.Unseen) -> list[Unseen]:
    """The mean over the sources of ads, and over all if there are others; nothing if no source could be left out."""
    ads, people = unseen.of_ads, [one for one in unseen.sources if one not in unseen.of_ads]
    found = []
    if ads:
        found.append(_sources("Ads", ads, unseen.mean.ads))
    if people:
        found.append(_sources("Ads and people" if ads else "People", unseen.sources, unseen.mean.all))
    return found


def _sources(heading: str, sources: Sequence[Source], rows: Sequence[Row]) -> Unseen:
    roles = [one.roles for one in sources]
    return Unseen(
        heading=heading,
        sources=len(sources),
        n=sum(one.n for one in sources),
        fewest_roles=min(roles),
        most_roles=max(roles),
        models=_models(rows, roles),
    )


def _models(rows: Sequence[Row], roles: Sequence[int]) -> Models:
    """The models of these rows; chance is a mean over the sources too."""
    models = {row.model: row for row in rows}
    return Models(
        ours=_figures(models[OURS]),
        chance=Figures(_chance(roles, 1), _chance(roles, 3)),
        trained=_figures(models[TRAINED]) if TRAINED in models else None,
    )


def _chance(roles: Sequence[int], places: int) -> int:
    return round(100 * sum(min(1, places / each) for each in roles) / len(roles))


def _figures(row: Row) -> Figures:
    ends = (end for measure in ("top1", "top3") for end in row.intervals[measure])
    return Figures(_of_100(row.top1), _of_100(row.top3), *map(_of_100, ends))


def _cuts(kept: measured.Measurement) -> Cuts | None:
    counted = [(task.cuts.n, task.cuts.share) for task in kept.tasks.values() if task.cuts.share is not None]
    n = sum(of for of, _ in counted)
    return Cuts(n, round(sum(1000 * of * share for of, share in counted) / n)) if n else None


def _of_100(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
