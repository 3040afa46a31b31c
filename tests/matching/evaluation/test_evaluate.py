"""manage.py evaluate: the document, the table, and what is kept for the page."""

import csv
import gzip
import json
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from careers.catalogue import files
from matching.evaluation import measured
from tests import drafts
from tests.matching.evaluation import folders as data
from tests.matching.evaluation.folders import document, row, run

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
def whole(folder: Path, catalogue: Path) -> tuple[str, str]:
    """One run with everything: what is printed, and what is told beside it."""
    return run(folder, catalogue, json=True)


def test_standard_output_is_one_document_and_progress_goes_beside_it(whole: tuple[str, str]) -> None:
    out, err = whole
    found = json.loads(out)
    assert set(found["tasks"]) == {"lists", "people", "texts"}
    for name, task in found["tasks"].items():
        assert {"n", "understood", "rows", "cuts"} <= set(task)
        assert task["roles"] == len(task["by_role"])
        assert [one["model"] for one in task["rows"]] == MODELS
        for one in task["rows"]:
            for measure in ("top1", "top3", "auc", "mrr"):
                low, high = one["intervals"][measure]
                assert 0 <= low <= one[measure] <= high <= 1 or one[measure] == pytest.approx(low) or low == high
        assert f"{name}: logistic regression" in err
    assert {name: task["n"] for name, task in found["tasks"].items()} == {"lists": 132, "people": 300, "texts": 360}


def test_the_share_of_strings_understood_is_counted(folder: Path, whole: tuple[str, str]) -> None:
    with gzip.open(folder / "people.csv.gz", "rt", newline="") as file:
        strings = [string for one in csv.DictReader(file) for string in one["skills"].split("|")]
    known = sum(string in {*data.WORDS, "Teamwork"} for string in strings)
    assert json.loads(whole[0])["tasks"]["people"]["understood"] == pytest.approx(known / len(strings))


def test_the_unseen_sources_and_their_mean(whole: tuple[str, str]) -> None:
    out, err = whole
    unseen = json.loads(out)["unseen"]
    assert [(one["task"], one["source"], one["n"], one["roles"]) for one in unseen["sources"]] == [
        ("people", "2021", 150, 5),
        ("people", "2022", 150, 5),
        ("texts", "yan", 240, 10),
    ], "the other 12 ads for each role, of the board, are too few to be a source, and enough to learn from"
    assert "unseen: texts of yan ..." in err
    for name, of in (("all", unseen["sources"]), ("ads", unseen["sources"][2:])):
        assert [one["model"] for one in unseen["mean"][name]] == ["rolewise", "logistic regression"]
        for one in unseen["mean"][name]:
            for measure in ("top1", "top3", "auc", "mrr"):
                mean = sum(row(source, one["model"])[measure] for source in of) / len(of)
                assert one[measure] == pytest.approx(mean)
                low, high = one["intervals"][measure]
                assert low <= one[measure] <= high
            assert one["top1"] > 0.3, "the folder was made so that skills tell the role"
        ends = unseen["ahead_of_trained"][name]["top1"]
        ours, trained = (one["top1"] for one in unseen["mean"][name])
        assert ends[0] <= ours - trained <= ends[1]


def test_roles_with_few_rows_are_counted_and_not_quoted(whole: tuple[str, str]) -> None:
    found = json.loads(whole[0])["tasks"]
    assert all(one["n"] == 12 and one["top1"] is None is one["auc"] for one in found["lists"]["by_role"])
    assert all(one["n"] == 60 and 0 < one["top1"] <= one["top3"] for one in found["people"]["by_role"])
    assert all(one["n"] == 36 and one["top1"] is None for one in found["texts"]["by_role"])
    assert row(found["lists"], "rolewise")["n30"] is None
    for name, n, roles in (("people", 300, 5), ("texts", 360, 10)):
        mine = row(found[name], "rolewise")
        assert mine["n30"] == {"roles": roles, "n": n} | {one: mine[one] for one in ("top1", "top3", "auc", "mrr")}


@pytest.mark.usefixtures("plain")
def test_roles_with_30_rows_are_also_told_alone(tmp_path: Path, catalogue: Path) -> None:
    """29 ads for one role, all of them wrong, are not among the well-filled ones."""
    told = [("data-engineer", "Hotel"), ("ml-engineer", data.SKILL["ml-engineer"])] * 30 + [
        ("mlops-engineer", "-")
    ] * 29
    lists = [(name, *one) for name, one in zip(data.ids("ad"), told, strict=False)]
    found = document(data.write(tmp_path / "data", lists=lists), catalogue)["tasks"]["lists"]
    mine = row(found, "rolewise")
    assert (mine["n30"]["roles"], mine["n30"]["n"], mine["n30"]["top3"]) == (2, 60, 1.0)
    assert mine["top3"] == pytest.approx(2 / 3)


def test_chance_and_majority_do_what_chance_and_majority_do(whole: tuple[str, str]) -> None:
    found = json.loads(whole[0])["tasks"]["people"]
    assert row(found, "random")["top1"] == pytest.approx(1 / 5, abs=0.07)
    assert row(found, "random")["auc"] == pytest.approx(0.5, abs=0.07)
    assert row(found, "rolewise")["top1"] > 0.3  # the folder was made so that skills tell the role


def test_the_same_folder_gives_the_same_bytes(folder: Path, catalogue: Path, plain: None) -> None:
    assert run(folder, catalogue, json=True)[0] == run(folder, catalogue, json=True)[0]


def test_the_table_says_n_intervals_and_roles(folder: Path, catalogue: Path, kept: Path) -> None:
    out, err = run(folder, catalogue)
    assert "people: real people by what they ticked, n = 300" in out
    assert "ours less logistic regression, paired 95 %" in out
    assert "No figures are kept yet" in out
    assert "lowest impact ratio" in out
    assert "roles with n >= 30" in out
    assert "cut down to three skills, the first role has under half of the best fit for" in out
    for model in MODELS:
        assert len(re.findall(rf"^  {model:<22} ", out, re.MULTILINE)) == 3
    assert (
        out.index("unseen sources") < out.index("texts of yan, n = 240, 10 roles") < out.index("mean over all sources")
    )
    assert out.index("mean over all sources") < out.index("lists: real ads as skill lists, n = 132, 11 roles")
    assert "people: logistic regression ..." in err


def test_without_scikit_learn_ours_stands_with_the_plain_rows_and_says_so(
    folder: Path, catalogue: Path, plain: None
) -> None:
    found = document(folder, catalogue)
    assert found["fitted_models"] is False
    for task in found["tasks"].values():
        assert [one["model"] for one in task["rows"]] == MODELS[:4]
        assert task["ahead_of_trained"] is None
    assert [one["model"] for one in found["unseen"]["mean"]["all"]] == ["rolewise"]
    assert found["unseen"]["ahead_of_trained"] == {"all": None, "ads": None}
    assert "scikit-learn is not installed, so there is no fitted model" in run(folder, catalogue)[0]


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
    assert (people_kept.n, people_kept.roles, people_kept.cuts.n) == (300, 5, before["tasks"]["people"]["cuts"]["n"])
    mine, shown = row(before["tasks"]["people"], "rolewise"), people_kept.rows[0]
    assert shown.model == "rolewise"
    assert shown.top1 == pytest.approx(mine["top1"], abs=0.0005)
    assert shown.intervals["auc"] == pytest.approx(mine["intervals"]["auc"], abs=0.0005)
    assert [(one.task, one.n, one.roles) for one in found.unseen.sources] == [
        (one["task"], one["n"], one["roles"]) for one in before["unseen"]["sources"]
    ]
    assert found.unseen.mean.ads[0].auc == pytest.approx(before["unseen"]["mean"]["ads"][0]["auc"], abs=0.0005)
    assert len(kept.with_name("README.md").read_text().splitlines()) <= 25
    assert "exactly this catalogue" in run(folder, catalogue)[0]

    raw = data.raw_catalogue()
    raw["skills"][0]["aliases"].append("Alphabet")
    files.write(drafts.draft(raw), tmp_path / "other")
    assert "measured on other names, levels, shares or usual fits" in run(folder, tmp_path / "other")[0]
    assert "measured on other names, levels, shares or usual fits" in run(folder, tmp_path / "other", json=True)[1]


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize(
    ("change", "moves"),
    [
        (lambda raw: raw["skills"][0]["aliases"].append("Alphabet"), True),
        (lambda raw: raw["skills"][0].update(name="Alpha"), True),
        (lambda raw: raw["requirements"][0].update(level=3), True),
        (lambda raw: raw["requirements"][1].update(importance=2), True),
        (
            lambda raw: raw["requirements"][0].update(importance=4),
            False,
        ),  # the only must-have: half of the points still
        (lambda raw: raw["requirements"][0].update(essential=False), True),
        (lambda raw: raw["roles"][0].update(usual="1.00"), True),
        (lambda raw: raw["near"][0].update(distance=2), True),
        (lambda raw: raw["prerequisites"].append(drafts.needs("bravo", 3, "delta", 2, implied=True)), True),
        (lambda raw: raw["prerequisites"].append(drafts.needs("bravo", 3, "delta", 2)), False),
        (lambda raw: raw["requirements"][0].update(counted=40, of=80), False),
        (lambda raw: raw["requirements"][0].update(named=5), False),
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
        raw["requirements"][1].update(essential=True, importance=4)
    files.write(drafts.draft(raw), tmp_path / "changed")
    digests = [document(empty, place)["scoring_digest"] for place in (catalogue, tmp_path / "changed")]
    assert (digests[0] != digests[1]) is moves


@pytest.mark.parametrize("command", ["evaluate", "usual_fits", "count_ads"])
def test_stopped_by_hand_it_says_so_and_writes_nothing(
    folder: Path, catalogue: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("careers.reading.folders.csv.DictReader", stop)
    before = {path: path.read_bytes() for path in catalogue.iterdir()}
    with pytest.raises(CommandError, match="Stopped") as stopped:
        call_command(command, folder, catalogue=catalogue, write=True)
    assert stopped.value.returncode == 130
    assert {path: path.read_bytes() for path in catalogue.iterdir()} == before


def test_figures_of_one_half_are_not_kept(folder: Path, catalogue: Path, kept: Path) -> None:
    with pytest.raises(CommandError, match="Only figures of both halves are kept"):
        run(folder, catalogue, half="a", write=True)
    assert not kept.exists()


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


def test_make_asks_for_a_folder_before_it_installs_anything() -> None:
    done = subprocess.run(["make", "evaluate"], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Name the folder to measure on")
