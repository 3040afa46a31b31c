"""Sources left out: which are, what of them is kept from whatever is fitted, and how the means are made."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from careers.catalogue.released import Released
from matching import inputs
from matching.evaluation import ours, rivals, rows, unseen
from matching.evaluation.ours import Told
from matching.evaluation.tasks import LISTS, PEOPLE, TASKS, TEXTS, Task
from matching.publishing.preparing import prepare_files
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import Row, document, row

FIRST, SECOND = "data-engineer", "ml-engineer"
OTHERS = [word for role, word in data.SKILL.items() if role not in (FIRST, SECOND)]


@pytest.fixture(scope="module")
def released(catalogue: Path) -> Released:
    return prepare_files(catalogue).released


def ads(
    source: str, number: int, roles: Sequence[str] = (FIRST, SECOND), *, prefix: str = "", seed: int = 0
) -> list[Row]:
    """Rows of lists: each role's own skill three times in four, and two that others ask."""
    draw = random.Random(f"{source} {seed}")
    return [
        (
            name,
            role,
            "|".join([data.SKILL[role] if draw.random() < 0.75 else "Juggling", *draw.sample(OTHERS, 2)]),
            source,
        )
        for name, role in zip(data.ids(prefix or source), list(roles) * number, strict=False)
    ]


def as_texts(lists: Sequence[Row]) -> list[Row]:
    return [
        (name, role, "Wizard", f"You know {skills.replace('|', ', ')}.", source) for name, role, skills, source in lists
    ]


def as_people(lists: Sequence[Row]) -> list[Row]:
    return [(name, role, skills, "", "", "", source) for name, role, skills, source in lists]


def told(folder: Path, released: Released) -> dict[Task, Told]:
    compiled, reading = inputs.compiled(released), ours.Reading(released.content)
    return {task: ours.read(compiled, reading, list(task.samples(folder))) for task in TASKS}


def names(found: Iterator[unseen.Unseen]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(one.task.name, one.source, one.roles) for one in found]


def test_a_source_needs_two_roles_with_15_rows_which_others_have_too(tmp_path: Path, released: Released) -> None:
    lists = [
        *ads("enough", 15),
        *ads("rich", 30, (FIRST, SECOND, "mlops-engineer")),  # nobody else has the third role
        *ads("few", 14),
        *ads("one-role", 40, (FIRST,)),
        *ads("", 40, prefix="nowhere"),
    ]
    texts = [*as_texts(ads("alone", 20)), *as_texts(ads("yan-a", 8)), *as_texts(ads("yan-b", 8))]
    folder = data.write(tmp_path / "data", lists=lists, texts=texts, people=as_people(ads("2021", 60)))
    assert names(unseen.left_out(told(folder, released), "both")) == [
        ("lists", "enough", (FIRST, SECOND)),
        ("lists", "rich", (FIRST, SECOND)),
        ("texts", "alone", (FIRST, SECOND)),
        ("texts", "yan", (FIRST, SECOND)),
    ], "one year alone leaves nothing to learn from"


@pytest.mark.parametrize(("elsewhere", "counts"), [(4, False), (5, True)])
def test_a_role_counts_if_others_have_five_rows_of_it(
    tmp_path: Path, released: Released, elsewhere: int, counts: bool
) -> None:
    lists = [*ads("big", 20), *ads("small", elsewhere)]
    found = names(unseen.left_out(told(data.write(tmp_path / "data", lists=lists), released), "both"))
    assert found == ([("lists", "big", (FIRST, SECOND))] if counts else [])


def test_of_a_half_only_the_rows_asked_are_of_it(tmp_path: Path, released: Released) -> None:
    """A source that is left out has taught nothing in either half, so the others may teach in both."""
    folder = data.write(tmp_path / "data", lists=[*ads("one", 60), *ads("two", 60)])
    for half, even in (("a", True), ("b", False)):
        for one in unseen.left_out(told(folder, released), half):  # type: ignore[arg-type]
            assert {data.is_even(sample.id) for sample in one.asked.samples} == {even}
            assert len(one.others[LISTS].samples) == 120


def test_nothing_of_a_source_is_left_in_any_file(tmp_path: Path, released: Released) -> None:
    """Its rows, its name in another file, and its ids under another name are out; all else is in."""
    same_ad = ("board-3", FIRST, "Wizard", "You know Alfa.", "mirror")
    folder = data.write(
        tmp_path / "data",
        lists=[*ads("board", 20), *ads("other", 20)],
        texts=[*as_texts(ads("board", 6, prefix="text")), *as_texts(ads("third", 4)), same_ad],
        people=[*as_people(ads("2021", 5)), *as_people(ads("2022", 5, prefix="board"))],
    )
    everything = told(folder, released)
    one = unseen.leave_out(everything, LISTS, "board", "both")
    assert {sample.source for sample in one.asked.samples} == {"board"}
    assert [sample.id for sample in one.others[LISTS].samples] == [f"other-{at}" for at in range(40)]
    assert [sample.id for sample in one.others[TEXTS].samples] == [f"third-{at}" for at in range(8)]
    assert {sample.source for sample in one.others[PEOPLE].samples} == {"2021"}, "those of 2022 bear ids of the board"
    kept = unseen.leave_out(everything, LISTS, "other", "both")
    assert len(kept.others[TEXTS].samples) == 12 + 8 + 1
    assert len(kept.others[PEOPLE].samples) == 20


class Fitted:
    """Everything that is fitted in one run: usual fits and chances of the model, source by source."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.usual: list[dict[str, int]] = []
        self.chances: list[Any] = []
        refit, model = unseen.with_usual, rivals.by_logistic_regression

        def with_usual(compiled: Any, fits: Any) -> Any:
            self.usual.append(fits)
            return refit(compiled, fits)

        def regression(fold: rivals.Fold) -> Any:
            self.chances.append(model(fold).tolist())
            return np.array(self.chances[-1])

        patch.setattr(unseen, "with_usual", with_usual)
        patch.setattr(rivals, "by_logistic_regression", regression)


@pytest.fixture
def fitted(tmp_path: Path, released: Released) -> Callable[..., tuple[Any, Any]]:
    """Fit for the source called "left" and say what came out: the usual fits, and the model's chances."""
    numbers = iter(range(100))

    def fit(**files_of: Sequence[Row]) -> tuple[Any, Any]:
        folder = data.write(tmp_path / f"data-{next(numbers)}", **files_of)
        with pytest.MonkeyPatch.context() as patch:
            found = Fitted(patch)
            patch.setattr(unseen, "left_out", _only_left)
            unseen.measure(told(folder, released), "both", released, inputs.compiled(released), lambda line: None)
        [usual_fits], [chances] = found.usual, found.chances
        return usual_fits, chances

    return fit


def _only_left(told: dict[Task, Told], half: Any) -> Iterator[unseen.Unseen]:
    yield unseen.leave_out(told, LISTS, "left", half)


def poisoned(lists: Sequence[Row], source: str) -> list[Row]:
    """The labels of one source dealt out again. It has more of one role, or the means of its fits would stay."""
    labels = [role for _, role, _, of in lists if of == source]
    random.Random(1).shuffle(labels)
    dealt = iter(labels)
    return [(name, next(dealt) if of == source else role, skills, of) for name, role, skills, of in lists]


UNEVEN = (FIRST, SECOND, SECOND)


def test_the_labels_of_a_source_left_out_cannot_reach_what_is_fitted(fitted: Callable[..., tuple[Any, Any]]) -> None:
    lists = [*ads("left", 20, UNEVEN), *ads("other", 20), *ads("third", 20)]
    left, others = ads("left", 20, UNEVEN, seed=1), as_texts(ads("other", 20, prefix="text"))
    before = fitted(lists=lists, texts=[*as_texts(left), *others])
    assert fitted(lists=poisoned(lists, "left"), texts=[*as_texts(left), *others]) == before
    same_source = as_texts(poisoned(left, "left"))
    assert fitted(lists=lists, texts=[*same_source, *others]) == before
    same_ads = [(*one[:4], "mirror") for one in same_source]
    assert fitted(lists=lists, texts=[*same_ads, *others]) == before


def test_the_labels_of_the_other_sources_do(fitted: Callable[..., tuple[Any, Any]]) -> None:
    """Or the test above would say nothing."""
    lists = [*ads("left", 20, UNEVEN), *ads("other", 20, UNEVEN)]
    usual_before, chances_before = fitted(lists=lists)
    usual_after, chances_after = fitted(lists=poisoned(lists, "other"))
    assert usual_after != usual_before
    assert chances_after != chances_before
    texts = as_texts(ads("mirror", 20, UNEVEN, prefix="text"))
    assert fitted(lists=lists, texts=texts)[0] != usual_before
    assert fitted(lists=lists, texts=texts)[1] == chances_before, "a model learns from its own file"


def test_ours_is_ranked_with_the_usual_fits_of_the_others(tmp_path: Path, released: Released) -> None:
    """Who holds both skills has one fit to both roles; the usual fits decide.

    Those in the files are equal, and so would be those of the source itself, which puts the first role first. Everybody
    else holds the skill of the first role, so its usual fit is higher, and it comes second.
    """
    first, second = data.SKILL[FIRST], data.SKILL[SECOND]
    told_by = {("left", FIRST): f"{first}|{second}", ("left", SECOND): second}
    lists = [
        (name, role, told_by.get((source, role), first), source)
        for source in ("left", "other")
        for name, role in zip(data.ids(source), [FIRST, SECOND] * 20, strict=False)
    ]
    everything = told(data.write(tmp_path / "data", lists=lists), released)
    found = unseen.measure(everything, "both", released, inputs.compiled(released), lambda line: None)
    left = next(one for one in found["sources"] if one["source"] == "left")
    assert row(left, "rolewise")["top1"] == 0.5
    order, _ = ours.rank(inputs.compiled(released), (FIRST, SECOND), everything[LISTS].profiles[:40])
    assert (order[::2, 0] == 0).all(), "with the usual fits of the files"


def test_the_mean_is_over_sources_and_its_interval_over_their_draws() -> None:
    truth = np.array([0] * 50 + [1] * 50)
    judged = []
    for seed, right in enumerate((0.6, 0.8)):
        order = np.array([[0, 1]] * int(50 * right) + [[1, 0]] * (100 - int(50 * right)))
        draws = unseen.measures.draws(truth, 4_000, seed=seed)
        judged.append(rows.judge(rows.Ranked(order, -order.astype(float)), truth, draws))
    mean = rows.mean(judged)
    assert mean.figures.top1 == pytest.approx([((0.6 + 1) / 2 + (0.8 + 1) / 2) / 2])
    # The second role is always right; the mean of two independent shares of 50, each counting a quarter.
    spread = 1.96 * np.sqrt((0.6 * 0.4 + 0.8 * 0.2) / 50) / 4
    assert unseen.measures.interval(mean.drawn.top1) == pytest.approx((0.85 - spread, 0.85 + spread), abs=0.006)


def test_a_model_that_some_source_teaches_too_little_is_in_no_mean(tmp_path: Path, catalogue: Path) -> None:
    """What the texts but those of "left" say, no three of them share."""
    texts = [(name, role, "Wizard", name, "other") for name, role, *_ in ads("other", 10)]
    folder = data.write(
        tmp_path / "data", lists=[*ads("one", 20), *ads("two", 20)], texts=[*as_texts(ads("left", 20)), *texts]
    )
    found = document(folder, catalogue)["unseen"]
    by_source = {one["source"]: [each["model"] for each in one["rows"]] for one in found["sources"]}
    assert by_source["left"] == ["rolewise"]
    assert by_source["one"] == ["rolewise", "logistic regression"]
    assert [one["model"] for one in found["mean"]["ads"]] == ["rolewise"]
    assert found["ahead_of_trained"] == {"all": None, "ads": None}


@pytest.mark.usefixtures("plain")
def test_files_that_name_no_source_are_measured_whole(tmp_path: Path, catalogue: Path) -> None:
    folder = data.write(tmp_path / "data", lists=data.listed(20, {"own": 0.8, "other": 0.1}))
    data.write_file(folder, "people.csv.gz", data.PEOPLE_COLUMNS[:-1], [one[:-1] for one in data.person_rows(20)])
    found = document(folder, catalogue)
    assert found["tasks"]["people"]["n"] == 100
    assert found["unseen"] == {
        "sources": [],
        "mean": {"all": [], "ads": []},
        "ahead_of_trained": {"all": None, "ads": None},
    }
    assert "no source has enough rows of two roles" in data.run(folder, catalogue)[0]
