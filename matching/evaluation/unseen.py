"""Measure how often the right role comes first on sources that neither ours nor the trained model has seen.

Each source (a site or a crawl of ads, a year of the survey of people) is left out in turn. Everything fitted then comes
from the others: for us the usual fits, from all three files; for the trained model all it knows, from its own file. A
row of another file that names the same source, or has the id of a row left out (an ad may be in two files), is left out
too.

Names, levels, importances and near relations are not fitted: editors sign them. The counts of ads in the catalogue are
evidence that editors read and the ranking does not, so there is nothing in them to count again; but whoever signed had
seen the counts of all sources, which leaving one out cannot undo.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from careers.catalogue.released import Released
from careers.reading.folders import Half, in_half
from matching import engine
from matching.evaluation import measures, ours, rivals, rows
from matching.evaluation.measured import OURS, TRAINED
from matching.evaluation.ours import Told
from matching.evaluation.rows import Judged, Ranked
from matching.evaluation.tasks import Task
from matching.evaluation.usual import usual_fits, with_usual

MIN_ROWS = 15  # of a role in a source, for it to be ranked there
MIN_OTHERS = 5  # of it in the other sources of the task: a model cannot name a role that it has hardly seen
MIN_ROLES = 2

Say = Callable[[str], None]
Judgements = Mapping[str, Judged]  # by model


class Unseen(NamedTuple):
    """A source left out: the roles that are ranked, its rows of them, and all the rows to fit on."""

    task: Task
    source: str
    roles: tuple[str, ...]
    asked: Told
    others: Mapping[Task, Told]


def measure(
    told: Mapping[Task, Told], half: Half, released: Released, compiled: engine.Compiled, say: Say
) -> dict[str, Any]:
    """Measure each source, on its rows of this half, and take the mean over all sources and over those of ads."""
    judged: list[tuple[Unseen, Judgements]] = []
    for number, one in enumerate(left_out(told, half)):
        say(f"unseen: {one.task.name} of {one.source} ...")
        judged.append((one, _judged(one, released, compiled, number)))
    means = {
        "all": _mean([each for _, each in judged]),
        "ads": _mean([each for one, each in judged if one.task.of_ads]),
    }
    return {
        "sources": [_source(*each) for each in judged],
        "mean": {name: [rows.row(*each) for each in mean.items()] for name, mean in means.items()},
        "ahead_of_trained": {name: rows.ahead(mean) for name, mean in means.items()},
    }


def left_out(told: Mapping[Task, Told], half: Half) -> Iterator[Unseen]:
    """Every source with enough rows of enough roles, task by task, by name. Rows that name no source are in none."""
    for task, own in told.items():
        for source in sorted({sample.source for sample in own.samples} - {""}):
            one = leave_out(told, task, source, half)
            if len(one.roles) >= MIN_ROLES:
                yield one


def leave_out(told: Mapping[Task, Told], task: Task, source: str, half: Half) -> Unseen:
    """Ask about the rows of the source; the others are all rows without its name and without any of its ids."""
    ids = {sample.id for sample in told[task].samples if sample.source == source}
    others = {
        other: all_rows.only(lambda sample: sample.source != source and sample.id not in ids)
        for other, all_rows in told.items()
    }
    here = told[task].only(lambda sample: sample.source == source and in_half(sample.id, half))
    own, elsewhere = (Counter(sample.role for sample in part.samples) for part in (here, others[task]))
    roles = tuple(role for role in task.roles if own[role] >= MIN_ROWS and elsewhere[role] >= MIN_OTHERS)
    return Unseen(task, source, roles, here.only(lambda sample: sample.role in roles), others)


def _judged(one: Unseen, released: Released, compiled: engine.Compiled, number: int) -> Judgements:
    truth = measures.truth(one.roles, (sample.role for sample in one.asked.samples))
    draws = measures.draws(truth, seed=number)  # each source has its own, so that they are drawn independently
    answers = {OURS: _ours(one, compiled), TRAINED: _trained(one, released)}
    return {model: rows.judge(answer, truth, draws) for model, answer in answers.items() if answer is not None}


def _ours(one: Unseen, compiled: engine.Compiled) -> Ranked:
    """Our ranking with the usual fits of the other sources."""
    refitted = with_usual(compiled, usual_fits(compiled.slugs, one.others.values()))
    return ours.answer(refitted, one.roles, one.asked.profiles)


def _trained(one: Unseen, released: Released) -> Ranked | None:
    """The ranking of a model fitted on the task's other sources to tell these roles apart; None if it cannot."""
    if not rivals.has_scikit_learn():
        return None
    seen = one.others[one.task].only(lambda sample: sample.role in one.roles).samples
    fold = rivals.fold(one.task, one.roles, released.content, seen, one.asked)
    try:
        return rows.by_score(rivals.by_logistic_regression(fold))
    except rivals.TooLittle:
        return None


def _mean(judged: Sequence[Judgements]) -> Judgements:
    """The mean of each model that answered for every source."""
    models = [model for model in (OURS, TRAINED) if judged and all(model in each for each in judged)]
    return {model: rows.mean([each[model] for each in judged]) for model in models}


def _source(one: Unseen, judged: Judgements) -> dict[str, Any]:
    return {
        "task": one.task.name,
        "source": one.source,
        "n": len(one.asked.samples),
        "roles": len(one.roles),
        "rows": [rows.row(*each) for each in judged.items()],
        "ahead_of_trained": rows.ahead(judged),
    }
