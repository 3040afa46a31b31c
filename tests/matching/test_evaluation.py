"""manage.py evaluate: its measures against plain counting, its folder against what it promises, and spoilt files."""

import csv
import dataclasses
import doctest
import gzip
import json
import random
import subprocess
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

from careers.catalogue import files
from matching import engine, inputs
from matching.evaluation import groups, measured, measures, ours, rivals, tasks
from matching.evaluation.tasks import LISTS, PEOPLE, TEXTS
from tests import drafts, people
from tests.matching import evaluation_data as data

MODELS = [
    "rolewise",
    "random",
    "majority",
    "skill-count overlap",
    "TF-IDF cosine",
    "logistic regression",
    "gradient boosting",
]


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    files.write(drafts.draft(data.raw_catalogue()), folder)
    return folder


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without scikit-learn, as on a machine that never ran `make evaluate`; and quicker."""
    monkeypatch.setattr(rivals, "has_scikit_learn", lambda: False)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where --write keeps the figures in this test."""
    place = tmp_path / "measured.json"
    monkeypatch.setattr(measured, "PLACE", place)
    monkeypatch.setattr(measured, "README", tmp_path / "README.md")
    measured.README.write_text(f"{measured.BEGIN}\n{measured.END}\n")
    return place


def run(folder: Path, catalogue: Path, **options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("evaluate", folder, catalogue=catalogue, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def document(folder: Path, catalogue: Path, **options: Any) -> dict[str, Any]:
    return typing.cast(dict[str, Any], json.loads(run(folder, catalogue, json=True, **options)[0]))


def row(task: Mapping[str, Any], model: str) -> dict[str, Any]:
    [found] = [one for one in task["rows"] if one["model"] == model]
    return typing.cast(dict[str, Any], found)


# The measures, by plain counting


class Case(typing.NamedTuple):
    order: np.ndarray[Any, Any]
    scores: np.ndarray[Any, Any]
    truth: np.ndarray[Any, Any]


def case(seed: int, rows: int = 40, roles: int = 5) -> Case:
    """Scores with many ties, and a role that nobody has."""
    rng = np.random.default_rng(seed)
    scores = rng.integers(0, 4, size=(rows, roles)).astype(float)
    truth = np.r_[np.arange(roles - 1), rng.integers(0, roles - 1, size=rows - roles + 1)]
    return Case(measures.places(scores), scores, truth)


def counted(rows: Iterable[tuple[Sequence[int], Sequence[float], int]]) -> dict[str, float]:
    """Macro top-1, top-3, MRR and AUC over (places, scores, true column), each said as its definition says it."""
    rows = list(rows)
    roles = sorted({truth for _, _, truth in rows})

    def macro(value: Callable[[int], float]) -> float:
        means = []
        for role in roles:
            mine = [value(places[role]) for places, _, truth in rows if truth == role]
            means.append(sum(mine) / len(mine))
        return sum(means) / len(means)

    def auc(role: int) -> float:
        pairs = [(a[role], b[role]) for _, a, mine in rows if mine == role for _, b, other in rows if other != role]
        return sum((a > b) + (a == b) / 2 for a, b in pairs) / len(pairs)

    return {
        "top1": macro(lambda place: place == 0),
        "top3": macro(lambda place: place in (0, 1, 2)),
        "mrr": macro(lambda place: 1 / (place + 1)),
        "auc": sum(map(auc, roles)) / len(roles),
    }


def as_rows(one: Case, times: Sequence[int]) -> list[tuple[list[int], list[float], int]]:
    return [
        (places.tolist(), scores.tolist(), int(truth))
        for places, scores, truth, n in zip(*one, times, strict=True)
        for _ in range(n)
    ]


@pytest.mark.parametrize("seed", range(10))
def test_the_four_measures_are_what_counting_gives(seed: int) -> None:
    one = case(seed)
    found = measures.figures(*one, np.ones((1, 40)))
    expected = counted(as_rows(one, [1] * 40))
    for name, value in expected.items():
        assert getattr(found, name)[0] == pytest.approx(value), name


@pytest.mark.parametrize("seed", range(3))
def test_a_weight_is_how_often_a_row_was_drawn(seed: int) -> None:
    one = case(seed)
    weights = measures.draws(one.truth, number=5, seed=seed)
    found = measures.figures(*one, weights)
    for at, times in enumerate(weights):
        for name, value in counted(as_rows(one, [int(n) for n in times])).items():
            assert getattr(found, name)[at] == pytest.approx(value), name


def test_samples_are_drawn_with_replacement_within_each_role() -> None:
    truth = np.array([0] * 30 + [2] * 50)
    weights = measures.draws(truth, number=2_000)
    assert (weights == np.round(weights)).all()
    assert (weights[:, :30].sum(axis=1) == 30).all()
    assert (weights[:, 30:].sum(axis=1) == 50).all()
    # A row of 30 is drawn Binomial(30, 1/30) times: variance 1 - 1/30, never once in (1 - 1/30)^30 of the draws.
    assert weights[:, :30].var() == pytest.approx(1 - 1 / 30, rel=0.03)
    assert (weights[:, :30] == 0).mean() == pytest.approx((1 - 1 / 30) ** 30, rel=0.03)
    assert (measures.draws(truth, number=9) == measures.draws(truth, number=9)).all()


def test_places_stand_by_score_and_ties_by_column() -> None:
    assert measures.places(np.array([[1.0, 3, 2], [0, 0, 0], [1, 2, 2]])).tolist() == [[2, 0, 1], [0, 1, 2], [2, 0, 1]]


def test_the_interval_is_the_middle_95_per_cent() -> None:
    assert measures.interval(np.arange(1_001) / 10) == (2.5, 97.5)


def test_the_interval_of_a_share_is_that_of_a_binomial() -> None:
    """100 of one role, 60 of them right: 0.6 ± 1.96 · √(0.6 · 0.4 / 100) = 0.504 to 0.696."""
    order = np.array([[0, 1]] * 60 + [[1, 0]] * 40)
    truth = np.zeros(100, dtype=np.int64)
    drawn = measures.figures(order, -order.astype(float), truth, measures.draws(truth, 4_000))
    assert measures.interval(drawn.top1) == pytest.approx((0.504, 0.696), abs=0.012)
    assert np.isnan(drawn.auc).all()  # nobody to tell them from


def test_centred_scores_add_up_to_nothing_and_keep_their_order() -> None:
    scores = case(1).scores
    assert measures.centred(scores).sum(axis=1) == pytest.approx(0)
    assert (measures.places(measures.centred(scores)) == measures.places(scores)).all()


@pytest.mark.parametrize("module", [measures, tasks])
def test_the_examples_in_the_code_hold(module: Any) -> None:
    done = doctest.testmod(module)
    assert done.attempted > 0
    assert done.failed == 0


# Reading the tasks


def test_people_with_fewer_than_three_options_and_roles_of_no_task_are_left_out(tmp_path: Path) -> None:
    folder = data.write(
        tmp_path / "data",
        people=[
            ("1", "data-engineer", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),
            ("2", "data-engineer", "Alfa|Bravo", "Woman", "Here", "1-2 years"),
            ("3", "data-engineer", "Alfa|Bravo|Alfa| ", "Woman", "Here", "1-2 years"),  # two options, one twice
            ("4", "other", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),
            ("5", "mlops-engineer", "Alfa|Bravo|Charlie", "Woman", "Here", "1-2 years"),  # a role of other tasks
        ],
        lists=[("6", "mlops-engineer", "Alfa"), ("7", "prompt-engineer", "Alfa")],
        texts=[("8", "prompt-engineer", "A", "Alfa"), ("9", "ai-product-manager", "A", "Alfa")],
    )
    assert [(task.name, [one.id for one in task.samples(folder)]) for task in tasks.TASKS] == [
        ("lists", ["6"]),
        ("people", ["1"]),
        ("texts", ["8"]),
    ]


def test_a_cell_that_is_empty_is_a_group_of_its_own(tmp_path: Path) -> None:
    folder = data.write(tmp_path / "data", people=[("1", "data-engineer", "Alfa|Bravo|Charlie", "", "Here", "")])
    [one] = PEOPLE.samples(folder)
    assert one.groups == {"gender": "not said", "country": "Here", "years_experience": "not said"}


@pytest.mark.parametrize(
    ("title", "text", "left"),
    [
        ("Data Engineer", "We seek a Data Engineer.", "We seek a .."),
        ("data engineer", "DATA ENGINEER wanted", ". wanted"),
        ("Wizard of Oz (Berlin) | Acme Corp", "A wizard of oz at Acme Corp in Berlin", "A . at . in Berlin"),
        ("Python", "Python and SQL", "Python and SQL"),  # a single word of a title is no name of it
        ("x", "Senior ML Engineers, deep learning researcher, AI/ML scientist", "., ., ."),
        ("x", "MLOps engineering and data science with generative AI", ". and . with generative AI"),
        ("x", "the engineer builds data pipelines", "the engineer builds data pipelines"),
        ("c++ (m/f)", "C++ (m/f) for all", ". for all"),  # nothing in a title is a pattern
    ],
)
def test_the_names_of_jobs_are_masked(title: str, text: str, left: str) -> None:
    assert tasks.masked(text, title) == left


@pytest.mark.usefixtures("plain")
def test_a_masked_title_cannot_help_anybody(tmp_path: Path, catalogue: Path) -> None:
    """An ad that names the skill in its title alone is an ad without a skill."""
    folder = data.write(tmp_path / "data", texts=[("1", "data-engineer", "Hotel Wizard", "A Hotel Wizard, gladly.")])
    assert document(folder, catalogue)["tasks"]["texts"]["without_a_skill"] == 1


@pytest.mark.usefixtures("plain")
def test_the_halves_are_the_even_and_the_odd_sha1(tmp_path: Path, catalogue: Path) -> None:
    rows = data.listed(10, {"own": 0.5, "other": 0.1})
    folder = data.write(tmp_path / "data", lists=rows)
    even = sum(data.is_even(one[0]) for one in rows)
    sizes = {half: document(folder, catalogue, half=half)["tasks"]["lists"]["n"] for half in ("a", "b", "both")}
    assert sizes == {"a": even, "b": len(rows) - even, "both": len(rows)}


# Ours


def test_ours_is_the_order_of_the_api_among_the_roles_of_the_task(db: None, client: Client, catalogue: Path) -> None:
    release = people.publish(data.raw_catalogue())
    draw = random.Random(6)
    told = [tuple(draw.sample([*data.WORDS, "Teamwork", "Juggling"], draw.randint(1, 6))) for _ in range(60)]
    reading = ours.Reading(release.content)
    profiles = [reading.levels(strings) for strings in told]
    order, leads = ours.rank(inputs.compiled(release), PEOPLE.roles, profiles)
    turned = 0
    for at, strings in enumerate(told):
        known = {string.casefold(): 3 for string in strings if string != "Juggling"}
        answer = client.post("/api/v1/match/", {"skills": known}, content_type="application/json").json()["roles"]
        here = [one for one in answer if one["role"] in PEOPLE.roles]
        assert [PEOPLE.roles[column] for column in np.argsort(order[at])] == [one["role"] for one in here]
        for one in here:
            assert f"{leads[at, PEOPLE.roles.index(one['role'])]:.2f}" == (one["lead"] or "0.00")
        turned += [one["role"] for one in here] != sorted(one["role"] for one in here)
    assert turned > 20  # or the orders said nothing


def test_a_string_counts_as_level_3_and_what_nobody_knows_as_nothing(catalogue: Path) -> None:
    draft, _ = files.read(catalogue)
    reading = ours.Reading(typing.cast(Any, draft))
    assert reading.levels(("Bravo suite", "HOTEL", "Juggling")) == {"bravo": 3, "hotel": 3}
    assert reading.understood([("Bravo", "Juggling"), ("Alfa", "Walking")]) == 0.5
    assert reading.understood([()]) is None


# The document


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data.write(
        tmp_path_factory.mktemp("data"),
        lists=data.listed(12, {"own": 0.8, "other": 0.1}),
        people=data.person_rows(60),
        texts=data.text_rows(8),
    )


@pytest.fixture(scope="module")
def whole(folder: Path, catalogue: Path) -> tuple[str, str]:
    """One run with everything: what is printed, and what is told beside it."""
    return run(folder, catalogue, json=True)


def test_standard_output_is_one_document_and_progress_goes_beside_it(whole: tuple[str, str]) -> None:
    out, err = whole
    found = json.loads(out)
    assert set(found["tasks"]) == {"lists", "people", "texts"}
    for name, task in found["tasks"].items():
        assert {"n", "understood", "rows"} <= set(task)
        assert [one["model"] for one in task["rows"]] == MODELS
        for one in task["rows"]:
            for measure in ("top1", "top3", "auc", "mrr"):
                low, high = one["intervals"][measure]
                assert 0 <= low <= one[measure] <= high <= 1 or one[measure] == pytest.approx(low) or low == high
        assert f"{name}: logistic regression" in err
    assert {name: task["n"] for name, task in found["tasks"].items()} == {"lists": 132, "people": 300, "texts": 80}


def test_the_share_of_strings_understood_is_counted(folder: Path, whole: tuple[str, str]) -> None:
    with gzip.open(folder / "people.csv.gz", "rt", newline="") as file:
        strings = [string for one in csv.DictReader(file) for string in one["skills"].split("|")]
    known = sum(string in {*data.WORDS, "Teamwork"} for string in strings)
    assert json.loads(whole[0])["tasks"]["people"]["understood"] == pytest.approx(known / len(strings))


def test_roles_with_fewer_than_50_rows_are_counted_and_not_quoted(whole: tuple[str, str]) -> None:
    found = json.loads(whole[0])["tasks"]
    assert all(one["n"] == 12 and one["top1"] is None is one["auc"] for one in found["lists"]["roles"])
    assert all(one["n"] == 60 and 0 < one["top1"] <= one["top3"] for one in found["people"]["roles"])
    assert row(found["lists"], "rolewise")["roles_with_50"] is None
    assert row(found["people"], "rolewise")["roles_with_50"]["top1"] == row(found["people"], "rolewise")["top1"]


def test_chance_and_majority_do_what_chance_and_majority_do(whole: tuple[str, str]) -> None:
    found = json.loads(whole[0])["tasks"]["people"]
    assert row(found, "random")["top1"] == pytest.approx(1 / 5, abs=0.07)
    assert row(found, "random")["auc"] == pytest.approx(0.5, abs=0.07)
    assert row(found, "rolewise")["top1"] > 0.4  # the folder was made so that skills tell the role


def test_the_same_folder_gives_the_same_bytes(folder: Path, catalogue: Path, plain: None) -> None:
    assert run(folder, catalogue, json=True)[0] == run(folder, catalogue, json=True)[0]


def test_the_table_says_n_intervals_and_roles(folder: Path, catalogue: Path, kept: Path) -> None:
    out, err = run(folder, catalogue)
    assert "people: real people by what they ticked, n = 300" in out
    assert "ours less logistic regression, paired 95 %" in out
    assert "No figures are kept yet" in out
    assert "lowest impact ratio" in out
    for model in MODELS:
        assert out.count(f"  {model:<22}") == 3
    assert "people: logistic regression ..." in err


def test_without_scikit_learn_ours_stands_with_the_plain_rows_and_says_so(
    folder: Path, catalogue: Path, plain: None
) -> None:
    found = document(folder, catalogue)
    assert found["fitted_models"] is False
    for task in found["tasks"].values():
        assert [one["model"] for one in task["rows"]] == MODELS[:4]
        assert "ahead_of_trained" not in task
    assert "scikit-learn is not installed, so no fitted model" in run(folder, catalogue)[0]


# The fitted models


def test_models_learn_from_the_other_half_alone(tmp_path: Path, catalogue: Path) -> None:
    """In the even half Alfa means one role and Bravo the other; in the odd half the other way round."""
    first, second = "data-engineer", "ml-engineer"
    rows = [
        (name, role, word)
        for even, words in ((True, ("Alfa", "Bravo")), (False, ("Bravo", "Alfa")))
        for name, (role, word) in zip(
            data.ids("ad", even=even), list(zip((first, second), words, strict=True)) * 30, strict=False
        )
    ]
    found = document(data.write(tmp_path / "data", lists=rows), catalogue)["tasks"]["lists"]
    for model in ("logistic regression", "gradient boosting"):
        assert row(found, model)["top1"] == 0.0
        assert row(found, model)["top3"] == 1.0


def test_models_learn_what_there_is_to_learn(tmp_path: Path, catalogue: Path) -> None:
    """Words that the catalogue does not know tell the roles: models see it, ours cannot."""
    first, second = "data-engineer", "ml-engineer"
    rows = [(name, role, f"Odd {role}") for name, role in zip(data.ids("ad"), [first, second] * 60, strict=False)]
    texts = [
        (name, role, "Title", f"Known for being oddly{role.replace('-', '')} here")
        for name, role in zip(data.ids("text"), [first, second] * 60, strict=False)
    ]
    found = document(data.write(tmp_path / "data", lists=rows, texts=texts), catalogue)["tasks"]
    for task in ("lists", "texts"):
        for model in ("logistic regression", "gradient boosting"):
            assert row(found[task], model)["top1"] == 1.0
            assert row(found[task], model)["auc"] == 1.0
        assert row(found[task], "rolewise")["auc"] == 0.5
        assert found[task]["without_a_skill"] == 120
        low, high = found[task]["ahead_of_trained"]["auc"]
        assert low == high == -0.5


def test_the_cosine_is_with_what_the_catalogue_says(tmp_path: Path, catalogue: Path) -> None:
    rows = [(name, role, data.SKILL[role]) for name, role in zip(data.ids("ad"), LISTS.roles * 2, strict=False)]
    found = document(data.write(tmp_path / "data", lists=rows), catalogue)["tasks"]["lists"]
    # Its own skill also stands on the page of the role before it, which is no longer than its own.
    assert row(found, "TF-IDF cosine")["top3"] == 1.0
    assert row(found, "skill-count overlap")["top3"] == 1.0


def test_the_fitted_models_are_the_real_ones() -> None:
    """`make test` has scikit-learn, so that none of these tests passes for want of it."""
    assert rivals.has_scikit_learn()


# Who somebody is


def fields(kind: Any, seen: set[Any]) -> set[str]:
    """The names of all fields that can be reached from a type."""
    if kind in seen:
        return set()
    seen.add(kind)
    names: set[str] = set()
    hints: dict[str, Any] = {}
    if dataclasses.is_dataclass(kind) or hasattr(kind, "_fields") or hasattr(kind, "__struct_fields__"):
        hints = typing.get_type_hints(kind)
    for name, below in hints.items():
        names |= {name} | fields(below, seen)
    for below in typing.get_args(kind):
        names |= fields(below, seen)
    return names


def test_no_field_about_who_somebody_is_can_reach_a_model() -> None:
    seen: set[Any] = set()
    names = fields(rivals.Fold, seen)
    assert {"asked", "profiles", "points_per_level"} <= names  # the walk went down into the catalogue
    assert tasks.Sample not in seen
    assert names.isdisjoint({*tasks.GROUPS, "groups", "age", "name_of_person", "company", "employer", "school"})
    for function in (ours.Reading.levels, ours.rank, engine.rankings):
        below: set[Any] = set()
        hints = [kind for name, kind in typing.get_type_hints(function).items() if name != "return"]
        assert set().union(*(fields(kind, below) for kind in hints)).isdisjoint({*tasks.GROUPS, "groups"})
        assert tasks.Sample not in below
    assert fields(tasks.Sample, set()) >= {"groups"}  # and would have been seen


def test_swapped_groups_move_no_figure(tmp_path: Path, catalogue: Path) -> None:
    rows = data.person_rows(30)
    swapped = [(*one[:3], *random.Random(at).choices(["Woman", "Man", "x"], k=3)) for at, one in enumerate(rows)]
    first = document(data.write(tmp_path / "one", people=rows), catalogue)["tasks"]["people"]
    second = document(data.write(tmp_path / "two", people=swapped), catalogue)["tasks"]["people"]
    assert first["rows"] == second["rows"]
    assert first["roles"] == second["roles"]
    assert first["groups"] != second["groups"]


def test_impact_ratios_are_those_computed_by_hand(tmp_path: Path, catalogue: Path, plain: None) -> None:
    """Fits to one role are either high or nothing: 40 of 60 women and 30 of 60 men hold its skill.

    70 of 120 are high, so the median is high too, and nobody is above it; so 20 more who hold none are added to each:
    70 of 160 above the median (0). Rates 40/80 = 0.5 and 30/80 = 0.375: ratio 0.75.
    """
    role = "data-engineer"
    held, none = "|".join((data.SKILL[role], "Juggling", "Walking")), "Running|Juggling|Walking"
    told = [("Woman", held)] * 40 + [("Woman", none)] * 40 + [("Man", held)] * 30 + [("Man", none)] * 50
    told += [("Nobody asked", none)] * 5
    rows = [
        (name, role, strings, gender, "Here", "1-2 years")
        for name, (gender, strings) in zip(data.ids("person"), told, strict=False)
    ]
    found = document(data.write(tmp_path / "data", people=rows), catalogue)["tasks"]["people"]["groups"]["gender"]
    assert found["in_smaller_groups"] == 5
    men, women = sorted(found["groups"], key=lambda one: one["group"])
    assert (men["n"], women["n"]) == (80, 80)
    assert men["impact_ratios"][role]["ratio"] == pytest.approx(0.75)
    assert women["impact_ratios"][role]["ratio"] == pytest.approx(1)
    assert [one["impact_ratios"][role]["highest"] for one in (men, women)] == [False, True]
    # ln 0.75 ± 1.96 · √(0.625/30 + 0.5/40) = -0.28768 ± 0.35784
    assert men["impact_ratios"][role]["interval"] == pytest.approx([0.52441, 1.07269], abs=2e-4)
    # Ours puts the role of those who hold its skill first, and who hold none by title: the second of five.
    assert (men["top1"], women["top1"]) == (30 / 80, 40 / 80)


def test_a_role_that_fits_nobody_has_no_impact_ratio() -> None:
    sample = tasks.Sample("1", "data-engineer", (), {"gender": "Woman", "country": "Here", "years_experience": "1"})
    found = groups.by_group(
        [sample] * 50, ["data-engineer"], np.zeros((50, 1)), np.zeros((50, 1), dtype=np.int64), np.zeros(50, np.int64)
    )
    [women] = found["gender"]["groups"]
    assert women["impact_ratios"]["data-engineer"]["ratio"] is None


# What is kept for the page


@pytest.mark.usefixtures("plain")
def test_write_keeps_the_figures_rounded_and_tells_when_they_are_old(
    folder: Path, catalogue: Path, kept: Path, tmp_path: Path
) -> None:
    before = document(folder, catalogue)
    out, _ = run(folder, catalogue, write=True)
    assert "exactly this catalogue" in out
    found = measured.read()
    assert found is not None
    assert found.scoring_digest == before["scoring_digest"]
    people_kept = found.tasks["people"]
    assert (people_kept.n, people_kept.roles) == (300, 5)
    mine, shown = row(before["tasks"]["people"], "rolewise"), people_kept.rows[0]
    assert shown.model == "rolewise"
    assert shown.top1 == pytest.approx(mine["top1"], abs=0.0005)
    assert shown.intervals["auc"] == pytest.approx(mine["intervals"]["auc"], abs=0.0005)
    assert "exactly this catalogue" in run(folder, catalogue)[0]

    raw = data.raw_catalogue()
    raw["skills"][0]["aliases"].append("Alphabet")
    files.write(drafts.draft(raw), tmp_path / "other")
    assert "measured on other names, aliases, levels or weights" in run(folder, tmp_path / "other")[0]


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("change", "moves"),
    [
        (lambda raw: raw["skills"][0]["aliases"].append("Alphabet"), True),
        (lambda raw: raw["skills"][0].update(name="Alpha"), True),
        (lambda raw: raw["requirements"][0].update(level=3), True),
        (lambda raw: raw["requirements"][0].update(importance=4), True),
        (lambda raw: raw["requirements"][0].update(essential=False), True),
        (lambda raw: raw["roles"][0].update(typical="1.00"), True),
        (lambda raw: raw["near"][0].update(distance=2), True),
        (lambda raw: raw["facts"].update(min_claims=2), True),
        (lambda raw: raw["roles"][0].update(summary="Otherwise said."), False),
        (lambda raw: raw["skills"][0].update(hours_factor=200, hours_reason="Slow."), False),
    ],
)
def test_figures_grow_old_with_what_decides_the_ranking_and_nothing_else(
    folder: Path, catalogue: Path, tmp_path: Path, change: Callable[[dict[str, Any]], None], moves: bool
) -> None:
    empty = data.write(tmp_path / "empty")
    raw = data.raw_catalogue()
    change(raw)
    if not any(one["essential"] for one in raw["requirements"] if one["role"] == raw["requirements"][0]["role"]):
        raw["requirements"][1]["essential"] = True
    files.write(drafts.draft(raw), tmp_path / "changed")
    digests = [document(empty, place)["scoring_digest"] for place in (catalogue, tmp_path / "changed")]
    assert (digests[0] != digests[1]) is moves


def test_figures_of_one_half_are_not_kept(folder: Path, catalogue: Path, kept: Path) -> None:
    with pytest.raises(CommandError, match="Only figures of both halves are kept"):
        run(folder, catalogue, half="a", write=True)
    assert not kept.exists()


# Spoilt folders


def spoilt(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(gzip.compress(content))


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


HEADER = ",".join(data.PEOPLE_COLUMNS).encode() + b"\n"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [
        (Path.unlink, "people.csv.gz is missing in .*data"),
        (truncated, "people.csv.gz cannot be read to its end"),
        (lambda path: path.write_bytes(b"id,role\n"), "people.csv.gz cannot be read to its end: Not a gzipped file"),
        (lambda path: path.write_bytes(b""), "people.csv.gz is empty"),
        (spoilt(b""), "people.csv.gz is empty"),
        (spoilt(b"key,job\n1,data-engineer\n"), "people.csv.gz has no column country, gender, id, role, skills"),
        (spoilt(HEADER + b"1,data-engineer,\xff,x,y,z\n"), "people.csv.gz cannot be read to its end: 'utf-8'"),
        (spoilt(HEADER + b'1,data-engineer,"Alfa|Bravo,x,y,z\n2,x,y\n'), "people.csv.gz cannot be read to its end"),
        (lambda path: [path.unlink(), path.mkdir()], "people.csv.gz cannot be read to its end"),
    ],
)
def test_a_spoilt_file_is_named(
    tmp_path: Path, catalogue: Path, plain: None, kept: Path, spoil: Callable[[Path], object], what: str
) -> None:
    folder = data.write(tmp_path / "data", people=data.person_rows(20))
    spoil(folder / "people.csv.gz")
    with pytest.raises(CommandError, match=what):
        run(folder, catalogue, write=True)
    assert not kept.exists()


def test_a_path_that_is_no_folder_is_named(tmp_path: Path, catalogue: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(CommandError, match="file is no folder"):
        run(file, catalogue)
    with pytest.raises(CommandError, match=r"posting_skills\.csv\.gz is missing in .*nowhere"):
        run(tmp_path / "nowhere", catalogue)


def test_a_catalogue_that_lacks_a_role_is_named(tmp_path: Path) -> None:
    files.write(drafts.draft(), tmp_path / "small")
    with pytest.raises(CommandError, match=r"The catalogue has no role ai-agent-engineer, .*, and a task ranks it"):
        run(data.write(tmp_path / "data"), tmp_path / "small")
    with pytest.raises(CommandError, match=r"roles\.json: the file is missing"):
        run(tmp_path / "data", tmp_path)


def test_files_without_a_row_give_honest_lines(tmp_path: Path, catalogue: Path) -> None:
    folder = data.write(tmp_path / "data")
    out, _ = run(folder, catalogue)
    assert out.count("n = 0; strings understood -") == 3
    assert out.count("no row of these roles, so nothing is measured") == 3
    assert document(folder, catalogue)["tasks"]["lists"]["rows"] == []


@pytest.mark.parametrize("half", ["a", "b", "both"])
def test_one_role_alone_has_no_auc_and_teaches_nothing(tmp_path: Path, catalogue: Path, half: str) -> None:
    rows = [(name, "data-engineer", "Hotel") for name, _ in zip(data.ids("ad"), range(60), strict=False)]
    folder = data.write(tmp_path / "data", lists=rows)
    found = document(folder, catalogue, half=half)["tasks"]["lists"]
    assert row(found, "rolewise")["auc"] is None
    assert row(found, "rolewise")["intervals"]["auc"] == [None, None]
    assert found["left_out"] == ["logistic regression", "gradient boosting"]
    out, _ = run(folder, catalogue, half=half)
    assert "logistic regression: left out, the other half teaches it too little" in out


def test_one_role_in_this_half_and_two_in_the_other(tmp_path: Path, catalogue: Path) -> None:
    """A model can be fitted and no AUC be told: it is null, also in the comparison."""
    even = [(name, "data-engineer", "Hotel") for name, _ in zip(data.ids("ad", even=True), range(9), strict=False)]
    odd = [
        (name, role, data.SKILL[role])
        for name, role in zip(data.ids("ad", even=False), ["data-engineer", "ml-engineer"] * 9, strict=False)
    ]
    folder = data.write(tmp_path / "data", lists=[*even, *odd])
    found = document(folder, catalogue, half="a")["tasks"]["lists"]
    assert found["ahead_of_trained"]["auc"] == [None, None]
    assert "paired 95 %: top1" in run(folder, catalogue, half="a")[0]
    assert "nan" not in run(folder, catalogue, half="a")[0]


def test_options_that_nobody_understands_and_people_with_no_skill_left(tmp_path: Path, catalogue: Path) -> None:
    """Each option comes once, so there is nothing to learn either; the roles stand by title for us."""
    rows = [
        (name, role, f"a{name}|b{name}|c{name}", "Woman", "Here", "1-2 years")
        for name, role in zip(data.ids("person"), PEOPLE.roles * 12, strict=False)
    ]
    texts = [(name, role, "", "") for name, role in zip(data.ids("text"), TEXTS.roles * 3, strict=False)]
    folder = data.write(tmp_path / "data", people=rows, texts=texts, lists=[("1", "data-engineer", "")])
    found = document(folder, catalogue)["tasks"]
    assert (found["people"]["understood"], found["people"]["without_a_skill"]) == (0.0, 60)
    assert (row(found["people"], "rolewise")["top1"], row(found["people"], "rolewise")["top3"]) == (0.2, 0.6)
    assert row(found["people"], "rolewise")["auc"] == 0.5
    assert found["lists"]["understood"] is None
    for task in found.values():
        assert task["left_out"] == ["logistic regression", "gradient boosting"]
    assert "60 of them name no skill we know" in run(folder, catalogue)[0]


# make evaluate


@pytest.mark.parametrize(
    ("variables", "arguments"),
    [
        ((), ""),
        (("HALF=a",), "--half a"),
        (("JSON=1",), "--json"),
        (("JSON=0", "WRITE=0"), ""),
        (("HALF=b", "JSON=1", "WRITE=1"), "--half b --json --write"),
    ],
)
def test_make_hands_its_variables_on(variables: Sequence[str], arguments: str) -> None:
    done = subprocess.run(
        ["make", "-n", "evaluate", "DATA=a folder", *variables],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = [line for line in done.stdout.splitlines() if "manage.py evaluate" in line]
    assert line.partition("manage.py evaluate")[2].split() == ['"a', 'folder"', *arguments.split()]
